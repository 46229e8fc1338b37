import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCodePoints } from './code-point.ts';

/** The oracle: the lists of code points, compared one by one. Unpaired surrogates count as themselves. */
function oracle(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Array.from(text, (char) => char.codePointAt(0) ?? -1));
  for (const [index, point] of (left ?? []).entries()) {
    const other = right?.[index];
    if (other === undefined) return 1;
    if (point !== other) return point < other ? -1 : 1;
  }
  return (left?.length ?? 0) < (right?.length ?? 0) ? -1 : 0;
}

/** Few distinct units, so that long common beginnings, pairs, halves of pairs and high BMP characters all meet. */
const unit = fc.constantFrom(
  'a',
  'b',
  '\uD83D',
  '\uD83E',
  '\uDE00',
  '\uDE01',
  '\uD800',
  '\uDBFF',
  '\uDC00',
  '\uE000',
  '\uFF21',
  'я',
  '\uFFFF',
);
const text = fc.oneof(
  fc.array(unit, { maxLength: 6 }).map((units) => units.join('')),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

test('is the order of code points, also for broken surrogate pairs', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(compareCodePoints(a, b)).toBe(oracle(a, b));
      expect(compareCodePoints(b, a) + compareCodePoints(a, b)).toBe(0);
    }),
    { numRuns: 5000 },
  );
});

test('differs from the order of UTF-16 units above the basic plane', () => {
  expect(['\u{1F600}', '\uFF21', 'z', 'Б', 'а', ''].toSorted(compareCodePoints)).toEqual([
    '',
    'z',
    'Б',
    'а',
    '\uFF21',
    '\u{1F600}',
  ]);
  expect(['\u{1F600}', '\uFF21'].toSorted()).toEqual(['\u{1F600}', '\uFF21']);
});
