/**
 * The discount as written in the book (pricing.md section 7): who grants it, what it touches, when it applies, what it does.
 */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { currencySchema, decimalTextSchema, identifierSchema, unitSchema } from '../kernel/schema.ts';
import { meterReferenceSchema } from '../meter/schema.ts';
import { scopeSchema } from '../scope/schema.ts';
import { operandSchema, roundingSchema, tableSchema } from '../tariff/schema.ts';
import { conditionSchema, thresholdSchema } from './condition-schema.ts';
import { discountExampleSchema } from './example-schema.ts';
import { referenceLegSchema } from './reference-schema.ts';
import { conversionSchema, countedSchema, leastSchema, residueSchema, volumeSchema } from './terms-schema.ts';

/** What a rate is per: a thing counted of the consignment on its leg, or a quantity in a unit of Rec 20. */
export const PER = [
  'tonne',
  'kilogram',
  'wagon',
  'container',
  'teu',
  'piece',
  'head',
  'package',
  'train',
  'consignment',
  'tonne-km',
  'wagon-km',
  'train-km',
  'axle-km',
] as const;
export const perSchema = z.union([z.enum(PER), z.strictObject({ unit: unitSchema })]);
export type PerText = z.infer<typeof perSchema>;

/** A step of a scale, its bounds printed as `bounds` of the tier says, with a rate, a flat fee, or both. */
const tierStep = z.strictObject({
  /** Lower bound, when lower bounds are printed. */
  from: decimalTextSchema.optional(),
  /** Upper bound, when upper bounds are printed; absent on the last: without end. */
  to: decimalTextSchema.optional(),
  rate: decimalTextSchema.optional(),
  /** Money once for reaching the step, beside its rate. */
  flat: decimalTextSchema.optional(),
});

export const tierSchema = z.strictObject({
  kind: z.literal('tier'),
  meter: meterReferenceSchema,
  /** Unit in which the bounds are written; the meter's reading is converted. Default: the meter's own. */
  unit: z.string().optional(),
  method: z.enum(['all-units', 'incremental', 'reached-slices', 'reached-steps']),
  bounds: z.enum(['lower', 'upper', 'from-to']),
  /**
   * Which bound of a step belongs to it: `lower` (a value equal to a bound is in the step that begins there; default where
   * lower bounds are printed) or `upper` (in the step that ends there; default otherwise).
   */
  closed: z.enum(['lower', 'upper']).optional(),
  /** Bounds in whole units: a measure between two whole bounds belongs to the next step. */
  whole: z.boolean().default(false),
  steps: z.array(tierStep).min(1).max(1000),
  /**
   * What a step's rate is: percent of the charge (`'5'` is 5 %), share of it (`'0.05'` is the same), a coefficient on it,
   * money per unit of the measure, or a lump.
   */
  amount: z.enum(['percent', 'share', 'coefficient', 'per-unit', 'lump']),
  /** What a rate per unit is multiplied with, when that is not the measure that chooses the step. */
  per: perSchema.optional(),
  currency: currencySchema.optional(),
  /** All-units from now on: does the consignment itself count towards the step it reaches? */
  include: z.enum(['before', 'self']).default('before'),
  /** A measure below the first bound earns nothing, or the first step's rate. */
  below: z.enum(['nothing', 'first']).default('nothing'),
  /** A measure above a printed last bound earns nothing more, or the last step's rate. */
  above: z.enum(['nothing', 'last']).default('nothing'),
  /** Flat fees: also when nothing was measured? */
  flatAtZero: z.boolean().default(false),
});
export type TierText = z.infer<typeof tierSchema>;

/** The amount is what the charges touched exceed the same goods' charges over a reference route by. */
const equaliseSchema = z.strictObject({
  kind: z.literal('equalise'),
  /** Legs of the reference route, each priced by the tariffs of the book on the day of acceptance, before discounts. */
  reference: z.array(referenceLegSchema).min(1),
});

/** A part of the charge, as a share (`'0.263'`) or as a percent (`'26.3'` is 26.3 %): what is taken off, or paid. */
const shareSchema = z.strictObject({ kind: z.literal('share'), of: operandSchema });
const percentSchema = z.strictObject({ kind: z.literal('percent'), of: operandSchema });

/** What a subsidy amounts to: money per unit, a share of the charges it names, a scale, or what another route would cost less. */
const paidSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('money'),
    amount: operandSchema,
    per: perSchema,
    currency: currencySchema,
    counted: countedSchema.optional(),
  }),
  shareSchema,
  percentSchema,
  tierSchema,
  equaliseSchema,
]);

/** What the discount does. */
export const effectSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('replace'),
    rate: operandSchema,
    per: perSchema,
    currency: currencySchema,
    counted: countedSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('multiply'), by: operandSchema }),
  shareSchema,
  percentSchema,
  z.strictObject({
    kind: z.literal('reduce'),
    amount: operandSchema,
    per: perSchema,
    currency: currencySchema,
    counted: countedSchema.optional(),
  }),
  tierSchema,
  equaliseSchema,
  /** A subsidy: paid out at settlement, it never changes what the payer is charged. */
  z.strictObject({ kind: z.literal('pay'), by: paidSchema }),
]);
export type EffectText = z.infer<typeof effectSchema>;

