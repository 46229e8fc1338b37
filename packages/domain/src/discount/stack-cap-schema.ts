/** A cap over several discounts together, as written in the book. */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { decimalTextSchema, identifierSchema, moneyTextSchema } from '../kernel/schema.ts';

/** On each leg the discounts meant may together take no more than a share of the undiscounted charge, or an amount. */
export const stackCapSchema = z.strictObject({
  kind: z.literal('discount-cap'),
  ...headerShape,
  over: z
    .strictObject({
      grantors: z.array(identifierSchema).min(1).optional().describe('Discounts of these grantors.'),
      groups: z.array(identifierSchema).min(1).optional().describe('Discounts of these groups.'),
      discounts: z.array(identifierSchema).min(1).optional().describe('These discounts.'),
      tariffs: z.array(identifierSchema).min(1).optional().describe('On legs priced by these tariffs.'),
    })
    .default({})
    .describe('Which discounts, on which tariffs. What is absent does not narrow; subsidies are never meant.'),
  share: decimalTextSchema.optional().describe('Share of the discountable lines of the leg before any discount.'),
  amount: moneyTextSchema.optional().describe('On legs charged in its currency.'),
  cut: z
    .enum(['last-first', 'pro-rata'])
    .default('last-first')
    .describe('Which discount gives way: the last of the stack first, or each in proportion.'),
});
export type StackCapText = z.infer<typeof stackCapSchema>;
