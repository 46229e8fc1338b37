/** What a discount's effect comes to on a charge, exact and before any limit (pricing.md section 7, "Effect"). */
import type { DiscountText, PerText, TierText } from '@kontor/domain/discount/schema';
import type { MeterShapeText } from '@kontor/domain/meter/schema';
import type { OperandText } from '@kontor/domain/tariff/schema';
import { type Reading as MeterReading, wholly } from './meters.ts';
import { fromMinor, toMinor } from './money.ts';
import { type Rated, ratedEach } from './rates-of-each.ts';
import {
  greater,
  isZero,
  less,
  minus,
  notBelowZero,
  ONE,
  over,
  plus,
  type Rational,
  rational,
  splitLump,
  times,
  total,
  whole,
  ZERO,
} from './rational.ts';
import { Refused } from './refused.ts';
import { operandValue, rounded, roundingOf } from './steps.ts';
import { countOf, inCharge, type LegCharge, portionOf, quantityOf, type Work } from './terms.ts';
import { earningStep, flats, lumps, placeOf, reachedMoney, scaleOf, slices } from './tiers.ts';
import { inUnit, unitOfMeter } from './units.ts';

type Effect = DiscountText['effect'];
type Amount = Exclude<Effect, { kind: 'pay' }> | Extract<Effect, { kind: 'pay' }>['by'];

/** A subsidy comes to what its own effect comes to. */
const amountOf = ({ effect }: Pick<DiscountText, 'effect'>): Amount => (effect.kind === 'pay' ? effect.by : effect);

export function tierOf(discount: DiscountText): TierText | undefined {
  const amount = amountOf(discount);
  return amount.kind === 'tier' ? amount : undefined;
}

type PerUnit = Extract<Amount, { per: PerText; kind: 'replace' | 'reduce' | 'money' }>;

const rateOf = (effect: PerUnit): OperandText => (effect.kind === 'replace' ? effect.rate : effect.amount);

/** A rate times the quantity that earns, as much of it as lies in the volume, in the currency of the charge. */
function rated(work: Work, effect: PerUnit, portion: Rational): Rational {
  const each = eachOf(work, effect);
  if (each !== undefined) return inCharge(work, times(each.money, portion), effect.currency);
  const rate = operandValue(work.reading, rateOf(effect));
  const quantity = times(quantityOf(work, effect.per, effect.counted), portion);
  return inCharge(work, times(rate, quantity), effect.currency);
}

/** What is counted over all of them, such as a free quantity, has no rate of its own. */
const eachOf = (work: Work, effect: PerUnit): Rated | undefined =>
  effect.counted === undefined ? ratedEach(work.reading, rateOf(effect), effect.per) : undefined;

type Equalising = Extract<Amount, { kind: 'equalise' }>;

/** "The amount is max(0, named charges − the same goods' charges over a reference route …)" */
function equalised(work: Work, { reference, over: compared }: Equalising, portion: Rational): Rational {
  const elsewhere = inOwnCurrency(work, work.reference(reference));
  const legs = compared === 'consignment' ? work.tariffed() : [];
  const here = compared === 'consignment' ? inOwnCurrency(work, legs) : work.base;
  const amount = minus(here, elsewhere);
  if (!less(ZERO, times(amount, portion))) throw new Refused('reference-not-lower');
  return times(compared === 'consignment' ? ofThisLeg(work, legs, amount) : amount, portion);
}

const inOwnCurrency = (work: Work, charges: readonly LegCharge[]): Rational =>
  total(charges.map(({ amount, currency }) => inCharge(work, amount, currency)));

/** "then the amount falls to these legs in proportion to them": a rounded lump, in whole steps of its rounding. */
function ofThisLeg(work: Work, legs: ReturnType<Work['tariffed']>, amount: Rational): Rational {
  const { currency, discount } = work;
  const rule = discount.round === undefined ? undefined : roundingOf(discount.round);
  const lump = toMinor(rule === undefined ? amount : rounded(amount, rule), currency);
  const step = rule === undefined ? 1n : toMinor(rule.quantum, currency);
  const unit = step > 0n && lump % step === 0n ? step : 1n;
  const parts = splitLump(
    lump / unit,
    legs.map((one) => notBelowZero(inCharge(work, one.amount, one.currency))),
  );
  const own = parts[legs.findIndex(({ leg }) => leg === work.reading.view.leg)];
  return fromMinor((own ?? 0n) * unit, currency);
}

