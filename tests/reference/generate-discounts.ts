/** Random discounts with the groups, caps, budgets and agreements they speak of. */
import fc from 'fast-check';
import { effect, tables, volume } from './generate-effects.ts';
import { condition } from './generate-meters.ts';
import { amountScope, scope } from './generate-scopes.ts';
import { listOf, pick, record, rounding, sometimes, type Text, weighed } from './generate-values.ts';

const beneficiary = weighed<unknown>(
  [3, pick('payer')],
  [1, pick('consignor', 'consignee', 'carrier')],
  [1, pick({ party: 'works' }, { party: 'fund' })],
  [
    1,
    pick(
      { shares: { consignor: '0.6', consignee: '0.4' } },
      { shares: { payer: '0.333', carrier: '0.667' } },
      { weights: { payer: '2', consignor: '1' } },
      { shares: { consignee: '0.5', payer: '0.25', consignor: '0.25' } },
    ),
  ],
);

const discount = (index: number, currency: string, atSettlement: boolean): fc.Arbitrary<Text> =>
  plainDiscount(index, currency, atSettlement)
    .map(withTerms)
    .chain((one) =>
      atSettlement ? pick('month', 'quarter', 'year').map((settle) => ({ ...one, settle })) : fc.constant(one),
    );

const base = pick(
  [{ tariff: 'tariff-rail' }],
  [{ tariff: 'tariff-rail' }, { tariff: 'tariff-sea' }],
  [{ tariff: 'tariff-sea' }, { tariff: 'tariff-rail', version: '2020-01-01' }],
  [{ tariff: 'tariff-rail', version: 'old' }],
);

const touches = weighed<unknown>(
  [4, pick({ charges: ['freight'] })],
  [
    2,
    pick({ charges: ['freight.loaded'] }, { charges: ['freight', 'wagon'] }, { charges: ['service', 'freight.empty'] }),
  ],
);

const plainDiscount = (index: number, currency: string, atSettlement: boolean): fc.Arbitrary<Text> =>
  record({
    kind: fc.constant('discount'),
    id: pick(`d${String(index)}`, `b${String(index)}`),
    known: sometimes(8, pick('2025-02-01', '2025-05-01')),
    valid: sometimes(15, pick<Text>({ from: '2025-01-01', to: '2025-04-01' }, { from: '2024-03-01' })),
    grantor: fc.constant({ party: 'rail', role: 'carrier' }),
    budget: sometimes(20, atSettlement ? pick('purse', 'fund') : pick('purse')),
    base: sometimes(20, base),
    touches,
    scope: sometimes(35, weighed<Text>([6, scope], [1, amountScope(currency)])),
    when: weighed<readonly Text[]>(
      [5, fc.constant([])],
      [3, fc.tuple(condition(currency))],
      [1, fc.tuple(condition(currency), condition(currency))],
    ),
    effect: effect(currency, atSettlement),
    volume: sometimes(8, volume(currency)),
    least: sometimes(10, pick('1', '0.01', '50')).map((amount) =>
      amount === undefined ? undefined : { amount, currency },
    ),
    convert: sometimes(85, conversion(currency)).map((one) => (one === undefined ? undefined : [one])),
    on: sometimes(25, pick('gross', 'remaining')),
    lowersLater: sometimes(20, fc.boolean()),
    round: sometimes(30, rounding),
    order: fc.constant(index),
    group: sometimes(
      atSettlement ? 0 : 25,
      pick(
        { id: 'best', choose: 'best-for-payer' },
        { id: 'best', choose: 'best-for-payer' },
        { id: 'first', choose: 'highest-priority' },
        { id: 'combo', choose: 'best-combination' },
        { id: 'combo', choose: 'best-combination', excludes: ['d0', 'b1'] },
        { id: 'combo', choose: 'best-combination', excludes: ['d2'] },
      ),
    ),
    at: fc.constant(atSettlement ? 'settlement' : undefined),
    settle: fc.constant(atSettlement ? 'x' : undefined),
    beneficiary: sometimes(40, beneficiary),
    cap: sometimes(
      20,
      record({
        amount: sometimes(60, pick('10', '0.01', '100.5')),
        currency: fc.constant(currency),
        share: sometimes(50, pick('0.1', '0.333', '0.5')),
      }),
    ),
    tables,
  });

