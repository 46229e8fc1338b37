import { describe, expect, it } from 'vitest';
import { bookFromText, TARIFF } from '../testing/book-from-text.ts';
import { discount, rate } from '../testing/rated-leg.ts';

const tariff = (id: string, carrier: string, charge: string, more = ''): string => `kind: tariff
id: ${id}
carrier: ${carrier}
traffic: [export]
currency: EUR
parts: [{ id: a, charge: ${charge}, ${more}steps: [{ step: lookup, name: x, value: '100' }] }]
`;

const BOOK = bookFromText([
  TARIFF,
  tariff('sea', 'sea', 'freight.sea'),
  tariff('ferry', 'ferry', 'freight.sea', 'discountable: false, '),
  discount(
    'd',
    "base: [{ tariff: sea }]\ntouches: { charges: [freight.sea] }\neffect: { kind: multiply, by: '0.9' }\norder: 1",
  ),
  discount('e', "touches: { charges: [freight.sea] }\neffect: { kind: multiply, by: '0.5' }\norder: 2"),
]);

const told = (carrier: string): readonly string[] =>
  rate(BOOK, { legs: [{ carrier, mode: 'rail', from: 'a', to: 'b', distanceKm: '1', payer: 'works' }] }).discounts.map(
    (one) => (one.kind === 'not-applied' ? one.reason.code : one.kind),
  );

describe('what is settled of discounts by tariff and charges', () => {
  it('is settled for each tariff and each set of charges by itself, in whatever order legs come', () => {
    const expected = {
      rail: ['discount.other-tariff', 'discount.nothing-touched'],
      sea: ['applied', 'applied'],
      ferry: ['discount.other-tariff', 'discount.nothing-touched'],
    };
    for (const carrier of ['rail', 'sea', 'ferry', 'sea', 'rail'] as const)
      expect(told(carrier)).toEqual(expected[carrier]);
  });
});
