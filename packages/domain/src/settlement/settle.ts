/**
 * Settlement in quarters (pricing.md section 9): what is earned by the facts and the book known on the day of settlement, less
 * what the ledger holds as posted. Posted amounts stay; a difference for an earlier window goes into the open quarter and refers
 * to the entry it corrects. So the sum of all interim settlements is the final one, whatever arrives late.
 */

import type { Share } from '../charge/rating.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { type Period, periodLabel } from '../kernel/period.ts';
import type { Earned, Entitlement } from '../rating/entitled.ts';
import type { Outcome } from '../restriction/schema.ts';
import { accountsOf, itemKey, type LedgerEntry, postingsOf, type SettledItem } from './entry.ts';
import { type ItemStanding, ledgerStanding } from './standing.ts';
import type { OpenItem } from './statement.ts';

/** A quarter to settle: entitlements as known at its end (for the accrual) and on the day of settlement. */
export type QuarterStand = {
  readonly quarter: Period;
  readonly cut: LocalDate;
  readonly atEnd: readonly Entitlement[];
  readonly atCut: readonly Entitlement[];
};

/** The screening of a payout to a party on a day. */
export type PayoutScreen = (party: string, on: LocalDate) => Outcome;

/** What cannot be told on a day, for people to find the documents. */
export function openItems(entitlements: readonly Entitlement[]): readonly OpenItem[] {
  return entitlements.flatMap((one): OpenItem[] => {
    if (one.kind !== 'not-evaluated') return [];
    const { entry, window, currency, key, missing, notes } = one;
    return [{ discount: entry.id, window: periodLabel(window), currency, key, missing, notes }];
  });
}

/** Whether something of an item cannot be told, because facts are missing. */
function openAmong(entitlements: readonly Entitlement[]): (about: SettledItem) => boolean {
  const unknown = entitlements.filter((one) => one.kind === 'not-evaluated');
  return ({ discount, window, currency, party }) =>
    unknown.some(
      (one) =>
        one.entry.id === discount &&
        one.currency === currency &&
        periodLabel(one.window) === periodLabel(window) &&
        (one.parties?.includes(party) ?? true),
    );
}

/**
 * What an item is settled at. What was settled once stays as posted while facts are missing to tell it anew: on a guess nothing is
 * taken back and nothing added. What is earned in any case, by other legs of the window, is no guess and is paid. As soon as it
 * can be told, the difference is posted.
 */
function settledAt(earned: bigint | undefined, before: ItemStanding | undefined, isOpen: boolean): bigint {
  if (!isOpen || before === undefined || before.settledBy === null) return earned ?? 0n;
  return earned !== undefined && earned > before.posted ? earned : before.posted;
}

/** `open`: it is set aside at a forecast while its window is open. */
type EarnedItem = { readonly about: SettledItem; readonly earned: bigint; readonly open: boolean };

/** Amounts by item, earned or to be set aside; what cannot be evaluated earns nothing yet. */
function itemsBy(
  entitlements: readonly Entitlement[],
  sharesOf: (one: Earned) => readonly Share[],
): ReadonlyMap<string, EarnedItem> {
  const found = new Map<string, EarnedItem>();
  for (const one of entitlements) {
    if (one.kind !== 'earned') continue;
    const { entry, grantor, synthetic, window, currency } = one;
    const isOpen = one.accrual !== undefined;
    for (const { by, party, amount } of sharesOf(one)) {
      if (by !== 'settlement') continue;
      const about: SettledItem = { discount: entry.id, grantor, synthetic, party, currency, window };
      const key = itemKey(about);
      const before = found.get(key);
      found.set(key, { about, earned: (before?.earned ?? 0n) + amount, open: isOpen || before?.open === true });
    }
  }
  return found;
}

const earnedItems = (entitlements: readonly Entitlement[]): ReadonlyMap<string, EarnedItem> =>
  itemsBy(entitlements, ({ shares }) => shares);

/** What should be set aside, with what is posted, by item. */
const accrualItems = (entitlements: readonly Entitlement[]): ReadonlyMap<string, EarnedItem> =>
  itemsBy(entitlements, ({ shares, accrual }) => accrual?.shares ?? shares);

const inOrder = <T>(items: Iterable<readonly [string, T]>): readonly (readonly [string, T])[] =>
  [...items].toSorted(([a], [b]) => compareCodePoints(a, b));

