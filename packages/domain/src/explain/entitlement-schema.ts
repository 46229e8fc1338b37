/** The shape of what `entitlementJson` writes, for those who read what a posted entry follows from. */
import { z } from 'zod';
import type { NextTier, TraceStep, Written } from '../charge/rating.ts';
import { type Decimal, decimal, divide } from '../kernel/decimal.ts';
import { ENTITLEMENT_SCHEMA } from './entitlement-json.ts';
import {
  cutSchema,
  entryReferenceSchema,
  nextTierSchema,
  shareSchema,
  traceStepSchema,
  writtenCurrency,
  writtenDay,
  writtenDecimal,
} from './rating-schema.ts';

export const writtenWindow = z.strictObject({
  from: writtenDay.describe('First day.'),
  to: writtenDay.nullable().describe('First day that is no longer inside; null where it has no end.'),
});

const outcome = {
  base: writtenDecimal.describe('The charge it worked on.'),
  amount: writtenDecimal.describe('What is earned, after limits.'),
  cuts: z.array(cutSchema).describe('What limits took back.'),
  shares: z.array(shareSchema).describe('Who receives how much.'),
};

const legSchema = z.strictObject({
  note: z.string().describe('Note of the consignment.'),
  accepted: writtenDay.describe('Day of acceptance.'),
  leg: z.int().describe('Number of the leg, from 1.'),
  ...outcome,
  decided: z.array(traceStepSchema).optional().describe('Where a group decided who acts: what each member offered.'),
});

export const entitlementSchema = z.strictObject({
  schema: z.literal(ENTITLEMENT_SCHEMA).describe('Name and version of this form.'),
  entry: entryReferenceSchema.describe('The discount.'),
  grantor: z.string().describe('Who grants it.'),
  synthetic: z.boolean().describe('Whether its figures are made up.'),
  budget: z.string().nullable().describe('The budget that funds it.'),
  key: z.string().describe('Whose volume the window counts; empty where it counts everybody.'),
  window: writtenWindow.describe('The window.'),
  currency: writtenCurrency.describe('Currency of all amounts.'),
  ...outcome,
  trace: z.array(traceStepSchema).describe('How the amount came about, step by step.'),
  next: nextTierSchema
    .optional()
    .describe(
      'While the window is open: the next step of its scale, worth what all of the window would bring more there.',
    ),
  accrual: z
    .strictObject({
      amount: writtenDecimal.describe('What is set aside.'),
      trace: z.array(traceStepSchema).describe('How it came about.'),
    })
    .optional()
    .describe('What is set aside of an open window, where that is not what it has earned.'),
  legs: z.array(legSchema).describe('The legs it falls to.'),
});

export type WrittenEntitlement = z.infer<typeof entitlementSchema>;

/** An exact value as it was written: a decimal, or a fraction. */
function exact(text: string): Decimal {
  const [numerator = '', denominator] = text.split('/');
  return denominator === undefined ? decimal(numerator) : divide(decimal(numerator), decimal(denominator));
}

/** A step of a trace from what was written of it. Values that came in stay texts: what is exact in them is shown as it is. */
export function stepWritten(written: z.infer<typeof traceStepSchema>): TraceStep {
  const { step, name, rows, currency, clause, times } = written;
  const inputs = written.inputs.map(({ label, value, unit }) => {
    const read = /^-?[0-9]+(\.[0-9]+|\/[0-9]+)?$/u.test(value) ? exact(value) : value;
    return unit === undefined ? { label, value: read } : { label, value: read, unit };
  });
  const made: Written<TraceStep> = { step, name, inputs, rows, after: exact(written.after) };
  if (written.before !== undefined) made.before = exact(written.before);
  if (written.unrounded !== undefined) made.unrounded = exact(written.unrounded);
  if (currency !== undefined) made.currency = currency;
  if (clause !== undefined) made.clause = clause;
  if (times !== undefined) made.times = times;
  return made;
}

/** The next step of a scale from what was written of it. */
export function nextWritten(written: z.infer<typeof nextTierSchema>): NextTier {
  const { step, amount, unit, breakEven } = written;
  const [missing, rate, worth] = [exact(written.missing), exact(written.rate), exact(written.worth)];
  const told = { step, amount, missing, unit, rate, worth };
  return breakEven === undefined ? told : { ...told, breakEven: exact(breakEven) };
}
