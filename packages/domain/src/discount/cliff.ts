/**
 * Bounds of a scale at which more volume costs less in total, or brings less back (pricing.md section 11). Reckoned from the
 * scale alone: with shares the charge is one for each unit of the measure; with money per unit the fall itself is money.
 */
import {
  add,
  compare,
  type Decimal,
  divide,
  isZero,
  maximum,
  minimum,
  multiply,
  ONE,
  subtract,
  ZERO,
} from '../kernel/decimal.ts';
import type { DiscountForm, TierForm } from './form.ts';
import type { Scale, ScaleStep } from './scale.ts';

/**
 * At `bound` the total falls from `before` to `after` (shares: in charges of one unit at full price; money: only the
 * difference is meant), or the rebate does. `from`: from this quantity on as much is paid as at the bound.
 */
export type Cliff = {
  readonly kind: 'charge' | 'rebate';
  readonly step: number;
  readonly bound: Decimal;
  readonly before: Decimal;
  readonly after: Decimal;
  /** Where the dead zone begins (charge) or ends (rebate); undefined when that depends on the charge, or never. */
  readonly other: Decimal | undefined;
};

/** What a step's rate takes of the charge: a coefficient takes what it leaves over. */
function takes(tier: Pick<TierForm, 'amount'>, { rate }: ScaleStep): Decimal {
  if (tier.amount === 'coefficient') return subtract(ONE, rate);
  return tier.amount === 'lump' ? ZERO : rate;
}

const sumTo = (steps: readonly ScaleStep[], of: (step: ScaleStep) => Decimal): Decimal =>
  steps.reduce((sum, step) => add(sum, of(step)), ZERO);

/** What a quantity brings when so many steps count as reached. */
function broughtAt(tier: TierForm, reached: number, quantity: Decimal): Decimal {
  const steps = tier.scale.steps.slice(0, reached);
  const last = steps.at(-1);
  if (last === undefined) return ZERO;
  const flat = (step: ScaleStep): Decimal => (tier.amount === 'per-unit' || tier.amount === 'lump' ? step.flat : ZERO);
  const top = (step: ScaleStep): Decimal => (step.upper === undefined ? quantity : minimum(quantity, step.upper));
  switch (tier.scale.method) {
    case 'all-units':
      return add(multiply(quantity, takes(tier, last)), flat(last));
    case 'reached-steps':
      return sumTo(steps, (step) => add(multiply(quantity, takes(tier, step)), flat(step)));
    case 'reached-slices':
      return sumTo(steps, (step) => add(multiply(top(step), takes(tier, step)), flat(step)));
    case 'incremental':
      return sumTo(steps, (step) => add(multiply(subtract(top(step), step.lower), takes(tier, step)), flat(step)));
  }
}

/** What one more unit brings while so many steps are reached. */
function slope(tier: TierForm, reached: number): Decimal {
  const steps = tier.scale.steps.slice(0, reached);
  const last = steps.at(-1);
  if (last === undefined) return ZERO;
  return tier.scale.method === 'reached-steps' ? sumTo(steps, (step) => takes(tier, step)) : takes(tier, last);
}

const inShares = ({ amount }: TierForm): boolean => amount === 'share' || amount === 'coefficient';

/** The quantity below the bound that costs as much as the bound itself; not before the step it is in. */
function deadFrom(tier: TierForm, reached: number, bound: Decimal, fall: Decimal): Decimal | undefined {
  const perUnit = subtract(ONE, slope(tier, reached));
  if (!inShares(tier) || perUnit.units <= 0n) return undefined;
  const begin = reached === 0 ? ZERO : (tier.scale.steps[reached - 1]?.lower ?? ZERO);
  return maximum(subtract(bound, divide(fall, perUnit)), begin);
}

