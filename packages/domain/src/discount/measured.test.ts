import { describe, expect, it } from 'vitest';
import { outcomeLines } from '../testing/outcome-lines.ts';
import { discount, rate, withBook } from '../testing/rated-leg.ts';

type Changes = Readonly<Record<string, unknown>>;

const earlier = (tonnes: number, more: Changes = {}): Changes => ({
  note: 'A',
  accepted: '2025-02-01',
  items: [{ codes: {}, mass_kg: tonnes * 1000 }],
  wagons: [],
  ...more,
});
const told = (content: string, before: readonly Changes[] = [], changes: Changes = {}): readonly string[] =>
  outcomeLines(rate(withBook(discount('d', content)), changes, before).discounts[0], 'EUR');

const YEAR = 'window: { calendar: year }';
const counted = (text: string, per = 'tonne'): string =>
  `effect: { kind: reduce, amount: '1', per: ${per}, currency: EUR, counted: { ${text} } }`;
const volume = (meter: string, bounds: string): string =>
  `effect: { kind: multiply, by: '0.5' }\nvolume: { meter: { ${meter} }, ${bounds} }`;

describe('what is counted of 60 t', () => {
  it.each<[string, string, readonly Changes[], readonly string[]]>([
    [
      'over the year, of which 5 of 10 t free are used',
      counted(`free: '10', over: { measure: mass, ${YEAR} }`),
      [earlier(5)],
      [
        'reduce at rating: 55.00 of 600.00 EUR',
        'payer works: 55.00 by invoice',
        'discount-reduce d: 600 → 545 EUR [rate 1 EUR; measured:tonne 60; meter-before 5; free 10; per:tonne 55]',
      ],
    ],
    [
      'over the year, up to 50 t of which 20 are used',
      counted(`most: '50', over: { measure: mass, ${YEAR} }`),
      [earlier(20)],
      [
        'reduce at rating: 30.00 of 600.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-reduce d: 600 → 570 EUR [rate 1 EUR; measured:tonne 60; meter-before 20; most 50; per:tonne 30]',
      ],
    ],
    [
      'in packages of 25 t, the third of them started',
      counted("package: '25'"),
      [],
      [
        'reduce at rating: 3.00 of 600.00 EUR',
        'payer works: 3.00 by invoice',
        'discount-reduce d: 600 → 597 EUR [rate 1 EUR; measured:tonne 60; package 25; packages 3]',
      ],
    ],
    [
      'less what is free',
      counted("free: '59.5'"),
      [],
      [
        'reduce at rating: 0.50 of 600.00 EUR',
        'payer works: 0.50 by invoice',
        'discount-reduce d: 600 → 599.5 EUR [rate 1 EUR; measured:tonne 60; free 59.5; per:tonne 0.5]',
      ],
    ],
    [
      'all of it',
      counted("free: '0'"),
      [],
      [
        'reduce at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-reduce d: 600 → 540 EUR [rate 1 EUR; measured:tonne 60; per:tonne 60]',
      ],
    ],
    [
      'over a key that is missing',
      counted(`free: '1', over: { measure: mass, key: [agreement], ${YEAR} }`),
      [],
      ['missing agreement'],
    ],
    [
      'over a year of which a mass is missing',
      counted(`free: '1', over: { measure: mass, ${YEAR} }`),
      [earlier(1, { items: [{ codes: {} }] })],
      ['missing mass_kg'],
    ],
    [
      'over a meter that does not count it',
      counted(`free: '1', over: { measure: mass, scope: { traffic: [import] }, ${YEAR} }`),
      [],
      ['discount.not-counted meter=d@2025-01-01#effect.counted.over'],
    ],
    [
      'over a meter of which it cannot be told',
      counted(`free: '1', over: { measure: mass, scope: { item.origin: [BY] }, ${YEAR} }`),
      [],
      ['missing item.origin'],
    ],
    [
      'over an interval that has ended',
      counted("free: '1', over: { measure: mass, window: { fixed: { from: 2024-01-01, to: 2025-03-10 } } }"),
      [],
      ['discount.not-counted meter=d@2025-01-01#effect.counted.over'],
    ],
    [
      'over deliveries, of which it has no day',
      counted(`free: '1', over: { measure: mass, countAt: delivered, ${YEAR} }`),
      [],
      ['missing dates.delivered'],
    ],
  ])('%s', (_, content, before, expected) => {
    expect(told(content, before)).toEqual(expected);
  });
});

