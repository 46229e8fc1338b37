import { ok, type Result } from '@kontor/domain/kernel/refusal';
import type { Settlement } from '@kontor/domain/settlement/settle';
import { type Account, openAccounts } from '@kontor/store/ledger/accounts';
import type { AccountNature, NewEntry } from '@kontor/store/ledger/entry';
import { postEntries } from '@kontor/store/ledger/post-entries';
import type { Store } from '@kontor/store/store';

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

/** Posts settlements into the ledger. Entries are named for ever, so that posting them again posts nothing. */
export async function postSettlements(
  store: Store,
  settlements: readonly Settlement[],
): Promise<Result<{ readonly entries: number }>> {
  const entries = settlements.flatMap((one) => one.entries).map((entry): NewEntry => ({ ...entry, memo: {} }));
  if (entries.length === 0) return ok({ entries: 0 });
  const opened = await openAccounts(store, { accounts: accountsOf(entries) });
  if (!opened.ok) return opened;
  const posted = await postEntries(store, { entries });
  return posted.ok ? ok({ entries: entries.length }) : posted;
}
