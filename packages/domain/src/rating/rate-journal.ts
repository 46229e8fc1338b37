/** Rates a whole journal, meters and budgets moving (pricing.md sections 6 to 8). */
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { compareDates, type LocalDate } from '../kernel/local-date.ts';
import type { Outcome } from '../restriction/schema.ts';
import { type ClosedConsignment, closeConsignment, openConsignment, type OpenConsignment } from './rate-consignment.ts';
import type { ConsignmentRating } from '../charge/rating.ts';
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

/** Before discounts, what the tariffs charge: meters of gross money stand on this alone. */
function recordOpen(state: RatingState, open: OpenConsignment): void {
  state.meters.record(open.consignment);
  if (!state.movesWithMoney) return;
  const charges = open.legs.flatMap((leg, index) => (leg.ok ? [chargesOf({ leg: index, currency: leg.open.tariff.currency, lines: leg.open.lines })] : []));
  state.meters.charge(open.consignment, charges);
}

function recordRated(state: RatingState, { consignment }: OpenConsignment, { rating, grants }: ClosedConsignment): void {
  if (state.movesWithNet) state.meters.charge(consignment, rating.legs.flatMap((leg) => (leg.ok ? [chargesOf(leg.rating)] : [])));
  if (grants.size === 0) return;
  const position = { date: consignment.accepted, note: consignment.note };
  for (const [budget, amount] of grants) state.budgets.grant(budget, position, amount);
}

/**
 * Rates consignments given in any order; each note once. First every consignment is counted on the meters, then they are
 * rated in the order of acceptance, in which budgets grant. A meter reads only what precedes by its own count-at date, so
 * neither the order of arrival nor that of rating makes a difference.
 */
export function rateJournal(book: RatingBook, consignments: readonly Consignment[], terms: JournalTerms): RatedJournal {
  const state = createRatingState(book);
  const ordered = consignments.toSorted((a, b) => compareDates(a.accepted, b.accepted) || compareCodePoints(a.note, b.note));
  const opened = ordered.map((consignment) => openConsignment(book, consignment, terms.knownBy));
  for (const open of opened) recordOpen(state, open);
  const rated = opened.map((open): RatedConsignment => {
    const screening = terms.screeningOf(open.consignment);
    const closed = closeConsignment(book, open, { knownBy: terms.knownBy, readings: state.readings, ...(screening === undefined ? {} : { screening }) });
    recordRated(state, open, closed);
    return { consignment: open.consignment, screening, rating: closed.rating };
  });
  return { rated, state };
}
