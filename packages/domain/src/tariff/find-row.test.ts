import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netBy, overKm, partText, priceBy } from '../testing/price-steps.ts';

const LOOK_UP = '{ step: lookup, name: rate, value: { table: rates } }';

const belts = (rows: string, key: string): string =>
  partText(
    [LOOK_UP],
    `tables:
  rates:
    columns: [from, to, value]
    rows: [${rows}]
    keys: { distance: { match: belt, ${key}, fact: leg.distanceKm } }`,
  );

const goods = (rows: string, more = ''): string =>
  partText(
    [LOOK_UP],
    `tables:
  rates:
    columns: [goods, type, value]
    rows: [${rows}]
    keys:
      goods: { match: goods, column: goods, system: ETSNG }
      type: { match: exact, column: type, fact: wagon.type }
${more}`,
  );

const carrying = (...codes: string[]): Record<string, unknown> => ({
  items: codes.map((code) => ({ codes: { ETSNG: code }, mass_kg: 1000 })),
});

describe('looking a row up', () => {
  it('snaps to the belt that holds the distance, both ends closed, and never interpolates', () => {
    const tariff = belts("[1, 200, '5'], [201, 400, '6']", 'from: from, to: to, whole: true');
    expect([1, 200, 201, 400].map((km) => netBy(tariff, overKm(km)))).toEqual(['5.00', '5.00', '6.00', '6.00']);
  });

  it.each([
    ['both', '5.00', '6.00'],
    ['lower', '6.00', '6.00'],
    ['upper', '5.00', '6.00'],
  ])('knows the ends declared closed: %s', (closed, at200, at201) => {
    const tariff = belts(
      closed === 'both' ? "[1, 200, '5'], [201, 400, '6']" : "[0, 200, '5'], [200, 400, '6']",
      `from: from, to: to, closed: ${closed}, whole: true`,
    );
    expect([200, 201].map((km) => netBy(tariff, overKm(km)))).toEqual([at200, at201]);
  });

  it('takes a missing bound from the neighbour: lower bounds alone, upper bounds alone', () => {
    const lower = belts("[0, 0, '5'], [200, 0, '6']", 'from: from');
    expect(['199.9', '200', '100000'].map((km) => netBy(lower, overKm(km)))).toEqual(['5.00', '6.00', '6.00']);
    const upper = belts("[0, 200, '5'], [0, 400, '6']", 'to: to');
    expect(['0.1', '200', '200.1', '400', '400.1'].map((km) => netBy(upper, overKm(km)))).toEqual([
      '5.00',
      '5.00',
      '6.00',
      '6.00',
      'tariff.no-row',
    ]);
  });

  it('names table, keys and values when there is no row, and takes `otherwise` where the table has it', () => {
    const tariff = belts("[1, 200, '5']", 'from: from, to: to, whole: true');
    expect(priceBy(tariff, overKm(201))).toMatchObject({
      refused: ['tariff.no-row'],
      params: [{ tariff: 't', table: 'rates', keys: 'distance 201' }],
    });
    expect(netBy(tariff.replace('keys:', "otherwise: '9'\n    keys:"), overKm(201))).toBe('9.00');
  });

  it('names a fact the consignment lacks and never takes it for zero', () => {
    const tariff = belts("[0, 200, '5']", 'from: from, to: to, whole: true');
    expect(priceBy(tariff, { legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b' }] })).toMatchObject({
      refused: ['tariff.missing-fact'],
      params: [{ fact: 'leg.distanceKm' }],
    });
  });

  it('takes the longest goods pattern; an exact code beats a prefix of as many digits', () => {
    const tariff = goods(
      "['28', '*', '1'], ['281', '*', '2'], ['281000', '*', '3'], ['=281000', '*', '4'], ['301-304', '*', '5']",
    );
    const rates = ['289990', '281990', '281000', '302010', '310000'].map((code) => netBy(tariff, carrying(code)));
    expect(rates).toEqual(['1.00', '2.00', '4.00', '5.00', 'tariff.no-row']);
  });

  it('prefers a cell that says something to `*`', () => {
    const tariff = goods("['281', '*', '1'], ['281', hopper, '2']");
    expect(netBy(tariff, carrying('281000'))).toBe('2.00');
  });

  it('refuses two rows of which neither is better in every key, naming both lines', () => {
    const tariff = goods("['281000', '*', '1'], ['281', hopper, '2']");
    const priced = priceBy(tariff, carrying('281000'));
    expect(priced).toMatchObject({ refused: ['tariff.two-rows'], params: [{ table: 'rates' }] });
  });

  it('one row holds for goods that all stand in it, their masses known or not', () => {
    const tariff = goods("['281', '*', '1'], ['302', '*', '2'], ['*', '*', '3']");
    expect(netBy(tariff, carrying('281000', '281100'))).toBe('1.00');
    expect(netBy(tariff, { mass_kg: 9, items: [{ codes: { ETSNG: '281000' } }, { codes: { ETSNG: '281100' } }] })).toBe(
      '1.00',
    );
    expect(netBy(tariff, { items: [{ mass_kg: 1000 }] })).toBe('tariff.missing-fact');
  });

  it('goods in different rows are charged item by item, each with its part of the mass', () => {
    const tariff = partText(
      [
        "{ step: lookup, name: base, value: '100' }",
        '{ step: multiply, name: class, by: { table: rates } }',
        '{ step: multiply, name: tonnes, by: { fact: mass_kg, per: "1000" } }',
      ],
      `tables:
  rates:
    columns: [goods, value]
    rows: [['*', '1'], ['312', '1.74']]
    keys: { goods: { match: goods, column: goods, system: ETSNG } }`,
    );
    const items = (cement: number, steel: number): Record<string, unknown> => ({
      items: [
        { codes: { ETSNG: '281000' }, mass_kg: cement },
        { codes: { ETSNG: '312000' }, mass_kg: steel },
      ],
    });
    // 100 · 1 · 20 t + 100 · 1.74 · 10 t; the row for everything alone would be 3000.
    expect(netBy(tariff, items(20_000, 10_000))).toBe('3740.00');
    expect(
      netBy(tariff, { mass_kg: 30_000, items: [{ codes: { ETSNG: '281000' } }, { codes: { ETSNG: '312000' } }] }),
    ).toBe('tariff.missing-fact');
  });

  it('where the table declares it, one row or the highest of their rows holds for all goods', () => {
    const tariff = (several: string): string =>
      goods("['281', '*', '1'], ['302', '*', '2'], ['*', '*', '1.5']", `    several: ${several}\n`);
    expect(
      [tariff('each'), tariff('highest'), tariff('common')].map((one) => netBy(one, carrying('281000', '302000'))),
    ).toEqual(['1.50', '2.00', '1.50']);
    const uneven = {
      items: [
        { codes: { ETSNG: '281000' }, mass_kg: 1000 },
        { codes: { ETSNG: '302000' }, mass_kg: 3000 },
      ],
    };
    expect([tariff('each'), tariff('highest'), tariff('common')].map((one) => netBy(one, uneven))).toEqual([
      '1.75',
      '2.00',
      '1.50',
    ]);
  });

  it('a class or a norm is no rate: goods in different rows are refused, unless the table declares which holds', () => {
    const tariff = (several: string): string =>
      partText(
        ['{ step: lookup, name: norm, value: { quantity: norm } }'],
        `quantities: { norm: { steps: [{ step: lookup, name: norm, value: { table: norms } }] } }
tables:
  norms:
    columns: [goods, value]
    rows: [['281', '14'], ['302', '58']]
    several: ${several}
    keys: { goods: { match: goods, column: goods, system: ETSNG } }`,
      );
    expect(priceBy(tariff('each'), carrying('281000', '302000'))).toMatchObject({
      refused: ['tariff.several-rows'],
      params: [{ table: 'norms', keys: 'goods 281000, 302000' }],
    });
    expect(netBy(tariff('highest'), carrying('281000', '302000'))).toBe('58.00');
  });

  it('matches a blank cell with a fact known to have no value', () => {
    const tariff = partText(
      [LOOK_UP],
      `tables:
  rates:
    columns: [mark, value]
    rows: [['', '1'], ['18037', '2']]
    keys: { mark: { match: exact, column: mark, fact: marks } }`,
    );
    expect([{ marks: [] }, { marks: ['18037'] }, { marks: ['99'] }].map((one) => netBy(tariff, one))).toEqual([
      '1.00',
      '2.00',
      'tariff.no-row',
    ]);
  });

  it('compares numbers as numbers in an exact column, however they are written', () => {
    const tariff = partText(
      [LOOK_UP],
      `tables:
  rates:
    columns: [axles, value]
    rows: [['4.0', '1'], ['06', '2'], ['8', '3']]
    keys: { axles: { match: exact, column: axles, fact: wagon.axles } }`,
    );
    expect([4, 6, 8].map((axles) => netBy(tariff, { wagons: [{ axles }] }))).toEqual(['1.00', '2.00', '3.00']);
  });

  it('refuses a fact with several values rather than taking one of them', () => {
    const tariff = partText(
      [LOOK_UP],
      `tables:
  rates:
    columns: [type, value]
    rows: [[hopper, '1'], [tank, '2']]
    keys: { type: { match: exact, column: type, fact: wagon.type } }`,
    );
    expect(priceBy(tariff, { wagons: [{ type: 'hopper' }, { type: 'tank' }] })).toMatchObject({
      refused: ['tariff.several-values'],
      params: [{ fact: 'wagon.type', values: 'hopper, tank' }],
    });
  });

  it('finds in a long table, searched by halves, what a search row by row finds', () => {
    const bounds = fc
      .uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 10, maxLength: 40 })
      .map((list) => list.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(bounds, fc.integer({ min: 1, max: 5001 }), (ends, km) => {
        const rows = ends.map((to, index) => ({ from: (ends[index - 1] ?? 0) + 1, to, rate: ((index * 7) % 11) + 1 }));
        const tariff = belts(
          rows.map(({ from, to, rate }) => `[${from}, ${to}, '${rate}']`).join(', '),
          'from: from, to: to, whole: true',
        );
        const row = rows.find(({ from, to }) => from <= km && km <= to);
        expect(netBy(tariff, overKm(km))).toBe(row === undefined ? 'tariff.no-row' : `${row.rate}.00`);
      }),
      { numRuns: 60 },
    );
  });
});
