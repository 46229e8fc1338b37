import { describe, expect, it } from 'vitest';
import { formOf } from '../testing/form-of.ts';

const MASS = '{ measure: mass, window: { calendar: month } }';
const tier = (text: string, meter = MASS): string => `effect: { kind: tier, meter: ${meter}, ${text} }`;

describe('a discount that says nothing but what it does', () => {
  it('is for all, at rating, on what remains, for the payer, and lowers what later ones work on', () => {
    const found = formOf("effect: { kind: multiply, by: '0.9' }");
    expect(found).toEqual({
      id: 'd',
      version: '2025-01-01',
      touches: { kind: 'charges', charges: ['freight'] },
      scope: { kind: 'all', of: [] },
      parts: 'whole',
      when: [],
      effect: { kind: 'multiply', by: { kind: 'literal', value: '0.9' } },
      conversions: [],
      amountsAsked: 'none',
      residue: 'largest-remainder',
      stage: 'multiply',
      on: 'remaining',
      lowersLater: true,
      at: 'rating',
      receivers: [{ role: 'payer', weight: '1' }],
      sharesResidue: 'largest-remainder',
    });
  });
});

const ALL_WRITTEN = `budget: pot
base: [{ tariff: rail-2025 }, { tariff: rail-2024, version: a }]
scope: { leg.carrier: [rail], amount.running.EUR: { from: '5' } }
when: [{ meter: ${MASS}, atLeast: { value: '5', unit: TNE, per: day }, lessThan: { value: '9', unit: TNE }, from: 2025-02-01, partial: pro-rata }, { not: { any: [{ meter: ${MASS}, above: { value: '1', unit: TNE }, atMost: { value: '2', unit: TNE } }, { scope: { traffic: [import] } }] } }]
guarantee: { meter: { measure: mass, key: [consignor], window: { calendar: year } }, atLeast: { value: '7', unit: TNE }, partial: pro-rata, count: cumulative, by: plant, graceDays: 5, onFailure: { kind: pay, rate: '3', per: KGM, currency: EUR, percent: '80', makeUpWindows: 2 }, refused: { rate: '4', currency: EUR } }
effect: { kind: reduce, amount: '2', per: tonne, currency: USD, counted: { free: '1', most: '9', package: '2', over: ${MASS} } }
volume: { meter: ${MASS}, unit: TNE, above: '3', upTo: '8' }
convert: [{ from: USD, to: EUR, divide: '4', date: 2025-01-02, source: bank, round: '0.1' }]
least: { amount: '1', currency: EUR }
residue: first
on: gross
lowersLater: false
round: { quantum: '0.1', mode: up }
order: 3
group: { id: g, choose: best-combination, excludes: [e] }
at: settlement
beneficiary: { weights: { consignor: '2', carrier: '1' }, residue: last }
cap: { amount: '50', currency: EUR, share: '0.5' }
settle: month
clause: item 1`;

const EVERYTHING = {
  id: 'd',
  version: '2025-01-01',
  budget: 'pot',
  base: [
    { tariff: 'rail-2025', version: '2025-01-01' },
    { tariff: 'rail-2024', version: 'a' },
  ],
  touches: { kind: 'charges', charges: ['freight'] },
  scope: {
    kind: 'all',
    of: [
      { kind: 'texts', field: { name: 'leg.carrier', type: 'text' }, values: 'rail', listed: 'rail', every: false },
      {
        kind: 'numbers',
        field: {
          name: 'amount.running.EUR',
          type: 'number',
          unit: 'EUR',
          amount: { of: 'running', currency: 'EUR' },
        },
        band: { lower: '5', lowerClosed: true, upperClosed: false },
        listed: '5…',
        every: false,
      },
    ],
  },
  parts: 'whole',
  when: [
    {
      kind: 'meter',
      meter: 'meter d@2025-01-01#when.0.meter',
      lower: { value: '5000', per: 'day', closed: true, relieved: true },
      upper: { value: '9000', per: 'window', closed: false, relieved: false },
      from: '2025-02-01',
      proRata: true,
    },
    {
      kind: 'all',
      of: [
        {
          kind: 'any',
          of: [
            {
              kind: 'meter',
              meter: 'meter d@2025-01-01#when.1.not.any.0.meter',
              upper: { value: '1000', per: 'window', closed: true, relieved: true },
              proRata: false,
            },
            {
              kind: 'meter',
              meter: 'meter d@2025-01-01#when.1.not.any.0.meter',
              lower: { value: '2000', per: 'window', closed: false, relieved: false },
              proRata: false,
            },
          ],
        },
        {
          kind: 'scope',
          scope: {
            kind: 'not',
            of: {
              kind: 'texts',
              field: { name: 'traffic', type: 'text' },
              values: 'import',
              listed: 'import',
              every: false,
            },
          },
        },
      ],
    },
  ],
  guarantee: {
    meter: 'meter d@2025-01-01#guarantee.meter',
    unit: 'TNE',
    factor: '0.001',
    atLeast: { value: '7000', per: 'window', closed: true, relieved: true },
    proRata: true,
    cumulative: true,
    by: 'plant',
    graceDays: 5,
    failure: { kind: 'pay', by: 'rate', rate: '3000', currency: 'EUR', share: '0.8', makeUp: 2 },
    refused: { rate: '4', currency: 'EUR' },
  },
  effect: {
    kind: 'reduce',
    rate: { kind: 'literal', value: '2' },
    per: { name: 'tonne', measure: { kind: 'counted', what: 'mass' }, factor: '0.001' },
    currency: 'USD',
    counted: { free: '1', most: '9', package: '2', over: 'meter d@2025-01-01#effect.counted.over' },
  },
  volume: { meter: 'meter d@2025-01-01#volume.meter', unit: 'TNE', factor: '0.001', above: '3', upTo: '8' },
  conversions: [
    {
      from: 'USD',
      to: 'EUR',
      published: '4',
      factor: '0.25',
      date: '2025-01-02',
      source: 'bank',
      round: { quantum: '0.1', mode: 'half-up', carry: 'rounded' },
    },
  ],
  amountsAsked: 'running',
  least: { value: '1', currency: 'EUR' },
  residue: 'first',
  stage: 'rebate',
  on: 'gross',
  lowersLater: false,
  round: { quantum: '0.1', mode: 'up', carry: 'rounded' },
  order: 3,
  group: { id: 'g', choose: 'best-combination', excludes: ['e'] },
  at: 'settlement',
  receivers: [
    { role: 'consignor', weight: '2' },
    { role: 'carrier', weight: '1' },
  ],
  sharesResidue: 'last',
  cap: { amount: { value: '50', currency: 'EUR' }, share: '0.5' },
  settle: 'month',
  clause: 'item 1',
};

