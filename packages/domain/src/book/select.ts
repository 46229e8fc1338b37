import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { contains } from '../kernel/period.ts';
import type { LoadedBook, LoadedEntry } from './load.ts';

/** The day of acceptance that chooses versions, and the day up to which the book is known. */
export type At = { readonly on: LocalDate; readonly knownBy: LocalDate };

/** What selection needs of an entry; compiled forms keep it. */
export type Versioned = Pick<LoadedEntry, 'id' | 'version' | 'known' | 'valid' | 'header'>;

/** Whether `later` takes the place of `earlier` as a whole. */
function replacesWhole(later: Versioned, earlier: Versioned): boolean {
  if (later === earlier) return false;
  if (later.id === earlier.id) {
    return compareCodePoints(later.known, earlier.known) > 0 || (later.known === earlier.known && compareCodePoints(later.version, earlier.version) > 0);
  }
  return (later.header.supersedes ?? []).some((one) => one.entry === earlier.id && one.items === undefined);
}

/**
 * Entries in force: valid on the date, known by then, and not superseded by another that is (pricing.md section 3).
 * A newer version of the same id takes over from its own start of validity.
 */
export function inForce<T extends Versioned>(entries: readonly T[], { on, knownBy }: At): readonly T[] {
  const candidates = entries.filter((entry) => entry.known <= knownBy && contains(entry.valid, on));
  return candidates.filter((entry) => !candidates.some((other) => replacesWhole(other, entry)));
}

/** Items of an entry that others in force have taken over, e.g. one point of an earlier notice. */
export function supersededItems(entry: Versioned, entries: readonly Versioned[], at: At): ReadonlySet<string> {
  const items = new Set<string>();
  for (const other of inForce(entries, at)) {
    for (const one of other.header.supersedes ?? []) if (one.entry === entry.id) for (const item of one.items ?? []) items.add(item);
  }
  return items;
}

/** All entries of a kind, with the type the caller's schema gives them. */
export function entriesOf(book: LoadedBook, kind: string): readonly LoadedEntry[] {
  return book.entries.filter((entry) => entry.kind === kind);
}
