/** A comparison on money as written: on what the tariff charges, or on what is left when the discount's turn comes. */
import { z } from 'zod';
import { moneyTextSchema } from '../kernel/schema.ts';

export const amountConditionSchema = z
  .strictObject({
    /** Charge kinds by prefix. Default: all of the leg. */
    charges: z.array(z.string()).min(1).optional(),
    /** `running`: less what the discounts before it have taken off. It then depends on them, by declaration. */
    of: z.enum(['gross', 'running']),
    atLeast: moneyTextSchema.optional(),
    lessThan: moneyTextSchema.optional(),
  })
  .refine(({ atLeast, lessThan }) => atLeast !== undefined || lessThan !== undefined);
export type AmountConditionText = z.infer<typeof amountConditionSchema>;
