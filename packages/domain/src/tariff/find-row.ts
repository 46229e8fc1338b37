import type { GoodsItem } from '../consignment/schema.ts';
import { compare, type Decimal, toText } from '../kernel/decimal.ts';
import { type GoodsPattern, matchesPattern } from '../kernel/goods-code.ts';
import { inside } from '../kernel/interval.ts';
import type { FieldValue } from '../scope/field.ts';
import { codeIn } from '../scope/fields.ts';
import type { Subject } from '../scope/subject.ts';
import type { CellForm, KeyForm, RowForm, TableForm } from './form.ts';

const sameBound = (a: Decimal | undefined, b: Decimal | undefined): boolean =>
  a === undefined || b === undefined ? a === b : compare(a, b) === 0;

/** Whether two cells ask the same of their key. */
export function sameCell(a: CellForm, b: CellForm | undefined): boolean {
  switch (a.kind) {
    case 'anything':
      return b?.kind === 'anything';
    case 'exact':
      return b?.kind === 'exact' && a.text === b.text;
    case 'goods':
      return b?.kind === 'goods' && JSON.stringify(a.patterns) === JSON.stringify(b.patterns);
    case 'belt':
      return (
        b?.kind === 'belt' &&
        sameBound(a.interval.lower, b.interval.lower) &&
        sameBound(a.interval.upper, b.interval.upper)
      );
  }
}

/** What a search gave: one row, none, two equally good, rows that differ item by item, or a goods code that is not known. */
export type Found =
  | { readonly kind: 'row'; readonly row: RowForm }
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous'; readonly first: RowForm; readonly second: RowForm }
  | { readonly kind: 'several'; readonly items: readonly ItemRow[] }
  | { readonly kind: 'missing'; readonly fact: string };

/** An item with the row it stands in, if any. */
export type ItemRow = { readonly item: GoodsItem; readonly row: RowForm | undefined };

/** How specific a pattern is: by its digits; one exact code beats a prefix of as many. */
const weightOf = (pattern: GoodsPattern): number =>
  2 * (pattern.kind === 'range' ? pattern.first.length : pattern.digits.length) + (pattern.kind === 'exact' ? 1 : 0);

/** How well a code fits the patterns of a cell: the weight of the longest match; 0 for none. */
function goodsScore(code: string, patterns: readonly GoodsPattern[]): number {
  let best = 0;
  for (const pattern of patterns)
    if (weightOf(pattern) > best && matchesPattern(code, pattern)) best = weightOf(pattern);
  return best;
}

/** Score of one cell: undefined does not match, 0 matches everything, more is more specific. */
function cellScore(
  key: KeyForm,
  cell: CellForm,
  value: FieldValue | undefined,
  items: readonly GoodsItem[],
): number | undefined {
  switch (cell.kind) {
    case 'anything':
      return 0;
    case 'exact':
      return (typeof value === 'object' ? toText(value) : String(value)) === cell.text ? 1 : undefined;
    case 'belt':
      return typeof value === 'object' && inside(cell.interval, value) ? 1 : undefined;
    case 'goods': {
      if (typeof value === 'string' && value !== '') return goodsScore(value, cell.patterns) || undefined;
      if (key.source.kind !== 'goods') return undefined;
      const { system } = key.source;
      let least: number | undefined;
      for (const item of items) {
        const score = goodsScore(codeIn(item, system)?.code ?? '', cell.patterns);
        if (score === 0) return undefined;
        least = least === undefined ? score : Math.min(least, score);
      }
      return least;
    }
  }
}

/** Scores of a row key by key; undefined when a key does not match. */
function rowScores(
  table: TableForm,
  row: RowForm,
  values: readonly FieldValue[],
  items: readonly GoodsItem[],
): readonly number[] | undefined {
  const scores: number[] = [];
  for (let index = 0; index < table.keys.length; index += 1) {
    const key = table.keys[index];
    const cell = row.cells[index];
    const score = key === undefined || cell === undefined ? undefined : cellScore(key, cell, values[index], items);
    if (score === undefined) return undefined;
    scores.push(score);
  }
  return scores;
}

type Match = { readonly row: RowForm; readonly scores: readonly number[] };

/** Whether a row is the better match: as specific in every key, and more so in one. */
const beats = (a: Match, b: Match): boolean =>
  a.scores.every((score, index) => score >= (b.scores[index] ?? 0)) &&
  a.scores.some((score, index) => score > (b.scores[index] ?? 0));

