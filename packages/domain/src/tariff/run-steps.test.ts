import { describe, expect, it } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { inputsOf, netBy, overKm, partText, priceBy, tariffText } from '../testing/price-steps.ts';

const ten = "{ step: lookup, name: ten, value: '10' }";

/** After ten, one more step. */
const after = (step: string): string => netBy(partText([ten, step]));

const RATES = `tables:
  rates:
    columns: [from, to, value]
    rows: [[1, 100, '1000'], [101, 200, '1900'], [201, 300, '2700']]
    keys: { distance: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } }`;

describe('steps of a tariff', () => {
  it.each([
    ["{ step: multiply, name: s, by: '1.5' }", '15.00'],
    ["{ step: divide, name: s, by: '4' }", '2.50'],
    ["{ step: divide, name: s, by: '0' }", 'tariff.divide-by-zero'],
    ["{ step: add, name: s, value: '0.01' }", '10.01'],
    ["{ step: subtract, name: s, value: '12' }", '-2.00'],
    ["{ step: maximum, name: s, with: '11' }", '11.00'],
    ["{ step: minimum, name: s, with: '11' }", '10.00'],
    ["{ step: clamp, name: s, least: '12', greatest: '15' }", '12.00'],
    ["{ step: clamp, name: s, greatest: '9' }", '9.00'],
    ["{ step: free, name: s, allowance: '4' }", '6.00'],
    ["{ step: free, name: s, allowance: '11' }", '0.00'],
    ["{ step: blocks, name: s, size: '4' }", '12.00'],
    ["{ step: blocks, name: s, size: '4', result: count }", '3.00'],
    ["{ step: blocks, name: s, size: '5', result: count }", '2.00'],
    ["{ step: blocks, name: s, size: '0' }", 'tariff.divide-by-zero'],
    [
      "{ step: flat-per-step, name: s, of: { fact: mass_kg }, steps: [{ from: '0', fee: '1' }, { from: '60000', fee: '2' }, { from: '60001', fee: '4' }] }",
      '13.00',
    ],
    ["{ step: round, name: s, to: { quantum: '3', mode: up } }", '12.00'],
    ["{ step: convert, name: s, to: EUR, divide: '3', round: '0.01' }", '3.33'],
  ])('%s', (step, amount) => {
    expect(after(step)).toBe(amount);
  });

  it('refuses a step that needs a value before there is one', () => {
    expect(netBy(partText(["{ step: multiply, name: s, by: '2' }"]))).toBe('tariff.no-running-value');
  });

  it('passes over a guarded step whose scope fails, and refuses one that cannot be told', () => {
    const tariff = partText([ten, "{ step: multiply, name: s, when: { wagon.type: [tank] }, by: '2' }"]);
    expect(netBy(tariff)).toBe('10.00');
    expect(netBy(tariff, { wagons: [{ type: 'tank' }] })).toBe('20.00');
    expect(priceBy(tariff, { wagons: [{}] })).toMatchObject({
      refused: ['tariff.missing-fact'],
      params: [{ fact: 'wagon.type' }],
    });
  });

  it('carries the rounded value on, or prints it and goes on with the full one', () => {
    const chain = (carry: string): string =>
      netBy(
        partText([
          "{ step: lookup, name: rate, value: '1.004' }",
          `{ step: multiply, name: once, by: '1', round: { quantum: '0.01', carry: ${carry} } }`,
          "{ step: multiply, name: thousand, by: '1000' }",
        ]),
      );
    expect(chain('rounded')).toBe('1000.00');
    expect(chain('full')).toBe('1004.00');
  });

  it('refuses a conversion outside the validity of its coefficient', () => {
    const tariff = partText([
      ten,
      "{ step: convert, name: chf, to: EUR, multiply: '2', date: 2024-12-20, source: 'bulletin 51', valid: { from: 2025-01-01, to: 2025-03-10 } }",
    ]);
    const priced = priceBy(tariff, { accepted: '2025-03-09' });
    expect(priced).toMatchObject({ net: '20.00' });
    expect(inputsOf('trace' in priced ? priced.trace[1] : undefined)).toEqual({
      value: '2',
      published: '2024-12-20',
      source: 'bulletin 51',
    });
    expect(priceBy(tariff, { accepted: '2025-03-10' })).toMatchObject({
      refused: ['tariff.coefficient-not-valid'],
      params: [{ date: '2025-03-10', to: '2025-03-10' }],
    });
  });

  it('shows the currency a rate is printed in, up to the step that converts it', () => {
    const tariff = tariffText(`currency: USD
parts:
  - id: loaded
    charge: freight
    currency: CHF
    steps:
      - { step: lookup, name: rate, value: '115' }
      - { step: convert, name: usd, to: USD, divide: '1.15' }`);
    const priced = priceBy(tariff);
    expect(priced).toMatchObject({ net: '100.00' });
    expect('trace' in priced ? priced.trace.map((step) => step.currency) : []).toEqual(['CHF', 'USD']);
  });

  it('introduces a coefficient from a distance: rate(L0) + K·(rate(L) − rate(L0)), the rate itself up to L0', () => {
    const tariff = partText(
      ["{ step: piecewise, name: p, table: rates, key: distance, from: '150', coefficient: '0.5' }"],
      RATES,
    );
    // rate(150) = 1900; rate(201) = 2700: 1900 + 0.5 · 800.
    expect([100, 101, 149, 150, 151, 200, 201, 300].map((km) => netBy(tariff, overKm(km)))).toEqual([
      '1000.00',
      '1900.00',
      '1900.00',
      '1900.00',
      '1900.00',
      '1900.00',
      '2300.00',
      '2300.00',
    ]);
  });

  it('takes the table’s other value where a distance has no row, also for a coefficient from a distance', () => {
    const tariff = partText(
      ["{ step: piecewise, name: p, table: rates, key: distance, from: '150', coefficient: '0.5' }"],
      `tables:
  rates:
    columns: [from, to, value]
    rows: [[1, 200, '10']]
    keys: { distance: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } }
    otherwise: '30'`,
    );
    expect([150, 200, 201].map((km) => netBy(tariff, overKm(km)))).toEqual(['10.00', '10.00', '20.00']);
  });

  it('adds the correction greater in absolute value, keeps its sign, and takes the first of two equal ones', () => {
    const corrected = (...candidates: [string, string][]): string =>
      after(
        `{ step: greater-correction, name: s, candidates: [${candidates.map(([on, rate]) => `{ on: '${on}', rate: '${rate}', round: '0.01' }`).join(', ')}] }`,
      );
    expect(corrected(['100', '0.04'], ['200', '-0.03'])).toBe('4.00');
    expect(corrected(['100', '0.04'], ['100', '-0.05'])).toBe('5.00');
    expect(corrected(['100', '0.04'], ['100', '-0.04'])).toBe('14.00');
    expect(corrected(['100', '-0.04'], ['100', '0.04'])).toBe('6.00');
  });

  it('reads the end of the belt before the one met, and leaves the candidate out in the first belt', () => {
    const own = '{ on: { table: rates }, rate: { table: sizes } }';
    const before =
      '{ on: { table: rates, at: { distance: { endBefore: { table: sizes, key: distance } } } }, rate: { table: sizes, at: { distance: { endBefore: { table: sizes, key: distance } } } } }';
    const tariff = partText(
      [
        `{ step: lookup, name: base, value: { table: rates } }`,
        `{ step: greater-correction, name: s, candidates: [${own}, ${before}] }`,
      ],
      `${RATES}
  sizes:
    columns: [from, to, value]
    rows: [[1, 150, '0.10'], [151, 300, '0.01']]
    keys: { distance: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } }`,
    );
    // 100: 10 % of 1000; 150: 10 % of 1900; 151: 1 % of 1900 against 10 % of 1900 at 150; 201: 1 % of 2700 against the same.
    expect([100, 150, 151, 201].map((km) => netBy(tariff, overKm(km)))).toEqual([
      '1100.00',
      '2090.00',
      '2090.00',
      '2890.00',
    ]);
  });

  it('refuses the end of an earlier belt where there is none, outside a correction', () => {
    const tariff = partText(
      [
        '{ step: lookup, name: base, value: { table: rates, at: { distance: { endBefore: { table: rates, key: distance } } } } }',
      ],
      RATES,
    );
    expect(netBy(tariff, overKm(150))).toBe('1000.00');
    expect(netBy(tariff, overKm(50))).toBe('tariff.no-belt-before');
  });

  it('leaves a step in the trace for each step run: inputs, row with file and line, values, clause', () => {
    const priced = priceBy(
      partText(
        [
          "{ step: lookup, name: base, value: { table: rates }, clause: 'point 5' }",
          "{ step: multiply, name: third, by: '0.3333', round: '0.01' }",
        ],
        RATES,
      ),
      overKm(150),
    );
    const trace = 'trace' in priced ? priced.trace : [];
    expect(trace[0]).toMatchObject({
      step: 'lookup',
      name: 'base',
      clause: 'point 5',
      rows: [{ table: 'rates', file: '0.yaml', line: 9, keys: { distance: '150' } }],
    });
    expect(trace[0]?.before).toBeUndefined();
    const [, second] = trace;
    expect(inputsOf(second)).toEqual({ value: '0.3333' });
    expect(
      [second?.before, second?.unrounded, second?.after].map((value) => (value === undefined ? '' : toText(value))),
    ).toEqual(['1900', '633.27', '633.27']);
  });

  it('adds a distance where the way passes a node, unless a fact says otherwise; without the fact it is refused', () => {
    const tariff = partText(
      ['{ step: lookup, name: km, value: { quantity: distance } }'],
      `quantities:
  distance:
    steps:
      - { step: lookup, name: km, value: { fact: leg.distanceKm } }
      - { step: add, name: node, when: { via: [node], not: { extra.node: [same-line] } }, value: '54' }`,
    );
    const through = {
      legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', via: ['node'], distanceKm: '100', payer: 'works' }],
    };
    expect(netBy(tariff)).toBe('100.00');
    expect(netBy(tariff, { ...through, extra: { node: 'other-line' } })).toBe('154.00');
    expect(netBy(tariff, { ...through, extra: { node: 'same-line' } })).toBe('100.00');
    expect(netBy(tariff, through)).toBe('tariff.missing-fact');
  });
});
