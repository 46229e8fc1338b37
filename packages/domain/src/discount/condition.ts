/** Asking the conditions of a discount, three-valued and with the numbers of the first that fails (pricing.md section 7). */
import { compare, type Decimal, subtract, toText } from '../kernel/decimal.ts';
import { addDays, type LocalDate } from '../kernel/local-date.ts';
import { daysIn, type Period } from '../kernel/period.ts';
import { roundTo } from '../kernel/rounding.ts';
import type { MeterReading } from '../meter/form.ts';
import type { MeterReadings } from '../meter/ledger.ts';
import { amountAsked } from '../scope/amounts.ts';
import { type ScopeForm } from '../scope/compile.ts';
import { evaluateScope, type Verdict } from '../scope/evaluate.ts';
import type { Subject } from '../scope/subject.ts';
import type { BoundForm, ConditionForm, MeterConditionForm } from './form.ts';
import { allHold, anyHolds, fails, HOLDS, type Holds } from './holds.ts';
import { type Bound, boundOver } from './minimum.ts';

/** What conditions are asked with: `read` gives what precedes the consignment, or the whole window. */
export type Asking = {
  readonly subject: Subject;
  readonly read: MeterReadings['before'];
  /** The discount, whose own excluded volumes count, and its validity, which cuts windows pro rata. */
  readonly discount: string;
  readonly valid: Period;
};

/** An amount that misses its bound says by how much; of other facts, what was asked for and what there is. */
function reasonOf({
  condition,
  expected,
  actual,
  missed,
}: Extract<Verdict, { kind: 'fails' }>): Parameters<typeof fails> {
  const asked = missed === undefined ? undefined : amountAsked(condition);
  if (asked === undefined || missed === undefined) return ['discount.scope', { condition, expected, actual }];
  const { side, closed, bound, value } = missed;
  const params = {
    of: asked.of,
    charges: asked.charges?.join(', ') ?? 'all',
    value: toText(value),
    bound: toText(bound),
    unit: asked.currency,
    closed: String(closed),
  };
  if (side === 'upper') return ['discount.amount-above', params];
  return ['discount.amount-below', { ...params, short: toText(subtract(bound, value)) }];
}

/** Whether a scope speaks of the subject; a mismatch says what was asked for and what there is. */
export function scopeHolds(scope: ScopeForm, subject: Subject): Holds {
  const verdict = evaluateScope(scope, subject);
  switch (verdict.kind) {
    case 'applies':
      return HOLDS;
    case 'missing':
      return verdict;
    case 'fails':
      return fails(...reasonOf(verdict));
  }
}

/** The last day of a half-open span, as people write it. */
function lastDay(to: LocalDate | undefined): string {
  return to === undefined ? '' : addDays(to, -1);
}

const MILLIONTH: Decimal = { units: 1n, scale: 6, den: 1n };

/** A quotient without an end is shown to the sixth digit. */
function shown(value: Decimal): string {
  return toText(value.den === 1n ? value : roundTo(value, MILLIONTH, 'half-up'));
}

/** A reading beside the bound it is compared with, for people. */
export function numbers(reading: Extract<MeterReading, { kind: 'read' }>, bound: Bound): Record<string, string> {
  const { value, unit, span, key, meter } = reading;
  return {
    meter,
    value: shown(value),
    bound: shown(bound.value),
    short: shown(subtract(bound.value, value)),
    unit,
    key,
    from: span.from,
    to: lastDay(span.to),
    ...(bound.excluded.units === 0n ? {} : { stated: shown(bound.stated), excluded: shown(bound.excluded) }),
  };
}

/** The fact without which a bound by days or months has no number. */
const ENDLESS: Holds = Object.freeze({ kind: 'missing', fields: Object.freeze(['agreement']) });

/** Whether something that much on the inner side of a bound is within it: what equals it, where it is closed. */
const within = ({ closed }: BoundForm, side: number): boolean => (closed ? side >= 0 : side > 0);

/** Why a lower bound is missed. */
function shortCode({ closed }: BoundForm, { excluded }: Bound): string {
  if (!closed) return 'discount.meter-not-above';
  return excluded.units === 0n ? 'discount.meter-below' : 'discount.meter-below-relieved';
}

/**
 * A comparison on a meter. What is known so far can only grow: enough stays enough, whatever is still missing. Not so over
 * a baseline, which may grow as well.
 */
function compared(
  condition: MeterConditionForm,
  reading: Extract<MeterReading, { kind: 'read' }>,
  discount: string,
): Holds {
  const unsure = reading.missing.length > 0;
  const missing: Holds = unsure ? { kind: 'missing', fields: reading.missing } : HOLDS;
  if (unsure && reading.baseline !== undefined) return missing;
  const { lower, upper } = condition;
  if (upper !== undefined) {
    const bound = boundOver(upper, reading, discount);
    if (bound === undefined) return ENDLESS;
    const code = upper.closed ? 'discount.meter-above' : 'discount.meter-not-below';
    if (!within(upper, compare(bound.value, reading.value))) return fails(code, numbers(reading, bound));
  }
  if (lower !== undefined) {
    const bound = boundOver(lower, reading, discount);
    if (bound === undefined) return ENDLESS;
    if (!within(lower, compare(reading.value, bound.value)))
      return unsure ? missing : fails(shortCode(lower, bound), numbers(reading, bound));
  }
  return unsure && upper !== undefined ? missing : HOLDS;
}

function meterHolds(condition: MeterConditionForm, asking: Asking): Holds {
  const { subject, read, discount, valid } = asking;
  if (condition.from !== undefined && subject.consignment.accepted < condition.from) return HOLDS;
  const reading = condition.proRata ? read(condition.meter, subject, valid) : read(condition.meter, subject);
  if (reading.kind === 'unreadable') return { kind: 'missing', fields: reading.fields };
  // No day of the window lies in the validity: nothing was undertaken for it.
  if (condition.proRata && daysIn(reading.span) === 0) return HOLDS;
  return compared(condition, reading, discount);
}

/** Whether one condition holds; of alternatives that all fail, the first failure is told. */
export function conditionHolds(condition: ConditionForm, asking: Asking): Holds {
  switch (condition.kind) {
    case 'meter':
      return meterHolds(condition, asking);
    case 'scope':
      return scopeHolds(condition.scope, asking.subject);
    case 'all':
      return conditionsHold(condition.of, asking);
    case 'any':
      return anyHolds(condition.of, (part) => conditionHolds(part, asking));
  }
}

/** All conditions: the first that fails, else every fact that is missing. */
export function conditionsHold(conditions: readonly ConditionForm[], asking: Asking): Holds {
  return allHold(conditions, (part) => conditionHolds(part, asking));
}
