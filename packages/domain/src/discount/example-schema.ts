/**
 * A worked example in a discount: what happened before, a consignment, and what the discount must do for it. Checking a book
 * prices its examples and fails when one is off by the smallest unit (pricing.md section 11).
 */
import { z } from 'zod';
import { consignmentSchema } from '../consignment/schema.ts';
import { decimalTextSchema, localDateSchema } from '../kernel/schema.ts';

/** What a meter of the discount holds before the consignments of the example, without writing those out. */
const heldSchema = z
  .strictObject({
    meter: z
      .string()
      .optional()
      .describe('Id of the meter, or its place in the discount: effect.meter, when.0.meter. Default: its only meter.'),
    key: z.string().optional().describe('Key it is held under, parts joined by |. Default: whichever is asked for.'),
    window: z
      .string()
      .optional()
      .describe('Window it is held in: 2025, 2025-Q1, 2025-03. Default: whichever is asked for.'),
    value: decimalTextSchema.describe('What the meter holds.'),
    unit: z
      .string()
      .optional()
      .describe("Unit of the value. Default: that of the scale, for other meters the meter's own, such as KGM."),
  })
  .describe('Stands for earlier consignments: what a meter of the discount holds before them.');

export type HeldText = z.infer<typeof heldSchema>;

const LIMITS = [
  'cap',
  'stack-cap',
  'remaining',
  'corridor-floor',
  'corridor-ceiling',
  'minimum-charge',
  'budget',
  'group',
] as const;

export const discountExampleSchema = z.strictObject({
  name: z.string().min(1).describe('What the example shows.'),
  source: z.string().optional().describe('Where the expected figures come from.'),
  knownBy: localDateSchema
    .optional()
    .describe('The book as known on this day. Default: the day the discount was published.'),
  history: z.array(heldSchema).default([]).describe('What went before, without its consignments.'),
  journal: z
    .array(consignmentSchema)
    .max(1000)
    .default([])
    .describe('Consignments beside the one priced, in any order: they move meters and budgets.'),
  consignment: consignmentSchema.describe('The consignment priced.'),
  leg: z
    .union([z.int().nonnegative(), z.literal('goods')])
    .default(0)
    .describe('Which leg, from 0, or the goods price.'),
  screening: z
    .enum(['ALLOW', 'FLAG', 'HOLD', 'REFUSE'])
    .default('ALLOW')
    .describe('What screening said of all consignments of the example.'),
  alone: z.boolean().default(false).describe('Without the other discounts of the book. Default: with them.'),
  expected: z
    .strictObject({
      outcome: z
        .enum(['applied', 'not-applied', 'not-evaluated', 'not-in-force'])
        .describe('What becomes of the discount; `not-in-force` before, after, while not known, and once superseded.'),
      reason: z.string().optional().describe('Code of the first condition that fails, such as discount.meter-below.'),
      condition: z.string().optional().describe('The condition of the scope that fails first, such as wagon.type.'),
      missing: z.array(z.string()).optional().describe('Facts that are missing.'),
      amount: decimalTextSchema.optional().describe('What the discount takes off after all limits.'),
      cuts: z
        .partialRecord(z.enum(LIMITS), decimalTextSchema)
        .optional()
        .describe('What limits took back; a limit not named must not have acted.'),
      net: decimalTextSchema.optional().describe('Charge of the leg after discounts, before tax.'),
      payable: decimalTextSchema.optional().describe('What is to pay for the leg, with tax.'),
      earned: decimalTextSchema
        .optional()
        .describe(
          'What all consignments of the example earn by this discount at settlement, by `knownBy`; less than zero where a guarantee takes back.',
        ),
      own: decimalTextSchema.optional().describe('The part of `earned` that falls to the consignment priced.'),
      shares: z
        .partialRecord(z.enum(['payer', 'consignor', 'consignee', 'carrier', 'named']), decimalTextSchema)
        .optional()
        .describe('To whom `earned` goes; who is not named must get nothing.'),
      guarantee: z
        .strictObject({
          status: z
            .enum(['open', 'kept', 'failed', 'not-evaluated'])
            .describe('Whether the promise is open, kept or failed.'),
          measured: decimalTextSchema.optional().describe('What the meter of the guarantee holds.'),
          short: decimalTextSchema.optional().describe('What is missing, so far or in the end.'),
        })
        .optional()
        .describe(
          "The guarantee by `knownBy` in the window of the consignment priced, quantities in the guarantee's own unit.",
        ),
    })
    .describe('Only what is named is compared, each to the smallest unit.'),
});
export type DiscountExample = z.infer<typeof discountExampleSchema>;
