import { refusal } from '@kontor/domain/kernel/refusal';
import { readJournal } from '@kontor/server/journal/read-journal';
import { readSettlements } from '@kontor/server/settlement/read-settlements';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { openSoundBook } from '../terminal/open-book.ts';
import { type PreparedBrief, prepareBrief } from '../terminal/print-brief.ts';
import { serveUntilTold } from '../terminal/serve-until-told.ts';
import { remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';
import { type BriefOptions, dayOf } from './brief.ts';

export type ServeOptions = Omit<BriefOptions, 'html'> & { readonly port?: string };

const HIGHEST_PORT = 65_535;

/** A port number as written; undefined when it is none. */
export function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  return port <= HIGHEST_PORT ? port : undefined;
}

/** `kontor serve`: the brief of a data folder on a small server of this machine, until it is ended. */
export async function serve(session: Session, options: ServeOptions): Promise<Exit> {
  const port = options.port === undefined ? undefined : readPort(options.port);
  const book = await openSoundBook(options.book);
  if (!book.ok || (options.port !== undefined && port === undefined)) {
    remarkRefusals(session, book.ok ? [refusal('cli.not-a-port', { text: options.port ?? '' })] : book.refusals);
    return EXIT.input;
  }
  let prepared: PreparedBrief | undefined;
  const exit = await withStore(session, options.data, async (store) => {
    const facts = await readJournal(store);
    const day = dayOf(options.asOf, book.value, facts);
    if (!day.ok) {
      remarkRefusals(session, day.refusals);
      return EXIT.input;
    }
    prepared = prepareBrief(book.value, facts, day.value, await readSettlements(store, { upTo: day.value }));
    return EXIT.done;
  });
  return prepared === undefined ? exit : serveUntilTold(session, prepared.pages, port);
}
