import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { KINDS } from '../office/kinds.ts';
import { checkExamples } from './price-example.ts';
import { compileRatingBook } from './rating-book.ts';

const book = (expected: string): string => `kind: tariff
id: t
title: t
source: { synthetic: true }
valid: { from: 2025-01-01 }
carrier: rail
traffic: [export]
currency: EUR
parts:
  - id: a
    charge: freight
    steps:
      - { step: lookup, name: rate, value: { fact: leg.distanceKm } }
      - { step: multiply, name: half, by: '0.5', round: '0.01' }
examples:
  - name: hundred
    consignment: { note: n, accepted: 2025-02-01, traffic: export, legs: [{ carrier: rail, mode: rail, from: a, to: b, distanceKm: '100.01' }] }
    expected: ${expected}
`;

function check(expected: string): unknown {
  const { book: loaded, refusals } = loadBook([{ path: 'b.yaml', text: book(expected) }], KINDS);
  const off = checkExamples(compileRatingBook(loaded).book, loaded);
  return [...refusals, ...off].map(({ code, place, params }) => ({ code, line: place.line, ...params }));
}

describe('worked examples of a tariff', () => {
  it('agree in net, tax, payable, lines and steps', () => {
    expect(
      check(
        "{ net: '50.01', tax: '0', payable: '50.01', lines: { a: '50.01' }, steps: { a: { rate: '100.01', half: '50.01' } } }",
      ),
    ).toEqual([]);
  });

  it('fail at their place when off by the smallest unit, each figure on its own', () => {
    expect(check("{ net: '50.00', lines: { a: '50.01', b: '1' }, steps: { a: { half: '50.005' } } }")).toEqual([
      { code: 'tariff.example-off', line: 16, name: 'hundred', what: 'a.half', expected: '50.005', actual: '50.01' },
      { code: 'tariff.example-off', line: 16, name: 'hundred', what: 'b', expected: '1', actual: '' },
      { code: 'tariff.example-off', line: 16, name: 'hundred', what: 'net', expected: '50.00', actual: '50.01' },
    ]);
  });

  it('may expect a refusal, and fail when there is a price instead', () => {
    expect(check('{ refusal: tariff.missing-fact }')).toEqual([
      {
        code: 'tariff.example-off',
        line: 16,
        name: 'hundred',
        what: 'refusal',
        expected: 'tariff.missing-fact',
        actual: '',
      },
    ]);
  });

  it('are checked against their schema with the rest of the book', () => {
    expect(check("{ nett: '1' }")).toMatchObject([{ code: 'book.unknown-key', line: 18 }]);
  });
});
