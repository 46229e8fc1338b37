/**
 * Tables (pricing.md sections 1 and 4): "Intervals say which ends are closed and whether they are whole units … Belts snap to a
 * row, never interpolate." Every look-up goes through every row.
 */
import type { CodeSystem } from '@kontor/domain/consignment/schema';
import type { TableKeyText, TableText } from '@kontor/domain/tariff/schema';
import { factOf } from './facts.ts';
import { codeOf, type KnownCode, lengthOf, matchesPattern } from './goods.ts';
import { compare, less, minus, ONE, type Rational, rational, whole } from './rational.ts';
import { lacking, Refused } from './refused.ts';
import type { View } from './world.ts';

export type Cells = Readonly<Record<string, string>>;

/** Rows of a table by column; the generator writes tables in place. */
export function rowsOf({ columns = [], rows = [] }: TableText): readonly Cells[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, String(row[index] ?? '').trim()])),
  );
}

export type Belt = { readonly low: Rational | undefined; readonly high: Rational | undefined };
type BeltKey = Extract<TableKeyText, { match: 'belt' }>;

const bound = (cell: string | undefined): Rational | undefined =>
  cell === undefined || cell === '' || cell === '*' ? undefined : rational(cell);

/** "Only `from`: a row runs to the next row's bound; only `to`: from the one before." */
export function beltOf(key: BeltKey, row: Cells, rows: readonly Cells[]): Belt {
  const { from, to } = key;
  const own = { low: bound(from && row[from]), high: bound(to && row[to]) };
  const others = (column: string): readonly Rational[] =>
    rows.flatMap((one) => bound(one[column]) ?? []).toSorted(compare);
  if (from !== undefined && to === undefined)
    return { low: own.low, high: own.low && others(from).find((one) => less(own.low ?? one, one)) };
  if (to !== undefined && from === undefined)
    return { low: own.high && others(to).findLast((one) => less(one, own.high ?? one)), high: own.high };
  return own;
}

/** With only one bound printed, neighbours share it, so one of the two must be open. */
function endsOf(key: BeltKey): { readonly low: boolean; readonly high: boolean } {
  if (key.closed !== 'both') return { low: key.closed === 'lower', high: key.closed === 'upper' };
  if (key.from !== undefined && key.to !== undefined) return { low: true, high: true };
  return key.from === undefined ? { low: false, high: true } : { low: true, high: false };
}

/** A belt of whole units holds no fraction between two of them: such a value has no row. */
function inBelt(key: BeltKey, { low, high }: Belt, value: Rational): boolean {
  const ends = endsOf(key);
  const above = low === undefined || less(low, value) || (ends.low && compare(low, value) === 0);
  const below = high === undefined || less(value, high) || (ends.high && compare(high, value) === 0);
  return above && below;
}

/** How well a row fits in one key: undefined where not at all, else the greater the closer. `*` fits everything, loosely. */
type Fit = number | undefined;

function codeFit(code: KnownCode, cell: string): Fit {
  const fits = cell.split(/\s+/u).map((pattern) => {
    if (pattern === '*') return 0;
    return matchesPattern(code, pattern).is === 'yes' ? lengthOf(pattern) : -1;
  });
  const best = Math.max(...fits);
  return best < 0 ? undefined : best;
}

/** How closely a row fits the goods in view: as it fits the least of them. */
function goodsFit(view: View, system: CodeSystem, cell: string): Fit {
  const items = view.item === undefined ? view.consignment.items : [view.item];
  const codes = items.map((item) => codeOf(item, system)).filter((code) => code !== undefined);
  if (codes.length === 0 || codes.length < items.length) throw lacking(`item.${system}`);
  const fits = codes.map((code) => codeFit(code, cell)).filter((fit) => fit !== undefined);
  return fits.length < codes.length ? undefined : Math.min(...fits);
}

export type Lookup = {
  readonly view: View;
  readonly table: TableText;
  /** Value of a key, overridden or by its fact or quantity. */
  readonly valueOf: (name: string, key: Exclude<TableKeyText, { match: 'goods' }>) => string;
};

function fitOf(lookup: Lookup, name: string, row: Cells, rows: readonly Cells[]): Fit {
  const key = lookup.table.keys[name];
  if (key === undefined) throw new Error(`no key ${name}`);
  if (key.match === 'goods') return goodsFit(lookup.view, key.system, row[key.column] ?? '');
  const value = lookup.valueOf(name, key);
  if (key.match === 'belt') return inBelt(key, beltOf(key, row, rows), rational(value)) ? 0 : undefined;
  if (row[key.column] === value) return 1;
  return row[key.column] === '*' ? 0 : undefined;
}

type Fitting = { readonly row: Cells; readonly fits: readonly number[] };

const closer = (a: Fitting, b: Fitting): boolean =>
  a.fits.every((fit, index) => fit >= (b.fits[index] ?? 0)) && a.fits.some((fit, index) => fit > (b.fits[index] ?? 0));

/** The row that fits, closest in every key; two that fit equally are refused, none is undefined. */
export function findRow(lookup: Lookup): Cells | undefined {
  const rows = rowsOf(lookup.table);
  const names = Object.keys(lookup.table.keys);
  const fitting = rows.flatMap((row): readonly Fitting[] => {
    const fits = names.map((name) => fitOf(lookup, name, row, rows));
    const known = fits.filter((fit) => fit !== undefined);
    return known.length === fits.length ? [{ row, fits: known }] : [];
  });
  const best = fitting.filter((one) => !fitting.some((other) => closer(other, one)));
  if (best.length > 1) throw new Refused('two-rows');
  return best[0]?.row;
}

/** The greatest value of the belt before the one that holds a value. */
export function endBefore(table: TableText, name: string, value: Rational): Rational {
  const key = table.keys[name];
  if (key?.match !== 'belt') throw new Error(`${name} is no belt`);
  const rows = rowsOf(table);
  const belts = rows
    .map((row) => beltOf(key, row, rows))
    .toSorted((a, b) => compare(a.low ?? whole(0), b.low ?? whole(0)));
  const met = belts.findIndex((belt) => inBelt(key, belt, value));
  if (met < 0) throw new Refused('no-row');
  const before = belts[met - 1];
  if (before === undefined) throw new Refused('no-belt-before');
  const end = before.high ?? belts[met]?.low;
  if (end === undefined) throw new Refused('no-belt-before');
  return key.to === undefined && key.whole ? minus(end, ONE) : end;
}

/** A value read of a named fact, for a table or a step. */
export function oneValue(name: string, view: View, otherwise?: string): string {
  const { values, lacks } = factOf(name, view);
  const distinct = [...new Set(values)];
  if (lacks || distinct.length === 0) {
    if (otherwise !== undefined && distinct.length === 0) return otherwise;
    throw lacking(name);
  }
  if (distinct.length > 1) throw new Refused('several-values', [], name);
  return distinct[0] ?? '';
}
