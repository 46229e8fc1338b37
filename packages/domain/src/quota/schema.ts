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
  meter: meterReferenceSchema,
  /** Absent while no figure is known: then every consignment in scope is HOLD, missing the ceiling. */
  ceiling: quantityTextSchema.optional(),
  flagFrom: decimalTextSchema.default('0.8'),
  /** Consumption known by other means at a date (e.g. the published day of exhaustion), each with its source. */
  published: z.array(z.strictObject({ on: z.string(), consumed: quantityTextSchema, source: z.string() })).default([]),
});
export type QuotaText = z.infer<typeof quotaSchema>;

/** Money that funds discounts in a window. */
export const budgetSchema = z.strictObject({
  kind: z.literal('budget'),
  ...headerShape,
  amount: moneyTextSchema,
  window: z.enum(['month', 'quarter', 'year', 'whole']),
  whole: z.boolean().default(false),
  /**
   * How it goes round: first come by order of acceptance, or pro rata when the window has ended, for discounts that settle
   * then. With a printed rate the real rate is announced: the printed one cut in the same proportion, and rounded.
   */
  share: z.enum(['first-come', 'pro-rata']).default('first-come'),
  realRate: z.strictObject({ printed: decimalTextSchema, round: roundingSchema }).optional(),
  /** Who comes first: by acceptance, or at settlement by the recorded sequence of reservations, the others after them. */
  order: z.enum(['acceptance', 'reservation']).default('acceptance'),
});
export type BudgetText = z.infer<typeof budgetSchema>;
