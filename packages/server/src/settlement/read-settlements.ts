import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { parsePeriodLabel } from '@kontor/domain/kernel/period';
import { type SettledQuarter, type Settlement, settlementsOf } from '@kontor/domain/settlement/statement';
import { readClosedPeriods } from '@kontor/store/ledger/close-period';
import { readPostings } from '@kontor/store/ledger/read-postings';
import type { Store } from '@kontor/store/store';
import { settlementLedger } from './ledger-lines.ts';
import { openIn } from './quarter-memo.ts';

/** Only what was booked up to and including a day; everything when it is left out. */
export type SettledQuery = { readonly region?: string; readonly upTo?: LocalDate };

/** The quarters that are settled, in order. */
export async function settledQuarters(
  store: Store,
  { region, upTo }: SettledQuery,
): Promise<readonly SettledQuarter[]> {
  const closed = await readClosedPeriods(store, region);
  return closed
    .filter((one) => /-Q[1-4]$/u.test(one.period) && parsePeriodLabel(one.period) !== undefined)
    .filter((one) => upTo === undefined || one.closed <= upTo)
    .map((one) => ({ quarter: one.period, cut: one.closed, open: openIn(one.memo) }));
}

/** Settlements as the ledger holds them. Nothing is worked out again, and nothing is written. */
export async function readSettlements(store: Store, query: SettledQuery): Promise<readonly Settlement[]> {
  const { entries } = await settlementLedger(readPostings(store, query));
  return settlementsOf(entries, await settledQuarters(store, query));
}
