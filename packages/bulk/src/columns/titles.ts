/** The table of column titles people use (data/titles.json), and how a title is looked up in it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fieldSpec } from './fields.ts';

const sourcedTitles = z.object({ box: z.int().min(1).max(29).optional(), titles: z.array(z.string()) });
const wordList = z.record(z.string(), z.array(z.string()));
const titlesSchema = z.object({
  schema: z.literal('kontor/column-titles'),
  version: z.literal(1),
  about: z.string(),
  sources: z.record(z.string(), z.object({ act: z.string().optional(), note: z.string().optional() })),
  fields: z.record(z.string(), z.record(z.string(), sourcedTitles)),
  asked: z.object({ about: z.string(), titles: z.record(z.string(), z.array(z.string())) }),
  units: z.object({ about: z.string(), kg: z.array(z.string()), t: z.array(z.string()) }),
  totals: z.array(z.string()),
  words: z.record(z.string(), wordList),
});
export type TitleTable = z.infer<typeof titlesSchema>;

export type MassUnit = 'kg' | 't';

/** What a title says. `choices` are offered when it says too little; `weak` ones come only from a group's heading. */
export type TitleMatch =
  | { readonly kind: 'field'; readonly field: string; readonly unit: MassUnit | undefined }
  | { readonly kind: 'choices'; readonly fields: readonly string[]; readonly unit: MassUnit | undefined }
  | { readonly kind: 'unknown'; readonly unit: MassUnit | undefined };

/** Any of these words is the sign №. */
const NUMBER_WORDS = new Set(['№', 'no', 'nr', 'n', 'num', 'nummer', 'number', 'номер', 'нумар']);
/** `Графа 18`, `Feld 7`, `18.`: the number of a box of the note before its name. */
const BOX =
  /^(?:(?:графа|граф|гр|поле|feld|box|field)\.?\s*№?\s*[0-9]{1,2}|[0-9]{1,2}(?=[.):]?\s*\p{L}))\s*[.):]?\s*/iu;

/** One line of plain text: no line breaks, no runs of spaces, no byte order mark. */
export function tidyTitle(text: string): string {
  return text
    .replace(/[\uFEFF\u00AD]/g, '')
    .replace(/[\s\u00A0]+/g, ' ')
    .trim();
}

/** Lower-case words without punctuation: what two spellings of one word have in common. */
export function foldWord(text: string): string {
  return tidyTitle(text).toLowerCase().replaceAll('ё', 'е');
}

function wordsOf(title: string): string[] {
  const bare = foldWord(title)
    .replace(/[^\p{L}\p{N}№]+/gu, ' ')
    .replaceAll('№', ' № ');
  return bare
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (NUMBER_WORDS.has(word) ? '№' : word));
}

/** Words in any order, each once: `№ вагона`, `Вагона номер`. */
const keyOf = (words: readonly string[]): string => [...new Set(words)].toSorted().join(' ');

type Lookup = {
  readonly byKey: ReadonlyMap<string, readonly string[]>;
  readonly unitOf: ReadonlyMap<string, MassUnit>;
};

function readTable(): TitleTable {
  const text = readFileSync(new URL('../../data/titles.json', import.meta.url), 'utf8');
  return titlesSchema.parse(JSON.parse(text));
}

function lookupOf(table: TitleTable): Lookup {
  const byKey = new Map<string, readonly string[]>();
  for (const [field, bySource] of Object.entries(table.fields)) {
    for (const title of Object.values(bySource).flatMap((sourced) => sourced.titles)) {
      const key = keyOf(wordsOf(title));
      byKey.set(key, [...new Set([...(byKey.get(key) ?? []), field])]);
    }
  }
  for (const [title, fields] of Object.entries(table.asked.titles)) byKey.set(keyOf(wordsOf(title)), [...fields]);
  const unitOf = new Map<string, MassUnit>();
  for (const unit of ['kg', 't'] as const) {
    for (const spelling of table.units[unit]) unitOf.set(foldWord(spelling).replace(/\.$/, ''), unit);
  }
  return { byKey, unitOf };
}

