/** Exclusive groups (pricing.md section 7): of a group one discount acts, the best for the payer or that of highest priority. */

import { compareCodePoints } from '../kernel/code-point.ts';
import { type Charged, notApplied } from './eligibility.ts';
import type { DiscountForm } from './form.ts';
import { chargeAfter, compareStack, runStack, type Stack, type StackTerms, type Without } from './stack.ts';

export type Resolved = { readonly stack: Stack; readonly lost: readonly Without[] };

type Candidate = { readonly form: DiscountForm; readonly stack: Stack };

/** Whether the discount takes something off in a stack that was run with it. */
const acts = ({ form, stack }: Candidate): boolean => stack.granted.some((one) => one.form === form);

/** The first in priority: lowest declared order, then the order of the stack. */
function byPriority(a: DiscountForm, b: DiscountForm): number {
  return (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER) || compareStack(a, b);
}

/** The member with which the payer is charged least; equal charges go by priority. */
function best(
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  charged: Charged,
  terms: StackTerms,
): DiscountForm | undefined {
  const tried = members
    .map((form): Candidate => ({ form, stack: runStack([...others, form], charged, terms) }))
    .filter(acts);
  const ranked = tried.toSorted((a, b) => {
    const [left, right] = [chargeAfter(a.stack, charged), chargeAfter(b.stack, charged)];
    if (left !== right) return left < right ? -1 : 1;
    return byPriority(a.form, b.form);
  });
  return ranked[0]?.form;
}

/** The member of highest priority that takes something off. */
function first(
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  charged: Charged,
  terms: StackTerms,
): DiscountForm | undefined {
  return members
    .toSorted(byPriority)
    .find((form) => acts({ form, stack: runStack([...others, form], charged, terms) }));
}

function groupsOf(forms: readonly DiscountForm[]): readonly (readonly [string, readonly DiscountForm[]])[] {
  const groups = new Map<string, DiscountForm[]>();
  for (const form of forms) {
    if (form.group === undefined) continue;
    groups.set(form.group.id, [...(groups.get(form.group.id) ?? []), form]);
  }
  return [...groups].toSorted(([a], [b]) => compareCodePoints(a, b));
}

/**
 * Chooses one of each group, group by group in the order of their ids, each time with the ungrouped discounts and the
 * choices made before. Members that lose say to whom.
 */
export function resolveGroups(forms: readonly DiscountForm[], charged: Charged, terms: StackTerms): Resolved {
  if (forms.every((form) => form.group === undefined)) return { stack: runStack(forms, charged, terms), lost: [] };
  let acting = forms.filter((form) => form.group === undefined);
  const lost: Without[] = [];
  for (const [group, members] of groupsOf(forms)) {
    const choose = members.length === 1 ? undefined : members[0]?.group?.choose;
    const winner =
      choose === undefined ? members[0] : (choose === 'best-for-payer' ? best : first)(members, acting, charged, terms);
    if (winner === undefined) {
      acting = [...acting, ...members];
      continue;
    }
    acting = [...acting, winner];
    for (const loser of members)
      if (loser !== winner)
        lost.push({
          form: loser,
          outcome: notApplied(loser, { code: 'discount.group-lost', params: { group, winner: winner.id } }),
        });
  }
  return { stack: runStack(acting, charged, terms), lost };
}
