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
const FIVE_TEN = "steps: [{ from: '40', rate: '5' }, { from: '100', rate: '10' }]";
const FROM_NOTHING = "steps: [{ from: '0', rate: '5' }, { from: '100', rate: '10' }]";
const MONEY = "currency: EUR, steps: [{ from: '0', rate: '1' }, { from: '100', rate: '3' }]";

describe('from now on, all units: the step chosen by what went before takes the whole', () => {
  it.each<[string, string, number, readonly string[]]>([
    [
      '50 t before: 5 % of 600',
      `method: all-units, amount: percent, ${FIVE_TEN}`,
      50,
      [
        'multiply at rating: 30.00 of 600.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-tier-share d: 600 → 570 EUR [meter-before 50 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 0.05]',
      ],
    ],
    [
      '100 t before: the last step, and none after it',
      `method: all-units, amount: percent, ${FIVE_TEN}`,
      100,
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-tier-share d: 600 → 540 EUR [meter-before 100 TNE; meter-own 60 TNE; tier-step 2; slice 60 TNE; rate 0.1]',
      ],
    ],
    [
      'the consignment counted in: 30 t before and 60 t are 90',
      `method: all-units, include: self, amount: percent, ${FIVE_TEN}`,
      30,
      [
        'multiply at rating: 30.00 of 600.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-tier-share d: 600 → 570 EUR [meter-before 30 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 0.05]',
        'next 2 share 0.1: 10 TNE for 30 even 1800/19',
      ],
    ],
    [
      'a coefficient takes what it leaves of one',
      "method: all-units, amount: coefficient, steps: [{ from: '0', rate: '0.9' }, { from: '100', rate: '0.8' }]",
      20,
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-tier-coefficient d: 600 → 540 EUR [meter-before 20 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 0.9]',
        'next 2 coefficient 0.8: 20 TNE for 60',
      ],
    ],
    [
      'money per unit of the measure',
      `method: all-units, amount: per-unit, ${MONEY}`,
      100,
      [
        'reduce at rating: 180.00 of 600.00 EUR',
        'payer works: 180.00 by invoice',
        'discount-tier-per-unit d: 600 → 420 EUR [meter-before 100 TNE; meter-own 60 TNE; tier-step 2; slice 60 TNE; rate 3]',
      ],
    ],
    [
      'money for what it names beside the measure',
      `method: all-units, amount: per-unit, per: wagon, ${MONEY}`,
      0,
      [
        'reduce at rating: 1.00 of 600.00 EUR',
        'payer works: 1.00 by invoice',
        'discount-tier-per-unit d: 600 → 599 EUR [meter-before 0 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 1]',
        'next 2 per-unit 3: 40 TNE for 2',
      ],
    ],
    [
      'a lump, by the consignment that reaches the step',
      "method: all-units, amount: lump, currency: EUR, steps: [{ from: '100', rate: '30' }, { from: '500', rate: '80' }]",
      50,
      [
        'reduce at rating: 30.00 of 600.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-tier-lump d: 600 → 570 EUR [meter-before 50 TNE; meter-own 60 TNE; tier-step 1; slice 0 TNE; flat 30]',
        'next 2 lump 0: 390 TNE for 50',
      ],
    ],
    [
      'a flat fee beside a rate: at the step, and what the next has more of it',
      "method: all-units, amount: percent, currency: EUR, steps: [{ from: '40', rate: '5', flat: '20' }, { from: '100', rate: '10', flat: '50' }]",
      50,
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-tier-share d: 600 → 570 EUR [meter-before 50 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 0.05]',
        'discount-tier-share d: 570 → 540 EUR [meter-before 50 TNE; meter-own 60 TNE; tier-step 2; slice 0 TNE; rate 0.1; flat 30]',
      ],
    ],
  ])('%s', (_, content, before, expected) => {
    const found = told(tier(content), before);
    expect(found).toEqual(expected);
  });
});

