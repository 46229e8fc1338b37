/** How much of a consignment is measured, counted or earns (pricing.md section 7): quantities, free ones, packages, volumes. */

import type { TraceInput } from '../charge/rating.ts';
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
  toText,
  ZERO,
} from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';
import { contains, type Period } from '../kernel/period.ts';
import { roundTo } from '../kernel/rounding.ts';
import { countDate, coversCharge } from '../meter/contribution.ts';
import { addsUp, type Measured, type MeterForm } from '../meter/form.ts';
import { keyOf } from '../meter/key.ts';
import type { MeterReadings } from '../meter/ledger.ts';
import { countedBy, measureOfParts } from '../meter/matching-measure.ts';
import { measureOf } from '../meter/measure.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { SomeParts } from '../scope/matching.ts';
import type { Charged } from './eligibility.ts';
import type { DiscountForm, PerForm } from './form.ts';
import { fails, type Holds } from './holds.ts';
import type { CountedForm } from './terms-form.ts';

/** Why a quantity cannot be told, or why there is none. */
export type NoQuantity = Extract<Holds, { kind: 'fails' | 'missing' }>;

/** How much of what a rate is per: tonnes, wagons, containers … of the consignment on its leg, or of the parts acted on. */
export function perQuantity(
  per: PerForm,
  charged: Charged,
  some?: Pick<SomeParts, 'sort' | 'of'>,
): Measured | NoQuantity {
  const measured =
    some === undefined ? measureOf(per.measure, charged.subject) : measureOfParts(per.measure, charged.subject, some);
  if (measured.kind === 'untold') return fails('discount.parts-not-counted', { per: per.name, sort: some?.sort ?? '' });
  return measured.kind === 'known' ? { kind: 'known', value: multiply(measured.value, per.factor) } : measured;
}

/**
 * What the consignment itself adds to a meter under the key read, in the meter's unit; money by the charge before any discount.
 * Undefined: the meter does not count it.
 */
export function ownMeasure(meter: MeterForm, charged: Charged, key: string): Measured | undefined {
  if (!addsUp(meter)) return undefined;
  if (meter.combination !== undefined) return ownOfParts(meter.combination.of, charged, key);
  const verdict = evaluateScope(meter.scope, charged.subject);
  if (verdict.kind === 'fails') return undefined;
  if (verdict.kind === 'missing') return verdict;
  if (meter.measure.kind !== 'money') return countedBy(meter, meter.measure, charged.subject);
  if (meter.measure.currency !== charged.currency) return undefined;
  let minor = 0n;
  for (const line of charged.lines) if (coversCharge(meter.measure.charges, line.charge)) minor += line.amount;
  return { kind: 'known', value: ofMinor(minor, charged.currency) };
}

/** What it adds to all the meters that count it under the key read: each has a key of its own. */
function ownOfParts(parts: readonly MeterForm[], charged: Charged, key: string): Measured | undefined {
  let all: Measured | undefined;
  for (const part of parts) {
    const verdict = evaluateScope(part.scope, charged.subject);
    const own = keyOf(part, charged.subject);
    if (verdict.kind === 'fails' || (own.kind === 'key' && own.text !== key)) continue;
    if (verdict.kind === 'missing') return verdict;
    if (own.kind === 'missing') return own;
    const one = ownMeasure(part, charged, key);
    if (one?.kind === 'missing') return one;
    if (one !== undefined) all = { kind: 'known', value: add(all?.kind === 'known' ? all.value : ZERO, one.value) };
  }
  return all;
}

/** Whether the consignment's own day lies in the window read: a fixed interval or an agreement's period may be over, or to come. */
export function belongsTo({ window }: { readonly window: Period }, { countAt }: MeterForm, charged: Charged): boolean {
  const date = countDate(countAt, charged.subject.consignment);
  return date !== undefined && contains(window, date);
}

/** What a meter held before the consignment and what that adds, in a unit of which `factor` are one of the meter's. */
function standing(
  meter: MeterForm,
  factor: Decimal,
  charged: Charged,
  readings: MeterReadings,
): { readonly kind: 'stands'; readonly before: Decimal; readonly own: Decimal } | NoQuantity {
  const reading = readings.before(meter, charged.subject);
  if (reading.kind === 'unreadable') return { kind: 'missing', fields: reading.fields };
  if (reading.missing.length > 0) return { kind: 'missing', fields: reading.missing };
  const own = belongsTo(reading, meter, charged) ? ownMeasure(meter, charged, reading.key) : undefined;
  if (own === undefined) return fails('discount.not-counted', { meter: meter.id });
  if (own.kind === 'missing') return own;
  return { kind: 'stands', before: multiply(reading.value, factor), own: multiply(own.value, factor) };
}

