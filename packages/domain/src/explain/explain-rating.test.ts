import { describe, expect, it } from 'vitest';
import { localDate } from '../kernel/local-date.ts';
import { rateConsignment } from '../rating/rate-consignment.ts';
import { createRatingState } from '../rating/rating-state.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { type ExplainNode, explainDiscount, explainRating } from './explain-rating.ts';

const head = (id: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n`;
const STEPS = "bounds: lower, steps: [{ from: '100', rate: '10' }, { from: '500', rate: '20' }]";

const book = bookFromText([
  TARIFF,
  `${head('tier')}order: 1\ncap: { amount: '50', currency: EUR }\nbeneficiary: { shares: { consignor: '0.5', consignee: '0.5' } }\neffect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: all-units, amount: percent, ${STEPS} }`,
  `${head('volume')}order: 2\nwhen: [{ meter: { measure: wagons, window: { calendar: month } }, atLeast: { value: '5', unit: wagon } }]\neffect: { kind: multiply, by: '0.9' }`,
  `${head('origin')}order: 3\nscope: { item.origin: [KZ] }\neffect: { kind: multiply, by: '0.9' }`,
]);

function explained(earlierTonnes: number): readonly ExplainNode[] {
  const state = createRatingState(book);
  state.meters.record(
    consignmentOf({ note: 'A', accepted: '2025-03-01', items: [{ codes: {}, mass_kg: earlierTonnes * 1000 }] }),
  );
  return explainRating(
    rateConsignment(book, consignmentOf(), {
      knownBy: localDate('2026-01-01'),
      screening: 'ALLOW',
      readings: state.readings,
    }),
  );
}

const find = (nodes: readonly ExplainNode[], code: string): ExplainNode | undefined => {
  for (const one of nodes) {
    const found = one.code === code ? one : find(one.children, code);
    if (found !== undefined) return found;
  }
  return undefined;
};

describe('a rating explained', () => {
  it('opens into tariff steps, sums and every discount, in order', () => {
    const [leg] = explained(200);
    expect(leg?.children.map((one) => one.code)).toEqual([
      'charge.freight.loaded',
      'charge.wagon',
      'explain.gross',
      'explain.stage.multiply',
      'explain.not-applied',
      'explain.not-evaluated',
      'charge.freight.loaded',
      'explain.net',
      'explain.payable',
    ]);
    expect(find(explained(200), 'charge.freight.loaded')?.children.map((one) => one.code)).toEqual([
      'explain.step.lookup',
      'explain.step.multiply',
    ]);
  });

  it('says what applied, what was cut by which limit, and who receives', () => {
    expect(find(explained(200), 'explain.stage.multiply')).toMatchObject({
      params: { discount: 'tier', base: '60000' },
      amount: { minor: 5000n, currency: 'EUR' },
    });
    expect(find(explained(200), 'explain.limit.cap')).toMatchObject({ amount: { minor: 1000n } });
    expect(find(explained(200), 'explain.share')).toMatchObject({
      params: { party: 'plant', by: 'settlement' },
      amount: { minor: 2500n },
    });
  });

  it('says how far the next step is and what it is worth', () => {
    expect(find(explained(200), 'explain.next-tier')?.params).toEqual({
      step: 2,
      amount: 'share',
      missing: '240',
      unit: 'TNE',
      rate: '0.2',
      worth: '60',
      currency: 'EUR',
    });
    expect(find(explained(900), 'explain.next-tier')).toBeUndefined();
  });

  it('says from which quantity on the next step costs no more in total, for a rebate on the whole window', () => {
    const rebate = bookFromText([
      TARIFF,
      `${head('rebate')}at: settlement\neffect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: all-units, amount: percent, bounds: lower, steps: [{ from: '0', rate: '0' }, { from: '500', rate: '20' }] }`,
    ]);
    const rating = rateConsignment(rebate, consignmentOf(), {
      knownBy: localDate('2026-01-01'),
      screening: 'ALLOW',
    });
    expect(find(explainRating(rating), 'explain.break-even')?.params).toEqual({ value: '400', unit: 'TNE', step: 2 });
    expect(find(explained(200), 'explain.break-even')).toBeUndefined();
  });

  it('says why not, with the numbers, and what is missing', () => {
    expect(find(explained(200), 'reason.discount.meter-below')?.params).toMatchObject({
      value: '1',
      bound: '5',
      short: '4',
      unit: 'wagon',
    });
    expect(find(explained(200), 'explain.missing')?.params).toEqual({ field: 'item.origin' });
    expect(find(explained(40), 'reason.discount.below-first-step')?.params).toMatchObject({
      value: '40',
      bound: '100',
      short: '60',
      unit: 'TNE',
    });
  });

  it('says below the first step what that step would bring', () => {
    expect(find(explained(40), 'explain.next-tier')?.params).toEqual({
      step: 1,
      amount: 'share',
      missing: '60',
      unit: 'TNE',
      rate: '0.1',
      worth: '60',
      currency: 'EUR',
    });
  });

  it('says why a leg was not rated', () => {
    const [leg] = explainRating(
      rateConsignment(book, consignmentOf({ traffic: 'transit' }), { knownBy: localDate('2026-01-01') }),
    );
    expect(leg).toMatchObject({
      code: 'explain.leg-refused',
      params: { leg: 1 },
      children: [{ code: 'refusal.rating.no-tariff-for-traffic' }],
    });
  });
});

it('the reason why a discount does not act has below it what it comes from, where it comes from something', () => {
  const why = (cause: object): unknown =>
    explainDiscount(
      {
        entry: { id: 'winter', version: '3' },
        grantor: 'bch',
        synthetic: false,
        kind: 'not-applied',
        reason: { code: 'discount.route-unpriced', params: { leg: 1 }, ...cause },
      },
      'EUR',
    ).children;
  const reason = { code: 'reason.discount.route-unpriced', params: { leg: 1 }, children: [] };
  expect(why({})).toEqual([reason]);
  expect(why({ cause: { code: 'tariff.no-row', params: { table: 'rates' } } })).toEqual([
    { ...reason, children: [{ code: 'refusal.tariff.no-row', params: { table: 'rates' }, children: [] }] },
  ]);
});
