/**
 * The language of scopes (pricing.md section 5): which consignments or legs an entry speaks of. In a file a scope is a
 * mapping; all its keys must hold. `any`, `all` and `not` nest. A fact the consignment lacks is never a mismatch.
 *
 *   scope:
 *     goods: { ETSNG: ['281', '301-304'], except: { ETSNG: ['2819'] } }
 *     traffic: [export]
 *     wagon.ownership: [private, leased]
 *     leg.distanceKm: { exactly: ['211'] }
 *     crossings: { pair: [by-osinovka, lt-gudogai] }
 *     not: { item.origin: [KZ] }
 */
import { z } from 'zod';
import { CODE_SYSTEMS } from '../consignment/schema.ts';
import { decimalTextSchema, identifierSchema, localDateSchema } from '../kernel/schema.ts';
import { FIELD_NAMES } from './fields.ts';

const codes = z.partialRecord(z.enum(CODE_SYSTEMS), z.array(z.string()).min(1));

/** Goods by code: prefixes (`281`) and inclusive prefix ranges (`301-304`) per code system, with exceptions. */
export const goodsConditionSchema = z.strictObject({
  ...Object.fromEntries(CODE_SYSTEMS.map((system) => [system, z.array(z.string()).min(1).optional()])),
  except: codes.optional(),
  /** `any` (default): one item of the consignment is enough; `all`: every item must match. */
  items: z.enum(['any', 'all']).optional(),
});

/** Numbers: exact values, or a band. `from`/`to` are inclusive, `above`/`below` exclusive. */
export const numberConditionSchema = z.strictObject({
  exactly: z.array(decimalTextSchema).min(1).optional(),
  from: decimalTextSchema.optional(),
  above: decimalTextSchema.optional(),
  to: decimalTextSchema.optional(),
  below: decimalTextSchema.optional(),
});

/** Dates: `from` is inside, `before` is not. */
export const dateConditionSchema = z.strictObject({ from: localDateSchema.optional(), before: localDateSchema.optional() });

/** Border crossings: an ordered pair (first to last of the listed), or any/entry/exit in a set. */
export const crossingsConditionSchema = z.strictObject({
  pair: z.tuple([identifierSchema, identifierSchema]).optional(),
  pairs: z.array(z.tuple([identifierSchema, identifierSchema])).optional(),
  any: z.array(identifierSchema).optional(),
  entry: z.array(identifierSchema).optional(),
  exit: z.array(identifierSchema).optional(),
});

export type ScopeText = {
  [key: string]: unknown;
};

/** A scope as written. Keys are field names of `fields.ts`, or `goods`, `crossings`, `any`, `all`, `not`. */
export const scopeSchema: z.ZodType<ScopeText> = z.lazy(() =>
  z.strictObject({
    goods: goodsConditionSchema.optional(),
    crossings: crossingsConditionSchema.optional(),
    any: z.array(scopeSchema).min(1).optional(),
    all: z.array(scopeSchema).min(1).optional(),
    not: scopeSchema.optional(),
    ...Object.fromEntries(
      FIELD_NAMES.map((name) => [
        name,
        z
          .union([z.array(z.string()).min(1), z.string(), z.boolean(), numberConditionSchema, dateConditionSchema])
          .optional(),
      ]),
    ),
  }),
);
