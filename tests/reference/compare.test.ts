import { expect, test } from 'vitest';
import { checkCases } from './check.ts';
import { DECLARED, neverOccurred } from './coverage.ts';

/** Fixed, so that a failure is the same everywhere; `npm run reference` goes through many more. */
const SEED = 20_261_124;
const BOOKS = 200;

test('an independent slow evaluation of random books and journals comes to the same figures', {
  timeout: 300_000,
}, () => {
  const { agreed, counts, differs } = checkCases(SEED, BOOKS);
  expect(differs ?? 'all agree').toBe('all agree');
  expect(agreed).toBe(BOOKS);
  expect(
    neverOccurred(counts).length,
    'of what is declared most occurs; all of it in the large comparison',
  ).toBeLessThan(DECLARED.length / 3);
});
