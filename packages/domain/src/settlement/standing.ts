/** How the ledger stands for each item of settlement: what settling starts from. Read from its entries, never worked out again. */
import { accountsOf, itemKey, type LedgerEntry, type SettledItem } from './entry.ts';

export type ItemStanding = {
  readonly about: SettledItem;
  /** Posted to the beneficiary so far, paid or withheld. */
  readonly posted: bigint;
  /** Of that what lies on the account of withheld amounts. */
  readonly withheld: bigint;
  /** Set aside and not yet settled. */
  readonly accrued: bigint;
  /** The entry that last settled the item, and the one that last withheld something of it: what later ones refer to. */
  readonly settledBy: string | null;
  readonly withheldBy: string | null;
};

/** What an entry credits to the beneficiary, to the account of withheld amounts, and to what is set aside. */
export type Credited = { readonly payable: bigint; readonly withheld: bigint; readonly accrued: bigint };

export function creditedBy({ about, postings }: LedgerEntry): Credited {
  const accounts = accountsOf(about);
  const credit = (account: string): bigint =>
    postings.reduce((sum, posting) => (posting.account === account ? sum - posting.amount.minor : sum), 0n);
  return {
    payable: credit(accounts.payable),
    withheld: credit(accounts.withheld),
    accrued: credit(accounts.accrued),
  };
}

const settles = ({ kind }: LedgerEntry): boolean => kind === 'settlement' || kind === 'withhold';

function after(before: ItemStanding | undefined, entry: LedgerEntry): ItemStanding {
  const { payable, withheld, accrued } = creditedBy(entry);
  return {
    about: entry.about,
    posted: (before?.posted ?? 0n) + payable + withheld,
    withheld: (before?.withheld ?? 0n) + withheld,
    accrued: (before?.accrued ?? 0n) + accrued,
    settledBy: settles(entry) ? entry.key : (before?.settledBy ?? null),
    withheldBy: entry.kind === 'withhold' ? entry.key : (before?.withheldBy ?? null),
  };
}

/** Items by key, as entries in the order of the ledger leave them. */
export function ledgerStanding(entries: Iterable<LedgerEntry>): ReadonlyMap<string, ItemStanding> {
  const standing = new Map<string, ItemStanding>();
  for (const entry of entries) {
    const key = itemKey(entry.about);
    standing.set(key, after(standing.get(key), entry));
  }
  return standing;
}