describe('a discount that says everything', () => {
  it('is compiled part by part', () => {
    const found = formOf(ALL_WRITTEN, "kind: budget\nid: pot\nwindow: year\namount: { amount: '10', currency: EUR }");
    expect(found).toEqual(EVERYTHING);
  });
});

describe('who receives', () => {
  it.each<[string, unknown]>([
    [
      'beneficiary: consignee',
      {
        receivers: [{ role: 'consignee', weight: '1' }],
        sharesResidue: 'largest-remainder',
        residue: 'largest-remainder',
      },
    ],
    [
      'beneficiary: { party: mill }',
      {
        receivers: [{ role: 'named', party: 'mill', weight: '1' }],
        sharesResidue: 'largest-remainder',
        residue: 'largest-remainder',
      },
    ],
    [
      "beneficiary: { shares: { payer: '0.25', carrier: '0.75' } }",
      {
        receivers: [
          { role: 'payer', weight: '0.25' },
          { role: 'carrier', weight: '0.75' },
        ],
        sharesResidue: 'largest-remainder',
        residue: 'largest-remainder',
      },
    ],
    [
      "beneficiary: { shares: { consignee: '1' }, residue: first }\nresidue: last",
      { receivers: [{ role: 'consignee', weight: '1' }], sharesResidue: 'first', residue: 'last' },
    ],
    ['residue: last', { receivers: [{ role: 'payer', weight: '1' }], sharesResidue: 'last', residue: 'last' }],
  ])('%s', (content, expected) => {
    const { receivers, sharesResidue, residue } = formOf(`${content}\neffect: { kind: multiply, by: '0.9' }`);
    const found = { receivers, sharesResidue, residue };
    expect(found).toEqual(expected);
  });
});

describe('what is set aside', () => {
  const SCALE = tier(
    "unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }]",
  );

  it('at a forecast: the newest known last', () => {
    const found = formOf(
      `at: settlement\n${SCALE}\naccrual: { at: average, forecast: [{ known: 2025-03-01, value: '9' }, { known: 2025-01-01, value: '8', window: '2025' }], round: '0.01' }`,
    )['accrual'];
    expect(found).toEqual({
      at: 'average',
      forecast: [
        { known: '2025-01-01', value: '8', window: '2025' },
        { known: '2025-03-01', value: '9' },
      ],
      round: { quantum: '0.01', mode: 'half-up', carry: 'rounded' },
    });
  });

  it('at the step reached, nothing else is needed', () => {
    expect(formOf(`at: settlement\n${SCALE}\naccrual: { at: reached }`)['accrual']).toBeUndefined();
  });
});

describe('guarantees', () => {
  it.each<[string, string, unknown]>([
    [
      'claw-back, in the meter’s unit',
      "atLeast: { value: '7', unit: KGM }, onFailure: { kind: claw-back }",
      {
        meter: 'meter d@2025-01-01#guarantee.meter',
        unit: 'KGM',
        factor: '1',
        atLeast: { value: '7', per: 'window', closed: true, relieved: true },
        proRata: false,
        cumulative: false,
        graceDays: 0,
        failure: { kind: 'claw-back' },
      },
    ],
    [
      'a base fee',
      "by: plant, atLeast: { value: '7', unit: TNE, per: month }, onFailure: { kind: pay, baseFee: '3', currency: EUR }, refused: { rate: '4', per: KGM, currency: BYN }",
      {
        meter: 'meter d@2025-01-01#guarantee.meter',
        unit: 'TNE',
        factor: '0.001',
        atLeast: { value: '7000', per: 'month', closed: true, relieved: true },
        proRata: false,
        cumulative: false,
        by: 'plant',
        graceDays: 0,
        failure: { kind: 'pay', by: 'base-fee', rate: '3', currency: 'EUR', share: '1', makeUp: 0 },
        refused: { rate: '4000', currency: 'BYN' },
      },
    ],
  ])('%s', (_, text, expected) => {
    const found = formOf(`effect: { kind: multiply, by: '0.9' }\nguarantee: { meter: ${MASS}, ${text} }`)['guarantee'];
    expect(found).toEqual(expected);
  });
});
