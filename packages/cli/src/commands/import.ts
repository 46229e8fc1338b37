import type { ImportBatch } from '@kontor/bulk/import/batch';
import { importFile } from '@kontor/bulk/import/import-file';
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
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

async function importInto(session: Session, store: Store, path: string, options: ImportCommandOptions): Promise<Exit> {
  const book = await openSoundBook(options.book);
  const prepared = book.ok ? await importOptions(session, book.value, path, options) : book;
  const learned = learnedAt(options.learned);
  if (!prepared.ok || learned === undefined) {
    remarkRefusals(
      session,
      prepared.ok ? [refusal('cli.not-a-date', { text: options.learned ?? '' })] : prepared.refusals,
    );
    return EXIT.input;
  }
  const running: Running = {
    store,
    path,
    kind: options.as,
    learned,
    refusals: [],
    run: undefined,
    inserted: 0,
    duplicates: 0,
  };
  const report = await importFile(
    { ...prepared.value, resumeFrom: async (sha256) => resume(running, sha256) },
    async (batch) => {
      if (running.refusals.every((one) => one.code === 'cli.already-recorded')) await commit(running, batch, false);
    },
  );
  if (!report.ok) {
    remarkRefusals(session, report.refusals);
    return EXIT.input;
  }
  const { sha256, rejectedRows, rejectsFile, stopped, exitCode } = report.value;
  if (stopped === undefined)
    await commit(running, { consignments: [], rejects: [], lastRow: Number(running.run?.lastRow ?? 0n), sha256 }, true);
  else running.refusals.push(stopped);
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

/**
 * `kontor import FILE --book BOOK --data DIR`: puts a file of consignments into the journal. The same file twice changes
 * nothing; one that was cut short goes on where it stopped; good rows are kept, rejected ones go to a file of their own.
 */
export async function importCommand(session: Session, path: string, options: ImportCommandOptions): Promise<Exit> {
  return withStore(session, options.data, (store) => importInto(session, store, path, options));
}
