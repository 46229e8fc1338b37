import { describe, expect, it } from 'vitest';
import { readBookText, TARIFF } from '../testing/book-from-text.ts';

const head = (id: string): string => `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\n`;
const charges = 'touches: { charges: [freight] }\n';

/** The refusals of a book with one discount: code, and the path within the entry. */
function refusalsOf(...discounts: readonly string[]): readonly string[] {
  return readBookText([TARIFF, ...discounts]).refusals.map(
    (one) => `${one.code} at ${one.place.path ?? '?'}${one.place.line === undefined ? ' without a line' : ''}`,
  );
}

const one = (content: string): string => `${head('d')}${charges}${content}`;
const METER = 'meter: { measure: mass, window: { calendar: month } }';
const tier = (content: string, more = ''): string => one(`${more}effect: { kind: tier, ${content} }`);
const STEPS = "steps: [{ from: '0', rate: '5' }]";

describe('what is wrong with a discount is said with its place', () => {
  it.each([
    [
      'an unknown meter',
      one("when: [{ meter: nobody, atLeast: { value: '1', unit: TNE } }]\neffect: { kind: multiply, by: '0.9' }"),
      'discount.unknown-meter at when.0.meter',
    ],
    [
      'a condition without a bound',
      one(`when: [{ ${METER} }]\neffect: { kind: multiply, by: '0.9' }`),
      'discount.condition-without-bound at when.0',
    ],
    [
      'a bound in another unit',
      one(`when: [{ ${METER}, atLeast: { value: '1', unit: LTR } }]\neffect: { kind: multiply, by: '0.9' }`),
      'discount.unit-of-meter at when.0.atLeast',
    ],
    [
      'a bound of the same end written twice',
      one(
        `when: [{ ${METER}, above: { value: '1', unit: TNE }, atLeast: { value: '1', unit: TNE } }]\neffect: { kind: multiply, by: '0.9' }`,
      ),
      'discount.bound-twice at when.0.above',
    ],
    [
      'a bound in money on a mass',
      one(`when: [{ ${METER}, lessThan: { amount: '1', currency: EUR } }]\neffect: { kind: multiply, by: '0.9' }`),
      'discount.unit-of-meter at when.0.lessThan',
    ],
    [
      'a scale in another unit',
      tier(`${METER}, unit: LTR, method: incremental, bounds: lower, amount: percent, ${STEPS}`),
      'discount.unit-of-meter at effect.unit',
    ],
    [
      'money without a currency',
      tier(`${METER}, method: incremental, bounds: lower, amount: per-unit, ${STEPS}`),
      'discount.tier-currency at effect',
    ],
    [
      'a gap in a scale',
      tier(
        `${METER}, method: incremental, bounds: from-to, amount: percent, steps: [{ from: '0', to: '10', rate: '5' }, { from: '12', rate: '6' }]`,
      ),
      'discount.scale-gap at effect.steps.1',
    ],
    [
      'a method of whole windows at rating',
      tier(`${METER}, method: reached-steps, bounds: lower, amount: percent, ${STEPS}`),
      'discount.tier-settlement-only at effect.method',
    ],
    [
      'the consignment counted in where it is split',
      tier(`${METER}, method: incremental, include: self, bounds: lower, amount: percent, ${STEPS}`),
      'discount.include-all-units at effect.include',
    ],
    [
      'a quantity beside a percent',
      tier(`${METER}, method: all-units, per: tonne, bounds: lower, amount: percent, ${STEPS}`),
      'discount.per-without-rate at effect.per',
    ],
    [
      'flat fees beside coefficients',
      tier(
        `${METER}, method: all-units, currency: EUR, bounds: lower, amount: coefficient, steps: [{ from: '0', rate: '0.9', flat: '1' }]`,
      ),
      'discount.flat-beside-coefficient at effect.amount',
    ],
    [
      'an earlier window to split over',
      tier(
        `meter: { measure: mass, window: { calendar: month, lag: 1 } }, method: incremental, bounds: lower, amount: percent, ${STEPS}`,
      ),
      'discount.tier-lagged at effect.meter',
    ],
    [
      'percents that look like shares',
      tier(`${METER}, method: all-units, bounds: lower, amount: percent, steps: [{ from: '0', rate: '0.05' }]`),
      'discount.percent-below-one at effect.steps.0',
    ],
    [
      'an unknown budget',
      one("budget: pot\neffect: { kind: multiply, by: '0.9' }"),
      'discount.unknown-budget at budget',
    ],
    [
      'weights that are all zero',
      one("beneficiary: { weights: { consignor: '0', consignee: '0' } }\neffect: { kind: multiply, by: '0.9' }"),
      'discount.weights-of-nothing at beneficiary.weights',
    ],
    [
      'shares that are not one',
      one("beneficiary: { shares: { consignor: '0.6', consignee: '0.5' } }\neffect: { kind: multiply, by: '0.9' }"),
      'discount.shares-not-one at beneficiary.shares',
    ],
    [
      'a cap without a currency',
      one("cap: { amount: '5' }\neffect: { kind: multiply, by: '0.9' }"),
      'discount.cap-currency at cap',
    ],
    [
      'a goods price that settles later',
      `${head('d')}touches: { goodsPrice: true }\nat: settlement\neffect: { kind: multiply, by: '0.9' }`,
      'discount.goods-price-at-settlement at at',
    ],
    [
      'a table that is not there',
      one('effect: { kind: multiply, by: { table: nowhere } }'),
      'tariff.unknown-table at effect.by',
    ],
    [
      'no window',
      tier(
        "meter: { measure: mass, window: {} }, method: incremental, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }]",
      ),
      'meter.window-kind at effect.meter.window',
    ],
    [
      'two windows',
      tier(
        `meter: { measure: mass, window: { calendar: month, rollingDays: 3 } }, method: incremental, bounds: lower, amount: percent, ${STEPS}`,
      ),
      'meter.window-kind at effect.meter.window',
    ],
    [
      'a window that runs backward',
      tier(
        `meter: { measure: mass, window: { fixed: { from: 2025-02-01, to: 2025-01-01 } } }, method: incremental, bounds: lower, amount: percent, ${STEPS}`,
      ),
      'meter.window-backward at effect.meter.window',
    ],
    [
      'windows before a fixed one',
      tier(
        `meter: { measure: mass, window: { agreement: true, lag: 1 } }, method: all-units, bounds: lower, amount: percent, ${STEPS}`,
      ),
      'meter.window-alone at effect.meter.window',
    ],
  ])('%s', (_, text, expected) => {
    expect(refusalsOf(text)).toEqual([expected]);
  });

  it('all at once', () => {
    const text = one(
      "budget: pot\ncap: { amount: '5' }\nwhen: [{ meter: nobody, atLeast: { value: '1', unit: TNE } }]\neffect: { kind: multiply, by: '0.9' }",
    );
    expect(refusalsOf(text)).toEqual([
      'discount.unknown-budget at budget',
      'discount.unknown-meter at when.0.meter',
      'discount.cap-currency at cap',
    ]);
  });

  it('a budget finer than its currency', () => {
    expect(refusalsOf("kind: budget\nid: pot\nwindow: year\namount: { amount: '0.001', currency: EUR }")).toEqual([
      'budget.amount at amount',
    ]);
  });
});

