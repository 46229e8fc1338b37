import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  compareDates,
  dateInZone,
  daysBetween,
  endOf,
  type LocalDate,
  localDate,
  parseLocalDate,
  startOf,
  weekday,
} from './local-date.ts';

const MS_PER_DAY = 86_400_000;

/** The oracle: the platform's own calendar in UTC. */
const epochDay = (date: string): number => Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
const ofEpochDay = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

const FIRST = epochDay('1900-01-01');
const LAST = epochDay('2999-12-31');
const date = fc.integer({ min: FIRST, max: LAST }).map((day) => localDate(ofEpochDay(day)));

describe('reading a date', () => {
  test('every day from 1900 to 2999 is read, and no other text of that shape', () => {
    const unread: string[] = [];
    for (let day = FIRST; day <= LAST; day += 1) {
      const text = ofEpochDay(day);
      if (parseLocalDate(text) !== text) unread.push(text);
    }
    expect(unread).toEqual([]);
    fc.assert(
      fc.property(fc.nat({ max: 9999 }), fc.nat({ max: 15 }), fc.nat({ max: 35 }), (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const at = new Date(Date.UTC(year, month - 1, day));
        const isReal = year >= 1900 && year <= 2999 && at.toISOString().slice(0, 10) === text;
        expect(parseLocalDate(text)).toBe(isReal ? text : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    '2025-02-29',
    '1900-02-29',
    '2100-02-29',
    '2025-04-31',
    '2025-00-10',
    '2025-13-01',
    '2025-1-1',
    '1899-12-31',
    '3000-01-01',
    '20250101',
    '2025-01-01T00:00:00Z',
    ' 2025-01-01',
    '2025-01-01\n',
    '+2025-01-01',
    '01.01.2025',
    '',
  ])('refuses %j', (text) => {
    expect(parseLocalDate(text)).toBeUndefined();
    expect(() => localDate(text)).toThrow(SyntaxError);
  });

  test('29 February of leap years', () => {
    for (const text of ['2000-02-29', '2024-02-29', '2400-02-29']) expect(localDate(text)).toBe(text);
  });
});

describe('arithmetic against the platform calendar', () => {
  test('addDays and daysBetween', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -100_000, max: 100_000 }), (from, days) => {
        const to = addDays(from, days);
        expect(to).toBe(ofEpochDay(epochDay(from) + days));
        expect(daysBetween(from, to)).toBe(days);
      }),
      { numRuns: 1000 },
    );
  });

  test('weekday is that of ISO 8601', () => {
    fc.assert(
      fc.property(date, (day) => {
        expect(weekday(day)).toBe(new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
      }),
    );
    expect(weekday(localDate('2025-10-06'))).toBe(1);
    expect(weekday(localDate('1969-12-28'))).toBe(7);
  });

  test('addMonths lands in the month counted, on the day or the last one', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -2400, max: 2400 }), (from, months) => {
        const [year = 0, month = 0, day = 0] = from.split('-').map(Number);
        const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
        const expected = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)));
        expect(addMonths(from, months)).toBe(expected.toISOString().slice(0, 10));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2025-01-31', 1, '2025-02-28'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2025-12-15', 1, '2026-01-15'],
    ['2025-01-15', -1, '2024-12-15'],
    ['2025-05-31', 0, '2025-05-31'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(localDate(from), months)).toBe(to);
  });

  test('compare is the order of days', () => {
    fc.assert(
      fc.property(date, date, (a, b) => {
        expect(compareDates(a, b)).toBe(Math.sign(epochDay(a) - epochDay(b)));
      }),
    );
    expect(compareDates(localDate('2025-01-01'), localDate('2025-01-01'))).toBe(0);
  });

  test.each<['month' | 'quarter' | 'year', string, string, string]>([
    ['month', '2024-02-29', '2024-02-01', '2024-03-01'],
    ['month', '2025-12-31', '2025-12-01', '2026-01-01'],
    ['quarter', '2025-01-01', '2025-01-01', '2025-04-01'],
    ['quarter', '2025-06-30', '2025-04-01', '2025-07-01'],
    ['quarter', '2025-12-31', '2025-10-01', '2026-01-01'],
    ['year', '2024-02-29', '2024-01-01', '2025-01-01'],
    ['year', '2999-12-31', '2999-01-01', '3000-01-01'],
  ])('the %s of %s is from %s to before %s', (unit, day, from, to) => {
    expect([startOf(unit, localDate(day)), endOf(unit, localDate(day))]).toEqual([from, to]);
  });

  test('leaving the years 0001 to 9999, or part of a day, is a bug of the caller', () => {
    const day = localDate('2025-01-01');
    expect(() => addDays(day, 4_000_000)).toThrow(RangeError);
    expect(() => addMonths(day, -12 * 2025)).toThrow(RangeError);
    expect(() => addDays(day, 0.5)).toThrow(RangeError);
    expect(() => addMonths(day, Number.NaN)).toThrow(RangeError);
  });
});

