import { describe, expect, test } from 'vitest';
import { tooBig } from './sizes.ts';
import { source } from './source.ts';

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `use(${index});`).join('\n');
const functionOf = (count: number): string => `function long() {\n${lines(count - 2)}\n}`;
const sizes = (text: string, ratchet = {}, path = 'packages/domain/src/a/a.ts'): readonly string[] =>
  tooBig([source(path, text)], ratchet);

describe('sizes', () => {
  test('a file has at most 400 lines', () => {
    expect(sizes(lines(400))).toEqual([]);
    expect(sizes(lines(401))).toEqual(['packages/domain/src/a/a.ts: lines 401, allowed 400']);
  });

  test.each([
    ['a function', functionOf(60), functionOf(61)],
    ['an arrow', `const long = () => {\n${lines(58)}\n};`, `const long = () => {\n${lines(59)}\n};`],
    ['a method', `class A {\nlong() {\n${lines(58)}\n}\n}`, `class A {\nlong() {\n${lines(59)}\n}\n}`],
  ])('%s has at most 60 lines', (_kind, within, over) => {
    expect(sizes(within)).toEqual([]);
    expect(sizes(over)).toEqual([expect.stringMatching(/long: lines 61, allowed 60$/u)]);
  });

  test('a describe only gathers tests and has no length; a test in it has', () => {
    const path = 'packages/domain/src/a/a.test.ts';
    expect(sizes(`describe('x', () => {\n${lines(100)}\n});`, {}, path)).toEqual([]);
    expect(sizes(`describe.each([1])('x', () => {\n${lines(100)}\n});`, {}, path)).toEqual([]);
    expect(sizes(`test('x', () => {\n${lines(100)}\n});`, {}, path)).toHaveLength(1);
  });

  test.each([
    ['if (a) { for (const b of c) { while (d) { use(); } } }', 0],
    ['if (a) { for (const b of c) { while (d) { if (e) use(); } } }', 1],
    ['try { if (a) { switch (b) { case 1: do { use(); } while (c); } } } finally { use(); }', 1],
    ['if (a) use(); else if (b) use(); else if (c) use(); else if (d) use(); else if (e) use();', 0],
    ['if (a) { if (b) { if (c) { list.map((x) => { if (x) use(); }); } } }', 0],
  ])('%s nests %d too deep', (body, found) => {
    expect(sizes(`function f() { ${body} }`)).toHaveLength(found);
  });
});

describe('the ratchet', () => {
  const key = 'packages/domain/src/a/a.ts#long';

  test('lets a known offender stay, and not grow', () => {
    expect(sizes(functionOf(70), { [key]: 70 })).toEqual([]);
    expect(sizes(functionOf(71), { [key]: 70 })).toEqual([expect.stringContaining('long: lines 71, allowed 70')]);
  });

  test('follows an offender that shrinks, and drops one that is gone', () => {
    expect(sizes(functionOf(65), { [key]: 70 })).toEqual([`${key}: the ratchet says 70, now 65`]);
    expect(sizes(functionOf(60), { [key]: 70 })).toEqual([`${key}: the ratchet says 70, now within the limit`]);
  });
});
