import { describe, expect, it } from 'vitest';
import { decimal, ZERO } from '../kernel/decimal.ts';
import { bookFromText, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { problemLine } from '../testing/checked-book.ts';
import { discount } from '../testing/rated-leg.ts';
import type { DiscountForm } from './form.ts';
import { applyBudgets, applyCorridor, applyMinimum, cutReductions } from './limits.ts';
import { applyStackCaps, capsOn, type StackCapForm, sameCaps, stackCapRoom } from './stack-cap.ts';
import type { Granted } from './work.ts';

const HALF = "effect: { kind: multiply, by: '0.5' }\n";
const budget = (id: string): string => `kind: budget\nid: ${id}\nwindow: year\namount: { amount: '10', currency: EUR }`;
const FORMS = bookFromText([
  TARIFF,
  budget('pot'),
  budget('other'),
  discount('plain', `order: 1\n${HALF}`),
  discount('funded', `order: 2\nbudget: pot\n${HALF}`),
  discount('second', `order: 3\nbudget: pot\n${HALF}`),
  discount('elsewhere', `order: 4\nbudget: other\n${HALF}`),
  discount('of-group', `order: 5\ngroup: { id: g, choose: best-for-payer }\n${HALF}`),
  discount('foreign', `order: 6\n${HALF}`).replace('party: rail', 'party: sea'),
  discount('subsidy', "order: 7\neffect: { kind: pay, by: { kind: share, of: '0.5' } }"),
]).discounts;

function formNamed(id: string): DiscountForm {
  const form = FORMS.find((one) => one.id === id);
  if (form === undefined) throw new Error(`no discount ${id}`);
  return form;
}

/** What discounts took before limits, by id, in minor units. */
const taking = (amounts: readonly (readonly [string, bigint])[]): readonly Granted[] =>
  amounts.map(([id, amount]) => ({
    form: formNamed(id),
    base: ZERO,
    raw: amount,
    parts: [],
    trace: [],
    next: undefined,
    amount,
    cuts: [],
  }));

const plain = (...amounts: readonly bigint[]): readonly Granted[] =>
  taking(amounts.map((one): readonly [string, bigint] => ['plain', one]));

/** What is left of each, and what was cut of it. */
const left = (granted: readonly Granted[]): readonly string[] =>
  granted.map(({ amount, cuts }) =>
    [String(amount), ...cuts.map((one) => `${one.by} ${String(one.amount)}`)].join(' '),
  );

describe('what is taken back of discounts, the last first', () => {
  it.each<[string, bigint, readonly string[], bigint]>([
    ['nothing: none is cut', 0n, ['50', '30', '20'], 0n],
    ['part of the last', 5n, ['50', '30', '15 budget 5'], 0n],
    ['all of the last', 20n, ['50', '30', '0 budget 20'], 0n],
    ['the last and a part of the one before', 21n, ['50', '29 budget 1', '0 budget 20'], 0n],
    ['more than there is: the rest is told', 110n, ['0 budget 50', '0 budget 30', '0 budget 20'], 10n],
    ['less than nothing is nothing', -5n, ['50', '30', '20'], -5n],
  ])('%s', (_, excess, expected, rest) => {
    const granted = plain(50n, 30n, 20n);
    expect(cutReductions(granted, 'budget', excess)).toBe(rest);
    expect(left(granted)).toEqual(expected);
  });

  it('what raises the charge, or takes nothing, is passed over', () => {
    const granted = plain(50n, -30n, 0n);
    expect(cutReductions(granted, 'budget', 10n)).toBe(0n);
    expect(left(granted)).toEqual(['40 budget 10', '-30', '0']);
  });
});

describe('the corridor over 1000 undiscounted: a floor is rounded up, a ceiling down', () => {
  const corridor = (floor?: string, ceiling?: string) => ({
    floor: floor === undefined ? undefined : decimal(floor),
    ceiling: ceiling === undefined ? undefined : decimal(ceiling),
  });

  it.each<[string, string | undefined, string | undefined, readonly bigint[], readonly string[]]>([
    ['what leaves the floor stays', '0.6', undefined, [300n, 100n], ['300', '100']],
    ['one below it is cut, the last first', '0.6', undefined, [300n, 101n], ['300', '100 corridor-floor 1']],
    ['0.6005 of 1000 leaves 601', '0.6005', undefined, [400n], ['399 corridor-floor 1']],
    ['what reaches the ceiling stays', undefined, '1.1', [-60n, -40n], ['-60', '-40']],
    ['one above it is cut, the last first', undefined, '1.1', [-60n, -41n], ['-60', '-40 corridor-ceiling -1']],
    ['1.0999 of 1000 allows 1099', undefined, '1.0999', [-100n], ['-99 corridor-ceiling -1']],
    [
      'of several raises as many as it takes',
      undefined,
      '1',
      [-60n, -40n],
      ['0 corridor-ceiling -60', '0 corridor-ceiling -40'],
    ],
    [
      'reductions are not cut by a ceiling',
      undefined,
      '1',
      [-60n, 20n, -10n],
      ['-20 corridor-ceiling -40', '20', '0 corridor-ceiling -10'],
    ],
    ['raises are not cut by a floor', '0.9', undefined, [-60n, 200n], ['-60', '160 corridor-floor 40']],
    ['both ends at once, one of which is met', '0.5', '1.5', [600n], ['500 corridor-floor 100']],
    ['without either nothing is cut', undefined, undefined, [2000n], ['2000']],
  ])('%s', (_, floor, ceiling, amounts, expected) => {
    const granted = plain(...amounts);
    applyCorridor(granted, corridor(floor, ceiling), 1000n);
    expect(left(granted)).toEqual(expected);
  });

  it('without a corridor nothing is cut', () => {
    const granted = plain(2000n);
    applyCorridor(granted, undefined, 1000n);
    expect(left(granted)).toEqual(['2000']);
  });
});

describe('the minimum charge of a leg of 1000', () => {
  it.each<[string, bigint | undefined, readonly bigint[], readonly string[], bigint]>([
    ['there is none', undefined, [990n], ['990'], 0n],
    ['what leaves it stays', 600n, [300n, 100n], ['300', '100'], 0n],
    ['one below it is cut, the last first', 600n, [300n, 101n], ['300', '100 minimum-charge 1'], 0n],
    ['more than all discounts: the leg is raised by the rest', 1100n, [300n], ['0 minimum-charge 300'], 100n],
  ])('%s', (_, minimum, amounts, expected, short) => {
    const granted = plain(...amounts);
    expect(applyMinimum(granted, minimum, 1000n)).toBe(short);
    expect(left(granted)).toEqual(expected);
  });
});

describe('a budget with 100 left', () => {
  const room = (whole: boolean, leftOver = 100n) => ({ left: leftOver, whole });

  it.each<[string, boolean, readonly (readonly [string, bigint])[], readonly string[], string]>([
    ['funds what is within it', false, [['funded', 100n]], ['100'], 'pot 100'],
    [
      'the last grant is partial',
      false,
      [
        ['funded', 70n],
        ['second', 70n],
      ],
      ['70', '30 budget 40'],
      'pot 100',
    ],
    [
      'or none of it, where grants are whole',
      true,
      [
        ['funded', 70n],
        ['second', 70n],
      ],
      ['70', '0 budget 70'],
      'pot 70',
    ],
    [
      'a smaller one after it may still be whole',
      true,
      [
        ['funded', 120n],
        ['second', 70n],
      ],
      ['0 budget 120', '70'],
      'pot 70',
    ],
    [
      'when all is used nothing more is granted',
      false,
      [
        ['funded', 150n],
        ['second', 1n],
      ],
      ['100 budget 50', '0 budget 1'],
      'pot 100',
    ],
    [
      'each budget by itself',
      false,
      [
        ['funded', 90n],
        ['elsewhere', 90n],
      ],
      ['90', '90'],
      'pot 90, other 90',
    ],
    [
      'what it does not fund is not counted',
      false,
      [
        ['plain', 500n],
        ['funded', 20n],
      ],
      ['500', '20'],
      'pot 20',
    ],
    [
      'what raises the charge, or takes nothing, uses nothing',
      false,
      [
        ['funded', -20n],
        ['second', 0n],
      ],
      ['-20', '0'],
      '',
    ],
  ])('%s', (_, whole, amounts, expected, used) => {
    const granted = taking(amounts);
    const found = applyBudgets(granted, () => room(whole));
    expect(left(granted)).toEqual(expected);
    expect([...found].map(([id, amount]) => `${id} ${String(amount)}`).join(', ')).toBe(used);
  });

  it('overdrawn by what came first it grants nothing; where none funds, nothing is cut', () => {
    const overdrawn = taking([['funded', 5n]]);
    applyBudgets(overdrawn, () => room(false, -40n));
    expect(left(overdrawn)).toEqual(['0 budget 5']);
    const unfunded = taking([['funded', 5n]]);
    expect(applyBudgets(unfunded, () => undefined).size).toBe(0);
    expect(left(unfunded)).toEqual(['5']);
  });
});

const cap = (content: string): StackCapForm => {
  const [form] = bookFromText([TARIFF, `kind: discount-cap\nid: top\n${content}`]).caps;
  if (form === undefined) throw new Error('no cap was compiled');
  return form;
};

describe('a cap over several discounts', () => {
  it.each<[string, string, bigint | undefined]>([
    ['0.3333 of 999.99 is 333.29, rounded down', "share: '0.3333'", 33_329n],
    ['an amount in its currency', "amount: { amount: '20', currency: EUR }", 2000n],
    ['the lesser of both', "share: '0.5'\namount: { amount: '20', currency: EUR }", 2000n],
    ['an amount in another currency holds nothing', "amount: { amount: '20', currency: USD }", undefined],
    ['then the share does', "share: '0.5'\namount: { amount: '20', currency: USD }", 49_999n],
  ])('%s', (_, content, expected) => {
    expect(stackCapRoom(cap(content), 99_999n, 'EUR')).toBe(expected);
  });

  it.each<[string, string, readonly string[]]>([
    ['all but subsidies', '', ['plain', 'funded', 'second', 'elsewhere', 'of-group', 'foreign']],
    ['of a grantor', 'over: { grantors: [sea] }', ['foreign']],
    ['of a group', 'over: { groups: [g] }', ['of-group']],
    ['by name', 'over: { discounts: [plain, subsidy, foreign] }', ['plain', 'foreign']],
    ['what fits all that is named', 'over: { grantors: [rail], discounts: [plain, foreign] }', ['plain']],
  ])('covers %s', (_, over, expected) => {
    const { covers } = cap(`${over}\nshare: '0.5'`);
    expect(FORMS.filter(covers).map(({ id }) => id)).toEqual(expected);
  });

  it('holds on the legs of the tariffs it names; of a goods price, where it names none', () => {
    const [any, one] = [cap("share: '0.5'"), cap("over: { tariffs: [rail-2025] }\nshare: '0.5'")];
    expect(capsOn([any, one], 'rail-2025')).toEqual([any, one]);
    expect(capsOn([any, one], 'other')).toEqual([any]);
    expect(capsOn([any, one], undefined)).toEqual([any]);
    expect(capsOn([], 'rail-2025')).toEqual([]);
  });

  it('two lists of caps say the same, whatever made them', () => {
    expect(sameCaps([cap("share: '0.5'")], [cap("share: '0.5'")])).toBe(true);
    expect(sameCaps([cap("share: '0.5'")], [cap("share: '0.6'")])).toBe(false);
    expect(sameCaps([cap("share: '0.5'")], [])).toBe(false);
  });

  it('says nothing without a share and an amount', () => {
    expect(readBookText([TARIFF, 'kind: discount-cap\nid: top']).refusals.map(problemLine)).toEqual([
      'error 1.yaml - discount.stack-cap-empty cap=top',
    ]);
  });

  const LAST = "share: '0.5'";
  const EACH = "share: '0.5'\ncut: pro-rata";
  it.each<[string, string, readonly (readonly [string, bigint])[], readonly string[]]>([
    [
      '500 of 1000 are within a half',
      LAST,
      [
        ['plain', 300n],
        ['funded', 200n],
      ],
      ['300', '200'],
    ],
    [
      'one more is cut, the last first',
      LAST,
      [
        ['plain', 300n],
        ['funded', 201n],
      ],
      ['300', '200 stack-cap 1'],
    ],
    [
      'or each in proportion: 100 of 400 and 200',
      EACH,
      [
        ['plain', 400n],
        ['funded', 200n],
      ],
      ['333 stack-cap 67', '167 stack-cap 33'],
    ],
    [
      'what raises the charge makes room',
      LAST,
      [
        ['plain', 600n],
        ['funded', -100n],
      ],
      ['600', '-100'],
    ],
    [
      'and is not cut in proportion',
      EACH,
      [
        ['plain', 700n],
        ['funded', -100n],
      ],
      ['600 stack-cap 100', '-100'],
    ],
    [
      'what it does not cover stays',
      `over: { discounts: [plain] }\n${LAST}`,
      [
        ['plain', 600n],
        ['funded', 900n],
      ],
      ['500 stack-cap 100', '900'],
    ],
    ['covering none it cuts none', `over: { groups: [g] }\n${LAST}`, [['plain', 900n]], ['900']],
  ])('%s', (_, content, amounts, expected) => {
    const granted = taking(amounts);
    applyStackCaps(granted, [cap(content)], { undiscounted: 1000n, currency: 'EUR' });
    expect(left(granted)).toEqual(expected);
  });

  it('what others took of it leaves less, and no more is cut than there is', () => {
    const granted = taking([
      ['plain', 300n],
      ['funded', -50n],
    ]);
    const taken = taking([
      ['second', 400n],
      ['subsidy', 900n],
    ]);
    applyStackCaps(granted, [cap(LAST)], { undiscounted: 1000n, currency: 'EUR', taken });
    expect(left(granted)).toEqual(['150 stack-cap 150', '-50']);
    const more = taking([['plain', 300n]]);
    applyStackCaps(more, [cap(LAST)], { undiscounted: 1000n, currency: 'EUR', taken: taking([['second', 900n]]) });
    expect(left(more)).toEqual(['0 stack-cap 300']);
  });

  it('each cap holds on its own, one after the other', () => {
    const granted = taking([
      ['plain', 400n],
      ['funded', 400n],
    ]);
    const caps = [cap("over: { discounts: [plain] }\nshare: '0.3'"), cap(LAST)];
    applyStackCaps(granted, caps, { undiscounted: 1000n, currency: 'EUR' });
    expect(left(granted)).toEqual(['300 stack-cap 100', '200 stack-cap 200']);
  });
});
