import { expect, it } from 'vitest';
import { fromPostgresInstant, instant, parseInstant } from './instant.ts';

it.each([
  ['2025-10-01T10:00:00Z', '2025-10-01T10:00:00.000Z'],
  ['2025-10-01T10:00+03:00', '2025-10-01T07:00:00.000Z'],
  ['2025-10-01T00:30:00.25+03:00', '2025-09-30T21:30:00.250Z'],
])('reads %s', (text, canonical) => {
  expect(parseInstant(text)).toBe(canonical);
});

it.each([
  '2025-10-01',
  '2025-10-01T10:00:00',
  '2025-02-29T00:00:00Z',
  '2025-10-01T25:00:00Z',
  '1.10.2025',
  '2025-10-01T10:00:00.0001Z',
])('does not read %s', (text) => {
  expect(parseInstant(text)).toBeUndefined();
  expect(() => instant(text)).toThrow('not an instant');
});

it('reads what the database writes', () => {
  expect(fromPostgresInstant('2025-10-01 07:00:00+00')).toBe('2025-10-01T07:00:00.000Z');
  expect(fromPostgresInstant('2025-10-01 07:00:00.1239+00')).toBe('2025-10-01T07:00:00.123Z');
  expect(() => fromPostgresInstant('infinity')).toThrow('outside the years');
});
