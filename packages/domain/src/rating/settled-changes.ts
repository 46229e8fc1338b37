/** Of a rating that came out differently, what that means for discounts that settle later. */
import type { ConsignmentRating, DiscountOutcome, LegOutcome } from '../charge/rating.ts';
import { sameStructure } from '../kernel/same-structure.ts';
import type { RatingChange } from './rerate.ts';

const outcomesOf = ({ legs }: ConsignmentRating): readonly DiscountOutcome[] =>
  legs.flatMap((leg) => (leg.ok ? leg.rating.discounts : []));

/** A leg without what became of discounts that took nothing off its invoice. */
function onInvoice(leg: LegOutcome): unknown {
  if (!leg.ok) return leg;
  const discounts = leg.rating.discounts.filter((one) => one.kind === 'applied' && one.at === 'rating');
  return { ...leg.rating, discounts };
}

/**
 * The discounts of which a rating says something else though its invoice is the same; undefined when the consignment, its
 * screening or its invoice has changed, on which every discount may depend.
 */
export function outcomesChanged({ before, after }: RatingChange): ReadonlySet<string> | undefined {
  if (before === undefined || after === undefined || before.screening !== after.screening) return undefined;
  if (!sameStructure(before.consignment, after.consignment)) return undefined;
  const [was, is] = [before.rating, after.rating];
  if (!sameStructure(was.legs.map(onInvoice), is.legs.map(onInvoice))) return undefined;
  const told = (rating: ConsignmentRating, id: string): readonly DiscountOutcome[] =>
    outcomesOf(rating).filter(({ entry }) => entry.id === id);
  const ids = new Set([...outcomesOf(was), ...outcomesOf(is)].map(({ entry }) => entry.id));
  return new Set([...ids].filter((id) => !sameStructure(told(was, id), told(is, id))));
}
