/** What a discount takes off a base, exactly, before its rounding and any limit (pricing.md section 7). */

import type { NextTier, TraceInput, TraceStep, Written } from '../charge/rating.ts';
import {
  add,
  compare,
  type Decimal,
  divide,
  equals,
  HUNDRED,
  isZero,
  multiply,
  ONE,
  subtract,
  toText,
  ZERO,
} from '../kernel/decimal.ts';
import { addsUp, type Measured } from '../meter/form.ts';
import type { MeterReadings } from '../meter/ledger.ts';
import { breakEvenOf } from './cliff.ts';
import { type Converter, converterTo } from './converted.ts';
import type { Charged } from './eligibility.ts';
import { equalised } from './equalise.ts';
import { type AmountForm, amountForm, type DiscountForm, type EqualiseForm, type TierForm, tierOf } from './form.ts';
import { fails, type Holds } from './holds.ts';
import { belongsTo, type NoQuantity, ownMeasure, type Portion, perQuantity, portionOf } from './measured.ts';
import { actsOn } from './parts.ts';
import { pricedUnits, type RateAt, readOperand } from './rates.ts';
import { allUnitsOf, flatReached, givesFlat, nextStep, type Slice, splitOverSteps, tierSlices } from './scale.ts';

export type Computed =
  | { readonly kind: 'amount'; readonly exact: Decimal; readonly trace: readonly TraceStep[]; readonly next?: NextTier }
  | Extract<Holds, { kind: 'fails' | 'missing' }>;

type Base = RateAt & {
  /** What it works on: of a consignment that straddles a volume, the part that earns. */
  readonly base: Decimal;
  readonly portion: Portion;
};

const joined = (inputs: readonly TraceInput[], more: readonly TraceInput[]): readonly TraceInput[] =>
  more.length === 0 ? inputs : [...inputs, ...more];

function step(
  at: Pick<Base, 'form' | 'base' | 'charged'>,
  more: Pick<TraceStep, 'step' | 'inputs' | 'rows'>,
  exact: Decimal,
): TraceStep {
  const { form, base, charged } = at;
  const { step: operation, inputs, rows } = more;
  const trace: Written<TraceStep> = {
    step: operation,
    name: form.id,
    inputs,
    rows,
    before: base,
    after: subtract(base, exact),
    currency: charged.currency,
  };
  if (form.clause !== undefined) trace.clause = form.clause;
  return trace;
}

function factored(at: Base, effect: Extract<AmountForm, { kind: 'multiply' | 'share' | 'percent' }>): Computed {
  const { kind } = effect;
  const by = kind === 'multiply' ? readOperand(at, effect.by, 'coefficient') : readOperand(at, effect.of, kind);
  if ('kind' in by) return by;
  const part = kind === 'multiply' ? subtract(ONE, by.value) : by.value;
  const exact = multiply(at.base, kind === 'percent' ? divide(part, HUNDRED) : part);
  return {
    kind: 'amount',
    exact,
    trace: [step(at, { step: `discount-${effect.kind}`, inputs: by.inputs, rows: by.rows }, exact)],
  };
}

/**
 * A rate per unit times its quantity: what replaces the charge, or what is taken off it. Where there is none of the unit a rate
 * per unit has nothing to stand for, and leaves the charge as it is: to replace it would carry the goods for nothing. What is free
 * by declaration (`counted`) is priced, at nothing; a count that is not known is missing.
 */
function perUnit(at: Base, effect: Extract<AmountForm, { kind: 'replace' | 'reduce' }>): Computed {
  const converter = converterTo(at.form, effect.currency, at.charged);
  if (converter.kind === 'fails') return converter;
  const priced = pricedUnits(at, effect);
  if (priced.kind !== 'priced') return priced;
  if (effect.kind === 'replace' && isZero(priced.measured))
    return fails('discount.nothing-to-price', { per: effect.per.name });
  const money = converter.money(multiply(priced.money, at.portion.share));
  const exact = effect.kind === 'replace' ? subtract(at.base, money) : money;
  const inputs = [...priced.inputs, ...converter.inputs];
  return {
    kind: 'amount',
    exact,
    trace: [step(at, { step: `discount-${effect.kind}`, inputs, rows: priced.rows }, exact)],
  };
}

