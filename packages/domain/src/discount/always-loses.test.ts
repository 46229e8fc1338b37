import { describe, expect, it } from 'vitest';
import { bookFromText, TARIFF } from '../testing/book-from-text.ts';
import { discount } from '../testing/rated-leg.ts';
import { alwaysBeats } from './dominated.ts';

const METERS = [
  'kind: meter\nid: tonnes\nmeasure: mass\nwindow: { calendar: month }',
  'kind: meter\nid: others\nmeasure: mass\nwindow: { calendar: year }',
  "kind: budget\nid: pot\nwindow: year\namount: { amount: '10', currency: EUR }",
];
const DOLLARS = "convert: [{ from: USD, to: EUR, multiply: '2', date: 2025-01-01, source: bank }]\n";

/** Whether the first of two of a group that takes the best always beats the second. */
function beats(first: string, second: string): boolean {
  const text = (id: string, content: string): string =>
    discount(id, `${content.includes('group:') ? '' : 'group: { id: g, choose: best-for-payer }\n'}${content}`);
  const { discounts } = bookFromText([TARIFF, ...METERS, text('a', first), text('b', second)]);
  const [a, b] = [discounts.find(({ id }) => id === 'a'), discounts.find(({ id }) => id === 'b')];
  if (a === undefined || b === undefined) throw new Error('two discounts are compared');
  return alwaysBeats(a, b);
}

const off = (by: string, more = ''): string => `${more}effect: { kind: multiply, by: '${by}' }\n`;
const reduce = (amount: string, per = 'tonne', currency = 'EUR'): string =>
  `${currency === 'EUR' ? '' : DOLLARS}effect: { kind: reduce, amount: '${amount}', per: ${per}, currency: ${currency} }\n`;
const replace = (rate: string): string => `effect: { kind: replace, rate: '${rate}', per: tonne, currency: EUR }\n`;
const scale = (text: string): string => `effect: { kind: tier, meter: tonnes, unit: TNE, bounds: lower, ${text} }\n`;
const PERCENTS =
  "method: all-units, amount: percent, steps: [{ from: '0', rate: '12' }, { from: '9', rate: '15' }, { from: '20', rate: '3' }]";
const TABLE =
  "tables: { cut: { columns: [type, part], rows: [['tank', '0.5']], keys: { type: { match: exact, column: type, fact: wagon.type } }, value: part } }\n";
const asks = (bound: string, meter = 'tonnes'): string => `when: [{ meter: ${meter}, ${bound} }]\n`;
const five = "{ value: '5', unit: TNE }";
const six = "{ value: '6', unit: TNE }";

