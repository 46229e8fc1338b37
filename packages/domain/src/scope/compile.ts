import type { CodeSystem } from '../consignment/schema.ts';
import { CODE_SYSTEMS } from '../consignment/schema.ts';
import { type Decimal, decimal } from '../kernel/decimal.ts';
import { type GoodsPattern, parsePattern } from '../kernel/goods-code.ts';
import type { Interval } from '../kernel/interval.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import type { Field } from './field.ts';
import { fieldNamed } from './fields.ts';
import type {
  CrossingsConditionText,
  DateConditionText,
  DirectionConditionText,
  FieldConditionText,
  GoodsConditionText,
  MatchText,
  NumberConditionText,
  ScopeText,
} from './schema.ts';
import type { AmountOf } from './subject.ts';

export type CodePatterns = {
  readonly system: CodeSystem;
  readonly patterns: readonly GoodsPattern[];
  readonly listed: string;
};

/** A compiled scope: frozen, tagged, with fields and patterns resolved. The part of the intermediate form that selects. */
export type ScopeForm =
  | { readonly kind: 'all' | 'any'; readonly of: readonly ScopeForm[] }
  | { readonly kind: 'not'; readonly of: ScopeForm }
  | {
      readonly kind: 'texts';
      readonly field: Field;
      readonly values: ReadonlySet<string>;
      readonly listed: string;
      readonly every: boolean;
    }
  | { readonly kind: 'flag'; readonly field: Field; readonly value: boolean; readonly every: boolean }
  | {
      readonly kind: 'numbers';
      readonly field: Field;
      readonly exactly: readonly Decimal[] | undefined;
      readonly band: Interval;
      readonly listed: string;
      readonly every: boolean;
    }
  | {
      readonly kind: 'dates';
      readonly field: Field;
      readonly since: LocalDate | undefined;
      readonly before: LocalDate | undefined;
      readonly months: ReadonlySet<number> | undefined;
      readonly weekdays: ReadonlySet<number> | undefined;
      /** First and last day of a season, MM-DD. */
      readonly yearly: { readonly from: string; readonly to: string } | undefined;
      readonly listed: string;
      readonly every: boolean;
    }
  | {
      readonly kind: 'goods';
      readonly codes: readonly CodePatterns[];
      readonly except: readonly CodePatterns[];
      readonly every: boolean;
      readonly listed: string;
    }
  | {
      readonly kind: 'crossings';
      readonly pairs: readonly (readonly [string, string])[];
      readonly any: readonly string[] | undefined;
      readonly entry: readonly string[] | undefined;
      readonly exit: readonly string[] | undefined;
      readonly listed: string;
    }
  | { readonly kind: 'direction'; readonly of: string; readonly is: ReadonlySet<Direction>; readonly listed: string };

export type Direction = DirectionConditionText['is'][number];

/** Everything: the scope of an entry that states none. */
export const EVERYTHING: ScopeForm = Object.freeze({ kind: 'all', of: Object.freeze([]) });

function patternsOf(texts: Partial<Record<CodeSystem, readonly string[] | undefined>>): CodePatterns[] {
  const found: CodePatterns[] = [];
  for (const system of CODE_SYSTEMS) {
    const list = texts[system];
    if (list === undefined) continue;
    const patterns = list.map((text) => parsePattern(text)).filter((pattern) => pattern !== undefined);
    found.push({ system, patterns, listed: `${system} ${list.join(', ')}` });
  }
  return found;
}

function compileGoods(text: GoodsConditionText): ScopeForm {
  const codes = patternsOf(text);
  const except = patternsOf(text.except ?? {});
  return {
    kind: 'goods',
    codes,
    except,
    every: text.items === 'all',
    listed: [...codes.map((entry) => entry.listed), ...except.map((entry) => `≠ ${entry.listed}`)].join('; '),
  };
}

function compileCrossings(text: CrossingsConditionText): ScopeForm {
  const pairs = [...(text.pair === undefined ? [] : [text.pair]), ...(text.pairs ?? [])];
  const listed = [
    ...pairs.map((pair) => pair.join(' → ')),
    ...(text.any ?? []),
    ...(text.entry ?? []),
    ...(text.exit ?? []),
  ].join(', ');
  return { kind: 'crossings', pairs, any: text.any, entry: text.entry, exit: text.exit, listed };
}

function compileNumbers(field: Field, text: NumberConditionText): ScopeForm {
  const lower = text.from ?? text.above;
  const upper = text.to ?? text.below;
  const band: Interval = {
    lower: lower === undefined ? undefined : decimal(lower),
    upper: upper === undefined ? undefined : decimal(upper),
    lowerClosed: text.from !== undefined,
    upperClosed: text.to !== undefined,
  };
  const listed = text.exactly?.join(', ') ?? `${lower ?? ''}…${upper ?? ''}`;
  const every = text.match === 'all';
  return { kind: 'numbers', field, exactly: text.exactly?.map((value) => decimal(value)), band, listed, every };
}

