import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ok, type Place, type Refusal, refusal, refused, sortRefusals } from './refusal.ts';

test('a refusal is frozen, an error unless it says otherwise, and keeps no hold on what it was made from', () => {
  const params = { unit: 'KGM' };
  const place: Place = { file: 'book/tr1.yaml', line: 4, column: 7 };
  const made = refusal('unit.unknown', params, place);
  expect(made).toEqual({ code: 'unit.unknown', severity: 'error', place, params });
  params.unit = 'TNE';
  expect(made.params).toEqual({ unit: 'KGM' });
  expect([made, made.place, made.params].every((part) => Object.isFrozen(part))).toBe(true);
  expect(refusal('a', {}).place).toEqual({});
  expect(refusal('a', {}, {}, 'warning').severity).toBe('warning');
});

test('results', () => {
  const warning = refusal('a', {}, {}, 'warning');
  expect(ok(3)).toEqual({ ok: true, value: 3 });
  expect(ok(3, [])).not.toHaveProperty('warnings');
  expect(ok(3, [warning])).toEqual({ ok: true, value: 3, warnings: [warning] });
  expect(refused(warning)).toEqual({ ok: false, refusals: [warning] });
  expect(() => refused()).toThrow(RangeError);
});

const at = (code: string, place: Place): Refusal => refusal(code, {}, place);

test('sorted by file, line, column and code, all by code point; what has no place first', () => {
  const sorted = [
    at('z', {}),
    at('a', { file: 'B.yaml', line: 9 }),
    at('a', { file: 'a.yaml' }),
    at('b', { file: 'a.yaml', line: 2, column: 10 }),
    at('a', { file: 'a.yaml', line: 10, column: 2 }),
    at('b', { file: 'a.yaml', line: 10, column: 2 }),
    at('b', { file: 'a.yaml', line: 10, column: 2, record: '5' }),
    at('a', { file: 'a.yaml', line: 10, column: 11 }),
    at('a', { file: 'б.yaml', line: 1 }),
    at('a', { file: 'б.yaml', line: 1, path: 'steps.0' }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
      expect(sortRefusals(shuffled)).toEqual(sorted);
    }),
  );
  expect(sortRefusals([])).toEqual([]);
});