describe('the volume that earns', () => {
  const MASS = `measure: mass, ${YEAR}`;
  const money = (of: string): string => `measure: { money: { charges: [${of}], of: gross, currency: EUR } }, ${YEAR}`;

  it.each<[string, string, readonly Changes[], readonly string[]]>([
    [
      'up to 50 t, of which 20 are used: 30 of 60',
      volume(MASS, "upTo: '50', unit: TNE"),
      [earlier(20)],
      [
        'multiply at rating: 150.00 of 600.00 EUR',
        'payer works: 150.00 by invoice',
        'discount-volume d: 600 → 300 EUR [meter-before 20 TNE; meter-own 60 TNE; earns 30 TNE]',
        'discount-multiply d: 300 → 150 EUR [coefficient 0.5]',
      ],
    ],
    [
      'up to 50 t, all used',
      volume(MASS, "upTo: '50', unit: TNE"),
      [earlier(50)],
      ['discount.volume-used-up meter=d@2025-01-01#volume.meter value=50 bound=50 unit=TNE'],
    ],
    [
      'between 10 and 50 t',
      volume(MASS, "above: '10', upTo: '50', unit: TNE"),
      [],
      [
        'multiply at rating: 200.00 of 600.00 EUR',
        'payer works: 200.00 by invoice',
        'discount-volume d: 600 → 400 EUR [meter-before 0 TNE; meter-own 60 TNE; earns 40 TNE]',
        'discount-multiply d: 400 → 200 EUR [coefficient 0.5]',
      ],
    ],
    [
      'above 60 t: just none',
      volume(MASS, "above: '60', unit: TNE"),
      [],
      ['discount.volume-below meter=d@2025-01-01#volume.meter value=60 bound=60 short=0 unit=TNE'],
    ],
    [
      'above 100 t, nothing above it yet',
      volume(MASS, "above: '100', upTo: '200', unit: TNE"),
      [earlier(20)],
      ['discount.volume-below meter=d@2025-01-01#volume.meter value=80 bound=100 short=20 unit=TNE'],
    ],
    [
      'of money of the freight: 600 of 605',
      volume(money('freight'), "above: '300'"),
      [],
      [
        'multiply at rating: 150.00 of 600.00 EUR',
        'payer works: 150.00 by invoice',
        'discount-volume d: 600 → 300 EUR [meter-before 0 EUR; meter-own 600 EUR; earns 300 EUR]',
        'discount-multiply d: 300 → 150 EUR [coefficient 0.5]',
      ],
    ],
    [
      'of money of another kind there is none',
      volume(money('storage'), "above: '300'"),
      [],
      ['discount.not-counted meter=d@2025-01-01#volume.meter'],
    ],
    [
      'of money in another currency',
      volume(money('freight').replace('EUR', 'USD'), "above: '300'"),
      [],
      ['discount.not-counted meter=d@2025-01-01#volume.meter'],
    ],
    [
      'of two meters added up',
      volume(
        `combine: sum, of: [{ ${MASS} }, { measure: mass, scope: { traffic: [export] }, ${YEAR} }]`,
        "above: '60', unit: TNE",
      ),
      [],
      [
        'multiply at rating: 150.00 of 600.00 EUR',
        'payer works: 150.00 by invoice',
        'discount-volume d: 600 → 300 EUR [meter-before 0 TNE; meter-own 120 TNE; earns 60 TNE]',
        'discount-multiply d: 300 → 150 EUR [coefficient 0.5]',
      ],
    ],
    [
      'of two meters, one of which counts it',
      volume(
        `combine: sum, of: [{ measure: mass, scope: { traffic: [import] }, ${YEAR} }, { ${MASS} }]`,
        "above: '30', unit: TNE",
      ),
      [],
      [
        'multiply at rating: 150.00 of 600.00 EUR',
        'payer works: 150.00 by invoice',
        'discount-volume d: 600 → 300 EUR [meter-before 0 TNE; meter-own 60 TNE; earns 30 TNE]',
        'discount-multiply d: 300 → 150 EUR [coefficient 0.5]',
      ],
    ],
    [
      'of two meters, of one of which it cannot be told',
      volume(
        `combine: sum, of: [{ ${MASS} }, { measure: mass, scope: { item.origin: [BY] }, ${YEAR} }]`,
        "above: '30', unit: TNE",
      ),
      [],
      ['missing item.origin'],
    ],
    [
      'of two meters with keys of their own, under one of which it counts',
      volume(
        `combine: sum, of: [{ measure: mass, key: [consignor], ${YEAR} }, { measure: mass, key: [consignee], ${YEAR} }]`,
        "above: '30', unit: TNE",
      ),
      [],
      [
        'multiply at rating: 150.00 of 600.00 EUR',
        'payer works: 150.00 by invoice',
        'discount-volume d: 600 → 300 EUR [meter-before 0 TNE; meter-own 60 TNE; earns 30 TNE]',
        'discount-multiply d: 300 → 150 EUR [coefficient 0.5]',
      ],
    ],
    [
      'of two meters with keys of their own, of which it lacks one',
      volume(
        `combine: sum, of: [{ measure: mass, key: [consignor], ${YEAR} }, { measure: mass, key: [agreement], ${YEAR} }]`,
        "above: '30', unit: TNE",
      ),
      [],
      ['missing agreement'],
    ],
    [
      'of two meters, none of which counts it',
      volume(
        `combine: sum, of: [{ measure: mass, scope: { traffic: [import] }, ${YEAR} }, { measure: mass, scope: { traffic: [transit] }, ${YEAR} }]`,
        "above: '30', unit: TNE",
      ),
      [],
      ['discount.not-counted meter=d@2025-01-01#volume.meter'],
    ],
    ['of heads, which the note does not tell', volume(`measure: heads, ${YEAR}`, "above: '3'"), [], ['missing heads']],
    [
      'of containers, of which there are none',
      volume(`measure: containers, ${YEAR}`, "upTo: '3'"),
      [],
      ['discount.not-counted meter=d@2025-01-01#volume.meter'],
    ],
  ])('%s', (_, content, before, expected) => {
    expect(told(content, before)).toEqual(expected);
  });
});
