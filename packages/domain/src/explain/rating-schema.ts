/** The shape of what `ratingJson` and `whyJson` write, for those who read it. Amounts are decimals in major units. */
import { z } from 'zod';

/** A decimal as it is written out: with a point, without an exponent. */
export const writtenDecimal = z.string().regex(/^-?[0-9]+(\.[0-9]+)?$/u);

/** An exact value: a decimal, or a fraction in lowest terms where no decimal is exact, such as 1/3. */
export const writtenExact = z.string().regex(/^-?[0-9]+(\.[0-9]+|\/[0-9]+)?$/u);

/** A day as it is written out. */
export const writtenDay = z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u);

export const writtenCurrency = z.string().regex(/^[A-Z]{3}$/u);
const currency = writtenCurrency;

export const entryReferenceSchema = z.strictObject({
  id: z.string().describe('Identifier of the entry.'),
  version: z.string().describe('Its version.'),
});

export const traceStepSchema = z.strictObject({
  step: z.string().describe('What the step does, such as multiply.'),
  name: z.string().describe('Its name in the book.'),
  inputs: z
    .array(
      z.strictObject({
        label: z.string().describe('What the value is.'),
        value: z.string().describe('The value: an exact decimal, or a text.'),
        unit: z.string().optional().describe('Its unit.'),
      }),
    )
    .describe('What came in.'),
  rows: z
    .array(
      z.strictObject({
        table: z.string().describe('Table of the entry.'),
        file: z.string().describe('File of the book it stands in.'),
        line: z.int().describe('Line of the file.'),
        keys: z.record(z.string(), z.string()).describe('What the row was found by.'),
      }),
    )
    .describe('Rows of tables that were read.'),
  before: writtenExact.optional().describe('Value before the step; absent at the first.'),
  after: writtenExact.describe('Value after the step.'),
  unrounded: writtenExact.optional().describe('Value before rounding, where the step rounded.'),
  currency: currency.optional().describe('Currency of the value, where it is money.'),
  clause: z.string().optional().describe('Clause of the act.'),
  times: z.int().optional().describe('How many equal wagons, items or containers the step stands for.'),
});

export const chargeLineSchema = z.strictObject({
  id: z.string().describe('Unique within the leg: loaded, discount:ID, limit:LIMIT:ID, tax.'),
  source: z.enum(['tariff', 'discount', 'limit', 'rounding', 'tax', 'step']).describe('What the line comes from.'),
  charge: z.string().describe('Charge kind, dotted.'),
  entry: entryReferenceSchema.describe('The entry of the book that made the line.'),
  amount: writtenDecimal.describe('Amount in the currency of the leg; what is taken off is negative.'),
  discountable: z.boolean().describe('Whether discounts may touch it.'),
  trace: z.array(traceStepSchema).describe('How it came about, step by step.'),
});

const params = z.record(z.string(), z.union([z.string(), z.number()]));

export const reasonSchema = z.strictObject({
  code: z.string().describe('Code of the reason; its words stand in the catalogues.'),
  params: params.describe('What the words fill in.'),
});

const considered = {
  entry: entryReferenceSchema.describe('The discount.'),
  grantor: z.string().describe('Who grants it.'),
  synthetic: z.boolean().describe('Whether its figures are made up.'),
};

export const cutSchema = z.strictObject({
  by: z.string().describe('The limit.'),
  amount: writtenDecimal.describe('What it took back.'),
});

export const shareSchema = z.strictObject({
  party: z.string().describe('Who receives.'),
  role: z.enum(['payer', 'consignor', 'consignee', 'carrier', 'named']).describe('As what.'),
  by: z.enum(['invoice', 'settlement']).describe('On the invoice, or paid out later.'),
  amount: writtenDecimal.describe('How much.'),
});

export const nextTierSchema = z.strictObject({
  step: z.int().describe('Number of the next step.'),
  amount: z
    .enum(['share', 'coefficient', 'per-unit', 'lump'])
    .describe(
      'What its rate is: a share of the charge (0.05 is 5 %), a coefficient, money per unit, or none beside a lump.',
    ),
  missing: writtenExact.describe('What is missing to it.'),
  unit: z.string().describe('Unit of what is missing.'),
  rate: writtenExact.describe('Rate there.'),
  worth: writtenExact.describe('What this consignment would bring more.'),
  breakEven: writtenExact.optional().describe('Quantity from which reaching the step costs no more in total.'),
});

export const discountOutcomeSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('applied'),
      ...considered,
      stage: z.enum(['replace', 'multiply', 'reduce', 'equalise', 'rebate', 'pay']).describe('Stage of the stack.'),
      at: z.enum(['rating', 'settlement']).describe('When it is granted.'),
      base: writtenDecimal.describe('The charge it worked on.'),
      amount: writtenDecimal.describe('What it takes off after all limits; negative where it raises the charge.'),
      shares: z.array(shareSchema).describe('Who gets which part.'),
      trace: z.array(traceStepSchema).describe('How it came about.'),
      cuts: z.array(cutSchema).describe('What limits took back, in their order.'),
      next: nextTierSchema.optional().describe('Of a scale that has a further step.'),
    })
    .describe('It applied.'),
  z
    .strictObject({
      kind: z.literal('not-applied'),
      ...considered,
      reason: reasonSchema.shape.code,
      params: reasonSchema.shape.params,
      cause: reasonSchema.optional().describe('The refusal met on the way, where one says why.'),
      next: nextTierSchema.optional().describe('Of a scale whose first step is not reached: that step.'),
    })
    .describe('It did not, with the first condition that failed.'),
  z
    .strictObject({
      kind: z.literal('not-evaluated'),
      ...considered,
      missing: z.array(z.string()).describe('Facts that are missing.'),
    })
    .describe('It could not be told.'),
]);

