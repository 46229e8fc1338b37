/** Whether what the entries of a book name is in the book (pricing.md section 3: a check before publication). */
import { compareCodePoints } from '../kernel/code-point.ts';
import { nearestName } from '../kernel/nearest.ts';
import { type Refusal, refusal, sortRefusals } from '../kernel/refusal.ts';
import type { LoadedBook, LoadedEntry } from './load.ts';

/**
 * One place of an entry that names another. `at` is a path as written in the file: `grantor.party`; `legs[].carrier`
 * for each element of a list, `quantities.*.steps` for each value of a mapping. `to` is the kind of entry named, or
 * `scope` for a scope whose conditions name parties and places. `version`: the key beside it that names a version.
 */
export type Reference = { readonly at: string; readonly to: string; readonly version?: string };

/** References by kind of the entry that holds them. */
export type References = Readonly<Record<string, readonly Reference[]>>;

/** Kind of entry the texts of a scope's condition are ids of, by the condition's name. */
export type ScopeReferences = Readonly<Record<string, string>>;

type Step = string | number;
type Found = { readonly path: readonly Step[]; readonly value: unknown };

function entriesIn(value: unknown): readonly (readonly [Step, unknown])[] {
  if (Array.isArray(value)) return value.map((element: unknown, index) => [index, element] as const);
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}

function under({ path, value }: Found, step: string): readonly Found[] {
  if (step === '[]' || step === '*') {
    if (Array.isArray(value) !== (step === '[]')) return [];
    return entriesIn(value).map(([key, inner]) => ({ path: [...path, key], value: inner }));
  }
  const inner = entriesIn(value).find(([key]) => key === step);
  return inner === undefined ? [] : [{ path: [...path, step], value: inner[1] }];
}

/** Everything that stands at a path of a reference. */
function foundAt(root: unknown, at: string): readonly Found[] {
  const steps = at.replaceAll('[]', '.[]').split('.');
  return steps.reduce<readonly Found[]>(
    (found, step) => found.flatMap((one) => under(one, step)),
    [{ path: [], value: root }],
  );
}

/** The texts a condition lists, one or several. */
function texts(found: Found): readonly Found[] {
  if (typeof found.value === 'string') return [found];
  return [...under(found, '[]'), ...under(found, 'is').flatMap(texts)];
}

/** Every id a scope names, with the kind of entry it must be. */
function inScope(scope: Found, kinds: ScopeReferences): readonly (Found & { readonly to: string })[] {
  return under(scope, '*').flatMap((condition) => {
    const name = String(condition.path.at(-1));
    if (name === 'any' || name === 'all') return under(condition, '[]').flatMap((inner) => inScope(inner, kinds));
    if (name === 'not') return inScope(condition, kinds);
    const to = kinds[name];
    if (to === undefined) return [];
    const listed = name === 'crossings' ? under(condition, '*').flatMap(texts).flatMap(texts) : texts(condition);
    return listed.map((one) => ({ ...one, to }));
  });
}

/** Versions of every entry by kind and id. */
type Index = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

function indexOf(entries: readonly LoadedEntry[]): Index {
  const index = new Map<string, Map<string, Set<string>>>();
  for (const { kind, id, version } of entries) {
    const ids = index.get(kind) ?? new Map<string, Set<string>>();
    const versions = ids.get(id) ?? new Set<string>();
    index.set(kind, ids.set(id, versions.add(version)));
  }
  return index;
}

type Named = Found & { readonly to: string; readonly version?: Found | undefined };

function namedBy(entry: LoadedEntry, references: readonly Reference[], scopes: ScopeReferences): readonly Named[] {
  return references.flatMap(({ at, to, version }) =>
    foundAt(entry.raw, at).flatMap((found): readonly Named[] => {
      if (to === 'scope') return inScope(found, scopes);
      if (version === undefined) return [{ ...found, to }];
      const beside = [...at.split('.').slice(0, -1), version].join('.');
      const [ofThis] = foundAt(entry.raw, beside).filter(
        ({ path }) => path.slice(0, -1).join('.') === found.path.slice(0, -1).join('.'),
      );
      return [{ ...found, to, version: ofThis }];
    }),
  );
}

