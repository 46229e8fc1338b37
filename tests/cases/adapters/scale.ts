/** What the scale cases share: a scale as a rebate on each buyer's own window, and one consignment for each value. */
import { type CaseBook, type Fields, type Json, list, text, units } from './words.ts';

/** A value or a list of values, as the case gives them. */
export const values = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? list(value) : [value ?? null];

/** A step's rate and flat fee, where it has them. */
const price = (rate: Json | undefined, flat: Json | undefined): Fields => ({
  ...(rate === undefined || rate === null ? {} : { rate: text(rate) }),
  ...(flat === undefined || flat === null ? {} : { flat: text(flat) }),
});

/** Steps by their upper bound, rate and flat fee; the last may be without end. */
export const upTo = (steps: Json | undefined): Json[] =>
  list(steps).map((step) => {
    const [to, rate, flat] = list(step);
    return { ...(to === null ? {} : { to: text(to) }), ...price(rate, flat) };
  });

/** Steps by both bounds, rate and flat fee. */
export const fromTo = (steps: Json | undefined): Fields[] =>
  list(steps).map((step) => {
    const [from, to, rate, flat] = list(step);
    return { from: text(from), ...(to === null ? {} : { to: text(to) }), ...price(rate, flat) };
  });

/** The same by upper bounds alone, where both are printed and a hair apart. */
export const upperSteps = (bands: Json | undefined): Json[] =>
  fromTo(bands).map(({ from, ...rest }, index) => (index === 0 ? { from: from ?? null, ...rest } : rest));

const year = { calendar: 'year' };
const buyer = (index: number): string => `buyer-${String(index + 1)}`;
const rebate = (effect: Fields): Fields => ({
  grantor: { party: 'seller', role: 'supplier' },
  touches: { charges: ['freight'] },
  at: 'settlement',
  beneficiary: 'consignor',
  effect: { kind: 'tier', currency: 'EUR', ...effect },
});

/** Meters of a buyer's year: of what was charged, and of units. */
const money = { money: { charges: ['freight'], of: 'gross', currency: 'EUR' } };
const meterOf = (measure: Json): Fields => ({ measure, key: ['consignor'], window: year });

/** A rebate on what each buyer was charged. */
export const onTurnover = (scale: Fields): Fields => rebate({ meter: meterOf(money), amount: 'share', ...scale });

/** A rebate of money per unit on the units each buyer took. */
export const onUnits = (scale: Fields): Fields =>
  rebate({ meter: meterOf({ quantity: 'C62' }), amount: 'per-unit', ...scale });

/** A scale over what each buyer was charged. */
export const overTurnover = (turnover: readonly Json[], scale: Fields): CaseBook => ({
  tariff: {
    currency: 'EUR',
    parts: [
      { id: 'turnover', charge: 'freight', steps: [{ step: 'lookup', name: 'value', value: { fact: 'extra.value' } }] },
    ],
  },
  discounts: [onTurnover(scale)],
  consignments: turnover.map((value, index) => ({ consignor: buyer(index), extra: { value: text(value) } })),
});

/** Consignments of units, each by a buyer of its own. */
export const buyers = (amounts: readonly Json[]): Fields[] =>
  amounts.map((value, index) => ({ consignor: buyer(index), ...units('C62', value) }));

/** A scale of money per unit over the units each buyer took. */
export const overUnits = (amounts: readonly Json[], scale: Fields): CaseBook => ({
  discounts: [onUnits(scale)],
  consignments: buyers(amounts),
});
