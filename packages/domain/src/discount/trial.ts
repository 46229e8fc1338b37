/** What choosing among the discounts of a group is weighed with: sets of discounts tried on one leg. */

import { chargeBound } from './combination-bound.ts';
import type { Charged } from './eligibility.ts';
import type { DiscountForm } from './form.ts';
import { chargeAfter, runStack, type Stack, type StackTerms } from './stack.ts';

export type Trial = {
  /** What the discounts given take together, in their order, after limits. */
  readonly run: (forms: readonly DiscountForm[]) => Stack;
  /** What that leaves the payer with: the lower, the better for the payer. */
  readonly charge: (stack: Stack) => bigint;
  /** Of sets out of these discounts a charge below which none of them comes; `undefined` where none is certain. */
  readonly boundOver: (forms: readonly DiscountForm[]) => (set: readonly DiscountForm[]) => bigint | undefined;
  readonly currency: string;
};

const sameForms = (a: readonly DiscountForm[], b: readonly DiscountForm[]): boolean =>
  a.length === b.length && a.every((form, index) => form === b[index]);

/** Sets that were tried already are not run again: those chosen in the end, one after the other, are among them. */
function runOnce(run: Trial['run']): Trial['run'] {
  const tried: { readonly forms: readonly DiscountForm[]; readonly stack: Stack }[] = [];
  return (forms) => {
    const known = tried.find((one) => sameForms(one.forms, forms));
    if (known !== undefined) return known.stack;
    const stack = run(forms);
    if (tried.length < MOST_REMEMBERED) tried.push({ forms, stack });
    return stack;
  };
}

/** Of a large combination more sets are tried than it pays to look through. */
const MOST_REMEMBERED = 8;

/** Discounts on the invoice, tried on the lines of a leg. */
export const invoiceTrial = (charged: Charged, terms: StackTerms): Trial => ({
  run: runOnce((forms) => runStack(forms, charged, terms)),
  charge: (stack) => chargeAfter(stack, charged),
  boundOver: (forms) => chargeBound(forms, charged, terms),
  currency: charged.currency,
});
