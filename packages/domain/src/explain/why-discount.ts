/** One discount in full on one consignment: every condition with its numbers, what came of it, and what it would bring by itself. */
import type { ConsignmentRating, DiscountOutcome } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import type { Charged } from '../discount/eligibility.ts';
import type { DiscountForm } from '../discount/form.ts';
import { type Question, questionsOf } from '../discount/questions.ts';
import { reckon } from '../discount/stack.ts';
import { lineStates } from '../discount/work.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { nearestName } from '../kernel/nearest.ts';
import { ok, type Result, refusal, refused } from '../kernel/refusal.ts';
import { appliedOutcome } from '../rating/discount-lines.ts';
import { everyCharged } from '../rating/rate-consignment.ts';
import { discountsInForce, type RatingBook } from '../rating/rating-book.ts';
import type { RatingReadings } from '../rating/rating-state.ts';
import type { Outcome } from '../restriction/schema.ts';

/** The discount on one leg, or on the goods price (no leg). */
export type WhyHere = {
  readonly leg: number | undefined;
  readonly currency: string;
  readonly questions: readonly Question[];
  /** What became of it; undefined where no price came of the leg. */
  readonly outcome: DiscountOutcome | undefined;
  /** On the charge before all discounts, were every condition fulfilled; or why its amount cannot be told. */
  readonly alone: DiscountOutcome;
};

export type WhyDiscount = {
  readonly note: string;
  readonly discount: string;
  readonly accepted: LocalDate;
  /** Versions in the book; of these the one in force decides. */
  readonly versions: readonly Pick<DiscountForm, 'version' | 'valid' | 'known'>[];
  readonly inForce: string | undefined;
  readonly here: readonly WhyHere[];
};

export type WhyTerms = {
  readonly knownBy: LocalDate;
  readonly screening: Outcome | undefined;
  /** As meters and budgets stand around the consignment. */
  readonly readings: RatingReadings;
};

function outcomeIn(rating: ConsignmentRating, leg: number | undefined, id: string): DiscountOutcome | undefined {
  const discounts =
    leg === undefined
      ? rating.goods?.discounts
      : rating.legs.flatMap((one) => (one.ok && one.rating.leg === leg ? one.rating.discounts : []));
  return discounts?.find(({ entry }) => entry.id === id);
}

function alone(form: DiscountForm, charged: Charged, readings: RatingReadings): DiscountOutcome {
  const reckoned = reckon(form, lineStates(charged.lines, charged.currency), charged, readings);
  return 'parts' in reckoned ? appliedOutcome(reckoned, [], charged.currency) : reckoned;
}

/** Refused for an id that no discount of the book has, with the nearest that one has. */
export function whyDiscount(
  book: RatingBook,
  consignment: Consignment,
  rating: ConsignmentRating,
  id: string,
  { knownBy, screening, readings }: WhyTerms,
): Result<WhyDiscount> {
  const versions = book.discounts.filter((form) => form.id === id);
  if (versions.length === 0) {
    const ids = new Set(book.discounts.map((form) => form.id));
    return refused(refusal('quote.unknown-discount', { id, nearest: nearestName(id, ids) ?? 'none' }));
  }
  const inForce = discountsInForce(book, { on: consignment.accepted, knownBy });
  const form = [...inForce.freight, ...inForce.goods].find((one) => one.id === id);
  const places = everyCharged(book, consignment, knownBy).filter(
    ({ leg }) => (leg === undefined) === (form?.touches.kind === 'goods-price'),
  );
  return ok({
    note: consignment.note,
    discount: id,
    accepted: consignment.accepted,
    versions: versions.map(({ version, valid, known }) => ({ version, valid, known })),
    inForce: form?.version,
    here:
      form === undefined
        ? []
        : places.map(({ leg, charged }) => ({
            leg,
            currency: charged.currency,
            questions: questionsOf(form, charged, readings, screening),
            outcome: outcomeIn(rating, leg, id),
            alone: alone(form, charged, readings),
          })),
  });
}
