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

/** Discounts on the invoice, tried on the lines of a leg. */
export const invoiceTrial = (charged: Charged, terms: StackTerms): Trial => ({
  run: (forms) => runStack(forms, charged, terms),
  charge: (stack) => chargeAfter(stack, charged),
  boundOver: (forms) => chargeBound(forms, charged, terms),
  currency: charged.currency,
});
