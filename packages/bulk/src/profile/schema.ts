/**
 * An import profile: how a file of one kind is to be read. It holds every answer a person gave about such files, so
 * that the next one is read without asking. Columns are named by their titles.
 */
import { identifierSchema } from '@kontor/domain/kernel/schema';
import { z } from 'zod';
import { fieldSpec, IGNORE } from '../columns/fields.ts';
import { ENCODINGS } from '../file/encoding.ts';

export const PROFILE_SCHEMA = 'kontor/import-profile';
export const PROFILE_VERSION = 1;

const fieldName = z
  .string()
  .refine((name) => name === IGNORE || fieldSpec(name) !== undefined, { error: 'field.unknown' });

/** What is known of one column. What is left out is taken from its title, or from its values where they leave no doubt. */
export const columnSettingsSchema = z.strictObject({
  field: fieldName.optional().describe('field of the consignment, or "ignore"'),
  unit: z.enum(['kg', 't']).optional().describe('unit of a mass'),
  decimal: z.enum([',', '.']).optional().describe('decimal mark of a number'),
  order: z.enum(['dmy', 'mdy', 'ymd']).optional().describe('order of day, month and year'),
  century: z.literal([1900, 2000]).optional().describe('hundred years in which two-digit years lie'),
  serial: z.enum(['1900', '1904']).optional().describe('first year of plain day numbers'),
  timeZone: z.string().optional().describe('IANA zone of the place of acceptance, for times with an offset'),
  leadingZeros: z.enum(['restore', 'keep']).optional().describe('whether goods codes one digit short lost a zero'),
});
export type ColumnSettings = z.infer<typeof columnSettingsSchema>;

export const profileSchema = z.strictObject({
  schema: z.literal(PROFILE_SCHEMA),
  version: z.literal(PROFILE_VERSION),
  title: z.string().optional(),
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z.enum([';', ',', '\t', '|']).optional(),
  /** Name of the sheet of a workbook. */
  sheet: z.string().optional(),
  header: z
    .union([z.literal('none'), z.strictObject({ line: z.int().positive(), rows: z.int().min(1).max(3).default(1) })])
    .optional(),
  columns: z.record(z.string(), z.union([fieldName, columnSettingsSchema])).default({}),
  /** What becomes of columns that nothing is known of: asked about, unless ignored. */
  otherColumns: z.literal(IGNORE).optional(),
  /** Whether rows in a row with the same note are one consignment (its wagons or goods), or each is one of its own. */
  grouping: z.enum(['consecutive', 'rows']).optional(),
  /** Values of fields the file has no column for, such as `leg1.mode: rail`. */
  defaults: z.record(fieldName, z.string()).default({}),
  /** Names in the file and the ids they stand for. */
  parties: z.record(z.string(), identifierSchema).default({}),
  places: z.record(z.string(), identifierSchema).default({}),
  /** Words in the file and what they stand for, by field: `kind: { повагонная: wagonload }`. */
  values: z.record(fieldName, z.record(z.string(), z.string())).default({}),
});
export type Profile = z.infer<typeof profileSchema>;

type Maps = Pick<Profile, 'columns' | 'defaults' | 'parties' | 'places' | 'values'>;
/** A profile as it is being written: its values are still to be filled in or to be checked. */
export type Written = {
  readonly [name in keyof Profile]: name extends keyof Maps ? Readonly<Record<string, unknown>> : unknown;
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A profile that knows nothing. */
export const EMPTY_PROFILE: Profile = Object.freeze(
  profileSchema.parse({ schema: PROFILE_SCHEMA, version: PROFILE_VERSION }),
);

/** The settings of a column, the short form `title: field` included. */
export function settingsOf(profile: Profile, title: string): ColumnSettings {
  const settings = Object.hasOwn(profile.columns, title) ? profile.columns[title] : undefined;
  if (settings === undefined) return {};
  return typeof settings === 'string' ? { field: settings } : settings;
}