let loaded: { readonly table: TitleTable; readonly lookup: Lookup } | undefined;

function tables(): { readonly table: TitleTable; readonly lookup: Lookup } {
  if (loaded === undefined) {
    const table = readTable();
    loaded = { table, lookup: lookupOf(table) };
  }
  return loaded;
}

/** The table as data, for documents and for the words of values. */
export const titleTable = (): TitleTable => tables().table;

/** The unit a word stands for, such as `тн`. */
export function massUnit(word: string): MassUnit | undefined {
  return tables().lookup.unitOf.get(foldWord(word).replace(/\.$/, ''));
}

/** Takes a unit at the end off the words: `масса кг`, `вес в тоннах`. */
function splitUnit(words: readonly string[]): {
  readonly words: readonly string[];
  readonly unit: MassUnit | undefined;
} {
  const last = words.at(-1) ?? '';
  const unit = massUnit(last) ?? (last === 'тоннах' ? 't' : last === 'килограммах' ? 'kg' : undefined);
  if (unit === undefined) return { words, unit: undefined };
  const rest = words.slice(0, -1);
  return { words: ['в', 'у', 'in'].includes(rest.at(-1) ?? '') ? rest.slice(0, -1) : rest, unit };
}

/** Fields of legs are named in the table without a number; the title may carry one: `Перевозчик 2`. */
function numbered(fields: readonly string[], digit: string | undefined): readonly string[] {
  return digit === undefined ? fields : fields.map((field) => field.replace(/^leg\./, `leg${digit}.`));
}

function lookUp(text: string, digit: string | undefined): { fields: readonly string[]; unit: MassUnit | undefined } {
  const { byKey } = tables().lookup;
  const all = wordsOf(text.replace(BOX, ''));
  const { words, unit } = splitUnit(all);
  const whole = byKey.get(keyOf(words)) ?? byKey.get(keyOf(all));
  if (whole !== undefined) return { fields: numbered(whole, digit), unit };
  const ownDigit = words.find((word) => /^[1-9]$/.test(word));
  const rest = byKey.get(keyOf(words.filter((word) => word !== ownDigit)));
  const isLeg = rest?.every((field) => field.startsWith('leg.')) === true;
  return { fields: isLeg && rest !== undefined ? numbered(rest, ownDigit ?? digit) : [], unit };
}

const LEG_DIGIT = /(?:^|\s)([1-9])(?:\s|$|\.)/;

/**
 * What a title means; `parts` are the texts above one another in merged rows of titles, outermost first. Our own field
 * names are taken as they stand. A group's heading on its own ('Масса' over 'брутто') only suggests.
 */
export function matchTitle(parts: readonly string[]): TitleMatch {
  const own = parts.length === 1 ? tidyTitle(parts[0] ?? '') : '';
  if (fieldSpec(own) !== undefined) return { kind: 'field', field: own, unit: own.endsWith('_kg') ? 'kg' : undefined };
  const joined = parts.join(' ');
  const digit = parts.length > 1 ? LEG_DIGIT.exec(parts.slice(0, -1).join(' '))?.[1] : undefined;
  const whole = lookUp(joined, undefined);
  const lower = parts.length > 1 ? lookUp(parts.at(-1) ?? '', digit) : whole;
  const found = whole.fields.length > 0 ? whole : lower;
  const unit = whole.unit ?? lower.unit;
  const [only, second] = found.fields;
  if (only !== undefined) {
    return second === undefined
      ? { kind: 'field', field: only, unit }
      : { kind: 'choices', fields: found.fields, unit };
  }
  const heading = parts.length > 1 ? lookUp(parts.slice(0, -1).join(' '), undefined) : undefined;
  if (heading !== undefined && heading.fields.length > 0) {
    return { kind: 'choices', fields: [...heading.fields, 'ignore'], unit: unit ?? heading.unit };
  }
  return { kind: 'unknown', unit };
}
