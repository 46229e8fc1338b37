/**
 * Stacking (pricing.md section 7): discounts act in one fixed order, replace, multiply, reduce, equalise, rebates; within a
 * stage by declared order, then id; subsidies, which take nothing off, come last. Then the limits. Pure: from the lines of one leg to what each discount takes off.
 */

import type { ChargeLine, DiscountOutcome, Stage, TraceStep, Written } from '../charge/rating.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { type Decimal, isZero, minimum, multiply, ofUnits } from '../kernel/decimal.ts';
import { minorDigits, roundToMinor, toMinor } from '../kernel/money.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import { roundTo } from '../kernel/rounding.ts';
import type { MeterReadings } from '../meter/ledger.ts';
import { computeAmount } from './amount.ts';
import { converterTo } from './converted.ts';
import { type Charged, holdsAtTurn, notApplied, notEvaluated, touchedBy } from './eligibility.ts';
import { type DiscountForm, excludeEachOther, paysOut } from './form.ts';
import { applyBudgets, applyCorridor, applyMinimum, type BudgetRoom, type Corridor, cut } from './limits.ts';
import { actsOn, partsInput } from './parts.ts';
import { payersPart } from './shares.ts';
import { applyStackCaps, type StackCapForm } from './stack-cap.ts';
import {
  baseOver,
  type Granted,
  type LineState,
  leftOf,
  lineStates,
  partsOver,
  takeOff,
  touchedStates,
} from './work.ts';

const STAGES: Readonly<Record<Stage, number>> = { replace: 0, multiply: 1, reduce: 2, equalise: 3, rebate: 4, pay: 5 };

/** The order of the stack: stage, then declared order (declared before undeclared), then id and version. */
export function compareStack(a: DiscountForm, b: DiscountForm): number {
  const stages = STAGES[a.stage] - STAGES[b.stage];
  if (stages !== 0) return stages;
  if (a.order !== b.order) {
    if (a.order === undefined || b.order === undefined) return a.order === undefined ? 1 : -1;
    return a.order - b.order;
  }
  return compareCodePoints(a.id, b.id) || compareCodePoints(a.version, b.version);
}

/** The forms in the order of the stack; the same list when they are already, as those of a book are. */
export function inStackOrder(forms: readonly DiscountForm[]): readonly DiscountForm[] {
  let before: DiscountForm | undefined;
  for (const form of forms) {
    if (before !== undefined && compareStack(before, form) > 0) return forms.toSorted(compareStack);
    before = form;
  }
  return forms;
}

const sameGroup = (a: DiscountForm, b: DiscountForm): boolean => a.group !== undefined && a.group.id === b.group?.id;

/** Of a group that takes the best of its members no order is needed, nor between members that never act together. */
export function tieInGroup(a: DiscountForm, b: DiscountForm): boolean {
  if (a.group?.choose === 'best-combination') return !excludeEachOther(a, b);
  return a.group?.choose === 'highest-priority';
}

/** Whether two discounts of one stage would act in an order that nobody declared. */
function ties(a: DiscountForm, b: DiscountForm): boolean {
  if (a.stage !== b.stage || a.order !== undefined || b.order !== undefined) return false;
  return !sameGroup(a, b) || tieInGroup(a, b);
}

const NO_TIES: readonly Refusal[] = Object.freeze([]);

/** Refusals naming both of any two discounts that tie without an order on a line they both touch. */
export function tiesAmong(forms: readonly DiscountForm[], charged: Charged): readonly Refusal[] {
  // Most declare an order: then there is nothing to compare.
  if (forms.every((form) => form.order !== undefined)) return NO_TIES;
  const unordered = forms.filter((form) => form.order === undefined);
  const found: Refusal[] = [];
  for (const [index, first] of unordered.entries()) {
    for (const second of unordered.slice(index + 1)) {
      if (!ties(first, second)) continue;
      const line = charged.lines.find((one) => touchedBy(first, one) && touchedBy(second, one));
      if (line === undefined) continue;
      const params = { first: first.id, second: second.id, stage: first.stage, charge: line.charge };
      found.push(refusal('discount.tie', params, { record: charged.subject.consignment.note }));
    }
  }
  return found;
}

/** What limits the stack of one leg, and how meters and budgets stand. */
export type StackTerms = {
  readonly readings: MeterReadings;
  readonly corridor: Corridor | undefined;
  readonly minimumCharge: bigint | undefined;
  /** Caps over several discounts together that hold on the leg. */
  readonly caps: readonly StackCapForm[];
  /** What is left in the budget that funds a discount; undefined when none does. */
  readonly roomOf: (form: DiscountForm) => BudgetRoom | undefined;
};

/** A discount that takes nothing, and why. */
export type Without = { readonly form: DiscountForm; readonly outcome: DiscountOutcome };

export type Stack = {
  readonly granted: readonly Granted[];
  /** Outcomes of discounts that came to nothing when their amount was reckoned. */
  readonly without: readonly Without[];
  /** What is missing to the minimum charge even without any discount. */
  readonly short: bigint;
  readonly budgets: ReadonlyMap<string, bigint>;
};

/** The exact amount rounded by the discount's own rule, or to the minor unit half up. */
export function rounded(form: DiscountForm, exact: Decimal, currency: string): bigint {
  const value = form.round === undefined ? exact : roundTo(exact, form.round.quantum, form.round.mode);
  return roundToMinor(value, currency);
}

/** The cap's amount in the currency of the charge; a discount whose cap cannot be converted is not reckoned at all. */
function capAmount(form: DiscountForm, currency: string): Decimal | undefined {
  const amount = form.cap?.amount;
  const converter = amount === undefined ? undefined : converterTo(form, amount.currency, { currency });
  return amount === undefined || converter?.kind !== 'converts' ? undefined : converter.money(amount.value);
}

