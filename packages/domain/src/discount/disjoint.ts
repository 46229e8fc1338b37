/**
 * Whether two scopes plainly never select the same leg: they ask one fact for values that have nothing in common. Said of
 * the usual consignment, whose wagons and goods are alike; what this lets pass is caught when a leg is rated.
 */
import { compare } from '../kernel/decimal.ts';
import type { GoodsPattern } from '../kernel/goods-code.ts';
import type { Interval } from '../kernel/interval.ts';
import { inside } from '../kernel/interval.ts';
import { asksFor, type ScopeForm } from '../scope/compile.ts';

/** The conditions of a scope that must all hold. */
export function conditionsOf(scope: ScopeForm): readonly ScopeForm[] {
  return scope.kind === 'all' ? scope.of.flatMap(conditionsOf) : [scope];
}

const LONGEST_CODE = 12;

/** The codes a pattern selects, as first and last in the order of text. */
export function spanOf(pattern: GoodsPattern): readonly [string, string] {
  switch (pattern.kind) {
    case 'prefix':
      return [pattern.digits.padEnd(LONGEST_CODE, '0'), pattern.digits.padEnd(LONGEST_CODE, '9')];
    case 'range':
      return [pattern.first.padEnd(LONGEST_CODE, '0'), pattern.last.padEnd(LONGEST_CODE, '9')];
    case 'exact':
      return [pattern.digits, pattern.digits];
  }
}

function patternsMeet(a: GoodsPattern, b: GoodsPattern): boolean {
  const [first, last] = spanOf(a);
  const [from, to] = spanOf(b);
  return first <= to && from <= last;
}

type Of<K extends ScopeForm['kind']> = Extract<ScopeForm, { kind: K }>;

/** Apart when every system both name has no common code; a system only one names tells nothing. */
function goodsApart(a: Of<'goods'>, b: Of<'goods'>): boolean {
  const [one] = a.codes;
  const [other] = b.codes;
  if (one === undefined || other === undefined || a.codes.length > 1 || b.codes.length > 1) return false;
  if (one.system !== other.system) return false;
  return !one.patterns.some((pattern) => other.patterns.some((second) => patternsMeet(pattern, second)));
}

function intervalsApart(a: Interval, b: Interval): boolean {
  const before = (left: Interval, right: Interval): boolean => {
    if (left.upper === undefined || right.lower === undefined) return false;
    const order = compare(left.upper, right.lower);
    return order < 0 || (order === 0 && !(left.upperClosed && right.lowerClosed));
  };
  return before(a, b) || before(b, a);
}

function numbersApart(a: Of<'numbers'>, b: Of<'numbers'>): boolean {
  if (a.exactly === undefined && b.exactly === undefined) return intervalsApart(a.band, b.band);
  if (a.exactly === undefined) return b.exactly !== undefined && numbersApart(b, a);
  const other = b.exactly;
  return !a.exactly.some((value) =>
    other === undefined ? inside(b.band, value) : other.some((one) => compare(one, value) === 0),
  );
}

function datesApart(a: Of<'dates'>, b: Of<'dates'>): boolean {
  const before = (left: Of<'dates'>, right: Of<'dates'>): boolean =>
    left.before !== undefined && right.since !== undefined && left.before <= right.since;
  return before(a, b) || before(b, a);
}

export function apart(a: ScopeForm, b: ScopeForm): boolean {
  if (a.kind === 'goods' && b.kind === 'goods') return goodsApart(a, b);
  if (!('field' in a) || !('field' in b) || a.field.name !== b.field.name) return false;
  if (a.kind === 'texts' && b.kind === 'texts') return ![...a.values].some((value) => b.values.has(value));
  if (a.kind === 'flag' && b.kind === 'flag') return a.value !== b.value;
  if (a.kind === 'numbers' && b.kind === 'numbers') return numbersApart(a, b);
  return a.kind === 'dates' && b.kind === 'dates' && datesApart(a, b);
}

/** What is left of a charge is another amount at the turn of each discount. */
export const asksItsTurn = (scope: ScopeForm): boolean => asksFor(scope, 'running');

/** True only when the scopes of two entries ask for what cannot be at once. */
export function disjointScopes(a: ScopeForm, b: ScopeForm): boolean {
  const others = conditionsOf(b);
  const own = conditionsOf(a).filter((one) => !asksItsTurn(one));
  return own.some((one) => others.some((other) => apart(one, other)));
}
