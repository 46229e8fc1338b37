/**
 * Meters as written in the book (pricing.md section 6): a measure over the journal, with scope, key, window and the date
 * at which a consignment counts.
 */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { currencySchema, decimalTextSchema, identifierSchema, periodSchema, unitSchema } from '../kernel/schema.ts';
import { scopeSchema } from '../scope/schema.ts';

/** What is added up. Masses in kilograms; work measures (`tonne-km` …) over the legs in scope; `money` of a charge kind. */
export const measureSchema = z.union([
  z.enum(['mass', 'wagons', 'trains', 'containers', 'teu', 'pieces', 'heads', 'consignments', 'packages', 'tonne-km', 'wagon-km', 'train-km', 'axle-km']),
  z.strictObject({ money: z.strictObject({ charges: z.array(z.string()).min(1), of: z.enum(['gross', 'net']), currency: currencySchema }) }),
  z.strictObject({ quantity: unitSchema }),
]);

export const METER_KEYS = ['consignor', 'consignee', 'payer', 'carrier', 'agreement', 'route', 'party-group'] as const;

/** The window a reading covers. `lag: 1` reads the window before the consignment's own. */
export const windowSchema = z.strictObject({
  calendar: z.enum(['month', 'quarter', 'year']).optional(),
  /** First month of the freight year, 1–12. */
  freightYearFrom: z.int().min(1).max(12).optional(),
  fixed: periodSchema.optional(),
  rollingDays: z.int().positive().optional(),
  agreement: z.boolean().optional(),
  lag: z.int().nonnegative().optional(),
});

export const meterShape = {
  measure: measureSchema,
  scope: scopeSchema.optional(),
  /** One reading per combination of these; empty or absent: one reading for the whole. */
  key: z.array(z.enum(METER_KEYS)).optional(),
  window: windowSchema,
  countAt: z.enum(['accepted', 'crossed', 'delivered', 'received']).default('accepted'),
  /** Excess over a baseline: fixed, last year's same window, or the mean of the last n windows. */
  baseline: z
    .union([
      z.strictObject({ fixed: decimalTextSchema }),
      z.strictObject({ lastYear: z.literal(true) }),
      z.strictObject({ meanOf: z.int().positive() }),
    ])
    .optional(),
};

export const meterSchema = z.strictObject({ kind: z.literal('meter'), ...headerShape, ...meterShape });
export type MeterText = z.infer<typeof meterSchema>;

/** Where an entry needs a meter it names one of the book, or writes it in place. */
export const meterReferenceSchema = z.union([identifierSchema, z.strictObject(meterShape)]);