describe('the date of acceptance in a named zone', () => {
  test.each<[string, string, string | undefined]>([
    ['2025-10-01T22:30:00Z', 'Europe/Minsk', '2025-10-02'],
    ['2025-10-01T20:59:59.999Z', 'Europe/Minsk', '2025-10-01'],
    ['2025-10-01T21:00:00Z', 'Europe/Minsk', '2025-10-02'],
    ['2025-10-01T22:30:00Z', 'UTC', '2025-10-01'],
    ['2025-10-01T22:30Z', 'Europe/Berlin', '2025-10-02'],
    ['2025-12-01T22:30Z', 'Europe/Berlin', '2025-12-01'],
    ['2025-12-31T23:00:00Z', 'Europe/Berlin', '2026-01-01'],
    ['2025-10-02T01:30:00+03:00', 'UTC', '2025-10-01'],
    ['2025-10-01T23:30:00-05:00', 'Asia/Shanghai', '2025-10-02'],
    ['2024-02-29T03:00:00Z', 'America/New_York', '2024-02-28'],
    ['1900-01-01T00:00:00Z', 'America/New_York', '1899-12-31'],
    ['2025-10-01T22:30:00', 'Europe/Minsk', undefined],
    ['2025-10-01', 'Europe/Minsk', undefined],
    ['2025-02-29T12:00:00Z', 'Europe/Minsk', undefined],
    ['2025-10-01T24:00:00Z', 'Europe/Minsk', undefined],
    ['2025-10-01T12:60:00Z', 'Europe/Minsk', undefined],
    ['2025-10-01T12:00:00Z', 'Europe/Atlantis', undefined],
    ['2025-10-01T12:00:00Z', '+03:00', undefined],
    ['2025-10-01T12:00:00Z', '', undefined],
    ['', 'Europe/Minsk', undefined],
  ])('%s in %s is %s', (instant, zone, expected) => {
    expect(dateInZone(instant, zone)).toBe(expected);
  });

  test('agrees with shifting the clock by the offset of zones that never change it', () => {
    const zones = [
      ['UTC', 0],
      ['Etc/GMT-3', 180],
      ['Etc/GMT+8', -480],
      ['Asia/Kolkata', 330],
    ] as const;
    const ms = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2200, 0, 1) });
    fc.assert(
      fc.property(
        ms,
        fc.constantFrom(...zones),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (at, [zone, shift], offset) => {
          const sign = offset < 0 ? '-' : '+';
          const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
          const wall = new Date(at + offset * 60_000).toISOString().slice(0, 19);
          const instant = `${wall}${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
          expect(dateInZone(instant, zone)).toBe(new Date(at + shift * 60_000).toISOString().slice(0, 10));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('needs no more than a zone name it has met before', () => {
    const dates = new Set<LocalDate | undefined>();
    for (let n = 0; n < 100; n += 1) dates.add(dateInZone('2025-10-01T22:30:00Z', 'Europe/Minsk'));
    expect([...dates]).toEqual(['2025-10-02']);
  });
});
