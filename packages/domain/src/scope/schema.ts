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
  GNG: patterns.optional().describe('GNG (NHM): prefixes and ranges.'),
  ETSNG: patterns.optional().describe('ETSNG: prefixes and ranges.'),
  HS: patterns.optional().describe('Harmonised System: prefixes and ranges.'),
  CN: patterns.optional().describe('Combined Nomenclature: prefixes and ranges.'),
  TNVED: patterns.optional().describe('TN VED: prefixes and ranges.'),
  except: goodsCodesSchema.optional().describe('Codes that are not meant after all, by system.'),
  items: z
    .enum(['any', 'all'])
    .optional()
    .describe('`any` (default): one item of the consignment is enough; `all`: every item must match.'),
});
export type GoodsConditionText = z.infer<typeof goodsConditionSchema>;

const match = z
  .enum(['any', 'all'])
  .optional()
  .describe(
    'Of several wagons, items, containers or legs: one that matches is enough (any, the default), or every one must match, and one that is not known leaves it open (all).',
  );

/** Numbers: exact values, or a band. `from`/`to` are inclusive, `above`/`below` exclusive. */
export const numberConditionSchema = z.strictObject({
  exactly: z.array(decimalTextSchema).min(1).optional().describe('One of these values.'),
  from: decimalTextSchema.optional().describe('At least.'),
  above: decimalTextSchema.optional().describe('More than.'),
  to: decimalTextSchema.optional().describe('At most.'),
  below: decimalTextSchema.optional().describe('Less than.'),
  match,
});
export type NumberConditionText = z.infer<typeof numberConditionSchema>;

const dayOfYear = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/u);

/**
 * Dates: `since` is inside, `before` is not. Every year again: `months` by number, `weekdays` (1 is Monday), and `yearly`, a
 * season from the one day to the other, both inside, such as a navigation; it may run over the new year.
 */
export const dateConditionSchema = z.strictObject({
  since: localDateSchema.optional().describe('This day or later.'),
  before: localDateSchema.optional().describe('Before this day.'),
  months: z.array(z.int().min(1).max(12)).min(1).optional().describe('Months by number, every year.'),
  weekdays: z.array(z.int().min(1).max(7)).min(1).optional().describe('Days of the week: 1 is Monday.'),
  yearly: z
    .strictObject({ from: dayOfYear.describe('First day, MM-DD.'), to: dayOfYear.describe('Last day, MM-DD.') })
    .optional()
    .describe('A season, every year; it may run over the new year.'),
});
export type DateConditionText = z.infer<typeof dateConditionSchema>;

/** Border crossings: ordered pairs (the first is passed before the second), or any, the entry, the exit in a set. */
export const crossingsConditionSchema = z.strictObject({
  pair: z.tuple([identifierSchema, identifierSchema]).optional().describe('The first is passed before the second.'),
  pairs: z
    .array(z.tuple([identifierSchema, identifierSchema]))
    .min(1)
    .optional()
    .describe('One of these ordered pairs.'),
  any: z.array(identifierSchema).min(1).optional().describe('Some crossing of the way is one of these.'),
  entry: z.array(identifierSchema).min(1).optional().describe('The crossing of entry is one of these.'),
  exit: z.array(identifierSchema).min(1).optional().describe('The crossing of exit is one of these.'),
});
export type CrossingsConditionText = z.infer<typeof crossingsConditionSchema>;

/**
 * Direction as a region or a country sees it: by where the consignment begins and ends. `of` is the region (`RU-KGD`) or the
 * country (`BY`) as the places of the book name it.
 */
export const directionConditionSchema = z.strictObject({
  of: z.string().describe('Region (RU-KGD) or country (BY), as places of the book name it.'),
  is: z
    .array(z.enum(['outbound', 'inbound', 'within', 'outside']))
    .min(1)
    .describe('The way as seen from there.'),
});
export type DirectionConditionText = z.infer<typeof directionConditionSchema>;

/** Conditions by the type of the field; a single text or number stands for a list of one. */
const CONDITIONS = {
  number: z.union([decimalTextSchema, z.array(decimalTextSchema).min(1), numberConditionSchema]),
  date: dateConditionSchema,
  flag: z.union([z.boolean(), z.strictObject({ is: z.boolean().describe('The value.'), match })]),
} as const;

/** A field of the operator's own is text or, where a band is asked for, a number. */
const extraConditionSchema = z.union([
  z.string(),
  z.array(z.string()).min(1),
  z.strictObject({
    is: z.union([z.string(), z.array(z.string()).min(1)]).describe('The value, or one of several.'),
    match,
  }),
  numberConditionSchema,
]);

/** A text or a flag asked of all. */
export type MatchText = {
  readonly is: string | boolean | readonly string[];
  readonly match?: 'any' | 'all' | undefined;
};

export type FieldConditionText =
  | string
  | boolean
  | readonly string[]
  | MatchText
  | NumberConditionText
  | DateConditionText;

function textCondition(name: string): z.ZodType<FieldConditionText> {
  const choices = CHOICES.get(name);
  const one = choices === undefined ? z.string() : z.enum(choices);
  const several = z.union([one, z.array(one).min(1)]);
  return z.union([
    one,
    z.array(one).min(1),
    z.strictObject({ is: several.describe('The value, or one of several.'), match }),
  ]);
}

function conditionOf(name: string): z.ZodType<FieldConditionText> {
  const type = fieldNamed(name)?.type ?? 'text';
  return type === 'text' ? textCondition(name) : CONDITIONS[type];
}

/** A scope as written. Keys are field names of `fields.ts`, or `goods`, `crossings`, `direction`, `any`, `all`, `not`. */
export type ScopeText = {
  readonly goods?: GoodsConditionText | undefined;
  readonly crossings?: CrossingsConditionText | undefined;
  readonly direction?: DirectionConditionText | undefined;
  readonly any?: readonly ScopeText[] | undefined;
  readonly all?: readonly ScopeText[] | undefined;
  readonly not?: ScopeText | undefined;
  readonly fields: Readonly<Record<string, FieldConditionText>>;
};

const STRUCTURE = ['goods', 'crossings', 'direction', 'any', 'all', 'not'] as const;

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
      goods: goodsConditionSchema.optional().describe('Goods by their codes.'),
      crossings: crossingsConditionSchema.optional().describe('Border crossings.'),
      direction: directionConditionSchema.optional().describe('Direction as a region or country sees it.'),
      any: z.array(scopeSchema).min(1).optional().describe('Scopes of which one is enough.'),
      all: z.array(scopeSchema).min(1).optional().describe('Scopes that must all hold.'),
      not: scopeSchema.optional().describe('A scope that must fail.'),
      ...Object.fromEntries(FIELD_NAMES.map((name) => [name, conditionOf(name).optional()])),
    })
    .catchall(extraConditionSchema)
    .superRefine(refuseUnknownFields, { when: () => true }),
);

/** Parses a scope and gathers its field conditions under `fields`. */
export const scopeSchema: z.ZodType<ScopeText> = z.lazy(() =>
  written.transform((value): ScopeText => {
    const { goods, crossings, direction, any, all, not, ...fields } = value;
    return { goods, crossings, direction, any, all, not, fields };
  }),
);
