import { describe, expect, test } from 'vitest';
import { floats, impurities } from './purity.ts';
import { source } from './source.ts';

const PATH = 'packages/domain/src/tariff/a.ts';

describe('purity of the domain', () => {
  test.each([
    ["import { readFileSync } from 'node:fs';", 'node:fs'],
    ["import path from 'path';", 'path'],
    ["import type { Worker } from 'node:worker_threads';", 'node:worker_threads'],
    ['const now = Date.now();', 'now'],
    ['const now = new Date();', 'clock'],
    ['const now = new Date;', 'clock'],
    ['const now = Date();', 'clock'],
    ['const chance = Math.random();', 'random'],
    ['const home = process.env.HOME;', 'process'],
    ['const { env } = process;', 'process'],
    ["const page = await fetch('x');", 'fetch'],
    ["console.log('x');", 'console'],
    ['setTimeout(() => {}, 1);', 'setTimeout'],
    ['const p = globalThis.process;', 'globalThis'],
    ['const later = performance.now();', 'performance'],
    ['const sorted = list.sort((a, b) => a.localeCompare(b));', 'localeCompare'],
    ['const text = amount.toLocaleString();', 'toLocaleString'],
    ['const order = new Intl.Collator();', 'Collator'],
  ])('%s is found', (text, what) => {
    expect(impurities([source(PATH, `\n${text}`)])).toContainEqual(expect.stringMatching(`^${PATH}:2: .*${what}`));
  });

  test.each([
    'const parsed = new Date(text);',
    "import { z } from 'zod'; import { a } from './b.ts';",
    'const step = { process: 1, fetch: 2 }; const n = step.process;',
    'type Timer = { readonly setTimeout: number };',
    'function f(process: number): number { return process; }',
    "const text = 'Date.now() and process.env';",
    '// reads process.env nowhere',
    'const day = new Intl.DateTimeFormat(zone);',
  ])('%s is no way out', (text) => {
    expect(impurities([source(PATH, text)])).toEqual([]);
  });

  test('is asked of the domain alone, and not of its tests', () => {
    const text = "import { readFileSync } from 'node:fs'; const now = Date.now();";
    expect(
      impurities([source('packages/store/src/a.ts', text), source('packages/domain/src/a/a.test.ts', text)]),
    ).toEqual([]);
  });
});

describe('exact numbers in the domain', () => {
  test.each([
    'const n = parseFloat(text);',
    'const n = Number.parseFloat(text);',
    'const t = price.toFixed(2);',
    'const t = price.toPrecision(3);',
    'const n = Math.round(price);',
    'const n = Math.floor(price);',
    'const n = Math.ceil(price);',
    'const n = Math.trunc(price);',
    'const all = list.map(Math.round);',
  ])('%s is found', (text) => {
    expect(floats([source(PATH, text)])).toEqual([expect.stringContaining('only kernel/rounding.ts rounds')]);
  });

  test.each([
    'const n = Math.max(a, b);',
    "const t = toFixedText(price, 2); const toFixed = 'x';",
    'const n = Number(text);',
  ])('%s is no rounding', (text) => {
    expect(floats([source(PATH, text)])).toEqual([]);
  });

  test('days and letters are counted with whole numbers', () => {
    expect(floats([source('packages/domain/src/kernel/local-date.ts', 'const d = Math.floor(days / 7);')])).toEqual([]);
    expect(
      floats([source('packages/domain/src/kernel/local-date.ts', 'const d = Math.round(days / 7);')]),
    ).toHaveLength(1);
  });
});
