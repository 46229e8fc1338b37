import { describe, expect, it } from 'vitest';
import { outcomeLines } from '../testing/outcome-lines.ts';
import { discount, rate, withBook } from '../testing/rated-leg.ts';

const YEAR = 'meter: { measure: mass, window: { calendar: year } }, unit: TNE, bounds: lower';

/** 60 t at 10 EUR a tonne: 600 EUR; so much was carried before it in the year. */
function told(content: string, before: number, changes: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const earlier =
    before === 0
      ? []
      : [{ note: 'A', accepted: '2025-02-01', items: [{ codes: {}, mass_kg: before * 1000 }], wagons: [] }];
  return outcomeLines(rate(withBook(discount('d', content)), changes, earlier).discounts[0], 'EUR');
}

const tier = (content: string, meter = YEAR): string => `effect: { kind: tier, ${meter}, ${content} }`;
const FROM_NOTHING = "steps: [{ from: '0', rate: '5' }, { from: '100', rate: '10' }]";
const MONEY = "currency: EUR, steps: [{ from: '0', rate: '1' }, { from: '100', rate: '3' }]";

describe('a scale in another currency', () => {
  const usd = "method: all-units, amount: per-unit, currency: USD, steps: [{ from: '0', rate: '2' }]";

  it('is converted, as published; without a coefficient it is not applied', () => {
    const convert = "convert: [{ from: USD, to: EUR, divide: '4', date: 2025-03-01, source: ECB }]";
    const found = [told(`${tier(usd)}\n${convert}`, 10), told(tier(usd), 10)];
    expect(found).toEqual([
      [
        'reduce at rating: 30.00 of 600.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-tier-per-unit d: 600 → 570 EUR [meter-before 10 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 2; conversion:USD 4 EUR; published 2025-03-01; source ECB]',
      ],
      ['discount.other-currency currency=USD charged=EUR'],
    ]);
  });
});

describe('what the meter does not tell', () => {
  const heads = 'meter: { measure: heads, window: { calendar: year } }, bounds: lower';
  const imported = YEAR.replace('mass,', 'mass, scope: { traffic: [import] },');
  const fromOrigin = YEAR.replace('mass,', 'mass, scope: { item.origin: [BY] },');
  const over = YEAR.replace('{ calendar: year }', '{ fixed: { from: 2024-01-01, to: 2025-01-01 } }');
  const byAgreement = YEAR.replace('mass,', 'mass, key: [agreement],');
  const FLAT = "currency: EUR, steps: [{ from: '0', rate: '5', flat: '7' }]";

  it.each<[string, string, string, readonly string[]]>([
    ['its key is missing', `method: all-units, amount: percent, ${FROM_NOTHING}`, byAgreement, ['missing agreement']],
    [
      'its own measure is missing where it is split',
      `method: incremental, amount: percent, ${FROM_NOTHING}`,
      heads,
      ['missing heads'],
    ],
    [
      'its own measure is not asked for where it only chooses a step by what went before',
      `method: all-units, amount: percent, ${FROM_NOTHING}`,
      heads,
      [
        'multiply at rating: 30.00 of 600.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-tier-share d: 600 → 570 EUR [meter-before 0 HEA; meter-own 0 HEA; tier-step 1; slice 0 HEA; rate 0.05]',
        'next 2 share 0.1: 100 HEA for 30',
      ],
    ],
    [
      'its own measure is asked for where it may reach a flat fee',
      `method: all-units, amount: percent, ${FLAT}`,
      heads,
      ['missing heads'],
    ],
    [
      'a fact its scope asks for is missing',
      `method: incremental, amount: percent, ${FROM_NOTHING}`,
      fromOrigin,
      ['missing item.origin'],
    ],
    [
      'the meter does not count the consignment that would be split',
      `method: incremental, amount: percent, ${FROM_NOTHING}`,
      imported,
      ['discount.not-counted meter=d@2025-01-01#effect.meter'],
    ],
    [
      'or counted in',
      `method: all-units, include: self, amount: percent, ${FROM_NOTHING}`,
      imported,
      ['discount.not-counted meter=d@2025-01-01#effect.meter'],
    ],
    [
      'or paid by it',
      `method: all-units, amount: per-unit, ${MONEY}`,
      imported,
      ['discount.not-counted meter=d@2025-01-01#effect.meter'],
    ],
    [
      'or given a lump',
      "method: all-units, amount: lump, currency: EUR, steps: [{ from: '0', rate: '5' }]",
      imported,
      ['discount.not-counted meter=d@2025-01-01#effect.meter'],
    ],
    [
      'what it does not count may still be granted the step reached before',
      `method: all-units, amount: percent, ${FROM_NOTHING}`,
      imported,
      [
        'multiply at rating: 30.00 of 600.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-tier-share d: 600 → 570 EUR [meter-before 0 TNE; meter-own 0 TNE; tier-step 1; slice 0 TNE; rate 0.05]',
        'next 2 share 0.1: 100 TNE for 30',
      ],
    ],
    [
      'money for each wagon does not ask what the meter counts of it',
      `method: all-units, amount: per-unit, per: wagon, ${MONEY}`,
      imported,
      [
        'reduce at rating: 1.00 of 600.00 EUR',
        'payer works: 1.00 by invoice',
        'discount-tier-per-unit d: 600 → 599 EUR [meter-before 0 TNE; meter-own 0 TNE; tier-step 1; slice 0 TNE; rate 1]',
        'next 2 per-unit 3: 100 TNE for 2',
      ],
    ],
    [
      'what it does not count reaches no flat fee',
      `method: all-units, amount: percent, ${FLAT}`,
      imported,
      [
        'multiply at rating: 30.00 of 600.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-tier-share d: 600 → 570 EUR [meter-before 0 TNE; meter-own 0 TNE; tier-step 1; slice 0 TNE; rate 0.05]',
      ],
    ],
    [
      'a window that is over counts it no more',
      `method: incremental, amount: percent, ${FROM_NOTHING}`,
      over,
      ['discount.not-counted meter=d@2025-01-01#effect.meter'],
    ],
  ])('%s', (_, content, meter, expected) => {
    const found = told(tier(content, meter), 0);
    expect(found).toEqual(expected);
  });

  it('an earlier consignment without the fact leaves the reading open', () => {
    const content = tier("method: all-units, amount: percent, steps: [{ from: '5', rate: '10' }]", heads);
    const earlier = [{ note: 'A', accepted: '2025-02-01' }];
    const found = outcomeLines(rate(withBook(discount('d', content)), {}, earlier).discounts[0], 'EUR');
    expect(found).toEqual(['missing heads']);
  });
});

