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
  divisorSchema,
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
    quantum: decimalTextSchema.describe('Smallest step: 0.01, 0.05, 1.'),
    mode: z
      .enum(['half-up', 'half-even', 'up', 'down'])
      .default('half-up')
      .describe('Half-up is away from zero; up away from zero, down towards it.'),
    carry: z
      .enum(['rounded', 'full'])
      .default('rounded')
      .describe('Whether later steps go on from the rounded or the full value.'),
  }),
]);

/**
 * How a table's column is matched. `exact`: equal text. `belt`: a row holds an interval of numbers, which ends are closed is
 * declared. `goods`: prefixes and ranges of goods codes, the longest match wins. `*` in a cell matches everything.
 */
export const tableKeySchema = z.discriminatedUnion('match', [
  z
    .strictObject({
      match: z.literal('exact'),
      column: z.string().describe('Column that is compared.'),
      fact: z.string().optional().describe('Fact of the consignment it is compared with.'),
      quantity: name.optional().describe('Quantity of the tariff it is compared with.'),
    })
    .describe('Equal text; `*` in a cell matches everything.'),
  z
    .strictObject({
      match: z.literal('goods'),
      column: z.string().describe('Column with prefixes and ranges of codes.'),
      system: z.enum(['GNG', 'ETSNG', 'HS', 'CN', 'TNVED']).describe('System of the codes.'),
    })
    .describe('Prefixes and ranges of goods codes; the longest match wins.'),
  z
    .strictObject({
      match: z.literal('belt'),
      from: z
        .string()
        .optional()
        .describe(
          "Columns with the bounds. Only `from`: a row runs to the next row's bound; only `to`: from the one before.",
        ),
      to: z.string().optional().describe('Column with the upper bounds.'),
      closed: z.enum(['both', 'lower', 'upper', 'neither']).default('both').describe('Which bounds belong to the row.'),
      whole: z
        .boolean()
        .default(false)
        .describe('Whole units: 200 and 201 are neighbours, so that 1–200, 201–400 has no gap.'),
      gaps: z
        .boolean()
        .default(false)
        .describe('The printed grid has gaps: a distance in one is an error of the consignment, not of the table.'),
      fact: z.string().optional().describe('Fact that is looked up.'),
      quantity: name.optional().describe('Quantity of the tariff that is looked up.'),
    })
    .describe(
      'A row holds an interval of numbers; which ends are closed is declared. A value snaps to its row, nothing is interpolated.',
    ),
]);

export type TableKeyText = z.infer<typeof tableKeySchema>;

/** A table: rows in a CSV file beside the entry, or in place. Values are exact decimals. */
export const tableSchema = z.strictObject({
  file: z.string().optional().describe('CSV file, by its path from the entry’s file.'),
  columns: z.array(z.string()).optional().describe('Names of the columns, when the rows stand here.'),
  rows: z
    .array(z.array(z.union([z.string(), z.int(), z.null()])))
    .optional()
    .describe('Rows in place, as wide as the columns.'),
  keys: z.record(name, tableKeySchema).describe('How rows are found: by name of the key.'),
  value: z.string().optional().describe('Column of the value; default `value`.'),
  otherwise: decimalTextSchema
    .optional()
    .describe('Value where no row matches. Without it a missing row is an error that names the facts.'),
  several: z
    .enum(['each', 'highest', 'common'])
    .default('each')
    .describe(
      'Goods of one consignment that stand in different rows. `each`: every item at its own row, its part of the charge by mass; the other keys, such as a weight bracket, are those of the whole consignment; a quantity, which is no rate, refuses them. `highest`: the highest value of their rows for all of them. `common`: the one row that fits all of them.',
    ),
  clause: z.string().optional().describe('Clause of the act, shown in the trace.'),
  source: z.string().optional().describe('Where the rows come from.'),
});

export type TableText = z.infer<typeof tableSchema>;

