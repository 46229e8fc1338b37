/**
 * A worked example in a tariff: a consignment and what it must come to. Checking a book prices its examples and fails when
 * one is off by the smallest unit (pricing.md section 11).
 */
import { z } from 'zod';
import { consignmentSchema } from '../consignment/schema.ts';
import { decimalTextSchema } from '../kernel/schema.ts';

export const tariffExampleSchema = z.strictObject({
  name: z.string().min(1).describe('What the example shows.'),
  source: z
    .string()
    .optional()
    .describe('Where the expected figures come from: a published quote, or how they were worked out by hand.'),
  consignment: consignmentSchema.describe('The consignment priced.'),
  leg: z.int().nonnegative().default(0).describe('Which leg, from 0.'),
  expected: z
    .strictObject({
      net: decimalTextSchema.optional().describe('The leg before tax.'),
      tax: decimalTextSchema.optional().describe('Its tax.'),
      payable: decimalTextSchema.optional().describe('What is to pay, with tax.'),
      lines: z.record(z.string(), decimalTextSchema).optional().describe('Amounts of lines by id.'),
      steps: z
        .record(z.string(), z.record(z.string(), decimalTextSchema))
        .optional()
        .describe(
          'Values after steps, by line and step, as the trace shows them; of the first wagon, item or container.',
        ),
      refusal: z.string().optional().describe('The code of the refusal that must come instead of a price.'),
    })
    .describe("Amounts in the tariff's currency; only what is named is compared."),
});
export type TariffExample = z.infer<typeof tariffExampleSchema>;
