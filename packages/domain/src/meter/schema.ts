/**
 * Meters as written in the book (pricing.md section 6): a measure over the journal, with scope, key, window and the date
 * at which a consignment counts.
 */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { CODE_SYSTEMS } from '../consignment/schema.ts';
import {
  currencySchema,
  decimalTextSchema,
  identifierSchema,
  localDateSchema,
  periodSchema,
  unitSchema,
} from '../kernel/schema.ts';
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
    money: z
      .strictObject({
        charges: z.array(z.string()).min(1).describe('Charge kinds by prefix.'),
        of: z.enum(['gross', 'net']).describe('Before discounts, or after them.'),
        currency: currencySchema.describe('Currency counted; charges in another one are not.'),
      })
      .describe('Money of charge kinds.'),
  }),
  z.strictObject({ quantity: unitSchema.describe('A quantity that consignments state in this unit.') }),
]);

/** `party-group` is the consignor's group; the other two groups are those of the consignee and of the leg's payer. `route` is
 * origin and destination, `carrier` that of the leg. */
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

/**
 * What keeps readings apart: a party, its group, the route, the agreement; or any text a scope can read, such as
 * `{ fact: leg.mode }` or `{ fact: vessel }`; or the goods by the first digits of their code. A consignment with several
 * values of a fact is under none of them: its key is missing.
 */
export const meterKeySchema = z.union([
  z.enum(METER_KEYS),
  z.strictObject({ fact: z.string().describe('Any text a scope can read, such as leg.mode.') }),
  z.strictObject({
    goods: z.enum(CODE_SYSTEMS).describe('Goods by the first digits of their code in this system.'),
    digits: z.int().positive().max(12).describe('How many digits.'),
  }),
]);

/** Windows of so many months or days one after the other, the first of them beginning on `from`; also before it. */
const cycleSchema = z.strictObject({
  from: localDateSchema.describe('A day on which a window begins.'),
  months: z.int().positive().max(1200).optional().describe('Length in months.'),
  days: z.int().positive().max(36_600).optional().describe('Length in days.'),
});

/**
 * The window a reading covers, exactly one kind of it: a calendar span, a freight year, a repeating span counted from a day,
 * a fixed interval, rolling days, or the period of the agreement the consignment names. It is the meter's own and may differ
 * from the validity of what reads it. `lag: 1` reads the window before the consignment's own, `lag: 3` the third before.
 */
export const windowSchema = z.strictObject({
  calendar: z.enum(['week', 'month', 'quarter', 'half-year', 'year']).optional().describe('A span of the calendar.'),
  freightYearFrom: z.int().min(1).max(12).optional().describe('First month of the freight year, 1–12.'),
  cycle: cycleSchema.optional().describe('Windows of a length of their own, one after the other.'),
  fixed: periodSchema.optional().describe('One interval, such as the year of a contract.'),
  rollingDays: z
    .int()
    .positive()
    .max(36_600)
    .optional()
    .describe("So many days that end with the consignment's own, or with the day before it (`rollingTo`)."),
  rollingTo: z
    .enum(['the-day', 'the-day-before'])
    .optional()
    .describe('Whether the consignment’s own day is inside. Default: it is.'),
  agreement: z.literal(true).optional().describe('The period of the agreement the consignment names.'),
  lag: z.int().nonnegative().max(1200).optional().describe('So many windows earlier: 1 reads the window before.'),
});

/**
 * What the total is compared with: a fixed quantity (in the meter's own unit), last year's same window, the mean of the same
 * window in the last n years (`lastYears`), or the mean of the last n windows (`meanOf`). `as: excess` (default) reads the
 * total less the baseline, `as: ratio` the total divided by it (C62): over a baseline of zero that is not evaluated, unless
 * `whenZero` says what it is then. `whenEmpty` says what an earlier window is in which nothing was counted under the key:
 * nought in the mean (`zero`, default), left out of it (`left-out`), or a reason not to evaluate (`not-evaluated`). With all
 * of them left out there is no mean, and nothing is evaluated.
 */
