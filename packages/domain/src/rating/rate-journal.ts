/** Rates a whole journal, meters and budgets moving (pricing.md sections 6 to 8). */

import type { ConsignmentRating } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { compareDates, type LocalDate } from '../kernel/local-date.ts';
import type { LegCharges } from '../meter/contribution.ts';
import type { Outcome } from '../restriction/schema.ts';
import {
  type ClosedConsignment,
  closeConsignment,
  type OpenConsignment,
  openAnew,
  openConsignment,
} from './rate-consignment.ts';
import type { RatingBook } from './rating-book.ts';
import { chargesOf, createRatingState, type RatingState } from './rating-state.ts';
import type { ReadIndex } from './read-index.ts';

export type JournalTerms = {
  /** The day up to which book and journal are known. */
  readonly knownBy: LocalDate;
  readonly screeningOf: (consignment: Consignment) => Outcome | undefined;
  /** The number under which a consignment was reserved on a budget. Absent: nothing was reserved. */
  readonly reservedAs?: ReservedAs;
};

/** Place of a note in the recorded sequence of reservations on a budget. */
export type ReservedAs = (budget: string, note: string) => number | undefined;

export type RatedConsignment = {
  readonly consignment: Consignment;
  readonly screening: Outcome | undefined;
  readonly rating: ConsignmentRating;
};

/** The order in which a journal is rated: acceptance, then note. */
export function compareAccepted(a: Consignment, b: Consignment): number {
  return compareDates(a.accepted, b.accepted) || compareCodePoints(a.note, b.note);
}

export type RatedJournal = {
  /** By date of acceptance, then note by code point. */
  readonly rated: readonly RatedConsignment[];
  /** How meters and budgets stand after the last of them. */
  readonly state: RatingState;
  readonly reservedAs: ReservedAs | undefined;
};

const chargesBefore = (open: OpenConsignment): readonly LegCharges[] =>
  open.legs.flatMap((leg, index) =>
    leg.ok ? [chargesOf({ leg: index, currency: leg.open.tariff.currency, lines: leg.open.lines })] : [],
  );

export function recordRated(
  state: RatingState,
  { consignment }: Pick<OpenConsignment, 'consignment'>,
  { rating, grants }: ClosedConsignment,
): void {
  if (state.movesWithMoney) {
    const charges: LegCharges[] = [];
    for (const leg of rating.legs) if (leg.ok) charges.push(chargesOf(leg.rating));
    state.meters.charge(consignment, charges);
  }
  if (grants.size === 0) return;
  const position = { date: consignment.accepted, note: consignment.note };
  for (const [budget, amount] of grants) state.budgets.grant(budget, position, amount);
}

/** Rates one consignment as the state stands; the state is not moved. `open`: how its first half is worked out. */
export function rateOne(
  book: RatingBook,
  state: RatingState,
  consignment: Consignment,
  terms: JournalTerms,
  open: typeof openConsignment = openConsignment,
): ClosedConsignment & { readonly screening: Outcome | undefined } {
  const screening = terms.screeningOf(consignment);
  const closed = closeConsignment(book, open(book, consignment, terms.knownBy), {
    knownBy: terms.knownBy,
    readings: state.readings,
    ...(screening === undefined ? {} : { screening }),
  });
  return { rating: closed.rating, grants: closed.grants, screening };
}

/** Money counted at a later date than acceptance may precede a consignment accepted earlier: it must be known beforehand. */
function countsMoneyLater(book: RatingBook): boolean {
  return book.meters.some(({ measure, countAt }) => measure.kind === 'money' && countAt !== 'accepted');
}

type Visit = (rated: RatedConsignment, grants: ClosedConsignment['grants']) => void;

/** How a journal is rated: who is told what is read, and how each leg's first half is worked out. */
type Manner = { readonly watched: ReadIndex | undefined; readonly open: typeof openConsignment };

function rateEach(
  book: RatingBook,
  consignments: readonly Consignment[],
  terms: JournalTerms,
  visit: Visit,
  { watched, open }: Manner,
): RatingState {
  const state = createRatingState(book, terms.knownBy, watched);
  const ordered = consignments.toSorted(compareAccepted);
  for (const consignment of ordered) state.meters.record(consignment);
  if (countsMoneyLater(book))
    for (const consignment of ordered)
      state.meters.charge(consignment, chargesBefore(openConsignment(book, consignment, terms.knownBy)));
  for (const consignment of ordered) {
    watched?.begin(consignment);
    const closed = rateOne(book, state, consignment, terms, open);
    recordRated(state, { consignment }, closed);
    visit({ consignment, screening: closed.screening, rating: closed.rating }, closed.grants);
  }
  return state;
}

/**
 * Rates consignments given in any order, each note once, and hands each to `visit` in the order of acceptance (then note by
 * code point), in which budgets grant. First every consignment is counted on the meters; a meter reads only what precedes
 * by its own count-at date, so neither the order of arrival nor that of rating makes a difference. Gives how meters and
 * budgets stand at the end. `watched` is told what each rating reads.
 */
export function visitJournal(
  book: RatingBook,
  consignments: readonly Consignment[],
  terms: JournalTerms,
  visit: Visit,
  watched?: ReadIndex,
): RatingState {
  // Who only looks on asks for nothing twice; what is watched, or opened before it is rated, is asked for again.
  const again = watched !== undefined || countsMoneyLater(book);
  return rateEach(book, consignments, terms, visit, { watched, open: again ? openConsignment : openAnew });
}

/** Rates a journal and keeps every rating. */
export function rateJournal(book: RatingBook, consignments: readonly Consignment[], terms: JournalTerms): RatedJournal {
  const rated: RatedConsignment[] = [];
  const keep: Visit = (one) => rated.push(one);
  const state = rateEach(book, consignments, terms, keep, { watched: undefined, open: openConsignment });
  return { rated, state, reservedAs: terms.reservedAs };
}