/** The row that beats every other; two of which neither beats the other are as good as equal and nobody's choice. */
function bestOf(matches: readonly Match[]): Found {
  const [first, ...others] = matches;
  if (first === undefined) return { kind: 'none' };
  let winner = first;
  for (const match of others) if (beats(match, winner)) winner = match;
  const rival = matches.find((match) => match !== winner && !beats(winner, match));
  if (rival === undefined) return { kind: 'row', row: winner.row };
  const [one, two] = [rival.row, winner.row].toSorted((a, b) => a.line - b.line);
  return { kind: 'ambiguous', first: one ?? rival.row, second: two ?? winner.row };
}

/** Binary search in rows ordered by belt. */
function inBelts(rows: readonly RowForm[], belt: number, value: Decimal): RowForm | undefined {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    const cell = row?.cells[belt];
    if (row === undefined || cell?.kind !== 'belt') return undefined;
    if (inside(cell.interval, value)) return row;
    if (cell.interval.lower !== undefined && compare(value, cell.interval.lower) <= 0) high = middle - 1;
    else low = middle + 1;
  }
  return undefined;
}

function indexed(table: TableForm, index: NonNullable<TableForm['index']>, values: readonly FieldValue[]): Found {
  let belt = -1;
  let name = '';
  for (let position = 0; position < table.keys.length; position += 1) {
    const value = values[position];
    if (position > 0) name += '\u0000';
    if (table.keys[position]?.match === 'belt') belt = belt < 0 ? position : belt;
    else name += typeof value === 'object' ? toText(value) : String(value);
  }
  const rows = index.get(name);
  if (rows === undefined) return { kind: 'none' };
  const value = values[belt];
  const row = belt < 0 ? rows[0] : typeof value === 'object' ? inBelts(rows, belt, value) : undefined;
  return row === undefined ? { kind: 'none' } : { kind: 'row', row };
}

/** The row that matches best for these items together. */
function search(table: TableForm, values: readonly FieldValue[], items: readonly GoodsItem[]): Found {
  const matches: Match[] = [];
  for (const row of table.rows) {
    const scores = rowScores(table, row, values, items);
    if (scores !== undefined) matches.push({ row, scores });
  }
  return bestOf(matches);
}

/** Each item's own row; one answer where all of them stand in the same. */
function searchEach(table: TableForm, values: readonly FieldValue[], items: readonly GoodsItem[]): Found {
  const found: ItemRow[] = [];
  for (const item of items) {
    const one = search(table, values, [item]);
    if (one.kind !== 'row' && one.kind !== 'none') return one;
    found.push({ item, row: one.kind === 'row' ? one.row : undefined });
  }
  const [first] = found;
  if (found.some(({ row }) => row !== first?.row)) return { kind: 'several', items: found };
  return first?.row === undefined ? { kind: 'none' } : { kind: 'row', row: first.row };
}

/**
 * The row that matches best: exact text, the belt that holds the number (never interpolated), the longest goods pattern;
 * `*` matches everything and loses against anything more specific. Where one row is more specific in one key and another
 * in a second, or two are equally so, both are named and none is taken. Several goods are looked up each by itself, unless the
 * table declares a common row: a row that fits all of them, such as `*`, may be cheaper than what holds for one of them.
 */
export function findRow(table: TableForm, values: readonly FieldValue[], subject: Subject): Found {
  if (table.index !== undefined) return indexed(table, table.index, values);
  const items = subject.item === undefined ? subject.consignment.items : [subject.item];
  let byGoods = false;
  for (const [index, key] of table.keys.entries()) {
    if (key.source.kind !== 'goods' || values[index] !== '') continue;
    const { system } = key.source;
    byGoods = true;
    if (items.length === 0 || items.some((item) => codeIn(item, system) === undefined))
      return { kind: 'missing', fact: `item.${system}` };
  }
  const each = byGoods && items.length > 1 && table.several !== 'common';
  return each ? searchEach(table, values, items) : search(table, values, items);
}

/**
 * What a search depends on, as one text; undefined where it is of several goods, each with codes of its own, or of goods without a
 * code. Texts stand with their lengths, so that no value runs into the next.
 */
export function searchKey(table: TableForm, values: readonly FieldValue[], subject: Subject): string | undefined {
  let text = '';
  for (let index = 0; index < table.keys.length; index += 1) {
    const value = values[index];
    const key = table.keys[index];
    if (key?.source.kind === 'goods' && value === '') {
      const { items } = subject.consignment;
      const item = subject.item ?? (items.length === 1 ? items[0] : undefined);
      const code = item === undefined ? undefined : codeIn(item, key.source.system)?.code;
      if (item === undefined || code === undefined) return undefined;
      text += `${String(code.length)}:${code}${item.codes[key.source.system] === undefined ? '?' : '.'}`;
    } else {
      const own = typeof value === 'object' ? toText(value) : String(value);
      text += `${String(own.length)}:${own}`;
    }
  }
  return text;
}
