/** Volumes excluded from a guarantee, as written in the book (pricing.md section 7). */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { identifierSchema, quantityTextSchema } from '../kernel/schema.ts';

/** Why a volume that was not carried is not held against who guaranteed it. */
export const EXCLUSION_REASONS = ['carrier-fault', 'refused', 'force-majeure'] as const;

/**
 * A quantity that lowers what a guarantee asks for. Its days are `valid`, from the first to the day after the last; what
 * falls into a window is its part by days. A corrected statement is a newer version of the same id; one withdrawn is a
 * version whose quantity is zero. `source` is the evidence: protocol, act, correspondence.
 */
export const excludedVolumeSchema = z.strictObject({
  kind: z.literal('excluded-volume'),
  ...headerShape,
  meter: identifierSchema
    .optional()
    .describe('The meter of the book whose guarantees it lowers, in every discount that compares it.'),
  discount: identifierSchema
    .optional()
    .describe('Or the discount whose guarantees it lowers; beside `meter`, those of this discount on that meter.'),
  key: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Whose volume: the values of the meter's key, in its order. Absent: of a meter without a key."),
  quantity: quantityTextSchema.describe('The volume excluded.'),
  reason: z.enum(EXCLUSION_REASONS).describe('Why it is not held against who promised.'),
});
export type ExcludedVolumeText = z.infer<typeof excludedVolumeSchema>;
