/**
 * Zod schemas of the kernel's values as they are written in files: every room builds its own schema from these,
 * so that a decimal, a date or a code is parsed in one way everywhere.
 */
import { z } from 'zod';
import { parseDecimal } from './decimal.ts';
import { isIdentifier } from './identifier.ts';
import { type LocalDate, parseLocalDate } from './local-date.ts';
import { isCurrency } from './money.ts';
import { isUnit, type UnitCode } from './quantity.ts';

/**
 * An exact decimal as text, such as `'0.551'`. Whole numbers may stand unquoted; the book's reader hands on an unquoted
 * fraction by its source text, so that nothing passes through a binary float.
 */
export const decimalTextSchema = z
  .union([z.string(), z.int().transform(String)])
  .refine((text) => parseDecimal(text) !== undefined, { error: 'decimal.malformed' })
  .meta({ description: 'exact decimal' });

/** An exact decimal that something is divided by. */
export const divisorSchema = decimalTextSchema.refine(
  (text) => {
    const value = parseDecimal(text);
    return value === undefined || value.units > 0n;
  },
  { error: 'decimal.not-positive' },
);

/** A calendar date `YYYY-MM-DD`. */
export const localDateSchema = z.custom<LocalDate>(
  (text) => typeof text === 'string' && parseLocalDate(text) !== undefined,
  { error: 'date.malformed' },
);

/** ISO 4217 code. */
export const currencySchema = z.string().refine(isCurrency, { error: 'currency.unknown' });

/** UN/ECE Rec 20 unit code. */
export const unitSchema = z.custom<UnitCode>((text) => typeof text === 'string' && isUnit(text), {
  error: 'unit.unknown',
});

/** Identifier of a book entry, a party or a place. */
export const identifierSchema = z.string().refine(isIdentifier, { error: 'identifier.malformed' });

/** Whole, not negative, exactly representable count: kilograms, pieces, heads, axles. */
export const wholeSchema = z.int().nonnegative();

/** An amount with its currency, as written in files. */
export const moneyTextSchema = z.strictObject({
  amount: decimalTextSchema.describe('How much, in major units: 12.50.'),
  currency: currencySchema.describe('Currency of the amount.'),
});

/** A quantity with its unit, as written in files. */
export const quantityTextSchema = z.strictObject({
  value: decimalTextSchema.describe('How much.'),
  unit: unitSchema.describe('Unit of the value.'),
});

/** Half-open interval of dates: `from` is inside, `to` is not; no `to` means until further notice. */
export const periodSchema = z.strictObject({
  from: localDateSchema.describe('First day.'),
  to: localDateSchema.optional().describe('First day that is no longer inside; absent: until further notice.'),
});

/** The four languages of the office. */
export const LANGUAGES = ['en', 'de', 'ru', 'be'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text people read, in the four languages. Proper names may be one string for all. */
export const wordsSchema = z.union([
  z.string(),
  z.strictObject({
    en: z.string().describe('English.'),
    de: z.string().describe('German.'),
    ru: z.string().describe('Russian.'),
    be: z.string().describe('Belarusian.'),
  }),
]);
export type Words = z.infer<typeof wordsSchema>;