/** What happens when a guaranteed volume was not reached by the end of its window. */
const guaranteeFailureSchema = z.discriminatedUnion('kind', [
  /** All that was granted in the window is void and taken back. */
  z.strictObject({ kind: z.literal('claw-back') }),
  /** The shortfall is paid for: at a rate per unit, or as the minimum at a base fee less the charges payable. */
  z.strictObject({
    kind: z.literal('pay'),
    rate: decimalTextSchema.optional(),
    baseFee: decimalTextSchema.optional(),
    /** Unit the rate or fee is per. Default: that of the guaranteed volume. */
    per: z.string().optional(),
    currency: currencySchema,
    /** Percent of the amount that is due; default 100. */
    percent: decimalTextSchema.optional(),
    /** A shortfall paid for may be made up by surplus in so many later windows; then it expires. */
    makeUpWindows: z.int().positive().max(120).optional(),
  }),
]);

/**
 * A guaranteed volume: the discount is granted on the strength of a promise, which is answered when its window, the meter's
 * own, has ended. Volume excluded for a reason (carrier's fault, refused, force majeure) lowers the minimum.
 */
export const guaranteeSchema = z.strictObject({
  meter: meterReferenceSchema,
  /** Of the whole window, or of each day or month of it. */
  atLeast: thresholdSchema,
  /** A window of which only a part lies in the discount's validity: as in conditions. */
  partial: z.enum(['whole', 'pro-rata']).optional(),
  /** Each window by itself; or surplus and paid shortfall of earlier windows counted in. */
  count: z.enum(['per-window', 'cumulative']).default('per-window'),
  /** Who promised, and pays. Needed where the meter's key does not name that party. */
  by: identifierSchema.optional(),
  /** Days after the window's end for late documents, before the guarantee is answered. */
  graceDays: z.int().nonnegative().max(366).default(0),
  onFailure: guaranteeFailureSchema,
  /** What the grantor pays for each unit of agreed volume it refused. */
  refused: z.strictObject({ rate: decimalTextSchema, per: z.string().optional(), currency: currencySchema }).optional(),
});
export type GuaranteeText = z.infer<typeof guaranteeSchema>;

/** Who receives: the leg's payer by default. Shares sum to one. */
export const beneficiarySchema = z.union([
  z.enum(['payer', 'consignor', 'consignee', 'carrier']),
  z.strictObject({ party: identifierSchema }),
  z.strictObject({
    shares: z.partialRecord(z.enum(['consignor', 'consignee', 'payer', 'carrier']), decimalTextSchema),
    /** To whom odd units fall, in the order consignor, consignee, payer, carrier. Default: as the discount says. */
    residue: residueSchema.optional(),
  }),
]);
export type BeneficiaryText = z.infer<typeof beneficiarySchema>;

export const discountSchema = z.strictObject({
  kind: z.literal('discount'),
  ...headerShape,
  grantor: z.strictObject({ party: identifierSchema, role: z.enum(['carrier', 'supplier', 'forwarder', 'region']) }),
  /** Budget entry (money in a window) that funds it. */
  budget: identifierSchema.optional(),
  /** Base tariff, by the version it was granted on. */
  base: z
    .array(z.strictObject({ tariff: identifierSchema, version: z.string().optional() }))
    .min(1)
    .optional(),
  /** Charge kinds by prefix (`freight` covers `freight.loaded`), or the agreement's goods price. */
  touches: z.union([
    z.strictObject({ charges: z.array(z.string()).min(1) }),
    z.strictObject({ goodsPrice: z.literal(true) }),
  ]),
  scope: scopeSchema.optional(),
  /** Conditions that must all hold: comparisons on meters, combined with `all`, `any` and `not`. */
  when: z.array(conditionSchema).default([]),
  guarantee: guaranteeSchema.optional(),
  /** Tables its operands look values up in, such as coefficients by distance bands. */
  tables: z.record(z.string().regex(/^[a-z][a-zA-Z0-9-]*$/u), tableSchema).default({}),
  effect: effectSchema,
  /** Only a part of the volume earns. */
  volume: volumeSchema.optional(),
  /** For amounts in another currency than the charge; without one the discount is not applied there. */
  convert: z.array(conversionSchema).default([]),
  least: leastSchema.optional(),
  /** How odd units fall when its amount is split over lines and legs. */
  residue: residueSchema.default('largest-remainder'),
  /** On the charge before any discount, or on what remains after those before it. */
  on: z.enum(['gross', 'remaining']).default('remaining'),
  /** Does its amount lower the base of later ones? */
  lowersLater: z.boolean().default(true),
  round: roundingSchema.optional(),
  order: z.int().optional(),
  /** Of an exclusive group one discount is applied; of a combined one the lawful combination that leaves the payer least. */
  group: z
    .strictObject({
      id: identifierSchema,
      choose: z.enum(['best-for-payer', 'highest-priority', 'best-combination']),
      /** Members of a combined group that may not act beside this one. */
      excludes: z.array(identifierSchema).default([]),
    })
    .optional(),
  at: z.enum(['rating', 'settlement']).default('rating'),
  beneficiary: beneficiarySchema.default('payer'),
  /** Greatest amount of this discount: per leg, and as a share of the charge it works on. */
  cap: z
    .strictObject({
      amount: decimalTextSchema.optional(),
      currency: currencySchema.optional(),
      share: decimalTextSchema.optional(),
    })
    .optional(),
  settle: z.enum(['month', 'quarter', 'year']).optional(),
  clause: z.string().optional(),
  /** Payers may pay less for more at a bound of the scale: warned of, unless it is meant. */
  cliff: z.literal('accepted').optional(),
  examples: z.array(discountExampleSchema).default([]),
});
export type DiscountText = z.infer<typeof discountSchema>;