/** What of a quantity earns: less the free part, not above the greatest, in started packages. */
export function earning(counted: CountedForm, quantity: Decimal): Decimal {
  const less = maximum(subtract(quantity, counted.free), ZERO);
  const most = counted.most === undefined ? less : minimum(less, counted.most);
  return counted.package === undefined ? most : roundTo(divide(most, counted.package), ONE, 'up');
}

/** `measured`: what there is of it, before what is free is taken off. */
export type Quantity = {
  readonly kind: 'quantity';
  readonly value: Decimal;
  readonly measured: Decimal;
  readonly inputs: readonly TraceInput[];
};

/** The quantity a rate per unit is multiplied with; over a window, what the consignment adds to what earns there. */
export function countedQuantity(
  per: PerForm,
  counted: CountedForm | undefined,
  charged: Charged,
  readings: MeterReadings,
  some?: SomeParts,
): Quantity | NoQuantity {
  const measured = perQuantity(per, charged, some);
  if (measured.kind !== 'known') return measured;
  const label = `per:${per.name}`;
  if (counted === undefined)
    return {
      kind: 'quantity',
      value: measured.value,
      measured: measured.value,
      inputs: [{ label, value: measured.value }],
    };
  const stands =
    counted.over === undefined
      ? { kind: 'stands' as const, before: ZERO, own: measured.value }
      : standing(counted.over, per.factor, charged, readings);
  if (stands.kind !== 'stands') return stands;
  const value = subtract(earning(counted, add(stands.before, stands.own)), earning(counted, stands.before));
  const inputs: TraceInput[] = [{ label: `measured:${per.name}`, value: stands.own }];
  if (counted.over !== undefined) inputs.push({ label: 'meter-before', value: stands.before });
  if (!isZero(counted.free)) inputs.push({ label: 'free', value: counted.free });
  if (counted.most !== undefined) inputs.push({ label: 'most', value: counted.most });
  if (counted.package !== undefined) inputs.push({ label: 'package', value: counted.package });
  inputs.push(counted.package === undefined ? { label, value } : { label: 'packages', value });
  return { kind: 'quantity', value, measured: measured.value, inputs };
}

/** The part of a consignment that earns, and what it was told from. */
export type Portion = { readonly kind: 'portion'; readonly share: Decimal; readonly inputs: readonly TraceInput[] };

const WHOLE: Portion = Object.freeze({ kind: 'portion', share: ONE, inputs: Object.freeze([]) });

/** The part of the consignment that lies within the volume that earns: all of it, a part when it straddles a bound, or none. */
export function portionOf(
  { volume }: Pick<DiscountForm, 'volume'>,
  charged: Charged,
  readings: MeterReadings,
): Portion | NoQuantity {
  if (volume === undefined) return WHOLE;
  const { meter, factor, unit, above, upTo } = volume;
  const stands = standing(meter, factor, charged, readings);
  if (stands.kind !== 'stands') return stands;
  const { before, own } = stands;
  if (isZero(own)) return fails('discount.not-counted', { meter: meter.id });
  const end = add(before, own);
  const earns = subtract(upTo === undefined ? end : minimum(end, upTo), maximum(before, above));
  if (compare(earns, ZERO) <= 0) {
    if (upTo !== undefined && compare(before, upTo) >= 0)
      return fails('discount.volume-used-up', { meter: meter.id, value: toText(before), bound: toText(upTo), unit });
    const short = toText(subtract(above, end));
    return fails('discount.volume-below', { meter: meter.id, value: toText(end), bound: toText(above), short, unit });
  }
  if (compare(earns, own) === 0) return WHOLE;
  const inputs = [
    { label: 'meter-before', value: before, unit },
    { label: 'meter-own', value: own, unit },
    { label: 'earns', value: earns, unit },
  ];
  return { kind: 'portion', share: divide(earns, own), inputs };
}