describe('what is wrong between discounts', () => {
  const plain = (id: string, more = ''): string => `${head(id)}${charges}${more}effect: { kind: multiply, by: '0.9' }`;

  it('a tie on charges that meet, unless the scopes cannot', () => {
    expect(refusalsOf(plain('a'), plain('b'))).toEqual(['discount.tie at effect']);
    for (const [first, second] of [
      ['goods: { ETSNG: [281] }', "goods: { ETSNG: ['201'] }"],
      ['wagon.ownership: [private]', 'wagon.ownership: [carrier, leased]'],
      ["leg.distanceKm: { exactly: ['211'] }", "leg.distanceKm: { from: '212' }"],
      ["leg.distanceKm: { to: '150' }", "leg.distanceKm: { above: '150' }"],
      ['dates.ordered: { before: 2025-02-01 }', 'dates.ordered: { since: 2025-02-01 }'],
      ['wagon.loaded: true', 'wagon.loaded: false'],
    ] as const) {
      const quoted = first.replace('[281]', "['281']");
      expect(
        refusalsOf(plain('a', `scope: { ${quoted} }\n`), plain('b', `scope: { kind: [wagonload], ${second} }\n`)),
      ).toEqual([]);
    }
    for (const [first, second] of [
      ["goods: { ETSNG: ['28'] }", "goods: { ETSNG: ['281-283'] }"],
      ["goods: { ETSNG: ['281'] }", "goods: { GNG: ['2523'] }"],
      ['wagon.ownership: [private]', 'wagon.type: [tank]'],
    ] as const) {
      expect(refusalsOf(plain('a', `scope: { ${first} }\n`), plain('b', `scope: { ${second} }\n`))).toEqual([
        'discount.tie at effect',
      ]);
    }
  });

  it('no tie with an order, on other charges, at other times, on other tariffs, or in a group that takes the best', () => {
    expect(refusalsOf(plain('a'), plain('b', 'order: 1\n'))).toEqual([]);
    expect(refusalsOf(plain('a'), plain('b').replace('[freight]', '[wagon]'))).toEqual([]);
    expect(refusalsOf(plain('a', 'valid: { from: 2024-01-01, to: 2025-01-01 }\n'), plain('b'))).toEqual([]);
    expect(refusalsOf(plain('a', 'base: [{ tariff: x }]\n'), plain('b', 'base: [{ tariff: y }]\n'))).toEqual([]);
    const best = 'group: { id: g, choose: best-for-payer }\n';
    expect(refusalsOf(plain('a', best), plain('b', best))).toEqual([]);
  });

  it('a group that chooses in two ways', () => {
    expect(
      refusalsOf(
        plain('a', 'order: 1\ngroup: { id: g, choose: best-for-payer }\n'),
        plain('b', 'order: 2\ngroup: { id: g, choose: highest-priority }\n'),
      ),
    ).toEqual(['discount.group-mixed at group']);
  });

  it('a meter of net money on its own result, also by way of another discount', () => {
    const net = (charge: string, more = ''): string =>
      `meter: { measure: { money: { charges: [${charge}], of: net, currency: EUR } }, window: { calendar: year }${more} }`;
    const when = (charge: string, more = ''): string =>
      `when: [{ ${net(charge, more)}, atLeast: { amount: '1', currency: EUR } }]\n`;
    expect(refusalsOf(plain('a', when('freight')))).toEqual(['discount.meter-on-itself at effect']);
    expect(refusalsOf(plain('a', when('wagon')))).toEqual([]);
    expect(
      refusalsOf(
        plain('a', when('wagon')),
        plain('b', when('freight'))
          .replace('[freight]\n', '[wagon]\n')
          .replace('touches: { charges: [freight] }', 'touches: { charges: [wagon] }'),
      ),
    ).toEqual(['discount.meter-on-itself at effect', 'discount.meter-on-itself at effect']);
    expect(refusalsOf(plain('a', when('wagon', ', countAt: delivered')))).toEqual([
      'discount.net-meter-order at effect',
    ]);
  });
});
