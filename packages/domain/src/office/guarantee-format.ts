/** How a promised volume is written for machines, in the brief and beside settlements. */
import { z } from 'zod';
import { writtenDay, writtenDecimal, writtenExact } from '../explain/rating-schema.ts';

export const guaranteeSchema = z.strictObject({
  discount: z.string().describe('The discount.'),
  grantor: z.string().describe('Who grants it.'),
  synthetic: z.boolean().describe('Whether its figures are made up.'),
  by: z.string().nullable().describe('Who promised.'),
  window: z
    .strictObject({
      from: writtenDay.describe('First day.'),
      to: writtenDay.nullable().describe('First day after it.'),
    })
    .describe('The window of the promise.'),
  state: z.enum(['reached', 'open', 'at-risk', 'kept', 'failed', 'not-evaluated']).describe('How it stands.'),
  unit: z.string().describe('Unit of the quantities.'),
  required: writtenExact.describe('What was promised, less what is excluded.'),
  measured: writtenExact.describe('What has moved.'),
  short: writtenExact.describe('What is missing.'),
  daysLeft: z.int().describe('Days left in the window.'),
  missing: z.array(z.string()).describe('Facts that are missing.'),
  granted: z
    .array(z.strictObject({ currency: z.string().describe('Currency.'), amount: writtenDecimal.describe('Amount.') }))
    .describe('Granted on the strength of the promise.'),
});