describe('a ratio or the lesser of two that settles later is read as it stands', () => {
  const lesser =
    'meter: { combine: lesser, of: [{ measure: mass, scope: { traffic: [export] }, window: { calendar: year } }, { measure: mass, scope: { traffic: [import] }, window: { calendar: year } }] }, unit: TNE, bounds: lower';

  it('30 t of imports stand against more exports: the step is that of 30 t', () => {
    const content = `at: settlement\n${tier("method: all-units, amount: percent, steps: [{ from: '0', rate: '5' }, { from: '30', rate: '10' }, { from: '90', rate: '20' }]", lesser)}`;
    const earlier = [
      { note: 'A', accepted: '2025-02-01', traffic: 'import', items: [{ codes: {}, mass_kg: 30_000 }], wagons: [] },
      { note: 'B', accepted: '2025-02-02', items: [{ codes: {}, mass_kg: 80_000 }], wagons: [] },
    ];
    const found = outcomeLines(rate(withBook(discount('d', content)), {}, earlier).discounts[0], 'EUR');
    expect(found).toEqual([
      'rebate at settlement: 60.00 of 600.00 EUR',
      'payer works: 60.00 by settlement',
      'discount-tier-share d: 600 → 540 EUR [meter-before 30 TNE; meter-own 0 TNE; tier-step 2; slice 30 TNE; rate 0.1]',
      'next 3 share 0.2: 60 TNE for 60 even 80',
    ]);
  });
});

describe('on the matching wagons alone: one tank of 20 t beside a hopper of 40 t', () => {
  const mixed = {
    wagons: [
      { type: 'tank', mass_kg: 20_000 },
      { type: 'hopper', mass_kg: 40_000 },
    ],
  };
  const wagons = 'meter: { measure: wagons, window: { calendar: year } }, bounds: lower';

  it.each<[string, string, string, readonly string[]]>([
    [
      'money for each wagon counted is that of one',
      "method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '3' }]",
      wagons,
      [
        'reduce at rating: 3.00 of 300.00 EUR',
        'payer works: 3.00 by invoice',
        'discount-parts d: 600 → 300 EUR [matching-wagon:2 1]',
        'discount-tier-per-unit d: 300 → 297 EUR [meter-before 0 wagon; meter-own 2 wagon; tier-step 1; slice 2 wagon; rate 3]',
      ],
    ],
    [
      'a percent works on half of the charge',
      "method: all-units, amount: percent, steps: [{ from: '0', rate: '10' }]",
      wagons,
      [
        'multiply at rating: 30.00 of 300.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-parts d: 600 → 300 EUR [matching-wagon:2 1]',
        'discount-tier-share d: 300 → 270 EUR [meter-before 0 wagon; meter-own 2 wagon; tier-step 1; slice 2 wagon; rate 0.1]',
      ],
    ],
    [
      'a lump is not divided',
      "method: all-units, amount: lump, currency: EUR, steps: [{ from: '1', rate: '30' }]",
      wagons,
      [
        'reduce at rating: 30.00 of 300.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-parts d: 600 → 300 EUR [matching-wagon:2 1]',
        'discount-tier-lump d: 300 → 270 EUR [meter-before 0 wagon; meter-own 2 wagon; tier-step 1; slice 0 wagon; flat 30]',
      ],
    ],
    [
      'money for each wagon named beside the measure',
      "method: all-units, amount: per-unit, per: wagon, currency: EUR, steps: [{ from: '0', rate: '4' }]",
      YEAR,
      [
        'reduce at rating: 4.00 of 300.00 EUR',
        'payer works: 4.00 by invoice',
        'discount-parts d: 600 → 300 EUR [matching-wagon:2 1]',
        'discount-tier-per-unit d: 300 → 296 EUR [meter-before 0 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 4]',
      ],
    ],
    [
      'money for each tonne is that of the tonnes in the tank',
      "method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '4' }]",
      YEAR,
      [
        'reduce at rating: 80.00 of 300.00 EUR',
        'payer works: 80.00 by invoice',
        'discount-parts d: 600 → 300 EUR [matching-wagon:2 1]',
        'discount-tier-per-unit d: 300 → 220 EUR [meter-before 0 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 4]',
      ],
    ],
  ])('%s', (_, content, meter, expected) => {
    const found = told(`scope: { wagon.type: [tank] }\nparts: matching\n${tier(content, meter)}`, 0, mixed);
    expect(found).toEqual(expected);
  });
});
