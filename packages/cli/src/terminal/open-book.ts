import { readBookFiles } from '@kontor/bulk/book/read-book-folder';
import { namesOf as importNamesOf, type Names } from '@kontor/bulk/values/names';
import { type LoadedBook, readEntry } from '@kontor/domain/book/load';
import { entriesOf } from '@kontor/domain/book/select';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { parseLocalDate } from '@kontor/domain/kernel/local-date';
import { ok, type Refusal, type Result, refusal, refused, sortRefusals } from '@kontor/domain/kernel/refusal';
import type { Words } from '@kontor/domain/kernel/schema';
import { placeSchema } from '@kontor/domain/network/schema';
import { openBook as openLoaded } from '@kontor/domain/office/open-book';
import { partySchema } from '@kontor/domain/party/schema';
import { compileRatingBook, type RatingBook } from '@kontor/domain/rating/rating-book';

/** A book read and compiled, with every problem found on the way. */
export type OpenBook = { readonly loaded: LoadedBook; readonly rating: RatingBook };

/** Reads a book folder. No `book`: nothing in the folder can be read. */
export async function openBook(
  folder: string,
): Promise<{ readonly book: OpenBook | undefined; readonly refusals: readonly Refusal[] }> {
  const { files, unread, refusals: unreadable } = await readBookFiles(folder);
  if (files.length === 0) return { book: undefined, refusals: unreadable };
  const { book: loaded, refusals } = openLoaded(files, unread);
  const compiled = compileRatingBook(loaded);
  const all = sortRefusals([...unreadable, ...refusals, ...compiled.refusals]);
  return { book: { loaded, rating: compiled.book }, refusals: all };
}

export const hasErrors = (refusals: readonly Refusal[]): boolean => refusals.some((one) => one.severity === 'error');

/** A book without errors, or the reasons why it cannot be worked with. */
export async function openSoundBook(folder: string): Promise<Result<OpenBook>> {
  const { book, refusals } = await openBook(folder);
  return book === undefined || hasErrors(refusals) ? refused(...refusals) : ok(book, refusals);
}

/** The names a book gives its entries. */
export function namesOf(book: LoadedBook): (id: string) => Words | undefined {
  const names = new Map<string, Words>(book.entries.map((entry) => [entry.id, entry.header.title]));
  return (id) => names.get(id);
}

/** The names of parties and places by which an import knows them again. */
export function importNames(book: LoadedBook): Names {
  return importNamesOf({
    parties: entriesOf(book, 'party').map((entry) => readEntry(entry, partySchema)),
    places: entriesOf(book, 'place').map((entry) => readEntry(entry, placeSchema)),
  });
}

/** The day of knowledge asked for; without one, the book as it stands: all that it holds is known. */
export function knowledgeOf(
  option: string | undefined,
  book: LoadedBook,
  accepted: readonly LocalDate[],
): Result<LocalDate> {
  if (option !== undefined) {
    const date = parseLocalDate(option);
    return date === undefined ? refused(refusal('cli.not-a-date', { text: option })) : ok(date);
  }
  const days = [...book.entries.map((entry) => entry.known), ...accepted];
  const last = days.reduce<LocalDate | undefined>(
    (latest, day) => (latest === undefined || day > latest ? day : latest),
    undefined,
  );
  return last === undefined ? refused(refusal('book.empty', {})) : ok(last);
}
