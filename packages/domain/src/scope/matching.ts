/** Which items, wagons and containers of a consignment a scope means, where it asks of them one by one. */
import type { Consignment } from '../consignment/schema.ts';
import type { ScopeForm } from './compile.ts';
import { evaluateScope } from './evaluate.ts';
import type { Subject } from './subject.ts';

export const PART_SORTS = ['item', 'wagon', 'container'] as const;
export type PartSort = (typeof PART_SORTS)[number];

/** Some of a consignment's items, wagons or containers; of the other two sorts all. */
export type SomeParts = {
  readonly kind: 'some';
  readonly sort: PartSort;
  readonly of: ReadonlySet<object>;
  /** How many match, and of how many. */
  readonly count: number;
  readonly from: number;
};

/**
 * `none`: no single one meets all that is asked. `unrelated`: of two sorts only some match, and no note says which goods are in
 * which wagon.
 */
export type Matching =
  | { readonly kind: 'all' }
  | SomeParts
  | { readonly kind: 'none'; readonly sort: PartSort }
  | { readonly kind: 'unrelated'; readonly first: PartSort; readonly second: PartSort }
  | { readonly kind: 'missing'; readonly fields: readonly string[] };

const ALL: Matching = Object.freeze({ kind: 'all' });

/** The sort of the fact of a part; undefined for facts of the consignment or leg. */
export const sortOfFact = (name: string): PartSort | undefined =>
  PART_SORTS.find((sort) => name.startsWith(`${sort}.`));

function sortOf(form: ScopeForm): PartSort | undefined {
  if (form.kind === 'goods') return 'item';
  return 'field' in form ? sortOfFact(form.field.name) : undefined;
}

/** Whether a scope asks something of items, wagons or containers. */
export function asksOf(form: ScopeForm, sort: PartSort): boolean {
  switch (form.kind) {
    case 'all':
    case 'any':
      return form.of.some((part) => asksOf(part, sort));
    case 'not':
      return asksOf(form.of, sort);
    default:
      return sortOf(form) === sort;
  }
}

/** The consignment, and one part of it: what is asked of that sort is asked of the part alone. */
type Asked = { readonly whole: Subject; readonly part: Subject; readonly sort: PartSort };

/** Whether it holds; or the facts that are missing to tell. */
type Told = boolean | readonly string[];

function toldOfAll(parts: readonly ScopeForm[], asked: Asked, decisive: boolean): Told {
  const missing: string[] = [];
  for (const part of parts) {
    const told = holdsFor(part, asked);
    if (told === decisive) return decisive;
    if (typeof told !== 'boolean') missing.push(...told);
  }
  return missing.length === 0 ? !decisive : [...new Set(missing)];
}

function holdsFor(form: ScopeForm, asked: Asked): Told {
  switch (form.kind) {
    case 'all':
      return toldOfAll(form.of, asked, false);
    case 'any':
      return toldOfAll(form.of, asked, true);
    case 'not': {
      const told = holdsFor(form.of, asked);
      return typeof told === 'boolean' ? !told : told;
    }
    default: {
      const verdict = evaluateScope(form, sortOf(form) === asked.sort ? asked.part : asked.whole);
      return verdict.kind === 'missing' ? verdict.fields : verdict.kind === 'applies';
    }
  }
}

/** Every part of a sort, as a subject of its own. */
function subjectsOf(sort: PartSort, subject: Subject): readonly { readonly part: object; readonly subject: Subject }[] {
  const { items, wagons, containers } = subject.consignment;
  switch (sort) {
    case 'item':
      return items.map((item) => ({ part: item, subject: { ...subject, item } }));
    case 'wagon':
      return wagons.map((wagon) => ({ part: wagon, subject: { ...subject, wagon } }));
    case 'container':
      return containers.map((container) => ({ part: container, subject: { ...subject, container } }));
  }
}

function matchingOfSort(scope: ScopeForm, whole: Subject, sort: PartSort): Matching {
  const parts = subjectsOf(sort, whole);
  const of = new Set<object>();
  const missing: string[] = [];
  let count = 0;
  for (const { part, subject } of parts) {
    const told = holdsFor(scope, { whole, part: subject, sort });
    if (typeof told !== 'boolean') missing.push(...told);
    if (told !== true) continue;
    of.add(part);
    count += 1;
  }
  if (missing.length > 0) return { kind: 'missing', fields: [...new Set(missing)] };
  if (count === parts.length) return ALL;
  return count === 0 ? { kind: 'none', sort } : { kind: 'some', sort, of, count, from: parts.length };
}

/** The parts of a consignment that meet what a scope asks of each; a consignment the scope does not speak of has not been asked. */
export function matchingParts(scope: ScopeForm, subject: Subject): Matching {
  let some: SomeParts | undefined;
  for (const sort of PART_SORTS) {
    const found = asksOf(scope, sort) ? matchingOfSort(scope, subject, sort) : ALL;
    if (found.kind === 'all') continue;
    if (found.kind !== 'some') return found;
    if (some !== undefined) return { kind: 'unrelated', first: some.sort, second: sort };
    some = found;
  }
  return some ?? ALL;
}

/** The consignment with these parts alone of their sort. */
export function withParts(subject: Subject, { sort, of }: Pick<SomeParts, 'sort' | 'of'>): Subject {
  const kept = <T extends object>(list: readonly T[]): T[] => list.filter((one) => of.has(one));
  const { consignment } = subject;
  const { items, wagons, containers } = consignment;
  const narrowed: Consignment =
    sort === 'item'
      ? { ...consignment, items: kept(items) }
      : sort === 'wagon'
        ? { ...consignment, wagons: kept(wagons) }
        : { ...consignment, containers: kept(containers) };
  return { ...subject, consignment: narrowed };
}
