/**
 * Scales and what they give (pricing.md section 7, "Tiers"). Step i runs from l_i to u_i, V is measured, k holds V:
 * all-units V·r_k; incremental Σ(min(V,u_i)−l_i)·r_i for reached steps; reached slices Σ min(V,u_i)·r_i for i ≤ k; reached
 * steps V·Σ r_i for i ≤ k. Pure: nothing here rounds, and nothing knows what a rate is a rate of.
 */
import { add, compare, type Decimal, isZero, minimum, multiply, subtract, ZERO } from '../kernel/decimal.ts';

export type TierMethod = 'all-units' | 'incremental' | 'reached-slices' | 'reached-steps';

/** A step of a scale after compiling: neighbours touch, the last may be without end. */
export type ScaleStep = {
  readonly lower: Decimal;
  readonly upper: Decimal | undefined;
  readonly rate: Decimal;
  readonly flat: Decimal;
};

export type Scale = {
  readonly method: TierMethod;
  /** Which of its bounds belongs to a step. */
  readonly closed: 'lower' | 'upper';
  readonly steps: readonly ScaleStep[];
  readonly below: 'nothing' | 'first';
  readonly above: 'nothing' | 'last';
  readonly flatAtZero: boolean;
};

/** A quantity at the rate of a step (index from 0), and the flat fee that reaching the step costs or brings. */
export type Slice = {
  readonly step: number;
  readonly quantity: Decimal;
  readonly rate: Decimal;
  readonly flat: Decimal;
};

export type TierAmount = { readonly amount: Decimal; readonly slices: readonly Slice[] };

/** Whether a value lies at or past the beginning of a step. Zero is in a first step that begins there. */
function reaches(scale: Scale, index: number, value: Decimal): boolean {
  const step = scale.steps[index];
  if (step === undefined) return false;
  if (index === 0 && scale.below === 'first') return true;
  const order = compare(value, step.lower);
  if (order !== 0) return order > 0;
  return scale.closed === 'lower' || (index === 0 && isZero(step.lower));
}

/** Whether a value lies past the end of the last step. */
function isPastEnd(scale: Scale, value: Decimal): boolean {
  const upper = scale.steps.at(-1)?.upper;
  if (upper === undefined || scale.above === 'last') return false;
  const order = compare(value, upper);
  return order > 0 || (order === 0 && scale.closed === 'lower');
}

