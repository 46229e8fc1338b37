import { writeFile } from 'node:fs/promises';
import { readEntry } from '@kontor/domain/book/load';
import { entriesOf } from '@kontor/domain/book/select';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import type { Refusal } from '@kontor/domain/kernel/refusal';
import type { JournalFact } from '@kontor/domain/office/journal';
import { officeReport } from '@kontor/domain/office/report';
import { sessionSchema } from '@kontor/domain/promise/schema';
import type { Settlement } from '@kontor/domain/settlement/statement';
import type { BriefInput } from '@kontor/server/brief/brief-input';
import { briefJson } from '@kontor/server/brief/brief-json';
import { briefText } from '@kontor/server/brief/brief-text';
import type { BriefPages } from '@kontor/server/http/serve-brief';
import type { Language } from '@kontor/server/texts/language';
import { loadTexts } from '@kontor/server/texts/texts';
import type { OpenBook } from './open-book.ts';
import { printJson, remarkRefusals, type Session } from './session.ts';

/** The day a brief speaks of when none is asked for: that of the last session in the book, else the last day known. */
export function briefDay(book: OpenBook, facts: readonly JournalFact[]): LocalDate | undefined {
  const sessions = entriesOf(book.loaded, 'session').map((entry) => readEntry(entry, sessionSchema).date);
  const days = sessions.length > 0 ? sessions : facts.map((fact) => fact.learned);
  return days.reduce<LocalDate | undefined>((last, day) => (last === undefined || day > last ? day : last), undefined);
}

/** A brief ready to be shown in any language, as text and as a page. */
export type PreparedBrief = {
  readonly refusals: readonly Refusal[];
  readonly pages: BriefPages;
  readonly json: (language: Language) => unknown;
};

/** Answers as of a day, once; the languages only differ in words. */
export function prepareBrief(
  book: OpenBook,
  facts: readonly JournalFact[],
  asOf: LocalDate,
  settlements: readonly Settlement[],
): PreparedBrief {
  const report = officeReport(book, facts, asOf);
  const input = (language: Language): BriefInput => ({
    report,
    book: book.loaded,
    places: book.rating.worldAt({ on: asOf, knownBy: asOf }).place,
    texts: loadTexts(language),
    settlements,
  });
  const pages: BriefPages = (language) => ({
    // What draws charts is loaded for a page, and for nothing else.
    html: async () => (await import('@kontor/server/brief/html/brief-html')).briefHtml(input(language)),
    get text() {
      return briefText(input(language));
    },
  });
  return { refusals: report.refusals, pages, json: (language) => briefJson(input(language)) };
}

/** Prints the brief in the session's language, and writes the page where it was asked for. */
export async function printBrief(session: Session, brief: PreparedBrief, html: string | undefined): Promise<void> {
  remarkRefusals(session, brief.refusals);
  const { language } = session.texts;
  if (session.format === 'json') printJson(session, brief.json(language));
  else session.print(brief.pages(language).text);
  if (html === undefined) return;
  await writeFile(html, await brief.pages(language).html());
  session.remark(`${session.texts.say('brief.page-written', { file: html })}\n`);
}
