/**
 * What a bound on a meter comes to in one window (pricing.md sections 6 and 7): grown by its days or months, pro rata for a
 * part of the window, lowered by excluded volumes. Used wherever a guarantee is asked about: at rating and at settlement.
 */
import {
  add,
  type Decimal,
  divide,
  isZero,
  maximum,
  multiply,
  ONE,
  ofInteger,
  subtract,
  ZERO,
} from '../kernel/decimal.ts';
import { daysIn, intersect, monthsOf, type Period } from '../kernel/period.ts';
import { excludedSum } from '../meter/excluded.ts';
import type { MeterReading } from '../meter/form.ts';
import type { BoundForm } from './form.ts';

export type Bound = {
  /** As the entry states it, for the days counted; before excluded volumes are taken off. */
  readonly stated: Decimal;
  /** Volumes excluded from the guarantee in these days. */
  readonly excluded: Decimal;
  /** What is asked for: `stated` less `excluded`, never below zero. */
  readonly value: Decimal;
};

/** Months of a span: a part of a month counts as its days have of the month's, so that parts add up. Needs an end. */
export function monthsIn(span: Period): Decimal {
  let months = ZERO;
  for (const month of monthsOf(span)) {
    const part = intersect(month, span);
    const [days, whole] = [part === undefined ? 0 : (daysIn(part) ?? 0), daysIn(month) ?? 1];
    months = add(months, divide(ofInteger(days), ofInteger(whole)));
  }
  return months;
}

/** How many times the bound is asked for; undefined for a window without an end, which has no number of days. */
function times(bound: BoundForm, window: Period, span: Period): Decimal | undefined {
  const days = daysIn(span);
  if (bound.per === 'day') return days === undefined ? undefined : ofInteger(days);
  if (bound.per === 'month') return span.to === undefined ? undefined : monthsIn(span);
  if (span.from === window.from && span.to === window.to) return ONE;
  const whole = daysIn(window);
  return days === undefined || whole === undefined ? undefined : divide(ofInteger(days), ofInteger(whole));
}

/** The bound of a reading, for a discount whose own exclusions count; undefined when its window has no end. */
export function boundOver(
  bound: BoundForm,
  reading: Extract<MeterReading, { kind: 'read' }>,
  discount: string,
): Bound | undefined {
  const plain = bound.per === 'window' && reading.span === reading.window;
  const factor = plain ? ONE : times(bound, reading.window, reading.span);
  if (factor === undefined) return undefined;
  const stated = plain ? bound.value : multiply(bound.value, factor);
  const excluded = bound.relieved && reading.excluded.length > 0 ? excludedSum(reading.excluded, discount) : ZERO;
  return { stated, excluded, value: isZero(excluded) ? stated : maximum(ZERO, subtract(stated, excluded)) };
}
