/**
 * How an agreement stands on a day, from evidence alone (plan.md, "Agreements"): cumulative curves, a status for each
 * claim, pace and forecast, warnings, and with which screening outcome the fulfilled quantity moved.
 */
import type { Source } from '../book/header.ts';
import { compare, type Decimal, divide, ofInteger } from '../kernel/decimal.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/local-date.ts';
import type { Words } from '../kernel/schema.ts';
import type { World } from '../scope/subject.ts';
import { type Evidence, evidenceFor, type MeasuredEvidence, type UnclearEvidence } from './evidence.ts';
import type { AgreementForm, AgreementUnit, ClaimForm } from './form.ts';
import { type ClosedPeriod, type DueMonth, dueBy, dueMonths, type Pace, paceAt } from './schedule.ts';
import { type Status, statusOf, toleratedSpan } from './status.ts';

/** Days of the period that must be over before its pace says anything about its end. */
export const FORECAST_FROM_DAYS = 28;

/** Quantities up to the end of a day, in the agreement's unit. */
export type Progress = {
  readonly ordered: bigint;
  readonly dispatched: bigint;
  /** Dispatched and not arrived. */
  readonly inTransit: bigint;
  readonly arrived: bigint;
  /** Counted as fulfilment: at the agreement's date (received, unless it says otherwise), within its period. */
  readonly fulfilled: bigint;
};

/** A month of the curves; `progress` is undefined for months that have not begun on the day of the answer. */
export type CurveMonth = {
  readonly month: string;
  readonly lastDay: LocalDate;
  readonly progress: Progress | undefined;
};

export const WARNINGS = [
  'over-delivery',
  'under-delivery',
  'over-delivery-forecast',
  'under-delivery-forecast',
] as const;

/** More, or less, than the tolerance allows, and by how much against the whole. */
export type Warning = { readonly kind: (typeof WARNINGS)[number]; readonly by: bigint };

/** The answer to one claim: two sources that state two numbers get two answers. */
export type ClaimAnswer = {
  readonly id: string;
  readonly quantity: bigint;
  readonly claimed: LocalDate;
  readonly source: Source;
  readonly quote: Words | undefined;
  /** Whether this is the number the halves have chosen, or the latest known while theirs is not known yet. */
  readonly inForce: boolean;
  readonly status: Status;
  /** Fulfilled of the whole, exact; undefined when the whole is nothing. */
  readonly share: Decimal | undefined;
  readonly pace: Pace;
  /** Due by the end of each month of the period. */
  readonly due: readonly { readonly month: string; readonly inMonth: bigint; readonly cumulative: bigint }[];
  /** Expected at the end of the period, at the pace so far; undefined while it is too early to say. */
  readonly forecast: bigint | undefined;
  readonly warnings: readonly Warning[];
};

export type PreconditionAnswer = {
  readonly name: Words;
  readonly leadDays: number;
  /** The last day on which it can be begun in time for the period's start. */
  readonly latestStart: LocalDate;
  readonly isPast: boolean;
};

export type AgreementAnswer = {
  readonly agreement: { readonly id: string; readonly version: string };
  readonly asOf: LocalDate;
  readonly period: ClosedPeriod;
  /** The period has ended by the day of the answer. */
  readonly isOver: boolean;
  readonly unit: AgreementUnit;
  readonly tolerance: Decimal;
  /** Claims known by the day, by day of the claim. */
  readonly claims: readonly ClaimAnswer[];
  readonly progress: Progress;
  readonly curve: readonly CurveMonth[];
  /** The fulfilled quantity by the outcome of the screening it moved with. */
  readonly byOutcome: Readonly<Record<MeasuredEvidence['outcome'], bigint>>;
  /** Fulfilled before the period or after it: not counted. */
  readonly outside: bigint;
  readonly consignments: number;
  readonly unclear: readonly UnclearEvidence[];
  readonly preconditions: readonly PreconditionAnswer[];
};

const within = (date: LocalDate | undefined, { from, to }: ClosedPeriod): date is LocalDate =>
  date !== undefined && date >= from && date < to;

function sumWhere(evidence: readonly MeasuredEvidence[], counts: (one: MeasuredEvidence) => boolean): bigint {
  return evidence.reduce((sum, one) => (counts(one) ? sum + one.quantity : sum), 0n);
}

function progressAt(evidence: readonly MeasuredEvidence[], day: LocalDate, period: ClosedPeriod): Progress {
  const by = (date: LocalDate | undefined): boolean => date !== undefined && date <= day;
  const dispatched = sumWhere(evidence, (one) => by(one.dispatched));
  const arrived = sumWhere(evidence, (one) => by(one.arrived) && by(one.dispatched));
  return {
    ordered: sumWhere(evidence, (one) => by(one.ordered)),
    dispatched,
    inTransit: dispatched - arrived,
    arrived,
    fulfilled: sumWhere(evidence, (one) => by(one.fulfilled) && within(one.fulfilled, period)),
  };
}

function curveOf(form: AgreementForm, evidence: readonly MeasuredEvidence[], asOf: LocalDate): readonly CurveMonth[] {
  return form.months.map(({ label, span }) => {
    const lastDay = addDays(span.to, -1);
    const day = lastDay < asOf ? lastDay : asOf;
    return { month: label, lastDay, progress: span.from > asOf ? undefined : progressAt(evidence, day, form.period) };
  });
}