function missing(entry: LoadedEntry, named: Named, index: Index): Refusal | undefined {
  if (typeof named.value !== 'string') return undefined;
  const ids = index.get(named.to);
  const versions = ids?.get(named.value);
  const path = named.path.join('.');
  if (versions === undefined) {
    const nearest = nearestName(named.value, ids?.keys() ?? []) ?? 'none';
    return refusal(
      'book.reference-missing',
      { path, kind: named.to, id: named.value, nearest },
      entry.place(named.path),
    );
  }
  const version = named.version?.value;
  if (named.version === undefined || typeof version !== 'string' || versions.has(version)) return undefined;
  const known = [...versions].toSorted(compareCodePoints).join(', ');
  return refusal(
    'book.reference-version-missing',
    { kind: named.to, id: named.value, version, known },
    entry.place(named.version.path),
  );
}

/** Items of every notice, by kind of entry and id of the notice. */
function noticesOf(entries: readonly LoadedEntry[]): ReadonlyMap<string, ReadonlySet<string>> {
  const notices = new Map<string, Set<string>>();
  for (const { kind, header } of entries) {
    if (header.notice === undefined) continue;
    const name = `${kind} ${header.notice.id}`;
    notices.set(name, (notices.get(name) ?? new Set<string>()).add(header.notice.item));
  }
  return notices;
}

/** What an entry supersedes is an entry of its kind or a notice of such, and every item named is one of that notice. */
function supersededMissing(
  entry: LoadedEntry,
  index: Index,
  notices: ReadonlyMap<string, ReadonlySet<string>>,
): Refusal[] {
  const { kind } = entry;
  return (entry.header.supersedes ?? []).flatMap(({ entry: id, items }, at): Refusal[] => {
    const known = notices.get(`${kind} ${id}`);
    const found: Found = { path: ['supersedes', at, 'entry'], value: id };
    if (known === undefined && items === undefined) {
      const refused = missing(entry, { ...found, to: kind }, index);
      return refused === undefined ? [] : [refused];
    }
    const listed = known === undefined ? 'none' : [...known].toSorted(compareCodePoints).join(', ');
    return (items ?? []).flatMap((item, place) =>
      known?.has(item) === true
        ? []
        : [
            refusal(
              'book.supersedes-item',
              { notice: id, item, known: listed },
              entry.place(['supersedes', at, 'items', place]),
            ),
          ],
    );
  });
}

/** Other entries that this one replaces as a whole. */
const wholly = (entry: LoadedEntry): readonly string[] =>
  (entry.header.supersedes ?? [])
    .filter((one) => one.items === undefined && one.entry !== entry.id)
    .map((one) => one.entry);

/** Ids whose entries replace one another in a ring: then none of them would ever hold. */
function rings(entries: readonly LoadedEntry[]): Refusal[] {
  const replaces = new Map<string, Set<string>>();
  for (const entry of entries) {
    replaces.set(entry.id, new Set([...(replaces.get(entry.id) ?? []), ...wholly(entry)]));
  }
  const reaches = (from: string, goal: string, seen: Set<string>): boolean => {
    for (const next of replaces.get(from) ?? []) {
      if (next === goal) return true;
      if (!seen.has(next) && reaches(next, goal, seen.add(next))) return true;
    }
    return false;
  };
  return entries
    .filter((entry) => wholly(entry).length > 0 && reaches(entry.id, entry.id, new Set()))
    .map((entry) =>
      refusal('book.supersedes-ring', { id: entry.id, others: wholly(entry).join(', ') }, entry.place(['supersedes'])),
    );
}

/** Every entry that names what the book does not hold, or that supersedes itself through others; in reading order. */
export function checkReferences(book: LoadedBook, references: References, scopes: ScopeReferences): readonly Refusal[] {
  const index = indexOf(book.entries);
  const unknown = book.entries.flatMap((entry) =>
    namedBy(entry, references[entry.kind] ?? [], scopes).flatMap((named) => missing(entry, named, index) ?? []),
  );
  const notices = noticesOf(book.entries);
  const superseded = book.entries.flatMap((entry) => supersededMissing(entry, index, notices));
  const kinds = new Set(book.entries.map(({ kind }) => kind));
  const ringed = [...kinds].flatMap((kind) => rings(book.entries.filter((entry) => entry.kind === kind)));
  return sortRefusals([...unknown, ...superseded, ...ringed]);
}