/** Replaces one key of a look-up: a number, a fact, a quantity, or the greatest value of the belt before the one met. */
const keyOverride = z.union([
  z.string(),
  z.strictObject({ fact: z.string().describe('Fact taken instead.') }),
  z.strictObject({ quantity: name.describe('Quantity taken instead.') }),
  z.strictObject({
    endBefore: z
      .strictObject({
        table: name.describe('Table with the belt.'),
        key: name.describe('Key of the table that is a belt.'),
      })
      .describe('The greatest value of the belt before the one met.'),
  }),
]);

/** Something with a value: a decimal, a table's row, a fact, a quantity, an earlier step or part. */
export const operandSchema = z.union([
  decimalTextSchema,
  z.strictObject({
    table: name.describe('Table of the entry.'),
    column: z.string().optional().describe('Column of the value, where there are several.'),
    at: z.record(name, keyOverride).optional().describe('Values taken instead of the keys’ own.'),
    less: decimalTextSchema.optional().describe('A shift: so many units less.'),
    otherwise: decimalTextSchema.optional().describe('Value where no row matches.'),
  }),
  z.strictObject({
    fact: z.string().describe('Fact of the consignment, a number.'),
    per: divisorSchema.optional().describe('Divided by this: 1000 makes tonnes of kilograms.'),
    otherwise: decimalTextSchema.optional().describe('Value where the consignment does not say.'),
  }),
  z.strictObject({
    quantity: name.describe('Quantity of the tariff.'),
    per: divisorSchema.optional().describe('Divided by this.'),
  }),
  z.strictObject({ step: z.string().describe('Value after an earlier step, by its name.') }),
  z.strictObject({ part: name.describe('Amount of an earlier part, by its id.') }),
]);
export type OperandText = z.infer<typeof operandSchema>;

const common = {
  name: z.string().min(1).describe('Name of the step, shown in the trace and used by later steps.'),
  title: wordsSchema.optional().describe('Title of the step in the four languages.'),
  when: scopeSchema.optional().describe('The step runs only for these.'),
  round: roundingSchema.optional().describe('How the value after the step is rounded.'),
  clause: z.string().optional().describe('Clause of the act, shown in the trace.'),
};

