/**
 * The consignments that count under one key of a meter, ordered by count-at date and note number (by code point), with
 * running sums. Entries may come in any order and be taken out again; reading costs the logarithm of their number.
 */
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, type Decimal, subtract, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';

/** Where a consignment stands in the order of a meter. */
export type Position = { readonly date: LocalDate; readonly note: string };

export type SeriesEntry = Position & { readonly value: Decimal };

/** Sums over positions from `from` (its whole day) to before `to`. */
export type Series = {
  readonly put: (entry: SeriesEntry) => void;
  readonly take: (position: Position) => void;
  readonly sum: (from: LocalDate, to: Position | undefined) => Decimal;
  /** Whether any lies there. */
  readonly holdsAny: (from: LocalDate, to: Position | undefined) => boolean;
  readonly entries: () => readonly SeriesEntry[];
};

/** −1, 0 or 1 by date, then note by code point. */
export function comparePositions(a: Position, b: Position): -1 | 0 | 1 {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  return compareCodePoints(a.note, b.note);
}

/** How far from where the last search ended the next one looks step by step: journals are read in order. */
const NEAR = 3;

/** Whether the entry at the index stands before a date and note; past the end nothing does. */
function standsBefore(entries: readonly Position[], index: number, date: LocalDate, note: string): boolean {
  const entry = entries[index];
  if (entry === undefined) return false;
  return entry.date === date ? compareCodePoints(entry.note, note) < 0 : entry.date < date;
}

/**
 * The first index whose entry does not stand before the date and note, in a list kept in order. `near` is where it may be,
 * such as where the last search ended.
 */
export function firstNotBefore(entries: readonly Position[], date: LocalDate, note: string, near = -1): number {
  if (near >= 0 && (near === 0 || standsBefore(entries, near - 1, date, note))) {
    let index = near;
    while (index - near < NEAR && standsBefore(entries, index, date, note)) index += 1;
    if (index - near < NEAR) return index;
  }
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (standsBefore(entries, middle, date, note)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function createSeries(): Series {
  const entries: SeriesEntry[] = [];
  /** `sums[i]` is the sum of the first i entries; valid up to and including `summed`. */
  const sums: Decimal[] = [ZERO];
  let summed = 0;
  /** Where the last reading began and ended. */
  let lastFirst = 0;
  let lastEnd = 0;

  /** Where a position belongs: mostly at the end, since journals come nearly in order. */
  const placeOf = (position: Position): number => {
    const last = entries.at(-1);
    return last === undefined || comparePositions(last, position) < 0
      ? entries.length
      : firstNotBefore(entries, position.date, position.note);
  };

  const sumOfFirst = (count: number): Decimal => {
    for (; summed < count; summed += 1) {
      const entry = entries[summed];
      if (entry !== undefined) sums[summed + 1] = add(sums[summed] ?? ZERO, entry.value);
    }
    return sums[count] ?? ZERO;
  };

  return {
    put: (entry) => {
      const index = placeOf(entry);
      const there = entries[index];
      const same = there !== undefined && comparePositions(there, entry) === 0;
      if (index === entries.length) entries.push(entry);
      else entries.splice(index, same ? 1 : 0, entry);
      summed = Math.min(summed, index);
    },
    take: (position) => {
      const index = firstNotBefore(entries, position.date, position.note);
      const there = entries[index];
      if (there === undefined || comparePositions(there, position) !== 0) return;
      entries.splice(index, 1);
      summed = Math.min(summed, index);
    },
    sum: (from, to) => {
      lastFirst = firstNotBefore(entries, from, '', lastFirst);
      lastEnd = to === undefined ? entries.length : firstNotBefore(entries, to.date, to.note, lastEnd);
      if (lastEnd <= lastFirst) return ZERO;
      const sum = sumOfFirst(lastEnd);
      return lastFirst === 0 ? sum : subtract(sum, sumOfFirst(lastFirst));
    },
    holdsAny: (from, to) => {
      const first = entries[firstNotBefore(entries, from, '')];
      return first !== undefined && (to === undefined || comparePositions(first, to) < 0);
    },
    entries: () => entries,
  };
}
