import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, localDate } from '../kernel/local-date.ts';
import { periodLabel, quarterOf } from '../kernel/period.ts';
import type { Entitlement } from '../rating/entitled.ts';
import type { Outcome } from '../restriction/schema.ts';
import type { LedgerEntry } from './entry.ts';
import { type PayoutScreen, type QuarterStand, settleQuarter } from './settle.ts';
import { type SettlementLine, settlementsOf } from './statement.ts';

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

type Settled = { readonly entries: readonly LedgerEntry[]; readonly lines: readonly SettlementLine[] };

/** Settles quarters in their order, each on top of the ledger that those before it left. */
function settleQuarters(all: readonly QuarterStand[], payoutOf: PayoutScreen): readonly Settled[] {
  const ledger: LedgerEntry[] = [];
  const quarters = all.map((stand) => {
    const entries = settleQuarter(stand, ledger, payoutOf);
    ledger.push(...entries);
    return { quarter: periodLabel(stand.quarter), cut: stand.cut, entries };
  });
  const shown = settlementsOf(ledger, quarters);
  return quarters.map(({ entries }, index) => ({ entries, lines: shown[index]?.lines ?? [] }));
}
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
    expect(settlements[0]?.lines.map(({ party, paid, held, withheld }) => [party, paid, held, withheld])).toEqual([
      ['buyer', 0n, 40n, 'HOLD'],
      ['shipper', 100n, 0n, undefined],
    ]);
  });

  const still = [[100, 40] as const, [0, 0] as const];
  const inTurn =
    (...outcomes: readonly Outcome[]): PayoutScreen =>
    (party, on) =>
      party === 'buyer'
        ? (outcomes[QUARTERS.findIndex((quarter) => addDays(quarter.to ?? quarter.from, 20) === on)] ?? 'ALLOW')
        : 'ALLOW';

  it('releases what was withheld with the next settlement once the payout is ALLOW or FLAG, and says which entry held it', () => {
    const [, second, third] = settleQuarters(stands([still, still, still]), inTurn('HOLD', 'FLAG', 'ALLOW'));
    expect(second?.entries).toMatchObject([
      {
        kind: 'release',
        key: 'release|2025-Q2|scheme|2025-Q1|buyer|BYN',
        refersTo: 'settlement|2025-Q1|scheme|2025-Q1|buyer|BYN',
        postings: [
          { account: 'withheld/buyer', amount: { minor: 40n } },
          { account: 'payable/buyer', amount: { minor: -40n } },
        ],
      },
    ]);
    expect(second?.lines).toMatchObject([{ party: 'buyer', earned: 40n, before: 40n, now: 0n, paid: 40n, held: -40n }]);
    expect(third?.entries).toEqual([]);
  });

  it('does not take back what was paid when a payout is on HOLD later', () => {
    const [, second] = settleQuarters(stands([still, still]), inTurn('ALLOW', 'REFUSE'));
    expect(second?.entries).toEqual([]);
  });

  it('takes a reduction from what is withheld first, and from what was paid for the rest', () => {
    const reduced = [[100, -10] as const, [0, 0] as const];
    const more = [[100, 90] as const, [0, 0] as const];
    const all = stands([still, more, reduced]);
    const [, second, third] = settleQuarters(all, inTurn('ALLOW', 'HOLD', 'HOLD'));
    expect(second?.lines).toMatchObject([{ party: 'buyer', now: 50n, paid: 0n, held: 50n, withheld: 'HOLD' }]);
    expect(third?.lines).toMatchObject([{ party: 'buyer', now: -100n, paid: -50n, held: -50n, withheld: 'HOLD' }]);
  });

  it('keeps paid and withheld together equal to what is earned, whatever screening says in between', () => {
    const outcome = fc.constantFrom<Outcome>('ALLOW', 'FLAG', 'HOLD', 'REFUSE');
    fc.assert(
      fc.property(seenArbitrary, fc.tuple(outcome, outcome, outcome, outcome), (seen, outcomes) => {
        const entries = settleQuarters(stands(seen), inTurn(...outcomes)).flatMap((one) => one.entries);
        const withheld = -postedTo(entries, 'withheld/buyer');
        const paid = -postedTo(entries, 'payable/buyer');
        expect(paid + withheld).toBe((seen[3] ?? []).reduce((sum, [, buyer]) => sum + BigInt(buyer), 0n));
        expect(withheld >= 0n).toBe(true);
        if (outcomes[3] === 'ALLOW' || outcomes[3] === 'FLAG') expect(withheld).toBe(0n);
        expect(new Set(entries.map((entry) => entry.key)).size).toBe(entries.length);
      }),
    );
  });
});

describe('lines of settlements', () => {
  it('are carried when their window was over before the quarter, not while it goes on', () => {
    const year = { from: localDate('2025-01-01'), to: localDate('2026-01-01') };
    const all = stands([[], []]).map((stand, index) => ({
      ...stand,
      atCut: [rebate(0, 10n + BigInt(index), 0n), { ...rebate(0, 5n + BigInt(index), 0n), window: year }],
    }));
    const [, second] = settleQuarters(all, allow);
    expect(second?.lines.map((line) => [line.window, line.now, line.carried])).toEqual([
      ['2025-Q1', 1n, true],
      ['2025', 1n, false],
    ]);
  });

  it('pays what is earned in any case while a leg of the window cannot be told, and takes nothing back meanwhile', () => {
    const [first] = QUARTERS;
    if (first === undefined) throw new Error('a quarter');
    const untold: Entitlement = {
      kind: 'not-evaluated',
      entry: { id: 'scheme', version: '1' },
      grantor: 'bch',
      synthetic: true,
      budget: undefined,
      key: 'k',
      window: first,
      currency: 'BYN',
      missing: ['wagon.type'],
      notes: ['N'],
      parties: ['shipper'],
    };
    const seen = [
      [rebate(0, 100n, 0n)],
      [rebate(0, 60n, 0n), untold],
      [rebate(0, 150n, 0n), untold],
      [rebate(0, 120n, 0n)],
    ];
    const all = QUARTERS.map((quarter, index): QuarterStand => {
      const atCut = seen[index] ?? [];
      return { quarter, cut: addDays(quarter.to ?? quarter.from, 20), atEnd: atCut, atCut };
    });
    const posted = settleQuarters(all, allow).map(({ lines }) =>
      lines.filter(({ party }) => party === 'shipper').reduce((sum, line) => sum + line.now, 0n),
    );
    expect(posted).toEqual([100n, 0n, 50n, -30n]);
  });
});
