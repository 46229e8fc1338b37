/** Settlements as the ledger holds them: what each beneficiary got, read from the entries. */
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { parsePeriodLabel, periodLabel } from '../kernel/period.ts';
import type { Outcome } from '../restriction/schema.ts';
import { itemKey, type LedgerEntry, type SettledItem } from './entry.ts';
import { creditedBy } from './standing.ts';

/** A rebate that could not be told on the day of settlement, because facts of these notes were missing. */
export type OpenItem = {
  readonly discount: string;
  readonly window: string;
  readonly currency: string;
  readonly key: string;
  readonly missing: readonly string[];
  readonly notes: readonly string[];
};

/** A quarter that is settled: its numbers are frozen. `open`: what could not be told then, and was left as posted. */
export type SettledQuarter = { readonly quarter: string; readonly cut: LocalDate; readonly open?: readonly OpenItem[] };

/** What a beneficiary got in a settlement from one discount and window. */
export type SettlementLine = Omit<SettledItem, 'window'> & {
  readonly window: string;
  /** Earned so far, posted before, and what was posted now: the difference, which may be negative. */
  readonly earned: bigint;
  readonly before: bigint;
  readonly now: bigint;
  /**
   * Where it went: to the beneficiary, and to the account of withheld amounts (negative when released from there). Together
   * they are `now`.
   */
  readonly paid: bigint;
  readonly held: bigint;
  /** What screening said to the payout, where it was neither ALLOW nor FLAG. */
  readonly withheld: Outcome | undefined;
  /** The window was over when the quarter began: a late document, a correction, a cancellation or a release. */
  readonly carried: boolean;
};

export type Settlement = SettledQuarter & { readonly lines: readonly SettlementLine[] };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function openLine({ about, period }: LedgerEntry, before: bigint): Mutable<SettlementLine> {
  const { window, ...rest } = about;
  const quarter = parsePeriodLabel(period);
  return {
    ...rest,
    window: periodLabel(window),
    earned: before,
    before,
    now: 0n,
    paid: 0n,
    held: 0n,
    withheld: undefined,
    carried: window.to !== undefined && quarter !== undefined && window.to <= quarter.from,
  };
}

/** Lines by quarter, then item; an item of which nothing moved has none. */
export function settlementsOf(
  entries: Iterable<LedgerEntry>,
  settled: readonly SettledQuarter[],
): readonly Settlement[] {
  const posted = new Map<string, bigint>();
  const lines = new Map<string, Map<string, Mutable<SettlementLine>>>();
  for (const entry of entries) {
    if (entry.kind === 'accrual') continue;
    const key = itemKey(entry.about);
    const { payable, withheld } = creditedBy(entry);
    const quarter = lines.get(entry.period) ?? new Map<string, Mutable<SettlementLine>>();
    lines.set(entry.period, quarter);
    const line = quarter.get(key) ?? openLine(entry, posted.get(key) ?? 0n);
    quarter.set(key, line);
    line.paid += payable;
    line.held += withheld;
    line.now += payable + withheld;
    line.earned += payable + withheld;
    line.withheld ??= entry.withheld;
    posted.set(key, line.earned);
  }
  return settled.map(({ quarter, cut, open }) => ({
    quarter,
    cut,
    ...(open === undefined ? {} : { open }),
    lines: [...(lines.get(quarter) ?? [])]
      .filter(([, line]) => line.paid !== 0n || line.held !== 0n)
      .toSorted(([a], [b]) => compareCodePoints(a, b))
      .map(([, line]) => line),
  }));
}
