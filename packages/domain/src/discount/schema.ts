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
import { equaliseSchema } from './reference-schema.ts';
import {
  accrualSchema,
  conversionSchema,
  countedSchema,
  leastSchema,
  residueSchema,
  volumeSchema,
} from './terms-schema.ts';

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
export const perSchema = z.union([
  z.enum(PER),
  z.strictObject({
    unit: unitSchema.describe('Unit of UN/ECE Recommendation 20 in which the consignment states a quantity.'),
  }),
]);
export type PerText = z.infer<typeof perSchema>;

/** A step of a scale, its bounds printed as `bounds` of the tier says, with a rate, a flat fee, or both. */
const tierStep = z.strictObject({
  from: decimalTextSchema.optional().describe('Lower bound, when lower bounds are printed.'),
  to: decimalTextSchema
    .optional()
    .describe('Upper bound, when upper bounds are printed; absent on the last: without end.'),
  rate: decimalTextSchema.optional().describe('Rate of the step, as `amount` of the scale says.'),
  flat: decimalTextSchema
    .optional()
    .describe('Money once in a window for reaching the step, beside its rate. A lump and a flat fee add up.'),
});

export const tierSchema = z
  .strictObject({
    kind: z.literal('tier'),
    meter: meterReferenceSchema.describe('Meter whose reading chooses the step.'),
    unit: z
      .string()
      .optional()
      .describe("Unit in which the bounds are written; the meter's reading is converted. Default: the meter's own."),
    method: z
      .enum(['all-units', 'incremental', 'reached-slices', 'reached-steps'])
      .describe(
        'All-units: the reached step’s rate on everything; incremental: each step on its own slice; reached slices: for each reached step, what was measured up to its bound times its rate; reached steps: everything times the sum of the rates reached.',
      ),
    bounds: z.enum(['lower', 'upper', 'from-to']).describe('Which bounds the steps print: lower, upper, or both.'),
    closed: z
      .enum(['lower', 'upper'])
      .optional()
      .describe(
        'Which bound of a step belongs to it: `lower` (a value equal to a bound is in the step that begins there; default where lower bounds are printed) or `upper` (in the step that ends there; default otherwise).',
      ),
    whole: z
      .boolean()
      .default(false)
      .describe('Bounds in whole units: a measure between two whole bounds belongs to the next step.'),
    steps: z.array(tierStep).min(1).max(1000).describe('Steps in rising order.'),
    amount: z
      .enum(['percent', 'share', 'coefficient', 'per-unit', 'lump'])
      .describe(
        "What a step's rate is: percent of the charge (`'5'` is 5 %), share of it (`'0.05'` is the same), a coefficient on it, money per unit of the measure, or a lump.",
      ),
    per: perSchema
      .optional()
      .describe('What a rate per unit is multiplied with, when that is not the measure that chooses the step.'),
    currency: currencySchema.optional().describe('Currency of rates per unit, lumps and flat fees.'),
    include: z
      .enum(['before', 'self'])
      .default('before')
      .describe('All-units from now on: does the consignment itself count towards the step it reaches?'),
    below: z
      .enum(['nothing', 'first'])
      .default('nothing')
      .describe("A measure below the first bound earns nothing, or the first step's rate."),
    above: z
      .enum(['nothing', 'last'])
      .default('nothing')
      .describe("A measure above a printed last bound earns nothing more, or the last step's rate."),
    flatAtZero: z.boolean().default(false).describe('Flat fees: also when nothing was measured?'),
  })
  .describe('A scale: the reading of a meter chooses the step, the step has a rate.');
export type TierText = z.infer<typeof tierSchema>;

/** A part of the charge, as a share (`'0.263'`) or as a percent (`'26.3'` is 26.3 %): what is taken off, or paid. */
const shareSchema = z
  .strictObject({
    kind: z.literal('share'),
    of: operandSchema.describe('Share of the charge, or a table it is looked up in.'),
  })
  .describe('A share of the charge: `0.263` is 26.3 %.');
