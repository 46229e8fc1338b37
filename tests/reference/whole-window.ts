/**
 * What a scale gives for a whole window, once (pricing.md section 7): "all-units V·r_k; incremental Σ(min(V,u_i)−l_i)·r_i for
 * reached steps; reached slices Σ min(V,u_i)·r_i, i ≤ k; reached steps V·Σ r_i, i ≤ k".
 */
import type { TierText } from '@kontor/domain/discount/schema';
import { isShare, shareOf } from './amounts.ts';
import { isZero, less, lesser, over, plus, type Rational, times, total, ZERO } from './rational.ts';
import { earningStep, flats, lumps, placeOf, reachedStep, type Scale, scaleOf, slices } from './tiers.ts';

/** A quantity and the rate it earns. */
type Part = { readonly quantity: Rational; readonly rate: Rational };

function allUnits(tier: TierText, scale: Scale, value: Rational): readonly Part[] {
  const index = earningStep(tier, scale, value);
  return index === undefined ? [] : [{ quantity: value, rate: scale.steps[index]?.rate ?? ZERO }];
}

/** Up to the top of each step reached, counted from zero. */
function reachedSlices(tier: TierText, scale: Scale, value: Rational): readonly Part[] {
  const last = scale.steps.length - 1;
  return scale.steps.slice(0, reachedStep(tier, scale, value) + 1).map(({ high, rate }, index) => {
    const top = index === last && tier.above === 'last' ? undefined : high;
    return { quantity: top === undefined ? value : lesser(value, top), rate };
  });
}

/** Without a step that holds the value nothing is earned, whatever was reached. */
function reachedSteps(tier: TierText, scale: Scale, value: Rational): readonly Part[] {
  if (placeOf(scale, value).in === 'above' && tier.above !== 'last') return [];
  return scale.steps.slice(0, reachedStep(tier, scale, value) + 1).map(({ rate }) => ({ quantity: value, rate }));
}

function partsOf(tier: TierText, value: Rational): readonly Part[] {
  const scale = scaleOf(tier);
  switch (tier.method) {
    case 'all-units':
      return allUnits(tier, scale, value);
    case 'incremental':
      return slices(tier, scale, value).map((quantity, index) => ({
        quantity,
        rate: scale.steps[index]?.rate ?? ZERO,
      }));
    case 'reached-slices':
      return reachedSlices(tier, scale, value);
    default:
      return reachedSteps(tier, scale, value);
  }
}

export type WindowOn = {
  /** What the scale reads, and all that was measured: more than that, where it reads the excess over a baseline. */
  readonly value: Rational;
  readonly measured: Rational;
  /** Charges, and quantities, of those entitled: they fall to the parts of the scale pro rata to all that was measured. */
  readonly base: Rational;
  readonly quantity: Rational;
};

function lump(tier: TierText, value: Rational): Rational {
  if (isZero(value) && !tier.flatAtZero) return ZERO;
  if (tier.method !== 'all-units') return lumps(tier, value);
  const scale = scaleOf(tier);
  const index = earningStep(tier, scale, value);
  return index === undefined ? ZERO : (scale.steps[index]?.rate ?? ZERO);
}

/** `inOwn`: money of the scale in the currency of the charges. */
export function windowAmount(
  tier: TierText,
  inOwn: (value: Rational) => Rational,
  { value, measured, base, quantity }: WindowOn,
): Rational {
  if (less(value, ZERO)) return ZERO;
  if (tier.amount === 'lump') return inOwn(lump(tier, value));
  const parts = isZero(value) ? [] : partsOf(tier, value);
  const on = isShare(tier) ? base : quantity;
  const amounts = parts.map((part) => {
    const rate = isShare(tier) ? shareOf(tier, part.rate) : part.rate;
    return times(over(times(on, part.quantity), measured), rate);
  });
  return isShare(tier) ? total(amounts) : inOwn(plus(total(amounts), flats(tier, value)));
}
