/** The quarters whose day of settlement has come: each by the facts and the book known at its end and on that day. */
import type { AppliedDiscount, LegRating, Share } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { addDays, type LocalDate } from '../kernel/local-date.ts';
import { type Period, periodLabel, quarterOf } from '../kernel/period.ts';
import { quotasOf } from '../quota/kept-quotas.ts';
import { NO_QUOTAS } from '../quota/reading.ts';
import type { Earned, EntitledLeg, Entitlement } from '../rating/entitled.ts';
import { entitlements } from '../rating/entitlement.ts';
import type { RatedJournal } from '../rating/rate-journal.ts';
import { type JournalChanges, type KeptJournal, keepJournal, rerate } from '../rating/rerate.ts';
import { screen } from '../restriction/screen.ts';
import { screenJournal } from '../restriction/screen-journal.ts';
import type { Screening } from '../restriction/screening.ts';
import { screeningBookOf } from '../restriction/screening-book.ts';
import { partiesSubject } from '../restriction/subject.ts';
import type { LedgerEntry } from '../settlement/entry.ts';
import { openItems, type PayoutScreen, settleQuarter } from '../settlement/settle.ts';
import type { OpenItem } from '../settlement/statement.ts';
import { type JournalFact, knownJournal } from './journal.ts';
import type { OfficeBook } from './report.ts';
import { evidenceFor, type KnownStand, type SettledEvidence } from './settled-evidence.ts';

/** Days after a quarter's end on which it is settled: documents of its last weeks have come by then. */
export const DAYS_TO_SETTLE = 20;

/** A quarter with the day after its last, and its day of settlement. */
type DueQuarter = { readonly quarter: Period; readonly end: LocalDate; readonly cut: LocalDate };

/** Quarters in order from that which holds the day on, as long as their day of settlement has come. */
function* quartersBy(first: LocalDate, asOf: LocalDate): Generator<DueQuarter, void, undefined> {
  for (let quarter = quarterOf(first); quarter.to !== undefined; quarter = quarterOf(quarter.to)) {
    const end = quarter.to;
    const cut = addDays(end, DAYS_TO_SETTLE);
    if (cut > asOf) return;
    yield { quarter, end, cut };
  }
}

type SharedGrant = Pick<EntitledLeg, 'note' | 'accepted' | 'leg'> & {
  readonly outcome: AppliedDiscount;
  readonly share: Share;
  readonly window: Period;
  readonly currency: string;
};

/** Parts of discounts on the invoice that go to others than the payer: they are due at settlement. */
function sharedGrants(journal: RatedJournal): readonly SharedGrant[] {
  return journal.rated.flatMap(({ rating: { note, accepted, legs } }) => {
    const window = quarterOf(accepted);
    return legs.flatMap((one, leg) => (one.ok ? grantsOfLeg(one.rating, { note, accepted, leg, window }) : []));
  });
}

function grantsOfLeg(
  { discounts, currency }: LegRating,
  of: Pick<SharedGrant, 'note' | 'accepted' | 'leg' | 'window'>,
): readonly SharedGrant[] {
  return discounts.flatMap((outcome) => {
    if (outcome.kind !== 'applied' || outcome.at !== 'rating') return [];
    return outcome.shares
      .filter((share) => share.by === 'settlement')
      .map((share) => ({ ...of, outcome, share, currency }));
  });
}

/** Shared grants added up by discount, quarter, party and currency, as entitlements. */
function sharedEntitlements(journal: RatedJournal): readonly Entitlement[] {
  const sums = new Map<string, Earned>();
  for (const { outcome, share, window, currency, note, accepted, leg } of sharedGrants(journal)) {
    const key = [outcome.entry.id, periodLabel(window), share.party, currency].join('|');
    const before = sums.get(key);
    const amount = (before?.amount ?? 0n) + share.amount;
    const own: EntitledLeg = {
      note,
      accepted,
      leg,
      base: outcome.base,
      amount: share.amount,
      cuts: [],
      shares: [share],
    };
    const { entry, grantor, synthetic } = outcome;
    sums.set(key, {
      kind: 'earned',
      entry,
      grantor,
      synthetic,
      budget: undefined,
      key: share.party,
      window,
      currency,
      base: (before?.base ?? 0n) + outcome.base,
      amount,
      cuts: [],
      shares: [{ ...share, amount }],
      legs: [...(before?.legs ?? []), own],
      trace: [],
    });
  }
  return [...sums].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, one]) => one);
}

