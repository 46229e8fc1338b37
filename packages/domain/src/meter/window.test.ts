import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ONE } from '../kernel/decimal.ts';
import { addDays, localDate } from '../kernel/local-date.ts';
import { contains, period, periodLabel } from '../kernel/period.ts';
import type { WindowForm } from './form.ts';
import { spansBefore, windowOf, windowsBack } from './window.ts';

const on = (form: WindowForm, date: string): string => {
  const span = windowOf(form, localDate(date), undefined);
  return span === undefined ? 'none' : periodLabel(span);
};
const months = (count: number, from = 1): WindowForm => ({ kind: 'months', months: count, from, lag: 0 });

describe('the window of a date', () => {
  it('is the calendar month, quarter or year that holds it', () => {
    expect(on(months(1), '2024-02-29')).toBe('2024-02');
    expect(on(months(3), '2025-12-31')).toBe('2025-Q4');
    expect(on(months(12), '2025-01-01')).toBe('2025');
  });

  it('is the freight year from its own first month', () => {
    expect(on(months(12, 8), '2018-07-31')).toBe('2017-08-01/2018-07-31');
    expect(on(months(12, 8), '2018-08-01')).toBe('2018-08-01/2019-07-31');
  });

  it('is so many days that end with the date', () => {
    expect(on({ kind: 'rolling', days: 30, lag: 0 }, '2025-03-30')).toBe('2025-03-01/2025-03-30');
    expect(on({ kind: 'rolling', days: 1, lag: 0 }, '2025-03-30')).toBe('2025-03-30');
  });

  it('is so many days that end with the day before it, where the meter says so', () => {
    expect(on({ kind: 'rolling', days: 30, lag: 0, ends: 1 }, '2025-03-31')).toBe('2025-03-01/2025-03-30');
  });

  it('is that of a cycle that begins on any day, before its first day too', () => {
    const quarters: WindowForm = { kind: 'cycle', every: 3, unit: 'month', anchor: localDate('2025-02-15'), lag: 0 };
    expect(on(quarters, '2025-02-15')).toBe('2025-02-15/2025-05-14');
    expect(on(quarters, '2025-02-14')).toBe('2024-11-15/2025-02-14');
    expect(on(quarters, '2026-02-14')).toBe('2025-11-15/2026-02-14');
    expect(on(quarters, '2025-06-20')).toBe('2025-05-15/2025-08-14');
    expect(on(quarters, '2024-12-20')).toBe('2024-11-15/2025-02-14');
    const weeks: WindowForm = { kind: 'cycle', every: 7, unit: 'day', anchor: localDate('2024-01-01'), lag: 0 };
    expect(on(weeks, '2025-01-01')).toBe('2024-12-30/2025-01-05');
    expect(periodLabel(windowsBack(weeks, period(localDate('2024-12-30'), localDate('2025-01-06')), 2))).toBe(
      '2024-12-16/2024-12-22',
    );
  });

  it('of a cycle holds its date, and windows follow without a gap', () => {
    const day = fc.integer({ min: -2000, max: 2000 }).map((days) => addDays(localDate('2025-01-01'), days));
    fc.assert(
      fc.property(
        day,
        day,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('month' as const, 'day' as const),
        (anchor, date, every, unit) => {
          const form: WindowForm = { kind: 'cycle', every, unit, anchor, lag: 0 };
          const span = windowOf(form, date, undefined);
          if (span?.to === undefined) throw new Error('no window');
          expect(contains(span, date)).toBe(true);
          expect(windowOf(form, span.to, undefined)?.from).toBe(span.to);
          expect(windowsBack(form, span, 1).to).toBe(span.from);
        },
      ),
    );
  });

  it('is itself when fixed, and that of the agreement when there is one', () => {
    const span = period(localDate('2021-01-01'), localDate('2022-01-01'));
    expect(on({ kind: 'fixed', span, lag: 0 }, '2030-01-01')).toBe('2021');
    expect(on({ kind: 'agreement', lag: 0 }, '2021-05-05')).toBe('none');
    expect(windowOf({ kind: 'agreement', lag: 0 }, localDate('2021-05-05'), span)).toBe(span);
  });

  it('has windows before it', () => {
    const march = windowOf(months(1), localDate('2025-03-31'), undefined);
    if (march === undefined) throw new Error('no window');
    expect(periodLabel(windowsBack(months(1), march, 1))).toBe('2025-02');
    expect(periodLabel(windowsBack(months(1), march, 15))).toBe('2023-12');
    const rolling: WindowForm = { kind: 'rolling', days: 10, lag: 0 };
    const days = windowOf(rolling, localDate('2025-03-20'), undefined);
    if (days === undefined) throw new Error('no window');
    expect(periodLabel(windowsBack(rolling, days, 1))).toBe('2025-03-01/2025-03-10');
    const sameMonth = { kind: 'mean', of: 'years', count: 2, whenEmpty: 'zero' } as const;
    expect(spansBefore({ baseline: sameMonth, window: rolling }, march).map(periodLabel)).toEqual([
      '2024-03',
      '2023-03',
    ]);
    expect(periodLabel(windowsBack(rolling, days, 2))).toBe('2025-02-19/2025-02-28');
    expect(() => windowsBack({ kind: 'agreement', lag: 0 }, march, 1)).toThrow(
      'no window lies before one of kind agreement',
    );
    expect(() => windowsBack({ kind: 'fixed', span: march, lag: 0 }, march, 1)).toThrow(
      'no window lies before one of kind fixed',
    );
    expect(windowsBack({ kind: 'fixed', span: march, lag: 0 }, march, 0)).toBe(march);
  });

  it('ends on the day of each earlier year up to which it goes', () => {
    const lastYears = { kind: 'mean', of: 'years', count: 4, whenEmpty: 'zero' } as const;
    const span = period(localDate('2024-02-20'), localDate('2024-02-29'));
    expect(spansBefore({ baseline: lastYears, window: months(1) }, span).map(periodLabel)).toEqual([
      '2023-02-20/2023-02-28',
      '2022-02-20/2022-02-28',
      '2021-02-20/2021-02-28',
      '2020-02-20/2020-02-28',
    ]);
  });

  it('is compared with none where it has no mean; without an end with one without an end', () => {
    const open = period(localDate('2024-02-29'), undefined);
    const lastYears = { kind: 'mean', of: 'years', count: 2, whenEmpty: 'zero' } as const;
    expect(spansBefore({ baseline: lastYears, window: months(1) }, open)).toEqual([
      period(localDate('2023-02-28'), undefined),
      period(localDate('2022-02-28'), undefined),
    ]);
    expect(spansBefore({ baseline: undefined, window: months(1) }, open)).toEqual([]);
    expect(spansBefore({ baseline: { kind: 'fixed', value: ONE }, window: months(1) }, open)).toEqual([]);
  });

  it.each([
    ['the 28th of a leap year', '2024-02-28', '2024-02-29', '2023-02-28'],
    ['the 29th', '2024-02-29', '2024-03-01', '2023-02-28'],
    ['February of a leap year', '2024-02-01', '2024-03-01', '2023-02'],
    ['February before a leap year', '2025-02-01', '2025-03-01', '2024-02'],
    ['days up to the 28th', '2024-02-20', '2024-02-29', '2023-02-20/2023-02-28'],
    ['days up to the 27th before a leap year', '2025-02-20', '2025-02-28', '2024-02-20/2024-02-27'],
    ['days up to the 14th of another month', '2025-02-20', '2025-03-15', '2024-02-20/2024-03-14'],
  ])('in the year before is never empty: %s', (_, from, to, expected) => {
    const lastYear = { kind: 'mean', of: 'years', count: 1, whenEmpty: 'zero' } as const;
    const span = period(localDate(from), localDate(to));
    expect(spansBefore({ baseline: lastYear, window: months(1) }, span).map(periodLabel)).toEqual([expected]);
  });
});