function equalising(at: Base, effect: EqualiseForm): Computed {
  const { form, charged, base, portion } = at;
  const found = equalised(form, effect, charged, { base, share: portion.share });
  if (found.kind !== 'equalised') return found;
  const { exact, inputs } = found;
  return { kind: 'amount', exact, trace: [step(at, { step: 'discount-equalise', inputs, rows: [] }, exact)] };
}

/** `bringsFlat`: whether the consignment may reach a step's money here; on an earlier leg it has it already, or is not counted. */
type Measures = {
  readonly kind: 'measures';
  readonly before: Decimal;
  readonly own: Decimal;
  readonly bringsFlat: boolean;
};

const reachedName = (form: DiscountForm, key: string): string => `${form.id}\n${key}`;

/**
 * The name under which money for reaching a step counts as given to a consignment: it is of the window and its key, and of several
 * legs the first on which the discount acts has it. Undefined: the discount gives none, or the meter does not count the leg.
 */
export function moneyReached(form: DiscountForm, charged: Charged, readings: MeterReadings): string | undefined {
  const tier = tierOf(form);
  if (tier === undefined || form.at !== 'rating' || !givesFlat(tier.scale)) return undefined;
  const reading = readings.before(tier.meter, charged.subject);
  if (reading.kind === 'unreadable' || !belongsTo(reading, tier.meter, charged)) return undefined;
  return ownMeasure(tier.meter, charged, reading.key)?.kind === 'known' ? reachedName(form, reading.key) : undefined;
}

/** Whether the amount depends on the consignment's own measure: to split it, to count it in, or to multiply it. */
function needsOwn(tier: TierForm, form: DiscountForm): boolean {
  if (form.at === 'settlement' || tier.scale.method !== 'all-units' || tier.include === 'self') return true;
  return tier.amount === 'lump' || (tier.amount === 'per-unit' && tier.per === undefined);
}

/** Measured before the consignment and by it, in the unit of the scale; or why that cannot be told. */
function measuresOf(tier: TierForm, at: Base): Measures | Exclude<Holds, { kind: 'holds' }> {
  // A ratio, or the lesser of several, does not grow by the consignment: of what settles later it is read as it stands.
  const asItStands = at.form.at === 'settlement' && !addsUp(tier.meter);
  const read = asItStands ? at.readings.within : at.readings.before;
  const reading = read(tier.meter, at.charged.subject);
  if (reading.kind === 'unreadable') return { kind: 'missing', fields: reading.fields };
  if (reading.missing.length > 0) return { kind: 'missing', fields: reading.missing };
  const before = multiply(reading.value, tier.factor);
  if (asItStands) return { kind: 'measures', before, own: ZERO, bringsFlat: true };
  const bringsFlat = at.charged.reached?.has(reachedName(at.form, reading.key)) !== true;
  const own = belongsTo(reading, tier.meter, at.charged) ? ownMeasure(tier.meter, at.charged, reading.key) : undefined;
  if (!needsOwn(tier, at.form)) {
    // Only to reach a flat fee: what is not counted reaches none.
    if (own?.kind === 'missing' && givesFlat(tier.scale)) return own;
    const value = own?.kind === 'known' ? multiply(own.value, tier.factor) : ZERO;
    return { kind: 'measures', before, own: value, bringsFlat };
  }
  if (own === undefined) return fails('discount.not-counted', { meter: tier.meter.id });
  if (own.kind === 'missing') return own;
  return { kind: 'measures', before, own: multiply(own.value, tier.factor), bringsFlat };
}

/**
 * What the consignment falls on: slices of its own quantity, each at the rate of its step. Of what settles later, the slices
 * of the whole window so far, of which it has its part.
 */
function ownSlices(tier: TierForm, at: Base, { before, own }: Measures): readonly Slice[] {
  const { scale } = tier;
  if (at.form.at === 'settlement') return tierSlices(scale, add(before, own));
  if (scale.method === 'incremental') return splitOverSteps(scale, before, own);
  return allUnitsOf(scale, { before, own, chosen: tier.include === 'self' ? add(before, own) : before });
}

/** The part of a value that a quantity is of a whole, exactly; a whole of zero is itself its only part. */
function partOf(value: Decimal, quantity: Decimal, whole: Decimal): Decimal {
  return isZero(whole) || equals(quantity, whole) ? value : divide(multiply(value, quantity), whole);
}

