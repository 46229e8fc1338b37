import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, divide, ofInteger, ofUnits } from './decimal.ts';
import { type Interval, type IntervalFinding, inside, inspectIntervals } from './interval.ts';

/** '[1,200]', '(200,)': square brackets are closed ends, nothing between bracket and comma is no end. */
function interval(text: string): Interval {
  const [lower = '', upper = ''] = text.slice(1, -1).split(',');
  return {
    lower: lower === '' ? undefined : decimal(lower),
    upper: upper === '' ? undefined : decimal(upper),
    lowerClosed: text.startsWith('['),
    upperClosed: text.endsWith(']'),
  };
}

const inspect = (whole: boolean, ...texts: readonly string[]): readonly IntervalFinding[] =>
  inspectIntervals(texts.map(interval), { whole });

/** Ends are thirds from 0 to 8, so that points in sixths meet every end and every space between two ends. */
const end = fc.option(fc.integer({ min: 0, max: 24 }), { nil: undefined });
const third = (n: number | undefined): Decimal | undefined =>
  n === undefined ? undefined : divide(ofInteger(n), ofInteger(3));
const row = fc
  .record({ lower: end, upper: end, lowerClosed: fc.boolean(), upperClosed: fc.boolean() })
  .map(({ lower, upper, ...closed }) => ({ lower: third(lower), upper: third(upper), ...closed }));
const rows = fc.array(row, { maxLength: 7 });

const SIXTHS: readonly Decimal[] = Array.from({ length: 6 * 10 + 1 }, (_, n) => divide(ofInteger(n - 6), ofInteger(6)));
const WHOLES: readonly Decimal[] = Array.from({ length: 11 }, (_, n) => ofInteger(n - 1));

/** Positive when a > b, zero when they are equal. */
const exceeds = (a: Decimal, b: Decimal): bigint =>
  a.units * 10n ** BigInt(b.scale) * b.den - b.units * 10n ** BigInt(a.scale) * a.den;

/** Which points of the grid a row holds, decided without the code under test. */
function pointsIn(value: Interval, grid: readonly Decimal[]): ReadonlySet<number> {
  const held = [...grid.keys()].filter((index) => {
    const point = grid[index] ?? ofInteger(0);
    const above = value.lower === undefined ? 1n : exceeds(point, value.lower);
    const below = value.upper === undefined ? 1n : exceeds(value.upper, point);
    return (above > 0n || (above === 0n && value.lowerClosed)) && (below > 0n || (below === 0n && value.upperClosed));
  });
  return new Set(held);
}

function isBackward({ lower, upper }: Interval): boolean {
  return lower !== undefined && upper !== undefined && exceeds(lower, upper) > 0n;
}

describe('inside', () => {
  test('agrees with the two comparisons', () => {
    fc.assert(
      fc.property(row, (value) => {
        const held = pointsIn(value, SIXTHS);
        for (const [index, point] of SIXTHS.entries()) expect(inside(value, point)).toBe(held.has(index));
      }),
    );
  });

  test('ends belong to a row only where it says so', () => {
    expect(inside(interval('[1,200]'), decimal('200.00'))).toBe(true);
    expect(inside(interval('[1,200)'), decimal('200'))).toBe(false);
    expect(inside(interval('(1,200)'), decimal('1'))).toBe(false);
    expect(inside(interval('(,)'), ofUnits(-1n, 9))).toBe(true);
  });
});

