/** A reference route as written: over which legs the same goods are priced for comparison (pricing.md section 7, equalise). */
import { z } from 'zod';
import { legSchema } from '../consignment/schema.ts';

/** One leg of the reference route, with the charge kinds counted on it, by prefix. */
export const referenceLegSchema = legSchema
  .pick({ carrier: true, mode: true, from: true, to: true, traffic: true, distanceKm: true, via: true, vessel: true })
  .extend({ charges: z.array(z.string()).min(1).describe('Charge kinds counted on this leg, by prefix.') });
export type ReferenceLegText = z.infer<typeof referenceLegSchema>;

/** The amount is what the charges touched exceed the same goods' charges over a reference route by. */
export const equaliseSchema = z
  .strictObject({
    kind: z.literal('equalise'),
    reference: z
      .array(referenceLegSchema)
      .min(1)
      .describe(
        'Legs of the reference route, each priced by the tariffs of the book on the day of acceptance, before discounts.',
      ),
    over: z
      .enum(['leg', 'consignment'])
      .default('leg')
      .describe(
        'What is compared with the reference: the charges touched of each leg by itself, or those of all legs the scope speaks of, as tariffed; then the amount falls to these legs in proportion to them. Default: leg.',
      ),
  })
  .describe(
    'The amount is what the charges touched exceed the same goods’ charges over a reference route by; never less than zero.',
  );
