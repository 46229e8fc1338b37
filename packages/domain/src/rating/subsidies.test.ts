import { describe, expect, it } from 'vitest';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { amounts, discount, fates, KNOWN_BY, rate } from '../testing/rated-leg.ts';
import type { Earned } from './entitled.ts';
import { entitlements } from './entitlement.ts';
import { rateConsignment } from './rate-consignment.ts';
import { rateJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';

/** 6 EUR a tonne by sea, and by 250 km of rail at 2 EUR the tonne and hundred kilometres. */
const ROUTE = [
  "kind: tariff\nid: sea\ncarrier: ferry\ntraffic: [export]\ncurrency: EUR\nparts:\n  - { id: sea, charge: freight, steps: [{ step: lookup, name: rate, value: '3' }, { step: multiply, name: tonnes, by: { fact: mass_kg, per: '1000' } }] }\n  - { id: quay, charge: service, steps: [{ step: lookup, name: fee, value: '40' }] }\n",
  "kind: tariff\nid: transit\ncarrier: lg\ntraffic: [transit]\ncurrency: USD\nparts:\n  - { id: run, charge: freight, steps: [{ step: lookup, name: rate, value: '0.02' }, { step: multiply, name: km, by: { fact: leg.distanceKm } }, { step: multiply, name: tonnes, by: { fact: mass_kg, per: '1000' } }] }\n",
];
const SEA = '{ carrier: ferry, mode: sea, from: a, to: b, charges: [freight] }';
const TRANSIT = "{ carrier: lg, mode: rail, from: a, to: b, traffic: transit, distanceKm: '250', charges: [freight] }";
const CONVERT = "convert: [{ from: USD, to: EUR, multiply: '0.9', date: 2025-01-02, source: ECB }]";
const withRoute = (...discounts: readonly string[]): RatingBook => bookFromText([TARIFF, ...ROUTE, ...discounts]);

function earnedFrom(book: RatingBook, ...changes: readonly Readonly<Record<string, unknown>>[]): readonly Earned[] {
  const journal = rateJournal(book, changes.map(consignmentOf), { knownBy: KNOWN_BY, screeningOf: () => 'ALLOW' });
  return entitlements(book, journal, KNOWN_BY).filter((one) => one.kind === 'earned');
}

describe('equalisation', () => {
  const equalise = (legs: string, more = ''): string =>
    discount('d', `effect: { kind: equalise, reference: [${legs}] }\n${more}`);

  it('what the charges named exceed the same goods’ charges over the reference route by', () => {
    const rating = rate(withRoute(equalise(SEA)));
    expect(fates(rating)).toEqual({ d: '42000' });
    expect(rating.discounts).toMatchObject([
      {
        stage: 'equalise',
        trace: [{ inputs: [{ label: 'reference:ferry a–b' }, { label: 'reference-tariff' }] }],
      },
    ]);
  });

  it('only the kinds listed of each leg count, and legs add up', () => {
    expect(fates(rate(withRoute(equalise(SEA.replace('[freight]', '[freight, service]')))))).toEqual({ d: '38000' });
    expect(fates(rate(withRoute(equalise(`${SEA}, ${SEA}`))))).toEqual({ d: '24000' });
  });

  it('another currency needs the declared coefficient', () => {
    expect(fates(rate(withRoute(equalise(TRANSIT))))).toEqual({ d: 'discount.other-currency' });
    expect(fates(rate(withRoute(equalise(TRANSIT, CONVERT))))).toEqual({ d: '33000' });
  });

  it('never below zero: a dearer reference takes nothing and says both sums', () => {
    const rating = rate(withRoute(equalise(`${SEA}, ${SEA}, ${SEA}, ${SEA}`)));
    expect(rating.discounts).toMatchObject([
      { kind: 'not-applied', reason: { code: 'discount.reference-not-lower', params: { value: '600', bound: '720' } } },
    ]);
  });

  it('a fact the reference lacks is not evaluated; a route without a tariff is not priced', () => {
    expect(fates(rate(withRoute(equalise(TRANSIT.replace("distanceKm: '250', ", ''), CONVERT))))).toEqual({
      d: 'missing leg.distanceKm',
    });
    expect(rate(withRoute(equalise(SEA.replace('ferry', 'nobody')))).discounts).toMatchObject([
      {
        reason: {
          code: 'discount.reference-not-priced',
          params: { cause: 'rating.no-tariff-of-carrier' },
          cause: { code: 'rating.no-tariff-of-carrier', params: { carrier: 'nobody' } },
        },
      },
    ]);
  });

  it('a fact of which there are several values is no missing fact', () => {
    const byAxles = ROUTE.map((entry) => entry.replace("value: '3'", 'value: { fact: wagon.axles }'));
    const book = bookFromText([TARIFF, ...byAxles, equalise(SEA)]);
    const wagons = [{ axles: 4 }, { axles: 6 }].map((one) => ({ ...one, mass_kg: 30_000 }));
    expect(fates(rate(book, { wagons }))).toEqual({ d: 'discount.reference-not-priced' });
  });

  it('a consignment that does not tell its traffic lacks a fact on the reference route', () => {
    const legs = [
      { carrier: 'rail', mode: 'rail', from: 'a', to: 'b', traffic: 'export', distanceKm: '100', payer: 'works' },
    ];
    expect(fates(rate(withRoute(equalise(SEA)), { traffic: undefined, legs }))).toEqual({ d: 'missing traffic' });
  });

  it('acts after reductions on what they leave, or on the gross, and may go to a beneficiary', () => {
    const half = discount('a', "effect: { kind: multiply, by: '0.5' }");
    expect(fates(rate(withRoute(half, equalise(SEA))))).toEqual({ a: '30000', d: '12000' });
    const rating = rate(withRoute(equalise(SEA, 'beneficiary: { party: forwarder }')));
    expect(amounts(rating)).toEqual({ 'discount:d': '-42000', 'paid-out:d': '42000' });
    expect(rating.net).toBe(60_500n);
  });
});

describe('equalisation over the legs of a consignment', () => {
  const legs = ['rail', 'ferry'].map((carrier) => ({
    carrier,
    mode: 'rail',
    from: 'a',
    to: 'b',
    distanceKm: '100',
    payer: 'works',
  }));
  const effect = (more = ''): string => `{ kind: equalise, over: consignment, reference: [${TRANSIT}] }${more}`;
  const taken = (book: RatingBook): readonly unknown[] =>
    rateConsignment(book, consignmentOf({ legs }), { knownBy: KNOWN_BY, screening: 'ALLOW' }).legs.map((leg) =>
      leg.ok ? fates(leg.rating) : leg.refusals,
    );

  it('takes what the charges named on all of them exceed the reference by, split to the last cent over these legs', () => {
    // 600.00 by rail and 180.00 by sea are 780.00; the other way is 300 USD, 270.00 EUR: 510.00 more.
    expect(taken(withRoute(discount('d', `effect: ${effect()}\n${CONVERT}`)))).toEqual([
      { d: '39231' },
      { d: '11769' },
    ]);
    const first = discount('d', `residue: first\neffect: ${effect()}\n${CONVERT}\nround: { quantum: '10' }`);
    expect(taken(withRoute(first))).toEqual([{ d: '40000' }, { d: '11000' }]);
  });

  it('leaves out legs that the scope does not speak of', () => {
    const rail = discount('d', `scope: { leg.carrier: [rail] }\neffect: ${effect()}\n${CONVERT}`);
    expect(taken(withRoute(rail))).toEqual([{ d: '33000' }, { d: 'discount.scope' }]);
  });

  it('is not told while one of the legs has no price', () => {
    const book = withRoute(discount('d', `effect: ${effect()}\n${CONVERT}`));
    const unpriced = consignmentOf({ legs: [...legs, { ...legs[0], carrier: 'nobody' }] });
    const [leg] = rateConsignment(book, unpriced, { knownBy: KNOWN_BY, screening: 'ALLOW' }).legs;
    expect(leg?.ok === true ? leg.rating.discounts : []).toMatchObject([
      { kind: 'not-evaluated', missing: ['leg.charges'] },
    ]);
  });

  it('asks nothing of legs that the scope does not speak of: neither a price nor a way to convert their currency', () => {
    const yen = TARIFF.replaceAll('rail', 'tug').replaceAll('EUR', 'JPY');
    const book = withRoute(
      yen,
      discount('d', `scope: { leg.carrier: [rail, ferry] }\neffect: ${effect()}\n${CONVERT}`),
      discount('p', `scope: { leg.carrier: [rail, ferry] }\neffect: { kind: pay, by: ${effect()} }\n${CONVERT}`),
    );
    for (const carrier of ['nobody', 'tug']) {
      const beside = { legs: [...legs, { ...legs[0], carrier }] };
      const rated = rateConsignment(book, consignmentOf(beside), { knownBy: KNOWN_BY, screening: 'ALLOW' }).legs;
      expect(rated.slice(0, 2).map((leg) => (leg.ok ? fates(leg.rating).d : ''))).toEqual(['39231', '11769']);
      expect(earnedFrom(book, beside)).toMatchObject([{ amount: 51_000n }]);
    }
  });

  it('is paid to a beneficiary whole, leg by leg', () => {
    const paid = discount('d', `effect: { kind: pay, by: ${effect()} }\nbeneficiary: { party: region }\n${CONVERT}`);
    expect(earnedFrom(withRoute(paid), { legs })).toMatchObject([
      {
        amount: 51_000n,
        shares: [{ party: 'region', amount: 51_000n }],
        legs: [{ amount: 39_231n }, { amount: 11_769n }],
      },
    ]);
  });
});

describe('subsidies', () => {
  const pay = (by: string, more = ''): string => discount('d', `effect: { kind: pay, by: ${by} }\n${more}`);
  const PER_TONNE = "{ kind: money, amount: '12', per: tonne, currency: EUR }";

  it('never change what the payer is charged, nor count towards corridor or minimum charge', () => {
    const book = bookFromText([
      `${TARIFF}corridor: { floor: '0.9' }\nminimumCharge: '600'\n`,
      pay(PER_TONNE, 'beneficiary: { party: region }'),
      discount('a', "effect: { kind: multiply, by: '0.95' }"),
    ]);
    const rating = rate(book);
    expect(amounts(rating)).toEqual({ 'discount:a': '-3000', 'limit:minimum-charge:a': '2500' });
    expect(rating.net).toBe(60_000n);
    expect(rating.discounts).toMatchObject([
      { entry: { id: 'a' } },
      { entry: { id: 'd' }, stage: 'pay', at: 'settlement', amount: 72_000n, cuts: [] },
    ]);
    expect(earnedFrom(book, {})).toMatchObject([
      { amount: 72_000n, cuts: [], shares: [{ party: 'region', by: 'settlement', amount: 72_000n }] },
    ]);
  });

  it('leave the base of rebates as it is', () => {
    const book = withRoute(
      pay(PER_TONNE),
      discount('r', "at: settlement\nsettle: month\neffect: { kind: multiply, by: '0.9' }"),
    );
    const byId = earnedFrom(book, {}).map((one) => [one.entry.id, one.amount]);
    expect(byId).toEqual([
      ['r', 6000n],
      ['d', 72_000n],
    ]);
  });

  it('a lump, a share of the charges named, a scale, the difference to another route', () => {
    const cases: readonly (readonly [string, bigint])[] = [
      ["{ kind: money, amount: '50', per: consignment, currency: EUR }", 5000n],
      ["{ kind: share, of: '0.25' }", 15_000n],
      [`{ kind: equalise, reference: [${SEA}] }`, 42_000n],
      [
        "{ kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: incremental, bounds: lower, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '1' }, { from: '50', rate: '3' }] }",
        8000n,
      ],
    ];
    for (const [by, amount] of cases) {
      expect(earnedFrom(withRoute(pay(by)), {}).map((one) => one.amount)).toEqual([amount]);
      expect(rate(withRoute(pay(by))).net).toBe(60_500n);
    }
  });

  it('go to the payer unless they name another, and take from their budget', () => {
    const pot = "kind: budget\nid: pot\nwindow: year\namount: { amount: '1000', currency: EUR }";
    const book = withRoute(pot, pay(PER_TONNE, 'budget: pot'));
    expect(earnedFrom(book, { note: 'A' }, { note: 'B' })).toMatchObject([
      {
        amount: 100_000n,
        cuts: [{ by: 'budget', amount: 44_000n }],
        shares: [{ party: 'works', role: 'payer', by: 'settlement', amount: 100_000n }],
        legs: [
          { note: 'A', amount: 72_000n },
          { note: 'B', amount: 28_000n },
        ],
      },
    ]);
  });
});
