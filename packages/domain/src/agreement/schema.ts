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
  id: identifierSchema.describe('Identifier of the claim.'),
  quantity: quantityTextSchema.describe('The figure.'),
  claimed: localDateSchema.describe('Day on which it was stated.'),
  quote: wordsSchema.optional().describe('The words of the source.'),
  source: sourceSchema.describe('Where it comes from.'),
});

export const agreementSchema = z.strictObject({
  kind: z.literal('agreement'),
  ...headerShape,
  parties: z
    .strictObject({
      supplier: identifierSchema.describe('Supplier.'),
      buyer: identifierSchema.describe('Buyer.'),
      coExecutors: z.array(identifierSchema).default([]).describe('Others who take part.'),
    })
    .describe('Who supplies, who buys.'),
  goods: z
    .strictObject({
      name: wordsSchema.describe('Their name.'),
      codes: goodsConditionSchema.default({}).describe('Their codes.'),
    })
    .describe('The goods.'),
  claims: z.array(claimSchema).min(1).describe('What each source says of the quantity.'),
  inForce: identifierSchema.describe('The claim that is in force.'),
  period: periodSchema.describe('From when to when it runs.'),
  measure: z
    .enum(['mass', 'pieces', 'heads'])
    .describe('How fulfilment is measured, and when a consignment counts as fulfilled.'),
  countAt: z
    .enum(['accepted', 'delivered', 'received'])
    .default('received')
    .describe('The date by which a consignment counts.'),
  scope: scopeSchema.optional().describe('Consignments that fulfil it: those that name it, and these.'),
  price: z
    .strictObject({
      amount: decimalTextSchema.describe('Money for one unit.'),
      currency: z.string().describe('Currency.'),
      per: unitSchema.describe('Unit.'),
      source: sourceSchema.describe('Where the price comes from.'),
    })
    .optional()
    .describe('Price of the goods, where discounts of the supplier act.'),
  tolerance: decimalTextSchema.default('0').describe("Share over and under that still counts as kept, e.g. `'0.05'`."),
  schedule: z
    .union([
      z.literal('even'),
      z.strictObject({
        byMonth: z
          .record(z.string().regex(/^\d{4}-\d{2}$/u), decimalTextSchema)
          .describe('Quantity by month, YYYY-MM.'),
      }),
      z.strictObject({ seasonal: z.array(decimalTextSchema).length(12).describe('Weights of the twelve months.') }),
    ])
    .describe('How the quantity is spread over the period.'),
  preconditions: z
    .array(
      z.strictObject({
        name: wordsSchema.describe('What it is.'),
        leadDays: z.int().nonnegative().describe('Days it takes.'),
      }),
    )
    .default([])
    .describe('What has to be done before deliveries begin.'),
  value: moneyTextSchema.optional().describe('Value of the agreement.'),
});
export type AgreementText = z.infer<typeof agreementSchema>;
