/**
 * What can be said of scopes without any consignment: that one can never hold, and that one holds wherever another does.
 * Both answers are safe: what cannot be seen from the conditions alone is not claimed.
 */
import { compare } from '../kernel/decimal.ts';
import type { GoodsPattern } from '../kernel/goods-code.ts';
import { type Interval, inside } from '../kernel/interval.ts';
import type { ScopeForm } from '../scope/compile.ts';
import { apart, conditionsOf, spanOf } from './disjoint.ts';

/** Two conditions of a scope that exclude each other, or one that excludes everything, in words of the book. */
export type Contradiction = { readonly first: string; readonly second: string };

type Of<K extends ScopeForm['kind']> = Extract<ScopeForm, { kind: K }>;

/** Facts a consignment may have several of: two conditions on one may be met by two of its wagons, items or groups. */
const SEVERAL = /^(?:item|wagon|container)\.|\.group$|^(?:via|vessel|marks|documents)$/u;

const single = (form: ScopeForm): boolean => 'field' in form && !SEVERAL.test(form.field.name);

/** More conditions of one scope than this are not compared with one another. */
const MOST_COMPARED = 300;

/** A condition as the book states it. */
export function statedOf(form: ScopeForm): string {
  if (form.kind === 'all' || form.kind === 'any') return form.of.map(statedOf).join('; ');
  if (form.kind === 'not') return `≠ ${statedOf(form.of)}`;
  if (form.kind === 'flag') return `${form.field.name} ${String(form.value)}`;
  return `${'field' in form ? form.field.name : form.kind} ${'listed' in form ? form.listed : ''}`.trimEnd();
}

function isBandWithin(inner: Interval, outer: Interval): boolean {
  const above = (): boolean => {
    if (outer.lower === undefined) return true;
    if (inner.lower === undefined) return false;
    const order = compare(inner.lower, outer.lower);
    return order > 0 || (order === 0 && (outer.lowerClosed || !inner.lowerClosed));
  };
  const below = (): boolean => {
    if (outer.upper === undefined) return true;
    if (inner.upper === undefined) return false;
    const order = compare(inner.upper, outer.upper);
    return order < 0 || (order === 0 && (outer.upperClosed || !inner.upperClosed));
  };
  return above() && below();
}

function isNumbersWithin(inner: Of<'numbers'>, outer: Of<'numbers'>): boolean {
  const { exactly } = outer;
  const holds = (value: NonNullable<typeof exactly>[number]): boolean =>
    exactly === undefined ? inside(outer.band, value) : exactly.some((one) => compare(one, value) === 0);
  if (inner.exactly !== undefined) return inner.exactly.every(holds);
  return exactly === undefined && isBandWithin(inner.band, outer.band);
}

function isPatternWithin(inner: GoodsPattern, outer: GoodsPattern): boolean {
  const [first, last] = spanOf(inner);
  const [from, to] = spanOf(outer);
  return from <= first && last <= to;
}

/** Goods within goods: one code system in both, no exceptions in the wider. */
function isGoodsWithin(inner: Of<'goods'>, outer: Of<'goods'>): boolean {
  if (inner.listed === outer.listed && inner.every === outer.every) return true;
  const [one, ...more] = inner.codes;
  const [other, ...others] = outer.codes;
  if (one === undefined || other === undefined || more.length > 0 || others.length > 0) return false;
  if (one.system !== other.system || outer.except.length > 0 || inner.every !== outer.every) return false;
  return one.patterns.every((pattern) => other.patterns.some((wider) => isPatternWithin(pattern, wider)));
}

/** Whether a condition holds wherever another of the same kind does. */
function isConditionWithin(inner: ScopeForm, outer: ScopeForm): boolean {
  if (inner.kind === 'goods' && outer.kind === 'goods') return isGoodsWithin(inner, outer);
  if (inner.kind === 'crossings' && outer.kind === 'crossings') return inner.listed === outer.listed;
  if (!('field' in inner) || !('field' in outer) || inner.field.name !== outer.field.name) return false;
  if (inner.kind === 'texts' && outer.kind === 'texts')
    return [...inner.values].every((value) => outer.values.has(value));
  if (inner.kind === 'flag' && outer.kind === 'flag') return inner.value === outer.value;
  if (inner.kind === 'numbers' && outer.kind === 'numbers') return isNumbersWithin(inner, outer);
  if (inner.kind !== 'dates' || outer.kind !== 'dates') return false;
  const since = outer.since === undefined || (inner.since !== undefined && inner.since >= outer.since);
  return since && (outer.before === undefined || (inner.before !== undefined && inner.before <= outer.before));
}

/** True only when the outer scope holds wherever the inner one does. */
export function isScopeWithin(inner: ScopeForm, outer: ScopeForm): boolean {
  if (outer.kind === 'all') return outer.of.every((one) => isScopeWithin(inner, one));
  if (inner.kind === 'any') return inner.of.every((one) => isScopeWithin(one, outer));
  if (outer.kind === 'any') return outer.of.some((one) => isScopeWithin(inner, one));
  if (inner.kind === 'all') return inner.of.some((one) => isScopeWithin(one, outer));
  if (inner.kind === 'not' && outer.kind === 'not') return isScopeWithin(outer.of, inner.of);
  return isConditionWithin(inner, outer);
}

const selectsNothing = (band: Interval): boolean => {
  if (band.lower === undefined || band.upper === undefined) return false;
  const order = compare(band.lower, band.upper);
  return order > 0 || (order === 0 && !(band.lowerClosed && band.upperClosed));
};

/** A condition that nothing meets. */
function isEmpty(form: ScopeForm): boolean {
  if (form.kind === 'numbers') return form.exactly === undefined && selectsNothing(form.band);
  return form.kind === 'dates' && form.since !== undefined && form.before !== undefined && form.before <= form.since;
}

function excludes(a: ScopeForm, b: ScopeForm): boolean {
  if (a.kind === 'not') return b.kind !== 'not' && isScopeWithin(b, a.of);
  if (b.kind === 'not') return isScopeWithin(a, b.of);
  return single(a) && single(b) && apart(a, b);
}

function pairIn(conditions: readonly ScopeForm[], given: number): Contradiction | undefined {
  for (const [index, second] of conditions.entries()) {
    if (index < given) continue;
    if (isEmpty(second)) return { first: statedOf(second), second: statedOf(second) };
    const first = conditions.slice(0, index).find((one) => excludes(one, second));
    if (first !== undefined) return { first: statedOf(first), second: statedOf(second) };
  }
  return undefined;
}

/** Why a scope can never hold, alone or where other conditions hold already; undefined when that cannot be seen. */
export function contradictionIn(scope: ScopeForm, given: readonly ScopeForm[] = []): Contradiction | undefined {
  const own = conditionsOf(scope);
  const simple = [...given, ...own.filter((one) => one.kind !== 'any')].slice(0, MOST_COMPARED);
  const found = pairIn(simple, Math.min(given.length, simple.length));
  if (found !== undefined) return found;
  for (const choice of own) {
    if (choice.kind !== 'any') continue;
    const [first, ...others] = choice.of.map((one) => contradictionIn(one, simple));
    if (first !== undefined && others.every((one) => one !== undefined)) return first;
  }
  return undefined;
}