const percentSchema = z
  .strictObject({
    kind: z.literal('percent'),
    of: operandSchema.describe('Percent of the charge, or a table it is looked up in.'),
  })
  .describe('A percent of the charge: `26.3` is 26.3 %.');

/** What a subsidy amounts to: money per unit, a share of the charges it names, a scale, or what another route would cost less. */
const paidSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('money'),
      amount: operandSchema.describe('Money paid for each unit.'),
      per: perSchema.describe(
        'What the money is for one of. A `consignment` counts once on each leg: name the leg in `scope`.',
      ),
      currency: currencySchema.describe('Currency of the money.'),
      counted: countedSchema.optional().describe('Which part of the quantity counts.'),
    })
    .describe('Money for each unit.'),
  shareSchema,
  percentSchema,
  tierSchema,
  equaliseSchema,
]);

/** What the discount does. */
export const effectSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('replace'),
      rate: operandSchema.describe('The rate that takes the place of the charge, or a table of rates.'),
      per: perSchema.describe('What the rate is for one of.'),
      currency: currencySchema.describe('Currency of the rate.'),
      counted: countedSchema.optional().describe('Which part of the quantity counts.'),
    })
    .describe('A fixed rate in the place of the tariff.'),
  z
    .strictObject({
      kind: z.literal('multiply'),
      by: operandSchema.describe('Coefficient on the charge, below or above 1, or a table of coefficients.'),
    })
    .describe('A coefficient on the charge: what is to pay is the charge times it.'),
  shareSchema,
  percentSchema,
  z
    .strictObject({
      kind: z.literal('reduce'),
      amount: operandSchema.describe(
        'Money taken off for each unit; per consignment it is a lump, taken off on each leg the discount is for.',
      ),
      per: perSchema.describe(
        'What the money is for one of. A `consignment` counts once on each leg: name the leg in `scope`.',
      ),
      currency: currencySchema.describe('Currency of the money.'),
      counted: countedSchema.optional().describe('Which part of the quantity counts.'),
    })
    .describe('Money off for each unit, or a lump.'),
  tierSchema,
  equaliseSchema,
  z
    .strictObject({ kind: z.literal('pay'), by: paidSchema.describe('What the subsidy amounts to.') })
    .describe('A subsidy: paid out at settlement, it never changes what the payer is charged.'),
]);
export type EffectText = z.infer<typeof effectSchema>;

/** What happens when a guaranteed volume was not reached by the end of its window. */
const guaranteeFailureSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('claw-back') })
    .describe('All that was granted in the window is void and taken back.'),
  z
    .strictObject({
      kind: z.literal('pay'),
      rate: decimalTextSchema.optional().describe('Money for each unit of the shortfall.'),
      baseFee: decimalTextSchema
        .optional()
        .describe('Minimum: this fee for each unit guaranteed, less the charges payable.'),
      per: z.string().optional().describe('Unit the rate or fee is per. Default: that of the guaranteed volume.'),
      currency: currencySchema.describe('Currency of what is paid.'),
      percent: decimalTextSchema.optional().describe('Percent of the amount that is due; default 100.'),
      makeUpWindows: z
        .int()
        .positive()
        .max(120)
        .optional()
        .describe('A shortfall paid for may be made up by surplus in so many later windows; then it expires.'),
    })
    .describe(
      'The shortfall is paid for: at a rate per unit, or as the minimum at a base fee less the charges payable.',
    ),
]);

/**
 * A guaranteed volume: the discount is granted on the strength of a promise, which is answered when its window, the meter's
 * own, has ended. Volume excluded for a reason (carrier's fault, refused, force majeure) lowers the minimum.
 */
