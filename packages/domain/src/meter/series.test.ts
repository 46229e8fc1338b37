import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { add, ofInteger, toText, ZERO } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import {
  comparePositions,
  createSeries,
  firstNotBefore,
  type Position,
  type Series,
  type SeriesEntry,
} from './series.ts';

const day = (n: number): SeriesEntry['date'] => localDate(`2025-03-${String(n).padStart(2, '0')}`);
const position = (n: number, note: string): Position => ({ date: day(n), note });

describe('the order of a series', () => {
  test.each<[Position, Position, number]>([
    [position(1, 'B'), position(2, 'A'), -1],
    [position(2, 'A'), position(1, 'B'), 1],
    [position(1, 'A'), position(1, 'B'), -1],
    [position(1, 'a'), position(1, 'B'), 1],
    [position(1, 'A'), position(1, 'A'), 0],
  ])('%j before %j: %d', (a, b, order) => {
    expect(comparePositions(a, b)).toBe(order);
  });

  it('is searched from anywhere with the same result', () => {
    const positions = Array.from({ length: 12 }, (_, n) => position(1 + (n >> 1), n % 2 === 0 ? 'A' : 'B'));
    const wanted = [...positions, position(1, ''), position(3, 'AB'), position(7, 'C'), position(9, '')];
    for (const { date, note } of wanted) {
      const first = positions.findIndex((one) => comparePositions(one, { date, note }) >= 0);
      const expected = first < 0 ? positions.length : first;
      for (let near = -1; near <= positions.length + 4; near += 1)
        expect(firstNotBefore(positions, date, note, near)).toBe(expected);
    }
  });
});

/** The same, slowly: a list, looked through each time. */
function slowSeries(): Series {
  const kept = new Map<string, SeriesEntry>();
  const entries = (): readonly SeriesEntry[] => [...kept.values()].toSorted(comparePositions);
  const name = ({ date, note }: Position): string => `${date} ${note}`;
  const between = (from: Position['date'], to: Position | undefined): readonly SeriesEntry[] =>
    entries().filter((one) => one.date >= from && (to === undefined || comparePositions(one, to) < 0));
  return {
    put: (entry) => kept.set(name(entry), entry),
    take: (one) => kept.delete(name(one)),
    sum: (from, to) => between(from, to).reduce((sum, one) => add(sum, one.value), ZERO),
    holdsAny: (from, to) => between(from, to).length > 0,
    entries,
  };
}

const positions = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom('', 'A', 'B', 'a'))
  .map(([n, note]) => position(n, note));
const acts = fc.array(
  fc.oneof(
    fc.record({ act: fc.constant('put' as const), at: positions, value: fc.integer({ min: 1, max: 99 }) }),
    fc.record({ act: fc.constant('take' as const), at: positions }),
    fc.record({ act: fc.constant('ask' as const), at: positions, to: fc.option(positions, { nil: undefined }) }),
  ),
  { minLength: 20, maxLength: 60 },
);

describe('a series', () => {
  it('holds and sums what a list would, whatever is put in, put in again, taken out and asked in between', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const [quick, slow] = [createSeries(), slowSeries()];
        for (const one of list) {
          if (one.act === 'put') for (const each of [quick, slow]) each.put({ ...one.at, value: ofInteger(one.value) });
          else if (one.act === 'take') for (const each of [quick, slow]) each.take(one.at);
          else {
            expect(toText(quick.sum(one.at.date, one.to))).toBe(toText(slow.sum(one.at.date, one.to)));
            expect(quick.holdsAny(one.at.date, one.to)).toBe(slow.holdsAny(one.at.date, one.to));
          }
          expect(quick.entries()).toEqual(slow.entries());
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is put in again in its place, and nothing is taken that is not there', () => {
    const series = createSeries();
    const entries = [1, 2, 3].map((n) => ({ ...position(n, 'A'), value: ofInteger(n) }));
    for (const entry of entries) series.put(entry);
    expect(toText(series.sum(day(1), undefined))).toBe('6');
    series.put({ ...position(2, 'A'), value: ofInteger(20) });
    expect(toText(series.sum(day(1), undefined))).toBe('24');
    series.put({ ...position(3, 'A'), value: ofInteger(30) });
    expect(series.entries().map(({ value }) => toText(value))).toEqual(['1', '20', '30']);
    series.take(position(2, 'B'));
    series.take(position(9, 'A'));
    expect(series.entries()).toHaveLength(3);
    series.take(position(1, 'A'));
    expect(toText(series.sum(day(1), position(3, 'A')))).toBe('20');
    expect([series.holdsAny(day(1), position(2, 'A')), series.holdsAny(day(3), undefined)]).toEqual([false, true]);
    expect(series.holdsAny(day(4), undefined)).toBe(false);
  });
});
