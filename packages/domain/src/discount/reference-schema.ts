/** A reference route as written: over which legs the same goods are priced for comparison (pricing.md section 7, equalise). */
import { z } from 'zod';
import { legSchema } from '../consignment/schema.ts';

/** One leg of the reference route, with the charge kinds counted on it, by prefix. */
export const referenceLegSchema = legSchema
  .pick({ carrier: true, mode: true, from: true, to: true, traffic: true, distanceKm: true, via: true, vessel: true })
  .extend({ charges: z.array(z.string()).min(1).describe('Charge kinds counted on this leg, by prefix.') });
export type ReferenceLegText = z.infer<typeof referenceLegSchema>;
