import { describe, expect, it } from 'vitest';
import { outcomeLines } from '../testing/outcome-lines.ts';
import { discount, rate, withBook } from '../testing/rated-leg.ts';

/** 60 t at 10 EUR a tonne: 600 EUR; so much was carried before it in the year. */
const after = (tonnes: number): readonly Record<string, unknown>[] => [
  { note: 'A', accepted: '2025-02-01', items: [{ codes: {}, mass_kg: tonnes * 1000 }], wagons: [] },
];

const told = (
  content: string,
  changes: Readonly<Record<string, unknown>> = {},
  earlier: readonly Readonly<Record<string, unknown>>[] = [],
): readonly string[] => outcomeLines(rate(withBook(discount('d', content)), changes, earlier).discounts[0], 'EUR');

const IN_DOLLARS = "convert: [{ from: USD, to: EUR, multiply: '0.5', date: 2025-03-01, source: ECB }]";
const BY_TYPE =
  "tables: { cut: { columns: [type, part], rows: [['tank', '0.2'], ['hopper', '0.25']], keys: { type: { match: exact, column: type, fact: wagon.type } }, value: part } }";
const ABOVE = (tonnes: number): string =>
  `volume: { meter: { measure: mass, window: { calendar: year } }, unit: TNE, above: '${String(tonnes)}' }`;

describe('what an effect takes off 600 EUR, and how it came to it', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a coefficient takes what it leaves of one; the clause stands in the trace',
      "effect: { kind: multiply, by: '0.9' }\nclause: item 4",
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9] (item 4)',
      ],
    ],
    [
      'a coefficient above one raises the charge',
      "effect: { kind: multiply, by: '1.1' }",
      [
        'multiply at rating: -60.00 of 600.00 EUR',
        'payer works: -60.00 by invoice',
        'discount-multiply d: 600 → 660 EUR [coefficient 1.1]',
      ],
    ],
    [
      'a share takes that part',
      "effect: { kind: share, of: '0.125' }",
      [
        'multiply at rating: 75.00 of 600.00 EUR',
        'payer works: 75.00 by invoice',
        'discount-share d: 600 → 525 EUR [share 0.125]',
      ],
    ],
    [
      'a percent takes so many hundredths',
      "effect: { kind: percent, of: '12.5' }",
      [
        'multiply at rating: 75.00 of 600.00 EUR',
        'payer works: 75.00 by invoice',
        'discount-percent d: 600 → 525 EUR [percent 12.5]',
      ],
    ],
    [
      'a share from a table names the row it was read in',
      `${BY_TYPE}\neffect: { kind: share, of: { table: cut } }`,
      [
        'multiply at rating: 150.00 of 600.00 EUR',
        'payer works: 150.00 by invoice',
        'discount-share d: 600 → 450 EUR [table:cut 0.25; share 0.25] {cut:5 hopper}',
      ],
    ],
    [
      'a rate takes the place of the charge',
      "effect: { kind: replace, rate: '7', per: tonne, currency: EUR }",
      [
        'replace at rating: 180.00 of 600.00 EUR',
        'payer works: 180.00 by invoice',
        'discount-replace d: 600 → 420 EUR [rate 7 EUR; per:tonne 60]',
      ],
    ],
    [
      'a dearer rate takes its place too',
      "effect: { kind: replace, rate: '11', per: tonne, currency: EUR }",
      [
        'replace at rating: -60.00 of 600.00 EUR',
        'payer works: -60.00 by invoice',
        'discount-replace d: 600 → 660 EUR [rate 11 EUR; per:tonne 60]',
      ],
    ],
    [
      'a rate in another currency is converted, as published',
      `effect: { kind: replace, rate: '7', per: tonne, currency: USD }\n${IN_DOLLARS}`,
      [
        'replace at rating: 390.00 of 600.00 EUR',
        'payer works: 390.00 by invoice',
        'discount-replace d: 600 → 210 EUR [rate 7 USD; per:tonne 60; conversion:USD 0.5 EUR; published 2025-03-01; source ECB]',
      ],
    ],
    [
      'money is taken off for each unit',
      "effect: { kind: reduce, amount: '2', per: tonne, currency: EUR }",
      [
        'reduce at rating: 120.00 of 600.00 EUR',
        'payer works: 120.00 by invoice',
        'discount-reduce d: 600 → 480 EUR [rate 2 EUR; per:tonne 60]',
      ],
    ],
    [
      'no container, no money off for containers',
      "effect: { kind: reduce, amount: '2', per: container, currency: EUR }",
      [
        'reduce at rating: 0.00 of 600.00 EUR',
        'payer works: 0.00 by invoice',
        'discount-reduce d: 600 → 600 EUR [rate 2 EUR; per:container 0]',
      ],
    ],
    [
      'what is counted of 60 t: less 10 free, at most 30, in packages of 20 of which the second is started',
      "effect: { kind: reduce, amount: '5', per: tonne, currency: EUR, counted: { free: '10', most: '30', package: '20' } }",
      [
        'reduce at rating: 10.00 of 600.00 EUR',
        'payer works: 10.00 by invoice',
        'discount-reduce d: 600 → 590 EUR [rate 5 EUR; measured:tonne 60; free 10; most 30; package 20; packages 2]',
      ],
    ],
    [
      'a subsidy leaves the charge and is paid to whom it names',
      "effect: { kind: pay, by: { kind: money, amount: '2', per: wagon, currency: EUR } }\nbeneficiary: consignor",
      [
        'pay at settlement: 2.00 of 600.00 EUR',
        'consignor plant: 2.00 by settlement',
        'discount-reduce d: 600 → 598 EUR [rate 2 EUR; per:wagon 1]',
      ],
    ],
    [
      'shares: the part of who does not pay is for settlement',
      "effect: { kind: multiply, by: '0.9' }\nbeneficiary: { shares: { consignor: '0.6', payer: '0.4' } }",
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'consignor plant: 36.00 by settlement',
        'payer works: 24.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
      ],
    ],
    [
      'its own rounding rounds what it takes off; the trace keeps the exact value',
      "effect: { kind: percent, of: '33.333' }\nround: '1'",
      [
        'multiply at rating: 200.00 of 600.00 EUR',
        'payer works: 200.00 by invoice',
        'discount-percent d: 600 → 400.002 EUR [percent 33.333]',
      ],
    ],
  ])('%s', (_, content, expected) => {
    expect(told(content)).toEqual(expected);
  });
});

