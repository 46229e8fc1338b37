/**
 * Whether a discount may act on a leg or on a goods price (pricing.md section 7). It depends on the consignment, the chosen
 * tariff and the meters alone, never on another discount, so that taking one away never changes another's eligibility.
 */

import type { ChargeLine, DiscountOutcome, EntryReference, NotAppliedReason } from '../charge/rating.ts';
import { compare, type Decimal, subtract, toText } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { addDays } from '../kernel/local-date.ts';
import { coversCharge } from '../meter/contribution.ts';
import type { MeterReading } from '../meter/form.ts';
import type { MeterReadings } from '../meter/ledger.ts';
import type { Outcome } from '../restriction/schema.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject } from '../scope/fields.ts';
import type { ReferencePricer } from './equalise.ts';
import type { ConditionForm, DiscountForm, ReceiverForm } from './form.ts';

/** What discounts act on: the tariff's lines of a leg, or the price of the goods. */
export type Charged = {
  readonly subject: Subject;
  readonly currency: string;
  /** Charge lines before discounts. */
  readonly lines: readonly ChargeLine[];
  /** The tariff chosen for the leg, and what it supersedes; undefined for a goods price. */
  readonly tariff: (EntryReference & { readonly supersedes: readonly string[] }) | undefined;
  readonly payer: string | undefined;
  readonly carrier: string | undefined;
  /** Prices the same goods over a reference route; absent where there is none, as for a goods price. */
  readonly reference?: ReferencePricer;
};

/** What a condition or an amount came to: it holds, it fails for a reason with its numbers, or facts are missing. */
export type Holds =
  | { readonly kind: 'holds' }
  | { readonly kind: 'fails'; readonly reason: NotAppliedReason }
  | { readonly kind: 'missing'; readonly fields: readonly string[] };

const HOLDS: Holds = Object.freeze({ kind: 'holds' });

export function fails(code: string, params: NotAppliedReason['params']): Extract<Holds, { kind: 'fails' }> {
  return { kind: 'fails', reason: { code, params } };
}

export function notApplied({ considered }: DiscountForm, reason: NotAppliedReason): DiscountOutcome {
  const { entry, grantor, synthetic } = considered;
  return { entry, grantor, synthetic, kind: 'not-applied', reason };
}

export function notEvaluated({ considered }: DiscountForm, missing: readonly string[]): DiscountOutcome {
  const { entry, grantor, synthetic } = considered;
  return { entry, grantor, synthetic, kind: 'not-evaluated', missing };
}

/** The last day of a half-open span, as people write it. */
function lastDay(to: LocalDate | undefined): string {
  return to === undefined ? '' : addDays(to, -1);
}

function meterNumbers(reading: Extract<MeterReading, { kind: 'read' }>, bound: Decimal): Record<string, string> {
  const { value, unit, span, key } = reading;
  return {
    value: toText(value),
    bound: toText(bound),
    short: toText(subtract(bound, value)),
    unit,
    key,
    from: span.from,
    to: lastDay(span.to),
  };
}

/**
 * A comparison on a meter. What is known so far can only grow: enough stays enough, whatever is still missing. Not so over
 * a baseline, which may grow as well.
 */
export function conditionHolds(condition: ConditionForm, reading: MeterReading, accepted: LocalDate): Holds {
  if (condition.from !== undefined && accepted < condition.from) return HOLDS;
  if (reading.kind === 'unreadable') return { kind: 'missing', fields: reading.fields };
  const unsure = reading.missing.length > 0;
  const missing: Holds = { kind: 'missing', fields: reading.missing };
  if (unsure && reading.baseline !== undefined) return missing;
  const { atLeast, lessThan, meter } = condition;
  if (lessThan !== undefined && compare(reading.value, lessThan) >= 0) {
    return fails('discount.meter-not-below', { meter: meter.id, ...meterNumbers(reading, lessThan) });
  }
  if (atLeast !== undefined && compare(reading.value, atLeast) < 0) {
    return unsure ? missing : fails('discount.meter-below', { meter: meter.id, ...meterNumbers(reading, atLeast) });
  }
  return unsure && lessThan !== undefined ? missing : HOLDS;
}

/** The discountable lines a discount touches. */
export function touchedBy(form: DiscountForm, line: ChargeLine): boolean {
  return line.discountable && (form.touches.kind === 'goods-price' || coversCharge(form.touches.charges, line.charge));
}