const conversion = (currency: string): fc.Arbitrary<Text> =>
  fc
    .tuple(pick<Text>({ multiply: '0.9' }, { divide: '3' }, { multiply: '3.2105' }), sometimes(30, rounding))
    .map(([by, round]) => ({
      from: 'USD',
      to: currency,
      ...by,
      date: '2025-01-01',
      source: 'bank',
      ...(round === undefined ? {} : { round }),
    }));

/** No least amount of a whole window; of a scale money is converted without rounding; what is not asked for is left out. */
function withTerms(entry: Text): Text {
  const { least, convert, ...rest } = entry;
  const text = JSON.stringify(rest);
  const isTier = text.includes('"kind":"tier"');
  const converts = listOf(convert).map(({ round, ...one }) =>
    isTier || round === undefined ? one : { ...one, round },
  );
  return {
    ...rest,
    ...(least === undefined || isTier ? {} : { least }),
    ...(text.includes('"USD"') && converts.length > 0 ? { convert: converts } : {}),
  };
}

const withoutUnused = (entry: Text): Text => {
  const { tables: own, ...rest } = entry;
  return JSON.stringify(rest).includes('"owners"') ? { ...rest, tables: own } : rest;
};

export const budget = (currency: string): fc.Arbitrary<Text> =>
  record({
    kind: fc.constant('budget'),
    id: fc.constant('purse'),
    amount: pick('0', '50', '100.01', '1000').map((amount) => ({ amount, currency })),
    window: pick('month', 'quarter', 'year', 'whole'),
    order: sometimes(50, pick('acceptance', 'reservation')),
    whole: sometimes(40, fc.boolean()),
  });

/** A budget that goes round pro rata when its window has ended. */
export const fund = (currency: string): fc.Arbitrary<Text> =>
  record({
    kind: fc.constant('budget'),
    id: fc.constant('fund'),
    amount: pick('0', '1', '10.01', '100').map((amount) => ({ amount, currency })),
    window: pick('month', 'quarter', 'year', 'whole'),
    share: fc.constant('pro-rata'),
    realRate: sometimes(
      30,
      rounding.map((round) => ({ printed: '5', round })),
    ),
  });

const CAPPED = ['d0', 'b0', 'd1', 'b1', 'd2', 'b2'] as const;

/** Caps over several discounts together. */
export const caps = (currency: string): fc.Arbitrary<readonly Text[]> =>
  fc.array(
    record({
      kind: fc.constant('discount-cap'),
      id: pick('cap-a', 'cap-b'),
      over: record({
        grantors: sometimes(20, pick(['rail'], ['nobody'])),
        groups: sometimes(15, pick(['best'], ['combo', 'first'])),
        discounts: sometimes(40, fc.uniqueArray(pick(...CAPPED), { minLength: 1, maxLength: 4 })),
        tariffs: sometimes(20, pick(['tariff-rail'], ['tariff-sea'])),
      }),
      share: pick('0.1', '0.333', '0.05', '0'),
      amount: sometimes(
        40,
        pick('10', '0.01', '33.3').map((amount) => ({ amount, currency })),
      ),
      cut: sometimes(50, pick('last-first', 'pro-rata')),
    }),
    { maxLength: 1 },
  );

export const discounts = (currency: string): fc.Arbitrary<readonly Text[]> =>
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
    .chain(([count, later]) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, index) =>
          discount(index, currency, later[index] === true && index % 2 === 1).map(withoutUnused),
        ),
      ),
    );
