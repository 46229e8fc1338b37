import { describe, expect, test } from 'vitest';
import { badNames, barrels, leftOutTests, machineTraces, unfiledNotes, untyped } from './habits.ts';
import { source } from './source.ts';

const at = (path: string, text: string) => [source(path, text)];
const ours = (text: string) => at('packages/domain/src/a/a.ts', text);
const testFile = (text: string) => at('packages/domain/src/a/a.test.ts', text);

// Written in two halves where this very file would otherwise be found.
const note = (word: string): string => `// ${word} later`;

test.each([
  'let a: any;',
  'const a = b as any;',
  'function f(a: Record<string, any>) {}',
  ['// @ts', 'ignore\nuse();'].join('-'),
])('%s goes around the types', (text) => {
  expect(untyped(ours(text))).toHaveLength(1);
});

test('words with "any" in them are no type', () => {
  expect(untyped(ours("const any = 'any'; type A = { any: string };"))).toEqual([]);
});

describe('a test that does not run', () => {
  test.each([
    "it.skip('x', () => {});",
    "test.only('x', () => {});",
    "describe.skip('x', () => {});",
    "test.todo('x');",
    "test.skipIf(a)('x', () => {});",
    "test.runIf(a)('x', () => {});",
    "test.concurrent.skip('x', () => {});",
    "test.each([1]).skip('x', () => {});",
    "xit('x', () => {});",
  ])('%s is found', (text) => {
    expect(leftOutTests(testFile(text))).toHaveLength(1);
  });

  test('other things may be skipped', () => {
    expect(leftOutTests(testFile("reader.skip(3); test('skip', () => {}); list.only;"))).toEqual([]);
  });
});

test.each(['TODO', 'FIXME', 'XXX', 'HACK'])('a %s needs the number of its issue', (word) => {
  expect(unfiledNotes(ours(note(word)))).toHaveLength(1);
  expect(unfiledNotes(ours(`// ${word}(#12) later`))).toEqual([]);
});

describe('a barrel', () => {
  test.each([
    ['packages/domain/src/a/all.ts', "export { a } from './b.ts';"],
    ['packages/domain/src/a/index.ts', "export { a } from './b.ts'; export const c = 1;"],
    ['packages/domain/src/a/a.ts', "export * from './b.ts'; export const c = 1;"],
  ])('%s with %s is found', (path, text) => {
    expect(barrels(at(path, text))).toHaveLength(1);
  });

  test('a file with things of its own may pass one on', () => {
    expect(barrels(ours("export { a } from './b.ts'; export const c = 1;"))).toEqual([]);
  });
});

test.each([
  ['packages/domain/src/utils/a.ts', 1],
  ['packages/server/src/helpers.ts', 1],
  ['packages/domain/src/common/a.ts', 1],
  ['packages/domain/src/a/twoWords.ts', 1],
  ['packages/domain/src/a/two_words.ts', 1],
  ['packages/Domain/src/a.ts', 1],
  ['packages/domain/src/a/two-words.test.ts', 0],
  ['packages/store/migrations/0001-journal/up.sql', 0],
  ['README.md', 0],
  ['LICENSE', 0],
  ['.ci/run', 0],
  ['docs/README.md', 1],
])('%s has %d names to change', (path, found) => {
  expect(badNames([path])).toHaveLength(found);
});

describe('traces of one machine', () => {
  const slash = '/';
  test.each([
    `see ${slash}work${slash}main`,
    `cd "${slash}home${slash}anna"`,
    `path: ${slash}Users${slash}anna`,
    ['https://registry', 'npmjs', 'org/x'].join('.'),
  ])('%s is found', (text) => {
    expect(machineTraces([{ path: 'a.md', text: `\n${text}` }])).toEqual([expect.stringMatching(/^a\.md:2: /u)]);
  });

  test.each(['packages/home/a.ts', 'https://example.org/work/plan', 'the works/home of it', '/usr/bin/env bash'])(
    '%s is no trace',
    (text) => {
      expect(machineTraces([{ path: 'a.md', text }])).toEqual([]);
    },
  );
});
