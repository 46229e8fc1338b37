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
import { CHOICES } from './choices.ts';
import { FIELD_NAMES, fieldNamed } from './fields.ts';

const pattern = z.string().refine((text) => parsePattern(text) !== undefined, { error: 'goods-pattern.malformed' });
const patterns = z.array(pattern).min(1);
/** Patterns of goods codes by code system. */
export const goodsCodesSchema = z.partialRecord(z.enum(CODE_SYSTEMS), patterns);

/** Goods by code: prefixes (`281`) and inclusive prefix ranges (`301-304`) per code system, with exceptions. */
export const goodsConditionSchema = z.strictObject({
  GNG: patterns.optional(),
  ETSNG: patterns.optional(),
  HS: patterns.optional(),
  CN: patterns.optional(),
  TNVED: patterns.optional(),
  except: goodsCodesSchema.optional(),
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
export const dateConditionSchema = z.strictObject({
  since: localDateSchema.optional(),
  before: localDateSchema.optional(),
});
export type DateConditionText = z.infer<typeof dateConditionSchema>;

/** Border crossings: ordered pairs (the first is passed before the second), or any, the entry, the exit in a set. */
export const crossingsConditionSchema = z.strictObject({
  pair: z.tuple([identifierSchema, identifierSchema]).optional(),
  pairs: z
    .array(z.tuple([identifierSchema, identifierSchema]))
    .min(1)
    .optional(),
  any: z.array(identifierSchema).min(1).optional(),
  entry: z.array(identifierSchema).min(1).optional(),
  exit: z.array(identifierSchema).min(1).optional(),
});
export type CrossingsConditionText = z.infer<typeof crossingsConditionSchema>;

/** Conditions by the type of the field; a single text or number stands for a list of one. */
const CONDITIONS = {
  number: z.union([decimalTextSchema, z.array(decimalTextSchema).min(1), numberConditionSchema]),
  date: dateConditionSchema,
  flag: z.boolean(),
} as const;

/** A field of the operator's own is text or, where a band is asked for, a number. */
const extraConditionSchema = z.union([z.string(), z.array(z.string()).min(1), numberConditionSchema]);

export type FieldConditionText = string | boolean | readonly string[] | NumberConditionText | DateConditionText;

function textCondition(name: string): z.ZodType<FieldConditionText> {
  const choices = CHOICES.get(name);
  const one = choices === undefined ? z.string() : z.enum(choices);
  return z.union([one, z.array(one).min(1)]);
}

function conditionOf(name: string): z.ZodType<FieldConditionText> {
  const type = fieldNamed(name)?.type ?? 'text';
  return type === 'text' ? textCondition(name) : CONDITIONS[type];
}

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

/** Runs even when conditions are malformed, so that all problems of a scope are told at once. */
function refuseUnknownFields(value: object, context: { addIssue: (issue: UnknownField) => void }): void {
  for (const key of Object.keys(value)) {
    if (STRUCTURE.some((name) => name === key) || fieldNamed(key) !== undefined) continue;
    const nearest = nearestName(key, [...FIELD_NAMES, ...STRUCTURE]) ?? 'none';
    context.addIssue({ code: 'custom', message: 'scope.unknown-field', params: { key, nearest }, path: [key] });
  }
}

type UnknownField = { code: 'custom'; message: string; params: Record<string, string>; path: string[] };

const written = z.lazy(() =>
  z
    .object({
      goods: goodsConditionSchema.optional(),
      crossings: crossingsConditionSchema.optional(),
      any: z.array(scopeSchema).min(1).optional(),
      all: z.array(scopeSchema).min(1).optional(),
      not: scopeSchema.optional(),
      ...Object.fromEntries(FIELD_NAMES.map((name) => [name, conditionOf(name).optional()])),
    })
    .catchall(extraConditionSchema)
    .superRefine(refuseUnknownFields, { when: () => true }),
);

/** Parses a scope and gathers its field conditions under `fields`. */
export const scopeSchema: z.ZodType<ScopeText> = z.lazy(() =>
  written.transform((value): ScopeText => {
    const { goods, crossings, any, all, not, ...fields } = value;
    return { goods, crossings, any, all, not, fields };
  }),
);
