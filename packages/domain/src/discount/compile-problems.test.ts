import { describe, expect, it } from 'vitest';
import { readBookText, TARIFF } from '../testing/book-from-text.ts';
import { problemLine } from '../testing/checked-book.ts';
import { discount } from '../testing/rated-leg.ts';

/** What is refused of a book with one discount, its place within the discount first. */
const refused = (lines: string, ...more: readonly string[]): readonly string[] =>
  readBookText([
    TARIFF,
    discount('d', lines.includes('effect:') ? lines : `effect: { kind: multiply, by: '0.9' }\n${lines}`),
    ...more,
  ]).refusals.map((one) => problemLine(one).replace('error 1.yaml ', '').replace('discount=d ', ''));

const MASS = '{ measure: mass, window: { calendar: month } }';
const LAGGED = '{ measure: mass, window: { calendar: month, lag: 1 } }';
const LESSER =
  '{ combine: lesser, of: [{ measure: mass, window: { calendar: month } }, { measure: mass, scope: { traffic: [import] }, window: { calendar: month } }] }';
const ENDLESS = '{ measure: mass, window: { fixed: { from: 2025-01-01 } } }';
const BASELINE = '{ measure: mass, window: { calendar: month }, baseline: { meanOf: 3 } }';
const FIVE = "{ value: '5', unit: TNE }";

describe('conditions', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'no such meter',
      `when: [{ meter: nobody, atLeast: ${FIVE} }]`,
      ['when.0.meter discount.unknown-meter meter=nobody'],
    ],
    ['no bound', `when: [{ meter: ${MASS} }]`, ['when.0 discount.condition-without-bound discount=d']],
    ['no condition', 'when: [{}]', ['when.0 discount.condition-kind given=0']],
    [
      'two in one',
      `when: [{ meter: ${MASS}, atLeast: ${FIVE}, scope: { traffic: [export] } }]`,
      ['when.0 discount.condition-kind given=2'],
    ],
    [
      'a bound beside a scope',
      `when: [{ scope: { traffic: [export] }, lessThan: ${FIVE} }]`,
      ['when.0.lessThan discount.condition-stray key=lessThan'],
    ],
    [
      'a date beside alternatives',
      `when: [{ any: [{ scope: { traffic: [export] } }], from: 2025-02-01 }]`,
      ['when.0.from discount.condition-stray key=from'],
    ],
    [
      'a bound in another unit',
      `when: [{ meter: ${MASS}, atMost: { value: '1', unit: LTR } }]`,
      ['when.0.atMost discount.unit-of-meter unit=LTR meter=d@2025-01-01#when.0.meter expected=KGM'],
    ],
    [
      'a bound in money',
      `when: [{ meter: ${MASS}, above: { amount: '1', currency: EUR } }]`,
      ['when.0.above discount.unit-of-meter unit=EUR meter=d@2025-01-01#when.0.meter expected=KGM'],
    ],
    [
      'two lower bounds',
      `when: [{ meter: ${MASS}, above: ${FIVE}, atLeast: ${FIVE} }]`,
      ['when.0.above discount.bound-twice one=atLeast other=above'],
    ],
    [
      'two upper bounds',
      `when: [{ meter: ${MASS}, lessThan: ${FIVE}, atMost: ${FIVE} }]`,
      ['when.0.atMost discount.bound-twice one=lessThan other=atMost'],
    ],
    [
      'a bound for each month of a window without end',
      `when: [{ meter: ${ENDLESS}, atLeast: { value: '5', unit: TNE, per: month } }]`,
      ['when.0.atLeast discount.bound-endless meter=d@2025-01-01#when.0.meter per=month'],
    ],
    [
      'a part of a window beside a baseline',
      `when: [{ meter: ${BASELINE}, atLeast: ${FIVE}, partial: pro-rata }]`,
      ['when.0.partial discount.pro-rata-baseline meter=d@2025-01-01#when.0.meter'],
    ],
    [
      'within others, by its place',
      `when: [{ all: [{ scope: { traffic: [export] } }, { not: { meter: nobody, atLeast: ${FIVE} } }] }]`,
      ['when.0.all.1.not.meter discount.unknown-meter meter=nobody'],
    ],
    [
      'a scope of a fact there is not',
      'when: [{ scope: { weather: [rain] } }]',
      [
        'when.0.scope.weather book.scope-unknown-field path=when.0.scope.weather actual=["rain"] key=weather nearest=none',
      ],
    ],
    [
      'the scope of the discount',
      'scope: { weather: [rain] }',
      ['scope.weather book.scope-unknown-field path=scope.weather actual=["rain"] key=weather nearest=none'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(refused(lines)).toEqual(expected);
  });

  it.each([
    `when: [{ meter: ${ENDLESS}, atLeast: ${FIVE} }]`,
    `when: [{ meter: { measure: mass, window: { fixed: { from: 2025-01-01, to: 2026-01-01 } } }, atLeast: { value: '5', unit: TNE, per: month } }]`,
    `when: [{ meter: ${BASELINE}, atLeast: ${FIVE} }]`,
    `when: [{ meter: ${MASS}, atLeast: { value: '5', unit: KTN }, lessThan: { value: '9', unit: KTN }, from: 2025-02-01, partial: pro-rata }]`,
  ])('nothing is said of %s', (lines) => {
    expect(refused(lines)).toEqual([]);
  });
});