/** Accrual at the step reached by the quarter's end, or as forecast: what is neither posted nor set aside. */
function accrue(stand: QuarterStand, standing: ReadonlyMap<string, ItemStanding>): LedgerEntry[] {
  const period = periodLabel(stand.quarter);
  const isOpen = openAmong(stand.atEnd);
  return inOrder(accrualItems(stand.atEnd)).flatMap(([key, { about, earned }]): LedgerEntry[] => {
    const before = standing.get(key);
    const amount = settledAt(earned, before, isOpen(about)) - (before?.posted ?? 0n) - (before?.accrued ?? 0n);
    if (amount === 0n) return [];
    const { expense, accrued } = accountsOf(about);
    return [
      {
        key: `accrual|${period}|${key}`,
        kind: 'accrual',
        period,
        booked: stand.quarter.to ?? stand.cut,
        document: `accrual ${period}`,
        refersTo: null,
        about,
        withheld: undefined,
        postings: postingsOf(about.currency, [
          [expense, amount],
          [accrued, -amount],
        ]),
      },
    ];
  });
}

type Item = {
  readonly key: string;
  readonly about: SettledItem;
  readonly earned: bigint;
  readonly before: ItemStanding | undefined;
  readonly outcome: Outcome;
  /** Its window is open, and what is set aside for the rest of it stays. */
  readonly open: boolean;
};

const isPayable = (outcome: Outcome): boolean => outcome === 'ALLOW' || outcome === 'FLAG';

/** Of a difference, the part that goes to the withheld account: a reduction takes from what lies there first. */
function withheldPart({ outcome, before }: Item, now: bigint): bigint {
  if (isPayable(outcome)) return 0n;
  if (now >= 0n) return now;
  const held = before?.withheld ?? 0n;
  if (held <= 0n) return 0n;
  return -now < held ? now : -held;
}

/** What of the amount set aside a settlement uses up: all of it, or of an open window what is paid now. */
function usedUp({ open }: Item, set: bigint, now: bigint): bigint {
  if (!open || set <= 0n) return set;
  if (now <= 0n) return 0n;
  return now < set ? now : set;
}

/** The difference of an item: what was accrued is used up, the rest is expense (or its reduction), the beneficiary gets it. */
function settlementEntry(stand: QuarterStand, item: Item): LedgerEntry | undefined {
  const { key, about, earned, before, outcome } = item;
  const now = earned - (before?.posted ?? 0n);
  const set = usedUp(item, before?.accrued ?? 0n, now);
  if (now === 0n && set === 0n) return undefined;
  const period = periodLabel(stand.quarter);
  const { expense, accrued, payable, withheld } = accountsOf(about);
  const held = withheldPart(item, now);
  return {
    key: `settlement|${period}|${key}`,
    kind: held === 0n ? 'settlement' : 'withhold',
    period,
    booked: stand.cut,
    document: `settlement ${period}`,
    refersTo: before?.settledBy ?? null,
    about,
    withheld: held === 0n ? undefined : outcome,
    postings: postingsOf(about.currency, [
      [accrued, set],
      [expense, now - set],
      [payable, held - now],
      [withheld, -held],
    ]),
  };
}

/** What was withheld is let go once the payout is ALLOW or FLAG. What was paid is not taken back when it no longer is. */
function releaseEntry(stand: QuarterStand, { key, about, before, outcome }: Item): LedgerEntry | undefined {
  const held = before?.withheld ?? 0n;
  if (held <= 0n || !isPayable(outcome)) return undefined;
  const period = periodLabel(stand.quarter);
  const { payable, withheld } = accountsOf(about);
  return {
    key: `release|${period}|${key}`,
    kind: 'release',
    period,
    booked: stand.cut,
    document: `settlement ${period}`,
    refersTo: before?.withheldBy ?? null,
    about,
    withheld: undefined,
    postings: postingsOf(about.currency, [
      [withheld, held],
      [payable, -held],
    ]),
  };
}

/**
 * The entries that settle a quarter, given what the ledger holds before it. `payoutOf` screens each beneficiary: what is neither
 * ALLOW nor FLAG is posted to an account of withheld amounts and not paid.
 */
export function settleQuarter(
  stand: QuarterStand,
  ledger: readonly LedgerEntry[],
  payoutOf: PayoutScreen,
): readonly LedgerEntry[] {
  const accruals = accrue(stand, ledgerStanding(ledger));
  const standing = ledgerStanding([...ledger, ...accruals]);
  const earned = earnedItems(stand.atCut);
  const isOpen = openAmong(stand.atCut);
  const items = new Map<string, { readonly about: SettledItem }>([...standing, ...earned]);
  const outcomes = new Map<string, Outcome>();
  const outcomeOf = (party: string): Outcome => {
    const outcome = outcomes.get(party) ?? payoutOf(party, stand.cut);
    outcomes.set(party, outcome);
    return outcome;
  };
  const settled = inOrder(items).flatMap(([key, { about }]) => {
    const outcome = outcomeOf(about.party);
    const before = standing.get(key);
    const item: Item = {
      key,
      about,
      earned: settledAt(earned.get(key)?.earned, before, isOpen(about)),
      before,
      outcome,
      open: earned.get(key)?.open === true,
    };
    return [settlementEntry(stand, item), releaseEntry(stand, item)].filter((entry) => entry !== undefined);
  });
  return [...accruals, ...settled];
}
