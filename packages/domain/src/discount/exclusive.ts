/**
 * Groups (pricing.md section 7): of an exclusive one a single discount acts, the best for the payer or that of highest
 * priority; of a combined one the best lawful combination.
 */

import { toText } from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';
import { bestCombination, GREATEST_GROUP } from './combination.ts';
import { notApplied } from './eligibility.ts';
import type { DiscountForm } from './form.ts';
import { compareStack, inStackOrder, type Stack, type Without } from './stack.ts';
import type { Trial } from './trial.ts';

export type Resolved = { readonly stack: Stack; readonly lost: readonly Without[] };

type Candidate = { readonly form: DiscountForm; readonly stack: Stack };

type Ranked = Candidate & { readonly charge: bigint };

/** Whether the discount takes something off in a stack that was run with it. */
const acts = ({ form, stack }: Candidate): boolean => stack.granted.some((one) => one.form === form);

/** Whether limits have left it anything. What a budget that is used up, or a floor, took back whole stands in nobody's way. */
const keepsSome = ({ form, stack }: Candidate): boolean =>
  stack.granted.some((one) => one.form === form && one.amount !== 0n);

/** The first in priority: lowest declared order, then the order of the stack. */
export function byPriority(a: DiscountForm, b: DiscountForm): number {
  return (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER) || compareStack(a, b);
}

type Tried = {
  /** Those that act, the best for the payer first; equal charges go by priority. */
  readonly acting: readonly Ranked[];
  /** Those that come to nothing, and why. */
  readonly idle: readonly Without[];
};

const whyIdle = ({ form, stack }: Candidate): readonly Without[] => stack.without.filter((one) => one.form === form);

/** Members tried each by itself beside what acts already. */
function tryEach(members: readonly DiscountForm[], others: readonly DiscountForm[], trial: Trial): Tried {
  const tried = members.map((form): Candidate => ({ form, stack: trial.run([...others, form]) }));
  const acting = tried
    .filter(acts)
    .map((one): Ranked => ({ ...one, charge: trial.charge(one.stack) }))
    .toSorted((a, b) => {
      if (a.charge !== b.charge) return a.charge < b.charge ? -1 : 1;
      return byPriority(a.form, b.form);
    });
  return { acting, idle: tried.filter((one) => !acts(one)).flatMap(whyIdle) };
}

/** In the order of the stack: the group comes first whose first member does. */
function groupsOf(forms: readonly DiscountForm[]): readonly Group[] {
  const groups = new Map<string, DiscountForm[]>();
  for (const form of inStackOrder(forms)) {
    if (form.group === undefined) continue;
    groups.set(form.group.id, [...(groups.get(form.group.id) ?? []), form]);
  }
  return [...groups];
}

type Choice = {
  readonly winners: readonly DiscountForm[];
  readonly lost: readonly Without[];
  /** Where nobody wins, those that come to nothing by themselves. */
  readonly idle: readonly Without[];
  readonly traced: (stack: Stack) => Stack;
};

const untraced = (stack: Stack): Stack => stack;

const nobody = (lost: readonly Without[], idle: readonly Without[]): Choice => ({
  winners: [],
  lost,
  idle,
  traced: untraced,
});

/** Each that would raise the charge says by how much. */
function raisingBy(
  group: string,
  raising: readonly Ranked[],
  { none, currency }: { readonly none: bigint; readonly currency: string },
): readonly Without[] {
  return raising.map(({ form, charge }) => {
    const value = toText(ofMinor(charge - none, currency));
    return {
      form,
      outcome: notApplied(form, { code: 'discount.group-raises', params: { group, value, unit: currency } }),
    };
  });
}

function wonBy(group: string, members: readonly DiscountForm[], winner: DiscountForm): Choice {
  const reason = { code: 'discount.group-lost', params: { group, winner: winner.id } };
  const losers = members.filter((form) => form !== winner);
  return {
    winners: [winner],
    lost: losers.map((form) => ({ form, outcome: notApplied(form, reason) })),
    idle: [],
    traced: untraced,
  };
}

/**
 * The one with which the payer is charged least. None of the group at all is one of the choices: a member that raises what the
 * payer is charged, such as a fixed rate dearer than the tariff, never wins against it, not even as the only one. A carrier that
 * means its increase to hold declares `highest-priority`, or no group.
 */
function chooseBest(
  group: string,
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  trial: Trial,
): Choice {
  const { acting, idle } = tryEach(members, others, trial);
  const [winner] = acting;
  if (winner === undefined) return nobody([], idle);
  const none = trial.charge(trial.run(others));
  if (winner.charge > none) return nobody(raisingBy(group, acting, { none, currency: trial.currency }), idle);
  return wonBy(group, members, winner.form);
}

/** The first in priority that takes something off, limits and all, acts, whatever it does to the charge; the others say which. */
function chooseFirst(
  group: string,
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  trial: Trial,
): Choice {
  const tried = members.toSorted(byPriority).map((form): Candidate => ({ form, stack: trial.run([...others, form]) }));
  const winner = tried.find(keepsSome) ?? tried.find(acts);
  return winner === undefined ? nobody([], tried.flatMap(whyIdle)) : wonBy(group, members, winner.form);
}

/** A combined group: its best combination. More members than can be searched are named and none of them acts. */
function combine(
  group: string,
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  trial: Trial,
): Choice {
  if (members.length > GREATEST_GROUP) {
    const reason = {
      code: 'discount.group-too-large',
      params: { group, count: members.length, most: GREATEST_GROUP },
    };
    return nobody(
      members.map((form) => ({ form, outcome: notApplied(form, reason) })),
      [],
    );
  }
  const found = bestCombination(group, members.toSorted(byPriority), others, trial);
  return { winners: found.members, lost: found.lost, idle: [], traced: found.traced };
}

const CHOICES = {
  'best-for-payer': chooseBest,
  'highest-priority': chooseFirst,
  'best-combination': combine,
} as const;

type Group = readonly [id: string, members: readonly DiscountForm[]];

const chosenOf = ([id, members]: Group, acting: readonly DiscountForm[], trial: Trial): Choice =>
  CHOICES[members[0]?.group?.choose ?? 'highest-priority'](id, members, acting, trial);

/**
 * Chooses of each group, one after the other in the order of the stack, each time with the ungrouped discounts and the choices
 * made before. A group of which nobody acted chooses again once others have chosen. Members that lose say to whom.
 */
export function resolveGroups(forms: readonly DiscountForm[], trial: Trial): Resolved {
  if (forms.every((form) => form.group === undefined)) return { stack: trial.run(forms), lost: [] };
  let acting = forms.filter((form) => form.group === undefined);
  const made: Choice[] = [];
  for (let open: readonly Group[] = groupsOf(forms), again = true; again; ) {
    const without: { readonly group: Group; readonly choice: Choice }[] = [];
    for (const group of open) {
      const choice = chosenOf(group, acting, trial);
      acting = [...acting, ...choice.winners];
      if (choice.winners.length > 0) made.push(choice);
      else without.push({ group, choice });
    }
    again = without.length > 0 && without.length < open.length;
    open = without.map(({ group }) => group);
    if (!again) made.push(...without.map(({ choice }) => choice));
  }
  const run = trial.run(acting);
  const idle = { ...run, without: [...run.without, ...made.flatMap((choice) => choice.idle)] };
  return {
    stack: made.reduce<Stack>((stack, choice) => choice.traced(stack), idle),
    lost: made.flatMap((choice) => choice.lost),
  };
}
