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
const HEADS = '{ measure: heads, window: { calendar: month } }';
const LAGGED = '{ measure: mass, window: { calendar: month, lag: 1 } }';
const LESSER =
  '{ combine: lesser, of: [{ measure: mass, window: { calendar: month } }, { measure: mass, scope: { traffic: [import] }, window: { calendar: month } }] }';
const TIER = `{ kind: tier, meter: ${MASS}, unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }] }`;
const counted = (text: string, per = 'tonne'): string =>
  `effect: { kind: reduce, amount: '1', per: ${per}, currency: EUR, counted: { ${text} } }`;

describe('what is counted, which volume earns, the least and the greatest', () => {
  it.each<[string, string, readonly string[]]>([
    ['a package of nothing', counted("package: '0'"), ['effect.counted.package discount.package-size discount=d']],
    ['a package below nothing', counted("package: '-1'"), ['effect.counted.package discount.package-size discount=d']],
    [
      'counted over another measure',
      counted(`over: ${HEADS}`),
      ['effect.counted.over discount.counted-measure meter=d@2025-01-01#effect.counted.over per=tonne'],
    ],
    [
      'counted over another quantity',
      counted('over: { measure: { quantity: LTR }, window: { calendar: month } }', '{ unit: KWH }'),
      ['effect.counted.over discount.counted-measure meter=d@2025-01-01#effect.counted.over per=KWH'],
    ],
    [
      'counted over an earlier window',
      counted(`over: ${LAGGED}`),
      ['effect.counted.over discount.volume-lagged meter=d@2025-01-01#effect.counted.over'],
    ],
    [
      'counted over the lesser of two',
      counted(`over: ${LESSER}`),
      ['effect.counted.over discount.meter-not-sum meter=d@2025-01-01#effect.counted.over'],
    ],
    ['counted over no meter', counted('over: nobody'), ['effect.counted.over discount.unknown-meter meter=nobody']],
    [
      'counted in a subsidy, by its place',
      `effect: { kind: pay, by: { kind: money, amount: '1', per: tonne, currency: EUR, counted: { package: '0' } } }`,
      ['effect.by.counted.package discount.package-size discount=d'],
    ],
    ['a volume without a bound', `volume: { meter: ${MASS} }`, ['volume discount.volume-bounds discount=d']],
    [
      'a volume between the same',
      `volume: { meter: ${MASS}, above: '5', upTo: '5' }`,
      ['volume discount.volume-bounds discount=d'],
    ],
    ['a volume up to nothing', `volume: { meter: ${MASS}, upTo: '0' }`, ['volume discount.volume-bounds discount=d']],
    [
      'a volume of an earlier window',
      `volume: { meter: ${LAGGED}, above: '5' }`,
      ['volume.meter discount.volume-lagged meter=d@2025-01-01#volume.meter'],
    ],
    [
      'a volume of the lesser of two',
      `volume: { meter: ${LESSER}, above: '5' }`,
      ['volume.meter discount.meter-not-sum meter=d@2025-01-01#volume.meter'],
    ],
    [
      'a volume in another unit',
      `volume: { meter: ${MASS}, above: '5', unit: LTR }`,
      ['volume.unit discount.unit-of-meter unit=LTR meter=d@2025-01-01#volume.meter expected=KGM'],
    ],
    [
      'a volume of no meter',
      "volume: { meter: nobody, above: '5' }",
      ['volume.meter discount.unknown-meter meter=nobody'],
    ],
    ['a least of nothing', "least: { amount: '0', currency: EUR }", ['least discount.least-amount discount=d']],
    ['a least below nothing', "least: { amount: '-1', currency: EUR }", ['least discount.least-amount discount=d']],
    [
      'a least of a whole window',
      `at: settlement\neffect: ${TIER}\nleast: { amount: '1', currency: EUR }`,
      ['least discount.least-of-window discount=d'],
    ],
    ['a cap without a currency', "cap: { amount: '5' }", ['cap discount.cap-currency discount=d']],
  ])('%s', (_, lines, expected) => {
    expect(refused(lines)).toEqual(expected);
  });

  it.each([
    counted(`over: ${MASS}`),
    counted('over: { measure: { quantity: LTR }, window: { calendar: month } }', '{ unit: LTR }'),
    counted("package: '0.5', free: '1', most: '3'"),
    `volume: { meter: ${MASS}, above: '4', upTo: '5', unit: TNE }`,
    `volume: { meter: ${MASS}, upTo: '5' }`,
    `effect: ${TIER}\nleast: { amount: '1', currency: EUR }`,
    "at: settlement\nleast: { amount: '1', currency: EUR }",
    "cap: { share: '0.5' }",
  ])('nothing is said of %s', (lines) => {
    expect(refused(lines)).toEqual([]);
  });
});

