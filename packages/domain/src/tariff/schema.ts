/**
 * The tariff as written in the book (pricing.md section 4). A tariff has tables, quantities computed before rating (such as
 * the chargeable mass), parts with their steps in order, and steps over the sum of the parts.
 */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { TRAFFIC } from '../consignment/schema.ts';
import {
  currencySchema,
  decimalTextSchema,
  identifierSchema,
  localDateSchema,
  periodSchema,
  wordsSchema,
} from '../kernel/schema.ts';
import { scopeSchema } from '../scope/schema.ts';
import { tariffExampleSchema } from './example-schema.ts';

const name = z.string().regex(/^[a-z][a-zA-Z0-9-]*$/u);

/** Rounding as data: `'0.01'` alone means half-up, later steps go on from the rounded value. */
export const roundingSchema = z.union([
  decimalTextSchema,
  z.strictObject({
    quantum: decimalTextSchema,
    mode: z.enum(['half-up', 'half-even', 'up', 'down']).default('half-up'),
    carry: z.enum(['rounded', 'full']).default('rounded'),
  }),
]);

/**
 * How a table's column is matched. `exact`: equal text. `belt`: a row holds an interval of numbers, which ends are closed is
 * declared. `goods`: prefixes and ranges of goods codes, the longest match wins. `*` in a cell matches everything.
 */
export const tableKeySchema = z.discriminatedUnion('match', [
  z.strictObject({
    match: z.literal('exact'),
    column: z.string(),
    fact: z.string().optional(),
    quantity: name.optional(),
  }),
  z.strictObject({
    match: z.literal('goods'),
    column: z.string(),
    system: z.enum(['GNG', 'ETSNG', 'HS', 'CN', 'TNVED']),
  }),
  z.strictObject({
    match: z.literal('belt'),
    /** Columns with the bounds. Only `from`: a row runs to the next row's bound; only `to`: from the one before. */
    from: z.string().optional(),
    to: z.string().optional(),
    closed: z.enum(['both', 'lower', 'upper', 'neither']).default('both'),
    /** Whole units: 200 and 201 are neighbours, so that 1–200, 201–400 has no gap. */
    whole: z.boolean().default(false),
    /** The printed grid has gaps: a distance in one is an error of the consignment, not of the table. */
    gaps: z.boolean().default(false),
    fact: z.string().optional(),
    quantity: name.optional(),
  }),
]);

export type TableKeyText = z.infer<typeof tableKeySchema>;

/** A table: rows in a CSV file beside the entry, or in place. Values are exact decimals. */
export const tableSchema = z.strictObject({
  file: z.string().optional(),
  columns: z.array(z.string()).optional(),
  rows: z.array(z.array(z.union([z.string(), z.int(), z.null()]))).optional(),
  keys: z.record(name, tableKeySchema),
  /** Column of the value; default `value`. */
  value: z.string().optional(),
  /** Value where no row matches. Without it a missing row is an error that names the facts. */
  otherwise: decimalTextSchema.optional(),
  clause: z.string().optional(),
  source: z.string().optional(),
});

export type TableText = z.infer<typeof tableSchema>;

/** Replaces one key of a look-up: a number, a fact, a quantity, or the greatest value of the belt before the one met. */
const keyOverride = z.union([
  z.string(),
  z.strictObject({ fact: z.string() }),
  z.strictObject({ quantity: name }),
  z.strictObject({ endBefore: z.strictObject({ table: name, key: name }) }),
]);

/** Something with a value: a decimal, a table's row, a fact, a quantity, an earlier step or part. */
export const operandSchema = z.union([
  decimalTextSchema,
  z.strictObject({
    table: name,
    column: z.string().optional(),
    at: z.record(name, keyOverride).optional(),
    less: decimalTextSchema.optional(),
    otherwise: decimalTextSchema.optional(),
  }),
  z.strictObject({ fact: z.string(), per: decimalTextSchema.optional(), otherwise: decimalTextSchema.optional() }),
  z.strictObject({ quantity: name, per: decimalTextSchema.optional() }),
  z.strictObject({ step: z.string() }),
  z.strictObject({ part: name }),
]);
export type OperandText = z.infer<typeof operandSchema>;

const common = {
  name: z.string().min(1),
  title: wordsSchema.optional(),
  when: scopeSchema.optional(),
  round: roundingSchema.optional(),
  clause: z.string().optional(),
};

