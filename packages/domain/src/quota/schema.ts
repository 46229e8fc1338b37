/** Quotas and budgets as written in the book: a meter with a ceiling (corridor.md; pricing.md sections 6 and 7). */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { decimalTextSchema, moneyTextSchema, quantityTextSchema } from '../kernel/schema.ts';
import { meterReferenceSchema } from '../meter/schema.ts';
import { roundingSchema } from '../tariff/schema.ts';

/** A ceiling on what may move in a window. FLAG from `flagFrom` of the ceiling on (default 0.8), REFUSE above it. */
export const quotaSchema = z.strictObject({
  kind: z.literal('quota'),
  ...headerShape,
  meter: meterReferenceSchema.describe('What is counted against the ceiling.'),
  ceiling: quantityTextSchema
    .optional()
    .describe('Absent while no figure is known: then every consignment in scope is HOLD, missing the ceiling.'),
  flagFrom: decimalTextSchema.default('0.8').describe('Share of the ceiling from which consignments are flagged.'),
  published: z
    .array(
      z.strictObject({
        on: z.string().describe('Day it was true on.'),
        consumed: quantityTextSchema.describe('What was consumed.'),
        source: z.string().describe('Where the figure comes from.'),
      }),
    )
    .default([])
    .describe(
      'Consumption known by other means at a date (e.g. the published day of exhaustion), each with its source.',
    ),
});
export type QuotaText = z.infer<typeof quotaSchema>;

/** Money that funds discounts in a window. */
export const budgetSchema = z.strictObject({
  kind: z.literal('budget'),
  ...headerShape,
  amount: moneyTextSchema.describe('Money in each window.'),
  window: z
    .enum(['month', 'quarter', 'year', 'whole'])
    .describe('Windows of the calendar; `whole`: one for the whole validity.'),
  whole: z.boolean().default(false).describe('A grant is paid whole or not at all; otherwise the last one is partial.'),
  share: z
    .enum(['first-come', 'pro-rata'])
    .default('first-come')
    .describe(
      'How it goes round: first come by order of acceptance, or pro rata when the window has ended, for discounts that settle then. With a printed rate the real rate is announced: the printed one cut in the same proportion, and rounded.',
    ),
  realRate: z
    .strictObject({
      printed: decimalTextSchema.describe('The rate as printed.'),
      round: roundingSchema.describe('How the real rate is rounded.'),
    })
    .optional()
    .describe('The real rate announced after rationing.'),
  order: z
    .enum(['acceptance', 'reservation'])
    .default('acceptance')
    .describe(
      'Who comes first: by acceptance, or at settlement by the recorded sequence of reservations, the others after them.',
    ),
});
export type BudgetText = z.infer<typeof budgetSchema>;
