import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { isCurrency, type Money } from '@kontor/domain/kernel/money';
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { contentHash, findUnstorable, type Json } from '../journal/canonical-json.ts';

/** What an entry does: sets aside what is owed, pays it, takes an entry back, holds a payout, lets it go. */
export type EntryKind = 'accrual' | 'settlement' | 'reversal' | 'withhold' | 'release';

export type AccountNature = 'asset' | 'liability' | 'income' | 'expense' | 'clearing';

/** One side of an entry: a debit is positive, a credit negative. */
export type Posting = { readonly account: string; readonly amount: Money };

/** An entry to be posted (pricing.md §9: double entry, integer minor units, per currency; postings immutable). */
export type NewEntry = {
  /** Names the entry for ever: posting it twice posts it once. */
  readonly key: string;
  readonly kind: EntryKind;
  /** The open period it is posted into, such as `2025-Q3`. */
  readonly period: string;
  readonly booked: LocalDate;
  /** The number of the document it comes from. */
  readonly document: string;
  readonly memo: Json;
  /** The key of the entry that this one takes back, corrects or pays; null for none. */
  readonly refersTo: string | null;
  readonly postings: readonly Posting[];
};

const LARGEST = 2n ** 63n - 1n;

/** Currencies whose postings do not come to zero, by code point. */
function offBalance(postings: readonly Posting[]): readonly string[] {
  const sums = new Map<string, bigint>();
  for (const { amount } of postings) sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.minor);
  const off = [...sums].filter(([, sum]) => sum !== 0n).map(([currency]) => currency);
  return off.toSorted(compareCodePoints);
}

function checkPosting({
  account,
  amount,
}: Posting):
  | 'ledger.currency-unknown'
  | 'ledger.amount-zero'
  | 'ledger.amount-too-large'
  | 'ledger.account-missing'
  | undefined {
  if (account === '') return 'ledger.account-missing';
  if (!isCurrency(amount.currency)) return 'ledger.currency-unknown';
  if (amount.minor === 0n) return 'ledger.amount-zero';
  if (amount.minor > LARGEST || amount.minor < -LARGEST) return 'ledger.amount-too-large';
  return undefined;
}

/**
 * Why an entry cannot be posted whatever the ledger holds. Refuses, in this order: ledger.key-missing,
 * ledger.too-few-postings, ledger.account-missing, ledger.currency-unknown, ledger.amount-zero,
 * ledger.amount-too-large, ledger.unbalanced, ledger.unstorable.
 */
export function checkEntry({ key, period, document, memo, postings }: NewEntry): Refusal | undefined {
  const place = { record: key };
  if (key === '' || period === '') return refusal('ledger.key-missing', { document }, { record: document });
  if (postings.length < 2) return refusal('ledger.too-few-postings', { key, count: postings.length }, place);
  for (const posting of postings) {
    const code = checkPosting(posting);
    const { account, amount } = posting;
    if (code !== undefined) return refusal(code, { key, account, currency: amount.currency }, place);
  }
  const [currency] = offBalance(postings);
  if (currency !== undefined) return refusal('ledger.unbalanced', { key, currency }, place);
  const accounts = postings.map(({ account }) => account);
  const found = findUnstorable({ key, period, document, memo, accounts });
  return found === undefined ? undefined : refusal('ledger.unstorable', { key, path: found.path }, place);
}

/** By which an entry is known again; a bigint goes in as text, since JSON has no whole numbers of its size. */
export function entryHash({ kind, period, booked, document, memo, refersTo, postings }: NewEntry): Buffer {
  const lines = postings.map(({ account, amount }) => [account, amount.currency, String(amount.minor)]);
  return contentHash({ kind, period, booked, document, memo, refersTo, lines });
}
