import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { parsePeriodLabel } from '@kontor/domain/kernel/period';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { JournalFact } from '@kontor/domain/office/journal';
import type { OfficeBook } from '@kontor/domain/office/report';
import { dueSettlements, type NewlySettled } from '@kontor/domain/office/settlements';
import { whileLocked } from '@kontor/store/connection/session-lock';
import { type Account, openAccounts } from '@kontor/store/ledger/accounts';
import type { AccountNature, NewEntry } from '@kontor/store/ledger/entry';
import { type Posted, postEntries } from '@kontor/store/ledger/post-entries';
import { readPostings } from '@kontor/store/ledger/read-postings';
import { DEFAULT_REGION, type Store } from '@kontor/store/store';
import { keepEvidence } from './keep-evidence.ts';
import { newEntryOf, settlementLedger } from './ledger-lines.ts';
import { quarterMemo } from './quarter-memo.ts';
import { settledQuarters } from './read-settlements.ts';

/** What the first part of an account's code says of its nature. */
const NATURES: Readonly<Record<string, AccountNature>> = {
  expense: 'expense',
  accrued: 'liability',
  payable: 'liability',
  withheld: 'liability',
};

function accountsOf(entries: readonly NewEntry[]): Account[] {
  const codes = new Set(entries.flatMap((entry) => entry.postings.map((posting) => posting.account)));
  return [...codes].toSorted().map((code) => ({ code, nature: NATURES[code.split('/')[0] ?? ''] ?? 'clearing' }));
}

/** Posts the entries of a quarter with what they follow from, and closes it: all or nothing. */
async function postQuarter(
  store: Store,
  region: string,
  book: OfficeBook,
  { quarter, cut, entries, open, evidence }: NewlySettled,
): Promise<Result<Posted>> {
  const posted = entries.map(newEntryOf);
  const opened = await openAccounts(store, { region, accounts: accountsOf(posted) });
  if (!opened.ok) return opened;
  const memo = quarterMemo(posted.length, open);
  return postEntries(store, {
    region,
    entries: posted,
    closing: { period: quarter, closed: cut, memo },
    evidence: keepEvidence(book, evidence, region),
  });
}

export type ToSettle = {
  readonly facts: readonly JournalFact[];
  readonly asOf: LocalDate;
  readonly region?: string;
};

export type SettledNow = { readonly quarters: readonly string[]; readonly entries: number };

/**
 * Settles every quarter whose day has come by `asOf` and that is not settled yet. One process does so at a time, and each quarter
 * is posted and closed in one transaction: two at once post once, and one cut short goes on with the next quarter. Refuses:
 * settlement.ledger-older, over entries of a version that did not say what they are about.
 */
export function settleDue(
  store: Store,
  book: OfficeBook,
  { facts, asOf, region = DEFAULT_REGION }: ToSettle,
): Promise<Result<SettledNow>> {
  return whileLocked(store, `settlement ${region}`, async () => {
    const { entries: ledger, older } = await settlementLedger(readPostings(store, { region }));
    const [first] = older;
    if (first !== undefined)
      return refused(refusal('settlement.ledger-older', { count: older.length, key: first }, { record: first }));
    const last = (await settledQuarters(store, { region })).at(-1);
    const settledTo = last === undefined ? undefined : parsePeriodLabel(last.quarter)?.to;
    const quarters: string[] = [];
    let entries = 0;
    for (const settled of dueSettlements(book, facts, { ledger, settledTo, asOf })) {
      const posted = await postQuarter(store, region, book, settled);
      if (!posted.ok) return posted;
      quarters.push(settled.quarter);
      entries += posted.value.posted;
    }
    return ok({ quarters, entries });
  });
}
