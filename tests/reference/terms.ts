/** Terms beside an effect (pricing.md section 7): quantities that earn, volumes that split a consignment, other currencies. */
import type { DiscountText, PerText } from '@kontor/domain/discount/schema';
import type { MeterReferenceText, MeterShapeText } from '@kontor/domain/meter/schema';
import { measureOf } from './measures.ts';
import { type Reading as MeterReading, wholly } from './meters.ts';
import {
  greater,
  isZero,
  less,
  lesser,
  minus,
  notBelowZero,
  ONE,
  over,
  plus,
  type Rational,
  rational,
  times,
  whole,
  wholeIn,
  ZERO,
} from './rational.ts';
import { Refused } from './refused.ts';
import { type Reading, rounded, roundingOf } from './steps.ts';
import { inUnit, unitOfMeter } from './units.ts';

/** A charge to work on, in currency units. */
export type Work = {
  readonly discount: DiscountText;
  readonly reading: Reading;
  readonly base: Rational;
  readonly currency: string;
  /** What a meter reads; `given`: an earlier leg has had its money for reaching steps. */
  readonly read: (meter: MeterReferenceText) => {
    readonly meter: MeterShapeText;
    readonly reading: MeterReading;
    readonly given: boolean;
  };
  /** What the charges named of a reference route come to, leg by leg. */
  readonly reference: (legs: ReferenceLegs) => readonly LegCharge[];
  /** What the charges touched of all legs the scope speaks of come to, as tariffed, leg by leg. */
  readonly tariffed: () => readonly (LegCharge & { readonly leg: number })[];
};

export type LegCharge = { readonly amount: Rational; readonly currency: string };

export type ReferenceLegs = Extract<DiscountText['effect'], { kind: 'equalise' }>['reference'];

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
export function countOf(per: PerText, reading: Reading): Rational {
  const { consignment, leg } = reading.view;
  const measure = typeof per === 'string' ? MEASURES[per] : { quantity: per.unit };
  const count = measureOf(measure, consignment, leg === undefined ? [] : [leg], []);
  return per === 'tonne' ? over(count, whole(1000)) : count;
}

/** What the meter held before the consignment, and what that adds; one that does not count it tells nothing. */
function standing(
  work: Work,
  name: MeterReferenceText,
  unit: string | undefined,
): { readonly before: Rational; readonly own: Rational } {
  const { meter, reading } = work.read(name);
  const convert = (value: Rational): Rational => (unit === undefined ? value : inUnit(value, unitOfMeter(meter), unit));
  const before = convert(wholly(reading.before));
  if (!reading.counted()) throw new Refused('not-counted');
  return { before, own: convert(reading.own()) };
}

type CountedText = NonNullable<Extract<DiscountText['effect'], { kind: 'reduce' }>['counted']>;

/** Less what is free, no more than the greatest that earns, in started packages. */
function earning({ free = '0', most, package: size }: CountedText, quantity: Rational): Rational {
  const beyond = notBelowZero(minus(quantity, rational(free)));
  const earns = most === undefined ? beyond : lesser(beyond, rational(most));
  return size === undefined ? earns : whole(wholeIn(over(earns, rational(size)), 'up'));
}

/** "free quantity, greatest quantity that earns": of each consignment; over a meter, what it adds to what earns there. */
export function quantityOf(work: Work, per: PerText, counted: CountedText | undefined): Rational {
  const own = countOf(per, work.reading);
  if (counted === undefined) return own;
  if (counted.over === undefined) return earning(counted, own);
  const stands = standing(work, counted.over, per === 'tonne' ? 'TNE' : undefined);
  return minus(earning(counted, plus(stands.before, stands.own)), earning(counted, stands.before));
}

/**
 * "Additional volume, quantity limits … split the straddling consignment, its charge pro rata to the measure": the part of the
 * consignment that lies between the bounds.
 */
export function portionOf(work: Work): Rational {
  const { volume } = work.discount;
  if (volume === undefined) return ONE;
  const { before, own } = standing(work, volume.meter, volume.unit);
  if (isZero(own)) throw new Refused('not-counted');
  const after = plus(before, own);
  const end = volume.upTo === undefined ? after : lesser(after, rational(volume.upTo));
  const earns = minus(end, greater(before, rational(volume.above ?? '0')));
  if (!less(ZERO, earns)) throw new Refused('outside-the-volume');
  return over(earns, own);
}

/** "Conversion is a step with a published coefficient: multiply or divide"; where there is none, nothing is converted. */
export function inCharge(
  { discount, currency }: Pick<Work, 'discount' | 'currency'>,
  value: Rational,
  from: string,
): Rational {
  if (from === currency) return value;
  const found = discount.convert.find((one) => one.from === from && one.to === currency);
  if (found === undefined) throw new Refused('other-currency');
  const { multiply, divide, round } = found;
  const full = multiply === undefined ? over(value, rational(divide ?? '1')) : times(value, rational(multiply));
  return round === undefined ? full : rounded(full, roundingOf(round));
}