const asStated: Pick<Converter, 'money'> = { money: (value) => value };

/**
 * Money a slice brings, stated money converted. Of a share or coefficient, the charge falls to slices pro rata to their
 * quantities; a single slice without a quantity (all-units, chosen by what went before) takes it whole.
 */
export function sliceMoney(
  tier: Pick<TierForm, 'amount'>,
  slice: Slice,
  on: { readonly base: Decimal; readonly quantity: Decimal; readonly multiplied: Decimal },
  converter: Pick<Converter, 'money'> = asStated,
): Decimal {
  switch (tier.amount) {
    case 'share':
      return add(partOf(multiply(on.base, slice.rate), slice.quantity, on.quantity), converter.money(slice.flat));
    case 'coefficient':
      return partOf(multiply(on.base, subtract(ONE, slice.rate)), slice.quantity, on.quantity);
    case 'per-unit':
      return converter.money(add(partOf(multiply(on.multiplied, slice.rate), slice.quantity, on.quantity), slice.flat));
    case 'lump':
      return converter.money(slice.flat);
  }
}

/** Below the first step: how far it is, and what the consignment would bring there. */
function belowFirst(
  form: DiscountForm,
  tier: TierForm,
  { before, own }: Measures,
  on: Pick<Reaching, 'base' | 'multiplied' | 'converter'>,
): Extract<Holds, { kind: 'fails' }> {
  const counts =
    form.at === 'settlement' ||
    tier.include === 'self' ||
    tier.scale.method === 'incremental' ||
    tier.amount === 'lump';
  const value = counts ? add(before, own) : before;
  const next = nextStep(tier.scale, value);
  const params = { meter: tier.meter.id, value: toText(value), unit: tier.unit };
  if (next === undefined) return fails('discount.above-last-step', params);
  const failed = fails('discount.below-first-step', {
    ...params,
    bound: toText(add(value, next.missing)),
    short: toText(next.missing),
  });
  const first = nextTier(form, tier, value, { ...on, before, exact: ZERO });
  return first === undefined ? failed : { ...failed, next: first };
}

/** What a rate per unit is multiplied with: what the tier names, or the measure that chooses the step; of the parts acted on. */
function multipliedWith(tier: TierForm, { charged, some }: Base, own: Decimal): Measured | NoQuantity {
  if (tier.per !== undefined) return perQuantity(tier.per, charged, some);
  const { measure } = tier.meter;
  if (some === undefined || tier.amount !== 'per-unit' || measure.kind === 'money')
    return { kind: 'known', value: own };
  return perQuantity({ name: tier.meter.id, measure, factor: tier.factor }, charged, some);
}

function tiered(at: Base, tier: TierForm): Computed {
  const converter = converterTo(at.form, tier.currency, at.charged);
  if (converter.kind === 'fails') return converter;
  const measures = measuresOf(tier, at);
  if (measures.kind !== 'measures') return measures;
  const own = multipliedWith(tier, at, measures.own);
  if (own.kind !== 'known') return own;
  const reached = ownSlices(tier, at, measures);
  const slices = measures.bringsFlat ? reached : reached.map((slice): Slice => ({ ...slice, flat: ZERO }));
  const multiplied = multiply(own.value, at.portion.share);
  if (slices.length === 0) return belowFirst(at.form, tier, measures, { base: at.base, multiplied, converter });
  const whole = at.form.at === 'settlement';
  const quantity = whole ? add(measures.before, measures.own) : measures.own;
  const on = { base: at.base, quantity, multiplied };
  let left = at.base;
  const trace = slices.map((slice): TraceStep => {
    const ownSlice =
      whole && !isZero(slice.flat) ? { ...slice, flat: partOf(slice.flat, measures.own, quantity) } : slice;
    const inputs = joined(sliceInputs(tier, slice, measures), converter.inputs);
    const done = step(
      { form: at.form, charged: at.charged, base: left },
      { step: `discount-tier-${tier.amount}`, inputs, rows: [] },
      sliceMoney(tier, ownSlice, on, converter),
    );
    left = done.after;
    return done;
  });
  const exact = subtract(at.base, left);
  const next = nextTier(at.form, tier, add(measures.before, measures.own), {
    base: at.base,
    multiplied,
    before: measures.before,
    exact,
    converter,
  });
  return next === undefined ? { kind: 'amount', exact, trace } : { kind: 'amount', exact, trace, next };
}