describe('bounds of what is taken off', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'less than the least is raised to it',
      "effect: { kind: multiply, by: '0.9' }\nleast: { amount: '75', currency: EUR }",
      [
        'multiply at rating: 75.00 of 600.00 EUR',
        'payer works: 75.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
        'discount-least d: 540 → 525 EUR [least 75 EUR]',
      ],
    ],
    [
      'what equals the least stays as it is',
      "effect: { kind: multiply, by: '0.9' }\nleast: { amount: '60', currency: EUR }",
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
      ],
    ],
    [
      'where the rule gives nothing the least is given',
      "effect: { kind: multiply, by: '1' }\nleast: { amount: '75', currency: EUR }",
      [
        'multiply at rating: 75.00 of 600.00 EUR',
        'payer works: 75.00 by invoice',
        'discount-multiply d: 600 → 600 EUR [coefficient 1]',
        'discount-least d: 600 → 525 EUR [least 75 EUR]',
      ],
    ],
    [
      'a least amount is converted',
      `effect: { kind: multiply, by: '0.9' }\nleast: { amount: '150', currency: USD }\n${IN_DOLLARS}`,
      [
        'multiply at rating: 75.00 of 600.00 EUR',
        'payer works: 75.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
        'discount-least d: 540 → 525 EUR [least 150 USD; conversion:USD 0.5 EUR; published 2025-03-01; source ECB]',
      ],
    ],
    [
      'a surcharge has no least',
      "effect: { kind: multiply, by: '1.1' }\nleast: { amount: '75', currency: EUR }",
      [
        'multiply at rating: -60.00 of 600.00 EUR',
        'payer works: -60.00 by invoice',
        'discount-multiply d: 600 → 660 EUR [coefficient 1.1]',
      ],
    ],
    [
      'a cap cuts what is above it',
      "effect: { kind: multiply, by: '0.5' }\ncap: { amount: '100', currency: EUR }",
      [
        'multiply at rating: 100.00 of 600.00 EUR',
        'payer works: 100.00 by invoice',
        'discount-multiply d: 600 → 300 EUR [coefficient 0.5]',
        'cut cap: 200.00',
      ],
    ],
    [
      'what equals the cap is not cut',
      "effect: { kind: multiply, by: '0.5' }\ncap: { amount: '300', currency: EUR }",
      [
        'multiply at rating: 300.00 of 600.00 EUR',
        'payer works: 300.00 by invoice',
        'discount-multiply d: 600 → 300 EUR [coefficient 0.5]',
      ],
    ],
    [
      'a cap may be a share of the charge',
      "effect: { kind: multiply, by: '0.5' }\ncap: { share: '0.3' }",
      [
        'multiply at rating: 180.00 of 600.00 EUR',
        'payer works: 180.00 by invoice',
        'discount-multiply d: 600 → 300 EUR [coefficient 0.5]',
        'cut cap: 120.00',
      ],
    ],
    [
      'of two caps the lesser counts',
      "effect: { kind: multiply, by: '0.5' }\ncap: { share: '0.3', amount: '200', currency: EUR }",
      [
        'multiply at rating: 180.00 of 600.00 EUR',
        'payer works: 180.00 by invoice',
        'discount-multiply d: 600 → 300 EUR [coefficient 0.5]',
        'cut cap: 120.00',
      ],
    ],
    [
      'no more is taken off than there is',
      "effect: { kind: reduce, amount: '12', per: tonne, currency: EUR }",
      [
        'reduce at rating: 600.00 of 600.00 EUR',
        'payer works: 600.00 by invoice',
        'discount-reduce d: 600 → -120 EUR [rate 12 EUR; per:tonne 60]',
        'cut remaining: 120.00',
      ],
    ],
  ])('%s', (_, content, expected) => {
    expect(told(content)).toEqual(expected);
  });
});

