/**
 * Tiers (pricing.md section 7): "step i runs from l_i to u_i; the entry says whether it prints lower or upper bounds. V measured,
 * k the step that holds V: all-units V·r_k; incremental Σ(min(V,u_i)−l_i)·r_i for reached steps; reached slices Σ min(V,u_i)·r_i,
 * i ≤ k; reached steps V·Σ r_i, i ≤ k."
 */
import type { TierText } from '@kontor/domain/discount/schema';
import { compare, isZero, less, lesser, minus, ONE, plus, type Rational, rational, total, ZERO } from './rational.ts';

type Step = {
  readonly low: Rational;
  /** Absent: without end. */
  readonly high: Rational | undefined;
  readonly rate: Rational;
  readonly flat: Rational;
};

export type Scale = { readonly steps: readonly Step[]; readonly closed: 'lower' | 'upper' };

/**
 * "`whole`: Bounds in whole units: a measure between two whole bounds belongs to the next step": a step printed from 11 takes
 * all above 10.
 */
function lowOf(tier: TierText, index: number): Rational {
  const step = tier.steps[index];
  if (tier.bounds === 'upper') return index === 0 ? ZERO : rational(tier.steps[index - 1]?.to ?? '0');
  const printed = rational(step?.from ?? '0');
  return tier.whole && less(ZERO, printed) ? minus(printed, ONE) : printed;
}

function highOf(tier: TierText, index: number): Rational | undefined {
  if (tier.bounds === 'lower') return index + 1 < tier.steps.length ? lowOf(tier, index + 1) : undefined;
  const to = tier.steps[index]?.to;
  return to === undefined ? undefined : rational(to);
}

export function scaleOf(tier: TierText): Scale {
  const printsLower = tier.bounds === 'lower';
  return {
    closed: tier.whole ? 'upper' : (tier.closed ?? (printsLower ? 'lower' : 'upper')),
    steps: tier.steps.map((step, index) => ({
      low: lowOf(tier, index),
      high: highOf(tier, index),
      rate: rational(step.rate ?? '0'),
      flat: rational(step.flat ?? '0'),
    })),
  };
}

/** Whether a value lies at or above the beginning of a step, as the closed end says. */
function begins(scale: Scale, step: Step, value: Rational): boolean {
  const order = compare(value, step.low);
  return order > 0 || (order === 0 && scale.closed === 'lower');
}

export type Place =
  | { readonly in: 'step'; readonly index: number }
  | { readonly in: 'below' }
  | { readonly in: 'above' };

/** Where a value lies on a scale. Zero lies in a first step that begins there, even where upper ends are closed. */
export function placeOf(scale: Scale, value: Rational): Place {
  const index = scale.steps.findLastIndex((step) => begins(scale, step, value));
  const [first] = scale.steps;
  if (index < 0)
    return first !== undefined && isZero(value) && isZero(first.low) ? { in: 'step', index: 0 } : { in: 'below' };
  const high = scale.steps[index]?.high;
  if (high === undefined) return { in: 'step', index };
  const order = compare(value, high);
  return order > 0 || (order === 0 && scale.closed === 'lower') ? { in: 'above' } : { in: 'step', index };
}

/** The step whose rate a value earns, after what the tier says of values below the first and above the last. */
export function earningStep(tier: TierText, scale: Scale, value: Rational): number | undefined {
  const place = placeOf(scale, value);
  if (place.in === 'step') return place.index;
  if (place.in === 'below') return tier.below === 'first' ? 0 : undefined;
  return tier.above === 'last' ? scale.steps.length - 1 : undefined;
}

/** The last step a value reaches; −1 for none. */
export function reachedStep(tier: TierText, scale: Scale, value: Rational): number {
  const place = placeOf(scale, value);
  if (place.in === 'step') return place.index;
  if (place.in === 'above') return scale.steps.length - 1;
  return tier.below === 'first' ? 0 : -1;
}

/** How much of a value lies in each step. What lies below the first or above the last is where the tier says so. */
export function slices(tier: TierText, scale: Scale, value: Rational): readonly Rational[] {
  const last = scale.steps.length - 1;
  return scale.steps.map((step, index) => {
    const low = index === 0 && tier.below === 'first' ? ZERO : step.low;
    const high = index === last && tier.above === 'last' ? undefined : step.high;
    const end = high === undefined ? value : lesser(value, high);
    return less(low, end) ? minus(end, low) : ZERO;
  });
}

/** Flat fees of the steps reached; of the one step that holds for all units. None at zero, unless the tier says so. */
export function flats(tier: TierText, value: Rational): Rational {
  if (isZero(value) && !tier.flatAtZero) return ZERO;
  const scale = scaleOf(tier);
  if (tier.method === 'all-units') {
    const own = earningStep(tier, scale, value);
    return own === undefined ? ZERO : (scale.steps[own]?.flat ?? ZERO);
  }
  return total(scale.steps.slice(0, reachedStep(tier, scale, value) + 1).map(({ flat }) => flat));
}

/** Of all units at rating: the flat fee, and the lump, of the last step a window has reached, which it keeps past a printed end. */
export function reachedMoney(tier: TierText, value: Rational): Rational {
  if (!less(ZERO, value)) return ZERO;
  const scale = scaleOf(tier);
  const step = scale.steps[reachedStep(tier, scale, value)];
  if (step === undefined) return ZERO;
  return tier.amount === 'lump' ? plus(step.flat, step.rate) : step.flat;
}

/** Lumps, with flat fees beside them, of the steps reached. */
export function lumps(tier: TierText, value: Rational): Rational {
  const scale = scaleOf(tier);
  return total(scale.steps.slice(0, reachedStep(tier, scale, value) + 1).map(({ rate, flat }) => plus(rate, flat)));
}
