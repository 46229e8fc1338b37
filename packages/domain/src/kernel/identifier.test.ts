import { expect, test } from 'vitest';
import { isIdentifier } from './identifier.ts';

test.each(['tr1-2026', 'rw-by/703nz', 'a', '7', 'v1.2', 'a/b/c', 'x'.repeat(120)])('%s is an id', (text) => {
  expect(isIdentifier(text)).toBe(true);
});

test.each([
  '',
  'Tr1',
  'a_b',
  'a b',
  '-a',
  'a-',
  'a--b',
  'a..b',
  '../a',
  '/a',
  'a/',
  'a//b',
  'а',
  'a\n',
  'x'.repeat(121),
])('%j is none', (text) => {
  expect(isIdentifier(text)).toBe(false);
});

test('a long text that almost fits is refused at once', () => {
  expect(isIdentifier(`${'a-'.repeat(59)}!`)).toBe(false);
});
