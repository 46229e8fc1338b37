/** The fields of a definition as rows of a table: what a value looks like, what it means, what stands where it is absent. */
import { type Examples, exampleKey } from './examples.ts';
import { alternativesOf, fieldsOf, isSchema, type Json, markOf, referenceOf } from './json.ts';

export type Row = {
  readonly key: string;
  readonly value: string;
  readonly meaning: string;
  readonly absent: string;
  readonly example: string;
};

export type Linked = (definition: string) => string;

const code = (text: string): string => `\`${text}\``;

const within = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;

function bounds({ minimum, maximum, minItems, maxItems }: Json): string {
  const [least, top] = [within(minimum ?? minItems), within(maximum ?? maxItems)];
  if (least !== undefined && top !== undefined) return least === top ? `, ${least}` : `, ${least} to ${top}`;
  if (least !== undefined) return least === 1 && minItems !== undefined ? '' : `, at least ${least}`;
  return top === undefined ? '' : `, at most ${top}`;
}

function listOf(json: Json, link: Linked): string {
  const { items } = json;
  if (Array.isArray(items))
    return items
      .filter(isSchema)
      .map((one) => valueText(one, link))
      .join(', then ');
  return `list of ${isSchema(items) ? valueText(items, link) : 'values'}${bounds(json)}`;
}

/** Texts of which the pattern says what they are. */
const WRITTEN_AS = [
  ['^-?[0-9]+(\\.[0-9]+|', 'exact value'],
  ['^-?[0-9]+(', 'decimal'],
  ['^[0-9]{4}-', 'date'],
  ['^[A-Z]{3}$', 'currency'],
] as const;

/** A value or a list of such values is said once. */
const oneOrSeveral = (texts: readonly string[]): string =>
  texts
    .filter((text) => !texts.some((one) => text === `list of ${one}`))
    .map((text) => (texts.includes(`list of ${text}`) ? `${text}, one or a list` : text))
    .join(' or ');

/** What a value looks like, in words. */
export function valueText(json: Json, link: Linked): string {
  const reference = referenceOf(json);
  if (reference !== undefined) return link(reference);
  if (json.enum !== undefined) return json.enum.map((one) => code(String(one))).join(', ');
  if (json.const !== undefined) return code(String(json.const));
  const alternatives = alternativesOf(json);
  if (alternatives.length > 0) return oneOrSeveral([...new Set(alternatives.map((one) => valueText(one, link)))]);
  if (json.type === 'array') return listOf(json, link);
  if (json.type === 'object' && json.properties === undefined) {
    return isSchema(json.additionalProperties) ? `${valueText(json.additionalProperties, link)} by name` : 'mapping';
  }
  if (json.type === 'object') return isAskedOfAll(json) ? '`{ is, match }`' : 'mapping';
  if (json.type === 'boolean') return '`true`, `false`';
  if (json.type === 'integer') return `whole number${bounds(json)}`;
  if (json.format === 'uri') return 'address';
  return WRITTEN_AS.find(([start]) => json.pattern?.startsWith(start))?.[1] ?? 'text';
}

function absentText(json: Json, required: boolean): string {
  if (json.default === undefined) return required ? '**needed**' : '';
  const { default: value } = json;
  const empty = (Array.isArray(value) && value.length === 0) || (isSchema(value) && Object.keys(value).length === 0);
  return empty ? 'none' : code(typeof value === 'string' ? value : JSON.stringify(value));
}

type Place = { readonly owner: string; readonly examples: Examples; readonly link: Linked };

/** A fact asked of all, `{ is, match }`: the page of scopes says it once. */
const isAskedOfAll = (json: Json): boolean =>
  fieldsOf(json)
    .map(([name]) => name)
    .join() === 'is,match';

/** Fields inside a field that has no definition of its own, under its path. */
function inside(json: Json, path: string, place: Place): readonly Row[] {
  if (referenceOf(json) !== undefined || isAskedOfAll(json)) return [];
  const items = isSchema(json.items) ? inside(json.items, `${path}[]`, place) : [];
  const named = isSchema(json.additionalProperties) ? inside(json.additionalProperties, `${path}.NAME`, place) : [];
  return [
    ...rowsOf(json, place, path),
    ...alternativesOf(json).flatMap((one) => inside(one, path, place)),
    ...items,
    ...named,
  ];
}

/** The rows of an object's fields, those inside them after each. */
export function rowsOf(json: Json, place: Place, path = ''): readonly Row[] {
  const required = new Set(json.required);
  return fieldsOf(json).flatMap(([name, field]): readonly Row[] => {
    const key = path === '' ? name : `${path}.${name}`;
    const row: Row = {
      key,
      value: valueText(field, place.link),
      meaning: field.description ?? '',
      absent: absentText(field, required.has(name)),
      example: field.const === undefined ? (place.examples.get(exampleKey(place.owner, key)) ?? '') : '',
    };
    return [row, ...inside(field, key, place)];
  });
}

/** Alternatives told apart by one key, with the owner of their examples. */
export function marked(
  json: Json,
  owner: string,
): readonly { readonly mark: string; readonly json: Json; readonly owner: string }[] {
  return alternativesOf(json).flatMap((one) => {
    const mark = markOf(one);
    return mark === undefined
      ? []
      : [{ mark: `${mark.key}: ${mark.value}`, json: one, owner: `${owner}:${mark.value}` }];
  });
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Rows as a table; a field of several objects of one union stands once. */
export function tableOf(rows: readonly Row[]): string {
  const told = new Set<string>();
  const lines = rows.flatMap(({ key, value, meaning, absent, example }) => {
    const cells = [code(key), value, meaning, absent, example === '' ? '' : code(example)];
    const line = `| ${cells.map(cell).join(' | ')} |`;
    if (told.has(line)) return [];
    told.add(line);
    return [line];
  });
  return ['| Key | Value | Meaning | Absent | Example |', '|---|---|---|---|---|', ...lines].join('\n');
}
