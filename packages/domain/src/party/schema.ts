/** Parties: regions, ministries, carriers, suppliers, forwarders, consignees. */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { identifierSchema, wordsSchema } from '../kernel/schema.ts';

export const partySchema = z.strictObject({
  kind: z.literal('party'),
  ...headerShape,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/u)
    .optional()
    .describe('Country, ISO 3166-1 alpha-2.'),
  region: z.string().optional().describe('Region, such as RU-KGD.'),
  roles: z
    .array(z.enum(['region', 'ministry', 'council-half', 'carrier', 'supplier', 'consignee', 'forwarder', 'owner']))
    .default([])
    .describe('What the party does.'),
  identifiers: z
    .array(
      z.strictObject({
        scheme: z.string().describe('Register: UNP, INN, OGRN.'),
        id: z.string().describe('Number in it.'),
      }),
    )
    .default([])
    .describe('Registration numbers as scheme and id: UNP, INN, OGRN.'),
  groups: z.array(identifierSchema).default([]).describe('Groups it belongs to; meters and scopes may ask for them.'),
  owners: z.array(z.string()).default([]).describe('Owners, for screening.'),
  short: wordsSchema.optional().describe('Short name for tables.'),
});
export type PartyText = z.infer<typeof partySchema>;
