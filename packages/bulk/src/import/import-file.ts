/**
 * Imports a file of consignments: inspected once, planned by its profile, read as a stream, checked, and handed over in
 * batches; rejected rows go to a file of their own.
 */

import type { Consignment } from '@kontor/domain/consignment/schema';
import { ok, type Refusal, type Result } from '@kontor/domain/kernel/refusal';
import { type FileFacts, inspectFile } from '../file/inspect.ts';
import { EMPTY_PROFILE, type Profile } from '../profile/schema.ts';
import type { Ask } from '../question/question.ts';
import type { ReadMeter } from '../row.ts';
import type { Names } from '../values/names.ts';
import type { ImportBatch, Progress } from './batch.ts';
import { batchesOf } from './batches.ts';
import { openRejects, type RejectsFile } from './rejects-file.ts';
import { type Settled, settleQuestions } from './settle-questions.ts';

export type ImportOptions = {
  readonly path: string;
  readonly profile?: Profile;
  /** Ids of the parties and places that the file names. */
  readonly names: Names;
  /** The checks of a consignment; an error rejects it, a warning is handed on. */
  readonly check: (consignment: Consignment) => readonly Refusal[];
  /** Puts questions to a person; without it, open questions refuse the import. */
  readonly ask?: Ask;
  /** Called with the completed profile before a row is taken, to save it; refuses the import when that fails. */
  readonly onProfile?: (profile: Profile) => Promise<Result<unknown>>;
  /** Called with a profile to be filled in, when questions stay open. */
  readonly onUnanswered?: (draft: string) => void;
  /** Consignments of rows up to this ordinal were committed before, for the file of this hash; they are not handed over again. */
  readonly resumeFrom?: (sha256: string) => Promise<number>;
  /** Where rejected rows go; `<path>.rejects.csv` (`.jsonl` for JSON records) when left out, nowhere when false. */
  readonly rejects?: string | false;
  /** The text of a reason for the file of rejects; the code when left out. */
  readonly explain?: (reason: Refusal) => string;
  readonly progress?: (progress: Progress) => void;
  /** Milliseconds; for the rate and the remaining time only. */
  readonly now?: () => number;
  /** Rows per batch, about: a batch ends between notes. */
  readonly batchRows?: number;
};

/** What came of an import. */
export type ImportReport = {
  readonly sha256: string;
  readonly profile: Profile;
  readonly rows: number;
  readonly consignments: number;
  /** Consignments not handed over because they were committed before. */
  readonly resumed: number;
  readonly rejectedRows: number;
  /** Blank rows and rows of totals. */
  readonly skippedRows: number;
  readonly warnings: number;
  readonly rejectsFile: string | undefined;
  /** Why the file could not be read to its end. What came before it was handed over. */
  readonly stopped: Refusal | undefined;
  /** 0 everything was taken, 1 rows were rejected, 2 the file could not be used, or not to its end. */
  readonly exitCode: 0 | 1 | 2;
};

/** Takes a batch; the import goes on when it is done, so a slow sink slows the reading and memory stays bounded. */
export type Sink = (batch: ImportBatch) => Promise<void>;

const DEFAULT_BATCH_ROWS = 2000;

type Counts = {
  rows: number;
  consignments: number;
  resumed: number;
  rejectedRows: number;
  skippedRows: number;
  warnings: number;
};

function reporter(options: ImportOptions): (phase: Progress['phase'], meter: ReadMeter, counts: Counts) => void {
  const now = options.now ?? ((): number => performance.now());
  let began: { readonly phase: string; readonly at: number } | undefined;
  return (phase, { bytesDone, bytesTotal }, counts) => {
    if (options.progress === undefined) return;
    if (began?.phase !== phase) began = { phase, at: now() };
    const seconds = (now() - began.at) / 1000;
    options.progress({
      phase,
      bytesDone: Math.min(bytesDone, bytesTotal),
      bytesTotal,
      rows: counts.rows,
      accepted: counts.consignments,
      rejected: counts.rejectedRows,
      rowsPerSecond: seconds > 0 ? Math.round(counts.rows / seconds) : 0,
      remainingSeconds:
        bytesDone > 0 && seconds > 0 ? Math.max(0, (seconds * (bytesTotal - bytesDone)) / bytesDone) : undefined,
    });
  };
}

function rejectsPath(options: ImportOptions, settled: Settled): string | undefined {
  if (options.rejects === false) return undefined;
  return options.rejects ?? `${options.path}.rejects.${settled.source.kind === 'records' ? 'jsonl' : 'csv'}`;
}

