import type { LoadedBook } from '@kontor/domain/book/load';
import { readEntry } from '@kontor/domain/book/load';
import { entriesOf } from '@kontor/domain/book/select';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import type { Words } from '@kontor/domain/kernel/schema';
import type { OfficeReport } from '@kontor/domain/office/report';
import { sessionSchema } from '@kontor/domain/promise/schema';
import type { Settlement } from '@kontor/domain/settlement/statement';
import type { PlaceReader } from '@kontor/domain/turnover/dimensions';
import { nameIn } from '../explain/price-text.ts';
import type { Texts } from '../texts/texts.ts';

/** What a brief is made of: the office's answer, the book that names things, and a language. */
export type BriefInput = {
  readonly report: OfficeReport;
  readonly book: LoadedBook;
  readonly places: PlaceReader;
  readonly texts: Texts;
  readonly settlements?: readonly Settlement[];
};

/** Names of entries in the brief's language; an id stands for itself where the book says nothing. */
export function namer({ book, texts }: Pick<BriefInput, 'book' | 'texts'>): (id: string) => string {
  const names = new Map<string, Words>(book.entries.map((entry) => [entry.id, entry.header.title]));
  return nameIn(texts.language, (id) => names.get(id));
}

/** The last session held by the day; before the first, the next one. */
export function sessionOf({
  book,
  report,
}: Pick<BriefInput, 'book' | 'report'>):
  | { readonly id: string; readonly title: Words; readonly date: LocalDate }
  | undefined {
  const sessions = entriesOf(book, 'session').map((entry) => ({
    id: entry.id,
    title: entry.header.title,
    date: readEntry(entry, sessionSchema).date,
  }));
  const ordered = sessions.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  return ordered.findLast((session) => session.date <= report.asOf) ?? ordered[0];
}

/**
 * Whether the book is one for demonstration: it has tariffs, and every one is made up. What moved in it is made up as well,
 * and every figure read off its journal is marked.
 */
export function isDemonstration(book: LoadedBook): boolean {
  const tariffs = entriesOf(book, 'tariff');
  return tariffs.length > 0 && tariffs.every((entry) => isMadeUp(book, entry.id));
}

/** Whether any source of an entry says its figures are made up for demonstration. */
export function isMadeUp(book: LoadedBook, id: string): boolean {
  return book.entries.some(
    (entry) => entry.id === id && [entry.header.source].flat().some((one) => one.synthetic === true),
  );
}