describe('only the volume above 40 t earns', () => {
  it.each<[string, string, number, readonly string[]]>([
    [
      'a coefficient works on its part of the charge, 20 of 60 t',
      "effect: { kind: multiply, by: '0.5' }",
      0,
      [
        'multiply at rating: 100.00 of 600.00 EUR',
        'payer works: 100.00 by invoice',
        'discount-volume d: 600 → 200 EUR [meter-before 0 TNE; meter-own 60 TNE; earns 20 TNE]',
        'discount-multiply d: 200 → 100 EUR [coefficient 0.5]',
      ],
    ],
    [
      'money for each unit is given for its part of the units',
      "effect: { kind: reduce, amount: '2', per: tonne, currency: EUR }",
      0,
      [
        'reduce at rating: 40.00 of 600.00 EUR',
        'payer works: 40.00 by invoice',
        'discount-volume d: 600 → 200 EUR [meter-before 0 TNE; meter-own 60 TNE; earns 20 TNE]',
        'discount-reduce d: 200 → 160 EUR [rate 2 EUR; per:tonne 60]',
      ],
    ],
    [
      'a later consignment has more above it',
      "effect: { kind: multiply, by: '0.5' }",
      30,
      [
        'multiply at rating: 250.00 of 600.00 EUR',
        'payer works: 250.00 by invoice',
        'discount-volume d: 600 → 500 EUR [meter-before 30 TNE; meter-own 60 TNE; earns 50 TNE]',
        'discount-multiply d: 500 → 250 EUR [coefficient 0.5]',
      ],
    ],
    [
      'what is all above it is not split',
      "effect: { kind: multiply, by: '0.5' }",
      40,
      [
        'multiply at rating: 300.00 of 600.00 EUR',
        'payer works: 300.00 by invoice',
        'discount-multiply d: 600 → 300 EUR [coefficient 0.5]',
      ],
    ],
  ])('%s', (_, content, tonnes, expected) => {
    const found = told(`${content}\n${ABOVE(40)}`, {}, after(tonnes));
    expect(found).toEqual(expected);
  });

  it('below it nothing is earned, and it is told how much is short', () => {
    const found = told(`effect: { kind: multiply, by: '0.5' }\n${ABOVE(400)}`, {}, after(30));
    expect(found).toEqual([
      'discount.volume-below meter=d@2025-01-01#volume.meter value=90 bound=400 short=310 unit=TNE',
    ]);
  });
});

describe('why an effect cannot be reckoned', () => {
  it.each<[string, string, Record<string, unknown>, readonly string[]]>([
    [
      'no row of the table is for the wagon',
      `${BY_TYPE}\neffect: { kind: share, of: { table: cut } }`,
      { wagons: [{ type: 'flat', mass_kg: 60_000 }] },
      ['discount.no-row table=cut keys=type flat'],
    ],
    [
      'the fact its table asks for is missing',
      `${BY_TYPE}\neffect: { kind: share, of: { table: cut } }`,
      { wagons: [{ mass_kg: 60_000 }] },
      ['missing wagon.type'],
    ],
    [
      'there is nothing a rate in the place of the charge could price',
      "effect: { kind: replace, rate: '7', per: container, currency: EUR }",
      {},
      ['discount.nothing-to-price per=container'],
    ],
    [
      'what it counts is not told',
      "effect: { kind: reduce, amount: '7', per: head, currency: EUR }",
      {},
      ['missing heads'],
    ],
    [
      'its rate is in another currency',
      "effect: { kind: replace, rate: '7', per: tonne, currency: USD }",
      {},
      ['discount.other-currency currency=USD charged=EUR'],
    ],
    [
      'its least is in another currency',
      "effect: { kind: multiply, by: '0.9' }\nleast: { amount: '150', currency: USD }",
      {},
      ['discount.other-currency currency=USD charged=EUR'],
    ],
    [
      'its cap is in another currency',
      "effect: { kind: multiply, by: '0.5' }\ncap: { amount: '100', currency: USD }",
      {},
      ['discount.other-currency currency=USD charged=EUR'],
    ],
  ])('%s', (_, content, changes, expected) => {
    expect(told(content, changes)).toEqual(expected);
  });
});
