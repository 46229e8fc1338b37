import { describe, expect, it } from 'vitest';
import { beltText, tableText, tariffProblems } from '../testing/tariff-problems.ts';

type Case = readonly [name: string, more: string, steps: string | undefined, expected: readonly string[]];

const CASES: readonly Case[] = [
  [
    'a key the table does not have, with those it has',
    beltText("[1, 200, '5']"),
    "- { step: lookup, name: rate, value: { table: rates, at: { km: '5' } } }",
    ['tariff.unknown-key 10 parts.0.steps.0 key=km, table=rates, keys=distance'],
  ],
  [
    'of several keys all are named, and each needs a source',
    tableText(
      'a, b, value',
      "[x, y, '1']",
      'a: { match: exact, column: a }, b: { match: exact, column: b, fact: wagon.type }',
    ),
    "- { step: lookup, name: rate, value: { table: rates, at: { c: '5' } } }",
    [
      'tariff.unknown-key 10 parts.0.steps.0 key=c, table=rates, keys=a, b',
      'tariff.key-without-source 10 parts.0.steps.0 key=a, table=rates',
    ],
  ],
  [
    'a column no row has a value in',
    beltText("[1, 200, '5']"),
    '- { step: lookup, name: rate, value: { table: rates, column: loaded } }',
    ['tariff.unknown-column 10 parts.0.steps.0 column=loaded, table=rates, columns=value'],
  ],
  [
    'a column of words is no column of values',
    tableText(
      'from, value, more, word',
      "[1, '5', '6', hello], [5, '7', '', bye]",
      'd: { match: belt, from: from, fact: leg.distanceKm }',
    ),
    '- { step: lookup, name: rate, value: { table: rates, column: word } }',
    ['tariff.unknown-column 10 parts.0.steps.0 column=word, table=rates, columns=value, more'],
  ],
  [
    'a column with one value is one',
    tableText(
      'from, value, more',
      "[1, '5', ''], [5, '7', '2']",
      'd: { match: belt, from: from, fact: leg.distanceKm }',
    ),
    '- { step: lookup, name: rate, value: { table: rates, column: more } }',
    [],
  ],
  [
    'a quantity that is not there, as a key',
    beltText("[1, 200, '5']"),
    '- { step: lookup, name: rate, value: { table: rates, at: { distance: { quantity: q } } } }',
    ['tariff.unknown-quantity 10 parts.0.steps.0 quantity=q'],
  ],
  [
    'a fact that is not there, as a key',
    beltText("[1, 200, '5']"),
    '- { step: lookup, name: rate, value: { table: rates, at: { distance: { fact: leg.km } } } }',
    ['tariff.unknown-fact 10 parts.0.steps.0 fact=leg.km'],
  ],
  [
    'a fact as a key',
    beltText("[1, 200, '5']"),
    '- { step: lookup, name: rate, value: { table: rates, at: { distance: { fact: mass_kg } } } }',
    [],
  ],
  [
    'the end before a belt of no table',
    beltText("[1, 200, '5']"),
    '- { step: lookup, name: rate, value: { table: rates, at: { distance: { endBefore: { table: none, key: k } } } } }',
    ['tariff.unknown-table 10 parts.0.steps.0 table=none'],
  ],
  [
    'the end before a belt of no key',
    beltText("[1, 200, '5']"),
    '- { step: lookup, name: rate, value: { table: rates, at: { distance: { endBefore: { table: rates, key: k } } } } }',
    ['tariff.unknown-key 10 parts.0.steps.0 key=k, table=rates, keys=distance'],
  ],
  [
    'the end before a belt nothing places',
    tableText('from, value', "[1, '5']", 'd: { match: belt, from: from }'),
    '- { step: lookup, name: rate, value: { table: rates, at: { d: { endBefore: { table: rates, key: d } } } } }',
    ['tariff.key-without-source 10 parts.0.steps.0 key=d, table=rates'],
  ],
  [
    'a text where a number is wanted',
    '',
    '- { step: lookup, name: rate, value: { fact: wagon.type } }',
    ['tariff.fact-not-a-number 10 parts.0.steps.0 fact=wagon.type'],
  ],
  ['a fact of one’s own may be a number', '', '- { step: lookup, name: rate, value: { fact: extra.rate } }', []],
  [
    'a quantum below zero',
    '',
    "- { step: lookup, name: rate, value: '1', round: '-0.01' }",
    ['tariff.quantum-not-positive 10 parts.0.steps.0 quantum=-0.01'],
  ],
  [
    'a quantum of zero',
    '',
    "- { step: lookup, name: rate, value: '1', round: { quantum: '0', mode: up } }",
    ['tariff.quantum-not-positive 10 parts.0.steps.0 quantum=0'],
  ],
  [
    'a quantum of zero in a correction',
    '',
    "- { step: lookup, name: rate, value: '1' }\n      - { step: greater-correction, name: g, candidates: [{ on: '1', rate: '1', round: '0' }] }",
    ['tariff.quantum-not-positive 11 parts.0.steps.1 quantum=0'],
  ],
  [
    'a step asks for an amount',
    '',
    "- { step: lookup, name: rate, value: '1', when: { amount.gross.EUR: '1' } }",
    ['scope.amount-unknown 10 parts.0.steps.0 field=amount.gross.EUR'],
  ],
  [
    'a part asks for an amount',
    "  - { id: other, charge: x, when: { amount.gross.EUR: '1' }, steps: [{ step: lookup, name: a, value: '1' }] }",
    undefined,
    ['scope.amount-unknown 11 parts.1 field=amount.gross.EUR'],
  ],
  [
    'a tariff asks for an amount',
    "scope: { amount.gross.EUR: '1' }",
    undefined,
    ['scope.amount-unknown 11 scope field=amount.gross.EUR'],
  ],
  [
    'a tax asks for an amount',
    "tax: [{ category: S, rate: '20', when: { amount.gross.EUR: '1' } }]",
    undefined,
    ['scope.amount-unknown 11 tax.0 field=amount.gross.EUR'],
  ],
  [
    'a tax rounded to nothing',
    "tax: [{ category: S, rate: '20', round: '0' }]",
    undefined,
    ['tariff.quantum-not-positive 11 tax.0 quantum=0'],
  ],
  [
    'a conversion both ways',
    '',
    "- { step: convert, name: c, to: EUR, divide: '2', multiply: '2' }",
    ['tariff.convert-one-way 10 parts.0.steps.0 name=c'],
  ],
  [
    'a conversion neither way',
    '',
    '- { step: convert, name: c, to: EUR }',
    ['tariff.convert-one-way 10 parts.0.steps.0 name=c'],
  ],
  [
    'belts of a table that is not there',
    '',
    "- { step: piecewise, name: p, table: nowhere, key: k, from: '1', coefficient: '2' }",
    ['tariff.unknown-table 10 parts.0.steps.0 table=nowhere'],
  ],
  [
    'belts of a key that is not there',
    beltText("[1, 200, '5']"),
    "- { step: piecewise, name: p, table: rates, key: k, from: '1', coefficient: '2' }",
    ['tariff.unknown-key 10 parts.0.steps.0 key=k, table=rates, keys=distance'],
  ],
  [
    'belts of a key that has none',
    tableText('type, value', "[hopper, '1']", 'type: { match: exact, column: type, fact: wagon.type }'),
    "- { step: piecewise, name: p, table: rates, key: type, from: '1', coefficient: '2' }",
    ['tariff.key-not-a-belt 10 parts.0.steps.0 key=type, table=rates'],
  ],
  [
    'a piecewise step by a key nothing gives',
    tableText('from, value', "[1, '5']", 'd: { match: belt, from: from }'),
    "- { step: piecewise, name: p, table: rates, key: d, from: '1', coefficient: '2' }",
    ['tariff.key-without-source 10 parts.0.steps.0 key=d, table=rates'],
  ],
  [
    'a deficit gives its own key',
    tableText('from, value', "[1, '5']", 'd: { match: belt, from: from }'),
    '- { step: deficit, name: p, table: rates, key: d, of: { fact: mass_kg } }',
    [],
  ],
  [
    'but not another',
    tableText('from, type, value', "[1, a, '5']", 'd: { match: belt, from: from }, t: { match: exact, column: type }'),
    '- { step: deficit, name: p, table: rates, key: d, of: { fact: mass_kg } }',
    ['tariff.key-without-source 10 parts.0.steps.0 key=t, table=rates'],
  ],
  [
    'two steps of one name',
    '',
    "- { step: lookup, name: rate, value: '1' }\n      - { step: add, name: rate, value: '1' }",
    ['tariff.duplicate-step 11 parts.0.steps.1 name=rate'],
  ],
  [
    'two parts of one name',
    "  - { id: loaded, charge: x, steps: [{ step: lookup, name: a, value: '1' }] }",
    undefined,
    ['tariff.duplicate-part 11 parts.1 part=loaded'],
  ],
  [
    'a bound by a part that comes later',
    "  - { id: other, charge: x, steps: [{ step: lookup, name: a, value: '1' }], least: { part: loaded }, greatest: { part: later } }",
    undefined,
    ['tariff.unknown-part 11 parts.1 part=later'],
  ],
  [
    'a part by itself',
    '  - { id: other, charge: x, steps: [{ step: lookup, name: a, value: { part: other } }] }',
    undefined,
    ['tariff.unknown-part 11 parts.1.steps.0 part=other'],
  ],
  [
    'a step over the sum named as a part',
    "total: [{ step: add, name: loaded, value: '1' }]",
    undefined,
    ['tariff.duplicate-step 11 total.0 name=loaded'],
  ],
  [
    'a step over the sum named as the tax',
    "total: [{ step: add, name: fee, value: '1' }, { step: add, name: tax, value: '1' }]",
    undefined,
    ['tariff.duplicate-step 11 total.1 name=tax'],
  ],
  [
    'a step after the discounts named as one before',
    "total: [{ step: add, name: fee, value: '1' }, { step: discounts }, { step: add, name: fee, value: '1' }]",
    undefined,
    ['tariff.duplicate-step 11 total.2 name=fee'],
  ],
  [
    'steps over the sum know parts and steps before',
    'total: [{ step: add, name: fee, value: { part: loaded } }, { step: add, name: f2, value: { step: fee } }]',
    undefined,
    [],
  ],
  [
    'discounts act once',
    'total: [{ step: discounts }, { step: discounts, name: a }, { step: discounts, name: b }]',
    undefined,
    ['tariff.discounts-twice 11 total.1', 'tariff.discounts-twice 11 total.2'],
  ],
  [
    'discounts do not act in a quantity',
    "quantities:\n  q: { steps: [{ step: lookup, name: x, value: '1' }, { step: discounts }] }",
    undefined,
    ['tariff.discounts-in-part 12 quantities.q.steps.1 part=q'],
  ],
  [
    'discounts do not act in a part',
    '',
    "- { step: lookup, name: rate, value: '1' }\n      - { step: discounts }",
    ['tariff.discounts-in-part 11 parts.0.steps.1 part=loaded'],
  ],
  [
    'a part that ends in another currency',
    '',
    "- { step: lookup, name: rate, value: '1' }\n      - { step: convert, name: c, to: USD, divide: '1.15' }",
    ['tariff.part-currency 7 parts.0 part=loaded, actual=USD, expected=EUR'],
  ],
  [
    'a part that stays in another currency',
    "  - { id: other, charge: x, currency: USD, steps: [{ step: lookup, name: a, value: '1' }] }",
    undefined,
    ['tariff.part-currency 11 parts.1 part=other, actual=USD, expected=EUR'],
  ],
  [
    'a part that comes back to the currency',
    "  - { id: other, charge: x, currency: USD, steps: [{ step: lookup, name: a, value: '1' }, { step: convert, name: c, to: EUR, multiply: '0.9' }] }",
    undefined,
    [],
  ],
  [
    'a sum in another currency',
    "total: [{ step: round, name: r, to: '1' }, { step: convert, name: c, to: EUR, divide: '1.15' }]",
    undefined,
    ['tariff.convert-in-total 11 total.1 name=c'],
  ],
  [
    'a part that goes on after it came back to the currency',
    "  - { id: other, charge: x, currency: USD, steps: [{ step: lookup, name: a, value: '1' }, { step: convert, name: c, to: EUR, multiply: '0.9' }, { step: round, name: r, to: '1' }] }",
    undefined,
    [],
  ],
  [
    'a step of a quantity by a fact that is not there',
    "quantities:\n  q: { steps: [{ step: lookup, name: x, value: '1' }, { step: add, name: y, value: { fact: leg.km } }] }",
    undefined,
    ['tariff.unknown-fact 12 quantities.q.steps.1 fact=leg.km'],
  ],
  [
    'a step over the sum by a fact that is not there',
    "total: [{ step: add, name: a, value: '1' }, { step: add, name: b, value: { fact: leg.km } }]",
    undefined,
    ['tariff.unknown-fact 11 total.1 fact=leg.km'],
  ],
  [
    'a step after the discounts by a fact that is not there',
    "total:\n  - { step: add, name: a, value: '1' }\n  - { step: discounts }\n  - { step: add, name: b, value: '1' }\n  - { step: add, name: c, value: { fact: leg.km } }",
    undefined,
    ['tariff.unknown-fact 15 total.3 fact=leg.km'],
  ],
  [
    'two steps of one name after the discounts',
    "total:\n  - { step: discounts }\n  - { step: add, name: b, value: '1' }\n  - { step: add, name: b, value: '1' }",
    undefined,
    ['tariff.duplicate-step 14 total.2 name=b'],
  ],
  [
    'a part may be called as the mark of discounts is',
    "  - { id: discounts, charge: x, steps: [{ step: lookup, name: a, value: '1' }] }\ntotal: [{ step: discounts }]",
    undefined,
    [],
  ],
  [
    'a minimum charge by a quantity that is not there',
    'minimumCharge: { quantity: q }',
    undefined,
    ['tariff.unknown-quantity 11 minimumCharge quantity=q'],
  ],
];

describe('what is wrong with steps, parts and the sum: its place and parameters, and nothing beside it', () => {
  it.each(CASES)('%s', (_, more, steps, expected) => {
    expect(tariffProblems(more, steps)).toEqual(expected);
  });
});