/** Where there is none of what a rate is per, there is nothing to price: to replace the charge would carry for nothing. */
function replacing(work: Work, effect: Extract<PerUnit, { kind: 'replace' }>, portion: Rational): Rational {
  const price = rated(work, effect, portion);
  const count = eachOf(work, effect)?.count ?? countOf(effect.per, work.reading);
  if (isZero(count)) throw new Refused('nothing-to-price');
  return price;
}

function plainAmount(work: Work, effect: Exclude<Amount, TierText>, portion: Rational): Rational {
  const base = times(work.base, portion);
  const read = (operand: OperandText): Rational => operandValue(work.reading, operand);
  switch (effect.kind) {
    case 'replace':
      return minus(base, replacing(work, effect, portion));
    case 'multiply':
      return minus(base, times(base, read(effect.by)));
    case 'share':
      return times(base, read(effect.of));
    case 'percent':
      return over(times(base, read(effect.of)), whole(100));
    case 'reduce':
    case 'money':
      return rated(work, effect, portion);
    case 'equalise':
      return equalised(work, effect, portion);
  }
}

/** The share of a charge that a step's rate takes off. */
export function shareOf(tier: TierText, rate: Rational): Rational {
  if (tier.amount === 'percent') return over(rate, whole(100));
  return tier.amount === 'coefficient' ? minus(ONE, rate) : rate;
}

export const isShare = ({ amount }: TierText): boolean =>
  amount === 'percent' || amount === 'share' || amount === 'coefficient';

type Measured = {
  readonly before: Rational;
  readonly after: () => Rational;
  readonly own: () => Rational;
};

/** A reading in the unit in which the scale is written. */
function measuredIn(tier: TierText, meter: MeterShapeText, reading: MeterReading): Measured {
  const convert = (value: Rational): Rational =>
    tier.unit === undefined ? value : inUnit(value, unitOfMeter(meter), tier.unit);
  return {
    before: convert(wholly(reading.before)),
    after: () => convert(reading.after()),
    own: () => convert(reading.own()),
  };
}

type Scaled = {
  readonly tier: TierText;
  readonly measured: Measured;
  readonly work: Work;
  readonly portion: Rational;
  /** Whether the meter counts the consignment. */
  readonly counted: () => boolean;
  /** Whether an earlier leg has had the money for reaching steps. */
  readonly given: boolean;
};

/** Whether reaching a step of the scale brings money. */
export const bringsMoney = (tier: TierText): boolean =>
  tier.amount === 'lump' || tier.steps.some(({ flat }) => flat !== undefined);

/** Money for reaching a step belongs to the window: the consignment that reaches the step gets what it grows by. */
function moneyReached({ tier, measured, counted }: Scaled): Rational {
  if (!bringsMoney(tier) || !counted()) return ZERO;
  return minus(reachedMoney(tier, measured.after()), reachedMoney(tier, measured.before));
}

/** Money of a scale in the currency of the charge; shares of the charge are in it already. */
const inOwn = ({ tier, work }: Scaled, value: Rational): Rational =>
  tier.currency === undefined ? value : inCharge(work, value, tier.currency);

/** "all-units uses the meter before the consignment, or includes it": the whole charge at the rate of the step reached. */
function allUnits(scaled: Scaled): Rational {
  const { tier, measured, work, portion } = scaled;
  const scale = scaleOf(tier);
  const value = tier.include === 'self' ? measured.after() : measured.before;
  const index = earningStep(tier, scale, value);
  const reached = moneyReached(scaled);
  const flat = scaled.given ? ZERO : reached;
  if (index === undefined) {
    if (!isZero(reached)) return inOwn(scaled, flat);
    const asked = tier.amount === 'lump' ? measured.after() : value;
    throw new Refused(placeOf(scale, asked).in === 'above' ? 'above-last-step' : 'below-first-step');
  }
  const { rate } = scale.steps[index] ?? { rate: ZERO };
  if (isShare(tier)) return plus(times(times(work.base, portion), shareOf(tier, rate)), inOwn(scaled, flat));
  if (tier.amount === 'lump') return inOwn(scaled, flat);
  const count = tier.per === undefined ? measured.own() : countOf(tier.per, work.reading);
  return inOwn(scaled, plus(times(rate, times(count, portion)), flat));
}

