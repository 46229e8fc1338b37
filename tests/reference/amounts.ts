/** What a discount's effect comes to on a charge, exact and before any limit (pricing.md section 7, "Effect"). */
import type { DiscountText, PerText, TierText } from '@kontor/domain/discount/schema';
import type { MeterShapeText } from '@kontor/domain/meter/schema';
import type { OperandText } from '@kontor/domain/tariff/schema';
import { measureOf } from './measures.ts';
import { type Reading as MeterReading, wholly } from './meters.ts';
import { isZero, minus, ONE, over, plus, type Rational, times, whole, ZERO } from './rational.ts';
import { Refused } from './refused.ts';
import { operandValue, type Reading } from './steps.ts';
import { earningStep, flats, lumps, placeOf, reachedMoney, scaleOf, slices } from './tiers.ts';
import { inUnit, unitOfMeter } from './units.ts';

const MEASURES = {
  tonne: 'mass',
  kilogram: 'mass',
  wagon: 'wagons',
  container: 'containers',
  teu: 'teu',
  piece: 'pieces',
  head: 'heads',
  package: 'packages',
  train: 'trains',
  consignment: 'consignments',
  'tonne-km': 'tonne-km',
  'wagon-km': 'wagon-km',
  'train-km': 'train-km',
  'axle-km': 'axle-km',
} as const;

/** How many of what a rate is per: of the consignment, its kilometres those of the leg. */
function countOf(per: PerText, reading: Reading): Rational {
  const { consignment, leg } = reading.view;
  const measure = typeof per === 'string' ? MEASURES[per] : { quantity: per.unit };
  const count = measureOf(measure, consignment, leg === undefined ? [] : [leg], []);
  return per === 'tonne' ? over(count, whole(1000)) : count;
}

type Effect = DiscountText['effect'];

/** A charge to work on, in currency units. */
export type Work = { readonly reading: Reading; readonly base: Rational };

const rated = (rate: OperandText, per: PerText, reading: Reading): Rational =>
  times(operandValue(reading, rate), countOf(per, reading));

/** Where there is none of what a rate is per, there is nothing to price: to replace the charge would carry for nothing. */
function replacing(rate: OperandText, per: PerText, reading: Reading): Rational {
  const price = rated(rate, per, reading);
  if (isZero(countOf(per, reading))) throw new Refused('nothing-to-price');
  return price;
}

function plainAmount(effect: Exclude<Effect, TierText>, { reading, base }: Work): Rational {
  switch (effect.kind) {
    case 'replace':
      return minus(base, replacing(effect.rate, effect.per, reading));
    case 'multiply':
      return minus(base, times(base, operandValue(reading, effect.by)));
    case 'reduce':
      return rated(effect.amount, effect.per, reading);
    default:
      throw new Error(`${effect.kind} is not compared`);
  }
}

/** The share of a charge that a step's rate takes off. */
function shareOf(tier: TierText, rate: Rational): Rational {
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
  /** Whether the meter counts the consignment. */
  readonly counted: () => boolean;
};

/** Money for reaching a step belongs to the window: the consignment that reaches the step gets what it grows by. */
function moneyReached({ tier, measured, counted }: Scaled): Rational {
  const brings = tier.amount === 'lump' || tier.steps.some(({ flat }) => flat !== undefined);
  if (!brings || !counted()) return ZERO;
  return minus(reachedMoney(tier, measured.after()), reachedMoney(tier, measured.before));
}

/** "all-units uses the meter before the consignment, or includes it": the whole charge at the rate of the step reached. */
function allUnits(scaled: Scaled): Rational {
  const { tier, measured, work } = scaled;
  const scale = scaleOf(tier);
  const value = tier.include === 'self' ? measured.after() : measured.before;
  const index = earningStep(tier, scale, value);
  const flat = moneyReached(scaled);
  if (index === undefined) {
    if (!isZero(flat)) return flat;
    const asked = tier.amount === 'lump' ? measured.after() : value;
    throw new Refused(placeOf(scale, asked).in === 'above' ? 'above-last-step' : 'below-first-step');
  }
  const { rate } = scale.steps[index] ?? { rate: ZERO };
  if (isShare(tier)) return plus(times(work.base, shareOf(tier, rate)), flat);
  if (tier.amount === 'lump') return flat;
  const count = tier.per === undefined ? measured.own() : countOf(tier.per, work.reading);
  return plus(times(rate, count), flat);
}

/** "incremental splits it": each slice of the consignment at its own step's rate, its charge pro rata to the measure. */
function incremental({ tier, measured, work }: Scaled): Rational {
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
  if (tier.amount === 'lump') return minus(lumps(tier, after), lumps(tier, before));
  const amount = parts.reduce((sum, { rate, slice }) => {
    if (isShare(tier)) return plus(sum, times(times(work.base, partOf(slice)), shareOf(tier, rate)));
    const count = tier.per === undefined ? slice : times(countOf(tier.per, work.reading), partOf(slice));
    return plus(sum, times(rate, count));
  }, ZERO);
  return isShare(tier) ? amount : plus(amount, minus(flats(tier, after), flats(tier, before)));
}

/** Whether the amount depends on the consignment's own measure: to split it, to count it in, or to multiply it. */
const needsOwn = (tier: TierText): boolean =>
  tier.method === 'incremental' ||
  tier.include === 'self' ||
  tier.amount === 'lump' ||
  (tier.amount === 'per-unit' && tier.per === undefined);

function tierAtRating(tier: TierText, meter: MeterShapeText, reading: MeterReading, work: Work): Rational {
  const measured = measuredIn(tier, meter, reading);
  if (needsOwn(tier) && !reading.counted()) throw new Refused('not-counted');
  if (needsOwn(tier)) measured.own();
  if (tier.amount === 'per-unit' && tier.per !== undefined) countOf(tier.per, work.reading);
  const scaled: Scaled = { tier, measured, work, counted: () => reading.counted() };
  return tier.method === 'all-units' ? allUnits(scaled) : incremental(scaled);
}

/** The amount of an effect on a charge; a tier needs what its meter reads. */
export function effectAmount(
  effect: Effect,
  work: Work,
  read: (tier: TierText) => { readonly meter: MeterShapeText; readonly reading: MeterReading },
): Rational {
  if (effect.kind !== 'tier') return plainAmount(effect, work);
  const { meter, reading } = read(effect);
  return tierAtRating(effect, meter, reading, work);
}