describe('from now on, incremental: the consignment is split over the steps it falls on', () => {
  it.each<[string, string, number, readonly string[]]>([
    [
      '70 t before: 30 t at 5 %, 30 t at 10 %',
      `method: incremental, amount: percent, ${FROM_NOTHING}`,
      70,
      [
        'multiply at rating: 45.00 of 600.00 EUR',
        'payer works: 45.00 by invoice',
        'discount-tier-share d: 600 → 585 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 1; slice 30 TNE; rate 0.05]',
        'discount-tier-share d: 585 → 555 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 2; slice 30 TNE; rate 0.1]',
      ],
    ],
    [
      'all of it in one step',
      `method: incremental, amount: percent, ${FROM_NOTHING}`,
      10,
      [
        'multiply at rating: 30.00 of 600.00 EUR',
        'payer works: 30.00 by invoice',
        'discount-tier-share d: 600 → 570 EUR [meter-before 10 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 0.05]',
        'next 2 share 0.1: 30 TNE for 30',
      ],
    ],
    [
      'a coefficient on each slice',
      "method: incremental, amount: coefficient, steps: [{ from: '0', rate: '0.9' }, { from: '100', rate: '0.8' }]",
      70,
      [
        'multiply at rating: 90.00 of 600.00 EUR',
        'payer works: 90.00 by invoice',
        'discount-tier-coefficient d: 600 → 570 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 1; slice 30 TNE; rate 0.9]',
        'discount-tier-coefficient d: 570 → 510 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 2; slice 30 TNE; rate 0.8]',
      ],
    ],
    [
      'money per unit of each slice',
      `method: incremental, amount: per-unit, ${MONEY}`,
      70,
      [
        'reduce at rating: 120.00 of 600.00 EUR',
        'payer works: 120.00 by invoice',
        'discount-tier-per-unit d: 600 → 570 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 1; slice 30 TNE; rate 1]',
        'discount-tier-per-unit d: 570 → 480 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 2; slice 30 TNE; rate 3]',
      ],
    ],
    [
      'one wagon falls to the slices by their tonnes',
      `method: incremental, amount: per-unit, per: wagon, ${MONEY}`,
      70,
      [
        'reduce at rating: 2.00 of 600.00 EUR',
        'payer works: 2.00 by invoice',
        'discount-tier-per-unit d: 600 → 599.5 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 1; slice 30 TNE; rate 1]',
        'discount-tier-per-unit d: 599.5 → 598 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 2; slice 30 TNE; rate 3]',
      ],
    ],
    [
      'below the first step nothing is split off',
      `method: incremental, amount: percent, ${FIVE_TEN}`,
      0,
      [
        'multiply at rating: 10.00 of 600.00 EUR',
        'payer works: 10.00 by invoice',
        'discount-tier-share d: 600 → 590 EUR [meter-before 0 TNE; meter-own 60 TNE; tier-step 1; slice 20 TNE; rate 0.05]',
        'next 2 share 0.1: 40 TNE for 50',
      ],
    ],
    [
      'flat fees of the steps entered',
      "method: incremental, amount: percent, currency: EUR, steps: [{ from: '0', rate: '5', flat: '7' }, { from: '100', rate: '10', flat: '20' }]",
      70,
      [
        'multiply at rating: 65.00 of 600.00 EUR',
        'payer works: 65.00 by invoice',
        'discount-tier-share d: 600 → 585 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 1; slice 30 TNE; rate 0.05]',
        'discount-tier-share d: 585 → 535 EUR [meter-before 70 TNE; meter-own 60 TNE; tier-step 2; slice 30 TNE; rate 0.1; flat 20]',
      ],
    ],
  ])('%s', (_, content, before, expected) => {
    const found = told(tier(content), before);
    expect(found).toEqual(expected);
  });
});

describe('below the first step: how far it is, and what it would bring', () => {
  it.each<[string, string, number, readonly string[]]>([
    [
      'by what went before: 10 of 40 t',
      `method: all-units, amount: percent, ${FIVE_TEN}`,
      10,
      [
        'discount.below-first-step meter=d@2025-01-01#effect.meter value=10 unit=TNE bound=40 short=30',
        'next 1 share 0.05: 30 TNE for 30',
      ],
    ],
    [
      'counted in: 70 of 100 t, and the break-even',
      "method: all-units, include: self, amount: percent, steps: [{ from: '100', rate: '10' }]",
      10,
      [
        'discount.below-first-step meter=d@2025-01-01#effect.meter value=70 unit=TNE bound=100 short=30',
        'next 1 share 0.1: 30 TNE for 60 even 90',
      ],
    ],
    [
      'split: 70 of 100 t',
      "method: incremental, amount: percent, steps: [{ from: '100', rate: '10' }]",
      10,
      [
        'discount.below-first-step meter=d@2025-01-01#effect.meter value=70 unit=TNE bound=100 short=30',
        'next 1 share 0.1: 30 TNE for 60',
      ],
    ],
    [
      'a lump: 70 of 100 t',
      "method: all-units, amount: lump, currency: EUR, steps: [{ from: '100', rate: '30' }]",
      10,
      [
        'discount.below-first-step meter=d@2025-01-01#effect.meter value=70 unit=TNE bound=100 short=30',
        'next 1 lump 0: 30 TNE for 30',
      ],
    ],
    [
      'money per unit by what went before',
      "method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '100', rate: '3' }]",
      10,
      [
        'discount.below-first-step meter=d@2025-01-01#effect.meter value=10 unit=TNE bound=100 short=90',
        'next 1 per-unit 3: 90 TNE for 180',
      ],
    ],
    [
      'past the end of the last step: there is no further one',
      "method: all-units, amount: percent, steps: [{ from: '0', to: '50', rate: '5' }]",
      70,
      ['discount.above-last-step meter=d@2025-01-01#effect.meter value=70 unit=TNE'],
    ],
  ])('%s', (_, content, before, expected) => {
    const found = told(tier(content, content.includes(' to:') ? YEAR.replace('lower', 'from-to') : YEAR), before);
    expect(found).toEqual(expected);
  });
});

