/**
 * Groups (pricing.md section 7): of an exclusive one a single discount acts, the best for the payer or that of highest
 * priority; of a combined one the best lawful combination.
 */

import { compareCodePoints } from '../kernel/code-point.ts';
import { bestCombination, GREATEST_GROUP } from './combination.ts';
import { notApplied } from './eligibility.ts';
import type { DiscountForm } from './form.ts';
import { compareStack, type Stack, type Without } from './stack.ts';
import type { Trial } from './trial.ts';

export type Resolved = { readonly stack: Stack; readonly lost: readonly Without[] };

type Candidate = { readonly form: DiscountForm; readonly stack: Stack };

/** Whether the discount takes something off in a stack that was run with it. */
const acts = ({ form, stack }: Candidate): boolean => stack.granted.some((one) => one.form === form);

/** The first in priority: lowest declared order, then the order of the stack. */
export function byPriority(a: DiscountForm, b: DiscountForm): number {
  return (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER) || compareStack(a, b);
}

/** The member with which the payer is charged least; equal charges go by priority. */
function best(
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  trial: Trial,
): DiscountForm | undefined {
  const tried = members.map((form): Candidate => ({ form, stack: trial.run([...others, form]) })).filter(acts);
  const ranked = tried.toSorted((a, b) => {
    const [left, right] = [trial.charge(a.stack), trial.charge(b.stack)];
    if (left !== right) return left < right ? -1 : 1;
    return byPriority(a.form, b.form);
  });
  return ranked[0]?.form;
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

/** One of a group acts; the others say which. None of several that all come to nothing is chosen. */
function chooseOne(
  group: string,
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  trial: Trial,
): Choice {
  const choose = members[0]?.group?.choose === 'best-for-payer' ? best : first;
  const winner = members.length === 1 ? members[0] : choose(members, others, trial);
  if (winner === undefined) return { winners: members, lost: [], traced: untraced };
  const reason = { code: 'discount.group-lost', params: { group, winner: winner.id } };
  const losers = members.filter((form) => form !== winner);
  return {
    winners: [winner],
    lost: losers.map((form) => ({ form, outcome: notApplied(form, reason) })),
    traced: untraced,
  };
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
    const choose = members[0]?.group?.choose === 'best-combination' ? combine : chooseOne;
    const choice = choose(group, members, acting, trial);
    acting = [...acting, ...choice.winners];
    lost.push(...choice.lost);
    traces.push(choice.traced);
  }
  const stack = traces.reduce((traced, trace) => trace(traced), trial.run(acting));
  return { stack, lost };
}
