import { readEntry } from '@kontor/domain/book/load';
import { entriesOf } from '@kontor/domain/book/select';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import type { JournalFact } from '@kontor/domain/office/journal';
import { officeReport } from '@kontor/domain/office/report';
import { sessionSchema } from '@kontor/domain/promise/schema';
import type { Settlement } from '@kontor/domain/settlement/settle';
import { briefText } from '@kontor/server/brief/brief-text';
import type { OpenBook } from './open-book.ts';
import { remarkRefusals, type Session } from './session.ts';

/** The day a brief speaks of when none is asked for: that of the last session in the book, else the last day known. */
export function briefDay(book: OpenBook, facts: readonly JournalFact[]): LocalDate | undefined {
  const sessions = entriesOf(book.loaded, 'session').map((entry) => readEntry(entry, sessionSchema).date);
  const days = sessions.length > 0 ? sessions : facts.map((fact) => fact.learned);
  return days.reduce<LocalDate | undefined>((last, day) => (last === undefined || day > last ? day : last), undefined);
}

/** Prints the brief as of a day. */
export function printBrief(
  session: Session,
  book: OpenBook,
  facts: readonly JournalFact[],
  asOf: LocalDate,
  settlements: readonly Settlement[],
): void {
  const report = officeReport(book, facts, asOf);
  remarkRefusals(session, report.refusals);
  session.print(
    briefText({ report, book: book.loaded, places: book.rating.world.place, texts: session.texts, settlements }),
  );
}
