import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, localDate } from '../kernel/local-date.ts';
import { quarterOf } from '../kernel/period.ts';
import type { Entitlement } from '../rating/entitled.ts';
import { type LedgerEntry, type QuarterStand, settleQuarters } from './settle.ts';

const QUARTERS = ['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01'].map((day) => quarterOf(localDate(day)));

/** A rebate of one window, shared between two parties. */
function rebate(window: number, payer: bigint, consignee: bigint): Entitlement {
  const period = QUARTERS[window] ?? quarterOf(localDate('2025-01-01'));
  return {
    kind: 'earned',
    entry: { id: 'scheme', version: '1' },
    grantor: 'bch',
    synthetic: true,
    budget: undefined,
    key: 'k',
    window: period,
    currency: 'BYN',
    base: 0n,
    amount: payer + consignee,
    cuts: [],
    shares: [
      { party: 'shipper', role: 'consignor', amount: payer, by: 'settlement' },
      { party: 'buyer', role: 'consignee', amount: consignee, by: 'settlement' },
    ],
    legs: [],
    trace: [],
  };
}

/** Windows as seen at each cut: amounts of earlier windows change with late documents and corrections. */
function stands(seen: readonly (readonly (readonly [number, number])[])[]): QuarterStand[] {
  return QUARTERS.slice(0, seen.length).map((quarter, index) => {
    const known = (seen[index] ?? [])
      .slice(0, index + 1)
      .map(([payer, consignee], window) => rebate(window, BigInt(payer), BigInt(consignee)));
    const end = quarter.to ?? quarter.from;
    return { quarter, cut: addDays(end, 20), atEnd: known.slice(0, index), atCut: known };
  });
}

const seenArbitrary = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 0, max: 9_999 }), fc.integer({ min: -50, max: 9_999 })), {
    minLength: 4,
    maxLength: 4,
  }),
  { minLength: 4, maxLength: 4 },
);

const allow = () => 'ALLOW' as const;
const postedTo = (entries: readonly LedgerEntry[], account: string): bigint =>
  entries
    .flatMap((entry) => entry.postings)
    .reduce((sum, posting) => (posting.account === account ? sum + posting.amount.minor : sum), 0n);

describe('settlement in quarters', () => {
  it('adds up to the final amount whatever was seen on the way', () => {
    fc.assert(
      fc.property(seenArbitrary, (seen) => {
        const settlements = settleQuarters(stands(seen), allow);
        const paid = -postedTo(
          settlements.flatMap((one) => one.entries),
          'payable/shipper',
        );
        const final = (seen[3] ?? []).reduce((sum, [payer]) => sum + BigInt(payer), 0n);
        expect(paid).toBe(final);
      }),
    );
  });

  it('leaves nothing accrued and balances every entry', () => {
    fc.assert(
      fc.property(seenArbitrary, (seen) => {
        const entries = settleQuarters(stands(seen), allow).flatMap((one) => one.entries);
        for (const entry of entries)
          expect(entry.postings.reduce((sum, posting) => sum + posting.amount.minor, 0n)).toBe(0n);
        expect(postedTo(entries, 'accrued/scheme/shipper')).toBe(0n);
        expect(new Set(entries.map((entry) => entry.key)).size).toBe(entries.length);
      }),
    );
  });

  it('posts nothing when nothing changed since the settlement before', () => {
    const same = [[100, 50] as const, [0, 0] as const, [0, 0] as const, [0, 0] as const];
    const [first, ...later] = settleQuarters(stands([same, same, same, same]), allow);
    expect(first?.lines.map((line) => line.now)).toEqual([50n, 100n]);
    expect(later.flatMap((one) => one.lines)).toEqual([]);
  });

  it('carries the difference of a late document into the open quarter and refers to the old window', () => {
    const settlements = settleQuarters(
      stands([
        [[100, 0]],
        [
          [130, 0],
          [10, 0],
        ],
      ]),
      allow,
    );
    const carried = settlements[1]?.lines.find((line) => line.carried && line.party === 'shipper');
    expect(carried).toMatchObject({ window: '2025-Q1', before: 100n, earned: 130n, now: 30n });
    const entry = settlements[1]?.entries.find(
      (one) => one.refersTo !== null && one.postings.some((posting) => posting.account === 'payable/shipper'),
    );
    expect(entry?.refersTo).toBe('settlement|2025-Q1|scheme|2025-Q1|shipper|BYN');
    expect(entry?.period).toBe('2025-Q2');
  });

  it('refers to nothing when the window was never settled before', () => {
    const settlements = settleQuarters(
      stands([
        [[0, 0]],
        [
          [30, 0],
          [10, 0],
        ],
      ]),
      allow,
    );
    const entry = settlements[1]?.entries.find(
      (one) => one.kind === 'settlement' && one.key.includes('|2025-Q1|shipper|'),
    );
    expect(entry?.refersTo).toBeNull();
  });

  it('refers only to entries that are there', () => {
    fc.assert(
      fc.property(seenArbitrary, (seen) => {
        const entries = settleQuarters(stands(seen), allow).flatMap((one) => one.entries);
        const keys = new Set<string>();
        for (const entry of entries) {
          if (entry.refersTo !== null) expect(keys.has(entry.refersTo)).toBe(true);
          keys.add(entry.key);
        }
      }),
    );
  });

  it('pays nothing to a party whose payout is on HOLD: it is posted as withheld', () => {
    const settlements = settleQuarters(stands([[[100, 40]]]), (party) => (party === 'buyer' ? 'HOLD' : 'ALLOW'));
    const entries = settlements.flatMap((one) => one.entries);
    expect(postedTo(entries, 'payable/buyer')).toBe(0n);
    expect(postedTo(entries, 'withheld/buyer')).toBe(-40n);
    expect(postedTo(entries, 'payable/shipper')).toBe(-100n);
  });
});
