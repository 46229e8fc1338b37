import { describe, expect, it } from 'vitest';
import type { Question } from '../discount/questions.ts';
import { localDate } from '../kernel/local-date.ts';
import { rateConsignment } from '../rating/rate-consignment.ts';
import { createRatingState } from '../rating/rating-state.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { type WhyDiscount, whyDiscount } from './why-discount.ts';
import { whyJson } from './why-json.ts';

const head = (id: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n`;
const WAGONS = "{ meter: { measure: wagons, window: { calendar: month } }, atLeast: { value: '5', unit: wagon } }";
const TONNES = "{ meter: { measure: mass, window: { calendar: year } }, lessThan: { value: '900', unit: TNE } }";

const book = bookFromText([
  TARIFF,
  `${head('strict')}order: 1
scope: { leg.carrier: rail, traffic: [transit], item.origin: [KZ] }
when: [${WAGONS}, { any: [${WAGONS}, ${TONNES}] }]
effect: { kind: multiply, by: '0.9' }`,
  `${head('tier')}order: 2
cap: { amount: '50', currency: EUR }
effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: all-units, amount: percent, bounds: lower, steps: [{ from: '100', rate: '10' }, { from: '500', rate: '20' }] }`,
  `${head('gone')}valid: { from: 2024-01-01, to: 2025-01-01 }\neffect: { kind: multiply, by: '0.5' }\norder: 3`,
]);

const knownBy = localDate('2026-01-01');

function asked(id: string, screening: 'ALLOW' | 'HOLD' = 'ALLOW') {
  const consignment = consignmentOf();
  const state = createRatingState(book);
  const earlier = consignmentOf({ note: 'A', accepted: '2025-03-01', items: [{ codes: {}, mass_kg: 200_000 }] });
  state.meters.record(earlier);
  const { readings } = state;
  const rating = rateConsignment(book, consignment, { knownBy, screening, readings });
  return whyDiscount(book, consignment, rating, id, { knownBy, screening, readings });
}

function whyOf(id: string, screening: 'ALLOW' | 'HOLD' = 'ALLOW'): WhyDiscount {
  const why = asked(id, screening);
  if (!why.ok) throw new Error(JSON.stringify(why.refusals));
  return why.value;
}

const answers = (questions: readonly Question[]): readonly (readonly [string, string])[] =>
  questions.flatMap(({ about, verdict, of }) => [[about, verdict] as const, ...answers(of)]);

describe('one discount in full', () => {
  it('answers every condition, also those after the first that fails, alternatives one by one', () => {
    const [leg] = whyOf('strict', 'HOLD').here;
    expect(answers(leg?.questions ?? [])).toEqual([
      ['scope', 'fails'],
      ['scope', 'holds'],
      ['scope', 'missing'],
      ['charges', 'holds'],
      ['meter', 'fails'],
      ['any', 'holds'],
      ['meter', 'fails'],
      ['meter', 'holds'],
      ['screening', 'fails'],
    ]);
  });

  it('gives the numbers of conditions that hold as of those that fail', () => {
    const questions = whyOf('strict').here[0]?.questions ?? [];
    const said = questions.flatMap(({ said: own, of }) => [own, ...of.map((part) => part.said)]);
    expect(said).toContainEqual({
      code: 'discount.scope',
      params: { condition: 'leg.carrier', expected: 'rail', actual: 'rail' },
    });
    const below = said.find((one) => one?.code === 'discount.asked.less-than');
    expect(below?.params).toMatchObject({ value: '200000', bound: '900000', unit: 'KGM' });
    const short = said.find((one) => one?.code === 'discount.meter-below');
    expect(short?.params).toMatchObject({ value: '1', bound: '5', short: '4', unit: 'wagon' });
  });

  it('agrees with the rating on what came of it, and says what it would bring by itself', () => {
    const [strict] = whyOf('strict').here;
    expect(strict?.outcome).toMatchObject({ kind: 'not-applied', reason: { code: 'discount.scope' } });
    expect(strict?.alone).toMatchObject({ kind: 'applied', amount: 6000n });
    const [tier] = whyOf('tier').here;
    expect(tier?.outcome).toMatchObject({ kind: 'applied', amount: 5000n, cuts: [{ by: 'cap', amount: 1000n }] });
    expect(tier?.outcome).toMatchObject({ next: { step: 2 } });
  });

  it('names the versions of a discount that is not in force on the day', () => {
    const why = whyOf('gone');
    expect([why.inForce, why.here, why.versions.length]).toEqual([undefined, [], 1]);
  });

  it('refuses an id the book does not have, with the nearest', () => {
    const why = asked('teir');
    expect(why.ok ? [] : why.refusals).toMatchObject([
      { code: 'quote.unknown-discount', params: { id: 'teir', nearest: 'tier' } },
    ]);
  });

  it('is the same for machines: every figure as text', () => {
    expect(JSON.parse(JSON.stringify(whyJson(whyOf('tier'))))).toMatchObject({
      schema: 'kontor.why/1',
      note: 'N1',
      discount: 'tier',
      legs: [{ leg: 1, currency: 'EUR', outcome: { amount: '50.00', next: { missing: '240' } } }],
    });
  });
});

const AGREEMENT = `kind: agreement
id: cement
parties: { supplier: plant, buyer: works }
goods: { name: Cement }
claims: [{ id: c, quantity: { value: '80500', unit: TNE }, claimed: 2025-01-01, source: { note: example } }]
inForce: c
period: { from: 2025-01-01, to: 2026-01-01 }
measure: mass
price: { amount: '50.25', currency: BYN, per: TNE, source: { note: example } }
schedule: even`;

describe('one discount on each place it touches', () => {
  const both = bookFromText([
    TARIFF,
    AGREEMENT,
    `${head('freight')}order: 1\nscope: { leg.to: [b] }\neffect: { kind: multiply, by: '0.9' }`,
    `${head('goods').replace('{ charges: [freight] }', '{ goodsPrice: true }')}effect: { kind: multiply, by: '0.98' }`,
    `${head('lump')}order: 2\neffect: { kind: reduce, amount: '10', currency: USD, per: consignment }`,
  ]);
  const leg = (to: string, carrier = 'rail') => ({
    carrier,
    mode: 'rail',
    from: 'a',
    to,
    distanceKm: '100',
    payer: 'works',
  });

  function whyOn(id: string, changes: Readonly<Record<string, unknown>>): WhyDiscount {
    const consignment = consignmentOf(changes);
    const { readings } = createRatingState(both);
    const terms = { knownBy, screening: 'ALLOW', readings } as const;
    const why = whyDiscount(both, consignment, rateConsignment(both, consignment, terms), id, terms);
    if (!why.ok) throw new Error(JSON.stringify(why.refusals));
    return why.value;
  }
  const twoLegs = { agreement: 'cement', legs: [leg('c'), leg('b')] };

  it('has what came of it on each leg by itself, the goods price apart', () => {
    const { here } = whyOn('freight', twoLegs);
    expect(here.map((one) => [one.leg, one.currency, one.outcome?.kind])).toEqual([
      [0, 'EUR', 'not-applied'],
      [1, 'EUR', 'applied'],
    ]);
  });

  it('has the goods price alone for a discount that touches it', () => {
    const { here } = whyOn('goods', twoLegs);
    expect(here).toMatchObject([{ leg: undefined, currency: 'BYN', outcome: { kind: 'applied', amount: 6030n } }]);
  });

  it('has no place without a goods price, nor on a leg that no tariff prices', () => {
    expect(whyOn('goods', { legs: [leg('b')] }).here).toEqual([]);
    expect(whyOn('freight', { legs: [leg('b', 'nobody'), leg('b')] }).here.map((one) => one.leg)).toEqual([1]);
  });

  it('says why its amount cannot be told even by itself', () => {
    expect(whyOn('lump', { legs: [leg('b')] }).here[0]?.alone).toMatchObject({
      kind: 'not-applied',
      reason: { code: 'discount.other-currency' },
    });
  });

  it('is the same for machines, the goods price as a place without a leg', () => {
    expect(whyJson(whyOn('goods', twoLegs))).toMatchObject({
      inForce: '2025-01-01',
      versions: [{ version: '2025-01-01', from: '2025-01-01', to: null, known: '2025-01-01' }],
      legs: [{ leg: null, currency: 'BYN', outcome: { amount: '60.30' }, alone: { amount: '60.30' } }],
    });
  });

  it('has each condition for machines, with its parts, its figures, or what is missing', () => {
    const conditions = [
      { about: 'scope', verdict: 'fails', code: 'discount.scope', missing: [], of: [] },
      { about: 'scope', verdict: 'holds', code: 'discount.scope', params: { expected: 'rail' } },
      { about: 'scope', verdict: 'missing', code: null, params: {}, missing: ['item.origin'] },
      { about: 'charges', verdict: 'holds' },
      { about: 'meter', verdict: 'fails', code: 'discount.meter-below' },
      {
        about: 'any',
        of: [
          { about: 'meter', verdict: 'fails' },
          { about: 'meter', verdict: 'holds' },
        ],
      },
      { about: 'screening', verdict: 'fails' },
    ];
    expect(whyJson(whyOf('strict', 'HOLD'))).toMatchObject({ legs: [{ leg: 1, conditions }] });
  });

  it('has neither a version in force nor places for machines when it is out of force', () => {
    expect(whyJson(whyOf('gone'))).toEqual({
      schema: 'kontor.why/1',
      note: 'N1',
      accepted: '2025-03-10',
      discount: 'gone',
      versions: [{ version: '2024-01-01', from: '2024-01-01', to: '2025-01-01', known: '2024-01-01' }],
      inForce: null,
      legs: [],
    });
  });

  it('has no outcome where no price came of the leg', () => {
    const strict = whyOf('strict').here.map((one) => ({ ...one, outcome: undefined }));
    expect(whyJson({ ...whyOf('strict'), here: strict })).toMatchObject({ legs: [{ leg: 1, outcome: null }] });
  });

  it('refuses an id that is like none of the book', () => {
    const why = asked('entirely-different');
    expect(why.ok ? [] : why.refusals.map(({ params }) => params)).toEqual([
      { id: 'entirely-different', nearest: 'none' },
    ]);
  });
});