export const legRatingSchema = z.discriminatedUnion('ok', [
  z
    .strictObject({
      ok: z.literal(true).describe('The leg has a price.'),
      leg: z.int().describe('Number of the leg, from 1.'),
      carrier: z.string().describe('Carrier.'),
      payer: z.string().optional().describe('Who pays it; absent where nobody can be told.'),
      tariff: entryReferenceSchema.describe('The tariff.'),
      synthetic: z.boolean().describe('Whether its figures are made up.'),
      currency: currency.describe('Currency of all amounts of the leg.'),
      gross: writtenDecimal.describe('Sum of the tariff’s lines before discounts.'),
      net: writtenDecimal.describe('After discounts, limits and later steps, before tax.'),
      tax: writtenDecimal.describe('Tax.'),
      payable: writtenDecimal.describe('What is to pay.'),
      lines: z.array(chargeLineSchema).describe('Charge lines; they add up to what is to pay.'),
      discounts: z.array(discountOutcomeSchema).describe('Every discount considered, and what became of it.'),
    })
    .describe('A leg with a price.'),
  z
    .strictObject({
      ok: z.literal(false).describe('The leg has no price.'),
      leg: z.int().describe('Number of the leg, from 1.'),
      refusals: z.array(reasonSchema).describe('Every reason.'),
    })
    .describe('A leg without a price says why; it is never zero.'),
]);

export const goodsPricingSchema = z.strictObject({
  agreement: entryReferenceSchema.describe('The agreement whose price it is.'),
  currency: currency.describe('Currency of its amounts.'),
  gross: writtenDecimal.describe('Price of the goods before discounts.'),
  net: writtenDecimal.describe('After discounts.'),
  discounts: z.array(discountOutcomeSchema).describe('Every discount considered.'),
  refusals: z.array(reasonSchema).describe('Why no discount was applied.'),
  trace: z.array(traceStepSchema).describe('How the price came about.'),
});

/** `kontor.rating/1`; `quote` and `rate` add what screening said. */
export const ratingSchema = z.strictObject({
  schema: z.literal('kontor.rating/1').describe('Name and version of this form.'),
  note: z.string().describe('Number of the note.'),
  accepted: writtenDay.describe('Date of acceptance.'),
  legs: z.array(legRatingSchema).describe('One for each leg, in order.'),
  goods: goodsPricingSchema.optional().describe('Price of the goods, where an agreement has one.'),
  screening: z.enum(['ALLOW', 'FLAG', 'HOLD', 'REFUSE']).describe('What screening said.'),
});

/** A condition as it was asked, with what it consists of. */
type QuestionText = {
  readonly about: string;
  readonly verdict: string;
  readonly code: string | null;
  readonly params: Readonly<Record<string, string | number>>;
  readonly missing: readonly string[];
  readonly of: readonly QuestionText[];
};

export const questionSchema: z.ZodType<QuestionText> = z.lazy(() =>
  z.strictObject({
    about: z
      .enum(['base', 'scope', 'charges', 'meter', 'all', 'any', 'receivers', 'screening'])
      .describe('What was asked about.'),
    verdict: z.enum(['holds', 'fails', 'missing', 'at-turn']).describe('What the answer is.'),
    code: z.string().nullable().describe('Code of what is said of it.'),
    params: params.describe('Its numbers.'),
    missing: z.array(z.string()).describe('Facts that are missing.'),
    of: z.array(questionSchema).describe('Conditions it consists of.'),
  }),
);

/** `kontor.why/1`. */
export const whySchema = z.strictObject({
  schema: z.literal('kontor.why/1').describe('Name and version of this form.'),
  note: z.string().describe('Number of the note.'),
  accepted: writtenDay.describe('Date of acceptance.'),
  discount: z.string().describe('The discount asked about.'),
  versions: z
    .array(
      z.strictObject({
        version: z.string().describe('A version of it.'),
        from: writtenDay.describe('First day.'),
        to: writtenDay.nullable().describe('First day it no longer holds.'),
        known: writtenDay.describe('Day of publication.'),
      }),
    )
    .describe('Its versions in the book.'),
  inForce: z.string().nullable().describe('The version in force; null: none.'),
  legs: z
    .array(
      z.strictObject({
        leg: z.int().nullable().describe('Number of the leg, from 1; null: the goods price.'),
        currency: currency.describe('Currency of its amounts.'),
        conditions: z.array(questionSchema).describe('Every condition, with its answer.'),
        outcome: discountOutcomeSchema.nullable().describe('What became of it among the others.'),
        alone: discountOutcomeSchema.describe('What would become of it alone.'),
      }),
    )
    .describe('What it does on each leg.'),
});
