/** Cases of meters, tables and quotas: a value looked at from the window before, a ceiling, an index, a shortest way. */
import { overTurnover, values } from './scale.ts';
import { type CaseBook, type Fields, fields, legOf, list, monthsOf, step, text, units } from './words.ts';

/** A lump for a target reached. */
export const target = (input: Fields): CaseBook =>
  overTurnover(values(input['base']), {
    method: 'all-units',
    bounds: 'lower',
    amount: 'lump',
    steps: [{ from: text(input['target']), rate: text(input['amount']) }],
  });

/** Tiers in whole units, both bounds printed, over each line by itself. */
export const tierPerLine = (input: Fields): CaseBook =>
  overTurnover(values(input['lines']), {
    method: 'incremental',
    bounds: 'from-to',
    whole: true,
    steps: list(input['tiers']).map((tier) => {
      const [from, to, rate] = list(tier);
      return { from: text(from), to: text(to), rate: text(rate) };
    }),
  });

/** Turnover of one month after the other, settled after each. */
export const retroSettlement = (input: Fields): CaseBook => {
  const steps = list(input['scale']).map((tier) => ({ from: text(list(tier)[0]), rate: text(list(tier)[1]) }));
  const all = overTurnover(values(input['monthly']), { method: text(input['method']), bounds: 'lower', steps });
  const months = all.consignments.map((one) => ({ ...one, consignor: 'buyer' }));
  return { ...all, runs: months.map((_, index) => months.slice(0, index + 1)) };
};

/** A coefficient over an exact distance, asked of a volume from a day on. */
const gated = (input: Fields, meter: Fields): Fields => ({
  grantor: { party: 'carrier', role: 'carrier' },
  valid: { from: `${text(input['window']).slice(0, 7)}-01` },
  touches: { charges: ['freight'] },
  scope: { 'leg.distanceKm': { exactly: [text(input['distanceKm'])] } },
  when: [{ meter, from: `${text(input['gateFrom'])}-01`, atLeast: { value: text(input['gateKt']), unit: 'KTN' } }],
  effect: { kind: 'multiply', by: text(input['coef']) },
});

/** A coefficient that from a month on asks for the volume of the month before. */
export const gatedCoefficient = (input: Fields): CaseBook => {
  const carried = fields(input['carriedKt']);
  const meter = { measure: { quantity: 'KTN' }, window: { calendar: 'month', lag: 1 } };
  const months = [...new Set([...Object.keys(carried), ...monthsOf(text(input['window']))])];
  const consignments = months.map((month) => ({
    note: month,
    accepted: `${month}-15`,
    legs: [legOf(input['distanceKm'])],
    ...units('KTN', carried[month] ?? '0'),
  }));
  return { discounts: [gated(input, meter)], consignments };
};

/** The distance that counts is at least a minimum. */
export const minDistance = (input: Fields): CaseBook => ({
  tariff: {
    currency: 'EUR',
    parts: [
      {
        id: 'chargedKm',
        charge: 'freight',
        steps: [
          step('lookup', 'to the border', { value: { fact: 'leg.distanceKm' } }),
          step('maximum', 'minimum', { with: text(input['minimum']) }),
        ],
      },
    ],
  },
  consignments: [{ legs: [legOf(input['kmToBorder'])] }],
});

/** The least of several sums. */
export const shortest = (input: Fields): CaseBook => {
  const ways = list(input['candidates']).map((way, index) => ({
    id: `way${String(index + 1)}`,
    charge: 'freight',
    steps: list(way).map((km, at) =>
      step(at === 0 ? 'lookup' : 'add', `stretch ${String(at + 1)}`, { value: text(km) }),
    ),
  }));
  const [first, ...others] = ways;
  const total = [
    step('lookup', 'first way', { value: { part: first?.id ?? '' } }),
    ...others.map(({ id }) => step('minimum', `or ${id}`, { with: { part: id } })),
  ];
  return { tariff: { currency: 'EUR', parts: ways, total }, consignments: [{}] };
};

const quotaRule = {
  kind: 'restriction',
  id: 'quota-rule',
  authority: 'authority',
  basis: { act: 'published ceiling', clear: true },
  scope: {},
  quota: 'quota',
  outcome: 'ALLOW',
  reason: 'ceiling',
  reviewed: { by: 'published case', on: '2010-01-01' },
};

/** A quota of so much in a year, so much of it used, and one request more. */
export const quota = (input: Fields): CaseBook => {
  const measure = { quantity: 'KTN' };
  const rule = { kind: 'quota', id: 'quota', meter: { measure, window: { calendar: 'year' } } };
  return {
    entries: [{ ...rule, ceiling: { value: text(input['ceilingKt']), unit: 'KTN' } }, quotaRule],
    history: [units('KTN', input['consumedKt'])],
    consignments: [units('KTN', input['requestKt'])],
    screened: true,
  };
};
