import { expect, it } from 'vitest';
import type { BookFile } from '../book/load.ts';
import { sortRefusals } from '../kernel/refusal.ts';
import { compileRatingBook } from '../rating/rating-book.ts';
import { checkBook } from './check-book.ts';
import { openBook } from './open-book.ts';

const HEAD = 'title: t\nsource: { note: made up, synthetic: true }\nvalid: { from: 2025-01-01 }\n';
const PARTY = `kind: party\nid: rail\n${HEAD}`;
const discount = (id: string, lines: string): string =>
  `kind: discount\nid: ${id}\n${HEAD}grantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n${lines}\n`;
const scale = (steps: string, unit = 'TNE'): string =>
  `effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: ${unit}, method: incremental, bounds: lower, amount: share, steps: [${steps}] }`;

function problems(files: readonly BookFile[]): readonly string[] {
  const opened = openBook(files);
  const compiled = compileRatingBook(opened.book);
  const all = [...opened.refusals, ...compiled.refusals, ...checkBook(opened.book, compiled.book)];
  return sortRefusals(all.filter(({ severity }) => severity === 'error')).map(
    ({ code, place: { file, line, column } }) => `${file ?? ''}:${String(line ?? 0)}:${String(column ?? 0)} ${code}`,
  );
}

const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
  .split('')
  .map(
    (name, index) => `${name}: &${name} [${`*${'abcdefghij'[index] ?? ''}, `.repeat(9)}*${'abcdefghij'[index] ?? ''}]`,
  )
  .join('\n')}\n`;

it('every problem of a hostile book is named with file, line and column, all at once', () => {
  const files = [
    { path: 'a-bomb.yaml', text: bomb },
    { path: 'b-deep.yaml', text: `kind: party\nx: ${'['.repeat(60)}${']'.repeat(60)}\n` },
    { path: 'c-long.yaml', text: `kind: party\nnote: ${'x'.repeat(10 * 1024 ** 2)}\n` },
    { path: 'd-back.yaml', text: discount('back', scale("{ from: '100', rate: '0.1' }, { from: '50', rate: '0.2' }")) },
    { path: 'e-unit.yaml', text: discount('unit', scale("{ from: '100', rate: '0.1' }", 'MTR')) },
    { path: 'f-key.yaml', text: discount('key', `lowersLatr: true\n${scale("{ from: '0', rate: '0.1' }")}`) },
    { path: 'g-twice.yaml', text: `${PARTY}---\n${PARTY}` },
    {
      path: 'h-field.yaml',
      text: discount('field', "scope: { wagon.owner: [x] }\neffect: { kind: multiply, by: '0.9' }"),
    },
  ];
  expect(problems(files)).toEqual([
    'a-bomb.yaml:1:23 book.too-many-values',
    'b-deep.yaml:2:44 book.too-deep',
    'c-long.yaml:1:1 book.file-too-long',
    'd-back.yaml:8:147 discount.scale-backward',
    'e-unit.yaml:8:83 discount.unit-of-meter',
    'f-key.yaml:8:1 book.unknown-key',
    'g-twice.yaml:8:5 book.duplicate-entry',
    'h-field.yaml:8:23 book.scope-unknown-field',
  ]);
});

// A machine that does other work too may take a minute.
it('a table of a hundred thousand rows is read, and its one gap and one overlap are found', () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => {
    const from = index * 10 + (index === 70_000 ? 2 : 1);
    const to = index * 10 + (index === 40_000 ? 12 : 10);
    return `${String(from)},${String(to)},${String(index)}`;
  });
  const tariff = `kind: tariff\nid: t\n${HEAD}carrier: rail\ntraffic: [export]\ncurrency: EUR
tables:
  bands: { file: bands.csv, keys: { km: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } }, value: rate }
parts: [{ id: a, charge: freight, steps: [{ step: lookup, name: rate, value: { table: bands } }] }]\n`;
  const files = [
    { path: 'bands.csv', text: `from,to,rate\n${rows.join('\n')}\n` },
    { path: 'p.yaml', text: PARTY },
    { path: 't.yaml', text: tariff },
  ];
  expect(problems(files)).toEqual(['bands.csv:40003:1 tariff.belt-overlap', 'bands.csv:70002:1 tariff.belt-gap']);
}, 180_000);
