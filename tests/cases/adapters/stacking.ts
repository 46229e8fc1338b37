/** Cases of several discounts on one charge: their order, their bases, their parts on its lines. */
import { type CaseBook, type Fields, fields, type Json, list, step, text } from './words.ts';

const grantor = { party: 'seller', role: 'supplier' };

/** A discount on all freight, in its place among others. */
const discount = (order: number, effect: Fields, more: Fields = {}): Fields => ({
  grantor,
  order,
  touches: { charges: ['freight'] },
  effect,
  ...more,
});
const percentOff = (of: Json | undefined): Fields => ({ kind: 'percent', of: text(of) });
const lump = (amount: Json | undefined, currency: string): Fields => ({
  kind: 'reduce',
  amount: text(amount),
  per: 'consignment',
  currency,
});

/** A charge with a line for each amount, the lines by number or by name; without decimals where the case has none. */
const charge = (amounts: Readonly<Record<string, Json | undefined>>, currency = 'EUR'): Fields => ({
  currency,
  parts: Object.entries(amounts).map(([name, amount]) => ({
    id: name,
    charge: `freight.${name}`,
    steps: [step('lookup', 'amount', { value: text(amount) })],
  })),
});
const numbered = (amounts: Json | undefined): Record<string, Json> =>
  Object.fromEntries(list(amounts).map((amount, index) => [`line${'abcdefghij'[index] ?? ''}`, amount]));

/** Deals in the order given, each on the gross or on what remains. */
export const stacking = (input: Fields): CaseBook => ({
  tariff: charge({ base: input['base'] }),
  discounts: list(input['order']).map((name, index) => {
    const { rate, on, lowersLater } = fields(fields(input['deals'])[text(name)]);
    return discount(index + 1, { kind: 'share', of: text(rate) }, { on, lowersLater });
  }),
  consignments: [{}],
});

export const sequentialPercents = (input: Fields): CaseBook => ({
  tariff: charge({ line: input['line'] }, 'JPY'),
  discounts: list(input['promos']).map((percent, index) => discount(index + 1, percentOff(percent))),
  consignments: [{}],
});

export const percentsAcross = (input: Fields): CaseBook => ({
  tariff: charge(numbered(input['items'])),
  discounts: list(input['pcts']).map((percent, index) => discount(index + 1, percentOff(percent))),
  consignments: [{}],
});

export const fixedAcross = (input: Fields): CaseBook => ({
  tariff: charge(numbered(input['items']), 'JPY'),
  discounts: [discount(1, lump(input['value'], 'JPY'))],
  consignments: [{}],
});

export const percentWithCap = (input: Fields): CaseBook => ({
  tariff: charge(numbered(input['lines'])),
  discounts: [
    discount(1, percentOff(input['pct']), {
      cap: { amount: text(input['cap']), currency: 'EUR' },
      residue: text(input['residue']),
    }),
  ],
  consignments: [{}],
});

/** Lines of a price and a quantity; promotions whose words ask for a quantity on a line or an amount of the order. */
export const conditionRetest = (input: Fields): CaseBook => ({
  tariff: {
    currency: 'JPY',
    parts: list(input['lines']).map((line, index) => ({
      id: `line${String(index + 1)}`,
      charge: 'freight',
      steps: [
        step('lookup', 'price', { value: text(list(line)[0]) }),
        step('multiply', 'quantity', { by: { fact: 'quantity.C62' } }),
      ],
    })),
  },
  discounts: list(input['promos']).map((promo, index) => {
    const { if: asked, pct } = fields(promo);
    return discount(index + 1, percentOff(pct), askedFor(text(asked)));
  }),
  consignments: [{ items: [{ quantities: [{ value: text(list(list(input['lines'])[0])[1]), unit: 'C62' }] }] }],
});

/** `any line qty>=3` and `order>=1000`. */
function askedFor(words: string): Fields {
  const [what = '', bound = ''] = words.split('>=');
  if (what.endsWith('qty')) return { scope: { 'quantity.C62': { from: bound } } };
  return { scope: { 'amount.running.JPY': { from: bound } } };
}

/** Default promotions on one line each, then an amount over the whole for an order that still comes to so much. */
export const lanes = (input: Fields): CaseBook => {
  const first = list(input['default']).map((one, index) => {
    const { pct, on } = fields(one);
    return discount(index + 1, percentOff(pct), { touches: { charges: [`freight.${text(on)}`] } });
  });
  const later = list(input['post']).map((one, index) => {
    const { spread, if_discounted_total_at_least: least } = fields(one);
    const scope = { 'amount.running.EUR': { from: text(least) } };
    return discount(first.length + index + 1, lump(spread, 'EUR'), { scope });
  });
  return { tariff: charge(fields(input['lines'])), discounts: [...first, ...later], consignments: [{}] };
};

/** A percent by the amount of the order. */
export const percentByOrder = (input: Fields): CaseBook => {
  const tiers = Object.entries(fields(input['tiers'])).map(([from, rate]) => ({ from, rate: text(rate) }));
  const order = { money: { charges: ['freight'], of: 'gross', currency: 'EUR' } };
  const meter = { measure: order, key: ['consignor'], window: { calendar: 'year' } };
  const scale = { method: 'all-units', include: 'self', bounds: 'lower', amount: 'percent' };
  const steps = [{ from: '0', rate: text(input['base_pct']) }, ...tiers];
  return {
    tariff: charge(numbered(input['lines'])),
    discounts: [discount(1, { kind: 'tier', meter, ...scale, steps })],
    consignments: [{ consignor: 'buyer' }],
  };
};

/** Two rules of one priority on one charge. */
export const conflict = (_input: Fields): CaseBook => ({
  tariff: charge({ line: '100' }),
  discounts: [10, 20].map((percent) => ({ ...discount(0, percentOff(percent)), order: undefined })),
  consignments: [{}],
});
