import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, localDate } from './local-date.ts';
import {
  contains,
  daysIn,
  intersect,
  monthOf,
  monthsOf,
  overlaps,
  type Period,
  parsePeriodLabel,
  period,
  periodLabel,
  quarterOf,
  yearOf,
} from './period.ts';

const ORIGIN = localDate('2024-01-01');
const SPAN_DAYS = 800;
const day = fc.nat({ max: SPAN_DAYS }).map((days) => addDays(ORIGIN, days));
const length = fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 500 }));
const span = fc
  .tuple(day, length)
  .map(([from, days]) => period(from, days === undefined ? undefined : addDays(from, days)));

/** The oracle: the days themselves, as far as any period here that has an end goes. */
function daysOf(value: Period): readonly string[] {
  const days: string[] = [];
  for (let n = 0; n <= 2 * SPAN_DAYS; n += 1) {
    const date = addDays(ORIGIN, n);
    if (date >= value.from && (value.to === undefined || date < value.to)) days.push(date);
  }
  return days;
}

describe('periods as sets of days', () => {
  test('contains, overlaps, intersect and daysIn agree with the days', () => {
    fc.assert(
      fc.property(span, span, day, (a, b, date) => {
        const [inA, inB] = [new Set(daysOf(a)), new Set(daysOf(b))];
        const both = [...inA].filter((each) => inB.has(each));
        expect(contains(a, date)).toBe(inA.has(date));
        expect(overlaps(a, b)).toBe(both.length > 0);
        const shared = intersect(a, b);
        expect(shared === undefined ? [] : daysOf(shared)).toEqual(both);
        expect(daysIn(a)).toBe(a.to === undefined ? undefined : inA.size);
      }),
      { numRuns: 60 },
    );
  });

  test('periods that only touch share no day', () => {
    const [march, april] = [monthOf(localDate('2025-03-10')), monthOf(localDate('2025-04-10'))];
    expect(overlaps(march, april)).toBe(false);
    expect(intersect(march, april)).toBeUndefined();
    expect(contains(march, localDate('2025-04-01'))).toBe(false);
  });

  test('a period holds at least one day', () => {
    const date = localDate('2025-01-01');
    expect(() => period(date, date)).toThrow(RangeError);
    expect(() => period(date, addDays(date, -1))).toThrow(RangeError);
    expect(Object.isFrozen(period(date))).toBe(true);
  });
});

describe('calendar periods', () => {
  test('of a leap day', () => {
    const date = localDate('2024-02-29');
    expect([monthOf(date), quarterOf(date), yearOf(date)]).toEqual([
      { from: '2024-02-01', to: '2024-03-01' },
      { from: '2024-01-01', to: '2024-04-01' },
      { from: '2024-01-01', to: '2025-01-01' },
    ]);
    expect([monthOf(date), quarterOf(date), yearOf(date)].map(daysIn)).toEqual([29, 91, 366]);
  });

  test('monthsOf lists each month touched, whole and in order', () => {
    const months = monthsOf(period(localDate('2024-11-30'), localDate('2025-02-02')));
    expect(months.map(periodLabel)).toEqual(['2024-11', '2024-12', '2025-01', '2025-02']);
    expect(
      monthsOf(yearOf(localDate('2025-05-05')))
        .map(periodLabel)
        .at(-1),
    ).toBe('2025-12');
    expect(() => monthsOf(period(ORIGIN))).toThrow(RangeError);
  });

  test('the months of a period, cut to it, are the period', () => {
    fc.assert(
      fc.property(span, (value) => {
        if (value.to === undefined) return;
        const parts = monthsOf(value).map((month) => intersect(month, value));
        expect(parts.reduce((sum, part) => sum + (part === undefined ? 0 : (daysIn(part) ?? 0)), 0)).toBe(
          daysIn(value),
        );
        expect(parts[0]?.from).toBe(value.from);
        expect(parts.at(-1)?.to).toBe(value.to);
      }),
    );
  });
});

describe('labels', () => {
  test.each([
    ['2025-01-01', '2026-01-01', '2025'],
    ['2025-01-01', '2025-04-01', '2025-Q1'],
    ['2025-10-01', '2026-01-01', '2025-Q4'],
    ['2025-03-01', '2025-04-01', '2025-03'],
    ['2025-03-08', '2025-03-09', '2025-03-08'],
    ['2025-03-08', '2025-03-21', '2025-03-08/2025-03-20'],
    ['2025-01-01', '2027-01-01', '2025-01-01/2026-12-31'],
    ['2025-03-08', undefined, '2025-03-08/..'],
  ])('from %s to before %s is %s', (from, to, label) => {
    const value = period(localDate(from), to === undefined ? undefined : localDate(to));
    expect(periodLabel(value)).toBe(label);
    expect(parsePeriodLabel(label)).toEqual(value);
  });

  test('a label is read back as its period', () => {
    const calendar = fc.tuple(day, fc.constantFrom(monthOf, quarterOf, yearOf)).map(([date, of]) => of(date));
    fc.assert(
      fc.property(fc.oneof(span, calendar), (value) => {
        expect(parsePeriodLabel(periodLabel(value))).toEqual(value);
      }),
    );
  });

  test.each([
    '',
    '25',
    '2025-Q0',
    '2025-Q5',
    '2025-13',
    '2025-00',
    '1899',
    '3000-Q1',
    '2025-02-30',
    '2025-03-08/',
    '2025-03-08/2025-03-07',
    '2025-01-01/2025-02-01/2025-03-01',
    '../2025-01-01',
    '2025-q1',
  ])('refuses %j', (text) => {
    expect(parsePeriodLabel(text)).toBeUndefined();
  });
});
