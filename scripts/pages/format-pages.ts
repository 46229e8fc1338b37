/** The pages of the forms in which commands speak to machines, from their published schemas. */
import { marked, rowsOf, tableOf } from './fields.ts';
import { alternativesOf, definitionsOf, type Json } from './json.ts';

const NOTE = '<!-- Made by `npm run schema` from the schemas of the forms; what a field means is said there. -->';

const link = (definition: string): string => `[${definition}](#${definition})`;

function body(json: Json, name: string): readonly string[] {
  const place = { owner: name, examples: new Map<string, string>(), link };
  const alternatives = marked(json, name);
  if (alternatives.length > 1) {
    return alternatives.flatMap(({ mark, json: one }) => [
      `### \`${mark}\``,
      one.description ?? '',
      tableOf(rowsOf(one, place)),
    ]);
  }
  return [tableOf([json, ...alternativesOf(json)].flatMap((one) => rowsOf(one, place)))];
}

/** One page for a form. */
export function formatPage(name: string, schema: Json): string {
  const sections = [...definitionsOf(schema)].flatMap(([part, json]) => [
    `## ${part}`,
    json.description ?? '',
    ...body(json, part),
  ]);
  const intro = `The schema: [\`${name}.schema.json\`](${name}.schema.json). Decimals are texts and exact; an exact value\nthat no decimal has is a fraction, 1/3. Keys that are not told here do not occur.`;
  return `${[NOTE, `# ${schema.title ?? name}`, intro, ...sections].filter((one) => one !== '').join('\n\n')}\n`;
}
