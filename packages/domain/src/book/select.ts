import { compareCodePoints } from '../kernel/code-point.ts';
import { compareDates, type LocalDate } from '../kernel/local-date.ts';
import { contains } from '../kernel/period.ts';
import type { LoadedBook, LoadedEntry } from './load.ts';

/** The day of acceptance that chooses versions, and the day up to which the book is known. */
export type At = { readonly on: LocalDate; readonly knownBy: LocalDate };

/** What selection needs of an entry; compiled forms keep it. */
export type Versioned = Pick<LoadedEntry, 'id' | 'version' | 'known' | 'valid' | 'header'>;

/** Later knowledge of one id: by the day it was known, then by its start, then by the name of the version. */
export function isNewer(later: Versioned, earlier: Versioned): boolean {
  const order =
    compareDates(later.known, earlier.known) ||
    compareDates(later.valid.from, earlier.valid.from) ||
    compareCodePoints(later.version, earlier.version);
  return order > 0;
}

/**
 * A newer version ends the older from its own start on, even when it has itself run out. One that speaks of an earlier
 * time than the other (a correction of the past) replaces it only where it holds.
 */
function replacesVersion(later: Versioned, earlier: Versioned, on: LocalDate): boolean {
  if (later.id !== earlier.id || !isNewer(later, earlier)) return false;
  return contains(later.valid, on) || (later.valid.from <= on && later.valid.from >= earlier.valid.from);
}

/** Whether one entry names another as superseded: by its id, or as an item of a notice that ceases, whole or in that item. */
export function supersedesByName(later: Versioned, earlier: Versioned): boolean {
  if (later.id === earlier.id) return false;
  const { notice } = earlier.header;
  return (later.header.supersedes ?? []).some(({ entry, items }) => {
    if (items === undefined && entry === earlier.id) return true;
    return notice !== undefined && entry === notice.id && (items === undefined || items.includes(notice.item));
  });
}

/** Whether an entry never came to hold, because a newer version of it begins no later than it does. */
function isVoid(entry: Versioned, known: readonly Versioned[]): boolean {
  return known.some((other) => other.id === entry.id && other.valid.from <= entry.valid.from && isNewer(other, entry));
}

function isReplaced(entry: Versioned, known: readonly Versioned[], on: LocalDate): boolean {
  return known.some((other) => {
    if (other === entry) return false;
    if (replacesVersion(other, entry, on)) return true;
    return other.valid.from <= on && supersedesByName(other, entry) && !isVoid(other, known);
  });
}

/**
 * Entries in force: valid on the date, known by then, and not superseded from an earlier day on by another that was
 * known by then (pricing.md section 3). What has superseded an entry keeps it superseded after running out itself: an
 * old tariff does not come back to life.
 */
export function inForce<T extends Versioned>(entries: readonly T[], { on, knownBy }: At): readonly T[] {
  const known = entries.filter((entry) => entry.known <= knownBy);
  return known.filter((entry) => contains(entry.valid, on) && !isReplaced(entry, known, on));
}

/** All entries of a kind, whatever they say. */
export function entriesOf(book: LoadedBook, kind: string): readonly LoadedEntry[] {
  return book.entries.filter((entry) => entry.kind === kind);
}
