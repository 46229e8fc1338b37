import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { type LoadedBook, loadBook } from '@kontor/domain/book/load';
import { type Refusal, sortRefusals } from '@kontor/domain/kernel/refusal';
import type { Words } from '@kontor/domain/kernel/schema';
import { KINDS } from '@kontor/domain/office/kinds';
import { compileRatingBook, type RatingBook } from '@kontor/domain/rating/rating-book';

/** A book read and compiled, with every problem found on the way. */
export type OpenBook = { readonly loaded: LoadedBook; readonly rating: RatingBook; readonly refusals: readonly Refusal[] };

/** Reads a book folder. Undefined `book`: the folder itself cannot be read. */
export async function openBook(folder: string): Promise<{ readonly book: OpenBook | undefined; readonly refusals: readonly Refusal[] }> {
  const files = await readBookFolder(folder);
  if (!files.ok) return { book: undefined, refusals: files.refusals };
  const { book: loaded, refusals } = loadBook(files.value, KINDS);
  const compiled = compileRatingBook(loaded);
  const all = sortRefusals([...refusals, ...compiled.refusals]);
  return { book: { loaded, rating: compiled.book, refusals: all }, refusals: all };
}

export const hasErrors = (refusals: readonly Refusal[]): boolean => refusals.some((one) => one.severity === 'error');

/** The names a book gives its entries. */
export function namesOf(book: LoadedBook): (id: string) => Words | undefined {
  const names = new Map<string, Words>(book.entries.map((entry) => [entry.id, entry.header.title]));
  return (id) => names.get(id);
}
