/** Legs rated by a book written out in a test, and what became of each discount in a word. */
import type { DiscountOutcome, LegOutcome, LegRating } from '../charge/rating.ts';
import { localDate } from '../kernel/local-date.ts';
import { rateConsignment } from '../rating/rate-consignment.ts';
import type { RatingBook } from '../rating/rating-book.ts';
import { createRatingState } from '../rating/rating-state.ts';
import { bookFromText, consignmentOf, TARIFF } from './book-from-text.ts';

/** The day up to which the tests know the book. */
export const KNOWN_BY = localDate('2026-01-01');

/** A discount of the carrier's on the freight, unless it says what it touches. */
export const discount = (id: string, content: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\n${content.includes('touches:') ? '' : 'touches: { charges: [freight] }\n'}${content}`;

/** The example tariff with discounts. */
export const withBook = (...discounts: readonly string[]): RatingBook => bookFromText([TARIFF, ...discounts]);

/** The one leg of the example consignment, changed, after what was moved earlier. */
export function legOf(
  book: RatingBook,
  changes: Readonly<Record<string, unknown>> = {},
  earlier: readonly Readonly<Record<string, unknown>>[] = [],
): LegOutcome | undefined {
  const state = createRatingState(book);
  for (const one of earlier) state.meters.record(consignmentOf(one));
  return rateConsignment(book, consignmentOf(changes), {
    knownBy: KNOWN_BY,
    screening: 'ALLOW',
    readings: state.readings,
  }).legs[0];
}

/** The same, when it has to be rated. */
export function rate(
  book: RatingBook,
  changes: Readonly<Record<string, unknown>> = {},
  earlier: readonly Readonly<Record<string, unknown>>[] = [],
): LegRating {
  const leg = legOf(book, changes, earlier);
  if (leg === undefined || !leg.ok) throw new Error(`not rated: ${leg?.refusals.map((one) => one.code).join() ?? ''}`);
  return leg.rating;
}

/** Lines other than the tariff's, by id. */
export const amounts = (rating: LegRating): Record<string, string> =>
  Object.fromEntries(
    rating.lines.filter((line) => line.source !== 'tariff').map((line) => [line.id, String(line.amount)]),
  );

/** One word for what became of each discount. */
export const fates = (rating: LegRating): Record<string, string> =>
  Object.fromEntries(rating.discounts.map((one): [string, string] => [one.entry.id, fate(one)]));

function fate(outcome: DiscountOutcome): string {
  switch (outcome.kind) {
    case 'applied':
      return String(outcome.amount);
    case 'not-applied':
      return outcome.reason.code;
    case 'not-evaluated':
      return `missing ${outcome.missing.join()}`;
  }
}
