/** Places and links of the corridor (corridor.md, "Network"). Each figure has a source or is synthetic. */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { MODES } from '../consignment/schema.ts';
import { decimalTextSchema, identifierSchema } from '../kernel/schema.ts';

export const placeSchema = z.strictObject({
  kind: z.literal('place'),
  ...headerShape,
  locode: z.string().optional().describe('UN/LOCODE.'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/u)
    .describe('Country, ISO 3166-1 alpha-2.'),
  region: z.string().optional().describe('Region, such as RU-KGD.'),
  railway: z.string().optional().describe('Railway the station belongs to.'),
  role: z.enum(['station', 'border-crossing', 'port', 'town', 'terminal']).optional().describe('What the place is.'),
  codes: z
    .strictObject({
      ESR: z.string().optional().describe('Code of ESR (Unified Network Marking).'),
      UIC: z.string().optional().describe('Code of UIC.'),
    })
    .optional()
    .describe('Station codes.'),
  position: z
    .strictObject({ lat: decimalTextSchema.describe('Latitude.'), lon: decimalTextSchema.describe('Longitude.') })
    .optional()
    .describe('Decimal degrees as text, WGS 84.'),
});
export type PlaceText = z.infer<typeof placeSchema>;

export const linkSchema = z.strictObject({
  kind: z.literal('link'),
  ...headerShape,
  from: identifierSchema.describe('Where it begins.'),
  to: identifierSchema.describe('Where it ends.'),
  mode: z.enum(MODES).describe('Mode of transport.'),
  carrier: identifierSchema.optional().describe('Carrier.'),
  distanceKm: decimalTextSchema.optional().describe('Length in kilometres.'),
  hours: decimalTextSchema.optional().describe('Hours it takes.'),
  capacity: z
    .strictObject({
      value: decimalTextSchema.describe('How much.'),
      unit: z.string().describe('Unit.'),
      per: z.enum(['day', 'week', 'month', 'year', 'sailing']).describe('In which time.'),
    })
    .optional()
    .describe('What it can carry.'),
});
