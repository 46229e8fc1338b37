/**
 * Groups (pricing.md section 7): of an exclusive one a single discount acts, the best for the payer or that of highest
 * priority; of a combined one the best lawful combination.
 */

import { compareCodePoints } from '../kernel/code-point.ts';
import { toText } from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';
import { bestCombination, GREATEST_GROUP } from './combination.ts';
import { notApplied } from './eligibility.ts';
import type { DiscountForm } from './form.ts';
import { compareStack, type Stack, type Without } from './stack.ts';
import type { Trial } from './trial.ts';

export type Resolved = { readonly stack: Stack; readonly lost: readonly Without[] };

type Candidate = { readonly form: DiscountForm; readonly stack: Stack };

type Ranked = Candidate & { readonly charge: bigint };

/** Whether the discount takes something off in a stack that was run with it. */
const acts = ({ form, stack }: Candidate): boolean => stack.granted.some((one) => one.form === form);

/** The first in priority: lowest declared order, then the order of the stack. */
export function byPriority(a: DiscountForm, b: DiscountForm): number {
  return (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER) || compareStack(a, b);
}

/** Members tried each by itself beside what acts already, the best for the payer first; equal charges go by priority. */
function ranked(members: readonly DiscountForm[], others: readonly DiscountForm[], trial: Trial): readonly Ranked[] {
  return members
    .map((form): Candidate => ({ form, stack: trial.run([...others, form]) }))
    .filter(acts)
    .map((one): Ranked => ({ ...one, charge: trial.charge(one.stack) }))
    .toSorted((a, b) => {
      if (a.charge !== b.charge) return a.charge < b.charge ? -1 : 1;
      return byPriority(a.form, b.form);
    });
}

/** The member of highest priority that takes something off. */
function first(
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  trial: Trial,
): DiscountForm | undefined {
  return members.toSorted(byPriority).find((form) => acts({ form, stack: trial.run([...others, form]) }));
}

function groupsOf(forms: readonly DiscountForm[]): readonly (readonly [string, readonly DiscountForm[]])[] {
  const groups = new Map<string, DiscountForm[]>();
  for (const form of forms) {
    if (form.group === undefined) continue;
    groups.set(form.group.id, [...(groups.get(form.group.id) ?? []), form]);
  }
  return [...groups].toSorted(([a], [b]) => compareCodePoints(a, b));
}

type Choice = {
  readonly winners: readonly DiscountForm[];
  readonly lost: readonly Without[];
  readonly traced: (stack: Stack) => Stack;
};

const untraced = (stack: Stack): Stack => stack;

/** Those that take nothing off by themselves keep their own reasons; each of the others says by how much it would raise. */
function noneIsBest(
  group: string,
  members: readonly DiscountForm[],
  raising: readonly Ranked[],
  { none, currency }: { readonly none: bigint; readonly currency: string },
): Choice {
  const lost = raising.map(({ form, charge }): Without => {
    const value = toText(ofMinor(charge - none, currency));
    return {
      form,
      outcome: notApplied(form, { code: 'discount.group-raises', params: { group, value, unit: currency } }),
    };
  });
  return {
    winners: members.filter((form) => !raising.some((one) => one.form === form)),
    lost,
    traced: untraced,
  };
}

function wonBy(group: string, members: readonly DiscountForm[], winner: DiscountForm | undefined): Choice {
  if (winner === undefined) return { winners: members, lost: [], traced: untraced };
  const reason = { code: 'discount.group-lost', params: { group, winner: winner.id } };
  const losers = members.filter((form) => form !== winner);
  return {
    winners: [winner],
    lost: losers.map((form) => ({ form, outcome: notApplied(form, reason) })),
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
  const found = ranked(members, others, trial);
  const [winner] = found;
  if (winner === undefined) return wonBy(group, members, undefined);
  const none = trial.charge(trial.run(others));
  if (winner.charge > none) return noneIsBest(group, members, found, { none, currency: trial.currency });
  return wonBy(group, members, winner.form);
}

/** The declared one acts, whatever it does to the charge; the others say which. None of several that all come to nothing is chosen. */
function chooseFirst(
  group: string,
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  trial: Trial,
): Choice {
  return wonBy(group, members, members.length === 1 ? members[0] : first(members, others, trial));
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
    return {
      winners: [],
      lost: members.map((form) => ({ form, outcome: notApplied(form, reason) })),
      traced: untraced,
    };
  }
  const found = bestCombination(group, members.toSorted(byPriority), others, trial);
  return { winners: found.members, lost: found.lost, traced: found.traced };
}

const CHOICES = {
  'best-for-payer': chooseBest,
  'highest-priority': chooseFirst,
  'best-combination': combine,
} as const;

/**
 * Chooses of each group, group by group in the order of their ids, each time with the ungrouped discounts and the choices
 * made before. Members that lose say to whom.
 */
export function resolveGroups(forms: readonly DiscountForm[], trial: Trial): Resolved {
  if (forms.every((form) => form.group === undefined)) return { stack: trial.run(forms), lost: [] };
  let acting = forms.filter((form) => form.group === undefined);
  const lost: Without[] = [];
  const traces: Choice['traced'][] = [];
  for (const [group, members] of groupsOf(forms)) {
    const choice = CHOICES[members[0]?.group?.choose ?? 'highest-priority'](group, members, acting, trial);
    acting = [...acting, ...choice.winners];
    lost.push(...choice.lost);
    traces.push(choice.traced);
  }
  const stack = traces.reduce((traced, trace) => trace(traced), trial.run(acting));
  return { stack, lost };
}
