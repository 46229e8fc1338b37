/**
 * Consignments that look like one split to stay below a limit (corridor.md): same day, consignor, consignee, goods and
 * way, each below a limit of a rule and together above it. They are shown to a person, never advised on.
 */
import type { Consignment, GoodsItem } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { ScopeForm } from '../scope/compile.ts';
import { codeIn } from '../scope/fields.ts';
import type { World } from '../scope/subject.ts';
import type { RestrictionForm } from './form.ts';
import { scopeVerdict } from './scope-verdict.ts';

/** Goods are the same by their subheading; without one, by the rail code, else by name. */
const goodsName = (item: GoodsItem): string => codeIn(item, 'HS')?.code ?? item.codes.ETSNG ?? item.name ?? '';

/** A replay asks one consignment several times, and as often as it is settled; what never changes is written once. */
const likenesses = new WeakMap<Consignment, { readonly likeness: string | undefined }>();

/** What consignments that belong together share; undefined when a party is not known, so that none can be told. */
export function likenessOf(consignment: Consignment): string | undefined {
  const found = likenesses.get(consignment) ?? { likeness: writeLikeness(consignment) };
  likenesses.set(consignment, found);
  return found.likeness;
}

function writeLikeness(consignment: Consignment): string | undefined {
  const { accepted, consignor, consignee, origin, destination, items, legs } = consignment;
  if (consignor === undefined || consignee === undefined || items.length === 0) return undefined;
  const goods = [...new Set(items.map(goodsName))].toSorted(compareCodePoints);
  const way = legs.map((leg) => [leg.mode, leg.from, leg.to]);
  return JSON.stringify([accepted, consignor, consignee, origin ?? '', destination ?? '', goods, way]);
}

type Summed = 'mass_kg' | 'pieces' | 'heads' | 'packages';

function sumKnown<T>(parts: readonly T[], read: (part: T) => number | undefined): number | undefined {
  const known = parts.map(read).filter((value) => value !== undefined);
  return known.length === parts.length ? known.reduce((sum, value) => sum + value, 0) : undefined;
}

/** Items of the same codes, origin and UN number as one, with their quantities added up. */
function joinItems(items: readonly GoodsItem[]): GoodsItem[] {
  const kinds = new Map<string, GoodsItem[]>();
  for (const item of items) {
    const codes = Object.entries(item.codes).toSorted(([a], [b]) => compareCodePoints(a, b));
    const kind = JSON.stringify([codes, item.origin ?? '', item.unNumber ?? '', item.name ?? '']);
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [item]);
    else alike.push(item);
  }
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { mass_kg: _mass, pieces: _pieces, heads: _heads, packages: _packages, value: _value, ...rest } = first;
    const sums: Partial<Record<Summed, number>> = {};
    for (const measure of ['mass_kg', 'pieces', 'heads', 'packages'] as const) {
      const total = sumKnown(alike, (item) => item[measure]);
      if (total !== undefined) sums[measure] = total;
    }
    return [{ ...rest, ...sums, quantities: alike.flatMap((item) => item.quantities ?? []) }];
  });
}

/** The consignments as if they had moved under one note. */
function join(first: Consignment, others: readonly Consignment[]): Consignment {
  const all = [first, ...others];
  const { mass_kg: _mass, ...rest } = first;
  const mass = sumKnown(all, (one) => one.mass_kg ?? sumKnown(one.items, (item) => item.mass_kg));
  return {
    ...rest,
    ...(mass === undefined ? {} : { mass_kg: mass }),
    items: joinItems(all.flatMap((one) => one.items)),
    wagons: all.flatMap((one) => one.wagons),
    containers: all.flatMap((one) => one.containers),
  };
}

/** Only a scope with a limit can speak of several consignments together and of none alone. */
function hasLimit(scope: ScopeForm): boolean {
  switch (scope.kind) {
    case 'all':
    case 'any':
      return scope.of.some(hasLimit);
    case 'not':
      return hasLimit(scope.of);
    default:
      return scope.kind === 'numbers';
  }
}

/** The others of the day that are like the consignment, whichever rule is asked. */
export function alikeOn(consignment: Consignment, sameDay: readonly Consignment[]): readonly Consignment[] {
  const likeness = sameDay.length === 0 ? undefined : likenessOf(consignment);
  if (likeness === undefined) return [];
  return sameDay.filter((other) => other.note !== consignment.note && likenessOf(other) === likeness);
}

/**
 * The notes, this one included and by code point, that the rule does not speak of one by one but does together;
 * undefined when there is no such thing. `alike` comes from {@link alikeOn}.
 */
export function looksSplit(
  rule: RestrictionForm,
  consignment: Consignment,
  alike: readonly Consignment[],
  world: World,
): readonly string[] | undefined {
  if (alike.length === 0 || !hasLimit(rule.scope)) return undefined;
  const isBelow = (one: Consignment): boolean => scopeVerdict(rule.scope, one, world).kind === 'fails';
  const below = isBelow(consignment) ? alike.filter(isBelow) : [];
  if (below.length === 0 || scopeVerdict(rule.scope, join(consignment, below), world).kind !== 'applies')
    return undefined;
  return [consignment.note, ...below.map((other) => other.note)].toSorted(compareCodePoints);
}
