/**
 * Settlement in quarters (pricing.md section 9): what is earned by the facts and the book known on the day of settlement, less
 * what was posted before. Posted amounts stay; a difference for an earlier window goes into the open quarter and refers to it.
 * So the sum of all interim settlements is the final one, whatever arrives late.
 */
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { type Money, money } from '../kernel/money.ts';
import { type Period, periodLabel } from '../kernel/period.ts';
import type { Entitlement } from '../rating/entitled.ts';
import type { Outcome } from '../restriction/schema.ts';

/** One side of an entry: a debit is positive, a credit negative. */
export type Posting = { readonly account: string; readonly amount: Money };

/** A balanced entry of the ledger, named for ever by its key. */
export type LedgerEntry = {
  readonly key: string;
  readonly kind: 'accrual' | 'settlement' | 'withhold';
  readonly period: string;
  readonly booked: LocalDate;
  readonly document: string;
  readonly refersTo: string | null;
  readonly postings: readonly Posting[];
};

/** A quarter to settle: entitlements as known at its end (for the accrual) and on the day of settlement. */
export type QuarterStand = {
  readonly quarter: Period;
  readonly cut: LocalDate;
  readonly atEnd: readonly Entitlement[];
  readonly atCut: readonly Entitlement[];
};

/** What a beneficiary gets in a settlement from one discount and window. */
export type SettlementLine = {
  readonly discount: string;
  readonly grantor: string;
  readonly synthetic: boolean;
  readonly party: string;
  readonly currency: string;
  readonly window: string;
  /** Earned so far, posted before, and what is posted now: the difference, which may be negative. */
  readonly earned: bigint;
  readonly before: bigint;
  readonly now: bigint;
  /** Withheld: screening of the payout gave neither ALLOW nor FLAG. */
  readonly withheld: Outcome | undefined;
  /** The window lies before the quarter settled: a late document, a correction or a cancellation. */
  readonly carried: boolean;
};

export type Settlement = {
  readonly quarter: string;
  readonly cut: LocalDate;
  readonly lines: readonly SettlementLine[];
  readonly entries: readonly LedgerEntry[];
};

type Standing = Omit<SettlementLine, 'before' | 'now' | 'withheld' | 'carried'> & { readonly from: LocalDate };

/** Earned amounts by discount, window, beneficiary and currency; what cannot be evaluated earns nothing yet. */
function standings(entitlements: readonly Entitlement[]): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing>();
  for (const one of entitlements) {
    if (one.kind !== 'earned') continue;
    for (const share of one.shares) {
      if (share.by !== 'settlement') continue;
      const window = periodLabel(one.window);
      const key = [one.entry.id, window, share.party, one.currency].join('|');
      const earned = (found.get(key)?.earned ?? 0n) + share.amount;
      found.set(key, {
        discount: one.entry.id,
        grantor: one.grantor,
        synthetic: one.synthetic,
        party: share.party,
        currency: one.currency,
        window,
        earned,
        from: one.window.from,
      });
    }
  }
  return found;
}

const accounts = (line: Pick<SettlementLine, 'grantor' | 'discount' | 'party'>) => ({
  expense: `expense/${line.grantor}/${line.discount}`,
  accrued: `accrued/${line.discount}/${line.party}`,
  payable: `payable/${line.party}`,
  withheld: `withheld/${line.party}`,
});

const sides = (debit: string, credit: string, currency: string, amount: bigint): readonly Posting[] => [
  { account: debit, amount: money(currency, amount) },
  { account: credit, amount: money(currency, -amount) },
];

/** What was posted and accrued so far, and what each line is about, also after its entitlement is gone. */
type Books = {
  readonly posted: Map<string, bigint>;
  readonly accrued: Map<string, bigint>;
  readonly about: Map<string, Standing>;
  /** The entry that last settled a line: what a later difference refers to. */
  readonly settledBy: Map<string, string>;
};

