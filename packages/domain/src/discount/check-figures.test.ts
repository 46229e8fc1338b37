import { describe, expect, it } from 'vitest';
import { TARIFF } from '../testing/book-from-text.ts';
import { checkProblems } from '../testing/checked-book.ts';
import { discount } from '../testing/rated-leg.ts';

const written = (lines: string): string =>
  discount('d', lines.includes('effect:') ? lines : `effect: { kind: multiply, by: '0.9' }\n${lines}`);
const told = (lines: string, ...tariffs: readonly string[]): readonly string[] =>
  checkProblems([...(tariffs.length === 0 ? [TARIFF] : tariffs), written(lines)]);

const table = (rows: string, more = ''): string =>
  `tables: { cut: { columns: [type, part], rows: [${rows}], keys: { type: { match: exact, column: type, fact: wagon.type } }, value: part${more} } }`;
const tier = (amount: string, steps: string, more = ''): string =>
  `{ kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: incremental, bounds: lower, amount: ${amount}, ${more}steps: [${steps}] }`;

describe('a figure that must not be is an error at its place', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a coefficient below nought',
      "effect: { kind: multiply, by: '-0.1' }",
      ['error 1.yaml effect.by discount.coefficient-below-zero discount=d value=-0.1'],
    ],
    [
      'a share above the whole, shown in percent',
      "effect: { kind: share, of: '1.005' }",
      ['error 1.yaml effect.of discount.part-outside discount=d value=100.5'],
    ],
    [
      'a share below nought',
      "effect: { kind: share, of: '-0.2' }",
      ['error 1.yaml effect.of discount.part-outside discount=d value=-20'],
    ],
    [
      'a percent above a hundred',
      "effect: { kind: percent, of: '100.5' }",
      ['error 1.yaml effect.of discount.part-outside discount=d value=100.5'],
    ],
    [
      'a rate below nought',
      "effect: { kind: replace, rate: '-5', per: tonne, currency: EUR }",
      ['error 1.yaml effect.rate discount.money-below-zero discount=d value=-5'],
    ],
    [
      'money off below nought',
      "effect: { kind: reduce, amount: '-5', per: tonne, currency: EUR }",
      ['error 1.yaml effect.amount discount.money-below-zero discount=d value=-5'],
    ],
    [
      'money of a subsidy below nought',
      "effect: { kind: pay, by: { kind: money, amount: '-5', per: tonne, currency: EUR } }",
      ['error 1.yaml effect.by.amount discount.money-below-zero discount=d value=-5'],
    ],
    [
      'a share of a subsidy below nought',
      "effect: { kind: pay, by: { kind: share, of: '-0.1' } }",
      ['error 1.yaml effect.by.of discount.part-outside discount=d value=-10'],
    ],
    [
      'the first of a table, once',
      `${table("['tank', '0.2'], ['hopper', '2'], ['flat', '3']")}\neffect: { kind: share, of: { table: cut } }`,
      ['error 1.yaml effect.of discount.part-outside discount=d value=200'],
    ],
    [
      'what the table has for all others',
      `${table("['tank', '0.2']", ", otherwise: '-1'")}\neffect: { kind: multiply, by: { table: cut } }`,
      ['error 1.yaml effect.by discount.coefficient-below-zero discount=d value=-1'],
    ],
    [
      'what is read where the table has no row',
      `${table("['tank', '0.2']", ", otherwise: '0.1'")}\neffect: { kind: multiply, by: { table: cut, otherwise: '-1' } }`,
      ['error 1.yaml effect.by discount.coefficient-below-zero discount=d value=-1'],
    ],
    [
      'each step of a scale',
      `effect: ${tier('percent', "{ from: '0', rate: '101' }, { from: '9', rate: '-1' }")}`,
      [
        'error 1.yaml effect.steps.0 discount.part-outside discount=d value=101',
        'error 1.yaml effect.steps.1 discount.part-outside discount=d value=-1',
        'warning 1.yaml effect.steps.1 discount.rebate-falls discount=d bound=9 unit=TNE before=101 after=100.89 of=% regained=never',
      ],
    ],
    [
      'a coefficient of a step',
      `effect: ${tier('coefficient', "{ from: '0', rate: '1' }, { from: '9', rate: '-0.5' }")}`,
      ['error 1.yaml effect.steps.1 discount.coefficient-below-zero discount=d value=-0.5'],
    ],
    [
      'a flat fee beside a percent',
      `effect: ${tier('percent', "{ from: '0', rate: '1', flat: '-3' }", 'currency: EUR, ')}`,
      ['error 1.yaml effect.steps.0 discount.money-below-zero discount=d value=-3'],
    ],
    [
      'money per unit and the flat fee of a step, once for both',
      `effect: ${tier('per-unit', "{ from: '0', rate: '-1', flat: '-3' }, { from: '5', rate: '1', flat: '-2' }", 'currency: EUR, ')}`,
      [
        'error 1.yaml effect.steps.0 discount.money-below-zero discount=d value=-1',
        'error 1.yaml effect.steps.1 discount.money-below-zero discount=d value=-2',
        'warning 1.yaml effect.steps.1 discount.rebate-falls discount=d bound=5 unit=TNE before=-8 after=-10 of=EUR regained=7',
      ],
    ],
    [
      'a step of a subsidy',
      `effect: { kind: pay, by: ${tier('share', "{ from: '0', rate: '-0.1' }")} }`,
      ['error 1.yaml effect.by.steps.0 discount.part-outside discount=d value=-10'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });

  it.each([
    ['a surcharge', "effect: { kind: multiply, by: '1.1' }"],
    ['all of the charge', "effect: { kind: percent, of: '100' }"],
    ['nothing of it', "effect: { kind: share, of: '0' }"],
    ['a subsidy of more than the charge', "effect: { kind: pay, by: { kind: share, of: '1.2' } }"],
    ['no money off', "effect: { kind: reduce, amount: '0', per: tonne, currency: EUR }"],
    [
      'a difference of two readings of a table',
      `${table("['tank', '-0.2']")}\neffect: { kind: multiply, by: { table: cut, less: '1' } }`,
    ],
    ['a fact', 'effect: { kind: multiply, by: { fact: wagons.count } }'],
    [
      'an equalisation, which has no figures',
      'effect: { kind: equalise, reference: [{ carrier: sea, mode: sea, from: a, to: b, charges: [freight] }] }',
    ],
  ])('nothing is said of %s', (_, lines) => {
    expect(told(lines)).toEqual([]);
  });
});

