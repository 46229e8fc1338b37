/** Compiles the steps of a tier, as printed, to a scale whose steps touch (pricing.md sections 1 and 7). */
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  HUNDRED,
  isZero,
  ONE,
  subtract,
  ZERO,
} from '../kernel/decimal.ts';
import type { Scale, ScaleStep } from './scale.ts';
import type { TierText } from './schema.ts';

/** A problem of step `index`, for the caller to place. */
export type ScaleProblem = {
  readonly code: string;
  readonly index: number;
  readonly params: Readonly<Record<string, string | number>>;
};

type Printed = { readonly from: Decimal | undefined; readonly to: Decimal | undefined };

type Bounds = { readonly lower: Decimal; readonly upper: Decimal | undefined };

const maybe = (text: string | undefined): Decimal | undefined => (text === undefined ? undefined : decimal(text));

/** Lower bounds printed: a step runs to where the next begins. In whole units `101` begins right after 100. */
function fromLower(printed: readonly Printed[], whole: boolean): Bounds[] {
  const begins = printed.map(({ from }) =>
    whole && from !== undefined && !isZero(from) ? subtract(from, ONE) : (from ?? ZERO),
  );
  return begins.map((lower, index) => ({ lower, upper: begins[index + 1] ?? printed[index]?.to }));
}

/** Upper bounds printed, or both: a step begins where the one before ends; the first where it says, else at zero. */
function fromUpper(printed: readonly Printed[], whole: boolean): Bounds[] {
  const first = printed[0]?.from ?? ZERO;
  const start = whole && !isZero(first) ? subtract(first, ONE) : first;
  return printed.map(({ to }, index) => ({ lower: index === 0 ? start : (printed[index - 1]?.to ?? ZERO), upper: to }));
}

/** What is missing or too much in the bounds of a step, given how bounds are printed. */
function printedProblem(text: TierText, index: number): ScaleProblem | undefined {
  const step = text.steps[index];
  const last = index === text.steps.length - 1;
  if (step === undefined) return undefined;
  if (text.bounds !== 'upper' && step.from === undefined)
    return { code: 'discount.scale-bound-missing', index, params: { bound: 'from' } };
  if (text.bounds !== 'lower' && step.to === undefined && !last)
    return { code: 'discount.scale-bound-missing', index, params: { bound: 'to' } };
  if (text.bounds === 'lower' && step.to !== undefined && !last)
    return { code: 'discount.scale-bound-extra', index, params: { bound: 'to' } };
  if (text.bounds === 'upper' && step.from !== undefined && index > 0)
    return { code: 'discount.scale-bound-extra', index, params: { bound: 'from' } };
  return step.rate === undefined && step.flat === undefined
    ? { code: 'discount.scale-no-rate', index, params: {} }
    : undefined;
}

/** With both bounds printed, a step begins where the one before ends; in whole units one unit further. */
function joinProblem(text: TierText, printed: readonly Printed[], index: number): ScaleProblem | undefined {
  const from = printed[index]?.from;
  const end = printed[index - 1]?.to;
  if (text.bounds !== 'from-to' || from === undefined || end === undefined) return undefined;
  const distance = compare(subtract(from, end), text.whole ? ONE : ZERO);
  if (distance === 0) return undefined;
  const params = { end: text.steps[index - 1]?.to ?? '', begin: text.steps[index]?.from ?? '' };
  if (distance < 0) return { code: 'discount.scale-overlap', index, params };
  return { code: 'discount.scale-gap', index, params: { ...params, whole: String(text.whole) } };
}

function backward(bounds: readonly Bounds[]): ScaleProblem[] {
  const found: ScaleProblem[] = [];
  for (const [index, { lower, upper }] of bounds.entries()) {
    if (upper !== undefined && compare(upper, lower) <= 0)
      found.push({ code: 'discount.scale-backward', index, params: {} });
  }
  return found;
}

/** A step's rate as it is multiplied: a percent becomes a share. A lump is no rate but money for the step, and so is a flat fee beside it: both count. */
function rateOf(text: TierText, step: TierText['steps'][number]): Pick<ScaleStep, 'rate' | 'flat'> {
  const rate = maybe(step.rate) ?? ZERO;
  const flat = maybe(step.flat) ?? ZERO;
  if (text.amount === 'lump') return { rate: ZERO, flat: add(rate, flat) };
  return { rate: text.amount === 'percent' ? divide(rate, HUNDRED) : rate, flat };
}

/** The scale, or every problem of its steps. */
export function compileScale(text: TierText): { readonly scale: Scale; readonly problems: readonly ScaleProblem[] } {
  const printed = text.steps.map((step): Printed => ({ from: maybe(step.from), to: maybe(step.to) }));
  const bounds = text.bounds === 'lower' ? fromLower(printed, text.whole) : fromUpper(printed, text.whole);
  const problems = text.steps
    .flatMap((_, index) => [printedProblem(text, index), joinProblem(text, printed, index)])
    .filter((one) => one !== undefined);
  const closed = text.whole ? 'upper' : (text.closed ?? (text.bounds === 'lower' ? 'lower' : 'upper'));
  const steps = text.steps.map((step, index): ScaleStep => {
    const { lower, upper } = bounds[index] ?? { lower: ZERO, upper: undefined };
    return Object.freeze({ lower, upper, ...rateOf(text, step) });
  });
  const scale: Scale = Object.freeze({
    method: text.method,
    closed,
    steps: Object.freeze(steps),
    below: text.below,
    above: text.above,
    flatAtZero: text.flatAtZero,
  });
  return { scale, problems: problems.length > 0 ? problems : backward(bounds) };
}
