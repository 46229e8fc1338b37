/**
 * Limits after stacking (pricing.md section 7): "the tariff corridor (floor and ceiling against the undiscounted discountable
 * lines, per leg, in tariff currency …), then the minimum charge (it wins over the ceiling), then the budget". What a limit takes
 * back it takes from the discount applied last, then from the one before.
 */
import type { DiscountText } from '@kontor/domain/discount/schema';
import type { StackCapText } from '@kontor/domain/discount/stack-cap-schema';
import type { BudgetText } from '@kontor/domain/quota/schema';
import { inForce } from './book.ts';
import { byCodePoint, monthsWindow, type Span, within } from './calendar.ts';
import type { Setting } from './eligible.ts';
import { least, most, sum, toMinor } from './money.ts';
import { ceiling, floor, over, type Rational, ratio, rational, splitLump, times, whole, wholeIn } from './rational.ts';
import type { Granted } from './stack.ts';
import { kindsOf } from './stack.ts';
import { rounded, roundingOf } from './steps.ts';
import type { Charged } from './tariffs.ts';

/** A discount with what limits left of it. */
export type Limited = Granted & { readonly final: bigint };

export const granted = (one: Granted): Limited => ({ ...one, final: one.amount });

const cut = (one: Limited, by: string, amount: bigint): Limited =>
  amount === 0n ? one : { ...one, final: one.final - amount, cuts: [...one.cuts, { by, amount }] };

/** Takes a sum back from discounts that lower the charge (or, negative, from those that raise it), the last first. */
function takeBack(all: readonly Limited[], by: string, wanted: bigint): readonly Limited[] {
  let open = wanted;
  const backward = all.toReversed().map((one) => {
    const back = wanted > 0n ? least(open, most(one.final, 0n)) : most(open, least(one.final, 0n));
    open -= back;
    return cut(one, by, back);
  });
  return backward.toReversed();
}

const off = (all: readonly Limited[]): bigint => sum(all.map(({ final }) => final));

const among = (ids: readonly string[] | undefined, id: string | undefined): boolean =>
  ids === undefined || (id !== undefined && ids.includes(id));

const covers = ({ over: meant }: StackCapText, { effect, grantor, group, id }: DiscountText): boolean =>
  effect.kind !== 'pay' &&
  among(meant.grantors, grantor.party) &&
  among(meant.groups, group?.id) &&
  among(meant.discounts, id);

