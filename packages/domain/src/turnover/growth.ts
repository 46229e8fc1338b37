/** Turnover against the same span of the year before (plan.md, "Turnover"). */
import { compareCodePoints } from '../kernel/code-point.ts';
import { type Decimal, divide, ONE, ofInteger, subtract } from '../kernel/decimal.ts';
import type { TurnoverFigures, TurnoverKey, TurnoverRow } from './table.ts';

/** A figure then and now. `growth` is exact, 0.03 for three percent more; undefined where there was nothing before. */
export type Change = {
  readonly before: bigint;
  readonly now: bigint;
  readonly change: bigint;
  readonly growth: Decimal | undefined;
};

export type GrowthRow =
  | {
      readonly kind: 'shown';
      readonly key: TurnoverKey;
      readonly mass_kg: Change;
      readonly pieces: Change;
      readonly heads: Change;
      readonly values: readonly { readonly currency: string; readonly change: Change }[];
    }
  | { readonly kind: 'confidential'; readonly key: TurnoverKey };

const NOTHING: TurnoverFigures = Object.freeze({
  consignments: 0,
  mass_kg: 0n,
  pieces: 0n,
  heads: 0n,
  values: [],
  lacking: { mass: 0, value: 0 },
});

function changeOf(before: bigint, now: bigint): Change {
  const growth = before === 0n ? undefined : subtract(divide(ofInteger(now), ofInteger(before)), ONE);
  return { before, now, change: now - before, growth };
}

/** '2025-03' becomes '2024-03'; the year is the first four characters of every span's name. */
function moveYear(label: string, years: number): string {
  return String(Number(label.slice(0, 4)) + years).padStart(4, '0') + label.slice(4);
}

function keyMoved(key: TurnoverKey, years: number): TurnoverKey {
  const moved: Record<string, string> = { ...key };
  for (const span of ['year', 'quarter', 'month'] as const) {
    const label = key[span];
    if (label !== undefined) moved[span] = moveYear(label, years);
  }
  return moved;
}

const yearOfKey = (key: TurnoverKey): string | undefined => (key.month ?? key.quarter ?? key.year)?.slice(0, 4);

const nameOf = (key: TurnoverKey): string => JSON.stringify(Object.entries(key));

/** The sum in a currency; nothing where there was none. */
const minorIn = (figures: TurnoverFigures, currency: string): bigint =>
  figures.values.find((value) => value.currency === currency)?.minor ?? 0n;

function compareFigures(key: TurnoverKey, then: TurnoverFigures, now: TurnoverFigures): GrowthRow {
  const currencies = [...new Set([...then.values, ...now.values].map((value) => value.currency))].toSorted(
    compareCodePoints,
  );
  return {
    kind: 'shown',
    key,
    mass_kg: changeOf(then.mass_kg, now.mass_kg),
    pieces: changeOf(then.pieces, now.pieces),
    heads: changeOf(then.heads, now.heads),
    values: currencies.map((currency) => ({
      currency,
      change: changeOf(minorIn(then, currency), minorIn(now, currency)),
    })),
  };
}

/**
 * Each cell of `year` beside the same cell a year before. The rows must tell a year, quarter or month apart. A cell
 * that existed only before is a fall to nothing and is in the list; where either is confidential, so is the comparison.
 */
export function growthOver(rows: readonly TurnoverRow[], year: number): readonly GrowthRow[] {
  const byName = new Map(rows.map((row) => [nameOf(row.key), row]));
  const keys = new Map<string, TurnoverKey>();
  for (const { key } of rows) {
    const own = yearOfKey(key);
    const asNow = own === String(year - 1) ? keyMoved(key, 1) : key;
    if (own === String(year) || own === String(year - 1)) keys.set(nameOf(asNow), asNow);
  }
  return [...keys.values()]
    .toSorted((a, b) => compareKeys(a, b))
    .map((key) => {
      const now = byName.get(nameOf(key));
      const then = byName.get(nameOf(keyMoved(key, -1)));
      if (now?.kind === 'confidential' || then?.kind === 'confidential') return { kind: 'confidential', key };
      return compareFigures(key, then?.figures ?? NOTHING, now?.figures ?? NOTHING);
    });
}

function compareKeys(a: TurnoverKey, b: TurnoverKey): number {
  const right = Object.values(b);
  for (const [index, value] of Object.values(a).entries()) {
    const order = compareCodePoints(value, right[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
