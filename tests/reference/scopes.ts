/** Scopes (pricing.md section 5), in three values. */
import type { CodeSystem, Consignment, GoodsItem } from '@kontor/domain/consignment/schema';
import type {
  CrossingsConditionText,
  DateConditionText,
  FieldConditionText,
  GoodsConditionText,
  NumberConditionText,
  ScopeText,
} from '@kontor/domain/scope/schema';
import { type Fact, factOf, isNumberFact } from './facts.ts';
import { codeOf, matchesPattern } from './goods.ts';
import { compare, rational } from './rational.ts';
import { allOf, anyOf, NO, notOf, type Truth, truth, unknown, YES } from './truth.ts';
import type { View } from './world.ts';

const SYSTEMS: readonly CodeSystem[] = ['GNG', 'ETSNG', 'HS', 'CN', 'TNVED'];

type Patterns = { readonly [System in CodeSystem]?: readonly string[] | undefined };

/** One item against the patterns of one system. */
function itemInSystem(item: GoodsItem, system: CodeSystem, patterns: readonly string[]): Truth {
  const name = `item.${system}`;
  const code = codeOf(item, system);
  if (code === undefined) return unknown(name);
  const found = anyOf(patterns.map((pattern) => matchesPattern(code, pattern)));
  return found.is === 'unknown' ? unknown(name) : found;
}

/**
 * Codes in several systems name the same goods: one that matches is enough, and a system in which the item has no code
 * says nothing as long as another does.
 */
function itemMatches(item: GoodsItem, wanted: Patterns): Truth | undefined {
  const asked = SYSTEMS.filter((system) => wanted[system] !== undefined);
  if (asked.length === 0) return undefined;
  const coded = asked.filter((system) => codeOf(item, system) !== undefined);
  if (coded.length === 0) return unknown(...asked.map((system) => `item.${system}`));
  return anyOf(coded.map((system) => itemInSystem(item, system, wanted[system] ?? [])));
}

function itemHolds(item: GoodsItem, condition: GoodsConditionText): Truth {
  const { except, items: _, ...wanted } = condition;
  const included = itemMatches(item, wanted) ?? YES;
  const excepted = except === undefined ? NO : (itemMatches(item, except) ?? NO);
  return allOf([included, notOf(excepted)]);
}

function goodsHold(condition: GoodsConditionText, view: View): Truth {
  const items = view.item === undefined ? view.consignment.items : [view.item];
  if (items.length === 0) return unknown('items');
  const each = items.map((item) => itemHolds(item, condition));
  return condition.items === 'all' ? allOf(each) : anyOf(each);
}

type Crossings = NonNullable<Consignment['crossings']>;

const passedInOrder = (crossings: Crossings, [first, second]: readonly [string, string]): boolean => {
  const begin = crossings.findIndex(({ place }) => place === first);
  return begin >= 0 && crossings.slice(begin + 1).some(({ place }) => place === second);
};

/** Where the role of any crossing is not stated, the entry and the exit are not known, unless the one asked for is. */
function inRole(crossings: Crossings, role: 'entry' | 'exit', places: readonly string[]): Truth {
  if (crossings.some((one) => one.role === role && places.includes(one.place))) return YES;
  return crossings.some((one) => one.role === undefined) ? unknown('crossings.role') : NO;
}

function crossingsHold(condition: CrossingsConditionText, view: View): Truth {
  const { crossings } = view.consignment;
  if (crossings === undefined) return unknown('crossings');
  const { pair, pairs = [], any, entry, exit } = condition;
  const ordered = [...(pair === undefined ? [] : [pair]), ...pairs];
  return allOf([
    ordered.length === 0 ? YES : truth(ordered.some((one) => passedInOrder(crossings, one))),
    any === undefined ? YES : truth(crossings.some(({ place }) => any.includes(place))),
    entry === undefined ? YES : inRole(crossings, 'entry', entry),
    exit === undefined ? YES : inRole(crossings, 'exit', exit),
  ]);
}

function inBand(text: string, band: NumberConditionText): boolean {
  const value = rational(text);
  const against = (bound: string | undefined, holds: (order: number) => boolean): boolean =>
    bound === undefined || holds(compare(value, rational(bound)));
  return (
    (band.exactly === undefined || band.exactly.some((one) => compare(value, rational(one)) === 0)) &&
    against(band.from, (order) => order >= 0) &&
    against(band.above, (order) => order > 0) &&
    against(band.to, (order) => order <= 0) &&
    against(band.below, (order) => order < 0)
  );
}

const inDates = (date: string, { since, before }: DateConditionText): boolean =>
  (since === undefined || date >= since) && (before === undefined || date < before);

const isDates = (condition: NumberConditionText | DateConditionText): condition is DateConditionText =>
  'since' in condition || 'before' in condition;

function valueHolds(name: string, value: string, condition: FieldConditionText): boolean {
  const same = (wanted: string): boolean =>
    isNumberFact(name) ? compare(rational(value), rational(wanted)) === 0 : value === wanted;
  if (typeof condition === 'string' || typeof condition === 'boolean') return same(String(condition));
  if ('length' in condition) return condition.some(same);
  return isDates(condition) ? inDates(value, condition) : inBand(value, condition);
}

/** "Of several wagons, items, containers or legs one that matches is enough." */
function fieldHolds(name: string, fact: Fact, condition: FieldConditionText): Truth {
  if (fact.values.some((value) => valueHolds(name, value, condition))) return YES;
  return fact.lacks ? unknown(name) : NO;
}

export function scopeHolds(scope: ScopeText | undefined, view: View): Truth {
  if (scope === undefined) return YES;
  const { goods, crossings, any, all, not, fields } = scope;
  return allOf([
    goods === undefined ? YES : goodsHold(goods, view),
    crossings === undefined ? YES : crossingsHold(crossings, view),
    any === undefined ? YES : anyOf(any.map((one) => scopeHolds(one, view))),
    all === undefined ? YES : allOf(all.map((one) => scopeHolds(one, view))),
    not === undefined ? YES : notOf(scopeHolds(not, view)),
    ...Object.entries(fields).map(([name, condition]) => fieldHolds(name, factOf(name, view), condition)),
  ]);
}
