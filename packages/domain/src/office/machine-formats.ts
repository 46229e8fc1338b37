/** Every form in which commands speak to machines (`--format json`), with its published JSON Schema. */
import { z } from 'zod';
import { entitlementSchema, writtenWindow } from '../explain/entitlement-schema.ts';
import {
  chargeLineSchema,
  discountOutcomeSchema,
  entryReferenceSchema,
  goodsPricingSchema,
  legRatingSchema,
  nextTierSchema,
  questionSchema,
  ratingSchema,
  reasonSchema,
  traceStepSchema,
  whySchema,
  writtenDay,
  writtenDecimal,
} from '../explain/rating-schema.ts';
import { briefSchema, claimSchema } from './brief-format.ts';
import { entriesSchema, entrySchema, postedEntrySchema } from './entry-format.ts';
import { guaranteeSchema } from './guarantee-format.ts';
import { SECTIONS } from './simulate.ts';

const placeSchema = z.strictObject({
  file: z.string().optional().describe('File.'),
  line: z.int().optional().describe('Line, from 1.'),
  column: z.int().optional().describe('Column, from 1.'),
  path: z.string().optional().describe('Path within the entry.'),
  record: z.string().optional().describe('Name of the record.'),
});

export const checkSchema = z.strictObject({
  schema: z.literal('kontor.check/1').describe('Name and version of this form.'),
  entries: z.record(z.string(), z.int()).describe('How many entries there are, by kind.'),
  problems: z
    .array(
      z.strictObject({
        code: z.string().describe('Code of the problem.'),
        severity: z.enum(['error', 'warning']).describe('Whether it keeps the book from being used.'),
        place: placeSchema.describe('Where it is.'),
        params: z.record(z.string(), z.union([z.string(), z.number()])).describe('What the words fill in.'),
        reason: z.string().describe('What is wrong, in words.'),
        remedy: z.string().describe('What to do, in words.'),
        where: z.string().describe('Where, in words.'),
      }),
    )
    .describe('Every problem, in reading order.'),
});

export const simulationSchema = z.strictObject({
  schema: z.literal('kontor.simulation/1').describe('Name and version of this form.'),
  volumes: z.literal('as-they-were').describe('Nobody is assumed to send otherwise because a price changed.'),
  consignments: z.int().describe('How many consignments are reported.'),
  rows: z
    .array(
      z.strictObject({
        section: z.enum(SECTIONS).describe('What the figure is of.'),
        key: z.string().describe('Which one: a total, a discount, a party, a lane.'),
        currency: z.string().describe('Currency; empty where it is a count.'),
        base: writtenDecimal.describe('By the base book.'),
        candidate: writtenDecimal.describe('By the candidate.'),
        difference: writtenDecimal.describe('Candidate less base.'),
        changed: z
          .string()
          .regex(/^[0-9]+$/u)
          .describe('Consignments for which it differs.'),
      }),
    )
    .describe('Every figure.'),
});

export const importSchema = z.strictObject({
  schema: z.literal('kontor.import/1').describe('Name and version of this form.'),
  inserted: z.int().describe('Facts recorded.'),
  duplicates: z.int().describe('Already there.'),
  conflicts: z.int().describe('Notes that came again with other content.'),
  rejected: z.int().describe('Rows rejected.'),
  rejects: z.string().nullable().describe('File of the rejected rows.'),
  sha256: z.string().describe('What the file is known by.'),
});

export const turnoverSchema = z.strictObject({
  schema: z.literal('kontor.turnover/1').describe('Name and version of this form.'),
  asOf: writtenDay.describe('What was known on this day.'),
  columns: z.array(z.string()).describe('Titles of the columns.'),
  rows: z.array(z.array(z.string())).describe('Rows, as wide as the columns.'),
});

const settlementLineSchema = z.strictObject({
  quarter: z.string().describe('The quarter settled, such as 2025-Q1.'),
  settled: writtenDay.describe('Day by which it was settled.'),
  discount: z.string().describe('The discount.'),
  grantor: z.string().describe('Who grants it.'),
  party: z.string().describe('Who receives.'),
  window: z.string().describe('The window it is earned in.'),
  currency: z.string().describe('Currency of the amounts.'),
  earned: writtenDecimal.describe('Earned in the window so far.'),
  before: writtenDecimal.describe('Posted before.'),
  now: writtenDecimal.describe('Posted now.'),
  paid: writtenDecimal.describe('Paid out.'),
  held: writtenDecimal.describe('Held back.'),
  withheld: z.string().nullable().describe('What screening withholds it for.'),
  carried: z.boolean().describe('Whether it belongs to an earlier window.'),
  synthetic: z.boolean().describe('Whether its figures are made up.'),
});

const nextStepSchema = z.strictObject({
  discount: z.string().describe('The discount.'),
  grantor: z.string().describe('Who grants it.'),
  synthetic: z.boolean().describe('Whether its figures are made up.'),
  key: z.string().describe('Whose volume the window counts; empty where it counts everybody.'),
  window: writtenWindow.describe('The window.'),
  currency: z.string().describe('Currency.'),
  earned: writtenDecimal.describe('Earned so far.'),
  next: nextTierSchema.describe('The next step, worth what all of the window would bring more there.'),
});