type Screens = {
  readonly book: OfficeBook;
  readonly screening: ReturnType<typeof screeningBookOf>['book'];
  readonly quotas: ReturnType<typeof quotasOf>['quotas'];
};

/** Everything entitled by what was known on a day; asked for one day after the other, what has not changed is kept. */
function entitledInTurn(screens: Screens, facts: readonly JournalFact[]): (knownBy: LocalDate) => KnownStand {
  let kept: KeptJournal | undefined;
  return (knownBy) => {
    const { consignments } = knownJournal(facts, knownBy);
    const screened = screenJournal(screens.screening, consignments, {
      quotas: screens.quotas,
      purpose: 'booking',
      knownBy,
    });
    const terms = { knownBy, screeningOf: (one: Consignment) => screened.screenings.get(one.note)?.outcome };
    kept =
      kept === undefined
        ? keepJournal(screens.book.rating, consignments, terms)
        : rerate(kept, { ...changesIn(kept, consignments), terms }).journal;
    return {
      knownBy,
      entitlements: [...entitlements(screens.book.rating, kept, knownBy), ...sharedEntitlements(kept)],
      rated: kept.rated,
      screenings: screened.screenings,
    };
  };
}

/** What has changed since a journal was rated: consignments that are new or another version, and notes that are gone. */
function changesIn({ rated }: KeptJournal, consignments: readonly Consignment[]): JournalChanges {
  const before = new Map(rated.map(({ consignment }) => [consignment.note, consignment]));
  const put = consignments.filter((one) => before.get(one.note) !== one);
  for (const { note } of consignments) before.delete(note);
  return { put, cancelled: [...before.keys()] };
}

/** What is settled already: the entries the ledger holds, in its order, and the first day after the last settled quarter. */
export type SettledSoFar = { readonly ledger: readonly LedgerEntry[]; readonly settledTo: LocalDate | undefined };

/** A quarter settled now, with its entries. */
export type NewlySettled = {
  readonly quarter: string;
  readonly cut: LocalDate;
  readonly entries: readonly LedgerEntry[];
  /** What could not be told on the day of settlement, and was left as posted. */
  readonly open: readonly OpenItem[];
  /** What the entries follow from, to be kept with them. */
  readonly evidence: SettledEvidence;
};

/** Screens a payout to a party by the book as known on its day; `seen` is told each answer. */
function payoutScreen(screening: Screens['screening'], seen: (one: Screening) => void): PayoutScreen {
  return (party, on) => {
    const found = screen(
      screening,
      partiesSubject(`payout ${party}`, on, [{ role: 'beneficiary', party }]),
      { date: on, knownBy: on, purpose: 'payout' },
      NO_QUOTAS,
    );
    seen(found);
    return found.outcome;
  };
}

/**
 * Settles, in order, every quarter whose day of settlement has come by `asOf` and that is not settled yet, each on top of what
 * the ledger holds. A settled quarter is closed: what concerns it and came later goes into the next. Handed over one by one, so
 * that each can be posted before the next is worked out.
 */
export function* dueSettlements(
  book: OfficeBook,
  facts: readonly JournalFact[],
  { ledger, settledTo, asOf }: SettledSoFar & { readonly asOf: LocalDate },
): Generator<NewlySettled, void, undefined> {
  const first = settledTo ?? knownJournal(facts, asOf).consignments[0]?.accepted;
  if (first === undefined) return;
  const screens: Screens = { book, screening: screeningBookOf(book.loaded).book, quotas: quotasOf(book.loaded).quotas };
  let payouts: Screening[] = [];
  const payoutOf = payoutScreen(screens.screening, (one) => payouts.push(one));
  const entitledOn = entitledInTurn(screens, facts);
  const held = [...ledger];
  for (const { quarter, end, cut } of quartersBy(first, asOf)) {
    const [atEnd, atCut] = [entitledOn(addDays(end, -1)), entitledOn(cut)];
    const stand = {
      quarter,
      cut,
      atEnd: atEnd.entitlements,
      // What the next quarter has earned already by the day of settlement is settled with that.
      atCut: atCut.entitlements.filter((one) => one.window.from < end),
    };
    payouts = [];
    const entries = settleQuarter(stand, held, payoutOf);
    held.push(...entries);
    const evidence = evidenceFor(entries, atEnd, atCut, payouts);
    yield { quarter: periodLabel(quarter), cut, entries, open: openItems(stand.atCut), evidence };
  }
}