/** One named step. Steps run in the order written; each has its line in the trace. */
export const stepSchema = z.discriminatedUnion('step', [
  z
    .strictObject({ step: z.literal('lookup'), ...common, value: operandSchema.describe('The value.') })
    .describe('Sets the running value.'),
  z
    .strictObject({ step: z.literal('multiply'), ...common, by: operandSchema.describe('The factor.') })
    .describe('The running value times another.'),
  z
    .strictObject({ step: z.literal('divide'), ...common, by: operandSchema.describe('The divisor.') })
    .describe('The running value divided by another.'),
  z
    .strictObject({ step: z.literal('add'), ...common, value: operandSchema.describe('What is added.') })
    .describe('Another value on top.'),
  z
    .strictObject({ step: z.literal('subtract'), ...common, value: operandSchema.describe('What is taken off.') })
    .describe('Another value less.'),
  z
    .strictObject({
      step: z.literal('piecewise'),
      ...common,
      table: name.describe('Table of rates by distance.'),
      key: name.describe('Its key that is a distance.'),
      from: operandSchema.describe('The distance L0 from which on the coefficient holds.'),
      coefficient: operandSchema.describe('The coefficient K.'),
    })
    .describe('rate(L0) + K·(rate(L) − rate(L0)), for a coefficient introduced from a distance L0 on.'),
  z
    .strictObject({
      step: z.literal('greater-correction'),
      ...common,
      candidates: z
        .array(
          z.strictObject({
            on: operandSchema.describe('What the rate is on.'),
            rate: operandSchema.describe('The rate, as a share.'),
            round: roundingSchema.optional().describe('How the correction is rounded.'),
          }),
        )
        .min(1)
        .describe('Corrections of which the one greatest in absolute value is taken.'),
    })
    .describe(
      'Adds the candidate correction `on × rate` that is greatest in absolute value; a tie takes the first written.',
    ),
  z
    .strictObject({ step: z.literal('maximum'), ...common, with: operandSchema.describe('The other value.') })
    .describe('The greater of the running value and another.'),
  z
    .strictObject({ step: z.literal('minimum'), ...common, with: operandSchema.describe('The other value.') })
    .describe('The lesser of the running value and another.'),
  z
    .strictObject({
      step: z.literal('clamp'),
      ...common,
      least: operandSchema.optional().describe('Not less than this.'),
      greatest: operandSchema.optional().describe('Not more than this.'),
    })
    .describe('Keeps the running value within bounds.'),
  z
    .strictObject({
      step: z.literal('convert'),
      ...common,
      to: currencySchema.describe('The currency afterwards.'),
      multiply: operandSchema.optional().describe('The value times this.'),
      divide: operandSchema.optional().describe('The value divided by this.'),
      date: localDateSchema.optional().describe('Day of the published coefficient.'),
      valid: periodSchema.optional().describe('Days of acceptance on which the coefficient holds.'),
      source: z.string().optional().describe('Who published it.'),
    })
    .describe('To another currency by a published coefficient.'),
  z
    .strictObject({
      step: z.literal('round'),
      name: z.string().describe('Name of the step, shown in the trace.'),
      when: scopeSchema.optional().describe('The step runs only for these.'),
      clause: z.string().optional().describe('Clause of the act, shown in the trace.'),
      title: wordsSchema.optional().describe('Title of the step in the four languages.'),
      to: roundingSchema.describe('To what it is rounded.'),
    })
    .describe('Rounds the running value.'),
  z
    .strictObject({
      step: z.literal('blocks'),
      ...common,
      size: operandSchema.describe('Size of a block.'),
      result: z
        .enum(['quantity', 'count'])
        .default('quantity')
        .describe('Whether the value becomes the quantity in whole blocks, or their number.'),
    })
    .describe(
      'A quantity rounded up to whole blocks of a size: the running value becomes a multiple of it, or the count of blocks.',
    ),
  z
    .strictObject({ step: z.literal('free'), ...common, allowance: operandSchema.describe('What is free.') })
    .describe('A free allowance: subtracts, not below zero.'),
  z
    .strictObject({
      step: z.literal('flat-per-step'),
      ...common,
      of: operandSchema.describe('The quantity whose steps are counted.'),
      steps: z
        .array(
          z.strictObject({
            from: decimalTextSchema.describe('Lower bound of the step.'),
            fee: decimalTextSchema.describe('Fee for reaching it.'),
          }),
        )
        .min(1)
        .describe('Steps of the scale.'),
    })
    .describe('A flat fee for every step reached of a scale of lower bounds.'),
  z
    .strictObject({
      step: z.literal('deficit'),
      ...common,
      table: name.describe('Table of rates by bracket.'),
      key: name.describe('Its key that is the bracket.'),
      of: operandSchema.describe('The mass.'),
      per: divisorSchema.default('1').describe('The rate is for so many units.'),
      reach: z.enum(['next', 'any', 'none']).default('next').describe('Which higher brackets may be taken.'),
      items: z.boolean().default(false).describe('Each item at its own rate, on the scale of the aggregate.'),
    })
    .describe(
      "Charge by mass with deficit weight: the lower of mass × own rate and a higher bracket's minimum × that bracket's rate. `per`: the rate is per so many units (100 lb). With `items`, each item has its own rate at the scale of the aggregate.",
    ),
  z
    .strictObject({ step: z.literal('discounts'), name: z.string().default('discounts').describe('Name of the step.') })
    .describe('Only among the steps over the sum: here discounts act. Default: after the last step before tax.'),
]);
export type StepText = z.infer<typeof stepSchema>;
export type RoundingText = z.infer<typeof roundingSchema>;

