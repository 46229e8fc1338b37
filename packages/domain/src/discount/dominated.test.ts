import { describe, expect, it, test } from 'vitest';
import { discount, withBook } from '../testing/rated-leg.ts';
import { alwaysBeats } from './dominated.ts';

const by = (value: string): string => `effect: { kind: multiply, by: '${value}' }`;
const tier = (amount: string, method: string, ...rates: readonly string[]): string =>
  `effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: ${method}, amount: ${amount}, bounds: lower, steps: [${rates.map((rate, index) => `{ from: '${String(index * 100)}', rate: '${rate}' }`).join(', ')}] }`;
const reduce = (amount: string, more = 'per: tonne, currency: EUR'): string =>
  `effect: { kind: reduce, amount: '${amount}', ${more} }`;
const replace = (amount: string): string => `effect: { kind: replace, rate: '${amount}', per: tonne, currency: EUR }`;
const wagons = (bound: string, more = ''): string => `when: [{ meter: sent, ${bound}${more} }]`;
/** Two discounts ask the same only of a meter that both name. */
const METER = 'kind: meter\nid: sent\nmeasure: wagons\nwindow: { calendar: month }';
const BEST = 'group: { id: g, choose: best-for-payer }';
const FIRST = 'group: { id: g, choose: highest-priority }';

/** Whether the first always beats the second; each is a discount of the best-for-payer group unless it names another. */
function beats(winner: string, loser: string): boolean {
  const grouped = (id: string, text: string): string =>
    discount(id, text.includes('group:') ? text : `${text}\n${BEST}`);
  const { discounts } = withBook(METER, grouped('w', winner), grouped('l', loser));
  const [first, second] = ['w', 'l'].map((id) => discounts.find((form) => form.id === id));
  if (first === undefined || second === undefined) throw new Error('both discounts are in the book');
  return alwaysBeats(first, second);
}

describe('the better effect for the payer wins', () => {
  test.each<[string, string, boolean]>([
    [by('0.8'), by('0.9'), true],
    [by('0.9'), by('0.8'), false],
    [by('0.5'), tier('percent', 'all-units', '10', '50'), true],
    [by('0.51'), tier('percent', 'all-units', '10', '50'), false],
    [by('0.4'), tier('percent', 'all-units', '60', '10'), true],
    [by('0.5'), tier('coefficient', 'incremental', '0.9', '0.6'), true],
    [by('0.7'), tier('coefficient', 'incremental', '0.9', '0.6'), false],
    [tier('percent', 'all-units', '50', '60'), by('0.9'), false],
    [by('0.5'), reduce('1'), false],
    [reduce('2'), reduce('1'), true],
    [reduce('1'), reduce('2'), false],
    [reduce('2', 'per: wagon, currency: EUR'), reduce('1'), false],
    [reduce('2', 'per: tonne, currency: USD'), reduce('1'), false],
    [replace('1'), replace('2'), true],
    [replace('2'), replace('1'), false],
    [replace('1'), reduce('1'), false],
  ])('%s against %s', (winner, loser, expected) => {
    expect(beats(`order: 1\n${winner}`, `order: 2\n${loser}`)).toBe(expected);
  });

  test.each(['reached-steps', 'reached-slices'])(
    'a scale by %s gives more than any of its rates: nothing is claimed',
    (method) => {
      const later = (effect: string): string => `at: settlement\n${effect}`;
      expect(beats(later(by('0.1')), later(tier('percent', method, '10', '20')))).toBe(false);
      expect(beats(later(by('0.1')), later(tier('percent', 'incremental', '10', '20')))).toBe(true);
    },
  );

  test.each<[string, string, string, boolean]>([
    ['of two alike the one asked first', `order: 1\n${by('0.9')}`, `order: 2\n${by('0.9')}`, true],
    ['not the one asked second', `order: 2\n${by('0.9')}`, `order: 1\n${by('0.9')}`, false],
    ['money alike: the one asked first', `order: 1\n${reduce('2')}`, `order: 2\n${reduce('2')}`, true],
    ['money alike: not the second', `order: 2\n${reduce('2')}`, `order: 1\n${reduce('2')}`, false],
    ['one with an order is asked before one without', `order: 9\n${by('0.9')}`, by('0.9'), true],
    ['whatever the order, the better wins', `order: 2\n${by('0.8')}`, `order: 1\n${by('0.9')}`, true],
  ])('%s', (_, winner, loser, expected) => {
    expect(beats(winner, loser)).toBe(expected);
  });
});

describe('the first in priority wins when it surely takes something', () => {
  test.each<[string, string, boolean]>([
    [`order: 1\n${by('0.9')}`, `order: 2\n${by('0.5')}`, true],
    [`order: 2\n${by('0.9')}`, `order: 1\n${by('0.5')}`, false],
    [`order: 1\n${by('1')}`, `order: 2\n${by('0.5')}`, false],
    [`order: 1\n${by('1.1')}`, `order: 2\n${by('0.5')}`, false],
    [`order: 1\n${reduce('1')}`, `order: 2\n${by('0.5')}`, true],
    [`order: 1\n${reduce('0')}`, `order: 2\n${by('0.5')}`, false],
    [`order: 1\n${replace('1')}`, `order: 2\n${by('0.5')}`, false],
  ])('%s before %s', (winner, loser, expected) => {
    expect(beats(`${winner}\n${FIRST}`, `${loser}\n${FIRST}`)).toBe(expected);
  });
});

