/** Discounts that settle later, seen from one leg: what they would bring at the step reached now (pricing.md section 7). */

import { ofMinor } from '../kernel/money.ts';
import type { Charged } from './eligibility.ts';
import { type DiscountForm, paysOut } from './form.ts';
import { corridorBounds, cutReductions } from './limits.ts';
import { grant, inStackOrder, type Stack, type StackTerms, type Without } from './stack.ts';
import { applyStackCaps } from './stack-cap.ts';
import { type Granted, type LineState, leftOf, lineStates, splitOver, touchedStates } from './work.ts';

/** The lines of a leg as discounts and limits at rating have left them. */
export function statesAfter(charged: Charged, granted: readonly Granted[]): readonly LineState[] {
  const states = lineStates(charged.lines, charged.currency);
  for (const one of granted) {
    const split = splitOver(one, one.amount);
    const touched = touchedStates(one.form, states, charged);
    for (const [index, part] of one.parts.entries()) {
      const state = touched.find(({ line }) => line === part.line);
      if (state !== undefined) state.left -= split[index] ?? 0n;
    }
  }
  for (const state of states) {
    state.base = ofMinor(state.left, charged.currency);
    for (const shares of Object.values(state.within ?? {})) for (const share of shares) share.base = share.left;
  }
  return states;
}

/** Rebates in their order on what the stack left; the corridor's floor and the minimum charge hold for them as well. */
export function rebatesOn(
  forms: readonly DiscountForm[],
  charged: Charged,
  stack: Stack,
  terms: StackTerms,
): { readonly granted: readonly Granted[]; readonly without: readonly Without[] } {
  const states = statesAfter(charged, stack.granted);
  const left = leftOf(states);
  const granted: Granted[] = [];
  const without: Without[] = [];
  for (const form of inStackOrder(forms)) {
    const one = grant(form, states, charged, terms.readings);
    if ('parts' in one) granted.push(one);
    else without.push({ form, outcome: one });
  }
  const lowering = granted.filter((one) => !paysOut(one.form));
  const undiscounted = states.reduce((sum, state) => sum + state.line.amount, 0n);
  applyStackCaps(granted, terms.caps, { undiscounted, currency: charged.currency, taken: stack.granted });
  const rebates = lowering.reduce((sum, one) => sum + one.amount, 0n);
  const { floor } = corridorBounds(terms.corridor, undiscounted);
  let taken = 0n;
  if (floor !== undefined && left - rebates < floor)
    taken = rebates - rebatesAfter(lowering, floor - left + rebates, 'corridor-floor');
  const others = charged.lines.reduce((sum, line) => sum + line.amount, 0n) - undiscounted;
  const net = left + others - rebates + taken;
  if (terms.minimumCharge !== undefined && net < terms.minimumCharge)
    rebatesAfter(lowering, terms.minimumCharge - net, 'minimum-charge');
  return { granted, without };
}

/** Cuts the rebates; what they still come to. */
function rebatesAfter(granted: readonly Granted[], excess: bigint, by: 'corridor-floor' | 'minimum-charge'): bigint {
  cutReductions(granted, by, excess);
  return granted.reduce((sum, one) => sum + one.amount, 0n);
}
