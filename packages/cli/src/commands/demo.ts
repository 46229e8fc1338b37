import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile } from '@kontor/bulk/import/import-file';
import type { JournalFact } from '@kontor/domain/office/journal';
import { demoFiles } from '@kontor/server/demo/demo-files';
import { isDemoTaken } from '@kontor/server/demo/demo-taken';
import { DEMO_SEED, makeDemoJournal } from '@kontor/server/demo/make-demo-journal';
import { importInto } from '@kontor/server/journal/import-into';
import { readJournal } from '@kontor/server/journal/read-journal';
import { readSettlements } from '@kontor/server/settlement/read-settlements';
import { settleDue } from '@kontor/server/settlement/settle-due';
import { instant } from '@kontor/store/journal/instant';
import type { Store } from '@kontor/store/store';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { type OpenBook, openSoundBook } from '../terminal/open-book.ts';
import { type PreparedBrief, prepareBrief, printBrief } from '../terminal/print-brief.ts';
import { importOptions } from '../terminal/read-consignments.ts';
import { remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';
import { dayOf } from './brief.ts';

export type DemoOptions = {
  readonly data: string;
  readonly asOf?: string;
  readonly once?: boolean;
  readonly html?: string;
};

/** The demonstration corridor: in the repository two folders above the package, whether it runs from `src` or `dist`. */
const DEMO_BOOK = fileURLToPath(new URL('../../../../books/demo', import.meta.url));
/** Where in its data folder the demonstration keeps the files it imports. */
const IMPORTS = 'imports';

/** Every record of the demonstration says when it was learned. */
const NEVER_ASKED = instant('2024-01-01T12:00:00Z');

/**
 * Writes the demonstration journal as files and imports them, as an office imports its own; what is in the store already stays
 * as it is, and what was cut short goes on. Gives how many facts were new; undefined when it could not be.
 */
async function fill(session: Session, store: Store, book: OpenBook, data: string): Promise<number | undefined> {
  const folder = join(data, IMPORTS);
  if (await isDemoTaken(store, folder)) return 0;
  await mkdir(folder, { recursive: true });
  let inserted = 0;
  for (const { kind, name, text } of demoFiles(makeDemoJournal(DEMO_SEED))) {
    const path = join(folder, name);
    await writeFile(path, text);
    const options = await importOptions(session, book, path, {});
    const opened = options.ok ? await openFile(options.value) : options;
    const taken = opened.ok
      ? await importInto(store, { name, kind, learned: NEVER_ASKED, opened: opened.value, again: false })
      : opened;
    if (!taken.ok || taken.value.refusals.length > 0) {
      remarkRefusals(session, taken.ok ? taken.value.refusals : taken.refusals);
      return undefined;
    }
    inserted += taken.value.inserted;
  }
  return inserted;
}

/** `kontor demo`: the demonstration corridor's two years in a store of its own, and the brief of the 20th session. */
export async function demo(session: Session, options: DemoOptions): Promise<Exit> {
  const book = await openSoundBook(DEMO_BOOK);
  if (!book.ok) {
    remarkRefusals(session, book.refusals);
    return EXIT.input;
  }
  let prepared: PreparedBrief | undefined;
  const exit = await withStore(
    session,
    options.data,
    async (store) => {
      const inserted = await fill(session, store, book.value, options.data);
      if (inserted === undefined) return EXIT.unavailable;
      const facts: readonly JournalFact[] = await readJournal(store);
      session.remark(`${session.texts.say('demo.filled', { inserted, facts: facts.length })}\n`);
      const day = dayOf(options.asOf, book.value, facts);
      if (!day.ok) {
        remarkRefusals(session, day.refusals);
        return EXIT.input;
      }
      const settled = await settleDue(store, book.value, { facts, asOf: day.value });
      // An older demonstration may have posted under the same names: the ledger keeps that and says so; the brief is still true.
      if (!settled.ok) remarkRefusals(session, settled.refusals);
      prepared = prepareBrief(book.value, facts, day.value, await readSettlements(store, { upTo: day.value }));
      await printBrief(session, prepared, options.html);
      return EXIT.done;
    },
    { begins: true },
  );
  if (prepared === undefined || options.once === true) return exit;
  const { serveUntilTold } = await import('../terminal/serve-until-told.ts');
  return serveUntilTold(session, prepared.pages, undefined);
}
