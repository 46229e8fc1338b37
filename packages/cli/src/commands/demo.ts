import { fileURLToPath } from 'node:url';
import type { JournalFact } from '@kontor/domain/office/journal';
import { DEMO_SEED, makeDemoJournal } from '@kontor/server/demo/make-demo-journal';
import { readJournal } from '@kontor/server/journal/read-journal';
import { newFactsOf } from '@kontor/server/journal/to-facts';
import { readSettlements } from '@kontor/server/settlement/read-settlements';
import { settleDue } from '@kontor/server/settlement/settle-due';
import { appendFacts } from '@kontor/store/journal/append-facts';
import type { Store } from '@kontor/store/store';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { openSoundBook } from '../terminal/open-book.ts';
import { type PreparedBrief, prepareBrief, printBrief } from '../terminal/print-brief.ts';
import { serveUntilTold } from '../terminal/serve-until-told.ts';
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
const BATCH = 2_000;
const SOURCE = 'demonstration journal';

/** Puts the demonstration journal into the store; what is there already stays as it is. */
async function fill(session: Session, store: Store): Promise<boolean> {
  const facts = newFactsOf(makeDemoJournal(DEMO_SEED), SOURCE);
  let inserted = 0;
  for (let from = 0; from < facts.length; from += BATCH) {
    const appended = await appendFacts(store, { facts: facts.slice(from, from + BATCH) });
    if (!appended.ok) {
      remarkRefusals(session, appended.refusals);
      return false;
    }
    inserted += appended.value.inserted;
  }
  session.remark(`${session.texts.say('demo.filled', { inserted, facts: facts.length })}\n`);
  return true;
}

/** `kontor demo`: the demonstration corridor's two years in a store of its own, and the brief of the 20th session. */
export async function demo(session: Session, options: DemoOptions): Promise<Exit> {
  const book = await openSoundBook(DEMO_BOOK);
  if (!book.ok) {
    remarkRefusals(session, book.refusals);
    return EXIT.input;
  }
  let prepared: PreparedBrief | undefined;
  const exit = await withStore(session, options.data, async (store) => {
    if (!(await fill(session, store))) return EXIT.unavailable;
    const facts: readonly JournalFact[] = await readJournal(store);
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
  });
  return prepared === undefined || options.once === true ? exit : serveUntilTold(session, prepared.pages, undefined);
}
