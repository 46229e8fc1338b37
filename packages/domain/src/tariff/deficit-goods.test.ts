import { describe, expect, it, test } from 'vitest';
import { inputsOf, partText, priceBy } from '../testing/price-steps.ts';
import { refusalsIn, stepText } from '../testing/told.ts';

type Changes = Readonly<Record<string, unknown>>;

/** The net amount with the trace, or every refusal with its parameters but the tariff's id. */
function outcome(tariff: string, changes: Changes): unknown {
  const priced = priceBy(tariff, changes);
  if ('net' in priced) return [priced.net, ...priced.trace.map(stepText)];
  return refusalsIn(priced);
}

const net = (tariff: string, changes: Changes): unknown => {
  const priced = priceBy(tariff, changes);
  return 'net' in priced ? priced.net : priced.refused;
};

/** A deficit step by a table whose rows stand from line 10 on. */
const deficit = (columns: string, rows: readonly string[], keys: string, step = '', more = ''): string =>
  partText(
    [`{ step: deficit, name: charge, table: rates, key: weight, ${step === '' ? 'of: { fact: mass_kg }' : step} }`],
    `tables:\n  rates:\n    columns: [${columns}]\n    rows:\n${rows.map((row) => `      - [${row}]\n`).join('')}    keys: { ${keys} }\n${more}`,
  );

const FROM = 'weight: { match: belt, from: from, fact: mass_kg }';
const FROM_TO = 'weight: { match: belt, from: from, to: to, whole: true, fact: mass_kg }';
const GOODS = 'goods: { match: goods, column: goods, system: ETSNG }';

/** Cement of 2 and 1, steel of 4 and 3 a kilogram; the second bracket begins at 500 kg. */
const MIXED = ["'281', 1, '2'", "'281', 500, '1'", "'312', 1, '4'", "'312', 500, '3'"];
const mixed = (step = '', more = ''): string => deficit('goods, from, value', MIXED, `${GOODS}, ${FROM}`, step, more);

const cement = (mass: number): object => ({ codes: { ETSNG: '281000' }, mass_kg: mass });
const steel = (mass: number): object => ({ codes: { ETSNG: '312000' }, mass_kg: mass });
const carrying = (...items: readonly object[]): Changes => ({ items });

describe('the trace of a deficit', () => {
  const scale = (step: string): string =>
    deficit('from, value', ["1, '20'", "500, '12'", "1000, '5'"], FROM, `of: { fact: mass_kg }, per: '100', ${step}`);

  it('has the quantity, the own rate and charge, the charge of the next bracket, the break-even, and both rows', () => {
    // 450 · 20 / 100 = 90; 500 · 12 / 100 = 60; 500 · 12 / 20 = 300 kg.
    expect(outcome(scale('reach: next'), carrying(cement(450)))).toEqual([
      '60.00',
      'deficit charge | quantity 450, rate 20, direct 90, as-next 60, break-even 300 | rates 0.yaml:10 weight 450 | rates 0.yaml:11 weight 500 |  → 60 | EUR',
    ]);
  });

  it('shows the next bracket alone, whichever is charged: as 1000 kg 50', () => {
    expect(outcome(scale('reach: any'), carrying(cement(450)))).toEqual([
      '50.00',
      'deficit charge | quantity 450, rate 20, direct 90, as-next 60, break-even 300 | rates 0.yaml:10 weight 450 | rates 0.yaml:12 weight 1000 |  → 50 | EUR',
    ]);
  });

  it('has no other bracket where none is to be reached', () => {
    expect(outcome(scale('reach: none'), carrying(cement(450)))).toEqual([
      '90.00',
      'deficit charge | quantity 450, rate 20, direct 90 | rates 0.yaml:10 weight 450 |  → 90 | EUR',
    ]);
  });

  it('names the own row where both charges are equal, right at the break-even', () => {
    expect(outcome(scale('reach: next'), carrying(cement(300)))).toEqual([
      '60.00',
      'deficit charge | quantity 300, rate 20, direct 60, as-next 60, break-even 300 | rates 0.yaml:10 weight 300 |  → 60 | EUR',
    ]);
  });

  it('at the least of a bracket looks to the one after it, not to itself', () => {
    // 500 · 12 / 100 = 60; as 1000 kg 50; 1000 · 5 / 12 = 416 2/3 kg.
    expect(outcome(scale('reach: next'), carrying(cement(500)))).toEqual([
      '50.00',
      'deficit charge | quantity 500, rate 12, direct 60, as-next 50, break-even 1250/3 | rates 0.yaml:11 weight 500 | rates 0.yaml:12 weight 1000 |  → 50 | EUR',
    ]);
  });

  it('has no break-even with a rate of nothing, and no next bracket in the last', () => {
    const free = deficit('from, value', ["1, '0'", "500, '12'"], FROM);
    expect(outcome(free, carrying(cement(450)))).toEqual([
      '0.00',
      'deficit charge | quantity 450, rate 0, direct 0, as-next 6000 | rates 0.yaml:10 weight 450 |  → 0 | EUR',
    ]);
    expect(outcome(free, carrying(cement(600)))).toEqual([
      '7200.00',
      'deficit charge | quantity 600, rate 12, direct 7200 | rates 0.yaml:11 weight 600 |  → 7200 | EUR',
    ]);
  });

  it('of several kinds of goods has no rate and no break-even; the rows of the scale reached come after their own', () => {
    // 300 · 2 + 150 · 4 = 1200; as 500 kg 300 · 1 + 150 · 3 + 50 · 1 = 800.
    expect(outcome(mixed(), carrying(cement(300), steel(150)))).toEqual([
      '800.00',
      'deficit charge | quantity 450, direct 1200, as-next 800 | rates 0.yaml:10 goods 281000, weight 450 | rates 0.yaml:12 goods 312000, weight 450 | rates 0.yaml:11 goods 281000, weight 500 | rates 0.yaml:13 goods 312000, weight 500 |  → 800 | EUR',
    ]);
  });

  it('of several goods of one kind is that of one', () => {
    expect(outcome(mixed(), carrying(cement(300), cement(150)))).toEqual([
      '500.00',
      'deficit charge | quantity 450, rate 2, direct 900, as-next 500, break-even 250 | rates 0.yaml:10 goods 281000, weight 450 | rates 0.yaml:11 goods 281000, weight 500 |  → 500 | EUR',
    ]);
  });
});