export const guaranteeSchema = z.strictObject({
  meter: meterReferenceSchema.describe('Meter whose volume is promised; its window is the guarantee’s own.'),
  atLeast: thresholdSchema.describe('Of the whole window, or of each day or month of it.'),
  partial: z
    .enum(['whole', 'pro-rata'])
    .optional()
    .describe("A window of which only a part lies in the discount's validity: as in conditions."),
  count: z
    .enum(['per-window', 'cumulative'])
    .default('per-window')
    .describe('Each window by itself; or surplus and paid shortfall of earlier windows counted in.'),
  by: identifierSchema
    .optional()
    .describe("Who promised, and pays. Needed where the meter's key does not name that party."),
  graceDays: z
    .int()
    .nonnegative()
    .max(366)
    .default(0)
    .describe("Days after the window's end for late documents, before the guarantee is answered."),
  onFailure: guaranteeFailureSchema.describe('What happens when the volume was not reached.'),
  refused: z
    .strictObject({
      rate: decimalTextSchema.describe('Money for each unit refused.'),
      per: z.string().optional().describe('Unit the rate is per. Default: that of the guaranteed volume.'),
      currency: currencySchema.describe('Currency of the rate.'),
    })
    .optional()
    .describe('What the grantor pays for each unit of agreed volume it refused.'),
});
export type GuaranteeText = z.infer<typeof guaranteeSchema>;

const receivedByRole = z.partialRecord(z.enum(['consignor', 'consignee', 'payer', 'carrier']), decimalTextSchema);
const receiversResidue = residueSchema
  .optional()
  .describe(
    'To whom odd units fall, in the order consignor, consignee, payer, carrier. Default: as the discount says.',
  );

/** Who receives: the leg's payer by default. Shares sum to one; weights, such as two to one, need not. */
export const beneficiarySchema = z.union([
  z.enum(['payer', 'consignor', 'consignee', 'carrier']),
  z.strictObject({ party: identifierSchema.describe('The party named receives, whoever paid.') }),
  z.strictObject({
    shares: receivedByRole.describe('Share of each; together one.'),
    residue: receiversResidue,
  }),
  z.strictObject({
    weights: receivedByRole.describe('Parts of each, such as 2 and 1 for two thirds and a third.'),
    residue: receiversResidue,
  }),
]);
export type BeneficiaryText = z.infer<typeof beneficiarySchema>;

