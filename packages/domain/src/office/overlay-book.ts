/** A book with others of its entries: changed and new ones laid over it, some left out (for a simulation, not for use). */
import { type BookFile, type LoadedBook, type LoadedEntry, loadBook } from '../book/load.ts';
import { checkReferences } from '../book/references.ts';
import { nearestName } from '../kernel/nearest.ts';
import { type Refusal, refusal, sortRefusals } from '../kernel/refusal.ts';
import { KINDS } from './kinds.ts';
import { REFERENCES, SCOPE_REFERENCES } from './references.ts';

const nameOf = ({ kind, id, version }: LoadedEntry): string => `${kind}\n${id}\n${version}`;

/**
 * Lays the entries of `files` over a book: one of the same kind, id and version takes the place of the book's, any other is
 * added. Tables may lie in either. `without` names entries by id that are left out, in all their versions.
 */
export function overlayBook(
  base: LoadedBook,
  {
    files,
    tables,
    without,
  }: { readonly files: readonly BookFile[]; readonly tables: readonly BookFile[]; readonly without: readonly string[] },
): { readonly book: LoadedBook; readonly refusals: readonly Refusal[] } {
  const own = new Set(files.map(({ path }) => path));
  const beside = tables.filter(({ path }) => !/\.ya?ml$/iu.test(path) && !own.has(path));
  const laid =
    files.length === 0 ? { book: { entries: [], files: [] }, refusals: [] } : loadBook([...files, ...beside], KINDS);
  const names = new Set(laid.book.entries.map(nameOf));
  const left = new Set(without);
  const kept = base.entries.filter((entry) => !names.has(nameOf(entry)) && !left.has(entry.id));
  const book: LoadedBook = Object.freeze({
    entries: Object.freeze([...kept, ...laid.book.entries]),
    files: [...base.files, ...laid.book.files],
  });
  const ids = new Set(base.entries.map(({ id }) => id));
  const unknown = without
    .filter((id) => !ids.has(id))
    .map((id) => refusal('simulate.unknown-entry', { id, nearest: nearestName(id, ids) ?? 'none' }));
  const references = checkReferences(book, REFERENCES, SCOPE_REFERENCES);
  return { book, refusals: sortRefusals([...unknown, ...laid.refusals, ...references]) };
}
