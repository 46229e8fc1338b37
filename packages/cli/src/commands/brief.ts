import { type LocalDate, parseLocalDate } from '@kontor/domain/kernel/local-date';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { JournalFact } from '@kontor/domain/office/journal';
import { readJournal } from '@kontor/server/journal/read-journal';
import { readSettlements } from '@kontor/server/settlement/read-settlements';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { type OpenBook, openSoundBook } from '../terminal/open-book.ts';
import { briefDay, prepareBrief, printBrief } from '../terminal/print-brief.ts';
import { remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';

export type BriefOptions = {
  readonly book: string;
  readonly data?: string;
  readonly asOf?: string;
  readonly html?: string;
};

/** The day asked for, else the day of the last session. */
export function dayOf(option: string | undefined, book: OpenBook, facts: readonly JournalFact[]): Result<LocalDate> {
  const day = option === undefined ? briefDay(book, facts) : parseLocalDate(option);
  if (day !== undefined) return ok(day);
  return refused(option === undefined ? refusal('cli.nothing-known', {}) : refusal('cli.not-a-date', { text: option }));
}

/** `kontor brief`: one page on the journal of a data folder, as of a day. */
export async function brief(session: Session, options: BriefOptions): Promise<Exit> {
  const book = await openSoundBook(options.book);
  if (!book.ok) {
    remarkRefusals(session, book.refusals);
    return EXIT.input;
  }
  return withStore(session, options.data, async (store) => {
    const facts = await readJournal(store);
    const day = dayOf(options.asOf, book.value, facts);
    if (!day.ok) {
      remarkRefusals(session, day.refusals);
      return EXIT.input;
    }
    const settlements = await readSettlements(store, { upTo: day.value });
    await printBrief(session, prepareBrief(book.value, facts, day.value, settlements), options.html);
    return EXIT.done;
  });
}
