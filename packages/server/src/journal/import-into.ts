/** Takes a file into the journal, batch by batch together with how far it has come: the one way in for every consignment. */
import type { ImportBatch, Imported } from '@kontor/bulk/import/batch';
import { type ImportReport, type OpenedFile, takeFile } from '@kontor/bulk/import/import-file';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { ok, type Refusal, type Result, refusal } from '@kontor/domain/kernel/refusal';
import { appendFacts } from '@kontor/store/journal/append-facts';
import type { NewFact } from '@kontor/store/journal/fact';
import { beginImport, type ImportRun } from '@kontor/store/journal/import-run';
import { type Instant, instant } from '@kontor/store/journal/instant';
import { recordedSubjects } from '@kontor/store/journal/read-facts';
import type { Store } from '@kontor/store/store';
import { type ConsignmentFactKind, factOf } from './to-facts.ts';

export type FileToTake = {
  /** The file by the name its facts carry as their source. */
  readonly name: string;
  readonly kind: ConsignmentFactKind;
  /** When the users learned of what the file holds, where a record does not say so itself. */
  readonly learned: Instant;
  readonly opened: OpenedFile;
  /** Read a file anew that was taken to its end before; it changes nothing unless the journal lacks some of it. */
  readonly again: boolean;
};

export type Taken = {
  readonly inserted: number;
  readonly duplicates: number;
  /** Numbers that are in the journal already with another content, or are to be replaced and are not, and what stopped the import. */
  readonly refusals: readonly Refusal[];
  /** Undefined when the file was taken to its end before and was not read again. */
  readonly report: ImportReport | undefined;
};

/** The moment that stands for a day on which something was learned. */
export const learnedOn = (day: LocalDate): Instant => instant(`${day}T12:00:00Z`);

type Running = {
  readonly store: Store;
  readonly file: FileToTake;
  readonly refusals: Refusal[];
  run: ImportRun;
  inserted: number;
  duplicates: number;
};

function factOfRecord({ name, kind, learned }: FileToTake, record: Imported): NewFact {
  const at = record.learned === undefined ? learned : learnedOn(record.learned);
  return factOf(kind, record.consignment, at, { file: name, row: record.firstRow });
}

/** Numbers that stand in the way of single records; any other refusal ends the import. */
const OF_ONE_RECORD: ReadonlySet<string> = new Set(['cli.already-recorded', 'cli.nothing-to-replace']);

/** A correction or cancellation needs what it replaces; one that has nothing to replace is refused by its number. */
async function withOriginals(
  { store, file, refusals }: Running,
  records: readonly Imported[],
): Promise<readonly Imported[]> {
  const { kind } = file;
  if (kind === 'consignment' || records.length === 0) return records;
  const recorded = await recordedSubjects(store, { subjects: records.map((one) => one.consignment.note) });
  for (const { consignment, place } of records) {
    if (recorded.has(consignment.note)) continue;
    refusals.push(refusal('cli.nothing-to-replace', { note: consignment.note, kind }, place));
  }
  return records.filter((one) => recorded.has(one.consignment.note));
}

/** Commits a batch together with how far the import has come. */
async function commit(
  running: Running,
  batch: Pick<ImportBatch, 'consignments' | 'lastRow'> & { readonly rejects: { readonly length: number } },
  isLast: boolean,
): Promise<void> {
  const { run, store, file } = running;
  const progress = {
    fileHash: run.fileHash,
    profile: run.profile,
    attempt: run.attempt,
    fromRow: run.lastRow,
    lastRow: BigInt(batch.lastRow),
    rejected: batch.rejects.length,
    isLast,
  };
  const records = await withOriginals(running, batch.consignments);
  const facts = records.map((record) => factOfRecord(file, record));
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
      refusal('cli.already-recorded', { note: conflict.subject }, { file: file.name, record: conflict.subject }),
    );
}

/**
 * Takes an opened file into the journal. One that was cut short goes on where it stopped; the same file twice changes nothing.
 */
export async function importInto(store: Store, file: FileToTake): Promise<Result<Taken>> {
  const { facts } = file.opened;
  const run = await beginImport(store, {
    fileHash: facts.sha256,
    profile: file.kind,
    fileName: file.name,
    again: file.again,
  });
  const running: Running = { store, file, run, refusals: [], inserted: 0, duplicates: 0 };
  const { refusals } = running;
  if (run.isFinished) return ok({ inserted: 0, duplicates: 0, refusals, report: undefined });
  const report = await takeFile(
    file.opened,
    async (batch) => {
      if (refusals.every((one) => OF_ONE_RECORD.has(one.code))) await commit(running, batch, false);
    },
    () => Promise.resolve(Number(run.lastRow)),
  );
  if (!report.ok) return report;
  const { stopped } = report.value;
  if (stopped === undefined)
    await commit(running, { consignments: [], rejects: [], lastRow: Number(running.run.lastRow) }, true);
  else refusals.push(stopped);
  return ok({ inserted: running.inserted, duplicates: running.duplicates, refusals, report: report.value });
}
