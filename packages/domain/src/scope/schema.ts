/**
 * The language of scopes (pricing.md section 5): which consignments or legs an entry speaks of. In a file a scope is a
 * mapping; all its keys must hold. `any`, `all` and `not` nest. A fact the consignment lacks is never a mismatch.
 *
 *   scope:
 *     goods: { ETSNG: ['281', '301-304'], except: { ETSNG: ['2819'] } }
 *     traffic: [export]
 *     wagon.ownership: [private, leased]
 *     leg.distanceKm: { exactly: ['211'] }
 *     crossings: { pair: [osinovka, gudogai] }
 *     not: { item.origin: [KZ] }
 */
import { z } from 'zod';
import { CODE_SYSTEMS } from '../consignment/schema.ts';
import { parsePattern } from '../kernel/goods-code.ts';
import { nearestName } from '../kernel/nearest.ts';
import { decimalTextSchema, identifierSchema, localDateSchema } from '../kernel/schema.ts';
import { FIELD_NAMES, fieldNamed } from './fields.ts';

const pattern = z.string().refine((text) => parsePattern(text) !== undefined, { error: 'goods-pattern.malformed' });
const patterns = z.array(pattern).min(1);
const codes = z.partialRecord(z.enum(CODE_SYSTEMS), patterns);

/** Goods by code: prefixes (`281`) and inclusive prefix ranges (`301-304`) per code system, with exceptions. */
export const goodsConditionSchema = z.strictObject({
  GNG: patterns.optional(),
  ETSNG: patterns.optional(),
  HS: patterns.optional(),
  CN: patterns.optional(),
  TNVED: patterns.optional(),
  except: codes.optional(),
  /** `any` (default): one item of the consignment is enough; `all`: every item must match. */
  items: z.enum(['any', 'all']).optional(),
});
export type GoodsConditionText = z.infer<typeof goodsConditionSchema>;

/** Numbers: exact values, or a band. `from`/`to` are inclusive, `above`/`below` exclusive. */
export const numberConditionSchema = z.strictObject({
  exactly: z.array(decimalTextSchema).min(1).optional(),
  from: decimalTextSchema.optional(),
  above: decimalTextSchema.optional(),
  to: decimalTextSchema.optional(),
  below: decimalTextSchema.optional(),
});
export type NumberConditionText = z.infer<typeof numberConditionSchema>;

/** Dates: `since` is inside, `before` is not. */
export const dateConditionSchema = z.strictObject({ since: localDateSchema.optional(), before: localDateSchema.optional() });
export type DateConditionText = z.infer<typeof dateConditionSchema>;

/** Border crossings: ordered pairs (the first is passed before the second), or any, the entry, the exit in a set. */
export const crossingsConditionSchema = z.strictObject({
  pair: z.tuple([identifierSchema, identifierSchema]).optional(),
  pairs: z.array(z.tuple([identifierSchema, identifierSchema])).min(1).optional(),
  any: z.array(identifierSchema).min(1).optional(),
  entry: z.array(identifierSchema).min(1).optional(),
  exit: z.array(identifierSchema).min(1).optional(),
});
export type CrossingsConditionText = z.infer<typeof crossingsConditionSchema>;

const fieldConditionSchema = z.union([z.array(z.string()).min(1), z.string(), z.boolean(), numberConditionSchema, dateConditionSchema]);
export type FieldConditionText = z.infer<typeof fieldConditionSchema>;

/** A scope as written. Keys are field names of `fields.ts`, or `goods`, `crossings`, `any`, `all`, `not`. */
export type ScopeText = {
  readonly goods?: GoodsConditionText | undefined;
  readonly crossings?: CrossingsConditionText | undefined;
  readonly any?: readonly ScopeText[] | undefined;
  readonly all?: readonly ScopeText[] | undefined;
  readonly not?: ScopeText | undefined;
  readonly fields: Readonly<Record<string, FieldConditionText>>;
};

const STRUCTURE = ['goods', 'crossings', 'any', 'all', 'not'] as const;

const written = z.lazy(() =>
  z
    .object({
      goods: goodsConditionSchema.optional(),
      crossings: crossingsConditionSchema.optional(),
      any: z.array(scopeSchema).min(1).optional(),
      all: z.array(scopeSchema).min(1).optional(),
      not: scopeSchema.optional(),
      ...Object.fromEntries(FIELD_NAMES.map((name) => [name, fieldConditionSchema.optional()])),
    })
    .catchall(fieldConditionSchema)
    .superRefine((value, context) => {
      for (const key of Object.keys(value)) {
        if (STRUCTURE.some((name) => name === key) || fieldNamed(key) !== undefined) continue;
        const nearest = nearestName(key, [...FIELD_NAMES, ...STRUCTURE]);
        context.addIssue({ code: 'custom', message: 'scope.unknown-field', params: { key, nearest: nearest ?? '' }, path: [key] });
      }
    }),
);

/** Parses a scope and gathers its field conditions under `fields`. */
export const scopeSchema: z.ZodType<ScopeText> = z.lazy(() =>
  written.transform((value): ScopeText => {
    const { goods, crossings, any, all, not, ...fields } = value;
    return { goods, crossings, any, all, not, fields };
  }),
);