describe('conversions, receivers, budgets, accruals', () => {
  const rate = (more: string): string => `{ from: USD, to: EUR, ${more}date: 2025-01-01, source: bank }`;
  const ration = "kind: budget\nid: pot\nwindow: year\namount: { amount: '10', currency: EUR }\n";

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['no coefficient', `convert: [${rate('')}]`, [], ['convert.0 discount.conversion-coefficient from=USD to=EUR']],
    [
      'both coefficients',
      `convert: [${rate("multiply: '2', divide: '2', ")}]`,
      [],
      ['convert.0 discount.conversion-coefficient from=USD to=EUR'],
    ],
    [
      'a coefficient of nothing',
      `convert: [${rate("multiply: '0', ")}]`,
      [],
      ['convert.0 discount.conversion-coefficient from=USD to=EUR'],
    ],
    [
      'a coefficient below nothing',
      `convert: [${rate("divide: '-1', ")}]`,
      [],
      ['convert.0 discount.conversion-coefficient from=USD to=EUR'],
    ],
    [
      'the same pair twice',
      `convert: [${rate("multiply: '2', ")}, ${rate("divide: '2', ")}]`,
      [],
      ['convert.1 discount.conversion-twice from=USD to=EUR'],
    ],
    [
      'shares that are not one',
      "beneficiary: { shares: { consignor: '0.6', consignee: '0.5' } }",
      [],
      ['beneficiary.shares discount.shares-not-one discount=d'],
    ],
    [
      'a share below nothing',
      "beneficiary: { shares: { consignor: '1.5', consignee: '-0.5' } }",
      [],
      ['beneficiary.shares discount.shares-not-one discount=d'],
    ],
    [
      'weights of nothing',
      "beneficiary: { weights: { consignor: '0', payer: '0' } }",
      [],
      ['beneficiary.weights discount.weights-of-nothing discount=d'],
    ],
    [
      'a weight below nothing',
      "beneficiary: { weights: { consignor: '2', carrier: '-1' } }",
      [],
      ['beneficiary.weights discount.weights-of-nothing discount=d'],
    ],
    ['no such budget', 'budget: pot', [], ['budget discount.unknown-budget budget=pot']],
    [
      'a rationed budget on the invoice',
      'budget: pot',
      [`${ration}share: pro-rata`],
      ['budget discount.rationed-at-rating budget=pot'],
    ],
    [
      'a budget by reservations on the invoice',
      'budget: pot',
      [`${ration}order: reservation`],
      ['budget discount.rationed-at-rating budget=pot'],
    ],
    [
      'a goods price that settles later',
      'touches: { goodsPrice: true }\nat: settlement',
      [],
      ['at discount.goods-price-at-settlement discount=d'],
    ],
    [
      'a subsidy on a goods price',
      "touches: { goodsPrice: true }\neffect: { kind: pay, by: { kind: share, of: '0.1' } }",
      [],
      ['at discount.goods-price-at-settlement discount=d'],
    ],
    [
      'an equalisation of a goods price',
      'touches: { goodsPrice: true }\neffect: { kind: equalise, reference: [{ carrier: sea, mode: sea, from: a, to: b, charges: [freight] }] }',
      [],
      ['effect discount.equalise-goods-price discount=d'],
    ],
    [
      'matching parts of which nothing is asked',
      'scope: { traffic: [export] }\nparts: matching',
      [],
      ['parts discount.parts-not-asked discount=d'],
    ],
    [
      'matching parts of an equalisation',
      'scope: { wagon.type: [tank] }\nparts: matching\neffect: { kind: equalise, reference: [{ carrier: sea, mode: sea, from: a, to: b, charges: [freight] }] }',
      [],
      ['parts discount.parts-equalise discount=d'],
    ],
    [
      'an accrual at a forecast of what is on the invoice',
      `effect: ${TIER}\naccrual: { at: forecast, forecast: [{ known: 2025-01-01, value: '9' }] }`,
      [],
      ['accrual discount.accrual-forecast discount=d'],
    ],
    [
      'an accrual at a forecast without one',
      `at: settlement\neffect: ${TIER}\naccrual: { at: average }`,
      [],
      ['accrual discount.accrual-forecast discount=d'],
    ],
    [
      'an accrual at a forecast without a scale',
      "at: settlement\naccrual: { at: forecast, forecast: [{ known: 2025-01-01, value: '9' }] }",
      [],
      ['accrual discount.accrual-forecast discount=d'],
    ],
    [
      'an accrual at a forecast of the lesser of two',
      `at: settlement\neffect: ${TIER.replace(MASS, LESSER).replace('incremental', 'all-units')}\naccrual: { at: forecast, forecast: [{ known: 2025-01-01, value: '9' }] }`,
      [],
      ['accrual discount.accrual-forecast discount=d'],
    ],
    [
      'a table that is not there',
      'effect: { kind: multiply, by: { table: nowhere } }',
      [],
      ['effect.by tariff.unknown-table table=nowhere'],
    ],
    [
      'no such table of a rate, by its place',
      'effect: { kind: replace, rate: { table: nowhere }, per: tonne, currency: EUR }',
      [],
      ['effect.rate tariff.unknown-table table=nowhere'],
    ],
    [
      'nor of an amount',
      'effect: { kind: reduce, amount: { table: nowhere }, per: tonne, currency: EUR }',
      [],
      ['effect.amount tariff.unknown-table table=nowhere'],
    ],
    [
      'nor of a share',
      'effect: { kind: pay, by: { kind: share, of: { table: nowhere } } }',
      [],
      ['effect.by.of tariff.unknown-table table=nowhere'],
    ],
  ])('%s', (_, lines, more, expected) => {
    expect(refused(lines, ...more)).toEqual(expected);
  });

  it.each([
    [`convert: [${rate("multiply: '2', ")}, ${rate("divide: '2', ").replace('EUR', 'BYN')}]`],
    ["beneficiary: { weights: { consignor: '2', carrier: '0' } }"],
    ['at: settlement\nbudget: pot', `${ration}share: pro-rata`],
    ["effect: { kind: pay, by: { kind: share, of: '0.1' } }\nbudget: pot", `${ration}order: reservation`],
    [`at: settlement\neffect: ${TIER}\naccrual: { at: reached }`],
    [`effect: ${TIER}\naccrual: { at: reached }`],
    [`at: settlement\neffect: ${TIER}\naccrual: { at: forecast, forecast: [{ known: 2025-01-01, value: '9' }] }`],
    [`effect: { kind: pay, by: ${TIER} }\naccrual: { at: average, forecast: [{ known: 2025-01-01, value: '9' }] }`],
    ['scope: { container.size_ft: { exactly: ["40"] } }\nparts: matching'],
    ["scope: { goods: { GNG: ['2523'] } }\nparts: matching"],
  ])('nothing is said of %s', (lines, ...more) => {
    expect(refused(lines, ...more)).toEqual([]);
  });
});