/** "incremental splits it": each slice of the consignment at its own step's rate, its charge pro rata to the measure. */
function incremental(scaled: Scaled): Rational {
  const { tier, measured, work, portion, given } = scaled;
  const scale = scaleOf(tier);
  const [before, after, own] = [measured.before, measured.after(), measured.own()];
  const [begun, ended] = [slices(tier, scale, before), slices(tier, scale, after)];
  const parts = scale.steps.map(({ rate }, index) => ({
    rate,
    slice: minus(ended[index] ?? ZERO, begun[index] ?? ZERO),
  }));
  if (parts.every(({ slice }) => isZero(slice))) {
    const place = placeOf(scale, after);
    if (isZero(own) || place.in !== 'step')
      throw new Refused(place.in === 'above' ? 'above-last-step' : 'below-first-step');
  }
  const partOf = (slice: Rational): Rational => (isZero(own) ? ZERO : over(slice, own));
  if (tier.amount === 'lump')
    return given ? ZERO : inOwn(scaled, minus(lumps(tier, after), isZero(before) ? ZERO : lumps(tier, before)));
  const amount = parts.reduce((sum, { rate, slice }) => {
    if (isShare(tier)) return plus(sum, times(times(times(work.base, portion), partOf(slice)), shareOf(tier, rate)));
    const count = tier.per === undefined ? slice : times(countOf(tier.per, work.reading), partOf(slice));
    return plus(sum, times(rate, times(count, portion)));
  }, ZERO);
  if (isShare(tier)) return amount;
  return inOwn(scaled, given ? amount : plus(amount, minus(flats(tier, after), flats(tier, before))));
}

/** Whether the amount depends on the consignment's own measure: to split it, to count it in, or to multiply it. */
const needsOwn = (tier: TierText): boolean =>
  tier.method === 'incremental' ||
  tier.include === 'self' ||
  tier.amount === 'lump' ||
  (tier.amount === 'per-unit' && tier.per === undefined);

function tierAtRating(work: Work, tier: TierText, portion: Rational): Rational {
  const { meter, reading, given } = work.read(tier.meter);
  const measured = measuredIn(tier, meter, reading);
  if (needsOwn(tier) && !reading.counted()) throw new Refused('not-counted');
  if (needsOwn(tier)) measured.own();
  if (tier.amount === 'per-unit' && tier.per !== undefined) countOf(tier.per, work.reading);
  const scaled: Scaled = { tier, measured, work, portion, counted: () => reading.counted(), given };
  return tier.method === 'all-units' ? allUnits(scaled) : incremental(scaled);
}

/** Money of an effect, and of a cap, must be in the currency of the charge, or be converted to it. */
export function askCurrencies(work: Work): void {
  const amount = amountOf(work.discount);
  const { cap } = work.discount;
  if ('currency' in amount && amount.currency !== undefined) inCharge(work, ZERO, amount.currency);
  if (cap?.amount !== undefined && cap.currency !== undefined) inCharge(work, ZERO, cap.currency);
}

/** "least and greatest per event": where the rule gives less on a charge there is. */
function atLeast(work: Work, amount: Rational, portion: Rational): Rational {
  const { least } = work.discount;
  if (least === undefined || less(amount, ZERO) || !less(ZERO, times(work.base, portion))) return amount;
  return greater(amount, inCharge(work, rational(least.amount), least.currency));
}

/** The amount of an effect on a charge. */
export function effectAmount(work: Work): Rational {
  const portion = portionOf(work);
  askCurrencies(work);
  const effect = amountOf(work.discount);
  const amount = effect.kind === 'tier' ? tierAtRating(work, effect, portion) : plainAmount(work, effect, portion);
  return atLeast(work, amount, portion);
}
