/** What the entries of a quarter follow from: entitlements, the ratings of their legs, what screening said to them. */
import type { ConsignmentRating } from '../charge/rating.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { periodLabel } from '../kernel/period.ts';
import type { Earned, Entitlement } from '../rating/entitled.ts';
import type { RatedJournal } from '../rating/rate-journal.ts';
import type { Screening } from '../restriction/screening.ts';
import type { LedgerEntry } from '../settlement/entry.ts';

/** Everything as known on a day. */
export type KnownStand = {
  readonly knownBy: LocalDate;
  readonly entitlements: readonly Entitlement[];
  readonly rated: RatedJournal['rated'];
  readonly screenings: ReadonlyMap<string, Screening>;
};

export type EntryEvidence = { readonly key: string; readonly knownBy: LocalDate; readonly earned: readonly Earned[] };

/** Of each entry what it follows from; of the legs that have earned their ratings, each day of knowledge by itself. */
export type SettledEvidence = {
  readonly entries: readonly EntryEvidence[];
  readonly ratings: readonly { readonly knownBy: LocalDate; readonly ratings: readonly ConsignmentRating[] }[];
  readonly screenings: readonly Screening[];
};

/** The entitlements that an entry is about: of its discount and window, with a part for its party. */
function earnedFor({ about }: LedgerEntry, { entitlements }: KnownStand): readonly Earned[] {
  const window = periodLabel(about.window);
  return entitlements.filter(
    (one): one is Earned =>
      one.kind === 'earned' &&
      one.entry.id === about.discount &&
      one.currency === about.currency &&
      periodLabel(one.window) === window &&
      one.shares.some(({ party, by }) => by === 'settlement' && party === about.party),
  );
}

/** Evidence of the entries of a quarter: accruals follow from its end, all others from the day of settlement. */
export function evidenceFor(
  entries: readonly LedgerEntry[],
  atEnd: KnownStand,
  atCut: KnownStand,
  payouts: readonly Screening[],
): SettledEvidence {
  const found = entries.map((entry): EntryEvidence => {
    const stand = entry.kind === 'accrual' ? atEnd : atCut;
    return { key: entry.key, knownBy: stand.knownBy, earned: earnedFor(entry, stand) };
  });
  const screenings = new Map<string, Screening>();
  const ratings = [atEnd, atCut].map((stand) => {
    const own = found.filter(({ knownBy }) => knownBy === stand.knownBy);
    const notes = new Set(own.flatMap(({ earned }) => earned.flatMap(({ legs }) => legs.map(({ note }) => note))));
    for (const note of notes) {
      const screening = stand.screenings.get(note);
      if (screening !== undefined) screenings.set(`${stand.knownBy}\n${note}`, screening);
    }
    const rated = stand.rated.filter(({ rating }) => notes.has(rating.note));
    return { knownBy: stand.knownBy, ratings: rated.map(({ rating }) => rating) };
  });
  const ordered = [...screenings].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, one]) => one);
  return { entries: found, ratings, screenings: [...ordered, ...payouts] };
}
