import { formatMinor } from '@kontor/domain/kernel/money';
import { periodLabel } from '@kontor/domain/kernel/period';
import type { LedgerEntry } from '@kontor/domain/settlement/entry';
import { entriesJson, entryJson } from '@kontor/server/explain/entry-json';
import { entryText } from '@kontor/server/explain/entry-text';
import { nameIn } from '@kontor/server/explain/price-text';
import { openEntry, readEntries } from '@kontor/server/settlement/read-entry';
import { printColumns } from '../terminal/columns.ts';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { namesOf, openSoundBook } from '../terminal/open-book.ts';
import { printJson, remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';

export type EntryOptions = { readonly book: string; readonly data?: string };

/** What an entry moves: its debits. */
function movedBy({ about, postings }: LedgerEntry): string {
  const minor = postings.reduce((sum, { amount }) => (amount.minor > 0n ? sum + amount.minor : sum), 0n);
  return `${formatMinor(minor, about.currency)} ${about.currency}`;
}

const COLUMNS = ['booked', 'kind', 'discount', 'party', 'window', 'amount', 'key'] as const;

function printEntries(session: Session, name: (id: string) => string, entries: readonly LedgerEntry[]): void {
  const { texts } = session;
  if (entries.length === 0) return session.remark(`${texts.say('entry.none')}\n`);
  printColumns(
    session,
    COLUMNS.map((column) => texts.say(`entry.column.${column}`)),
    entries.map((entry) => [
      entry.booked,
      texts.say('entry.kind', { kind: entry.kind }),
      entry.about.discount,
      name(entry.about.party),
      periodLabel(entry.about.window),
      movedBy(entry),
      entry.key,
    ]),
    new Set([COLUMNS.indexOf('amount')]),
  );
}

/** `kontor entry [KEY]`: one posted entry with what it follows from, as it was kept; without a key all of them. */
export async function entryCommand(session: Session, key: string | undefined, options: EntryOptions): Promise<Exit> {
  const book = await openSoundBook(options.book);
  if (!book.ok) {
    remarkRefusals(session, book.refusals);
    return EXIT.input;
  }
  const names = namesOf(book.value.loaded);
  return withStore(session, options.data, async (store) => {
    if (key === undefined) {
      const entries = await readEntries(store);
      if (session.format === 'json') printJson(session, entriesJson(entries));
      else printEntries(session, nameIn(session.texts.language, names), entries);
      return EXIT.done;
    }
    const opened = await openEntry(store, key);
    if (!opened.ok) {
      remarkRefusals(session, opened.refusals);
      return EXIT.input;
    }
    if (session.format === 'json') printJson(session, entryJson(opened.value));
    else session.print(entryText(session.texts, names, opened.value));
    return EXIT.done;
  });
}