const ofBaseline = {
  as: z
    .enum(['excess', 'ratio'])
    .optional()
    .describe('What the reading is: the excess over the baseline, or the total divided by it. Default: excess.'),
  whenZero: decimalTextSchema
    .optional()
    .describe('The ratio where the baseline is zero; without it the reading is not evaluated.'),
};
const ofEarlier = {
  ...ofBaseline,
  whenEmpty: z
    .enum(['zero', 'left-out', 'not-evaluated'])
    .default('zero')
    .describe(
      'What an earlier window is in which nothing was counted: zero in the mean, left out of it, or not evaluated. Default: zero.',
    ),
};
export const baselineSchema = z.union([
  z.strictObject({ fixed: decimalTextSchema.describe('A quantity in the meter’s own unit.'), ...ofBaseline }),
  z.strictObject({ lastYear: z.literal(true).describe('What the same window of last year held.'), ...ofEarlier }),
  z.strictObject({
    lastYears: z.int().positive().max(50).describe('The mean of the same window in the last so many years.'),
    ...ofEarlier,
  }),
  z.strictObject({
    meanOf: z.int().positive().max(120).describe('The mean of the last so many windows.'),
    ...ofEarlier,
  }),
]);

const measuredShape = {
  measure: measureSchema
    .optional()
    .describe(
      'What is added up. Work (`tonne-km` …) and money add up over the legs in scope. A leg is rated after what precedes its consignment, and does not see the legs before it.',
    ),
  scope: scopeSchema.optional().describe('Consignments and legs that count. Absent: all.'),
  parts: z
    .enum(['whole', 'matching'])
    .optional()
    .describe(
      'Of a consignment whose goods, wagons or containers match the scope only in part: all of it counts (`whole`, default), or the matching ones alone (`matching`), by what the note states of them; where it does not, such as how many wagons some of the goods are in, the fact is missing. Not for money.',
    ),
  key: z
    .array(meterKeySchema)
    .optional()
    .describe('One reading per combination of these; empty or absent: one reading for the whole.'),
  window: windowSchema
    .optional()
    .describe('Over which days a reading goes. Needed by every meter that is not combined of others.'),
  countAt: z
    .enum(['accepted', 'crossed', 'delivered', 'received'])
    .default('accepted')
    .describe('The date by which a consignment falls into a window.'),
  baseline: baselineSchema.optional().describe('What the total is compared with.'),
};

/** A meter that measures. */
export const meterPartSchema = z.strictObject(measuredShape);
const partSchema = z.union([identifierSchema, meterPartSchema]);

export const meterShape = {
  ...measuredShape,
  combine: z
    .enum(['sum', 'lesser', 'greater'])
    .optional()
    .describe(
      'Instead of `measure`, `scope`, `key` and `window`: several meters read as one, such as the lesser of two directions. They have the same unit, window, date of counting and number of keys; a consignment is read under the key of the first of them whose scope speaks of it.',
    ),
  of: z
    .array(partSchema)
    .min(2)
    .max(24)
    .optional()
    .describe('The meters that are combined: by id, or written in place.'),
};

export const meterSchema = z.strictObject({ kind: z.literal('meter'), ...headerShape, ...meterShape });
export type MeterText = z.infer<typeof meterSchema>;

const inPlaceSchema = z.strictObject(meterShape);
export type MeterPartText = z.infer<typeof partSchema>;
/** A meter without a header: as written in place, in the entry that uses it. */
export type MeterShapeText = z.infer<typeof inPlaceSchema>;

/** Where an entry needs a meter it names one of the book, or writes it in place. */
export const meterReferenceSchema = z.union([identifierSchema, inPlaceSchema]);
export type MeterReferenceText = z.infer<typeof meterReferenceSchema>;