export const discountSchema = z.strictObject({
  kind: z.literal('discount'),
  ...headerShape,
  grantor: z
    .strictObject({
      party: identifierSchema.describe('Party that grants.'),
      role: z.enum(['carrier', 'supplier', 'forwarder', 'region']).describe('As what it grants.'),
    })
    .describe('Who grants the discount, and bears it.'),
  budget: identifierSchema.optional().describe('Budget entry (money in a window) that funds it.'),
  base: z
    .array(
      z.strictObject({
        tariff: identifierSchema.describe('Tariff it is a discount to.'),
        version: z
          .string()
          .optional()
          .describe(
            'The version it was granted on. Default: the one in force on the first day of `valid`, as known on the day `known`; where there is none, the first that became known. When that version is superseded the discount is reported as needing re-issue and is not carried over.',
          ),
      }),
    )
    .min(1)
    .optional()
    .describe('Base tariff, by the version it was granted on.'),
  touches: z
    .union([
      z.strictObject({
        charges: z
          .array(z.string())
          .min(1)
          .describe('Charge kinds by prefix: `freight` covers `freight.loaded` and `freight.empty`.'),
      }),
      z.strictObject({
        goodsPrice: z.literal(true).describe('It acts on the goods price of the agreement, not on freight.'),
      }),
    ])
    .describe("Charge kinds by prefix (`freight` covers `freight.loaded`), or the agreement's goods price."),
  scope: scopeSchema.optional().describe('Consignments and legs it is for. Absent: all of the carrier’s.'),
  parts: z
    .enum(['whole', 'matching'])
    .default('whole')
    .describe(
      'Of a consignment whose goods, wagons or containers match the scope only in part: it acts on all of it (`whole`, default), or on the matching ones alone (`matching`). Then rates per unit count only these; everything else works on their part of the charge: on what the tariff charges for each of them, else pro rata to mass (goods) or number (wagons, containers).',
    ),
  when: z
    .array(conditionSchema)
    .default([])
    .describe('Conditions that must all hold: comparisons on meters, combined with `all`, `any` and `not`.'),
  guarantee: guaranteeSchema.optional().describe('A guaranteed volume on the strength of which it is granted.'),
  tables: z
    .record(z.string().regex(/^[a-z][a-zA-Z0-9-]*$/u), tableSchema)
    .default({})
    .describe('Tables its operands look values up in, such as coefficients by distance bands.'),
  effect: effectSchema.describe(
    'What the discount does: replace, multiply, share, percent, reduce, tier, equalise or pay.',
  ),
  volume: volumeSchema.optional().describe('Only a part of the volume earns.'),
  convert: z
    .array(conversionSchema)
    .default([])
    .describe('For amounts in another currency than the charge; without one the discount is not applied there.'),
  least: leastSchema.optional().describe('Least amount on each consignment and leg on which it acts.'),
  residue: residueSchema
    .default('largest-remainder')
    .describe('How odd units fall when its amount is split over lines and legs.'),
  on: z
    .enum(['gross', 'remaining'])
    .default('remaining')
    .describe('On the charge before any discount, or on what remains after those before it.'),
  lowersLater: z.boolean().default(true).describe('Does its amount lower the base of later ones?'),
  round: roundingSchema
    .optional()
    .describe('How its amount is rounded. Default: half-up to the minor unit of the currency.'),
  order: z
    .int()
    .optional()
    .describe(
      'Its place within its stage: replace, multiply, reduce, equalise, rebates. Two of a stage that can meet and have no order are refused.',
    ),
  group: z
    .strictObject({
      id: identifierSchema.describe('Identifier of the group; all its members name it.'),
      choose: z
        .enum(['best-for-payer', 'highest-priority', 'best-combination'])
        .describe('How it is chosen among members that could act.'),
      excludes: z
        .array(identifierSchema)
        .default([])
        .describe('Members of a combined group that may not act beside this one.'),
    })
    .optional()
    .describe(
      'Of an exclusive group one discount is applied, of the best for the payer none that would raise the charge; of a combined one the lawful combination that leaves the payer least.',
    ),
  at: z
    .enum(['rating', 'settlement'])
    .default('rating')
    .describe('At rating it stands on the invoice; at settlement it is paid when the window has ended.'),
  beneficiary: beneficiarySchema.default('payer').describe('Who receives it. Default: the payer of the leg.'),
  cap: z
    .strictObject({
      amount: decimalTextSchema.optional().describe('Greatest amount on a leg.'),
      currency: currencySchema.optional().describe('Currency of the greatest amount.'),
      share: decimalTextSchema.optional().describe('Greatest share of the charge it works on.'),
    })
    .optional()
    .describe('Greatest amount of this discount: per leg, and as a share of the charge it works on.'),
  settle: z
    .enum(['month', 'quarter', 'year'])
    .optional()
    .describe('How often it is paid out, when it settles. Default: with the window of its meter.'),
  accrual: accrualSchema
    .optional()
    .describe('What is set aside while its window is open. Default: what is earned so far.'),
  clause: z.string().optional().describe('Clause of the act, shown in the trace.'),
  cliff: z
    .literal('accepted')
    .optional()
    .describe('Payers may pay less for more at a bound of the scale: warned of, unless it is meant.'),
  examples: z
    .array(discountExampleSchema)
    .default([])
    .describe('Worked examples; `kontor check` prices them and refuses the book when one is off by the smallest unit.'),
});
export type DiscountText = z.infer<typeof discountSchema>;
