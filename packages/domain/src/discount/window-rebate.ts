/** What a scale gives for a whole window, once (pricing.md section 7, "Whole window"): exact, before rounding and limits. */

import type { NextTier, TraceInput, TraceStep, Written } from '../charge/rating.ts';
import { add, type Decimal, isZero, multiply, subtract, ZERO } from '../kernel/decimal.ts';
import type { MeterReading } from '../meter/form.ts';
import { sliceMoney } from './amount.ts';
import { breakEvenOf } from './cliff.ts';
import type { Converter } from './converted.ts';
import type { DiscountForm, TierForm } from './form.ts';
import { nextStep, type Slice, tierSlices } from './scale.ts';

/** What the consignments entitled to a rebate add up to in its window. */
export type WindowBase = {
  /** Charges the rebate works on, in whole currency units. */
  readonly base: Decimal;
  /** What a rate per unit is multiplied with: their own measure, in the scale's unit, or what the tier names instead. */
  readonly multiplied: Decimal;
};

export type WindowAmount = { readonly exact: Decimal; readonly trace: readonly TraceStep[] };

type Read = Extract<MeterReading, { kind: 'read' }>;

/** What the scale's slices are parts of: all that was measured; a ratio is whole by itself. */
const wholeOf = ({ meter }: TierForm, { total, value }: Read): Decimal => (meter.ratio === undefined ? total : value);

function inputsOf(tier: TierForm, reading: Read, slice: Slice): readonly TraceInput[] {
  const inputs: TraceInput[] = [
    { label: 'meter', value: multiply(wholeOf(tier, reading), tier.factor), unit: tier.unit },
  ];
  if (reading.baseline !== undefined && tier.meter.ratio === undefined)
    inputs.push({ label: 'baseline', value: multiply(reading.baseline, tier.factor), unit: tier.unit });
  inputs.push(
    { label: 'tier-step', value: String(slice.step + 1) },
    { label: 'slice', value: slice.quantity, unit: tier.unit },
  );
  if (tier.amount !== 'lump') inputs.push({ label: 'rate', value: slice.rate });
  if (slice.flat.units !== 0n) inputs.push({ label: 'flat', value: slice.flat });
  return inputs;
}

/**
 * The scale over the window's reading; charges and quantities fall to its slices in proportion to all that was measured,
 * so that over a baseline only the additional part earns.
 */
export function windowAmount(
  tier: TierForm,
  name: string,
  reading: Read,
  on: WindowBase & { readonly currency: string },
  converter?: Pick<Converter, 'money'>,
): WindowAmount {
  const quantity = multiply(wholeOf(tier, reading), tier.factor);
  /** Where nothing was measured no charge falls to a step: only flat fees are due. */
  const { base, multiplied } = isZero(quantity) ? { base: ZERO, multiplied: ZERO } : on;
  let exact = ZERO;
  const trace = tierSlices(tier.scale, multiply(reading.value, tier.factor)).map((slice): TraceStep => {
    const before = subtract(on.base, exact);
    const money = sliceMoney(tier, slice, { base, quantity, multiplied }, converter);
    exact = add(exact, money);
    return {
      step: `discount-tier-${tier.amount}`,
      name,
      inputs: inputsOf(tier, reading, slice),
      rows: [],
      before,
      after: subtract(before, money),
      currency: on.currency,
    };
  });
  return { exact, trace };
}

/**
 * The step after the one a window has reached, and what all that was brought into it so far would bring more at that step's rate.
 * Over a baseline only the additional part is worth it.
 */
export function nextInWindow(
  form: DiscountForm,
  tier: TierForm,
  reading: Read,
  on: WindowBase & { readonly exact: Decimal },
  converter?: Pick<Converter, 'money'>,
): NextTier | undefined {
  const value = multiply(reading.value, tier.factor);
  const next = nextStep(tier.scale, value);
  const flat = next === undefined ? undefined : tier.scale.steps[next.step]?.flat;
  if (next === undefined || flat === undefined) return undefined;
  const { missing, rate } = next;
  const slice: Slice = { step: next.step, quantity: add(value, missing), rate, flat };
  const quantity = add(multiply(wholeOf(tier, reading), tier.factor), missing);
  const there = sliceMoney(tier, slice, { base: on.base, multiplied: on.multiplied, quantity }, converter);
  const { amount, unit } = tier;
  const told: Written<NextTier> = {
    step: next.step + 1,
    amount,
    missing,
    unit,
    rate,
    worth: subtract(there, on.exact),
  };
  const breakEven = breakEvenOf(form, told.step);
  if (breakEven !== undefined) told.breakEven = breakEven;
  return told;
}
