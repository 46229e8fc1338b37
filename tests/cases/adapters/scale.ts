/** What the tier cases share: a scale as a rebate on each buyer's own window, and one consignment for each value. */
import { type CaseBook, type Fields, type Json, list, text } from './words.ts';

/** A value or a list of values, as the case gives them. */
export const values = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? list(value) : [value ?? null];

/** A step by its upper bound; the first also says where it begins, the last may be without end. */
export const upperSteps = (bands: Json | undefined): Json[] =>
  list(bands).map((band, index) => {
    const [from, to, rate] = list(band);
    const begins = index === 0 ? { from: text(from) } : {};
    return { ...begins, ...(to === null ? {} : { to: text(to) }), rate: text(rate) };
  });

const buyer = (index: number): string => `buyer-${String(index + 1)}`;
const rebate = (effect: Fields): Fields => ({
  grantor: { party: 'seller', role: 'supplier' },
  touches: { charges: ['freight'] },
  at: 'settlement',
  beneficiary: 'consignor',
  effect: { kind: 'tier', currency: 'EUR', ...effect },
});
const year = { calendar: 'year' };
const charged = (value: Json): Json[] => [
  { id: 'turnover', charge: 'freight', steps: [{ step: 'lookup', name: 'value', value }] },
];

/** A scale over what each buyer was charged. */
export const overTurnover = (turnover: readonly Json[], scale: Fields): CaseBook => ({
  tariff: { currency: 'EUR', parts: charged({ fact: 'extra.value' }) },
  discount: rebate({
    meter: {
      measure: { money: { charges: ['freight'], of: 'gross', currency: 'EUR' } },
      key: ['consignor'],
      window: year,
    },
    amount: 'share',
    ...scale,
  }),
  consignments: turnover.map((value, index) => ({ consignor: buyer(index), extra: { value: text(value) } })),
});

/** A scale of money per unit over the units each buyer took; what they were charged is out of the way. */
export const overUnits = (units: readonly Json[], scale: Fields): CaseBook => ({
  tariff: { currency: 'EUR', parts: charged('1000000000') },
  discount: rebate({
    meter: { measure: { quantity: 'C62' }, key: ['consignor'], window: year },
    amount: 'per-unit',
    ...scale,
  }),
  consignments: units.map((value, index) => ({
    consignor: buyer(index),
    items: [{ quantities: [{ value: text(value), unit: 'C62' }] }],
  })),
});
