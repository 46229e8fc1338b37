import { describe, expect, it } from 'vitest';
import { decimal, toText, ZERO } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { period } from '../kernel/period.ts';
import { bookFromText, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { problemLine } from '../testing/checked-book.ts';
import { discount } from '../testing/rated-leg.ts';
import { budgetWindow, createBudgetLedger, grantsLater } from './budget.ts';
import { ration, rationed } from './ration.ts';
import type { Granted } from './work.ts';

const budget = (more: string, amount = '10'): string =>
  `kind: budget\nid: pot\namount: { amount: '${amount}', currency: EUR }\n${more.includes('window:') ? '' : 'window: year\n'}${more}`;
const compiled = (more: string) => {
  const [form] = bookFromText([TARIFF, budget(more)]).budgets;
  if (form === undefined) throw new Error('no budget was compiled');
  return form;
};
const [FORM] = bookFromText([TARIFF, discount('d', "effect: { kind: multiply, by: '0.5' }")]).discounts;
const claims = (amounts: readonly bigint[]): readonly Granted[] =>
  amounts.flatMap((amount) =>
    FORM === undefined
      ? []
      : [{ form: FORM, base: ZERO, raw: amount, parts: [], trace: [], next: undefined, amount, cuts: [] }],
  );

describe('a budget rationed pro rata', () => {
  const printed = {
    realRate: { printed: decimal('10'), round: { quantum: decimal('0.1'), mode: 'down', carry: 'rounded' } },
  } as const;
  const plain = { realRate: undefined };

  it.each<[string, bigint, readonly bigint[], readonly bigint[]]>([
    ['enough for all', 100n, [60n, 40n], [60n, 40n]],
    ['half of what is claimed: half of each', 50n, [60n, 40n], [30n, 20n]],
    ['to the last unit: 10 over three', 10n, [10n, 10n, 10n], [4n, 3n, 3n]],
    ['nothing left', 0n, [60n, 40n], [0n, 0n]],
    ['overdrawn', -5n, [60n], [0n]],
  ])('%s', (_, room, amounts, expected) => {
    const made = claims(amounts);
    ration(plain, room, made);
    expect(made.map(({ amount }) => amount)).toEqual(expected);
    expect(made.flatMap(({ cuts }) => cuts.map(({ by }) => by))).toEqual(
      amounts.flatMap((amount, index) => (amount === expected[index] ? [] : ['budget'])),
    );
  });

  it('of a printed rate of 10 for 333 of 1000 the real rate is 3.3, rounded down; never more than there is', () => {
    expect(toText(rationed(printed, 333n, 1000n))).toBe('0.33');
    const made = claims([600n, 400n]);
    ration(printed, 333n, made);
    expect(made.map(({ amount }) => amount)).toEqual([198n, 132n]);
    const up = { realRate: { ...printed.realRate, round: { ...printed.realRate.round, mode: 'up' as const } } };
    const more = claims([600n, 400n]);
    ration(up, 333n, more);
    expect(more.map(({ amount }) => amount)).toEqual([200n, 133n]);
  });

  it.each<[bigint, bigint, string]>([
    [100n, 100n, '1'],
    [101n, 100n, '1'],
    [50n, 100n, '0.5'],
    [0n, 100n, '0'],
    [-5n, 100n, '0'],
    [-5n, 0n, '1'],
    [5n, -3n, '1'],
  ])('%s for claims of %s: %s', (room, claimed, expected) => {
    expect(toText(rationed(plain, room, claimed))).toBe(expected);
  });
});

describe('budgets', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a real rate of a budget that is not rationed',
      "realRate: { printed: '5', round: '0.1' }",
      ['error 1.yaml realRate budget.real-rate budget=pot'],
    ],
    [
      'a printed rate of nothing',
      "share: pro-rata\nrealRate: { printed: '0', round: '0.1' }",
      ['error 1.yaml realRate budget.real-rate budget=pot'],
    ],
    ['a real rate of a rationed one', "share: pro-rata\nrealRate: { printed: '5', round: '0.1' }", []],
  ])('%s', (_, more, expected) => {
    expect(readBookText([TARIFF, budget(more)]).refusals.map(problemLine)).toEqual(expected);
  });

  it.each(['-1', '0.001'])('an amount of %s is refused', (amount) => {
    expect(readBookText([TARIFF, budget('', amount)]).refusals.map(problemLine)).toEqual([
      `error 1.yaml amount budget.amount budget=pot amount=${amount} currency=EUR`,
    ]);
  });

  it.each<[string, string, string, string | undefined]>([
    ['month', '', '2025-03-10', '2025-03-01 2025-04-01'],
    ['quarter', '', '2025-03-10', '2025-01-01 2025-04-01'],
    ['year', '', '2025-03-10', '2025-01-01 2026-01-01'],
    ['whole', 'valid: { from: 2025-02-01, to: 2025-05-01 }', '2025-03-10', '2025-02-01 2025-05-01'],
    ['month', 'valid: { from: 2025-04-01 }', '2025-03-10', undefined],
  ])('its window: %s %s', (window, more, on, expected) => {
    const found = budgetWindow(compiled(`window: ${window}\n${more}`), localDate(on));
    expect(found === undefined ? undefined : `${found.from} ${String(found.to)}`).toBe(expected);
  });

  it('grants later where it is rationed, or by reservations', () => {
    expect(grantsLater(compiled(''))).toBe(false);
    expect(grantsLater(compiled('share: pro-rata'))).toBe(true);
    expect(grantsLater(compiled('order: reservation'))).toBe(true);
  });

  it('keeps what was granted by the day and the note, and takes out what is cancelled', () => {
    const ledger = createBudgetLedger();
    const at = (date: string, note: string) => ({ date: localDate(date), note });
    const year = period(localDate('2025-01-01'), localDate('2026-01-01'));
    expect(ledger.spentIn('pot', year)).toBe(0n);
    ledger.grant('pot', at('2025-02-01', 'B'), 20n);
    ledger.grant('pot', at('2025-02-01', 'A'), 5n);
    ledger.grant('pot', at('2026-01-01', 'A'), 100n);
    ledger.grant('other', at('2025-02-01', 'A'), 7n);
    expect(ledger.spentIn('pot', year)).toBe(25n);
    expect(ledger.spentIn('pot', year, at('2025-02-01', 'B'))).toBe(5n);
    expect(ledger.spentIn('pot', period(localDate('2025-01-01'), undefined))).toBe(125n);
    ledger.grant('pot', at('2025-02-01', 'B'), 0n);
    expect(ledger.spentIn('pot', year)).toBe(5n);
    ledger.remove(at('2025-02-01', 'A'));
    expect([ledger.spentIn('pot', year), ledger.spentIn('other', year)]).toEqual([0n, 0n]);
  });
});