describe('where brackets begin', () => {
  it('is told by their bounds, in whatever order the rows stand', () => {
    const rows = ["1000, '', '0.05'", "1, 499, '0.2'", "500, 999, '0.12'"];
    // 450 · 0.2 = 90; as 500 kg 60; as 1000 kg 50.
    expect(
      [rows, rows.toReversed()].map((order) => net(deficit('from, to, value', order, FROM_TO), carrying(cement(450)))),
    ).toEqual(['60.00', '60.00']);
  });

  it.each([
    ['to', "500, '2'", "'500.5', '1.5'", "2000, '1'"],
    ['from', "0, '2'", "500, '1.5'", "'500.5', '1'"],
  ])('open below, they are charged as their bound, however narrow they are: %s', (column, ...rows) => {
    // (0; 500] at 2, (500; 500.5] at 1.5, from there on at 1: 450 kg as 500 at 1.5 = 750, not by the bracket after that.
    const tariff = deficit(
      `${column}, value`,
      rows,
      `weight: { match: belt, ${column}: ${column}, closed: upper, fact: mass_kg }`,
    );
    expect([450, 500, 501].map((mass) => net(tariff, carrying(cement(mass))))).toEqual(['750.00', '750.00', '501.00']);
  });

  test.each(['next', 'any'])(
    'of several goods each is charged by the bracket right above the bound: reach %s',
    (reach) => {
      // In all 450 kg: 300 · 2 + 150 · 4 = 1200. As 500 kg, right above: 300 · 1.5 + 150 · 3 + 50 · 1.5 = 975; steel from 600 on at 2.5.
      // As 600 kg: 300 · 1.5 + 150 · 2.5 + 150 · 1.5 = 1050; as 1000 kg: 300 · 1 + 150 · 2.5 + 550 · 1 = 1225.
      const rows = [
        "'281', 0, 500, '2'",
        "'281', 500, 1000, '1.5'",
        "'281', 1000, '', '1'",
        "'312', 0, 500, '4'",
        "'312', 500, 600, '3'",
        "'312', 600, '', '2.5'",
      ];
      const key = 'weight: { match: belt, from: from, to: to, closed: upper, fact: mass_kg }';
      const tariff = deficit(
        'goods, from, to, value',
        rows,
        `${GOODS}, ${key}`,
        `of: { fact: mass_kg }, reach: ${reach}`,
      );
      expect(net(tariff, carrying(cement(300), steel(150)))).toBe('975.00');
    },
  );

  it('another key by a quantity stays what it is while brackets are tried', () => {
    const rows = ["'1', 1, '2'", "'1', 500, '1'", "'2', 1, '4'", "'2', 500, '3'"];
    const keys = `class: { match: exact, column: class, quantity: class }, ${FROM}`;
    const quantities = "quantities: { class: { steps: [{ step: lookup, name: c, value: '2' }] } }\n";
    // Class 2: 450 · 4 = 1800; as 500 kg 1500.
    expect(net(deficit('class, from, value', rows, keys, '', quantities), carrying(cement(450)))).toBe('1500.00');
  });
});

