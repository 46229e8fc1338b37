import type { ImportBatch } from '@kontor/bulk/import/batch';
import { type ImportReport, type OpenedFile, openFile, takeFile } from '@kontor/bulk/import/import-file';
import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { type ConsignmentFactKind, factOf } from '@kontor/server/journal/to-facts';
import { appendFacts } from '@kontor/store/journal/append-facts';
import { beginImport, type ImportRun } from '@kontor/store/journal/import-run';
import { type Instant, instant, parseInstant } from '@kontor/store/journal/instant';
import type { Store } from '@kontor/store/store';
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

type Running = {
  readonly store: Store;
  readonly path: string;
  readonly kind: ConsignmentFactKind;
  readonly learned: Instant;
  readonly refusals: Refusal[];
  run: ImportRun | undefined;
  inserted: number;
  duplicates: number;
};

/** When the users learned of the file: the day given, else now. */
function learnedAt(option: string | undefined): Instant | undefined {
  return option === undefined ? instant(new Date().toISOString()) : parseInstant(`${option}T12:00:00Z`);
}

/** Begins the import, or finds where one that was cut short goes on. */
async function resume(running: Running, sha256: string): Promise<number> {
  running.run = await beginImport(running.store, {
    fileHash: sha256,
    profile: running.kind,
    fileName: running.path,
    again: true,
  });
  return Number(running.run.lastRow);
}

/** Commits a batch together with how far the import has come. */
async function commit(
  running: Running,
  batch: Pick<ImportBatch, 'consignments' | 'lastRow' | 'sha256'> & { readonly rejects: { readonly length: number } },
  isLast: boolean,
): Promise<void> {
  const { run, store, kind, learned, path } = running;
  if (run === undefined) throw new Error('an import that was not begun');
  const facts = batch.consignments.map((one) =>
    factOf(kind, one.consignment, learned, { file: path, row: one.firstRow }),
  );
  const progress = {
    fileHash: batch.sha256,
    profile: kind,
    attempt: run.attempt,
    fromRow: run.lastRow,
    lastRow: BigInt(batch.lastRow),
    rejected: batch.rejects.length,
    isLast,
  };
  const appended = await appendFacts(store, { facts, progress });
  if (!appended.ok) {
    running.refusals.push(...appended.refusals);
    return;
  }
  running.run = { ...run, lastRow: BigInt(batch.lastRow) };
  running.inserted += appended.value.inserted;
  running.duplicates += appended.value.duplicates;
  for (const conflict of appended.value.conflicts)
    running.refusals.push(
      refusal('cli.already-recorded', { note: conflict.subject }, { file: path, record: conflict.subject }),
    );
}

/** The summary of an import, and its exit code. */
function conclude(session: Session, running: Running, report: ImportReport): Exit {
  const { sha256, rejectedRows, rejectsFile, exitCode } = report;
  const { inserted, duplicates } = running;
  if (session.format === 'json')
    printJson(session, {
      schema: 'kontor.import/1',
      inserted,
      duplicates,
      conflicts: running.refusals.length,
      rejected: rejectedRows,
      rejects: rejectsFile ?? null,
      sha256,
    });
  else
    session.print(
      `${session.texts.say('import.summary', { inserted, duplicates, conflicts: running.refusals.length, rejected: rejectedRows, file: rejectsFile ?? '—' })}\n`,
    );
  remarkRefusals(session, running.refusals);
  if (exitCode === 2) return EXIT.input;
  return exitCode === 1 || running.refusals.length > 0 ? EXIT.no : EXIT.done;
}

async function takeInto(session: Session, running: Running, opened: OpenedFile): Promise<Exit> {
  const report = await takeFile(
    opened,
    async (batch) => {
      if (running.refusals.every((one) => one.code === 'cli.already-recorded')) await commit(running, batch, false);
    },
    async (sha256) => resume(running, sha256),
  );
  if (!report.ok) {
    remarkRefusals(session, report.refusals);
    return EXIT.input;
  }
  const { sha256, stopped } = report.value;
  if (stopped === undefined)
    await commit(running, { consignments: [], rejects: [], lastRow: Number(running.run?.lastRow ?? 0n), sha256 }, true);
  else running.refusals.push(stopped);
  return conclude(session, running, report.value);
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
  const { opened, learned } = ready.value;
  return withStore(session, options.data, async (store) =>
    takeInto(
      session,
      { store, path, kind: options.as, learned, refusals: [], run: undefined, inserted: 0, duplicates: 0 },
      opened,
    ),
  );
}