describe('for the whole window at settlement: the consignment has its part of what the window reaches', () => {
  it.each<[string, string, number, readonly string[]]>([
    [
      'all units: 60 of 120 t at 10 %',
      `method: all-units, amount: percent, ${FIVE_TEN}`,
      60,
      [
        'rebate at settlement: 60.00 of 600.00 EUR',
        'payer works: 60.00 by settlement',
        'discount-tier-share d: 600 → 540 EUR [meter-before 60 TNE; meter-own 60 TNE; tier-step 2; slice 120 TNE; rate 0.1]',
      ],
    ],
    [
      'reached slices: 100 t at 5 % and 120 t at 10 %',
      `method: reached-slices, amount: percent, ${FIVE_TEN}`,
      60,
      [
        'rebate at settlement: 85.00 of 600.00 EUR',
        'payer works: 85.00 by settlement',
        'discount-tier-share d: 600 → 575 EUR [meter-before 60 TNE; meter-own 60 TNE; tier-step 1; slice 100 TNE; rate 0.05]',
        'discount-tier-share d: 575 → 515 EUR [meter-before 60 TNE; meter-own 60 TNE; tier-step 2; slice 120 TNE; rate 0.1]',
      ],
    ],
    [
      'reached steps: all at 5 % and at 10 %',
      `method: reached-steps, amount: percent, ${FIVE_TEN}`,
      60,
      [
        'rebate at settlement: 90.00 of 600.00 EUR',
        'payer works: 90.00 by settlement',
        'discount-tier-share d: 600 → 570 EUR [meter-before 60 TNE; meter-own 60 TNE; tier-step 1; slice 120 TNE; rate 0.05]',
        'discount-tier-share d: 570 → 510 EUR [meter-before 60 TNE; meter-own 60 TNE; tier-step 2; slice 120 TNE; rate 0.1]',
      ],
    ],
    [
      'incremental: its part of 60 t at 5 % and 20 t at 10 %',
      `method: incremental, amount: percent, ${FIVE_TEN}`,
      60,
      [
        'rebate at settlement: 25.00 of 600.00 EUR',
        'payer works: 25.00 by settlement',
        'discount-tier-share d: 600 → 585 EUR [meter-before 60 TNE; meter-own 60 TNE; tier-step 1; slice 60 TNE; rate 0.05]',
        'discount-tier-share d: 585 → 575 EUR [meter-before 60 TNE; meter-own 60 TNE; tier-step 2; slice 20 TNE; rate 0.1]',
      ],
    ],
    [
      'a lump of the window by its tonnes: half of 30',
      "method: all-units, amount: lump, currency: EUR, steps: [{ from: '100', rate: '30' }]",
      60,
      [
        'rebate at settlement: 15.00 of 600.00 EUR',
        'payer works: 15.00 by settlement',
        'discount-tier-lump d: 600 → 585 EUR [meter-before 60 TNE; meter-own 60 TNE; tier-step 1; slice 120 TNE; flat 30]',
      ],
    ],
    [
      'below the first step',
      `method: all-units, amount: percent, ${FIVE_TEN.replace('40', '90')}`,
      10,
      [
        'discount.below-first-step meter=d@2025-01-01#effect.meter value=70 unit=TNE bound=90 short=20',
        'next 1 share 0.05: 20 TNE for 30 even 85.5',
      ],
    ],
  ])('%s', (_, content, before, expected) => {
    const found = told(`at: settlement\n${tier(content)}`, before);
    expect(found).toEqual(expected);
  });
});
