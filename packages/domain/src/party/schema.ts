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
    .optional(),
  region: z.string().optional(),
  roles: z
    .array(z.enum(['region', 'ministry', 'council-half', 'carrier', 'supplier', 'consignee', 'forwarder', 'owner']))
    .default([]),
  /** Registration numbers as scheme and id: UNP, INN, OGRN. */
  identifiers: z.array(z.strictObject({ scheme: z.string(), id: z.string() })).default([]),
  groups: z.array(identifierSchema).default([]),
  owners: z.array(z.string()).default([]),
  /** Short name for tables. */
  short: wordsSchema.optional(),
});
export type PartyText = z.infer<typeof partySchema>;
