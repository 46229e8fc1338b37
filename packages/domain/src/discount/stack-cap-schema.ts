/** A cap over several discounts together, as written in the book. */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { decimalTextSchema, identifierSchema, moneyTextSchema } from '../kernel/schema.ts';

/** On each leg the discounts meant may together take no more than a share of the undiscounted charge, or an amount. */
export const stackCapSchema = z.strictObject({
  kind: z.literal('discount-cap'),
  ...headerShape,
  /** Which discounts, on which tariffs. What is absent does not narrow; subsidies are never meant. */
  over: z
    .strictObject({
      grantors: z.array(identifierSchema).min(1).optional(),
      groups: z.array(identifierSchema).min(1).optional(),
      discounts: z.array(identifierSchema).min(1).optional(),
      tariffs: z.array(identifierSchema).min(1).optional(),
    })
    .default({}),
  /** Share of the discountable lines of the leg before any discount. */
  share: decimalTextSchema.optional(),
  /** On legs charged in its currency. */
  amount: moneyTextSchema.optional(),
  /** Which discount gives way: the last of the stack first, or each in proportion. */
  cut: z.enum(['last-first', 'pro-rata']).default('last-first'),
});
export type StackCapText = z.infer<typeof stackCapSchema>;