describe('goods are charged item by item on the scale of the aggregate', () => {
  it('only where the table takes each by its own row', () => {
    // In all 600 kg, all of them at the higher rate of the second bracket: 600 · 3.
    expect(net(mixed('', '    several: highest\n'), carrying(cement(400), steel(200)))).toBe('1800.00');
    expect(net(mixed(), carrying(cement(400), steel(200)))).toBe('1000.00');
  });

  it('not in a part run for each item: there each has a scale of its own', () => {
    // Cement 400 · 2 = 800, as 500 kg 500; steel 200 · 4 = 800, as 500 kg 1500.
    const each = mixed('of: { fact: item.mass_kg }').replace('charge: freight', 'charge: freight\n    per: item');
    expect(net(each, carrying(cement(400), steel(200)))).toBe('1300.00');
  });

  it('by their parts of a mass reckoned for all of them; in equal parts where none weighs anything', () => {
    const norm = "quantities: { charged: { steps: [{ step: lookup, name: m, value: '600' }] } }\n";
    const tariff = mixed('of: { quantity: charged }', norm);
    // 600 kg charged, a third of it cement: 200 · 1 + 400 · 3; without masses 300 · 1 + 300 · 3.
    expect(net(tariff, carrying(cement(10), steel(20)))).toBe('1400.00');
    expect(net(tariff, carrying(cement(0), steel(0)))).toBe('1200.00');
    const priced = priceBy(tariff, carrying(cement(10), steel(20)));
    expect(inputsOf('trace' in priced ? priced.trace.at(-1) : undefined)).toEqual({ quantity: '600', direct: '1400' });
  });

  test.each<[string, string, Changes, readonly object[]]>([
    [
      'without an item there is nothing to charge',
      mixed('of: { fact: mass_kg }, items: true'),
      { items: [], mass_kg: 5 },
      [{ code: 'tariff.missing-fact', fact: 'items' }],
    ],
    [
      'the quantity of each is asked for',
      mixed('of: { fact: quantity.LBR }, items: true'),
      carrying({ ...cement(1), quantities: [{ value: '5', unit: 'LBR' }] }, steel(1)),
      [{ code: 'tariff.missing-fact', fact: 'quantity.LBR' }],
    ],
    [
      'the mass of each is asked for where the mass of all is reckoned',
      mixed(
        'of: { quantity: charged }, items: true',
        "quantities: { charged: { steps: [{ step: lookup, name: m, value: '600' }] } }\n",
      ),
      { mass_kg: 9, items: [cement(5), { codes: { ETSNG: '312000' } }] },
      [{ code: 'tariff.missing-fact', fact: 'item.mass_kg' }],
    ],
    [
      'what the mass of all is reckoned by is asked for',
      mixed(
        'of: { quantity: charged }',
        'quantities: { charged: { steps: [{ step: lookup, name: m, value: { fact: wagon.tare_kg } }] } }\n',
      ),
      carrying(cement(5), steel(5)),
      [{ code: 'tariff.missing-fact', fact: 'wagon.tare_kg' }],
    ],
    [
      'goods without a row have none at the scale of all either',
      mixed(),
      carrying(cement(5), { codes: { ETSNG: '999999' }, mass_kg: 5 }),
      [{ code: 'tariff.no-row', table: 'rates', file: '0.yaml', keys: 'goods 999999, weight 10' }],
    ],
    [
      'and where the quantity of a single kind cannot be known',
      deficit('from, value', ["1, '2'"], FROM, 'of: { fact: wagon.tare_kg }'),
      carrying(cement(5)),
      [{ code: 'tariff.missing-fact', fact: 'wagon.tare_kg' }],
    ],
  ])('%s', (_, tariff, changes, expected) => {
    expect(outcome(tariff, changes)).toEqual(expected);
  });

  it('goods that have no row in a higher bracket are not charged by it, and nothing is refused', () => {
    const rows = ["'281', 1, 499, '2'", "'281', 500, 9999, '1'", "'312', 1, 499, '4'"];
    // 300 · 2 + 150 · 4: steel has no row from 500 kg on.
    expect(
      net(deficit('goods, from, to, value', rows, `${GOODS}, ${FROM_TO}`), carrying(cement(300), steel(150))),
    ).toBe('1200.00');
  });
});
