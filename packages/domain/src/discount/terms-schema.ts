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
  free: decimalTextSchema.optional(),
  most: decimalTextSchema.optional(),
  /** Units in a package; a started one counts whole. */
  package: decimalTextSchema.optional(),
  over: meterReferenceSchema.optional(),
});
export type CountedText = z.infer<typeof countedSchema>;

/**
 * Only what is moved above one quantity of the meter's window, and up to another, earns: additional volume, a limit of so many
 * tonnes. The consignment that straddles a bound is split, its charge pro rata to the measure.
 */
export const volumeSchema = z.strictObject({
  meter: meterReferenceSchema,
  /** Unit of the bounds. Default: the meter's own. */
  unit: z.string().optional(),
  above: decimalTextSchema.optional(),
  upTo: decimalTextSchema.optional(),
});
export type VolumeText = z.infer<typeof volumeSchema>;

/** A published coefficient between two currencies, for amounts that are not in the currency of the charge. */
export const conversionSchema = z.strictObject({
  from: currencySchema,
  to: currencySchema,
  multiply: decimalTextSchema.optional(),
  divide: decimalTextSchema.optional(),
  /** Day of the published coefficient. */
  date: localDateSchema,
  source: z.string(),
  round: roundingSchema.optional(),
});
export type ConversionText = z.infer<typeof conversionSchema>;

/** To whom the units go that are left over when an amount is split: the largest remainders, the first or the last part. */
export const residueSchema = z.enum(['largest-remainder', 'first', 'last']);

/** Least amount of the discount on each consignment and leg on which it acts. */
export const leastSchema = moneyTextSchema;