function compileDates(field: Field, text: DateConditionText): ScopeForm {
  const { since, before, months, weekdays, yearly } = text;
  const span = since === undefined && before === undefined ? [] : [`${since ?? ''}…${before ?? ''}`];
  const season = yearly === undefined ? [] : [`${yearly.from}…${yearly.to}`];
  const listed = [...span, ...season, ...(months ?? []).map((month) => `*-${String(month).padStart(2, '0')}`)];
  return {
    kind: 'dates',
    field,
    since,
    before,
    months: months === undefined ? undefined : new Set(months),
    weekdays: weekdays === undefined ? undefined : new Set(weekdays),
    yearly,
    listed: [...listed, ...(weekdays ?? []).map((day) => `W${String(day)}`)].join(', '),
    every: false,
  };
}

const isList = (text: object): text is readonly string[] => Array.isArray(text);

const isMatch = (text: object): text is MatchText => 'is' in text;

const isNumbers = (text: object): text is NumberConditionText =>
  ['exactly', 'from', 'above', 'to', 'below'].some((key) => key in text);

/** What a text or flag is asked to be, and whether of all; undefined for bands of numbers and dates. */
function matchOf(text: FieldConditionText): { readonly is: MatchText['is'] | undefined; readonly every: boolean } {
  if (typeof text !== 'object' || isList(text)) return { is: text, every: false };
  return isMatch(text) ? { is: text.is, every: text.match === 'all' } : { is: undefined, every: false };
}

/** What a scope may ask for: facts alone; or amounts of the charge too, where discounts act on it. */
export type ScopeAsks = 'facts' | 'amounts';

function compileField(name: string, text: FieldConditionText, asks: ScopeAsks, refusals: Refusal[]): ScopeForm {
  const field = fieldNamed(name);
  if (asks === 'facts' && field?.amount !== undefined) {
    refusals.push(refusal('scope.amount-unknown', { field: name }));
    return EVERYTHING;
  }
  if (field === undefined) {
    refusals.push(refusal('scope.unknown-field', { key: name, nearest: 'none' }));
    return EVERYTHING;
  }
  const wrong = (expected: string): ScopeForm => {
    refusals.push(refusal('scope.wrong-condition', { field: name, expected }));
    return EVERYTHING;
  };
  const { is, every } = matchOf(text);
  if (typeof is === 'boolean')
    return field.type === 'flag' ? { kind: 'flag', field, value: is, every } : wrong(field.type);
  if (is !== undefined) {
    const values = typeof is === 'string' ? [is] : is;
    if (field.type === 'number') return compileNumbers(field, { exactly: [...values], match: every ? 'all' : 'any' });
    return field.type === 'text'
      ? { kind: 'texts', field, values: new Set(values), listed: values.join(', '), every }
      : wrong(field.type);
  }
  if (typeof text !== 'object' || isList(text) || isMatch(text)) return wrong(field.type);
  if (isNumbers(text))
    return field.type === 'number' || name.startsWith('extra.') ? compileNumbers(field, text) : wrong(field.type);
  return field.type === 'date' ? compileDates(field, text) : wrong(field.type);
}

/** Whether a scope asks for amounts of the charge, gross or running. */
export function asksFor(scope: ScopeForm, of: AmountOf): boolean {
  switch (scope.kind) {
    case 'all':
    case 'any':
      return scope.of.some((part) => asksFor(part, of));
    case 'not':
      return asksFor(scope.of, of);
    default:
      return 'field' in scope && scope.field.amount?.of === of;
  }
}

/** Compiles a scope; problems are appended to `refusals`, whose places the caller fills in. */
export function compileScope(text: ScopeText | undefined, refusals: Refusal[], asks: ScopeAsks = 'facts'): ScopeForm {
  if (text === undefined) return EVERYTHING;
  const compiled = (part: ScopeText): ScopeForm => compileScope(part, refusals, asks);
  const parts: ScopeForm[] = Object.entries(text.fields).map(([name, condition]) =>
    compileField(name, condition, asks, refusals),
  );
  if (text.goods !== undefined) parts.push(compileGoods(text.goods));
  if (text.crossings !== undefined) parts.push(compileCrossings(text.crossings));
  if (text.direction !== undefined) {
    const { of, is } = text.direction;
    parts.push({ kind: 'direction', of, is: new Set(is), listed: `${of}: ${is.join(', ')}` });
  }
  if (text.any !== undefined) parts.push({ kind: 'any', of: text.any.map(compiled) });
  if (text.all !== undefined) parts.push(...text.all.map(compiled));
  if (text.not !== undefined) parts.push({ kind: 'not', of: compiled(text.not) });
  const [only] = parts;
  return Object.freeze(parts.length === 1 && only !== undefined ? only : { kind: 'all', of: Object.freeze(parts) });
}