/** The quantity past the bound at which the rebate is again what it was; undefined when not within the next step. */
function regainedAt(tier: TierForm, reached: number, bound: Decimal, fall: Decimal): Decimal | undefined {
  const perUnit = slope(tier, reached);
  if (perUnit.units <= 0n || reached > tier.scale.steps.length) return undefined;
  const at = add(bound, divide(fall, perUnit));
  const end = tier.scale.steps[reached - 1]?.upper;
  return end === undefined || compare(at, end) <= 0 ? at : undefined;
}

function cliffAt(tier: TierForm, reached: number, bound: Decimal, after: Decimal): Cliff | undefined {
  const before = broughtAt(tier, reached, bound);
  const jump = subtract(after, before);
  const at = { step: reached + 1, bound };
  if (jump.units > 0n) {
    const charge = (brought: Decimal): Decimal => (inShares(tier) ? subtract(bound, brought) : brought);
    const other = deadFrom(tier, reached, bound, jump);
    return { ...at, kind: 'charge', before: charge(before), after: charge(after), other };
  }
  if (jump.units === 0n) return undefined;
  const other = regainedAt(tier, reached + 1, bound, subtract(before, after));
  return { ...at, kind: 'rebate', before, after, other };
}

/** A step that takes back, unit by unit, what the steps before it brought. */
function negativeStep(tier: TierForm, index: number): Cliff | undefined {
  const step = tier.scale.steps[index];
  if (step === undefined || slope(tier, index + 1).units >= 0n) return undefined;
  const before = broughtAt(tier, index + 1, step.lower);
  if (before.units <= 0n) return undefined;
  const after = broughtAt(tier, index + 1, step.upper ?? add(step.lower, ONE));
  return { kind: 'rebate', step: index + 1, bound: step.lower, before, after, other: undefined };
}

/** A printed end past which nothing is granted any more; slices keep what they have brought. */
function endOf({ method, above, steps }: Scale): Decimal | undefined {
  const ends = above === 'nothing' && (method === 'all-units' || method === 'reached-steps');
  return ends ? steps.at(-1)?.upper : undefined;
}

/** Whether a step's amount falls on all that was measured, so that crossing a bound changes what came before. */
const isRetroactive = ({ at, effect }: DiscountForm): boolean =>
  effect.kind === 'tier' && (at === 'settlement' || effect.include === 'self' || effect.scale.method === 'incremental');

/** Every bound of the discount's scale where the payer's total, or what comes back, falls with more volume. */
export function cliffsOf(form: DiscountForm): readonly Cliff[] {
  const { effect: tier } = form;
  if (tier.kind !== 'tier' || !isRetroactive(form)) return [];
  const { steps } = tier.scale;
  const found = steps.map((step, reached) =>
    isZero(step.lower) || (reached === 0 && tier.scale.below === 'first')
      ? undefined
      : cliffAt(tier, reached, step.lower, broughtAt(tier, reached + 1, step.lower)),
  );
  const negative = steps.map((_, index) => negativeStep(tier, index));
  const end = endOf(tier.scale);
  const last = end === undefined ? undefined : cliffAt(tier, steps.length, end, ZERO);
  return [...found, ...negative, last].filter((one) => one !== undefined);
}

/** Of each discount asked about, by the number of the step entered; a journal asks for the same ones again and again. */
const breakEvens = new WeakMap<DiscountForm, ReadonlyMap<number, Decimal>>();

function breakEvensOf(form: DiscountForm): ReadonlyMap<number, Decimal> {
  const charges = cliffsOf(form).filter(({ kind }) => kind === 'charge');
  return new Map(charges.flatMap(({ step, other }) => (other === undefined ? [] : [[step, other] as const])));
}

/**
 * The quantity of the window from which reaching a step costs no more in total than staying below it; undefined where a step
 * has none, or it depends on the charge.
 */
export function breakEvenOf(form: DiscountForm, step: number): Decimal | undefined {
  const known = breakEvens.get(form) ?? breakEvensOf(form);
  breakEvens.set(form, known);
  return known.get(step);
}
