import { describe, expect, it } from 'vitest';
import { TARIFF } from '../testing/book-from-text.ts';
import { checkProblems } from '../testing/checked-book.ts';
import { discount } from '../testing/rated-leg.ts';

const HALF = "effect: { kind: multiply, by: '0.9' }";
const written = (lines: string, id = 'd'): string =>
  discount(id, lines.includes('effect:') ? lines : `${HALF}\n${lines}`);
/** Of a book with the example tariff, valid for 2025, and one discount. */
const told = (lines: string, ...more: readonly string[]): readonly string[] =>
  checkProblems([TARIFF, written(lines), ...more]);

const MONTH = 'meter: { measure: mass, window: { calendar: month } }';
const t = (value: number): string => `{ value: '${String(value)}', unit: TNE }`;

describe('a discount that no tariff of the book lets act', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'granted on another tariff',
      'base: [{ tariff: other }]',
      ['warning 1.yaml base discount.no-tariff discount=d why=base charges=freight'],
    ],
    [
      'granted on another version',
      "base: [{ tariff: rail-2025, version: '2018' }]",
      ['warning 1.yaml base discount.no-tariff discount=d why=base charges=freight'],
    ],
    [
      'over before the tariff begins',
      'valid: { from: 2024-01-01, to: 2025-01-01 }',
      ['warning 1.yaml valid discount.no-tariff discount=d why=validity charges=freight'],
    ],
    [
      'for another carrier',
      'scope: { leg.carrier: [sea] }',
      ['warning 1.yaml scope discount.no-tariff discount=d why=carrier charges=freight'],
    ],
    [
      'for other traffic',
      'scope: { traffic: [transit, import] }',
      ['warning 1.yaml scope discount.no-tariff discount=d why=traffic charges=freight'],
    ],
    [
      'for other traffic of the leg',
      'scope: { leg.traffic: [import], traffic: [export] }',
      ['warning 1.yaml scope discount.no-tariff discount=d why=traffic charges=freight'],
    ],
    [
      'on charges the tariff does not have',
      'touches: { charges: [demurrage, storage] }',
      ['warning 1.yaml touches discount.no-tariff discount=d why=charges charges=demurrage, storage'],
    ],
    [
      'on charges no discount may touch',
      'touches: { charges: [wagon] }',
      ['warning 1.yaml touches discount.no-tariff discount=d why=charges charges=wagon'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });

  it.each([
    'base: [{ tariff: other }, { tariff: rail-2025 }]',
    'valid: { from: 2025-12-31 }',
    'scope: { leg.carrier: [sea, rail] }',
    'scope: { traffic: [import, export] }',
    'touches: { charges: [demurrage, freight.loaded] }',
    'touches: { goodsPrice: true }',
  ])('nothing is said where one is left: %s', (lines) => {
    expect(told(lines)).toEqual([]);
  });
});

describe('a condition that no consignment meets', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'at least more than less than',
      `when: [{ ${MONTH}, atLeast: ${t(10)}, lessThan: ${t(5)} }]`,
      ['error 1.yaml when.0 discount.threshold-empty discount=d from=10000 to=5000 unit=KGM'],
    ],
    [
      'above and at most the same',
      `when: [{ ${MONTH}, above: ${t(5)}, atMost: ${t(5)} }]`,
      ['error 1.yaml when.0 discount.threshold-empty discount=d from=5000 to=5000 unit=KGM'],
    ],
    [
      'within conditions that must all hold',
      `when: [{ all: [{ ${MONTH}, atLeast: ${t(5)}, lessThan: ${t(5)} }] }]`,
      ['error 1.yaml when.0 discount.threshold-empty discount=d from=5000 to=5000 unit=KGM'],
    ],
    [
      'facts that its scope excludes',
      'scope: { traffic: [export] }\nwhen: [{ scope: { traffic: [import] } }]',
      ['error 1.yaml when.0 discount.scope-contradicts discount=d first=traffic export second=traffic import'],
    ],
    [
      'a meter of consignments that there are none of',
      `when: [{ meter: { measure: mass, scope: { traffic: [export], all: [{ traffic: [import] }] }, window: { calendar: month } }, atLeast: ${t(5)} }]`,
      ['warning 1.yaml when.0 discount.meter-never discount=d meter=d@2025-01-01#when.0.meter'],
    ],
    [
      'a window that is over before the discount begins',
      `when: [{ meter: { measure: mass, window: { fixed: { from: 2024-01-01, to: 2025-01-01 } } }, atLeast: ${t(5)} }]`,
      ['warning 1.yaml when.0 discount.window-never discount=d meter=d@2025-01-01#when.0.meter'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });

  it.each([
    ['one bound alone', `when: [{ ${MONTH}, lessThan: ${t(5)} }]`],
    ['one value inside both bounds', `when: [{ ${MONTH}, atLeast: ${t(5)}, atMost: ${t(5)} }]`],
    [
      'bounds of the window and of a day are not compared',
      `when: [{ ${MONTH}, atLeast: { value: '5', unit: TNE, per: day }, lessThan: ${t(5)} }]`,
    ],
    [
      'one of several alternatives',
      `when: [{ any: [{ ${MONTH}, atLeast: ${t(5)}, lessThan: ${t(5)} }, { scope: { traffic: [export] } }] }]`,
    ],
    ['facts that its scope allows', 'scope: { traffic: [export] }\nwhen: [{ scope: { wagon.type: [tank] } }]'],
    [
      'a window that is over, of deliveries that may come later',
      `when: [{ meter: { measure: mass, countAt: delivered, window: { fixed: { from: 2024-01-01, to: 2025-01-01 } } }, atLeast: ${t(5)} }]`,
    ],
    [
      'a window of which the discount has a part',
      `when: [{ meter: { measure: mass, window: { fixed: { from: 2024-01-01, to: 2025-01-02 } } }, atLeast: ${t(5)} }]`,
    ],
    [
      'a window that is asked pro rata',
      `when: [{ meter: { measure: mass, window: { fixed: { from: 2024-01-01, to: 2025-01-01 } } }, atLeast: ${t(5)}, partial: pro-rata }]`,
    ],
  ])('nothing is said of %s', (_, lines) => {
    expect(told(lines)).toEqual([]);
  });
});

