/** Examples of fields, gathered from books that stand in the repository: each is in use as it is printed. */
import {
  alternativesOf,
  type Definitions,
  fieldsOf,
  isSchema,
  type Json,
  markOf,
  referenceOf,
  resolved,
} from './json.ts';

/** By the definition (and the mark of its alternative) and the path of the field in it. */
export type Examples = ReadonlyMap<string, string>;

export const exampleKey = (owner: string, path: string): string => `${owner} ${path}`;

/** Longer than this is not read in a cell: its fields have examples of their own. */
const LONGEST = 72;

type Gathering = { readonly definitions: Definitions; readonly found: Map<string, string> };

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Texts that need no quotes: words, identifiers, dates; not what would read as a number. */
const PLAIN = /^(?:[\p{L}][\p{L}\p{N}./-]*(?: [\p{L}\p{N}./-]+)*|\d{4}-\d{2}-\d{2})$/u;

/** A value as YAML on one line. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (isMapping(value))
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${key}: ${written(one)}`)
      .join(', ')} }`;
  return typeof value === 'string' && PLAIN.test(value) ? value : JSON.stringify(value);
}

function fits(value: unknown, json: Json, definitions: Definitions): boolean {
  const own = resolved(json, definitions);
  if (own.enum !== undefined) return own.enum.some((one) => one === value);
  if (own.const !== undefined) return own.const === value;
  const alternatives = alternativesOf(own);
  if (alternatives.length > 0) return alternatives.some((one) => fits(value, one, definitions));
  if (own.properties !== undefined) return isMapping(value) && fitsFields(value, own, definitions);
  if (own.type === 'object') return isMapping(value);
  if (own.type === 'array') return Array.isArray(value);
  return !isMapping(value) && !Array.isArray(value);
}

function fitsFields(value: Readonly<Record<string, unknown>>, json: Json, definitions: Definitions): boolean {
  const fields = new Map(fieldsOf(json));
  const open = json.patternProperties !== undefined;
  return (
    (json.required ?? []).every((name) => name in value) &&
    Object.keys(value).every((name) => open || fields.has(name)) &&
    [...fields].every(
      ([name, field]) => !(name in value) || field.const === undefined || fits(value[name], field, definitions),
    )
  );
}

function keep(owner: string, path: string, value: unknown, { found }: Gathering): void {
  const key = exampleKey(owner, path);
  const text = written(value);
  const before = found.get(key);
  if (text.length <= LONGEST && before === undefined) found.set(key, text);
}

function visitInside(value: unknown, json: Json, owner: string, path: string, into: Gathering): void {
  if (Array.isArray(value)) {
    const items = isSchema(json.items) ? json.items : undefined;
    if (items !== undefined) for (const one of value) visit(one, items, owner, `${path}[]`, into);
    return;
  }
  if (!isMapping(value)) return;
  const dot = path === '' ? '' : '.';
  for (const [name, field] of fieldsOf(json)) {
    if (value[name] === undefined) continue;
    keep(owner, `${path}${dot}${name}`, value[name], into);
    visit(value[name], field, owner, `${path}${dot}${name}`, into);
  }
  const named = isSchema(json.additionalProperties) ? json.additionalProperties : undefined;
  if (named !== undefined) for (const one of Object.values(value)) visit(one, named, owner, `${path}.NAME`, into);
}

function visit(value: unknown, json: Json, owner: string, path: string, into: Gathering): void {
  const reference = referenceOf(json);
  const definition = reference === undefined ? undefined : into.definitions.get(reference);
  if (reference !== undefined && definition !== undefined) {
    visit(value, definition, reference, '', into);
    return;
  }
  const alternatives = alternativesOf(json).filter((one) => fits(value, one, into.definitions));
  for (const one of alternatives) {
    const mark = path === '' ? markOf(one) : undefined;
    visit(value, one, mark === undefined ? owner : `${owner}:${mark.value}`, path, into);
  }
  if (alternatives.length === 0) visitInside(value, json, owner, path, into);
}

/** Examples from entries as written, the first short one of each field. */
export function gatherExamples(entries: readonly unknown[], definitions: Definitions): Examples {
  const into: Gathering = { definitions, found: new Map() };
  for (const entry of entries) {
    const kind = isMapping(entry) ? entry['kind'] : undefined;
    const json = typeof kind === 'string' ? definitions.get(kind) : undefined;
    if (json !== undefined && typeof kind === 'string') visit(entry, json, kind, '', into);
  }
  return into.found;
}