/** One named step. Steps run in the order written; each has its line in the trace. */
export const stepSchema = z.discriminatedUnion('step', [
  /** Sets the running value. */
  z.strictObject({ step: z.literal('lookup'), ...common, value: operandSchema }),
  z.strictObject({ step: z.literal('multiply'), ...common, by: operandSchema }),
  z.strictObject({ step: z.literal('divide'), ...common, by: operandSchema }),
  z.strictObject({ step: z.literal('add'), ...common, value: operandSchema }),
  z.strictObject({ step: z.literal('subtract'), ...common, value: operandSchema }),
  /** rate(L0) + K·(rate(L) − rate(L0)), for a coefficient introduced from a distance L0 on. */
  z.strictObject({
    step: z.literal('piecewise'),
    ...common,
    table: name,
    key: name,
    from: operandSchema,
    coefficient: operandSchema,
  }),
  /** Adds the candidate correction `on × rate` that is greatest in absolute value; a tie takes the first written. */
  z.strictObject({
    step: z.literal('greater-correction'),
    ...common,
    candidates: z
      .array(z.strictObject({ on: operandSchema, rate: operandSchema, round: roundingSchema.optional() }))
      .min(1),
  }),
  /** The greater, or the lesser, of the running value and another. */
  z.strictObject({ step: z.literal('maximum'), ...common, with: operandSchema }),
  z.strictObject({ step: z.literal('minimum'), ...common, with: operandSchema }),
  z.strictObject({
    step: z.literal('clamp'),
    ...common,
    least: operandSchema.optional(),
    greatest: operandSchema.optional(),
  }),
  /** To another currency by a published coefficient. */
  z.strictObject({
    step: z.literal('convert'),
    ...common,
    to: currencySchema,
    multiply: operandSchema.optional(),
    divide: operandSchema.optional(),
    date: localDateSchema.optional(),
    valid: periodSchema.optional(),
    source: z.string().optional(),
  }),
  z.strictObject({
    step: z.literal('round'),
    name: z.string(),
    when: scopeSchema.optional(),
    clause: z.string().optional(),
    title: wordsSchema.optional(),
    to: roundingSchema,
  }),
  /** A quantity rounded up to whole blocks of a size: the running value becomes a multiple of it, or the count of blocks. */
  z.strictObject({
    step: z.literal('blocks'),
    ...common,
    size: operandSchema,
    result: z.enum(['quantity', 'count']).default('quantity'),
  }),
  /** A free allowance: subtracts, not below zero. */
  z.strictObject({ step: z.literal('free'), ...common, allowance: operandSchema }),
  /** A flat fee for every step reached of a scale of lower bounds. */
  z.strictObject({
    step: z.literal('flat-per-step'),
    ...common,
    of: operandSchema,
    steps: z.array(z.strictObject({ from: decimalTextSchema, fee: decimalTextSchema })).min(1),
  }),
  /**
   * Charge by mass with deficit weight: the lower of mass × own rate and a higher bracket's minimum × that bracket's rate.
   * `per`: the rate is per so many units (100 lb). With `items`, each item has its own rate at the scale of the aggregate.
   */
  z.strictObject({
    step: z.literal('deficit'),
    ...common,
    table: name,
    key: name,
    of: operandSchema,
    per: decimalTextSchema.default('1'),
    reach: z.enum(['next', 'any', 'none']).default('next'),
    items: z.boolean().default(false),
  }),
  /** Only among the steps over the sum: here discounts act. Default: after the last step before tax. */
  z.strictObject({ step: z.literal('discounts'), name: z.string().default('discounts') }),
]);
export type StepText = z.infer<typeof stepSchema>;
export type RoundingText = z.infer<typeof roundingSchema>;

/** A part of the charge: loaded run, empty run, wagon, station services. */
export const partSchema = z.strictObject({
  id: name,
  title: wordsSchema.optional(),
  /** Charge kind, dotted: `freight.loaded`, `freight.empty`, `wagon`, `service.station`, `surcharge.fuel`. */
  charge: z.string().regex(/^[a-z]+(\.[a-z-]+)*$/u),
  /** Currency the part's rates are printed in, when it is not the tariff's; a `convert` step then leads to the tariff's. */
  currency: currencySchema.optional(),
  discountable: z.boolean().default(true),
  per: z.enum(['consignment', 'wagon', 'item', 'container']).default('consignment'),
  when: scopeSchema.optional(),
  steps: z.array(stepSchema).min(1),
  /** Least and greatest amount of the line, after its steps. */
  least: operandSchema.optional(),
  greatest: operandSchema.optional(),
});

/** Tax is last: the first rule whose scope applies. */
export const taxSchema = z.strictObject({
  when: scopeSchema.optional(),
  /** EN 16931 VAT category: S standard, Z zero rated, E exempt, O outside scope, AE reverse charge, G export. */
  category: z.enum(['S', 'Z', 'E', 'O', 'AE', 'G']),
  rate: decimalTextSchema,
  exemption: wordsSchema.optional(),
  round: roundingSchema.optional(),
  clause: z.string().optional(),
});

export const tariffSchema = z.strictObject({
  kind: z.literal('tariff'),
  ...headerShape,
  carrier: identifierSchema,
  traffic: z.array(z.enum(TRAFFIC)).min(1),
  currency: currencySchema,
  /** `wagon`: parts and the steps over their sum run for each wagon, so that each is rounded by itself. */
  per: z.enum(['consignment', 'wagon']).default('consignment'),
  /** Legs this tariff prices, beyond carrier and traffic. */
  scope: scopeSchema.optional(),
  tables: z.record(name, tableSchema).default({}),
  quantities: z
    .record(
      name,
      z.strictObject({ title: wordsSchema.optional(), unit: z.string().optional(), steps: z.array(stepSchema).min(1) }),
    )
    .default({}),
  parts: z.array(partSchema).min(1),
  /** Steps over the sum of the parts, in order. */
  total: z.array(stepSchema).default([]),
  /** Least charge of a leg; wins over the corridor's ceiling. */
  minimumCharge: operandSchema.optional(),
  /** Tariff corridor: least and greatest share of the undiscounted discountable lines that may remain. */
  corridor: z
    .strictObject({
      floor: decimalTextSchema.optional(),
      ceiling: decimalTextSchema.optional(),
      clause: z.string().optional(),
    })
    .optional(),
  tax: z.array(taxSchema).default([]),
  examples: z.array(tariffExampleSchema).default([]),
});
export type TariffText = z.infer<typeof tariffSchema>;
