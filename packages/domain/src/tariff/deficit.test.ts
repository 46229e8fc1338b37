import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceStep } from '../charge/rating.ts';
import { inputsOf, netBy, partText, priceBy } from '../testing/price-steps.ts';

const scale = (rows: readonly (readonly [number, string])[], step: string): string =>
  partText(
    [`{ step: deficit, name: charge, table: rates, key: weight, of: { fact: quantity.LBR }, per: '100', ${step} }`],
    `tables:
  rates:
    columns: [from, value]
    rows: [${rows.map(([from, rate]) => `[${from}, '${rate}']`).join(', ')}]
    keys: { weight: { match: belt, from: from, fact: quantity.LBR } }`,
  );

const pounds = (value: number | string): Record<string, unknown> => ({
  items: [{ quantities: [{ value: String(value), unit: 'LBR' }] }],
});

const traceOf = (tariff: string, changes: Record<string, unknown>): TraceStep | undefined => {
  const priced = priceBy(tariff, changes);
  return 'trace' in priced ? priced.trace[0] : undefined;
};

const PRINTED = [
  [1, '14.38'],
  [500, '10.29'],
] as const;

describe('deficit weight', () => {
  it('charges as the next bracket when that is cheaper, and shows both and the break-even', () => {
    const priced = priceBy(scale(PRINTED, 'reach: next'), pounds(450));
    expect(priced).toMatchObject({ net: '51.45' });
    const inputs = inputsOf('trace' in priced ? priced.trace[0] : undefined);
    // 450 · 14.38 / 100; 500 · 10.29 / 100; 500 · 10.29 / 14.38.
    expect(inputs).toMatchObject({ direct: '64.71', 'as-next': '51.45', 'break-even': '257250/719' });
  });

  it('turns at the break-even weight: below it the own rate, above it the next bracket', () => {
    const tariff = scale(PRINTED, 'reach: next');
    expect(['357.79', '357.78', '358', '499', '500'].map((lb) => netBy(tariff, pounds(lb)))).toEqual([
      '51.45',
      '51.45',
      '51.45',
      '51.45',
      '51.45',
    ]);
    expect(['350', '357'].map((lb) => netBy(tariff, pounds(lb)))).toEqual(['50.33', '51.34']);
  });

  it('names the row whose least weight was charged', () => {
    const priced = priceBy(scale(PRINTED, 'reach: next'), pounds(450));
    expect('trace' in priced ? priced.trace[0]?.rows.length : 0).toBe(2);
    const direct = priceBy(scale(PRINTED, 'reach: next'), pounds(200));
    expect('trace' in direct ? direct.trace[0]?.rows.length : 0).toBe(1);
  });

  it('reaches the next bracket, any bracket, or none', () => {
    const rows = [
      [0, '1000'],
      [100, '950'],
      [1000, '50'],
    ] as const;
    expect(['next', 'any', 'none'].map((reach) => netBy(scale(rows, `reach: ${reach}`), pounds(90)))).toEqual([
      '900.00',
      '500.00',
      '900.00',
    ]);
  });

  it('rates a mixed consignment at the scale of the aggregate and the deficit at the lowest rate of the scale reached', () => {
    const tariff = (reach: string): string =>
      partText(
        [
          `{ step: deficit, name: charge, table: rates, key: weight, of: { fact: quantity.LBR }, per: '100', reach: ${reach}, items: true }`,
        ],
        `tables:
  rates:
    columns: [goods, from, value]
    rows: [[chairs, 1, '20'], [chairs, 500, '12'], [nails, 1, '10'], [nails, 500, '6']]
    keys:
      goods: { match: exact, column: goods, fact: item.name }
      weight: { match: belt, from: from, fact: quantity.LBR }`,
      );
    const items = (chairs: string, nails: string): Record<string, unknown> => ({
      items: [
        { name: 'chairs', quantities: [{ value: chairs, unit: 'LBR' }] },
        { name: 'nails', quantities: [{ value: nails, unit: 'LBR' }] },
      ],
    });
    // 300 · 0.20 + 150 · 0.10 = 75; as 500 lb: 300 · 0.12 + 150 · 0.06 + 50 · 0.06 = 48.
    expect(netBy(tariff('next'), items('300', '150'))).toBe('48.00');
    expect(netBy(tariff('none'), items('300', '150'))).toBe('75.00');
    // The aggregate of 500 lb is in the second scale: 400 · 0.12 + 100 · 0.06.
    expect(netBy(tariff('next'), items('400', '100'))).toBe('54.00');
  });

  it('below the first bracket the rate is what the table has otherwise, and the first bracket may be cheaper', () => {
    const tariff = (reach: string): string =>
      scale(
        [
          [100, '5'],
          [500, '4'],
        ],
        `reach: ${reach}`,
      ).replace('keys:', "otherwise: '8'\n    keys:");
    // 50 · 0.08 = 4, as 100 lb 5; 90 · 0.08 = 7.20, as 100 lb 5; 62.5 lb is where they are equal.
    expect([50, '62.5', 63, 90, 100].map((lb) => netBy(tariff('next'), pounds(lb)))).toEqual([
      '4.00',
      '5.00',
      '5.00',
      '5.00',
      '5.00',
    ]);
    expect(netBy(tariff('none'), pounds(90))).toBe('7.20');
    expect(inputsOf(traceOf(tariff('next'), pounds(90)))).toMatchObject({
      rate: '8',
      direct: '7.2',
      'as-next': '5',
      'break-even': '62.5',
    });
  });

  it('the next bracket is one of the goods’ own rows, not one of other goods', () => {
    const tariff = partText(
      [
        `{ step: deficit, name: charge, table: rates, key: weight, of: { fact: quantity.LBR }, per: '100', items: true }`,
      ],
      `tables:
  rates:
    columns: [goods, from, value]
    rows: [[chairs, 1, '20'], [chairs, 500, '10'], [nails, 1, '10'], [nails, 460, '9']]
    keys:
      goods: { match: exact, column: goods, fact: item.name }
      weight: { match: belt, from: from, fact: quantity.LBR }`,
    );
    // 450 · 0.20 = 90; as 500 lb of chairs 50. The bracket from 460 is that of nails.
    expect(netBy(tariff, { items: [{ name: 'chairs', quantities: [{ value: '450', unit: 'LBR' }] }] })).toBe('50.00');
  });

  it('brackets open below begin right above their bound: it is charged as their least', () => {
    const tariff = partText(
      [`{ step: deficit, name: charge, table: rates, key: weight, of: { fact: quantity.LBR }, per: '100' }`],
      `tables:
  rates:
    columns: [to, value]
    rows: [[500, '14.38'], [1000, '10.29']]
    keys: { weight: { match: belt, to: to, fact: quantity.LBR } }`,
    );
    expect([450, 500, '500.5'].map((lb) => netBy(tariff, pounds(lb)))).toEqual(['51.45', '51.45', '51.50']);
  });

  it('goods of several rows are charged item by item on the scale of the aggregate, without being told to', () => {
    const tariff = (of: string): string =>
      partText(
        [`{ step: deficit, name: charge, table: rates, key: weight, of: ${of} }`],
        `quantities:
  chargeable: { steps: [{ step: lookup, name: mass, value: { fact: mass_kg } }, { step: maximum, name: norm, with: '1000' }] }
tables:
  rates:
    columns: [goods, from, value]
    rows: [['281', 1, '2'], ['281', 500, '1'], ['*', 1, '4'], ['*', 500, '3']]
    keys:
      goods: { match: goods, column: goods, system: ETSNG }
      weight: { match: belt, from: from, fact: mass_kg }`,
      );
    const items = (cement: number, steel: number): Record<string, unknown> => ({
      items: [
        { codes: { ETSNG: '281000' }, mass_kg: cement },
        { codes: { ETSNG: '312000' }, mass_kg: steel },
      ],
    });
    // In all 600 kg: 400 · 1 + 200 · 3. In all 450 kg: 300 · 2 + 150 · 4 = 1200; as 500 kg 300 · 1 + 150 · 3 + 50 · 1 = 800.
    expect(netBy(tariff('{ fact: mass_kg }'), items(400, 200))).toBe('1000.00');
    expect(netBy(tariff('{ fact: mass_kg }'), items(300, 150))).toBe('800.00');
    // Charged as 1000 kg, two thirds of it cement: 2000/3 · 1 + 1000/3 · 3.
    expect(netBy(tariff('{ quantity: chargeable }'), items(400, 200))).toBe('1666.67');
  });

  it('refuses a weight below the first bracket where the table has nothing otherwise, and an item whose weight is not known', () => {
    expect(netBy(scale([[10, '5']], 'reach: next'), pounds(9))).toBe('tariff.no-row');
    expect(netBy(scale(PRINTED, 'reach: next'), { items: [{}] })).toBe('tariff.missing-fact');
  });

  it('never charges less for more when any bracket may be reached', () => {
    const brackets = fc
      .tuple(
        fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 6, maxLength: 6 }),
      )
      .map(([bounds, rates]) => {
        const falling = rates.toSorted((a, b) => b - a);
        return [0, ...bounds.toSorted((a, b) => a - b)].map(
          (from, index) => [from, String(falling[index] ?? 1)] as const,
        );
      });
    const minor = (net: string): bigint => BigInt(net.replace('.', ''));
    fc.assert(
      fc.property(brackets, fc.integer({ min: 0, max: 1000 }), (rows, weight) => {
        const tariff = scale(rows, 'reach: any');
        expect(minor(netBy(tariff, pounds(weight)))).toBeLessThanOrEqual(minor(netBy(tariff, pounds(weight + 1))));
      }),
      { numRuns: 80 },
    );
  });
});