async function rejectsOf(options: ImportOptions, settled: Settled): Promise<Result<RejectsFile | undefined>> {
  const path = rejectsPath(options, settled);
  if (path === undefined) return ok(undefined);
  return openRejects(path, {
    titles: settled.prepared?.header.columns.map((column) => column.title),
    delimiter: (settled.source.kind === 'table' ? settled.source.delimiter : undefined) ?? ';',
    columns: settled.prepared?.columns ?? [],
    explain: options.explain ?? ((reason) => reason.code),
  });
}

/** Opens, asks, plans. Nothing is handed over and no file is written before all of it has succeeded. */
async function start(
  options: ImportOptions,
  report: ReturnType<typeof reporter>,
): Promise<Result<{ facts: FileFacts; settled: Settled }>> {
  const counts = newCounts();
  const facts = await inspectFile(options.path, {
    encoding: options.profile?.encoding,
    onBytes: (bytesDone, bytesTotal) => report('inspect', { bytesDone, bytesTotal }, counts),
  });
  if (!facts.ok) return facts;
  const settled = await settleQuestions({
    facts: facts.value,
    profile: options.profile ?? EMPTY_PROFILE,
    names: options.names,
    ask: options.ask,
    onUnanswered: options.onUnanswered,
  });
  return settled.ok ? ok({ facts: facts.value, settled: settled.value }) : settled;
}

const newCounts = (): Counts => ({
  rows: 0,
  consignments: 0,
  resumed: 0,
  rejectedRows: 0,
  skippedRows: 0,
  warnings: 0,
});

/** A file with nothing left to ask, of which no row has been taken yet. */
export type OpenedFile = {
  readonly options: ImportOptions;
  readonly report: ReturnType<typeof reporter>;
  readonly facts: FileFacts;
  readonly settled: Settled;
};

/** Inspects a file and settles its questions; the profile that came of it is saved. Nothing else is written. */
export async function openFile(options: ImportOptions): Promise<Result<OpenedFile>> {
  const report = reporter(options);
  const started = await start(options, report);
  if (!started.ok) return started;
  const saved = await options.onProfile?.(started.value.settled.profile);
  return saved === undefined || saved.ok ? ok({ options, report, ...started.value }) : saved;
}

/**
 * Imports a file into a sink. Refused when the file cannot be used at all (exit code 2); otherwise a report, whose exit
 * code is 0, 1 or 2. Good rows are kept whatever happens to others.
 */
export async function importFile(options: ImportOptions, sink: Sink): Promise<Result<ImportReport>> {
  const opened = await openFile(options);
  return opened.ok ? takeFile(opened.value, sink) : opened;
}

/** Takes the rows of an opened file, from where an import of it stopped before. */
export async function takeFile(
  { options, report, facts, settled }: OpenedFile,
  sink: Sink,
  stoppedAt: ImportOptions['resumeFrom'] = options.resumeFrom,
): Promise<Result<ImportReport>> {
  const rejects = await rejectsOf(options, settled);
  if (!rejects.ok) return rejects;
  const resumeFrom = (await stoppedAt?.(facts.sha256)) ?? 0;
  const counts = newCounts();
  const meter: ReadMeter = { bytesDone: 0, bytesTotal: settled.source.bytesTotal };
  let stopped: Refusal | undefined;
  const batchRows = options.batchRows ?? DEFAULT_BATCH_ROWS;
  try {
    for await (const step of batchesOf({
      facts,
      settled,
      names: options.names,
      check: options.check,
      batchRows,
      meter,
    })) {
      if (step.kind === 'stopped') {
        stopped = step.refusal;
        break;
      }
      const { batch } = step;
      const fresh = batch.consignments.filter((each) => each.lastRow > resumeFrom);
      counts.rows = batch.lastRow;
      counts.consignments += fresh.length;
      counts.resumed += batch.consignments.length - fresh.length;
      counts.rejectedRows += batch.rejects.length;
      counts.skippedRows += step.skipped;
      counts.warnings += batch.warnings.length;
      await rejects.value?.write(batch.rejects);
      if (batch.lastRow > resumeFrom) await sink({ ...batch, consignments: fresh });
      report('import', meter, counts);
    }
  } catch (error) {
    await rejects.value?.abandon();
    throw error;
  }
  const rejectsFile = await rejects.value?.close();
  const exitCode = stopped !== undefined ? 2 : counts.rejectedRows > 0 ? 1 : 0;
  return ok({ sha256: facts.sha256, profile: settled.profile, ...counts, rejectsFile, stopped, exitCode });
}