describe('a charge waived whole is warned of unless a clause says so', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a coefficient of nought',
      "effect: { kind: multiply, by: '0' }",
      ['warning 1.yaml effect.by discount.free discount=d'],
    ],
    [
      'a rate of nought',
      "effect: { kind: replace, rate: '0', per: tonne, currency: EUR }",
      ['warning 1.yaml effect.rate discount.free discount=d'],
    ],
    ['with a clause it is meant', "effect: { kind: multiply, by: '0' }\nclause: item 3", []],
    [
      'not where a table has a row of nought',
      `${table("['tank', '0']")}\neffect: { kind: multiply, by: { table: cut } }`,
      [],
    ],
  ])('%s', (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });
});

describe('a cap of nothing is warned of', () => {
  it.each<[string, readonly string[]]>([
    ["cap: { share: '0' }", ['warning 1.yaml cap discount.cap-nothing discount=d']],
    ["cap: { amount: '0', currency: EUR }", ['warning 1.yaml cap discount.cap-nothing discount=d']],
    ["cap: { share: '-0.1', amount: '5', currency: EUR }", ['warning 1.yaml cap discount.cap-nothing discount=d']],
    ["cap: { share: '0.1', amount: '5', currency: EUR }", []],
  ])('%s', (lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });
});

describe('money in a currency that is never the charge’s', () => {
  const roubles = "effect: { kind: reduce, amount: '5', per: tonne, currency: RUB }";
  const convert = (from: string, to: string): string =>
    `convert: [{ from: ${from}, to: ${to}, divide: '100', date: 2025-01-01, source: bank }]`;
  const dollars = TARIFF.replace('rail-2025', 'rail-usd').replace('EUR', 'USD').replace('[export]', '[import]');

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'a reduction',
      roubles,
      [TARIFF],
      ['error 1.yaml effect.currency discount.currency-never discount=d currency=RUB charged=EUR'],
    ],
    [
      'it names every currency it meets',
      roubles,
      [TARIFF, dollars],
      ['error 2.yaml effect.currency discount.currency-never discount=d currency=RUB charged=EUR, USD'],
    ],
    [
      'a subsidy, at its own place',
      "effect: { kind: pay, by: { kind: money, amount: '5', per: tonne, currency: RUB } }",
      [TARIFF],
      ['error 1.yaml effect.by.currency discount.currency-never discount=d currency=RUB charged=EUR'],
    ],
    [
      'a coefficient into another currency is of no use',
      `${roubles}\n${convert('RUB', 'USD')}`,
      [TARIFF],
      ['error 1.yaml effect.currency discount.currency-never discount=d currency=RUB charged=EUR'],
    ],
    [
      'nor one from another currency',
      `${roubles}\n${convert('USD', 'EUR')}`,
      [TARIFF],
      ['error 1.yaml effect.currency discount.currency-never discount=d currency=RUB charged=EUR'],
    ],
    ['with its coefficient it is applied', `${roubles}\n${convert('RUB', 'EUR')}`, [TARIFF], []],
    ['one tariff in its currency is enough', roubles, [TARIFF, dollars.replace('USD', 'RUB')], []],
    [
      'without a tariff it is not asked',
      `touches: { charges: [storage] }\n${roubles}`,
      [TARIFF],
      ['warning 1.yaml touches discount.no-tariff discount=d why=charges charges=storage'],
    ],
    ['a coefficient on the charge has no currency', '', [TARIFF], []],
  ])('%s', (_, lines, tariffs, expected) => {
    expect(told(lines, ...tariffs)).toEqual(expected);
  });
});