/** Number of steps the value has reached, 0 below the first. */
function reached(scale: Scale, value: Decimal): number {
  let low = 0;
  let high = scale.steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reaches(scale, middle, value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the step that holds a value; undefined below the first and above a printed end, unless declared. */
export function stepOf(scale: Scale, value: Decimal): number | undefined {
  const count = reached(scale, value);
  return count === 0 || isPastEnd(scale, value) ? undefined : count - 1;
}

/** Where a step's units begin and end when units are counted through the scale. */
function lowerOf(scale: Scale, index: number): Decimal {
  return index === 0 && scale.below === 'first' ? ZERO : (scale.steps[index]?.lower ?? ZERO);
}

function upperOf(scale: Scale, index: number): Decimal | undefined {
  return index === scale.steps.length - 1 && scale.above === 'last' ? undefined : scale.steps[index]?.upper;
}

const upTo = (value: Decimal, upper: Decimal | undefined): Decimal =>
  upper === undefined ? value : minimum(value, upper);

function allUnits(scale: Scale, value: Decimal): readonly Slice[] {
  const index = stepOf(scale, value);
  const step = index === undefined ? undefined : scale.steps[index];
  if (index === undefined || step === undefined) return [];
  return [{ step: index, quantity: value, rate: step.rate, flat: step.flat }];
}

/** Slices of the steps reached, each with the quantity that its method multiplies. */
function reachedSlices(scale: Scale, value: Decimal): readonly Slice[] {
  const past = isPastEnd(scale, value);
  return scale.steps.slice(0, reached(scale, value)).map((step, index) => {
    const top = upTo(value, upperOf(scale, index));
    switch (scale.method) {
      case 'incremental':
        return { step: index, quantity: subtract(top, lowerOf(scale, index)), rate: step.rate, flat: step.flat };
      case 'reached-slices':
        return { step: index, quantity: top, rate: step.rate, flat: step.flat };
      default:
        return { step: index, quantity: past ? ZERO : value, rate: step.rate, flat: step.flat };
    }
  });
}

/** The quantities at each rate for a measured value. Nothing was measured: only the flat fee of a step that begins there, where it is due at zero. */
export function tierSlices(scale: Scale, value: Decimal): readonly Slice[] {
  if (value.units < 0n) return [];
  if (isZero(value)) {
    const first = scale.steps[0];
    return scale.flatAtZero && first !== undefined && reaches(scale, 0, value)
      ? [{ step: 0, quantity: ZERO, rate: first.rate, flat: first.flat }]
      : [];
  }
  return scale.method === 'all-units' ? allUnits(scale, value) : reachedSlices(scale, value);
}

/** Σ quantity × rate + flat over slices. */
export function amountOf(slices: readonly Slice[]): Decimal {
  let amount = ZERO;
  for (const { quantity, rate, flat } of slices) amount = add(amount, add(multiply(quantity, rate), flat));
  return amount;
}

/** What a scale of rates per unit of the measure gives for a measured value, exactly. */
export function tierAmount(scale: Scale, value: Decimal): TierAmount {
  const slices = tierSlices(scale, value);
  return { amount: amountOf(slices), slices };
}

/**
 * Where a consignment's quantity falls when `before` was measured already: its slices in order. What lies below the first
 * step or above a printed end is in no slice. A flat fee is in the slice that enters its step, so that the amounts of
 * consignments add up to that of their sum.
 */
export function splitOverSteps(scale: Scale, before: Decimal, quantity: Decimal): readonly Slice[] {
  if (quantity.units <= 0n) return [];
  const end = add(before, quantity);
  const slices: Slice[] = [];
  for (let index = Math.max(reached(scale, before) - 1, 0); index < scale.steps.length; index += 1) {
    const step = scale.steps[index];
    if (step === undefined || !reaches(scale, index, end)) break;
    const lower = lowerOf(scale, index);
    const from = compare(before, lower) > 0 ? before : lower;
    const to = upTo(end, upperOf(scale, index));
    const entered = before.units > 0n && reaches(scale, index, before);
    const length = subtract(to, from);
    if (length.units > 0n || !entered) {
      slices.push({
        step: index,
        quantity: length.units > 0n ? length : ZERO,
        rate: step.rate,
        flat: entered ? ZERO : step.flat,
      });
    }
  }
  return slices;
}

/**
 * The flat fee a window holds at a value: of the last step reached, which stays given past a printed end; none while nothing is
 * measured.
 */
export function flatReached(scale: Scale, value: Decimal): Decimal {
  if (value.units <= 0n) return ZERO;
  return scale.steps[reached(scale, value) - 1]?.flat ?? ZERO;
}

/**
 * What an all-units scale gives from now on: the whole quantity at the rate of the step chosen, and what the flat fee grows by
 * (where a later step has a smaller one, shrinks by). A flat fee is of the window and its step, not of each consignment: it goes
 * to the consignment that reaches the step, so that all consignments together have the fee of the step they have reached, as a
 * settlement of the whole window would give it.
 */
export function allUnitsOf(
  scale: Scale,
  { before, own, chosen }: { readonly before: Decimal; readonly own: Decimal; readonly chosen: Decimal },
): readonly Slice[] {
  const slices: Slice[] = [];
  const index = stepOf(scale, chosen);
  const step = index === undefined ? undefined : scale.steps[index];
  const after = add(before, own);
  const flat = subtract(flatReached(scale, after), flatReached(scale, before));
  const entered = isZero(flat) ? -1 : reached(scale, after) - 1;
  if (index !== undefined && step !== undefined)
    slices.push({ step: index, quantity: own, rate: step.rate, flat: entered === index ? flat : ZERO });
  const reachedNow = scale.steps[entered];
  if (reachedNow !== undefined && entered !== index)
    slices.push({ step: entered, quantity: ZERO, rate: reachedNow.rate, flat });
  return slices;
}

/** Whether a scale gives money for reaching a step, beside or instead of a rate. */
export const givesFlat = (scale: Scale): boolean => scale.steps.some(({ flat }) => !isZero(flat));

/** How much is missing to the next step from a value, and that step; undefined in the last. */
export function nextStep(
  scale: Scale,
  value: Decimal,
): { readonly step: number; readonly missing: Decimal; readonly rate: Decimal } | undefined {
  const index = reached(scale, value);
  const step = scale.steps[index];
  if (step === undefined) return undefined;
  return { step: index, missing: subtract(step.lower, value), rate: step.rate };
}