/** What a further step is compared with: what the consignment brings now, and on what. */
type Reaching = {
  readonly base: Decimal;
  readonly multiplied: Decimal;
  readonly before: Decimal;
  readonly exact: Decimal;
  readonly converter: Converter;
};

/** The step after the one a value has reached, and what all of the consignment would bring more at its rate. */
function nextTier(form: DiscountForm, tier: TierForm, value: Decimal, on: Reaching): NextTier | undefined {
  const next = nextStep(tier.scale, value);
  const flat = next === undefined ? undefined : tier.scale.steps[next.step]?.flat;
  if (next === undefined || flat === undefined) return undefined;
  const had = form.at === 'rating' && tier.scale.method === 'all-units' ? flatReached(tier.scale, on.before) : ZERO;
  const slice: Slice = { step: next.step, quantity: ONE, rate: next.rate, flat: subtract(flat, had) };
  const all = { base: on.base, quantity: ONE, multiplied: on.multiplied };
  const there = sliceMoney(tier, slice, all, on.converter);
  const told: Written<NextTier> = {
    step: next.step + 1,
    amount: tier.amount,
    missing: next.missing,
    unit: tier.unit,
    rate: next.rate,
    worth: subtract(there, on.exact),
  };
  const breakEven = breakEvenOf(form, told.step);
  if (breakEven !== undefined) told.breakEven = breakEven;
  return told;
}

function sliceInputs(tier: TierForm, slice: Slice, measures: Measures): readonly TraceInput[] {
  const inputs: TraceInput[] = [
    { label: 'meter-before', value: measures.before, unit: tier.unit },
    { label: 'meter-own', value: measures.own, unit: tier.unit },
    { label: 'tier-step', value: String(slice.step + 1) },
    { label: 'slice', value: slice.quantity, unit: tier.unit },
  ];
  if (tier.amount !== 'lump') inputs.push({ label: 'rate', value: slice.rate });
  if (!isZero(slice.flat)) inputs.push({ label: 'flat', value: slice.flat });
  return inputs;
}

function amountOf(at: Base, effect: AmountForm): Computed {
  switch (effect.kind) {
    case 'multiply':
    case 'share':
    case 'percent':
      return factored(at, effect);
    case 'replace':
    case 'reduce':
      return perUnit(at, effect);
    case 'equalise':
      return equalising(at, effect);
    case 'tier':
      return tiered(at, effect);
  }
}

/** The least amount, where the rule gives less on a charge there is. */
function atLeast(at: Base, amount: Extract<Computed, { kind: 'amount' }>): Computed {
  const { least } = at.form;
  if (least === undefined || amount.exact.units < 0n || at.base.units <= 0n) return amount;
  const converter = converterTo(at.form, least.currency, at.charged);
  if (converter.kind === 'fails') return converter;
  const exact = converter.money(least.value);
  if (compare(amount.exact, exact) >= 0) return amount;
  const inputs = [{ label: 'least', value: least.value, unit: least.currency }, ...converter.inputs];
  const raised = step(at, { step: 'discount-least', inputs, rows: [] }, exact);
  return { ...amount, exact, trace: [...amount.trace, { ...raised, before: subtract(at.base, amount.exact) }] };
}

/** What the discount takes off the base, exactly; or why it takes nothing. */
export function computeAmount(form: DiscountForm, charged: Charged, base: Decimal, readings: MeterReadings): Computed {
  const portion = portionOf(form, charged, readings);
  if (portion.kind !== 'portion') return portion;
  const some = actsOn(form, charged);
  const at: Base = { form, charged, base, portion, readings, some };
  if (portion.inputs.length === 0) return reckoned(at);
  const part = multiply(base, portion.share);
  const amount = reckoned({ ...at, base: part });
  if (amount.kind !== 'amount') return amount;
  const split = step(at, { step: 'discount-volume', inputs: portion.inputs, rows: [] }, subtract(base, part));
  return { ...amount, trace: [split, ...amount.trace] };
}

function reckoned(at: Base): Computed {
  const cap = converterTo(at.form, at.form.cap?.amount?.currency, at.charged);
  if (cap.kind === 'fails') return cap;
  const amount = amountOf(at, amountForm(at.form));
  return amount.kind === 'amount' ? atLeast(at, amount) : amount;
}