/** Accrual at the step reached by the quarter's end: what is earned and neither posted nor accrued. */
function accrue(stand: QuarterStand, books: Books): LedgerEntry[] {
  const period = periodLabel(stand.quarter);
  const entries: LedgerEntry[] = [];
  for (const [key, one] of [...standings(stand.atEnd)].toSorted(([a], [b]) => compareCodePoints(a, b))) {
    const amount = one.earned - (books.posted.get(key) ?? 0n) - (books.accrued.get(key) ?? 0n);
    if (amount === 0n) continue;
    books.accrued.set(key, (books.accrued.get(key) ?? 0n) + amount);
    const { expense, accrued } = accounts(one);
    entries.push({
      key: `accrual|${period}|${key}`,
      kind: 'accrual',
      period,
      booked: stand.quarter.to ?? stand.cut,
      document: `accrual ${period}`,
      refersTo: null,
      postings: sides(expense, accrued, one.currency, amount),
    });
  }
  return entries;
}

/** Settles one line: what was accrued is used up, the rest is expense (or its reduction), the beneficiary gets the difference. */
function settlementEntry(
  key: string,
  line: SettlementLine,
  stand: QuarterStand,
  books: Books,
): LedgerEntry | undefined {
  const period = periodLabel(stand.quarter);
  const accruedBefore = books.accrued.get(key) ?? 0n;
  books.accrued.delete(key);
  books.posted.set(key, line.earned);
  if (line.now === 0n && accruedBefore === 0n) return undefined;
  const { expense, accrued, payable, withheld } = accounts(line);
  const to = line.withheld === undefined ? payable : withheld;
  const postings = [
    { account: accrued, amount: money(line.currency, accruedBefore) },
    { account: expense, amount: money(line.currency, line.now - accruedBefore) },
    { account: to, amount: money(line.currency, -line.now) },
  ].filter((posting) => posting.amount.minor !== 0n);
  const name = `settlement|${period}|${key}`;
  const refersTo = books.settledBy.get(key) ?? null;
  books.settledBy.set(key, name);
  return {
    key: name,
    kind: line.withheld === undefined ? 'settlement' : 'withhold',
    period,
    booked: stand.cut,
    document: `settlement ${period}`,
    refersTo,
    postings,
  };
}

function settleOne(stand: QuarterStand, books: Books, payoutOf: (party: string, on: LocalDate) => Outcome): Settlement {
  const now = standings(stand.atCut);
  for (const [key, one] of [...standings(stand.atEnd), ...now]) books.about.set(key, one);
  const accruals = accrue(stand, books);
  const keys = new Set([...now.keys(), ...books.posted.keys(), ...books.accrued.keys()]);
  const lines: SettlementLine[] = [];
  const entries: LedgerEntry[] = [...accruals];
  for (const key of [...keys].toSorted(compareCodePoints)) {
    const one = books.about.get(key);
    if (one === undefined) continue;
    const before = books.posted.get(key) ?? 0n;
    const earned = now.get(key)?.earned ?? 0n;
    const outcome = payoutOf(one.party, stand.cut);
    const { from, ...about } = one;
    const withheld = outcome === 'ALLOW' || outcome === 'FLAG' ? undefined : outcome;
    const line: SettlementLine = {
      ...about,
      earned,
      before,
      now: earned - before,
      withheld,
      carried: from < stand.quarter.from,
    };
    const entry = settlementEntry(key, line, stand, books);
    if (entry === undefined) continue;
    entries.push(entry);
    if (line.now !== 0n) lines.push(line);
  }
  return { quarter: periodLabel(stand.quarter), cut: stand.cut, lines, entries };
}

/**
 * Settles quarters in their order. `payoutOf` is the screening of a payout to a party; what is neither ALLOW nor FLAG is posted
 * to an account of withheld amounts and not paid.
 */
export function settleQuarters(
  stands: readonly QuarterStand[],
  payoutOf: (party: string, on: LocalDate) => Outcome,
): readonly Settlement[] {
  const books: Books = { posted: new Map(), accrued: new Map(), about: new Map(), settledBy: new Map() };
  return stands.map((stand) => settleOne(stand, books, payoutOf));
}
