/** Cases settled more than once: what was learned between settlements, guarantees when their window ends, forecasts. */
import { onUnits, upTo } from './scale.ts';
import { type CaseBook, type Fields, fields, type Json, list, monthDay, movements, text, units } from './words.ts';

const seller = { grantor: { party: 'seller', role: 'supplier' }, touches: { charges: ['freight'] } };
const carrier = { grantor: { party: 'carrier', role: 'carrier' }, touches: { charges: ['freight'] } };
const C62 = { quantity: 'C62' };

/** What a cumulative count says was moved in each month. */
const monthly = (cumulative: Json | undefined): Fields[] =>
  movements(cumulative).map((amount, index) => ({
    note: `period-${String(index + 1)}`,
    accepted: monthDay(index),
    consignor: 'buyer',
    ...units('C62', amount),
  }));

/** A price by volume over what was counted so far, settled after each period. */
export const deltaCurrentPeriod = (input: Fields): CaseBook => {
  const { volume } = fields(input['price']);
  const all = monthly(input['cumulative']);
  return {
    discounts: [onUnits({ method: 'all-units', bounds: 'upper', steps: upTo(volume) })],
    consignments: all,
    runs: all.map((_, index) => all.slice(0, index + 1)),
  };
};

/** A price per unit of each period, settled from one snapshot of the counts after the other. */
export const periodPreserving = (input: Fields): CaseBook => {
  const steps = [{ rate: text(input['unit_price']) }];
  const meter = { measure: C62, key: ['consignor'], window: { calendar: 'month' } };
  const runs = list(input['snapshots']).map(monthly);
  const each = onUnits({ meter, method: 'incremental', bounds: 'upper', steps });
  return { discounts: [each], consignments: runs.at(-1) ?? [], runs };
};

/** The same, no more than so much over all periods, the earlier first. */
export const periodPreservingCap = (input: Fields): CaseBook => {
  const plain = periodPreserving(input);
  const amount = { amount: text(input['max_spend']), currency: 'EUR' };
  return {
    ...plain,
    discounts: (plain.discounts ?? []).map((one) => ({ ...one, budget: 'most' })),
    entries: [{ kind: 'budget', id: 'most', amount, window: 'year' }],
  };
};

const rated = { kind: 'multiply', by: '1' };

const half = { from: '2026-01-01', to: '2026-07-01' };

/** A guaranteed quantity of each quarter, by itself or counted together: what is missing is paid for. */
const guaranteed = (least: Json | undefined, order: number, count: string): Fields => {
  const meter = { measure: C62, window: { calendar: 'quarter' } };
  const onFailure = { kind: 'pay', rate: '1', currency: 'EUR' };
  const atLeast = { value: text(least), unit: 'C62' };
  const guarantee = { meter, atLeast, by: 'payer', count, onFailure };
  return { ...carrier, id: count, order, valid: half, effect: rated, guarantee };
};

const toppedUp = (input: Fields): CaseBook => ({
  discounts: ['cumulative', 'per-window'].map((count, index) => guaranteed(input['guarantee'], index + 1, count)),
  consignments: [input['q1'], input['q2']].map((amount, index) => ({
    accepted: monthDay(index * 3),
    ...units('C62', amount),
  })),
});

/** A coefficient for a guaranteed volume of a period: one journal for each volume that came. */
const kept = (input: Fields): CaseBook => {
  const window = { fixed: { from: text(input['from_']), to: dayAfter(text(input['to'])) } };
  const guarantee = {
    meter: { measure: { quantity: 'TNE' }, window },
    atLeast: { value: text(input['minT']), unit: 'TNE' },
    onFailure: { kind: 'claw-back' },
  };
  const effect = { kind: 'multiply', by: text(input['coef']) };
  const runs = list(input['actualT']).map((amount) => [{ accepted: text(input['from_']), ...units('TNE', amount) }]);
  return { discounts: [{ ...carrier, valid: window.fixed, effect, guarantee }], consignments: [], runs };
};

/** The first day after a last day, which the book wants. */
function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

export const guarantee = (input: Fields): CaseBook =>
  input['guarantee'] === undefined ? kept(input) : toppedUp(input);

/** Money spent of a least amount. */
export const minimumCommitment = (input: Fields): CaseBook => {
  const meter = { measure: C62, window: { calendar: 'year' } };
  const atLeast = { value: text(input['min']), unit: 'C62' };
  const onFailure = { kind: 'pay', rate: '1', currency: 'EUR' };
  const valid = { from: '2026-01-01', to: '2027-01-01' };
  const spent = [input['prior_billed'], input['units']].map((amount) => units('C62', amount));
  return {
    discounts: [{ ...seller, valid, effect: rated, guarantee: { meter, atLeast, by: 'payer', onFailure } }],
    consignments: spent,
  };
};

/** A price that falls for the whole year once more than a threshold was bought; each quarter with what is forecast then. */
export const retroPrice = (input: Fields): CaseBook => {
  const quarters = [input['q1Units'], input['q2Units']].map((amount, index) => ({
    accepted: monthDay(index * 3),
    ...units('C62', amount),
  }));
  const over = { meter: { measure: C62, window: { calendar: 'year' } }, unit: 'C62', threshold: input['threshold'] };
  return {
    tariff: pricedPerUnit(input['price']),
    discounts: [loweredTo(input['retroPrice'], over)],
    consignments: quarters,
    runs: quarters.map((_, index) => quarters.slice(0, index + 1)),
    forecasts: [input['forecastAtQ1'], input['forecastAtQ2']].map((words) =>
      text(words).startsWith('over') ? [{ accepted: monthDay(11), ...units('C62', input['threshold']) }] : [],
    ),
  };
};

const pricedPerUnit = (price: Json | undefined): Fields => ({
  currency: 'EUR',
  parts: [
    {
      id: 'price',
      charge: 'freight',
      steps: [
        { step: 'lookup', name: 'units', value: { fact: 'quantity.C62' } },
        { step: 'multiply', name: 'price', by: text(price) },
      ],
    },
  ],
});

const loweredTo = (price: Json | undefined, { meter, unit, threshold }: Fields): Fields => ({
  ...seller,
  at: 'settlement',
  settle: 'year',
  when: [{ meter, atLeast: { value: text(threshold), unit } }],
  effect: { kind: 'replace', rate: text(price), per: { unit: 'C62' }, currency: 'EUR' },
});
