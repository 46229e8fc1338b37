/** Lets the discounts of a book act on one leg, or on one goods price: eligibility, groups, stack, limits, outcomes. */
import type { At } from '../book/select.ts';
import type { ChargeLine, DiscountOutcome, NotAppliedReason } from '../charge/rating.ts';
import { moneyReached } from '../discount/amount.ts';
import { type Charged, eligibleOnBase, notApplied, notEvaluated, screenedOut } from '../discount/eligibility.ts';
import { resolveGroups } from '../discount/exclusive.ts';
import type { DiscountForm } from '../discount/form.ts';
import type { BudgetRoom, Corridor } from '../discount/limits.ts';
import { rebatesChosen } from '../discount/rebate-groups.ts';
import { sharesOf } from '../discount/shares.ts';
import { type StackTerms, tiesAmong } from '../discount/stack.ts';
import { capsOn } from '../discount/stack-cap.ts';
import { standingOf } from '../discount/standing.ts';
import { invoiceTrial } from '../discount/trial.ts';
import type { Granted } from '../discount/work.ts';
import { ok, type Result, refused } from '../kernel/refusal.ts';
import type { Outcome } from '../restriction/schema.ts';
import { type Purse, unfunded } from './budget-outcome.ts';
import { appliedOutcome, discountLines } from './discount-lines.ts';
import { budgetInForce, discountsInForce, type RatingBook } from './rating-book.ts';
import type { RatingReadings } from './rating-state.ts';

/** What acting discounts need besides what they act on. `spent`: what the legs before took of each budget. */
export type DiscountTerms = {
  readonly at: At;
  readonly screening: Outcome | undefined;
  readonly readings: RatingReadings;
  readonly spent: ReadonlyMap<string, bigint>;
  readonly corridor: Corridor | undefined;
  readonly minimumCharge: bigint | undefined;
};

export type Discounted = {
  readonly lines: readonly ChargeLine[];
  readonly outcomes: readonly DiscountOutcome[];
  /** What is missing to the minimum charge even without any discount. */
  readonly short: bigint;
  readonly budgets: ReadonlyMap<string, bigint>;
  /** What was given for reaching steps, for the legs after this one. */
  readonly reached: readonly string[];
};

const NOT_SCREENED: NotAppliedReason = Object.freeze({ code: 'discount.not-screened', params: Object.freeze({}) });

function candidates(book: RatingBook, charged: Charged, at: At): readonly DiscountForm[] {
  return discountsInForce(book, at)[charged.tariff === undefined ? 'goods' : 'freight'];
}

/** Budgets as their versions in force have them, with what is left of each; none outside its validity. */
function purseFinder(book: RatingBook, charged: Charged, terms: DiscountTerms): (budget: string) => Purse | undefined {
  const { consignment } = charged.subject;
  const position = { date: consignment.accepted, note: consignment.note };
  return (id) => {
    const budget = budgetInForce(book, id, terms.at);
    if (budget === undefined) return undefined;
    const { form, window } = budget;
    const left = form.amount - terms.readings.spentIn(id, window, position) - (terms.spent.get(id) ?? 0n);
    return { left, whole: form.whole, currency: form.currency };
  };
}

/** The room of the budget that funds a discount; none in another currency. */
function roomFinder(
  purseOf: ReturnType<typeof purseFinder>,
  currency: string,
): (form: DiscountForm) => BudgetRoom | undefined {
  return ({ budget: id }) => {
    if (id === undefined) return undefined;
    const purse = purseOf(id);
    return purse?.currency === currency ? purse : { left: 0n, whole: false };
  };
}

const unlawful = (terms: DiscountTerms): NotAppliedReason | undefined =>
  terms.screening === undefined ? NOT_SCREENED : screenedOut(terms.screening);

const NOTHING_REACHED: readonly string[] = Object.freeze([]);

/** What discounts granted have given for reaching steps. */
function reachedBy(granted: readonly Granted[], charged: Charged, { readings }: DiscountTerms): readonly string[] {
  let reached: string[] | undefined;
  for (const { form } of granted) {
    const name = moneyReached(form, charged, readings);
    if (name !== undefined) (reached ??= []).push(name);
  }
  return reached ?? NOTHING_REACHED;
}

/** Lets all discounts in force act. Refused when two tie without an order. */
export function applyDiscounts(book: RatingBook, charged: Charged, terms: DiscountTerms): Result<Discounted> {
  const forms = candidates(book, charged, terms.at);
  /** One outcome for each of the forms, in the order of the stack, in which a book has its discounts. */
  const outcomes: (DiscountOutcome | undefined)[] = [];
  const put = (form: DiscountForm, outcome: DiscountOutcome): void => {
    outcomes[forms.indexOf(form)] = outcome;
  };
  const eligible = eligibleAmong(forms, charged, terms, outcomes);
  const ties = tiesAmong(eligible, charged);
  if (ties.length > 0) return refused(...ties);
  const purseOf = purseFinder(book, charged, terms);
  const stackTerms: StackTerms = {
    readings: terms.readings,
    corridor: terms.corridor,
    minimumCharge: terms.minimumCharge,
    caps: capsOn(discountsInForce(book, terms.at).caps, charged.tariff?.id),
    roomOf: roomFinder(purseOf, charged.currency),
  };
  const now = eligible.filter((form) => form.at === 'rating');
  const { stack, lost } = resolveGroups(now, invoiceTrial(charged, stackTerms));
  const lines: ChargeLine[] = [];
  for (const [index, granted] of stack.granted.entries()) {
    const shares = sharesOf(granted, charged);
    for (const line of discountLines(granted, shares, charged.currency)) lines.push(line);
    const without = unfunded(stack.granted, index, purseOf, charged.currency);
    put(granted.form, without ?? appliedOutcome(granted, shares, charged.currency));
  }
  for (const { form, outcome } of stack.without) put(form, outcome);
  for (const { form, outcome } of lost) put(form, outcome);
  if (eligible.length > now.length) {
    const rebates = eligible.filter((form) => form.at === 'settlement');
    const later = rebatesChosen(rebates, charged, stack, stackTerms);
    for (const granted of later.granted) {
      put(granted.form, appliedOutcome(granted, sharesOf(granted, charged), charged.currency));
    }
    for (const { form, outcome } of later.without) put(form, outcome);
  }
  const found = outcomes.filter((outcome) => outcome !== undefined);
  const reached = reachedBy(stack.granted, charged, terms);
  return ok({ lines, outcomes: found, short: stack.short, budgets: stack.budgets, reached });
}

/**
 * The discounts that may act; what became of each of the others is put down, in the order of the forms. What is barred by
 * screening alone says so; what would not have been granted anyway names its own condition.
 */
function eligibleAmong(
  forms: readonly DiscountForm[],
  charged: Charged,
  terms: DiscountTerms,
  outcomes: (DiscountOutcome | undefined)[],
): readonly DiscountForm[] {
  const barred = unlawful(terms);
  const eligible: DiscountForm[] = [];
  const standing = standingOf(forms, charged);
  for (const outcome of standing.outcomes) outcomes.push(outcome);
  for (const { index, form, touches } of standing.open) {
    const holds = eligibleOnBase(form, charged, terms.readings, touches);
    if (holds.kind === 'fails') outcomes[index] = notApplied(form, holds.reason);
    else if (holds.kind === 'missing') outcomes[index] = notEvaluated(form, holds.fields);
    else if (barred !== undefined) outcomes[index] = notApplied(form, barred);
    else eligible.push(form);
  }
  return eligible;
}
