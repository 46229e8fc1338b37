import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsignmentRating } from '../charge/rating.ts';
import { localDate } from '../kernel/local-date.ts';
import { consignmentOf, readBookText } from '../testing/book-from-text.ts';
import { tariffText } from '../testing/price-steps.ts';
import { rateConsignment } from './rate-consignment.ts';
import type { RatingBook } from './rating-book.ts';

const KNOWN_BY = localDate('2026-01-01');

/** Parts by steady facts alone, by masses, by the day, and of goods in several rows; one that reads another. */
const TARIFF = tariffText(`tables:
  rates:
    columns: [from, to, value]
    rows: [['1', '100', '5'], ['101', '900', '4']]
    keys: { distance: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } }
  goods:
    columns: [code, value]
    rows: [['25', '2'], ['2523', '3'], ['*', '1']]
    keys: { goods: { match: goods, column: code, system: GNG } }
  brackets:
    columns: [from, value]
    rows: [['0', '3'], ['20', '2']]
    keys: { t: { match: belt, from: from, closed: lower, quantity: t } }
quantities:
  t: { unit: TNE, steps: [{ step: lookup, name: m, value: { fact: mass_kg, per: '1000' } }] }
parts:
  - { id: way, charge: freight.way, steps: [{ step: lookup, name: r, value: { table: rates } }, { step: add, name: again, value: { step: r } }] }
  - { id: wagon, charge: freight.wagon, per: wagon, when: { wagon.type: [hopper] }, steps: [{ step: lookup, name: f, value: '7' }] }
  - { id: goods, charge: freight.goods, steps: [{ step: lookup, name: g, value: { table: goods } }] }
  - { id: mass, charge: freight.mass, steps: [{ step: deficit, name: d, table: brackets, key: t, of: { quantity: t }, reach: next }] }
  - { id: day, charge: fee, when: { accepted: { since: 2025-03-05 } }, steps: [{ step: lookup, name: f, value: '1' }] }
  - { id: more, charge: fee, steps: [{ step: lookup, name: p, value: { part: way } }] }
`);

const DISCOUNTS = ['t', 'other'].map(
  (base, at) => `kind: discount
id: d${String(at)}
title: d${String(at)}
source: { synthetic: true, note: made up for a test }
grantor: { party: rail, role: carrier }
base: [{ tariff: ${base} }]
touches: { charges: [freight.wagon] }
scope: { not: { marks: [a] } }
effect: { kind: multiply, by: '0.9' }
order: ${String(at)}
`,
);

function compiled(): RatingBook {
  const { book, refusals } = readBookText([TARIFF, ...DISCOUNTS]);
  expect(refusals.filter((one) => one.severity === 'error' && one.code !== 'discount.unknown-tariff')).toEqual([]);
  return book;
}

const item = fc.record({
  codes: fc.constantFrom({ GNG: '25232900' }, { GNG: '25051000' }, { GNG: '44071100' }, { ETSNG: '2523' }, {}),
  mass_kg: fc.constantFrom(1_000, 19_000, 24_000),
});

const changes = fc.record({
  accepted: fc.constantFrom('2025-03-01', '2025-03-10'),
  items: fc.array(item, { minLength: 1, maxLength: 2 }),
  wagons: fc.array(fc.record({ type: fc.constantFrom('hopper', 'tank', '1:hopper') }), { maxLength: 3 }),
  marks: fc.constantFrom([], ['a'], ['ab'], ['a', 'b']),
  legs: fc
    .constantFrom('50', '100', '101', '1000')
    .map((distanceKm) => [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', distanceKm, payer: 'works' }]),
});

const rated = (book: RatingBook, change: Readonly<Record<string, unknown>>): ConsignmentRating =>
  rateConsignment(book, consignmentOf(change), { knownBy: KNOWN_BY, screening: 'ALLOW' });

describe('what is worked out once for many', () => {
  it('shows in no rating: after others, each is what it is by itself', () => {
    const shared = compiled();
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 4 }), (list) => {
        for (const change of list) expect(rated(shared, change)).toEqual(rated(compiled(), change));
      }),
      { numRuns: 25 },
    );
  });

  it('a part that reads steady facts alone makes one line for all that share them, another for others', () => {
    const book = compiled();
    const lineOf = (distanceKm: string, mass_kg: number, id: string): unknown => {
      const [leg] = rated(book, {
        items: [{ codes: { GNG: '25232900' }, mass_kg }],
        wagons: [{ type: 'hopper' }],
        legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', distanceKm, payer: 'works' }],
      }).legs;
      return leg?.ok === true ? leg.rating.lines.find((line) => line.id === id) : leg;
    };
    expect(lineOf('50', 1_000, 'way')).toBe(lineOf('50', 2_000, 'way'));
    expect(lineOf('50', 1_000, 'way')).toMatchObject({ amount: 1_000n });
    expect(lineOf('101', 1_000, 'way')).toMatchObject({ amount: 800n });
    expect(lineOf('50', 1_000, 'mass')).toMatchObject({ amount: 300n });
    expect(lineOf('50', 2_000, 'mass')).toMatchObject({ amount: 600n });
  });
});