/** A discount was granted on a version of a tariff; on a later one it has to be issued again, on others it has no place. */
function baseHolds(form: DiscountForm, { tariff }: Charged): Holds {
  if (form.base === undefined || tariff === undefined) return HOLDS;
  const named = form.base.filter((one) => one.tariff === tariff.id);
  if (named.some((one) => one.version === undefined || one.version === tariff.version)) return HOLDS;
  const granted = named[0] ?? form.base.find((one) => tariff.supersedes.includes(one.tariff));
  const chosen = `${tariff.id} ${tariff.version}`;
  if (granted === undefined)
    return fails('discount.other-tariff', { chosen, granted: form.base.map((one) => one.tariff).join(', ') });
  return fails('discount.needs-reissue', { chosen, granted: `${granted.tariff} ${granted.version ?? ''}`.trimEnd() });
}

function scopeHolds(form: DiscountForm, subject: Subject): Holds {
  const verdict = evaluateScope(form.scope, subject);
  switch (verdict.kind) {
    case 'applies':
      return HOLDS;
    case 'missing':
      return verdict;
    case 'fails':
      return fails('discount.scope', {
        condition: verdict.condition,
        expected: verdict.expected,
        actual: verdict.actual,
      });
  }
}

/** The party in a role on this leg; undefined when the note does not tell. */
export function partyIn(receiver: ReceiverForm, charged: Charged): string | undefined {
  const { consignment } = charged.subject;
  switch (receiver.role) {
    case 'named':
      return receiver.party;
    case 'payer':
      return charged.payer;
    case 'carrier':
      return charged.carrier;
    case 'consignor':
      return consignment.consignor;
    case 'consignee':
      return consignment.consignee;
  }
}

function receiversHold(form: DiscountForm, charged: Charged): Holds {
  let unknown: string[] | undefined;
  for (const receiver of form.receivers) {
    if (partyIn(receiver, charged) === undefined) unknown = [...(unknown ?? []), receiver.role];
  }
  return unknown === undefined ? HOLDS : { kind: 'missing', fields: unknown };
}

/** How meters are read for a discount: before the consignment, or the whole window when it settles later. */
export function readingFor(form: DiscountForm, readings: MeterReadings): MeterReadings['before'] {
  return form.at === 'settlement' ? readings.within : readings.before;
}

function touchesHold(form: DiscountForm, charged: Charged): Holds {
  for (const line of charged.lines) if (touchedBy(form, line)) return HOLDS;
  return fails('discount.nothing-touched', {
    charges: form.touches.kind === 'charges' ? form.touches.charges.join(', ') : 'goods',
  });
}

/** All conditions on meters: the first that fails, else every fact that is missing. */
function metersHold(form: DiscountForm, charged: Charged, readings: MeterReadings): Holds {
  if (form.when.length === 0) return HOLDS;
  const read = readingFor(form, readings);
  const { subject } = charged;
  let all: Holds = HOLDS;
  for (const condition of form.when) {
    const one = conditionHolds(condition, read(condition.meter, subject), subject.consignment.accepted);
    if (one.kind === 'fails') return one;
    all = both(all, one);
  }
  return all;
}

/** Two answers of which none fails: what both of them lack. */
function both(first: Holds, second: Holds): Holds {
  if (second.kind !== 'missing') return first;
  if (first.kind !== 'missing') return second;
  return { kind: 'missing', fields: [...new Set([...first.fields, ...second.fields])] };
}

/** Every flow but an allowed or flagged one is without any discount (vision.md, "Posture on law"). */
export function screenedOut(screening: Outcome): NotAppliedReason | undefined {
  return screening === 'HOLD' || screening === 'REFUSE'
    ? { code: 'discount.not-allow', params: { outcome: screening } }
    : undefined;
}

/**
 * Holds; or the first condition that fails, asked in one order: base tariff, scope, charges, meters, receivers; or, when none
 * fails, every fact that is missing.
 */
export function eligibility(form: DiscountForm, charged: Charged, readings: MeterReadings): Holds {
  const base = baseHolds(form, charged);
  if (base.kind === 'fails') return base;
  const scope = scopeHolds(form, charged.subject);
  if (scope.kind === 'fails') return scope;
  const touches = touchesHold(form, charged);
  if (touches.kind === 'fails') return touches;
  const meters = metersHold(form, charged, readings);
  if (meters.kind === 'fails') return meters;
  return both(both(scope, meters), receiversHold(form, charged));
}