/**
 * At the end of the period, as much of the whole as has been fulfilled of what was due so far: the schedule carries the
 * season. Whole units, rounded down. Once the period is over it is what was fulfilled.
 */
function forecastOf(
  claim: ClaimForm,
  fulfilled: bigint,
  due: bigint,
  form: AgreementForm,
  asOf: LocalDate,
): bigint | undefined {
  if (asOf >= form.period.to) return fulfilled;
  if (due === 0n || daysBetween(form.period.from, asOf) + 1 < FORECAST_FROM_DAYS) return undefined;
  return (fulfilled * claim.quantity) / due;
}

function warningsOf(
  claim: ClaimForm,
  fulfilled: bigint,
  forecast: bigint | undefined,
  form: AgreementForm,
  isOver: boolean,
): readonly Warning[] {
  const { least, most } = toleratedSpan(claim.quantity, form.tolerance);
  const isOverMost = (quantity: bigint): boolean => compare(ofInteger(quantity), most) > 0;
  const isUnderLeast = (quantity: bigint): boolean => compare(ofInteger(quantity), least) < 0;
  if (isOverMost(fulfilled)) return [{ kind: 'over-delivery', by: fulfilled - claim.quantity }];
  if (isOver) return isUnderLeast(fulfilled) ? [{ kind: 'under-delivery', by: claim.quantity - fulfilled }] : [];
  if (forecast === undefined) return [];
  if (isOverMost(forecast)) return [{ kind: 'over-delivery-forecast', by: forecast - claim.quantity }];
  return isUnderLeast(forecast) ? [{ kind: 'under-delivery-forecast', by: claim.quantity - forecast }] : [];
}

function cumulative(months: readonly DueMonth[]): ClaimAnswer['due'] {
  return months.map(({ label, span, due }) => ({
    month: label,
    inMonth: due,
    cumulative: dueBy(months, addDays(span.to, -1)),
  }));
}

type Standing = {
  readonly progress: Progress;
  readonly hasEvidence: boolean;
  readonly asOf: LocalDate;
  readonly chosen: string | undefined;
};

function answerClaim(form: AgreementForm, claim: ClaimForm, standing: Standing): ClaimAnswer {
  const { progress, asOf } = standing;
  const { fulfilled, dispatched } = progress;
  const months = dueMonths(form.months, claim.quantity);
  const pace = paceAt(months, fulfilled, asOf, form.period);
  const forecast = forecastOf(claim, fulfilled, pace.due, form, asOf);
  const facts = { whole: claim.quantity, tolerance: form.tolerance, fulfilled, dispatched };
  return {
    id: claim.id,
    quantity: claim.quantity,
    claimed: claim.claimed,
    source: claim.source,
    quote: claim.quote,
    inForce: claim.id === standing.chosen,
    status: statusOf({ ...facts, hasEvidence: standing.hasEvidence, hasBegun: asOf >= form.period.from }),
    share: claim.quantity === 0n ? undefined : divide(ofInteger(fulfilled), ofInteger(claim.quantity)),
    pace,
    due: cumulative(months),
    forecast,
    warnings: warningsOf(claim, fulfilled, forecast, form, asOf >= form.period.to),
  };
}

function outcomesOf(
  evidence: readonly MeasuredEvidence[],
  counts: (one: MeasuredEvidence) => boolean,
): AgreementAnswer['byOutcome'] {
  const sums = { ALLOW: 0n, FLAG: 0n, HOLD: 0n, REFUSE: 0n, unscreened: 0n };
  for (const one of evidence) if (counts(one)) sums[one.outcome] += one.quantity;
  return sums;
}

/**
 * The answer as of the end of a day, from evidence known by then. Claims made later are not known yet. What moved counts
 * whatever its screening said; `byOutcome` shows with which.
 */
export function answerAgreement(
  form: AgreementForm,
  evidence: Iterable<Evidence>,
  at: { readonly asOf: LocalDate; readonly worldOn: (accepted: LocalDate) => World },
): AgreementAnswer {
  const { asOf } = at;
  const { counted, unclear } = evidenceFor(form, evidence, at);
  const known = counted.filter((one) => one.ordered <= asOf);
  const progress = progressAt(known, asOf, form.period);
  const claims = form.claims.filter((claim) => claim.claimed <= asOf);
  const chosen = claims.some((claim) => claim.id === form.inForce) ? form.inForce : claims.at(-1)?.id;
  const hasCome = (one: MeasuredEvidence): boolean => one.fulfilled !== undefined && one.fulfilled <= asOf;
  const standing = { progress, hasEvidence: known.length > 0, asOf, chosen };
  return Object.freeze({
    agreement: { id: form.id, version: form.version },
    asOf,
    period: form.period,
    isOver: asOf >= form.period.to,
    unit: form.unit,
    tolerance: form.tolerance,
    claims: claims.map((claim) => answerClaim(form, claim, standing)),
    progress,
    curve: curveOf(form, known, asOf),
    byOutcome: outcomesOf(known, (one) => hasCome(one) && within(one.fulfilled, form.period)),
    outside: sumWhere(known, (one) => hasCome(one) && !within(one.fulfilled, form.period)),
    consignments: known.length,
    unclear,
    preconditions: form.preconditions.map(({ name, leadDays }) => {
      const latestStart = addDays(form.period.from, -leadDays);
      return { name, leadDays, latestStart, isPast: asOf > latestStart };
    }),
  });
}
