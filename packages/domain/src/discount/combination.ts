/**
 * The best lawful combination of a group (pricing.md section 7): of all sets of its members of which none excludes another,
 * the one that leaves the payer least after all limits. The search is exact: a set of choices is given up only when not even
 * a bound above all it could still bring reaches the second best found.
 */

import type { TraceInput } from '../charge/rating.ts';
import { toText } from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';
import { notApplied } from './eligibility.ts';
import { type DiscountForm, excludeEachOther } from './form.ts';
import type { Stack, Without } from './stack.ts';
import type { Trial } from './trial.ts';
import type { Granted } from './work.ts';

/** Members of a combined group that may be searched at once; the work may double with each. */
export const GREATEST_GROUP = 16;

type Found = { readonly members: readonly DiscountForm[]; readonly charge: bigint };

export type Combination = {
  readonly members: readonly DiscountForm[];
  readonly lost: readonly Without[];
  /** The same stack, with what was compared in the trace of each member that acts. */
  readonly traced: (stack: Stack) => Stack;
};

type Search = {
  readonly members: readonly DiscountForm[];
  readonly others: readonly DiscountForm[];
  readonly trial: Trial;
  readonly bound: (members: readonly DiscountForm[]) => bigint | undefined;
  best: Found | undefined;
  second: Found | undefined;
  tried: number;
};

const actsIn = (stack: Stack, form: DiscountForm): boolean => stack.granted.some((one) => one.form === form);

/** Equal charges keep the set found first: that of the members first in order, then by id. */
function weigh(search: Search, members: readonly DiscountForm[]): void {
  const stack = search.trial.run([...search.others, ...members]);
  search.tried += 1;
  if (!members.every((form) => actsIn(stack, form))) return;
  const found: Found = { members, charge: search.trial.charge(stack) };
  if (search.best === undefined || found.charge < search.best.charge) {
    search.second = search.best;
    search.best = found;
  } else if (search.second === undefined || found.charge < search.second.charge) search.second = found;
}

function descend(search: Search, index: number, chosen: readonly DiscountForm[]): void {
  const next = search.members[index];
  if (next === undefined) return weigh(search, chosen);
  if (search.second !== undefined) {
    const bound = search.bound([...search.others, ...chosen, ...search.members.slice(index)]);
    if (bound !== undefined && bound > search.second.charge) return;
  }
  if (!chosen.some((one) => excludeEachOther(one, next))) descend(search, index + 1, [...chosen, next]);
  descend(search, index + 1, chosen);
}

const namesOf = (members: readonly DiscountForm[]): string => members.map((form) => form.id).join(' + ');

/** Why a member is not in the best combination: excluded by one that is, of no effect by itself, or no gain. */
function lostTo(search: Search, group: string, best: Found, benefit: string, form: DiscountForm): Without {
  const rival = best.members.find((one) => excludeEachOther(one, form));
  if (rival !== undefined)
    return { form, outcome: notApplied(form, { code: 'discount.excluded', params: { group, winner: rival.id } }) };
  const alone = search.trial.run([...search.others, form]);
  const without = alone.without.find((one) => one.form === form);
  if (without !== undefined) return without;
  const params = { group, winner: namesOf(best.members), value: benefit, unit: search.trial.currency };
  return { form, outcome: notApplied(form, { code: 'discount.combination-lost', params }) };
}

/** What was compared: the best, the next best, what may not be combined, and how many sets were weighed. */
function inputsOf(search: Search, best: Found, none: bigint): readonly TraceInput[] {
  const { currency } = search.trial;
  const gain = (found: Found) => ofMinor(none - found.charge, currency);
  const inputs: TraceInput[] = [{ label: `combination:${namesOf(best.members)}`, value: gain(best), unit: currency }];
  if (search.second !== undefined)
    inputs.push({ label: `runner-up:${namesOf(search.second.members)}`, value: gain(search.second), unit: currency });
  for (const [index, first] of search.members.entries())
    for (const second of search.members.slice(index + 1))
      if (excludeEachOther(first, second)) inputs.push({ label: `excludes:${first.id}`, value: second.id });
  return [...inputs, { label: 'weighed', value: String(search.tried) }];
}

/** The best combination of a group's members, given in order of priority, beside the discounts that act in any case. */
export function bestCombination(
  group: string,
  members: readonly DiscountForm[],
  others: readonly DiscountForm[],
  trial: Trial,
): Combination {
  const bound = trial.boundOver([...others, ...members]);
  const search: Search = { members, others, trial, bound, best: undefined, second: undefined, tried: 0 };
  descend(search, 0, []);
  const none = trial.charge(trial.run(others));
  const best = search.best ?? { members: [], charge: none };
  const after = ofMinor(none - best.charge, trial.currency);
  const inputs = inputsOf(search, best, none);
  const step = { step: 'discount-combination', name: group, inputs, rows: [], after, currency: trial.currency };
  const benefit = toText(after);
  return {
    members: best.members,
    lost: members
      .filter((form) => !best.members.includes(form))
      .map((form) => lostTo(search, group, best, benefit, form)),
    traced: (stack) => ({
      ...stack,
      granted: stack.granted.map(
        (one): Granted => (best.members.includes(one.form) ? { ...one, trace: [step, ...one.trace] } : one),
      ),
    }),
  };
}
