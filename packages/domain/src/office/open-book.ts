/** The door to a book: every kind of entry read, and everything its entries name looked up. */
import { type BookFile, type LoadedBook, loadBook } from '../book/load.ts';
import { checkReferences } from '../book/references.ts';
import { type Refusal, sortRefusals } from '../kernel/refusal.ts';
import { KINDS } from './kinds.ts';
import { REFERENCES, SCOPE_REFERENCES } from './references.ts';

/**
 * Loads a book of all kinds; entries that name what is not there are in it and in the refusals. `unread`: files that are there
 * and could not be read.
 */
export function openBook(
  files: readonly BookFile[],
  unread: readonly string[] = [],
): {
  readonly book: LoadedBook;
  readonly refusals: readonly Refusal[];
} {
  const { book, refusals } = loadBook(files, KINDS, unread);
  return { book, refusals: sortRefusals([...refusals, ...checkReferences(book, REFERENCES, SCOPE_REFERENCES)]) };
}
