/** Agreements: goods, quantity, period, price, schedule, and what two sources say of them (plan.md). */
import { z } from 'zod';
import { headerShape, sourceSchema } from '../book/header.ts';
import {
  decimalTextSchema,
  identifierSchema,
  localDateSchema,
  moneyTextSchema,
  periodSchema,
  quantityTextSchema,
  unitSchema,
  wordsSchema,
} from '../kernel/schema.ts';
import { goodsConditionSchema, scopeSchema } from '../scope/schema.ts';

/** One source's number. Two that disagree are both kept; `inForce` is chosen by the halves. */
export const claimSchema = z.strictObject({
  id: identifierSchema,
  quantity: quantityTextSchema,
  claimed: localDateSchema,
  quote: wordsSchema.optional(),
  source: sourceSchema,
});

export const agreementSchema = z.strictObject({
  kind: z.literal('agreement'),
  ...headerShape,
  parties: z.strictObject({
    supplier: identifierSchema,
    buyer: identifierSchema,
    coExecutors: z.array(identifierSchema).default([]),
  }),
  goods: z.strictObject({ name: wordsSchema, codes: goodsConditionSchema.default({}) }),
  claims: z.array(claimSchema).min(1),
  inForce: identifierSchema,
  period: periodSchema,
  /** How fulfilment is measured, and when a consignment counts as fulfilled. */
  measure: z.enum(['mass', 'pieces', 'heads']),
  countAt: z.enum(['accepted', 'delivered', 'received']).default('received'),
  /** Consignments that fulfil it: those that name it, and these. */
  scope: scopeSchema.optional(),
  price: z
    .strictObject({ amount: decimalTextSchema, currency: z.string(), per: unitSchema, source: sourceSchema })
    .optional(),
  /** Share over and under that still counts as kept, e.g. `'0.05'`. */
  tolerance: decimalTextSchema.default('0'),
  schedule: z.union([
    z.literal('even'),
    z.strictObject({ byMonth: z.record(z.string().regex(/^\d{4}-\d{2}$/u), decimalTextSchema) }),
    z.strictObject({ seasonal: z.array(decimalTextSchema).length(12) }),
  ]),
  preconditions: z.array(z.strictObject({ name: wordsSchema, leadDays: z.int().nonnegative() })).default([]),
  value: moneyTextSchema.optional(),
});
export type AgreementText = z.infer<typeof agreementSchema>;
