/** Cases of single amounts: packages, least and greatest per event, indices, base fees, volumes beside a base. */
import { buyers, fromTo, onTurnover, onUnits, overTurnover, upperSteps, upTo, values } from './scale.ts';
import { type CaseBook, type Fields, legOf, list, step, text, units } from './words.ts';

const seller = { grantor: { party: 'seller', role: 'supplier' }, touches: { charges: ['freight'] } };
const each = { unit: 'C62' };

/** Started packages of so many units, some units free. */
export const packages = (input: Fields): CaseBook => {
  const counted = { free: text(input['free']), package: text(input['package_size']) };
  const effect = { kind: 'reduce', amount: text(input['price']), per: each, currency: 'EUR', counted };
  return { discounts: [{ ...seller, effect }], consignments: [units('C62', input['units'])] };
};

/** A percent of each event, at least and at most so much; in a currency of three decimals, as the case has them. */
export const percentPerEvent = (input: Fields): CaseBook => ({
  tariff: {
    currency: 'TND',
    parts: [{ id: 'event', charge: 'freight', steps: [step('lookup', 'value', { value: { fact: 'extra.value' } })] }],
  },
  discounts: [
    {
      ...seller,
      effect: { kind: 'percent', of: text(input['rate_pct']) },
      least: { amount: text(input['min']), currency: 'TND' },
      cap: { amount: text(input['max']), currency: 'TND' },
    },
  ],
  consignments: values(input['events']).map((value) => ({ extra: { value: text(value) } })),
});

/** A percent of the amount by steps, each with a fee: paid out, since it may come to more than the amount itself. */
export const graduatedPercentage = (input: Fields): CaseBook => {
  const { effect, ...rest } = onTurnover({
    method: 'incremental',
    amount: 'percent',
    bounds: 'from-to',
    whole: true,
    steps: fromTo(input['ranges_from_to_rate_flat']),
  });
  return {
    ...overTurnover([input['amount'] ?? null], {}),
    discounts: [{ ...rest, effect: { kind: 'pay', by: effect } }],
  };
};

/** A base fee and a scale. */
const plusBase = (input: Fields, scale: Fields): CaseBook => ({
  discounts: [
    { ...seller, effect: { kind: 'reduce', amount: text(input['base']), per: 'consignment', currency: 'EUR' } },
    onUnits({ bounds: 'upper', steps: upTo(input['tiers']), ...scale }),
  ],
  consignments: buyers(values(input['units'])),
});
export const graduatedPlusBase = (input: Fields): CaseBook => plusBase(input, { method: 'incremental' });
export const volumePlusBase = (input: Fields): CaseBook => plusBase(input, { method: 'all-units' });
export const capacityPlusBase = (input: Fields): CaseBook => plusBase(input, { method: 'all-units', amount: 'lump' });

/** Percents by sections of turnover, each on its own part. */
export const rebateGraduated = (input: Fields): CaseBook =>
  overTurnover(values(input['turnover']), {
    method: 'incremental',
    amount: 'percent',
    bounds: 'upper',
    steps: upperSteps(input['sections']),
  });

/** Only what is moved beyond a base earns. */
export const additionalVolume = (input: Fields): CaseBook => {
  const meter = { measure: { quantity: 'TNE' }, window: { calendar: 'year' } };
  const volume = { meter, above: text(input['baseT']) };
  const effect = { kind: 'multiply', by: text(input['coef']) };
  return { discounts: [{ ...seller, volume, effect }], consignments: [units('TNE', input['actualT'])] };
};

/** Cents per mile by whole steps of an index, from a first price on: the words of the circular as steps of a tariff. */
export const indexTable = (input: Fields): CaseBook => {
  const price = { fact: 'extra.price' };
  const steps = [
    step('lookup', 'price', { value: price }),
    step('subtract', 'first price', { value: '1.35' }),
    step('divide', 'step', { by: '0.06' }),
    { step: 'round', name: 'whole steps', to: { quantum: '1', mode: 'down' } },
    step('multiply', 'each step', { by: '0.01' }),
    step('add', 'first step', { value: '0.02' }),
  ];
  const surcharge = { id: 'surcharge', charge: 'freight', when: { 'extra.price': { from: '1.35' } }, steps };
  const nothing = { id: 'nothing', charge: 'freight', steps: [step('lookup', 'nothing', { value: '0' })] };
  return {
    tariff: { currency: 'USD', parts: [surcharge, nothing] },
    consignments: list(input['prices']).map((value) => ({ extra: { price: text(value) }, legs: [legOf('1')] })),
  };
};

/** A lump over weights: in whole units, or in cents where the case has decimals. */
const allocate = (input: Fields, digits: number): CaseBook => ({
  split: {
    total: text(input['total']),
    digits,
    weights: list(input['weights']).map(text),
    residue: text(input['residue']).split(',')[0] ?? '',
  },
  consignments: [],
});
export const allocateInteger = (input: Fields): CaseBook => allocate(input, 0);
export const allocateDecimal = (input: Fields): CaseBook => allocate(input, 2);