describe('of a group that takes the best, one always beats another that is there only when it is', () => {
  it.each<[string, string, string]>([
    ['more off', off('0.8'), off('0.9')],
    ['as much off, asked first by its order', off('0.8', 'order: 1\n'), off('0.8', 'order: 2\n')],
    ['as much off, asked first as only it has an order', off('0.8', 'order: 1\n'), off('0.8')],
    ['as much off, asked first by its id', off('0.8'), off('0.8')],
    ['more than the best step of a scale in percent', off('0.84'), scale(PERCENTS)],
    [
      'more than the best of a scale in coefficients',
      off('0.8'),
      scale(
        "method: incremental, amount: coefficient, steps: [{ from: '0', rate: '0.9' }, { from: '9', rate: '0.85' }]",
      ),
    ],
    ['more money for the same unit', reduce('5'), reduce('4')],
    ['a lower rate', replace('7'), replace('8')],
    ['the same conditions on a meter', off('0.8', asks(`atLeast: ${five}`)), off('0.9', asks(`atLeast: ${five}`))],
    ['a lower bound', off('0.8', asks(`above: ${five}`)), off('0.9', asks(`atLeast: ${six}`))],
    ['the same bound, which it includes', off('0.8', asks(`atLeast: ${five}`)), off('0.9', asks(`above: ${five}`))],
    [
      'a bound and none beside a further one',
      off('0.8', asks(`atLeast: ${five}`)),
      off('0.9', asks(`atLeast: ${six}, lessThan: { value: '9', unit: TNE }`)),
    ],
    ['more charges', off('0.8', 'touches: { charges: [wagon, freight] }\n'), off('0.9')],
    ['the charges of which the others are a part', off('0.8'), off('0.9', 'touches: { charges: [freight.loaded] }\n')],
    [
      'the goods price, as the other',
      off('0.8', 'touches: { goodsPrice: true }\n'),
      off('0.9', 'touches: { goodsPrice: true }\n'),
    ],
    ['any base', off('0.8'), off('0.9', 'base: [{ tariff: x, version: a }]\n')],
    [
      'one base more',
      off('0.8', 'base: [{ tariff: y, version: a }, { tariff: x, version: a }]\n'),
      off('0.9', 'base: [{ tariff: x, version: a }]\n'),
    ],
    [
      'a base of which no version is known',
      off('0.8', 'base: [{ tariff: x }]\n'),
      off('0.9', 'base: [{ tariff: x, version: a }]\n'),
    ],
    [
      'the same days and known as early',
      off('0.8', 'valid: { from: 2025-01-01, to: 2025-06-01 }\n'),
      off('0.9', 'valid: { from: 2025-02-01, to: 2025-06-01 }\n'),
    ],
    ['a cap of the other', off('0.8'), off('0.9', "cap: { share: '0.05' }\n")],
  ])('%s', (_, first, second) => {
    expect(beats(first, second)).toBe(true);
  });

  it.each<[string, string, string]>([
    ['less off', off('0.9'), off('0.8')],
    ['as much off, asked later', off('0.8', 'order: 2\n'), off('0.8', 'order: 1\n')],
    ['as much off, the other having an order', off('0.8'), off('0.8', 'order: 1\n')],
    ['less than the best step', off('0.86'), scale(PERCENTS)],
    ['a scale, of which a low step may be reached', scale(PERCENTS), off('0.9')],
    [
      'a scale of money',
      off('0.1'),
      scale("method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '1' }]"),
    ],
    [
      'a scale with flat fees',
      off('0.1'),
      scale(
        "method: all-units, amount: percent, currency: EUR, steps: [{ from: '0', rate: '1' }, { from: '9', rate: '1', flat: '5' }]",
      ),
    ],
    [
      'rates that add up',
      off('0.1', 'at: settlement\n'),
      `at: settlement\n${scale("method: reached-steps, amount: percent, steps: [{ from: '0', rate: '1' }]")}`,
    ],
    [
      'slices that add up',
      off('0.1', 'at: settlement\n'),
      `at: settlement\n${scale("method: reached-slices, amount: percent, steps: [{ from: '0', rate: '1' }]")}`,
    ],
    ['a coefficient from a table', `${TABLE}effect: { kind: multiply, by: { table: cut } }`, off('0.9')],
    ['against a coefficient from a table', off('0.1'), `${TABLE}effect: { kind: multiply, by: { table: cut } }`],
    ['less money', reduce('4'), reduce('5')],
    ['money for another unit', reduce('5'), reduce('4', 'wagon')],
    ['money in another currency', reduce('5'), reduce('4', 'tonne', 'USD')],
    ['a higher rate', replace('8'), replace('7')],
    ['money against a rate', reduce('9'), replace('8')],
    ['a rate against money', replace('1'), reduce('1')],
    ['money against a share', reduce('9'), off('0.9')],
    [
      'money from a table',
      `${TABLE}effect: { kind: reduce, amount: { table: cut }, per: tonne, currency: EUR }`,
      reduce('1'),
    ],
    [
      'against money from a table',
      reduce('9'),
      `${TABLE}effect: { kind: reduce, amount: { table: cut }, per: tonne, currency: EUR }`,
    ],
    ['a condition the other does not have', off('0.8', asks(`atLeast: ${five}`)), off('0.9')],
    ['a higher bound', off('0.8', asks(`atLeast: ${six}`)), off('0.9', asks(`atLeast: ${five}`))],
    [
      'the same bound, which only the other includes',
      off('0.8', asks(`above: ${five}`)),
      off('0.9', asks(`atLeast: ${five}`)),
    ],
    ['a bound on another meter', off('0.8', asks(`atLeast: ${five}`, 'others')), off('0.9', asks(`atLeast: ${six}`))],
    ['an upper bound', off('0.8', asks(`lessThan: ${six}`)), off('0.9', asks(`lessThan: ${five}`))],
    ['a lower bound against an upper one', off('0.8', asks(`atLeast: ${five}`)), off('0.9', asks(`atMost: ${six}`))],
    [
      'an upper bound beside the lower',
      off('0.8', asks(`atLeast: ${five}, lessThan: { value: '9', unit: TNE }`)),
      off('0.9', asks(`atLeast: ${five}`)),
    ],
    [
      'a bound for each day',
      off('0.8', asks("atLeast: { value: '5', unit: TNE, per: day }")),
      off('0.9', asks(`atLeast: ${six}`)),
    ],
    ['a bound pro rata', off('0.8', asks(`atLeast: ${five}, partial: pro-rata`)), off('0.9', asks(`atLeast: ${six}`))],
    [
      'a bound the other asks for only later',
      off('0.8', asks(`atLeast: ${five}`)),
      off('0.9', asks(`atLeast: ${six}, from: 2025-02-01`)),
    ],
    [
      'a scope among its conditions',
      off('0.8', 'when: [{ scope: { traffic: [export] } }]\n'),
      off('0.9', 'when: [{ scope: { traffic: [export] } }]\n'),
    ],
    [
      'a scope of the other',
      off('0.8', asks(`atLeast: ${five}`)),
      off('0.9', 'when: [{ scope: { traffic: [export] } }]\n'),
    ],
    ['fewer charges', off('0.8'), off('0.9', 'touches: { charges: [freight, wagon] }\n')],
    ['freight, the other the goods price', off('0.8'), off('0.9', 'touches: { goodsPrice: true }\n')],
    ['the goods price, the other freight', off('0.8', 'touches: { goodsPrice: true }\n'), off('0.9')],
    ['a base, the other any', off('0.8', 'base: [{ tariff: x, version: a }]\n'), off('0.9')],
    [
      'one base less',
      off('0.8', 'base: [{ tariff: x, version: a }]\n'),
      off('0.9', 'base: [{ tariff: x, version: a }, { tariff: y, version: a }]\n'),
    ],
    [
      'another version',
      off('0.8', 'base: [{ tariff: x, version: a }]\n'),
      off('0.9', 'base: [{ tariff: x, version: b }]\n'),
    ],
    [
      'another tariff',
      off('0.8', 'base: [{ tariff: y, version: a }]\n'),
      off('0.9', 'base: [{ tariff: x, version: a }]\n'),
    ],
    ['begun later', off('0.8', 'valid: { from: 2025-02-01 }\n'), off('0.9')],
    [
      'ended earlier',
      off('0.8', 'valid: { from: 2025-01-01, to: 2025-06-01 }\n'),
      off('0.9', 'valid: { from: 2025-01-01, to: 2025-07-01 }\n'),
    ],
    ['ended, the other not', off('0.8', 'valid: { from: 2025-01-01, to: 2025-06-01 }\n'), off('0.9')],
    ['known later', off('0.8', 'known: 2024-12-02\n'), off('0.9', 'known: 2024-12-01\n')],
    ['on the gross', off('0.8', 'on: gross\n'), off('0.9')],
    ['at settlement', off('0.8', 'at: settlement\n'), off('0.9')],
    ['in another group', off('0.8', 'order: 1\ngroup: { id: h, choose: best-for-payer }\n'), off('0.9')],
    ['with a cap', off('0.8', "cap: { share: '0.05' }\n"), off('0.9')],
    ['out of a budget', off('0.8', 'budget: pot\n'), off('0.9')],
    ['of a part of the volume', off('0.8', "volume: { meter: tonnes, above: '5' }\n"), off('0.9')],
    ['with a least', off('0.8', "least: { amount: '1', currency: EUR }\n"), off('0.9')],
    [
      'with a guarantee',
      off('0.8', `guarantee: { meter: tonnes, atLeast: ${five}, onFailure: { kind: claw-back } }\n`),
      off('0.9'),
    ],
    [
      'of a counted part',
      "effect: { kind: reduce, amount: '5', per: tonne, currency: EUR, counted: { free: '1' } }",
      reduce('4'),
    ],
    [
      'against one of a counted part',
      reduce('5'),
      "effect: { kind: reduce, amount: '4', per: tonne, currency: EUR, counted: { package: '9' } }",
    ],
    ['against one with a least', off('0.8'), off('0.9', "least: { amount: '1', currency: EUR }\n")],
    [
      'on matching wagons alone',
      off('0.8', 'scope: { wagon.type: [tank] }\nparts: matching\n'),
      off('0.9', 'scope: { wagon.type: [tank] }\n'),
    ],
    [
      'against one on matching wagons alone',
      off('0.8'),
      off('0.9', 'scope: { wagon.type: [tank] }\nparts: matching\n'),
    ],
    [
      'that waits for what is left',
      off('0.8', "scope: { amount.running.EUR: { from: '5' } }\n"),
      off('0.9', "scope: { amount.running.EUR: { from: '5' } }\n"),
    ],
    [
      'in a combination',
      off('0.8', 'order: 1\ngroup: { id: g, choose: best-combination }\n'),
      off('0.9', 'order: 2\ngroup: { id: g, choose: best-combination }\n'),
    ],
  ])('not %s', (_, first, second) => {
    expect(beats(first, second)).toBe(false);
  });
});

describe('of a group that takes the first', () => {
  const first = (order: number, content: string): string =>
    `order: ${String(order)}\ngroup: { id: g, choose: highest-priority }\n${content}`;

  it.each<[string, string, string, boolean]>([
    ['the earlier, however little it gives', first(1, off('0.99')), first(2, off('0.5')), true],
    ['not the later', first(2, off('0.5')), first(1, off('0.99')), false],
    ['not the earlier rate, which may be that of the tariff', first(1, replace('9')), first(2, off('0.5')), false],
    [
      'not where a table may have no row',
      first(1, `${TABLE}effect: { kind: multiply, by: { table: cut } }`),
      first(2, off('0.5')),
      false,
    ],
  ])('%s', (_, winner, loser, expected) => {
    expect(beats(winner, loser)).toBe(expected);
  });
});
