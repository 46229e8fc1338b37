/**
 * What every book entry carries, whatever it says (pricing.md section 3): identity, source, validity, when it was
 * known, and which entry it replaces.
 */
import { z } from 'zod';
import { identifierSchema, localDateSchema, periodSchema, wordsSchema } from '../kernel/schema.ts';

/** Where a statement comes from. A figure without a public source is `synthetic: true`, and shown as such everywhere. */
export const sourceSchema = z.strictObject({
  act: z.string().optional(),
  date: localDateSchema.optional(),
  address: z.url().optional(),
  note: z.string().optional(),
  synthetic: z.boolean().optional(),
});
export type Source = z.infer<typeof sourceSchema>;

/** Fields common to all entries; each room's schema extends them with its own `kind` and content. */
export const headerShape = {
  id: identifierSchema,
  /** Distinguishes versions of one id; absent, the date `known` does. */
  version: z.string().optional(),
  title: wordsSchema,
  source: z.union([sourceSchema, z.array(sourceSchema).min(1)]),
  /** Half-open interval on the date of acceptance in which the entry holds. */
  valid: periodSchema,
  /** When the entry was published. Later than the start of `valid` means back-dated. Absent: the start of `valid`. */
  known: localDateSchema.optional(),
  /** The notice whose item this entry is: a letter or an order whose points are entries of their own. */
  notice: z.strictObject({ id: identifierSchema, item: z.string().min(1) }).optional(),
  /** What this one replaces from its own start on: an entry, all items of a notice, or only those named of it. */
  supersedes: z.array(z.strictObject({ entry: identifierSchema, items: z.array(z.string()).optional() })).optional(),
  note: wordsSchema.optional(),
};

export const headerSchema = z.object(headerShape);
export type Header = z.infer<typeof headerSchema>;
