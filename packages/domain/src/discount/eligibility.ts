/**
 * Whether a discount may act on a leg or on a goods price (pricing.md section 7). It depends on the consignment, the chosen
 * tariff and the meters alone, never on another discount, so that taking one away never changes another's eligibility. Only what
 * a scope asks of the running amount is left open until the discount's turn in the stack.
 */

import type { ChargeLine, DiscountOutcome, EntryReference, NextTier, NotAppliedReason } from '../charge/rating.ts';
import { coversCharge } from '../meter/contribution.ts';
import type { MeterReadings } from '../meter/ledger.ts';
import type { Outcome } from '../restriction/schema.ts';
import type { Subject } from '../scope/subject.ts';
import type { EachAmount } from '../tariff/subjects.ts';
import { subjectFor } from './asked-amounts.ts';
import { conditionsHold, scopeHolds } from './condition.ts';
import type { ReferencePricer } from './equalise.ts';
import type { DiscountForm, ReceiverForm } from './form.ts';
import { both, fails, HOLDS, type Holds } from './holds.ts';
import { partsHold } from './parts.ts';
import type { LineState } from './work.ts';

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
  /** What earlier legs of the consignment were given for reaching steps, see `moneyReached`. */
  readonly reached?: ReadonlySet<string> | undefined;
  /** What the tariff's lines come to for each wagon, item or container, where it charges them one by one. */
  readonly each?: () => readonly EachAmount[];
  /** Prices the same goods over a reference route; absent where there is none, as for a goods price. */
  readonly reference?: ReferencePricer;
  /** All legs of the consignment, this one among them by its index. */
  readonly siblings?: () => { readonly own: number; readonly legs: readonly Sibling[] };
};

/** A leg of the consignment, with what it is charged where it has a price. */
export type Sibling = { readonly subject: Subject; readonly charged: Charged | undefined };

export function notApplied({ considered }: DiscountForm, reason: NotAppliedReason, next?: NextTier): DiscountOutcome {
  const { entry, grantor, synthetic } = considered;
  const outcome = { entry, grantor, synthetic, kind: 'not-applied', reason } as const;
  return next === undefined ? outcome : { ...outcome, next };
}

export function notEvaluated({ considered }: DiscountForm, missing: readonly string[]): DiscountOutcome {
  const { entry, grantor, synthetic } = considered;
  return { entry, grantor, synthetic, kind: 'not-evaluated', missing };
}

/** The discountable lines a discount touches. */
export function touchedBy(form: DiscountForm, line: ChargeLine): boolean {
  return line.discountable && (form.touches.kind === 'goods-price' || coversCharge(form.touches.charges, line.charge));
}

const linesTouched = (form: DiscountForm, { lines }: Charged): readonly ChargeLine[] =>
  lines.filter((line) => touchedBy(form, line));

/** A discount was granted on a version of a tariff; on a later one it has to be issued again, on others it has no place. */
export function baseHolds(form: DiscountForm, { tariff }: Charged): Holds {
  if (form.base === undefined || tariff === undefined) return HOLDS;
  const named = form.base.filter((one) => one.tariff === tariff.id);
  if (named.some((one) => one.version === undefined || one.version === tariff.version)) return HOLDS;
  const granted = named[0] ?? form.base.find((one) => tariff.supersedes.includes(one.tariff));
  const chosen = `${tariff.id} ${tariff.version}`;
  if (granted === undefined)
    return fails('discount.other-tariff', { chosen, granted: form.base.map((one) => one.tariff).join(', ') });
  return fails('discount.needs-reissue', { chosen, granted: `${granted.tariff} ${granted.version ?? ''}`.trimEnd() });
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

export function receiversHold(form: DiscountForm, charged: Charged): Holds {
  let unknown: string[] | undefined;
  for (let index = 0; index < form.receivers.length; index += 1) {
    const receiver = form.receivers[index];
    if (receiver !== undefined && partyIn(receiver, charged) === undefined)
      unknown = [...(unknown ?? []), receiver.role];
  }
  return unknown === undefined ? HOLDS : { kind: 'missing', fields: unknown };
}

/** How meters are read for a discount: before the consignment, or the whole window when it settles later. */
export function readingFor(form: DiscountForm, readings: MeterReadings): MeterReadings['before'] {
  return form.at === 'settlement' ? readings.within : readings.before;
}

export function touchesHold(form: DiscountForm, charged: Charged): Holds {
  for (const line of charged.lines) if (touchedBy(form, line)) return HOLDS;
  return fails('discount.nothing-touched', {
    charges: form.touches.kind === 'charges' ? form.touches.charges.join(', ') : 'goods',
  });
}

function conditionsOn(form: DiscountForm, subject: Subject, readings: MeterReadings): Holds {
  if (form.when.length === 0) return HOLDS;
  const read = readingFor(form, readings);
  return conditionsHold(form.when, { subject, read, discount: form.id, valid: form.valid });
}

/** Every flow but an allowed or flagged one is without any discount (vision.md, "Posture on law"). */
export function screenedOut(screening: Outcome): NotAppliedReason | undefined {
  return screening === 'HOLD' || screening === 'REFUSE'
    ? { code: 'discount.not-allow', params: { outcome: screening } }
    : undefined;
}

export const RUNNING = 'amount.running.';

/** What waits for the turn in the stack is no obstacle before it. */
function beforeTurn(form: DiscountForm, holds: Holds): Holds {
  if (form.amountsAsked !== 'running' || holds.kind !== 'missing') return holds;
  return holds.fields.some((field) => field.startsWith(RUNNING)) ? HOLDS : holds;
}

/** Scope and conditions again, when the discount's turn comes and it is known what those before it have left. */
export function holdsAtTurn(
  form: DiscountForm,
  charged: Charged,
  readings: MeterReadings,
  states: readonly LineState[],
): Holds {
  if (form.amountsAsked !== 'running') return HOLDS;
  const subject = subjectFor(form, charged, states);
  const scope = scopeHolds(form.scope, subject);
  if (scope.kind === 'fails') return scope;
  const conditions = conditionsOn(form, subject, readings);
  return conditions.kind === 'fails' ? conditions : both(scope, conditions);
}

/** What follows once the base tariff is the right one: scope, charges, meters, receivers. */
export function eligibleOnBase(form: DiscountForm, charged: Charged, readings: MeterReadings, touches: Holds): Holds {
  const subject = subjectFor(form, charged);
  const scope = beforeTurn(form, scopeHolds(form.scope, subject));
  if (scope.kind === 'fails') return scope;
  if (touches.kind === 'fails') return touches;
  const conditions = beforeTurn(form, conditionsOn(form, subject, readings));
  if (conditions.kind === 'fails') return conditions;
  const parts =
    form.parts === 'whole' ? HOLDS : beforeTurn(form, partsHold(form, charged, linesTouched(form, charged)));
  if (parts.kind === 'fails') return parts;
  return both(both(both(scope, parts), conditions), receiversHold(form, charged));
}

/**
 * Holds; or the first condition that fails, asked in one order: base tariff, scope, charges, meters, receivers; or, when none
 * fails, every fact that is missing.
 */
export function eligibility(form: DiscountForm, charged: Charged, readings: MeterReadings): Holds {
  const base = baseHolds(form, charged);
  return base.kind === 'fails' ? base : eligibleOnBase(form, charged, readings, touchesHold(form, charged));
}
