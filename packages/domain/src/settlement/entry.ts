/** Entries of settlements in the ledger (pricing.md section 9): what they post, and which line of a settlement they are about. */
import type { LocalDate } from '../kernel/local-date.ts';
import { type Money, money } from '../kernel/money.ts';
import { type Period, periodLabel } from '../kernel/period.ts';
import type { Outcome } from '../restriction/schema.ts';

/** One side of an entry: a debit is positive, a credit negative. */
export type Posting = { readonly account: string; readonly amount: Money };

/** What is settled together: what one beneficiary gets from one discount for one window, in one currency. */
export type SettledItem = {
  readonly discount: string;
  readonly grantor: string;
  readonly synthetic: boolean;
  readonly party: string;
  readonly currency: string;
  readonly window: Period;
};

/** A balanced entry of the ledger, named for ever by its key. */
export type LedgerEntry = {
  readonly key: string;
  readonly kind: 'accrual' | 'settlement' | 'withhold' | 'release';
  /** The quarter it is posted into. */
  readonly period: string;
  readonly booked: LocalDate;
  readonly document: string;
  readonly refersTo: string | null;
  readonly about: SettledItem;
  /** What screening said to the payout, where it was neither ALLOW nor FLAG. */
  readonly withheld: Outcome | undefined;
  readonly postings: readonly Posting[];
};

/** The name of an item in the keys of its entries. */
export const itemKey = ({ discount, window, party, currency }: SettledItem): string =>
  [discount, periodLabel(window), party, currency].join('|');

export const accountsOf = ({ grantor, discount, party }: SettledItem) => ({
  expense: `expense/${grantor}/${discount}`,
  accrued: `accrued/${discount}/${party}`,
  payable: `payable/${party}`,
  withheld: `withheld/${party}`,
});

/** Postings of these amounts, those of nothing left out. */
export const postingsOf = (
  currency: string,
  amounts: readonly (readonly [account: string, minor: bigint])[],
): readonly Posting[] =>
  amounts
    .filter(([, minor]) => minor !== 0n)
    .map(([account, minor]): Posting => ({ account, amount: money(currency, minor) }));
