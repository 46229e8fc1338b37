import { addDays, localDate } from '@kontor/domain/kernel/local-date';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOfSerial } from '../xlsx/date-format.ts';
import { type DateForm, readDate } from './date.ts';

describe('dates as people write them', () => {
  test.each<[string, DateForm, string]>([
    ['2025-03-15', {}, '2025-03-15'],
    ['2025-03-15 14:30', {}, '2025-03-15'],
    ['2025-03-15T14:30:00', {}, '2025-03-15'],
    ['15.03.2025', {}, '2025-03-15'],
    ['5.3.2025', {}, '2025-03-05'],
    ['03.04.2025', {}, '2025-04-03'],
    ['15.03.2025 г.', {}, '2025-03-15'],
    ['15.03.2025 8:05:00', {}, '2025-03-15'],
    ['2025/3/5', {}, '2025-03-05'],
    ['20250315', {}, '2025-03-15'],
    ['15032025', {}, '2025-03-15'],
    ['15/03/2025', {}, '2025-03-15'],
    ['03/15/2025', {}, '2025-03-15'],
    ['05/05/2025', {}, '2025-05-05'],
    ['03/04/2025', { order: 'mdy' }, '2025-03-04'],
    ['03/04/2025', { order: 'dmy' }, '2025-04-03'],
    ['03.04.25', { century: 2000 }, '2025-04-03'],
    ['25.04.03', { century: 2000, order: 'ymd' }, '2025-04-03'],
    ['45731', { serial: '1900' }, '2025-03-15'],
    ['45731,604', { serial: '1900' }, '2025-03-15'],
    ['44269', { serial: '1904' }, '2025-03-15'],
    ['2025-10-01T22:30:00Z', { timeZone: 'Europe/Minsk' }, '2025-10-02'],
    ['2025-10-01T22:30:00Z', { timeZone: 'UTC' }, '2025-10-01'],
  ])('%j with %j is %s', (text, form, expected) => {
    expect(readDate(text, form)).toMatchObject({ kind: 'date', date: expected });
  });

  test.each<[string, string]>([
    ['03/04/2025', 'order'],
    ['03.04.25', 'century'],
    ['45731', 'serial'],
    ['2025-10-01T22:30:00Z', 'time-zone'],
  ])('%j needs %s and is not guessed', (text, need) => {
    expect(readDate(text, {})).toEqual({ kind: 'needs', need });
  });

  test.each([
    '',
    '32.01.2025',
    '29.02.2025',
    '15.13.2025',
    '15.03.1825',
    '15.03',
    'март 2025',
    '2025-02-30',
    '13/13/2025',
    '99999999',
    '1.2.3.4',
  ])('%j is none', (text) => {
    expect(readDate(text, { century: 2000, serial: '1900' })).toEqual({ kind: 'malformed' });
  });
});

const anyDate = fc.integer({ min: 0, max: 73_000 }).map((days) => addDays(localDate('1901-01-01'), days));

test('every date that is written is read back', () => {
  fc.assert(
    fc.property(anyDate, (date) => {
      const [year = '', month = '', day = ''] = date.split('-');
      expect(readDate(date, {})).toMatchObject({ date });
      expect(readDate(`${day}.${month}.${year}`, {})).toMatchObject({ date });
      expect(readDate(`${Number(day)}.${Number(month)}.${year}`, {})).toMatchObject({ date });
      expect(readDate(`${day}/${month}/${year}`, { order: 'dmy' })).toMatchObject({ date });
      expect(readDate(`${month}/${day}/${year}`, { order: 'mdy' })).toMatchObject({ date });
      expect(readDate(`${year}${month}${day}`, {})).toMatchObject({ date });
      expect(readDate(`${day}${month}${year}`, {})).toMatchObject({ date });
    }),
  );
});

test('without an order, a reading with slashes is one of both, and never wrong silently', () => {
  fc.assert(
    fc.property(anyDate, (date) => {
      const [year = '', month = '', day = ''] = date.split('-');
      const reading = readDate(`${day}/${month}/${year}`, {});
      if (reading.kind === 'date') expect(reading.date).toBe(date);
      else expect(reading).toEqual({ kind: 'needs', need: 'order' });
    }),
  );
});

test('day numbers agree with the calendar, with Excel’s day that never was', () => {
  expect(dateOfSerial(1, false)).toBe('1900-01-01');
  expect(dateOfSerial(59, false)).toBe('1900-02-28');
  expect(dateOfSerial(60, false)).toBeUndefined();
  expect(dateOfSerial(61, false)).toBe('1900-03-01');
  expect(dateOfSerial(45_731.99, false)).toBe('2025-03-15');
  expect(dateOfSerial(0, true)).toBe('1904-01-01');
  expect(dateOfSerial(Number.NaN, false)).toBeUndefined();
  expect(dateOfSerial(1e9, false)).toBeUndefined();
});
