/** Every condition of a discount as it is asked of a leg, with its numbers: also those that hold, and those after the first that fails. */
import type { NotAppliedReason } from '../charge/rating.ts';
import type { MeterReadings } from '../meter/ledger.ts';
import type { Outcome } from '../restriction/schema.ts';
import type { ScopeForm } from '../scope/compile.ts';
import { askedBy } from '../scope/evaluate.ts';
import type { Subject } from '../scope/subject.ts';
import { subjectFor } from './asked-amounts.ts';
import { type Asking, conditionHolds, numbers, scopeHolds } from './condition.ts';
import {
  baseHolds,
  type Charged,
  RUNNING,
  readingFor,
  receiversHold,
  screenedOut,
  touchedBy,
  touchesHold,
} from './eligibility.ts';
import type { ConditionForm, DiscountForm, MeterConditionForm } from './form.ts';
import type { Holds } from './holds.ts';
import { boundOver } from './minimum.ts';

export type Question = {
  readonly about: 'base' | 'scope' | 'charges' | 'meter' | 'all' | 'any' | 'receivers' | 'screening';
  /** `at-turn`: asked again, and answered, when the discounts before it have acted. */
  readonly verdict: 'holds' | 'fails' | 'missing' | 'at-turn';
  /** What was asked and found: a reason when it fails, else the figures that satisfy it. */
  readonly said: NotAppliedReason | undefined;
  readonly missing: readonly string[];
  /** What alternatives and joint conditions consist of. */
  readonly of: readonly Question[];
};

const NONE: readonly Question[] = Object.freeze([]);

/** An answer with what is said of it where it holds. */
function question(
  about: Question['about'],
  holds: Holds,
  held: () => NotAppliedReason | undefined,
  of: readonly Question[] = NONE,
): Question {
  switch (holds.kind) {
    case 'holds':
      return { about, verdict: 'holds', said: held(), missing: [], of };
    case 'fails':
      return { about, verdict: 'fails', said: holds.reason, missing: [], of };
    case 'missing': {
      const waits = holds.fields.every((field) => field.startsWith(RUNNING));
      return { about, verdict: waits ? 'at-turn' : 'missing', said: undefined, missing: holds.fields, of };
    }
  }
}

const askedScope = (scope: ScopeForm, subject: Subject): Question =>
  question('scope', scopeHolds(scope, subject), () => ({ code: 'discount.scope', params: askedBy(scope, subject) }));

/** The parts of a scope that all must hold, each by itself. */
const askedScopes = (scope: ScopeForm, subject: Subject): readonly Question[] =>
  scope.kind === 'all' ? scope.of.flatMap((part) => askedScopes(part, subject)) : [askedScope(scope, subject)];

function askedCode({ lower, upper }: MeterConditionForm): string {
  if (lower !== undefined) return lower.closed ? 'discount.asked.at-least' : 'discount.asked.above';
  return upper?.closed === true ? 'discount.asked.at-most' : 'discount.asked.less-than';
}

/** The figures of a comparison that holds. */
function comparison(
  condition: MeterConditionForm,
  { subject, read, discount, valid }: Asking,
): NotAppliedReason | undefined {
  if (condition.from !== undefined && subject.consignment.accepted < condition.from)
    return { code: 'discount.asked.from', params: { from: condition.from } };
  const reading = condition.proRata ? read(condition.meter, subject, valid) : read(condition.meter, subject);
  const form = condition.lower ?? condition.upper;
  const bound = reading.kind === 'read' && form !== undefined ? boundOver(form, reading, discount) : undefined;
  if (reading.kind !== 'read' || bound === undefined) return undefined;
  return { code: askedCode(condition), params: numbers(reading, bound) };
}

function askedCondition(condition: ConditionForm, asking: Asking): readonly Question[] {
  switch (condition.kind) {
    case 'scope':
      return askedScopes(condition.scope, asking.subject);
    case 'meter':
      return [question('meter', conditionHolds(condition, asking), () => comparison(condition, asking))];
    case 'all':
    case 'any': {
      const parts = condition.of.flatMap((part) => askedCondition(part, asking));
      return [question(condition.kind, conditionHolds(condition, asking), () => undefined, parts)];
    }
  }
}

function askedBase(form: DiscountForm, charged: Charged): readonly Question[] {
  const { tariff } = charged;
  if (form.base === undefined || tariff === undefined) return NONE;
  const chosen = `${tariff.id} ${tariff.version}`;
  return [question('base', baseHolds(form, charged), () => ({ code: 'discount.asked.base', params: { chosen } }))];
}

function askedScreening(screening: Outcome | undefined): Question {
  const barred: NotAppliedReason | undefined =
    screening === undefined ? { code: 'discount.not-screened', params: {} } : screenedOut(screening);
  return question('screening', barred === undefined ? { kind: 'holds' } : { kind: 'fails', reason: barred }, () => ({
    code: 'discount.asked.screening',
    params: { outcome: screening ?? '' },
  }));
}

/** All questions in the order in which eligibility asks them, screening last. */
export function questionsOf(
  form: DiscountForm,
  charged: Charged,
  readings: MeterReadings,
  screening: Outcome | undefined,
): readonly Question[] {
  const subject = subjectFor(form, charged);
  const asking: Asking = { subject, read: readingFor(form, readings), discount: form.id, valid: form.valid };
  const touched = (): NotAppliedReason => ({
    code: 'discount.asked.charges',
    params: { charges: charged.lines.flatMap((line) => (touchedBy(form, line) ? [line.charge] : [])).join(', ') },
  });
  const receivers = receiversHold(form, charged);
  return [
    ...askedBase(form, charged),
    ...askedScopes(form.scope, subject),
    question('charges', touchesHold(form, charged), touched),
    ...form.when.flatMap((condition) => askedCondition(condition, asking)),
    ...(receivers.kind === 'holds' ? [] : [question('receivers', receivers, () => undefined)]),
    askedScreening(screening),
  ];
}