const tier = (text: string, more = ''): string => `${more}effect: { kind: tier, ${text} }`;
const PERCENT = "bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }]";
const FLAT = "bounds: lower, amount: percent, currency: EUR, steps: [{ from: '0', rate: '5', flat: '7' }]";
const MONEY = "bounds: lower, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '5' }]";
const LUMP = "bounds: lower, amount: lump, currency: EUR, steps: [{ from: '0', rate: '5' }]";

describe('scales', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'no such meter',
      tier(`meter: nobody, method: incremental, ${PERCENT}`),
      ['effect.meter discount.unknown-meter meter=nobody'],
    ],
    [
      'bounds in another unit',
      tier(`meter: ${MASS}, unit: LTR, method: incremental, ${PERCENT}`),
      ['effect.unit discount.unit-of-meter unit=LTR meter=d@2025-01-01#effect.meter expected=KGM'],
    ],
    [
      'money without a currency',
      tier(`meter: ${MASS}, method: incremental, ${MONEY.replace('currency: EUR, ', '')}`),
      ['effect discount.tier-currency discount=d'],
    ],
    [
      'a lump without a currency',
      tier(`meter: ${MASS}, method: incremental, ${LUMP.replace('currency: EUR, ', '')}`),
      ['effect discount.tier-currency discount=d'],
    ],
    [
      'a flat fee without a currency',
      tier(`meter: ${MASS}, method: incremental, ${FLAT.replace('currency: EUR, ', '')}`),
      ['effect discount.tier-currency discount=d'],
    ],
    [
      'a flat fee beside a coefficient',
      tier(`meter: ${MASS}, method: incremental, ${FLAT.replace('percent', 'coefficient')}`),
      ['effect.amount discount.flat-beside-coefficient discount=d'],
    ],
    [
      'a quantity beside a percent',
      tier(`meter: ${MASS}, per: tonne, method: incremental, ${PERCENT}`),
      ['effect.per discount.per-without-rate amount=percent'],
    ],
    [
      'slices of whole windows from now on',
      tier(`meter: ${MASS}, method: reached-slices, ${PERCENT}`),
      ['effect.method discount.tier-settlement-only method=reached-slices'],
    ],
    [
      'steps of whole windows from now on',
      tier(`meter: ${MASS}, method: reached-steps, ${PERCENT}`),
      ['effect.method discount.tier-settlement-only method=reached-steps'],
    ],
    [
      'the consignment counted in where it is split',
      tier(`meter: ${MASS}, method: incremental, include: self, ${PERCENT}`),
      ['effect.include discount.include-all-units method=incremental'],
    ],
    [
      'percents below one, which look like shares',
      tier(`meter: ${MASS}, method: incremental, ${PERCENT.replace("'5'", "'0.05'")}`),
      ['warning 1.yaml effect.steps.0 discount.percent-below-one discount=d'],
    ],
    [
      'an earlier window to split over',
      tier(`meter: ${LAGGED}, method: incremental, ${PERCENT}`),
      ['effect.meter discount.tier-lagged meter=d@2025-01-01#effect.meter'],
    ],
    [
      'an earlier window to count into',
      tier(`meter: ${LAGGED}, method: all-units, include: self, ${PERCENT}`),
      ['effect.meter discount.tier-lagged meter=d@2025-01-01#effect.meter'],
    ],
    [
      'an earlier window to settle',
      tier(`meter: ${LAGGED}, method: all-units, ${PERCENT}`, 'at: settlement\n'),
      ['effect.meter discount.tier-lagged meter=d@2025-01-01#effect.meter'],
    ],
    [
      'an earlier window to settle a subsidy',
      `effect: { kind: pay, by: { kind: tier, meter: ${LAGGED}, method: all-units, ${PERCENT} } }`,
      ['effect.by.meter discount.tier-lagged meter=d@2025-01-01#effect.by.meter'],
    ],
    [
      'an earlier window with a flat fee',
      tier(`meter: ${LAGGED}, method: all-units, ${FLAT}`),
      ['effect.meter discount.tier-lagged meter=d@2025-01-01#effect.meter'],
    ],
    [
      'an earlier window with a lump',
      tier(`meter: ${LAGGED}, method: all-units, ${LUMP}`),
      ['effect.meter discount.tier-lagged meter=d@2025-01-01#effect.meter'],
    ],
    [
      'the lesser of two to split over',
      tier(`meter: ${LESSER}, method: incremental, ${PERCENT}`),
      ['effect.meter discount.meter-not-sum meter=d@2025-01-01#effect.meter'],
    ],
    [
      'the lesser of two to count into',
      tier(`meter: ${LESSER}, method: all-units, include: self, ${PERCENT}`),
      ['effect.meter discount.meter-not-sum meter=d@2025-01-01#effect.meter'],
    ],
    [
      'the lesser of two to be paid by',
      tier(`meter: ${LESSER}, method: all-units, ${MONEY}`),
      ['effect.meter discount.meter-not-sum meter=d@2025-01-01#effect.meter'],
    ],
    [
      'the lesser of two with a flat fee from now on',
      tier(`meter: ${LESSER}, method: all-units, ${FLAT}`),
      ['effect.meter discount.meter-not-sum meter=d@2025-01-01#effect.meter'],
    ],
    [
      'a step without a rate',
      tier(`meter: ${MASS}, method: all-units, ${LUMP.replace(", rate: '5'", '')}`),
      ['effect.steps.0 discount.scale-no-rate step=1'],
    ],
    [
      'no lower bound',
      tier(`meter: ${MASS}, method: all-units, ${PERCENT.replace("from: '0', ", '')}`),
      ['effect.steps.0 discount.scale-bound-missing step=1 bound=from'],
    ],
    [
      'no upper bound before the last',
      tier(
        `meter: ${MASS}, method: all-units, bounds: upper, amount: percent, steps: [{ rate: '5' }, { to: '9', rate: '6' }]`,
      ),
      ['effect.steps.0 discount.scale-bound-missing step=1 bound=to'],
    ],
    [
      'an upper bound where lower ones are printed',
      tier(
        `meter: ${MASS}, method: all-units, bounds: lower, amount: percent, steps: [{ from: '0', to: '5', rate: '5' }, { from: '5', rate: '6' }]`,
      ),
      ['effect.steps.0 discount.scale-bound-extra step=1 bound=to'],
    ],
    [
      'a lower bound where upper ones are printed',
      tier(
        `meter: ${MASS}, method: all-units, bounds: upper, amount: percent, steps: [{ to: '5', rate: '5' }, { from: '5', to: '9', rate: '6' }]`,
      ),
      ['effect.steps.1 discount.scale-bound-extra step=2 bound=from'],
    ],
    [
      'a gap and an overlap',
      tier(
        `meter: ${MASS}, method: all-units, bounds: from-to, amount: percent, steps: [{ from: '0', to: '5', rate: '5' }, { from: '6', to: '9', rate: '6' }, { from: '8', to: '12', rate: '7' }]`,
      ),
      [
        'effect.steps.1 discount.scale-gap step=2 end=5 begin=6 whole=false',
        'effect.steps.2 discount.scale-overlap step=3 end=9 begin=8',
      ],
    ],
    [
      'in whole units the next begins one further',
      tier(
        `meter: ${MASS}, whole: true, method: all-units, bounds: from-to, amount: percent, steps: [{ from: '1', to: '5', rate: '5' }, { from: '6', to: '9', rate: '6' }, { from: '9', to: '12', rate: '7' }, { from: '14', to: '20', rate: '8' }]`,
      ),
      [
        'effect.steps.2 discount.scale-overlap step=3 end=9 begin=9',
        'effect.steps.3 discount.scale-gap step=4 end=12 begin=14 whole=true',
      ],
    ],
    [
      'a step that ends where it begins',
      tier(
        `meter: ${MASS}, method: all-units, bounds: upper, amount: percent, steps: [{ to: '5', rate: '5' }, { to: '5', rate: '6' }]`,
      ),
      ['effect.steps.1 discount.scale-backward step=2'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(refused(lines)).toEqual(expected);
  });

  it.each([
    tier(`meter: ${LAGGED}, method: all-units, ${PERCENT}`),
    tier(`meter: ${LAGGED}, method: all-units, per: tonne, ${MONEY}`),
    tier(`meter: ${LESSER}, method: all-units, ${PERCENT}`),
    tier(`meter: ${LESSER}, method: all-units, per: tonne, ${MONEY}`),
    tier(`meter: ${LESSER}, method: all-units, ${FLAT}`, 'at: settlement\n'),
    tier(`meter: ${MASS}, method: reached-steps, ${PERCENT}`, 'at: settlement\n'),
    `effect: { kind: pay, by: { kind: tier, meter: ${MASS}, method: reached-slices, ${PERCENT} } }`,
    tier(`meter: ${MASS}, method: all-units, ${PERCENT.replace("'5'", "'1'")}`),
    tier(
      `meter: ${MASS}, method: all-units, bounds: lower, amount: percent, steps: [{ from: '0', rate: '0.5' }, { from: '5', rate: '1' }]`,
    ),
    tier(
      `meter: ${MASS}, method: all-units, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }, { from: '5', to: '9', rate: '6' }]`,
    ),
    tier(
      `meter: ${MASS}, method: all-units, bounds: upper, amount: percent, steps: [{ from: '2', to: '5', rate: '5' }, { rate: '6' }]`,
    ),
  ])('nothing is said of %s', (lines) => {
    expect(refused(lines)).toEqual([]);
  });
});
