/**
 * A worked example in a tariff: a consignment and what it must come to. Checking a book prices its examples and fails when
 * one is off by the smallest unit (pricing.md section 11).
 */
import { z } from 'zod';
import { consignmentSchema } from '../consignment/schema.ts';
import { decimalTextSchema } from '../kernel/schema.ts';

export const tariffExampleSchema = z.strictObject({
  name: z.string().min(1),
  /** Where the expected figures come from: a published quote, or how they were worked out by hand. */
  source: z.string().optional(),
  consignment: consignmentSchema,
  /** Which leg, from 0. */
  leg: z.int().nonnegative().default(0),
  /** Amounts in the tariff's currency; only what is named is compared. */
  expected: z.strictObject({
    net: decimalTextSchema.optional(),
    tax: decimalTextSchema.optional(),
    payable: decimalTextSchema.optional(),
    /** Amounts of lines by id. */
    lines: z.record(z.string(), decimalTextSchema).optional(),
    /** Values after steps, by line and step, as the trace shows them; of the first wagon, item or container. */
    steps: z.record(z.string(), z.record(z.string(), decimalTextSchema)).optional(),
    /** The code of the refusal that must come instead of a price. */
    refusal: z.string().optional(),
  }),
});
export type TariffExample = z.infer<typeof tariffExampleSchema>;
