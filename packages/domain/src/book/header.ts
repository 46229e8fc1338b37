/**
 * What every book entry carries, whatever it says (pricing.md section 3): identity, source, validity, when it was
 * known, and which entry it replaces.
 */
import { z } from 'zod';
import { identifierSchema, localDateSchema, periodSchema, wordsSchema } from '../kernel/schema.ts';

/** Where a statement comes from. A figure without a public source is `synthetic: true`, and shown as such everywhere. */
export const sourceSchema = z.strictObject({
  act: z.string().optional().describe('The act: order, letter, minutes, with its number.'),
  date: localDateSchema.optional().describe('Day of the act.'),
  address: z.url().optional().describe('Address where it can be read.'),
  note: z.string().optional().describe('What a reader has to know of the source.'),
  synthetic: z
    .boolean()
    .optional()
    .describe('True where a figure has no public source and is made up; it is marked `*` wherever it is shown.'),
});
export type Source = z.infer<typeof sourceSchema>;

/** Fields common to all entries; each room's schema extends them with its own `kind` and content. */
export const headerShape = {
  id: identifierSchema.describe(
    'Identifier: lower-case letters and digits joined by - or . and in segments by /, such as rw-by/703nz.',
  ),
  version: z.string().optional().describe('Distinguishes versions of one id; absent, the date `known` does.'),
  title: wordsSchema.describe('Title in the four languages; a proper name may be one text.'),
  source: z
    .union([sourceSchema, z.array(sourceSchema).min(1)])
    .describe(
      'Where the entry comes from: act, date, address; one or several. What has no public source is `synthetic: true`.',
    ),
  valid: periodSchema.describe('Half-open interval on the date of acceptance in which the entry holds.'),
  known: localDateSchema
    .optional()
    .describe(
      'When the entry was published. Later than the start of `valid` means back-dated. Absent: the start of `valid`.',
    ),
  notice: z
    .strictObject({
      id: identifierSchema.describe('Identifier of the notice.'),
      item: z.string().min(1).describe('The item as printed, such as 1.11.'),
    })
    .optional()
    .describe('The notice whose item this entry is: a letter or an order whose points are entries of their own.'),
  supersedes: z
    .array(
      z.strictObject({
        entry: identifierSchema.describe('The entry or the notice replaced, by id.'),
        items: z.array(z.string()).optional().describe('The items of the notice that cease; absent: all.'),
      }),
    )
    .optional()
    .describe(
      'What this one replaces from its own start on: an entry, all items of a notice, or only those named of it.',
    ),
  note: wordsSchema.optional().describe('A remark for readers.'),
};

export const headerSchema = z.object(headerShape);
export type Header = z.infer<typeof headerSchema>;
