/** Places and links of the corridor (corridor.md, "Network"). Each figure has a source or is synthetic. */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { MODES } from '../consignment/schema.ts';
import { decimalTextSchema, identifierSchema } from '../kernel/schema.ts';

export const placeSchema = z.strictObject({
  kind: z.literal('place'),
  ...headerShape,
  locode: z.string().optional(),
  country: z.string().regex(/^[A-Z]{2}$/u),
  region: z.string().optional(),
  railway: z.string().optional(),
  role: z.enum(['station', 'border-crossing', 'port', 'town', 'terminal']).optional(),
  codes: z.strictObject({ ESR: z.string().optional(), UIC: z.string().optional() }).optional(),
  /** Decimal degrees as text, WGS 84. */
  position: z.strictObject({ lat: decimalTextSchema, lon: decimalTextSchema }).optional(),
});
export type PlaceText = z.infer<typeof placeSchema>;

export const linkSchema = z.strictObject({
  kind: z.literal('link'),
  ...headerShape,
  from: identifierSchema,
  to: identifierSchema,
  mode: z.enum(MODES),
  carrier: identifierSchema.optional(),
  distanceKm: decimalTextSchema.optional(),
  hours: decimalTextSchema.optional(),
  capacity: z
    .strictObject({
      value: decimalTextSchema,
      unit: z.string(),
      per: z.enum(['day', 'week', 'month', 'year', 'sailing']),
    })
    .optional(),
});
