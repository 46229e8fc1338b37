/**
 * Consignments that look like one split to stay below a limit (corridor.md): same day, consignor, consignee, goods and
 * way, each below a limit of a rule and together above it. They are shown to a person, never advised on.
 */
import type { Consignment, GoodsItem } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { codeIn, type World } from '../scope/fields.ts';
import type { RestrictionForm } from './form.ts';
import { scopeVerdict } from './scope-verdict.ts';

/** Goods are the same by their subheading; without one, by the rail code, else by name. */
const goodsName = (item: GoodsItem): string => codeIn(item, 'HS')?.code ?? item.codes.ETSNG ?? item.name ?? '';

/** What consignments that belong together share; undefined when a party is not known, so that none can be told. */
export function likenessOf(consignment: Consignment): string | undefined {
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

/**
 * The notes, this one included and by code point, that the rule does not speak of one by one but does together;
 * undefined when there is no such thing.
 */
export function looksSplit(
  rule: RestrictionForm,
  consignment: Consignment,
  sameDay: readonly Consignment[],
  world: World,
): readonly string[] | undefined {
  const likeness = likenessOf(consignment);
  if (likeness === undefined || scopeVerdict(rule.scope, consignment, world).kind !== 'fails') return undefined;
  const below = sameDay
    .filter((other) => other.note !== consignment.note && likenessOf(other) === likeness)
    .filter((other) => scopeVerdict(rule.scope, other, world).kind === 'fails');
  if (below.length === 0) return undefined;
  if (scopeVerdict(rule.scope, join(consignment, below), world).kind !== 'applies') return undefined;
  return [consignment.note, ...below.map((other) => other.note)].toSorted(compareCodePoints);
}
