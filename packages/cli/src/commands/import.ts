import { type ImportReport, type OpenedFile, openFile } from '@kontor/bulk/import/import-file';
import { parseLocalDate } from '@kontor/domain/kernel/local-date';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { importInto, learnedOn, type Taken } from '@kontor/server/journal/import-into';
import type { ConsignmentFactKind } from '@kontor/server/journal/to-facts';
import { type Instant, instant } from '@kontor/store/journal/instant';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { openSoundBook } from '../terminal/open-book.ts';
import { importOptions, type ReadOptions } from '../terminal/read-consignments.ts';
import { printJson, remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';

export type ImportCommandOptions = ReadOptions & {
  readonly book: string;
  readonly data?: string;
  readonly as: ConsignmentFactKind;
  readonly learned?: string;
};

/** When the users learned of the file: the day given, else now. */
function learnedAt(option: string | undefined): Instant | undefined {
  if (option === undefined) return instant(new Date().toISOString());
  const day = parseLocalDate(option);
  return day === undefined ? undefined : learnedOn(day);
}

/** The summary of an import, and its exit code. */
function conclude(session: Session, { inserted, duplicates, refusals }: Taken, report: ImportReport): Exit {
  const { sha256, rejectedRows, rejectsFile, exitCode } = report;
  if (session.format === 'json')
    printJson(session, {
      schema: 'kontor.import/1',
      inserted,
      duplicates,
      conflicts: refusals.length,
      rejected: rejectedRows,
      rejects: rejectsFile ?? null,
      sha256,
    });
  else
    session.print(
      `${session.texts.say('import.summary', { inserted, duplicates, conflicts: refusals.length, rejected: rejectedRows, file: rejectsFile ?? '—' })}\n`,
    );
  remarkRefusals(session, refusals);
  if (exitCode === 2) return EXIT.input;
  return exitCode === 1 || refusals.length > 0 ? EXIT.no : EXIT.done;
}

/** Opens book and file and has everything answered; no data folder is touched before that. */
async function openImport(
  session: Session,
  path: string,
  options: ImportCommandOptions,
): Promise<Result<{ readonly opened: OpenedFile; readonly learned: Instant }>> {
  const learned = learnedAt(options.learned);
  if (learned === undefined) return refused(refusal('cli.not-a-date', { text: options.learned ?? '' }));
  const book = await openSoundBook(options.book);
  if (!book.ok) return book;
  const prepared = await importOptions(session, book.value, path, options);
  if (!prepared.ok) return prepared;
  const opened = await openFile(prepared.value);
  return opened.ok ? ok({ opened: opened.value, learned }) : opened;
}

/**
 * `kontor import FILE --book BOOK --data DIR`: puts a file of consignments into the journal. The same file twice changes
 * nothing; one that was cut short goes on where it stopped; good rows are kept, rejected ones go to a file of their own.
 */
export async function importCommand(session: Session, path: string, options: ImportCommandOptions): Promise<Exit> {
  const ready = await openImport(session, path, options);
  if (!ready.ok) {
    remarkRefusals(session, ready.refusals);
    return EXIT.input;
  }
  return withStore(
    session,
    options.data,
    async (store) => {
      const taken = await importInto(store, { ...ready.value, name: path, kind: options.as, again: true });
      if (!taken.ok) {
        remarkRefusals(session, taken.refusals);
        return EXIT.input;
      }
      return taken.value.report === undefined ? EXIT.done : conclude(session, taken.value, taken.value.report);
    },
    { begins: true },
  );
}