describe.each([
  { whole: false, grid: SIXTHS },
  { whole: true, grid: WHOLES },
])('findings against a grid of points, whole units: $whole', ({ whole, grid }) => {
  test('backward rows are those whose ends are crossed', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const found = inspectIntervals(list, { whole }).flatMap((f) => (f.kind === 'backward' ? [f.row] : []));
        expect(found).toEqual([...list.keys()].filter((index) => isBackward(list[index] ?? interval('(,)'))));
      }),
    );
  });

  test('rows never reached are those whose every point earlier rows hold', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const found = inspectIntervals(list, { whole }).flatMap((f) => (f.kind === 'never-reached' ? [f.row] : []));
        const taken = new Set<number>();
        const expected = list.flatMap((value, index) => {
          if (isBackward(value)) return [];
          const held = pointsIn(value, grid);
          const isNew = [...held].some((point) => !taken.has(point));
          for (const point of held) taken.add(point);
          return isNew ? [] : [index];
        });
        expect(found).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('gaps are the points between rows that no row holds', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const held = list.map((value) => pointsIn(value, grid));
        const covered = new Set(held.flatMap((points) => [...points]));
        const [lowest, highest] = [Math.min(...covered), Math.max(...covered)];
        const missing = [...grid.keys()].filter((at) => at > lowest && at < highest && !covered.has(at));
        const gaps = inspectIntervals(list, { whole }).filter((finding) => finding.kind === 'gap');
        expect(new Set(gaps.flatMap(({ span }) => [...pointsIn(span, grid)]))).toEqual(new Set(missing));
        for (const { span, below, above } of gaps) {
          const points = [...pointsIn(span, grid)];
          expect(points.length).toBeGreaterThan(0);
          expect(held[below]?.has(Math.min(...points) - 1)).toBe(true);
          expect(held[above]?.has(Math.max(...points) + 1)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('overlaps are real, and each row that meets one beginning before it is reported once', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const held = list.map((value) => pointsIn(value, grid));
        const sharedBy = (a: number, b: number): readonly number[] =>
          [...(held[a] ?? [])].filter((point) => held[b]?.has(point));
        const overlaps = inspectIntervals(list, { whole }).filter((finding) => finding.kind === 'overlap');
        for (const { first, second, span } of overlaps) {
          expect(first).toBeLessThan(second);
          expect([...pointsIn(span, grid)]).toEqual(sharedBy(first, second));
          expect(sharedBy(first, second)).not.toEqual([]);
        }
        const begins = (index: number): number => Math.min(...(held[index] ?? []));
        const upward = [...held.keys()].toSorted((a, b) => begins(a) - begins(b) || a - b);
        const meeting = upward.filter((each, at) =>
          upward.slice(0, at).some((before) => sharedBy(each, before).length > 0),
        );
        expect(overlaps).toHaveLength(meeting.length);
        for (const each of meeting) {
          expect(overlaps.some(({ first, second }) => first === each || second === each)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('what a table tells its author', () => {
  test('whole units leave no gap between 200 and 201, other numbers do', () => {
    expect(inspect(true, '[1,200]', '[201,400]')).toEqual([]);
    expect(inspect(false, '[1,200]', '[201,400]')).toEqual([
      { kind: 'gap', below: 0, above: 1, span: { ...interval('(200,201)') } },
    ]);
    expect(inspect(false, '[1,200]', '(200,400]')).toEqual([]);
  });

  test('a missing and a doubled kilometre', () => {
    expect(inspect(true, '[1,200]', '[202,400]')).toEqual([
      { kind: 'gap', below: 0, above: 1, span: interval('[201,201]') },
    ]);
    expect(inspect(true, '[1,200]', '[200,400]')).toEqual([
      { kind: 'overlap', first: 0, second: 1, span: interval('[200,200]') },
    ]);
    expect(inspect(false, '[0,10]', '[10,20)')).toEqual([
      { kind: 'overlap', first: 0, second: 1, span: interval('[10,10]') },
    ]);
    expect(inspect(false, '[0,10)', '(10,20)')).toEqual([
      { kind: 'gap', below: 0, above: 1, span: interval('[10,10]') },
    ]);
  });

  test('rows that nothing reaches', () => {
    expect(inspect(true, '[1,10]', '[11,20]', '[5,15]').filter(({ kind }) => kind === 'never-reached')).toEqual([
      { kind: 'never-reached', row: 2 },
    ]);
    const repeated = inspect(true, '[1,1]', '[5,5]', '[9,9]', '[4,5]', '[9,9]', '[1,1]');
    expect(repeated.filter(({ kind }) => kind === 'never-reached')).toEqual([
      { kind: 'never-reached', row: 4 },
      { kind: 'never-reached', row: 5 },
    ]);
    expect(inspect(true, '(5,6)')).toEqual([{ kind: 'never-reached', row: 0 }]);
    expect(inspect(false, '[5,5)')).toEqual([{ kind: 'never-reached', row: 0 }]);
    expect(inspect(false, '[5,5]')).toEqual([]);
  });

  test('rows in any order, open ends, and nothing at all', () => {
    expect(inspect(true, '[201,]', '[,200]')).toEqual([]);
    expect(inspect(true)).toEqual([]);
    expect(inspect(true, '[9,1]')).toEqual([{ kind: 'backward', row: 0 }]);
  });

  test('belts of a published scale: each row begins one kilometre after the last', () => {
    const belts = Array.from({ length: 500 }, (_, n) => `[${n * 10 + 1},${n * 10 + 10}]`);
    expect(inspect(true, ...belts)).toEqual([]);
    expect(inspect(true, ...belts.toSpliced(250, 1))).toHaveLength(1);
  });
});
