/**
 * Groups with members that settle later, seen from one leg: what they would bring at the step reached now, and whom the group
 * would choose. Settlement decides anew over whole windows.
 */

import type { Charged } from './eligibility.ts';
import { resolveGroups } from './exclusive.ts';
import type { DiscountForm } from './form.ts';
import { cut } from './limits.ts';
import { rebatesOn } from './rebate.ts';
import { payersGain } from './shares.ts';
import type { Stack, StackTerms, Without } from './stack.ts';
import type { Granted } from './work.ts';

type Rebates = { readonly granted: readonly Granted[]; readonly without: readonly Without[] };

/** What the members on the invoice have taken that a rebate of their group acts instead of. */
function insteadOf(rebate: DiscountForm, invoiced: readonly Granted[], lost: readonly Without[]): bigint {
  return invoiced.reduce((sum, one) => {
    const beaten = one.form.group?.id === rebate.group?.id && lost.some(({ form }) => form === one.form);
    return beaten ? sum + one.amount : sum;
  }, 0n);
}

/** The rebates that act on what the stack left, of each group those it chooses; one on the invoice competes as it stands there. */
export function rebatesChosen(
  forms: readonly DiscountForm[],
  charged: Charged,
  stack: Stack,
  terms: StackTerms,
): Rebates {
  const groups = new Set(forms.flatMap(({ group }) => (group === undefined ? [] : [group.id])));
  if (groups.size === 0) return rebatesOn(forms, charged, stack, terms);
  const invoiced = stack.granted.filter(({ form }) => form.group !== undefined && groups.has(form.group.id));
  const run = (set: readonly DiscountForm[]): Stack => {
    const staying = stack.granted.filter((one) => !invoiced.includes(one) || set.includes(one.form));
    const rebates = set.filter(({ at }) => at === 'settlement');
    const later = rebatesOn(rebates, charged, { ...stack, granted: staying }, terms);
    const acting = later.granted.filter(({ raw, form }) => raw !== 0n || form.group === undefined);
    const granted = [...staying.filter((one) => invoiced.includes(one)), ...acting];
    return { ...stack, granted, without: later.without };
  };
  const chosen = resolveGroups([...invoiced.map(({ form }) => form), ...forms], {
    run,
    charge: ({ granted }) => -granted.reduce((sum, one) => sum + payersGain(one, charged), 0n),
    boundOver: () => () => undefined,
    currency: charged.currency,
  });
  const granted = chosen.stack.granted.filter(({ form }) => form.at === 'settlement');
  for (const one of granted)
    if (one.form.group !== undefined) cut(one, 'group', insteadOf(one.form, invoiced, chosen.lost));
  const lost = chosen.lost
    .filter(({ form }) => form.at === 'settlement')
    // One that comes to nothing by itself says why, whoever else is in its group.
    .map((one) => run([one.form]).without.find(({ form }) => form === one.form) ?? one);
  const without = [...chosen.stack.without, ...lost];
  const told = new Set([...granted, ...without].map(({ form }) => form));
  // Where nobody is chosen, one that brings nothing at the step reached now brings that, as it would without a group.
  const nought = forms.filter((form) => !told.has(form));
  return {
    granted: [...granted, ...nought.flatMap((form) => rebatesOn([form], charged, stack, terms).granted)],
    without,
  };
}