describe('a better discount wins only where it is there whenever the other is', () => {
  const better = `order: 1\n${by('0.8')}`;
  const worse = `order: 2\n${by('0.9')}`;
  test.each<[string, string, string, boolean]>([
    ['another group', `${better}\ngroup: { id: h, choose: best-for-payer }`, worse, false],
    [
      'valid as long',
      `${better}\nvalid: { from: 2025-01-01, to: 2026-01-01 }`,
      `${worse}\nvalid: { from: 2025-01-01, to: 2026-01-01 }`,
      true,
    ],
    [
      'valid longer',
      `${better}\nvalid: { from: 2025-01-01 }`,
      `${worse}\nvalid: { from: 2025-01-02, to: 2026-01-01 }`,
      true,
    ],
    ['begins a day later', `${better}\nvalid: { from: 2025-01-02 }`, `${worse}\nvalid: { from: 2025-01-01 }`, false],
    [
      'ends a day earlier',
      `${better}\nvalid: { from: 2025-01-01, to: 2025-12-31 }`,
      `${worse}\nvalid: { from: 2025-01-01, to: 2026-01-01 }`,
      false,
    ],
    [
      'ends, the other never',
      `${better}\nvalid: { from: 2025-01-01, to: 2026-01-01 }`,
      `${worse}\nvalid: { from: 2025-01-01 }`,
      false,
    ],
    ['becomes known later', `${better}\nknown: 2025-02-01`, `${worse}\nknown: 2025-01-01`, false],
    [
      'touches more charges',
      `${better}\ntouches: { charges: [freight] }`,
      `${worse}\ntouches: { charges: [freight.loaded] }`,
      true,
    ],
    [
      'touches fewer charges',
      `${better}\ntouches: { charges: [freight.loaded] }`,
      `${worse}\ntouches: { charges: [freight] }`,
      false,
    ],
    [
      'asks for a wider scope',
      `${better}\nscope: { traffic: [export, import] }`,
      `${worse}\nscope: { traffic: [export] }`,
      true,
    ],
    [
      'asks for a narrower scope',
      `${better}\nscope: { traffic: [export] }`,
      `${worse}\nscope: { traffic: [export, import] }`,
      false,
    ],
    ['bound to no base', better, `${worse}\nbase: [{ tariff: rail-2025 }]`, true],
    ['bound to a base the other is not', `${better}\nbase: [{ tariff: rail-2025 }]`, worse, false],
    [
      'bound to the same base',
      `${better}\nbase: [{ tariff: rail-2025 }]`,
      `${worse}\nbase: [{ tariff: rail-2025 }]`,
      true,
    ],
    ['limited by a cap', `${better}\ncap: { amount: '5', currency: EUR }`, worse, false],
    ['the other limited by a cap', better, `${worse}\ncap: { amount: '5', currency: EUR }`, true],
    ['with a least amount', `${better}\nleast: { amount: '5', currency: EUR }`, worse, false],
    ['the other with a least amount', better, `${worse}\nleast: { amount: '5', currency: EUR }`, false],
    ['settled later', `${better}\nat: settlement`, worse, false],
    ['on the gross charge', `${better}\non: gross`, worse, false],
  ])('%s', (_, winner, loser, expected) => {
    expect(beats(winner, loser)).toBe(expected);
  });

  const tons = (value: string): string => wagons(`atLeast: { value: '${value}', unit: wagon }`);
  test.each<[string, string, string, boolean]>([
    ['asks for nothing', '', tons('5'), true],
    ['asks for what the other does not', tons('5'), '', false],
    ['asks for as much', tons('5'), tons('5'), true],
    ['asks for less', tons('4'), tons('5'), true],
    ['asks for more', tons('6'), tons('5'), false],
    ['more than, where the other asks at least', wagons("above: { value: '5', unit: wagon }"), tons('5'), false],
    ['at least, where the other asks more than', tons('5'), wagons("above: { value: '5', unit: wagon }"), true],
    [
      'more than, as the other',
      wagons("above: { value: '5', unit: wagon }"),
      wagons("above: { value: '5', unit: wagon }"),
      true,
    ],
    ['asks for less than', wagons("lessThan: { value: '9', unit: wagon }"), tons('5'), false],
    ['the other asks for less than', tons('5'), wagons("lessThan: { value: '9', unit: wagon }"), false],
  ])('%s', (_, winner, loser, expected) => {
    expect(beats(`${better}\n${winner}`, `${worse}\n${loser}`)).toBe(expected);
  });

  it('never itself, nor another version of itself', () => {
    const [form] = withBook(discount('d', `${by('0.9')}\n${BEST}`)).discounts;
    if (form === undefined) throw new Error('the discount is in the book');
    expect([alwaysBeats(form, form), alwaysBeats(form, { ...form })]).toEqual([false, false]);
  });
});
