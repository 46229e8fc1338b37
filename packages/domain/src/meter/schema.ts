/**
 * Meters as written in the book (pricing.md section 6): a measure over the journal, with scope, key, window and the date
 * at which a consignment counts.
 */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { currencySchema, decimalTextSchema, identifierSchema, periodSchema, unitSchema } from '../kernel/schema.ts';
import { scopeSchema } from '../scope/schema.ts';

/** What can be counted of a consignment or of its way. Masses in kilograms, distances in kilometres. */
export const COUNTED = [
  'mass',
  'wagons',
  'trains',
  'containers',
  'teu',
  'pieces',
  'heads',
  'consignments',
  'packages',
  'tonne-km',
  'wagon-km',
  'train-km',
  'axle-km',
] as const;

/** What is added up; work measures (`tonne-km` …) over the legs in scope; `money` of charge kinds, by prefix. */
export const measureSchema = z.union([
  z.enum(COUNTED),
  z.strictObject({
    money: z.strictObject({
      charges: z.array(z.string()).min(1),
      of: z.enum(['gross', 'net']),
      currency: currencySchema,
    }),
  }),
  z.strictObject({ quantity: unitSchema }),
]);

/** `party-group` is the consignor's group; the other two groups are those of the consignee and of the leg's payer. */
export const METER_KEYS = [
  'consignor',
  'consignee',
  'payer',
  'carrier',
  'agreement',
  'route',
  'party-group',
  'consignee-group',
  'payer-group',
] as const;

/** The window a reading covers, exactly one kind of it. `lag: 1` reads the window before the consignment's own. */
export const windowSchema = z.strictObject({
  calendar: z.enum(['month', 'quarter', 'year']).optional(),
  /** First month of the freight year, 1–12. */
  freightYearFrom: z.int().min(1).max(12).optional(),
  fixed: periodSchema.optional(),
  /** So many days that end with the consignment's own. */
  rollingDays: z.int().positive().max(36_600).optional(),
  agreement: z.literal(true).optional(),
  lag: z.int().nonnegative().max(1200).optional(),
});

export const meterShape = {
  measure: measureSchema,
  scope: scopeSchema.optional(),
  /** One reading per combination of these; empty or absent: one reading for the whole. */
  key: z.array(z.enum(METER_KEYS)).optional(),
  window: windowSchema,
  countAt: z.enum(['accepted', 'crossed', 'delivered', 'received']).default('accepted'),
  /** Excess over a baseline: fixed (in the meter's own unit), last year's same window, or the mean of the last n windows. */
  baseline: z
    .union([
      z.strictObject({ fixed: decimalTextSchema }),
      z.strictObject({ lastYear: z.literal(true) }),
      z.strictObject({ meanOf: z.int().positive().max(120) }),
    ])
    .optional(),
};

export const meterSchema = z.strictObject({ kind: z.literal('meter'), ...headerShape, ...meterShape });
export type MeterText = z.infer<typeof meterSchema>;

const inPlaceSchema = z.strictObject(meterShape);
/** A meter without a header: as written in place, in the entry that uses it. */
export type MeterShapeText = z.infer<typeof inPlaceSchema>;

/** Where an entry needs a meter it names one of the book, or writes it in place. */
export const meterReferenceSchema = z.union([identifierSchema, inPlaceSchema]);
export type MeterReferenceText = z.infer<typeof meterReferenceSchema>;
