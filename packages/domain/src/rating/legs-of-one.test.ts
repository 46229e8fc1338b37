import { expect, it } from 'vitest';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { discount, fates, KNOWN_BY } from '../testing/rated-leg.ts';
import { rateJournal } from './rate-journal.ts';

const way = { carrier: 'rail', mode: 'rail', payer: 'works', distanceKm: '100' };
const legs = [
  { ...way, from: 'a', to: 'b' },
  { ...way, from: 'b', to: 'c' },
];

/** What became of the discount on each leg of each consignment. */
function onLegs(content: string): readonly (readonly (string | undefined)[])[] {
  const consignments = ['N1', 'N2'].map((note) => consignmentOf({ note, legs }));
  const terms = { knownBy: KNOWN_BY, screeningOf: () => 'ALLOW' as const };
  const { rated } = rateJournal(bookFromText([TARIFF, discount('d', content)]), consignments, terms);
  return rated.map(({ rating }) => rating.legs.map((leg) => (leg.ok ? fates(leg.rating)['d'] : 'refused')));
}

it('a meter holds what precedes the consignment, and so none of its own legs, also where it counts leg by leg', () => {
  // 60 t over 100 km is 6000 tonne-kilometres a leg: the second consignment has 12000 before it, on either leg.
  const from = (bound: string): string =>
    `when: [{ meter: { measure: tonne-km, window: { calendar: month } }, atLeast: { value: '${bound}', unit: TKM } }]\neffect: { kind: multiply, by: '0.9' }`;
  const short = 'discount.meter-below';
  expect(onLegs(from('6000'))).toEqual([
    [short, short],
    ['6000', '6000'],
  ]);
  expect(onLegs(from('12001'))).toEqual([
    [short, short],
    [short, short],
  ]);
});

it('money per consignment is taken off on each leg the discount is for', () => {
  expect(onLegs("effect: { kind: reduce, amount: '100', per: consignment, currency: EUR }")).toEqual([
    ['10000', '10000'],
    ['10000', '10000'],
  ]);
});
