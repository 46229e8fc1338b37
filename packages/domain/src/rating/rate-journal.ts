/** Rates a whole journal, meters and budgets moving (pricing.md sections 6 to 8). */

import type { ConsignmentRating } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { compareDates, type LocalDate } from '../kernel/local-date.ts';
import type { LegCharges } from '../meter/contribution.ts';
import type { Outcome } from '../restriction/schema.ts';
import { type ClosedConsignment, closeConsignment, type OpenConsignment, openConsignment } from './rate-consignment.ts';
import type { RatingBook } from './rating-book.ts';
import { chargesOf, createRatingState, type RatingState } from './rating-state.ts';

export type JournalTerms = {
  /** The day up to which book and journal are known. */
  readonly knownBy: LocalDate;
  readonly screeningOf: (consignment: Consignment) => Outcome | undefined;
};

export type RatedConsignment = {
  readonly consignment: Consignment;
  readonly screening: Outcome | undefined;
  readonly rating: ConsignmentRating;
};

export type RatedJournal = {
  /** By date of acceptance, then note by code point. */
  readonly rated: readonly RatedConsignment[];
  /** How meters and budgets stand after the last of them. */
  readonly state: RatingState;
};

const chargesBefore = (open: OpenConsignment): readonly LegCharges[] =>
  open.legs.flatMap((leg, index) =>
    leg.ok ? [chargesOf({ leg: index, currency: leg.open.tariff.currency, lines: leg.open.lines })] : [],
  );

function recordRated(
  state: RatingState,
  { consignment }: OpenConsignment,
  { rating, grants }: ClosedConsignment,
): void {
  if (state.movesWithMoney)
    state.meters.charge(
      consignment,
      rating.legs.flatMap((leg) => (leg.ok ? [chargesOf(leg.rating)] : [])),
    );
  if (grants.size === 0) return;
  const position = { date: consignment.accepted, note: consignment.note };
  for (const [budget, amount] of grants) state.budgets.grant(budget, position, amount);
}

/** Money counted at a later date than acceptance may precede a consignment accepted earlier: it must be known beforehand. */
function countsMoneyLater(book: RatingBook): boolean {
  return book.meters.some(({ measure, countAt }) => measure.kind === 'money' && countAt !== 'accepted');
}

/**
 * Rates consignments given in any order, each note once, and hands each to `visit` in the order of acceptance (then note by
 * code point), in which budgets grant. First every consignment is counted on the meters; a meter reads only what precedes
 * by its own count-at date, so neither the order of arrival nor that of rating makes a difference. Gives how meters and
 * budgets stand at the end.
 */
export function visitJournal(
  book: RatingBook,
  consignments: readonly Consignment[],
  terms: JournalTerms,
  visit: (rated: RatedConsignment) => void,
): RatingState {
  const state = createRatingState(book, terms.knownBy);
  const ordered = consignments.toSorted(
    (a, b) => compareDates(a.accepted, b.accepted) || compareCodePoints(a.note, b.note),
  );
  const open = (consignment: Consignment): OpenConsignment => openConsignment(book, consignment, terms.knownBy);
  for (const consignment of ordered) state.meters.record(consignment);
  if (countsMoneyLater(book))
    for (const consignment of ordered) state.meters.charge(consignment, chargesBefore(open(consignment)));
  for (const consignment of ordered) {
    const opened = open(consignment);
    const screening = terms.screeningOf(consignment);
    const closed = closeConsignment(book, opened, {
      knownBy: terms.knownBy,
      readings: state.readings,
      ...(screening === undefined ? {} : { screening }),
    });
    recordRated(state, opened, closed);
    visit({ consignment, screening, rating: closed.rating });
  }
  return state;
}

/** Rates a journal and keeps every rating. */
export function rateJournal(book: RatingBook, consignments: readonly Consignment[], terms: JournalTerms): RatedJournal {
  const rated: RatedConsignment[] = [];
  const state = visitJournal(book, consignments, terms, (one) => rated.push(one));
  return { rated, state };
}