export const settlementsSchema = z.strictObject({
  schema: z.literal('kontor.settlements/1').describe('Name and version of this form.'),
  asOf: writtenDay.describe('Settled is what had come by this day.'),
  quarters: z
    .array(
      z.strictObject({
        quarter: z.string().describe('The quarter.'),
        settled: writtenDay.describe('Day by which it was settled.'),
        open: z
          .array(
            z.strictObject({
              discount: z.string().describe('The discount.'),
              window: z.string().describe('The window.'),
              currency: z.string().describe('Currency.'),
              key: z.string().describe('Whose volume.'),
              missing: z.array(z.string()).describe('Facts that are missing.'),
              notes: z.array(z.string()).describe('Notes that lack them.'),
            }),
          )
          .describe('What could not be told; it stays as posted.'),
      }),
    )
    .describe('Quarters settled.'),
  guarantees: z.array(guaranteeSchema).describe('Promised volumes.'),
  next: z.array(nextStepSchema).describe('What more is needed in open windows of scales, and what it is worth.'),
  lines: z.array(settlementLineSchema).describe('Every line.'),
});

type Part = { readonly schema: z.ZodType; readonly text: string };

/** A form: what it is, its parts by name, the first of them the whole. */
export type MachineFormat = { readonly title: string; readonly parts: Readonly<Record<string, Part>> };

const OUTCOME: Part = { schema: discountOutcomeSchema, text: 'What became of a discount.' };
const SHARED: Readonly<Record<string, Part>> = {
  trace: { schema: traceStepSchema, text: 'One step of how an amount came about.' },
  entry: { schema: entryReferenceSchema, text: 'An entry of the book.' },
};

/** By the name of the file. */
export const MACHINE_FORMATS: Readonly<Record<string, MachineFormat>> = Object.freeze({
  rating: {
    title: 'What quote and rate write: kontor.rating/1',
    parts: {
      rating: { schema: ratingSchema, text: 'The price of one consignment. rate writes one on each line.' },
      leg: { schema: legRatingSchema, text: 'The price of one leg.' },
      line: { schema: chargeLineSchema, text: 'One line of the charge.' },
      discount: OUTCOME,
      goods: { schema: goodsPricingSchema, text: 'The price of the goods.' },
      reason: { schema: reasonSchema, text: 'Why something is not done.' },
      ...SHARED,
    },
  },
  why: {
    title: 'What quote --why writes: kontor.why/1',
    parts: {
      why: { schema: whySchema, text: 'One discount on one consignment, in full.' },
      condition: { schema: questionSchema, text: 'A condition as it was asked, with its answer.' },
      discount: OUTCOME,
      ...SHARED,
    },
  },
  check: {
    title: 'What check writes: kontor.check/1',
    parts: {
      check: { schema: checkSchema, text: 'Every problem of a book.' },
      place: { schema: placeSchema, text: 'Where a problem is.' },
    },
  },
  simulation: {
    title: 'What simulate writes: kontor.simulation/1',
    parts: { simulation: { schema: simulationSchema, text: 'Two books over the same consignments.' } },
  },
  settlements: {
    title: 'What settle writes: kontor.settlements/1',
    parts: {
      settlements: { schema: settlementsSchema, text: 'Quarters as they were settled.' },
      line: { schema: settlementLineSchema, text: 'One discount of one party in one window.' },
      guarantee: { schema: guaranteeSchema, text: 'How a promised volume stands.' },
    },
  },
  entry: {
    title: 'What entry KEY writes: kontor.entry/1',
    parts: {
      opened: { schema: entrySchema, text: 'A posted entry with what it follows from.' },
      posted: { schema: postedEntrySchema, text: 'An entry of the ledger.' },
      earned: { schema: entitlementSchema, text: 'What a discount that settles later has earned in a window.' },
      ...SHARED,
    },
  },
  entries: {
    title: 'What entry writes without a key: kontor.entries/1',
    parts: {
      entries: { schema: entriesSchema, text: 'The entries of the ledger.' },
      posted: { schema: postedEntrySchema, text: 'An entry of the ledger.' },
    },
  },
  brief: {
    title: 'What brief writes: kontor.brief/1',
    parts: {
      brief: { schema: briefSchema, text: 'The brief of a day.' },
      claim: { schema: claimSchema, text: 'A number stated for an agreement, and how it stands.' },
      guarantee: { schema: guaranteeSchema, text: 'How a promised volume stands.' },
    },
  },
  turnover: {
    title: 'What turnover writes: kontor.turnover/1',
    parts: { turnover: { schema: turnoverSchema, text: 'Turnover as a table.' } },
  },
  import: {
    title: 'What import writes: kontor.import/1',
    parts: { import: { schema: importSchema, text: 'What became of a file.' } },
  },
});

/** The published schema of a form. */
export function formatJsonSchema({ title, parts }: MachineFormat): z.core.JSONSchema.BaseSchema {
  const registry = z.registry<{ id: string }>();
  for (const [name, { schema }] of Object.entries(parts)) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { target: 'draft-7', uri: (id) => `#/definitions/${id}` });
  const definitions = Object.entries(parts).map(([name, { text }]) => {
    const { $schema: _schema, $id: _id, ...json } = schemas[name] ?? {};
    return [name, { ...json, description: text }] as const;
  });
  const [whole = ''] = Object.keys(parts);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    allOf: [{ $ref: `#/definitions/${whole}` }],
    definitions: Object.fromEntries(definitions),
  };
}
