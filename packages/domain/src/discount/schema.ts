/**
 * The discount as written in the book (pricing.md section 7): who grants it, what it touches, when it applies, what it does.
 */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { currencySchema, decimalTextSchema, identifierSchema, localDateSchema, quantityTextSchema } from '../kernel/schema.ts';
import { meterReferenceSchema } from '../meter/schema.ts';
import { scopeSchema } from '../scope/schema.ts';
import { operandSchema, roundingSchema } from '../tariff/schema.ts';

/** What a rate is per. `unit` measures are taken of the leg's consignment; `lump`: once per leg. */
export const perSchema = z.enum(['tonne', 'kilogram', 'wagon', 'container', 'teu', 'piece', 'head', 'consignment', 'tonne-km', 'wagon-km']);

/** A scale step: from a bound on (bounds printed as lower or as upper, see `bounds`), an amount. */
const tierStep = z.strictObject({
  /** Lower bound, when lower bounds are printed. */
  from: decimalTextSchema.optional(),
  /** Upper bound, when upper bounds are printed; absent on the last: without end. */
  to: decimalTextSchema.optional(),
  rate: decimalTextSchema.optional(),
  flat: decimalTextSchema.optional(),
});

export const tierSchema = z.strictObject({
  kind: z.literal('tier'),
  meter: meterReferenceSchema,
  /** Unit in which the bounds are written; the meter's reading is converted. */
  unit: z.string().optional(),
  method: z.enum(['all-units', 'incremental', 'reached-slices', 'reached-steps']),
  bounds: z.enum(['lower', 'upper', 'from-to']),
  /** Which step holds a value equal to a bound: the upper one (`lower-closed`, default for lower bounds) or the lower one. */
  closed: z.enum(['lower', 'upper']).optional(),
  /** Bounds in whole units: a measure between two whole bounds belongs to the next step. */
  whole: z.boolean().default(false),
  steps: z.array(tierStep).min(1),
  /** What a step's rate is: percent of the charge, a coefficient, money per unit of the measure, a lump. */
  amount: z.enum(['percent', 'coefficient', 'per-unit', 'lump']),
  per: perSchema.optional(),
  currency: currencySchema.optional(),
  /** All-units from now on: does the consignment itself count towards the step it reaches? */
  include: z.enum(['before', 'self']).default('before'),
  /** Flat fees: also when nothing was measured? */
  flatAtZero: z.boolean().default(false),
});

/** What the discount does. */
export const effectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('replace'), rate: operandSchema, per: perSchema, currency: currencySchema }),
  z.strictObject({ kind: z.literal('multiply'), by: operandSchema }),
  z.strictObject({ kind: z.literal('reduce'), amount: operandSchema, per: perSchema, currency: currencySchema }),
  tierSchema,
]);

/** A comparison on a meter, such as a guaranteed volume or the previous month's volume. */
export const meterConditionSchema = z.strictObject({
  meter: meterReferenceSchema,
  atLeast: quantityTextSchema.optional(),
  lessThan: quantityTextSchema.optional(),
  /** Months from which the condition is asked for; before them it holds. */
  from: localDateSchema.optional(),
});

/** Who receives: the leg's payer by default. Shares sum to one. */
export const beneficiarySchema = z.union([
  z.enum(['payer', 'consignor', 'consignee', 'carrier']),
  z.strictObject({ party: identifierSchema }),
  z.strictObject({ shares: z.partialRecord(z.enum(['consignor', 'consignee', 'payer', 'carrier']), decimalTextSchema) }),
]);

export const discountSchema = z.strictObject({
  kind: z.literal('discount'),
  ...headerShape,
  grantor: z.strictObject({ party: identifierSchema, role: z.enum(['carrier', 'supplier', 'forwarder', 'region']) }),
  /** Budget entry (a quota of money) that funds it. */
  budget: identifierSchema.optional(),
  /** Base tariff, by the version it was granted on. */
  base: z.array(z.strictObject({ tariff: identifierSchema, version: z.string().optional() })).optional(),
  /** Charge kinds by prefix (`freight` covers `freight.loaded`), or the agreement's goods price. */
  touches: z.union([z.strictObject({ charges: z.array(z.string()).min(1) }), z.strictObject({ goodsPrice: z.literal(true) })]),
  scope: scopeSchema.optional(),
  when: z.array(meterConditionSchema).default([]),
  effect: effectSchema,
  /** On the charge before any discount, or on what remains after those before it. */
  on: z.enum(['gross', 'remaining']).default('remaining'),
  /** Does its amount lower the base of later ones? */
  lowersLater: z.boolean().default(true),
  round: roundingSchema.optional(),
  order: z.int().optional(),
  /** Of an exclusive group one discount is applied. */
  group: z.strictObject({ id: identifierSchema, choose: z.enum(['best-for-payer', 'highest-priority']) }).optional(),
  at: z.enum(['rating', 'settlement']).default('rating'),
  beneficiary: beneficiarySchema.default('payer'),
  /** Greatest amount of this discount: per leg, and as a share of the charge it works on. */
  cap: z.strictObject({ amount: decimalTextSchema.optional(), currency: currencySchema.optional(), share: decimalTextSchema.optional() }).optional(),
  settle: z.enum(['month', 'quarter', 'year']).optional(),
  examples: z.array(z.unknown()).default([]),
});
export type DiscountText = z.infer<typeof discountSchema>;