describe('a scale that never counts what the discount is for', () => {
  const scale = (meter: string, more: string, lines = ''): string =>
    `scope: { traffic: [export] }\n${lines}effect: { kind: tier, meter: { measure: mass, ${meter} }, unit: TNE, bounds: lower, steps: [{ from: '0', rate: '5' }], amount: percent, ${more} }`;
  const IMPORTS = 'scope: { traffic: [import] }, window: { calendar: year }';

  it.each<[string, string, readonly string[]]>([
    [
      'split over other consignments',
      scale(IMPORTS, 'method: incremental'),
      ['warning 1.yaml effect.meter discount.meter-elsewhere discount=d meter=d@2025-01-01#effect.meter'],
    ],
    [
      'counted into others',
      scale(IMPORTS, 'method: all-units, include: self'),
      ['warning 1.yaml effect.meter discount.meter-elsewhere discount=d meter=d@2025-01-01#effect.meter'],
    ],
    [
      'settled with others',
      scale(IMPORTS, 'method: all-units', 'at: settlement\n'),
      ['warning 1.yaml effect.meter discount.meter-elsewhere discount=d meter=d@2025-01-01#effect.meter'],
    ],
    [
      'over a window that is past',
      scale('window: { fixed: { from: 2024-01-01, to: 2025-01-01 } }', 'method: all-units'),
      ['warning 1.yaml effect.meter discount.window-never discount=d meter=d@2025-01-01#effect.meter'],
    ],
    [
      'of consignments that there are none of',
      scale(
        'scope: { traffic: [import], not: { traffic: [import] } }, window: { calendar: year }',
        'method: all-units',
      ),
      ['warning 1.yaml effect.meter discount.meter-never discount=d meter=d@2025-01-01#effect.meter'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });

  it('what others carried may choose the step', () => {
    expect(told(scale(IMPORTS, 'method: all-units'))).toEqual([]);
    expect(told(scale(IMPORTS.replace('import', 'export'), 'method: incremental'))).toEqual([]);
  });
});

describe('an effect that the corridor of its tariff always cuts', () => {
  const wide = TARIFF.replace('id: rail-2025', 'id: rail-2025\ncorridor: { floor: "0.6", ceiling: "1.1" }');
  const within = (lines: string, tariff = wide): readonly string[] => checkProblems([tariff, written(lines)]);
  const steps = (amount: string, first: string, second: string, more = ''): string =>
    `effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: incremental, bounds: lower, amount: ${amount}, ${more}steps: [{ from: '0', rate: '${first}' }, { from: '100', rate: '${second}' }] }`;

  it.each<[string, string, readonly string[]]>([
    [
      'less is left than the floor',
      "effect: { kind: multiply, by: '0.59' }",
      ['warning 1.yaml effect.by discount.outside-corridor discount=d tariff=rail-2025 left=59 limit=60'],
    ],
    [
      'more is left than the ceiling',
      "effect: { kind: multiply, by: '1.105' }",
      ['warning 1.yaml effect.by discount.outside-corridor discount=d tariff=rail-2025 left=110.5 limit=110'],
    ],
    [
      'a step in percent',
      steps('percent', '40', '41'),
      ['warning 1.yaml effect.steps.1 discount.outside-corridor discount=d tariff=rail-2025 left=59 limit=60'],
    ],
    [
      'a step in coefficients',
      steps('coefficient', '1.2', '0.6'),
      ['warning 1.yaml effect.steps.0 discount.outside-corridor discount=d tariff=rail-2025 left=120 limit=110'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(within(lines)).toEqual(expected);
  });

  it.each([
    ['the floor itself', "effect: { kind: multiply, by: '0.6' }"],
    ['the ceiling itself', "effect: { kind: multiply, by: '1.1' }"],
    ['steps that end at the floor', steps('share', '0', '0.4')],
    ['money, which depends on the charge', steps('per-unit', '3', '90', 'currency: EUR, ')],
    [
      'a coefficient from a table, of which rows may fit',
      "tables: { cut: { columns: [type, part], rows: [['tank', '0.5']], keys: { type: { match: exact, column: type, fact: wagon.type } }, value: part } }\neffect: { kind: multiply, by: { table: cut } }",
    ],
  ])('nothing is said of %s', (_, lines) => {
    expect(within(lines)).toEqual([]);
  });

  it('nor where it touches a part of the charges that the corridor holds together, or another tariff has none', () => {
    const both = wide.replace('charge: wagon\n    discountable: false', 'charge: wagon');
    expect(within("effect: { kind: multiply, by: '0.5' }", both)).toEqual([]);
    expect(within("touches: { charges: [freight, wagon] }\neffect: { kind: multiply, by: '0.5' }", both)).not.toEqual(
      [],
    );
  });
});

describe('a budget that never has money for the discount', () => {
  const pot = (amount: string, currency: string, more = '', id = 'pot'): string =>
    `kind: budget\nid: ${id}\nwindow: year\namount: { amount: '${amount}', currency: ${currency} }${more}`;

  it.each<[string, readonly string[], readonly string[]]>([
    [
      'there is none in it',
      [pot('0', 'EUR')],
      ['warning 1.yaml budget discount.budget-never discount=d budget=pot why=amount'],
    ],
    [
      'it is in another currency',
      [pot('10', 'RUB')],
      ['warning 1.yaml budget discount.budget-never discount=d budget=pot why=currency'],
    ],
    [
      'it is for other days',
      [pot('10', 'EUR', '\nvalid: { from: 2026-01-01, to: 2027-01-01 }')],
      ['warning 1.yaml budget discount.budget-never discount=d budget=pot why=days'],
    ],
    [
      'another budget has some',
      [pot('0', 'EUR'), pot('10', 'EUR', '', 'other')],
      ['warning 1.yaml budget discount.budget-never discount=d budget=pot why=amount'],
    ],
    [
      'the version with money is for other days',
      [pot('0', 'EUR'), pot('10', 'EUR', "\nversion: '2'\nvalid: { from: 2026-01-01, to: 2027-01-01 }")],
      ['warning 1.yaml budget discount.budget-never discount=d budget=pot why=amount'],
    ],
  ])('%s', (_, budgets, expected) => {
    expect(told('budget: pot', ...budgets)).toEqual(expected);
  });

  it('nothing is said where one version has money, or of a discount without a budget', () => {
    expect(
      told('budget: pot', pot('0', 'EUR'), pot('1', 'EUR', "\nversion: '2'\nvalid: { from: 2025-12-31 }")),
    ).toEqual([]);
    expect(told('', pot('0', 'EUR'))).toEqual([]);
  });

  it('without a tariff that it can act on the currency is not asked', () => {
    const found = told('touches: { charges: [storage] }\nbudget: pot', pot('10', 'RUB'));
    expect(found).toEqual(['warning 1.yaml touches discount.no-tariff discount=d why=charges charges=storage']);
  });
});

describe('what is written in another measure than was meant', () => {
  it.each<[string, string, readonly string[]]>([
    ['twice the charge', "effect: { kind: multiply, by: '2' }", []],
    [
      'a percent for a coefficient',
      "effect: { kind: multiply, by: '44.9' }",
      ['warning 1.yaml effect.by discount.coefficient-large discount=d left=4490'],
    ],
    ['a cap in the currency of the charge', "cap: { amount: '9', currency: EUR }", []],
    [
      'a cap in another currency',
      "cap: { amount: '9', currency: BYN }",
      ['warning 1.yaml cap discount.currency-never discount=d what=cap currency=BYN charged=EUR'],
    ],
    [
      'a least amount in another currency',
      "least: { amount: '9', currency: BYN }",
      ['warning 1.yaml least discount.currency-never discount=d what=least currency=BYN charged=EUR'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });
});