/** The most the discount's own cap lets it take; undefined without a cap in this currency. */
export function capOf(form: DiscountForm, base: Decimal, currency: string): bigint | undefined {
  const share = form.cap?.share === undefined ? undefined : multiply(base, form.cap.share);
  const amount = capAmount(form, currency);
  const least = share === undefined || amount === undefined ? (share ?? amount) : minimum(share, amount);
  return least === undefined
    ? undefined
    : toMinor(roundTo(least, ofUnits(1n, minorDigits(currency) ?? 0), 'down'), currency);
}

/** A discount cannot take more than its cap, nor more than what is left of the lines it touches. */
function ownLimits(granted: Granted, touched: readonly LineState[], currency: string): void {
  const cap = capOf(granted.form, granted.base, currency);
  if (cap !== undefined && granted.amount > cap) cut(granted, 'cap', granted.amount - cap);
  if (paysOut(granted.form)) return;
  const left = leftOf(touched);
  if (granted.amount > 0n && granted.amount > left) cut(granted, 'remaining', granted.amount - (left > 0n ? left : 0n));
}

/** One discount on the lines as the earlier ones left them, when its conditions on amounts hold then. */
export function grant(
  form: DiscountForm,
  states: readonly LineState[],
  charged: Charged,
  readings: MeterReadings,
): Granted | DiscountOutcome {
  const holds = holdsAtTurn(form, charged, readings, states);
  if (holds.kind === 'fails') return notApplied(form, holds.reason);
  return holds.kind === 'missing' ? notEvaluated(form, holds.fields) : reckon(form, states, charged, readings);
}

/** Where a discount acts on the matching parts alone: first which these are, and what of the charge is theirs. */
function tracedParts(
  form: DiscountForm,
  on: { readonly states: readonly LineState[]; readonly base: Decimal; readonly charged: Charged },
  trace: readonly TraceStep[],
): readonly TraceStep[] {
  const some = actsOn(form, on.charged);
  if (some === undefined) return trace;
  const before = baseOver(
    form,
    on.states.filter((state) => touchedBy(form, state.line)),
  );
  const first: Written<TraceStep> = {
    step: 'discount-parts',
    name: form.id,
    inputs: [partsInput(some)],
    rows: [],
    before,
    after: on.base,
    currency: on.charged.currency,
  };
  if (form.clause !== undefined) first.clause = form.clause;
  return [first, ...trace];
}

/** What a discount takes off the lines as they stand; an outcome when it takes nothing. */
export function reckon(
  form: DiscountForm,
  states: readonly LineState[],
  charged: Charged,
  readings: MeterReadings,
): Granted | DiscountOutcome {
  const touched = touchedStates(form, states, charged);
  const base = baseOver(form, touched);
  const computed = computeAmount(form, charged, base, readings);
  if (computed.kind === 'missing') return notEvaluated(form, computed.fields);
  if (computed.kind === 'fails') return notApplied(form, computed.reason, computed.next);
  const raw = rounded(form, computed.exact, charged.currency);
  if (raw === 0n && isZero(base)) return notApplied(form, { code: 'discount.nothing-left', params: {} });
  const granted: Granted = {
    form,
    base,
    raw,
    parts: partsOver(form, touched),
    trace: tracedParts(form, { states, base, charged }, computed.trace),
    next: computed.next,
    amount: raw,
    cuts: [],
  };
  ownLimits(granted, touched, charged.currency);
  takeOff(granted, touched, charged.currency, computed.exact);
  return granted;
}

const NONE_GRANTED: readonly Granted[] = Object.freeze([]);
const NONE_WITHOUT: readonly Without[] = Object.freeze([]);
const NOTHING_TAKEN: ReadonlyMap<string, bigint> = new Map();

const sumOf = (lines: readonly ChargeLine[]): bigint => lines.reduce((sum, line) => sum + line.amount, 0n);

/** Runs the discounts given (eligible, of one leg, at rating) in their order, then the limits. */
export function runStack(forms: readonly DiscountForm[], charged: Charged, terms: StackTerms): Stack {
  if (forms.length === 0) {
    const short = applyMinimum(NONE_GRANTED, terms.minimumCharge, sumOf(charged.lines));
    return { granted: NONE_GRANTED, without: NONE_WITHOUT, short, budgets: NOTHING_TAKEN };
  }
  const states = lineStates(charged.lines, charged.currency);
  const granted: Granted[] = [];
  const without: Without[] = [];
  for (const form of inStackOrder(forms)) {
    const one = grant(form, states, charged, terms.readings);
    if ('parts' in one) granted.push(one);
    else without.push({ form, outcome: one });
  }
  const undiscounted = states.reduce((sum, state) => sum + state.line.amount, 0n);
  const sum = sumOf(charged.lines);
  if (terms.caps.length > 0) applyStackCaps(granted, terms.caps, { undiscounted, currency: charged.currency });
  applyCorridor(granted, terms.corridor, undiscounted);
  const short = applyMinimum(granted, terms.minimumCharge, sum);
  const budgets = applyBudgets(granted, (one) => terms.roomOf(one.form));
  return { granted, without, short, budgets };
}

/** What the payer is left with after a stack: the lower, the better for the payer. What others receive is no gain of his. */
export function chargeAfter(stack: Stack, charged: Charged): bigint {
  return (
    sumOf(charged.lines) + stack.short - stack.granted.reduce((total, one) => total + payersPart(one, charged), 0n)
  );
}