/** The most that the discounts of a cap may take of a leg, in whole units below. */
function roomOf({ share, amount }: StackCapText, charged: Charged): bigint | undefined {
  const undiscounted = sum(kindsOf(charged).map((line) => line.amount));
  const parts = [
    share === undefined ? undefined : floor(times(whole(undiscounted), rational(share))),
    amount?.currency === charged.currency ? toMinor(rational(amount.amount), charged.currency, 'down') : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.reduce(least);
}

/** In proportion to what each takes off, the residue to the largest remainder. */
function takeInProportion(all: readonly Limited[], excess: bigint): readonly Limited[] {
  const parts = splitLump(
    excess,
    all.map(({ final }) => whole(most(final, 0n))),
  );
  return all.map((one, index) => cut(one, 'stack-cap', parts[index] ?? 0n));
}

/** Caps over several discounts together, one after the other by their ids, before any other limit. */
export function inStackCaps(
  setting: Setting,
  charged: Charged,
  all: readonly Limited[],
  fixed: readonly Limited[] = [],
): readonly Limited[] {
  const { book, knownBy } = setting;
  const caps = inForce(book.caps, { on: charged.view.consignment.accepted, knownBy })
    .filter((cap) => among(cap.over.tariffs, charged.tariff.id))
    .toSorted((a, b) => byCodePoint(a.id, b.id));
  return caps.reduce<readonly Limited[]>((held, cap) => {
    const room = roomOf(cap, charged);
    const meant = held.filter(({ discount }) => covers(cap, discount));
    if (room === undefined || meant.length === 0) return held;
    const excess = off([...meant, ...fixed.filter(({ discount }) => covers(cap, discount))]) - room;
    const taking = sum(meant.map(({ final }) => most(final, 0n)));
    if (excess <= 0n) return held;
    const open = least(excess, taking);
    const lowered = cap.cut === 'pro-rata' ? takeInProportion(meant, open) : takeBack(meant, 'stack-cap', open);
    return held.map((one) => lowered.find(({ discount }) => discount === one.discount) ?? one);
  }, all);
}

/** Nothing below the floor and nothing above the ceiling, to the last unit. What is fixed on the invoice gives nothing back. */
export function inCorridor(
  all: readonly Limited[],
  charged: Charged,
  fixed: readonly Limited[] = [],
): readonly Limited[] {
  const { corridor } = charged.tariff;
  if (corridor === undefined) return all;
  const undiscounted = sum(kindsOf(charged).map(({ amount }) => amount));
  const lowest =
    corridor.floor === undefined ? undefined : ceiling(times(whole(undiscounted), rational(corridor.floor)));
  const short = lowest === undefined ? 0n : lowest - (undiscounted - off(fixed) - off(all));
  const raised = short > 0n ? takeBack(all, 'corridor-floor', short) : all;
  const highest =
    corridor.ceiling === undefined ? undefined : floor(times(whole(undiscounted), rational(corridor.ceiling)));
  const beyond = highest === undefined ? 0n : undiscounted - off(fixed) - off(raised) - highest;
  return beyond > 0n ? takeBack(raised, 'corridor-ceiling', -beyond) : raised;
}

/** The whole charge of the leg, and what discounts may be cut so that it comes to the minimum. */
export function overMinimum(
  all: readonly Limited[],
  gross: bigint,
  minimum: bigint | undefined,
  fixed: readonly Limited[] = [],
): readonly Limited[] {
  const short = minimum === undefined ? 0n : minimum - (gross - off(fixed) - off(all));
  return short > 0n ? takeBack(all, 'minimum-charge', short) : all;
}

/** What a budget gave to one consignment. */
export type Grant = { readonly budget: string; readonly accepted: string; readonly amount: bigint };

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

export function budgetWindow(budget: BudgetText, date: string): Span {
  return budget.window === 'whole' ? budget.valid : monthsWindow(date, MONTHS[budget.window], 1, 0);
}

export function budgetNamed({ book, knownBy }: Setting, id: string | undefined, on: string): BudgetText | undefined {
  if (id === undefined) return undefined;
  return inForce(book.budgets, { on, knownBy }).find((one) => one.id === id);
}

/** "first come by acceptance order …; the last grant is partial unless `whole`" */
export function withinBudget(
  setting: Setting,
  one: Limited,
  { accepted, currency }: { readonly accepted: string; readonly currency: string },
  grants: readonly Grant[],
): Limited {
  const budget = budgetNamed(setting, one.discount.budget, accepted);
  if (budget === undefined || one.final <= 0n) return one;
  if (budget.amount.currency !== currency) return cut(one, 'budget', one.final);
  const window = budgetWindow(budget, accepted);
  const spent = sum(
    grants.filter((grant) => grant.budget === budget.id && within(grant.accepted, window)).map(({ amount }) => amount),
  );
  const left = most(toMinor(rational(budget.amount.amount), budget.amount.currency) - spent, 0n);
  if (one.final <= left) return one;
  return cut(one, 'budget', budget.whole ? one.final : one.final - left);
}

/** "or rationed pro rata at the window's end"; of a printed rate the real rate is announced, cut in the same proportion and rounded. */
export function rationed(budget: BudgetText, claims: readonly Limited[], room: bigint): readonly Limited[] {
  const claimed = off(claims);
  if (claimed <= room) return claims;
  const due = least(wholeIn(times(whole(claimed), partGranted(budget, claimed, room)), 'half-up'), most(room, 0n));
  const parts = splitLump(
    due,
    claims.map(({ final }) => whole(final)),
  );
  return claims.map((one, index) => cut(one, 'budget', one.final - (parts[index] ?? 0n)));
}

function partGranted({ realRate }: BudgetText, claimed: bigint, room: bigint): Rational {
  const part = ratio(most(room, 0n), claimed);
  if (realRate === undefined) return part;
  const printed = rational(realRate.printed);
  return over(rounded(times(printed, part), roundingOf(realRate.round)), printed);
}
