import { describe, expect, test } from 'vitest';
import { addDays, localDate } from '../kernel/local-date.ts';
import { type Period, period, quarterOf } from '../kernel/period.ts';
import type { Earned, Entitlement } from '../rating/entitled.ts';
import type { LedgerEntry } from './entry.ts';
import { settleQuarter } from './settle.ts';

const [FIRST, SECOND] = ['2025-01-01', '2025-04-01'].map((day) => quarterOf(localDate(day)));
const YEAR = period(localDate('2025-01-01'), localDate('2026-01-01'));

/** Earned so far in the year, and what is set aside of it at the forecast. */
function earned(amount: bigint, setAside?: bigint): Earned {
  const share = (minor: bigint) => ({ party: 'shipper', role: 'consignor', amount: minor, by: 'settlement' }) as const;
  const accrual = setAside === undefined ? {} : { accrual: { amount: setAside, shares: [share(setAside)], trace: [] } };
  return {
    kind: 'earned',
    entry: { id: 'scheme', version: '1' },
    grantor: 'bch',
    synthetic: true,
    budget: undefined,
    key: 'plant',
    window: YEAR,
    currency: 'BYN',
    base: 0n,
    amount,
    cuts: [],
    shares: [share(amount)],
    legs: [],
    trace: [],
    ...accrual,
  };
}

const UNKNOWN: Entitlement = {
  kind: 'not-evaluated',
  entry: { id: 'scheme', version: '1' },
  grantor: 'bch',
  synthetic: true,
  budget: undefined,
  key: 'plant',
  window: YEAR,
  currency: 'BYN',
  missing: ['item.origin'],
  notes: ['N1'],
};

function settle(
  quarter: Period | undefined,
  atEnd: readonly Entitlement[],
  atCut: readonly Entitlement[],
  ledger: readonly LedgerEntry[] = [],
): readonly LedgerEntry[] {
  if (quarter === undefined) throw new Error('no quarter');
  const cut = addDays(quarter.to ?? quarter.from, 20);
  return settleQuarter({ quarter, cut, atEnd, atCut }, ledger, () => 'ALLOW');
}

const posted = (entries: readonly LedgerEntry[]): unknown =>
  entries.map(({ kind, postings }) => [kind, ...postings.map(({ account, amount }) => `${account} ${amount.minor}`)]);

/** A quarter in which so much is earned and set aside, after one that was settled likewise. */
const after = (first: readonly [bigint, bigint], second: readonly [bigint, bigint]): unknown => {
  const ledger = settle(FIRST, [earned(...first)], [earned(...first)]);
  return posted(settle(SECOND, [earned(...second)], [earned(...second)], ledger));
};

describe('while a window is open, a settlement uses up of what is set aside', () => {
  test('no more than is set aside: what is earned beyond it is expense', () => {
    // Paid 20, set aside 80; 150 are earned, of which 130 are new.
    expect(after([20n, 100n], [150n, 100n])).toEqual([
      ['settlement', 'accrued/scheme/shipper 80', 'expense/bch/scheme 50', 'payable/shipper -130'],
    ]);
  });

  test('nothing where less is earned than before: the reduction is of the expense', () => {
    // Paid 50, set aside 50; 40 are earned.
    expect(after([50n, 100n], [40n, 100n])).toEqual([['settlement', 'expense/bch/scheme -10', 'payable/shipper 10']]);
  });

  test('nothing where nothing changed', () => {
    expect(after([50n, 100n], [50n, 100n])).toEqual([]);
  });

  test('all of it where the forecast fell below what was paid', () => {
    // Paid 50, forecast 30: 20 are taken back from what is set aside, and from the beneficiary.
    expect(after([50n, 50n], [30n, 30n])).toEqual([
      ['accrual', 'expense/bch/scheme -20', 'accrued/scheme/shipper 20'],
      ['settlement', 'accrued/scheme/shipper -20', 'payable/shipper 20'],
    ]);
  });
});

describe('while something of an item cannot be told', () => {
  test('what was never settled is settled at what is known of it, also below nothing', () => {
    expect(posted(settle(FIRST, [earned(100n)], [earned(-30n), UNKNOWN]))).toEqual([
      ['accrual', 'expense/bch/scheme 100', 'accrued/scheme/shipper -100'],
      ['settlement', 'accrued/scheme/shipper 100', 'expense/bch/scheme -130', 'payable/shipper 30'],
    ]);
  });

  test('what was settled stays as posted, unless more is earned in any case', () => {
    const ledger = settle(FIRST, [earned(100n)], [earned(100n)]);
    expect(posted(settle(SECOND, [earned(60n), UNKNOWN], [earned(60n), UNKNOWN], ledger))).toEqual([]);
    expect(posted(settle(SECOND, [UNKNOWN], [UNKNOWN], ledger))).toEqual([]);
    expect(posted(settle(SECOND, [earned(160n), UNKNOWN], [earned(160n), UNKNOWN], ledger))).toEqual([
      ['accrual', 'expense/bch/scheme 60', 'accrued/scheme/shipper -60'],
      ['settlement', 'accrued/scheme/shipper 60', 'payable/shipper -60'],
    ]);
  });
});
