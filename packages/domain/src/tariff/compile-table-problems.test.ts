import { describe, expect, it } from 'vitest';
import { beltText, LOOK_UP, tableText, tariffProblems } from '../testing/tariff-problems.ts';

type Case = readonly [name: string, more: string, steps: string | undefined, expected: readonly string[]];

const CASES: readonly Case[] = [
  [
    'a key by a fact that is not there',
    tableText('from, value', "[1, '5']", 'd: { match: belt, from: from, fact: leg.km }'),
    LOOK_UP,
    [
      'tariff.unknown-fact 16 tables.rates.keys.d.fact fact=leg.km',
      'tariff.key-without-source 10 parts.0.steps.0 key=d, table=rates',
    ],
  ],
  [
    'a belt in columns that are not there',
    tableText('from, value', "[1, '5']", 'd: { match: belt, from: lower, to: upper, fact: leg.distanceKm }'),
    LOOK_UP,
    [
      'tariff.unknown-column 16 tables.rates.keys.d.from column=lower, columns=from, value, table=rates',
      'tariff.unknown-column 16 tables.rates.keys.d.to column=upper, columns=from, value, table=rates',
    ],
  ],
  [
    'a key in a column that is not there',
    tableText('type, value', "[a, '5']", 'd: { match: exact, column: kind, fact: wagon.type }'),
    LOOK_UP,
    ['tariff.unknown-column 16 tables.rates.keys.d.column column=kind, columns=type, value, table=rates'],
  ],
  [
    'a belt without bounds',
    tableText('from, value', "[1, '5']", 'd: { match: belt, fact: leg.distanceKm }'),
    LOOK_UP,
    ['tariff.belt-without-bounds 16 tables.rates.keys.d table=rates'],
  ],
  [
    'a table without its column of values',
    tableText('from, rate', "[1, '5']", 'd: { match: belt, from: from, fact: leg.distanceKm }'),
    LOOK_UP,
    [
      'tariff.unknown-column 13 tables.rates.value column=value, columns=from, rate, table=rates',
      'tariff.unknown-column 10 parts.0.steps.0 column=value, table=rates, columns=rate',
    ],
  ],
  [
    'a table without rows',
    tableText('from, value', '', 'd: { match: belt, from: from, fact: leg.distanceKm }'),
    LOOK_UP,
    ['tariff.table-empty 13 tables.rates table=rates'],
  ],
  [
    'cells that are no numbers',
    beltText("[1, 200, '5,5'], ['201 km', '', '6']"),
    undefined,
    [
      'tariff.not-a-number 16 - text=201 km, column=from, table=rates',
      'tariff.belt-overlap 16 - table=rates, other=15',
      'tariff.not-a-number 15 - text=5,5, column=value, table=rates',
    ],
  ],
  [
    'a key of numbers that is none',
    tableText('axles, value', "[vier, '5'], [4, '6']", 'a: { match: exact, column: axles, fact: wagon.axles }'),
    LOOK_UP,
    ['tariff.not-a-number 15 - text=vier, column=axles, table=rates'],
  ],
  [
    'a gap',
    beltText("[1, 200, '5'], [202, 400, '6']"),
    undefined,
    ['tariff.belt-gap 16 - table=rates, other=15, whole=true'],
  ],
  [
    'a row of the wrong width, and no gap where it stands',
    beltText("[1, 200, '5'], [201, 300], [301, 400, '6']"),
    undefined,
    ['book.table-width 16 tables.rates.rows.1 expected=3, actual=2'],
  ],
  [
    'an overlap',
    beltText("[1, 200, '5'], [200, 400, '6']"),
    undefined,
    ['tariff.belt-overlap 16 - table=rates, other=15'],
  ],
  [
    'a belt that runs backward',
    beltText("[1, 200, '5'], [400, 201, '6']"),
    undefined,
    ['tariff.belt-backward 16 - table=rates'],
  ],
  [
    'a row never reached',
    beltText("[1, 400, '5'], [201, 300, '6']"),
    undefined,
    ['tariff.belt-overlap 16 - table=rates, other=15', 'tariff.belt-unreached 16 - table=rates'],
  ],
  [
    'a row twice',
    tableText(
      'type, value',
      "[hopper, '1'], [tank, '2'], [hopper, '3']",
      'type: { match: exact, column: type, fact: wagon.type }',
    ),
    LOOK_UP,
    ['tariff.duplicate-row 17 - table=rates, other=15'],
  ],
  [
    'goods cells: blank, malformed, several, with a comma too many',
    tableText(
      'goods, value',
      "['', '1'], ['28x', '2'], ['281, 3-4', '5'], ['281,,5', '5']",
      'g: { match: goods, column: goods, system: ETSNG }',
    ),
    LOOK_UP,
    ['tariff.blank-goods 15 - table=rates', 'tariff.goods-pattern 16 - text=28x, table=rates'],
  ],
  [
    'a key by a quantity that is not there',
    tableText('from, value', "[1, '5']", 'd: { match: belt, from: from, quantity: q }'),
    LOOK_UP,
    ['tariff.unknown-quantity 10 parts.0.steps.0 quantity=q'],
  ],
];

describe('what is wrong with a table: its line and parameters, and nothing beside it', () => {
  it.each(CASES)('%s', (_, more, steps, expected) => {
    expect(tariffProblems(more, steps)).toEqual(expected);
  });
});
