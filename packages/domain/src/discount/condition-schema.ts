/**
 * Conditions of a discount as written (pricing.md section 7): comparisons on meters and scopes, combined by all, any, not.
 *
 *   when:
 *     - meter: total
 *       atLeast: { value: '10', unit: KTN }
 *     - any:
 *         - { meter: outbound, atLeast: { value: '5000', unit: container } }
 *         - { scope: { marks: ['703NZ'] } }
 */
import { z } from 'zod';
import { currencySchema, decimalTextSchema, localDateSchema, unitSchema } from '../kernel/schema.ts';
import { type MeterReferenceText, meterReferenceSchema } from '../meter/schema.ts';
import { type ScopeText, scopeSchema } from '../scope/schema.ts';

const per = z
  .enum(['window', 'day', 'month'])
  .default('window')
  .describe('The bound is meant for the whole window, or for each day or month of it; then it grows with the window.');

export const thresholdSchema = z.union([
  z.strictObject({
    value: decimalTextSchema.describe('The bound.'),
    unit: unitSchema.describe('Unit of the bound; the reading of the meter is converted to it.'),
    per,
  }),
  z.strictObject({
    amount: decimalTextSchema.describe('The bound, an amount of money.'),
    currency: currencySchema.describe('Currency of the bound; the meter counts in it.'),
    per,
  }),
]);
export type ThresholdText = z.infer<typeof thresholdSchema>;

/** A condition as written: exactly one of `meter`, `scope`, `all`, `any`, `not`. */
export type ConditionText = {
  readonly meter?: MeterReferenceText | undefined;
  readonly atLeast?: ThresholdText | undefined;
  readonly above?: ThresholdText | undefined;
  readonly lessThan?: ThresholdText | undefined;
  readonly atMost?: ThresholdText | undefined;
  readonly from?: z.infer<typeof localDateSchema> | undefined;
  readonly partial?: 'whole' | 'pro-rata' | undefined;
  readonly scope?: ScopeText | undefined;
  readonly all?: readonly ConditionText[] | undefined;
  readonly any?: readonly ConditionText[] | undefined;
  readonly not?: ConditionText | undefined;
};

export const conditionSchema: z.ZodType<ConditionText> = z.lazy(() =>
  z.strictObject({
    meter: meterReferenceSchema
      .optional()
      .describe("A comparison on a meter, such as a guaranteed volume or the previous month's volume."),
    atLeast: thresholdSchema.optional().describe('The reading has to be at least this.'),
    above: thresholdSchema.optional().describe('More than this: what equals the bound is not enough.'),
    lessThan: thresholdSchema.optional().describe('The reading has to be less than this.'),
    atMost: thresholdSchema.optional().describe('No more than this: what equals the bound is still within it.'),
    from: localDateSchema
      .optional()
      .describe(
        'Date of acceptance from which the comparison is asked for; before it the condition holds, within `not` too.',
      ),
    partial: z
      .enum(['whole', 'pro-rata'])
      .optional()
      .describe(
        "A window of which only a part lies in the validity of the discount (and in the period of the agreement named by the consignment): `whole` (default) counts the window and asks for the bound as they are; `pro-rata` counts that part alone and asks for as much of the bound as the part has of the window's days.",
      ),
    scope: scopeSchema.optional().describe('Facts of the consignment, where they are one of several alternatives.'),
    all: z.array(conditionSchema).min(1).optional().describe('Conditions that must all hold.'),
    any: z.array(conditionSchema).min(1).optional().describe('Conditions of which one is enough.'),
    not: conditionSchema.optional().describe('A condition that must fail.'),
  }),
);