/** A part of the charge: loaded run, empty run, wagon, station services. */
export const partSchema = z.strictObject({
  id: name.describe('Identifier of the line.'),
  title: wordsSchema.optional().describe('Title of the line in the four languages.'),
  charge: z
    .string()
    .regex(/^[a-z]+(\.[a-z-]+)*$/u)
    .describe('Charge kind, dotted: `freight.loaded`, `freight.empty`, `wagon`, `service.station`, `surcharge.fuel`.'),
  currency: currencySchema
    .optional()
    .describe(
      "Currency the part's rates are printed in, when it is not the tariff's; a `convert` step then leads to the tariff's.",
    ),
  discountable: z.boolean().default(true).describe('Whether discounts may touch it.'),
  per: z
    .enum(['consignment', 'wagon', 'item', 'container'])
    .default('consignment')
    .describe(
      'Whether the steps run once, or for each wagon, item or container; then the line is their sum, which rounds once. To round each of them, let a step round.',
    ),
  when: scopeSchema.optional().describe('The part is charged only for these.'),
  steps: z.array(stepSchema).min(1).describe('Steps in the order in which they run.'),
  least: operandSchema.optional().describe('Least amount of the line, after its steps.'),
  greatest: operandSchema.optional().describe('Greatest amount of the line, after its steps.'),
});

/** Tax is last: the first rule whose scope applies. */
export const taxSchema = z.strictObject({
  when: scopeSchema.optional().describe('Consignments the rule is for. Absent: all.'),
  category: z
    .enum(['S', 'Z', 'E', 'O', 'AE', 'G'])
    .describe(
      'EN 16931 VAT category: S standard, Z zero rated, E exempt, O outside scope, AE reverse charge, G export.',
    ),
  rate: decimalTextSchema.describe('Rate as a share: 0.20 is 20 %.'),
  exemption: wordsSchema.optional().describe('Reason for exemption.'),
  round: roundingSchema.optional().describe('How the tax is rounded.'),
  clause: z.string().optional().describe('Clause of the act.'),
});

export const tariffSchema = z.strictObject({
  kind: z.literal('tariff'),
  ...headerShape,
  carrier: identifierSchema.describe('Carrier whose legs it prices.'),
  traffic: z.array(z.enum(TRAFFIC)).min(1).describe('Kinds of traffic it prices.'),
  currency: currencySchema.describe('Currency of its amounts.'),
  per: z
    .enum(['consignment', 'wagon'])
    .default('consignment')
    .describe(
      '`wagon`: parts and the steps over their sum run for each wagon, so that a rounding among them is of each wagon.',
    ),
  scope: scopeSchema.optional().describe('Legs this tariff prices, beyond carrier and traffic.'),
  tables: z.record(name, tableSchema).default({}).describe('Tables by name, for steps to look values up in.'),
  quantities: z
    .record(
      name,
      z.strictObject({
        title: wordsSchema.optional().describe('Title in the four languages.'),
        unit: z.string().optional().describe('Unit, for readers.'),
        steps: z.array(stepSchema).min(1).describe('Steps in the order in which they run.'),
      }),
    )
    .default({})
    .describe('Quantities worked out before rating, such as the chargeable mass, by name.'),
  parts: z.array(partSchema).min(1).describe('Parts of the charge, each a line.'),
  total: z.array(stepSchema).default([]).describe('Steps over the sum of the parts, in order.'),
  minimumCharge: operandSchema.optional().describe("Least charge of a leg; wins over the corridor's ceiling."),
  corridor: z
    .strictObject({
      floor: decimalTextSchema.optional().describe('Least share that may remain.'),
      ceiling: decimalTextSchema.optional().describe('Greatest share that may remain, for surcharges.'),
      clause: z.string().optional().describe('Clause of the act.'),
    })
    .optional()
    .describe('Tariff corridor: least and greatest share of the undiscounted discountable lines that may remain.'),
  tax: z.array(taxSchema).default([]).describe('Rules of tax; the first whose scope holds.'),
  examples: z
    .array(tariffExampleSchema)
    .default([])
    .describe('Worked examples; `kontor check` prices them and refuses the book when one is off by the smallest unit.'),
});
export type TariffText = z.infer<typeof tariffSchema>;