describe('guarantees', () => {
  const promised = (meter: string, more: string, failure = 'onFailure: { kind: claw-back }'): string =>
    `guarantee: { meter: ${meter}, atLeast: { value: '5', unit: TNE }, ${more}${failure} }`;
  const KEYED = '{ measure: mass, key: [consignor], window: { calendar: month } }';
  const pay = (text: string): string => `onFailure: { kind: pay, ${text}, currency: EUR }`;

  it.each<[string, string, readonly string[]]>([
    [
      'on a goods price',
      `touches: { goodsPrice: true }\n${promised(MASS, '')}`,
      ['guarantee discount.guarantee-goods-price discount=d'],
    ],
    ['on no meter', promised('nobody', ''), ['guarantee.meter discount.unknown-meter meter=nobody']],
    [
      'of rolling days',
      promised('{ measure: mass, window: { rollingDays: 30 } }', ''),
      ['guarantee.meter discount.guarantee-window meter=d@2025-01-01#guarantee.meter'],
    ],
    [
      'of an earlier window',
      promised(LAGGED, ''),
      ['guarantee.meter discount.guarantee-window meter=d@2025-01-01#guarantee.meter'],
    ],
    [
      'in another unit',
      promised(MASS, '').replace('TNE', 'LTR'),
      ['guarantee.atLeast discount.unit-of-meter unit=LTR meter=d@2025-01-01#guarantee.meter expected=KGM'],
    ],
    [
      'paid at no rate',
      promised(KEYED, '', "onFailure: { kind: pay, percent: '50', currency: EUR }"),
      ['guarantee.onFailure discount.guarantee-rate discount=d'],
    ],
    [
      'paid at two rates',
      promised(KEYED, '', pay("rate: '1', baseFee: '2'")),
      ['guarantee.onFailure discount.guarantee-rate discount=d'],
    ],
    [
      'paid per another unit',
      promised(KEYED, '', pay("rate: '1', per: LTR")),
      ['guarantee.onFailure.per discount.unit-of-meter unit=LTR meter=d@2025-01-01#guarantee.meter expected=KGM'],
    ],
    [
      'paid by nobody',
      promised(MASS, '', pay("rate: '1'")),
      ['guarantee discount.guarantee-by meter=d@2025-01-01#guarantee.meter'],
    ],
    [
      'paid by a route',
      promised(KEYED.replace('consignor', 'route'), '', pay("rate: '1'")),
      ['guarantee discount.guarantee-by meter=d@2025-01-01#guarantee.meter'],
    ],
    [
      'paid by one of two',
      promised(KEYED.replace('consignor', 'consignor, payer'), '', pay("rate: '1'")),
      ['guarantee discount.guarantee-by meter=d@2025-01-01#guarantee.meter'],
    ],
    [
      'refused volume paid to nobody',
      promised(MASS, "refused: { rate: '1', currency: EUR }, "),
      ['guarantee discount.guarantee-by meter=d@2025-01-01#guarantee.meter'],
    ],
    [
      'refused volume per another unit',
      promised(KEYED, "refused: { rate: '1', per: LTR, currency: EUR }, "),
      ['guarantee.refused.per discount.unit-of-meter unit=LTR meter=d@2025-01-01#guarantee.meter expected=KGM'],
    ],
    [
      'a part of a window beside a baseline',
      promised('{ measure: mass, window: { calendar: month }, baseline: { meanOf: 3 } }', 'partial: pro-rata, '),
      ['guarantee.partial discount.pro-rata-baseline meter=d@2025-01-01#guarantee.meter'],
    ],
    [
      'for each month of a window without end',
      promised('{ measure: mass, window: { fixed: { from: 2025-01-01 } } }', '').replace(
        'unit: TNE',
        'unit: TNE, per: month',
      ),
      ['guarantee.atLeast discount.bound-endless meter=d@2025-01-01#guarantee.meter per=month'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(refused(lines)).toEqual(expected);
  });

  it.each([
    promised(MASS, ''),
    promised(KEYED, 'partial: pro-rata, count: cumulative, graceDays: 5, ', pay("rate: '1', per: KGM")),
    promised(MASS, 'by: plant, ', pay("baseFee: '1'")),
    promised(KEYED, "refused: { rate: '1', currency: EUR }, "),
  ])('nothing is said of %s', (lines) => {
    expect(refused(lines)).toEqual([]);
  });
});
