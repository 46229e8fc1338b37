/** Terms beside an effect, as written: which quantity earns, what a foreign currency is worth, how odd units fall. */
import { z } from 'zod';
import { currencySchema, decimalTextSchema, localDateSchema, moneyTextSchema } from '../kernel/schema.ts';
import { meterReferenceSchema } from '../meter/schema.ts';
import { roundingSchema } from '../tariff/schema.ts';

/**
 * How a quantity is counted before a rate per unit is multiplied with it: less what is free, no more than the greatest that
 * earns, and in started packages. Of each consignment on its leg; `over` a meter of the same measure, of its window.
 */
export const countedSchema = z.strictObject({
  free: decimalTextSchema.optional().describe('Units that earn nothing, taken off first.'),
  most: decimalTextSchema.optional().describe('Greatest number of units that earns.'),
  package: decimalTextSchema.optional().describe('Units in a package; a started one counts whole.'),
  over: meterReferenceSchema
    .optional()
    .describe('Counted over the window of this meter instead of in each consignment.'),
});
export type CountedText = z.infer<typeof countedSchema>;

/**
 * Only what is moved above one quantity of the meter's window, and up to another, earns: additional volume, a limit of so many
 * tonnes. The consignment that straddles a bound is split, its charge pro rata to the measure.
 */
export const volumeSchema = z.strictObject({
  meter: meterReferenceSchema.describe('Meter that says how much went before.'),
  unit: z.string().optional().describe("Unit of the bounds. Default: the meter's own."),
  above: decimalTextSchema.optional().describe('Only what is moved above this earns.'),
  upTo: decimalTextSchema.optional().describe('Only what is moved up to this earns.'),
});
export type VolumeText = z.infer<typeof volumeSchema>;

/** A published coefficient between two currencies, for amounts that are not in the currency of the charge. */
export const conversionSchema = z.strictObject({
  from: currencySchema.describe('Currency the amount is in.'),
  to: currencySchema.describe('Currency of the charge.'),
  multiply: decimalTextSchema.optional().describe('Amount times this.'),
  divide: decimalTextSchema.optional().describe('Amount divided by this.'),
  date: localDateSchema.describe('Day of the published coefficient.'),
  source: z.string().describe('Who published the coefficient.'),
  round: roundingSchema.optional().describe('How the converted amount is rounded.'),
});
export type ConversionText = z.infer<typeof conversionSchema>;

/**
 * What is set aside at the end of a quarter for a window that is still open: at the step reached, at the step that a forecast of
 * the whole window reaches, or at the average rate that the forecast comes to. When the window has ended it is what was reached.
 */
export const accrualSchema = z.strictObject({
  at: z
    .enum(['reached', 'forecast', 'average'])
    .describe('At the step reached, the step of the forecast, or the average rate of the forecast.'),
  forecast: z
    .array(
      z.strictObject({
        known: localDateSchema.describe('Day from which the forecast is known; the newest known counts.'),
        value: decimalTextSchema.describe('Quantity of the whole window, in the unit of the scale.'),
        window: z.string().optional().describe('Window it is of: 2025, 2025-Q1. Default: every window.'),
      }),
    )
    .max(1000)
    .default([])
    .describe('Forecasts of a whole window, as they became known.'),
  round: roundingSchema.optional().describe('Rounding of the average rate.'),
});

/** To whom the units go that are left over when an amount is split: the largest remainders, the first or the last part. */
export const residueSchema = z.enum(['largest-remainder', 'first', 'last']);

/** Least amount of the discount on each consignment and leg on which it acts. */
export const leastSchema = moneyTextSchema;
