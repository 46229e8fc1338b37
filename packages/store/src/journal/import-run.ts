import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type pg from 'pg';
import { inTransaction } from '../connection/transaction.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';

/** The file and the way of reading it: the same file read with another profile is another import. */
export type ImportName = {
  readonly region?: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly fileHash: string;
  /** The profile it is read with, by name and version. */
  readonly profile: string;
};

export type ImportCounts = {
  readonly inserted: bigint;
  readonly duplicates: bigint;
  readonly conflicts: bigint;
  readonly rejected: bigint;
};

/** How far an import has come. */
export type ImportRun = ImportCounts & {
  readonly fileHash: string;
  readonly profile: string;
  readonly attempt: number;
  readonly fileName: string;
  /** The last row whose facts are committed; the import goes on behind it. 0 before the first. */
  readonly lastRow: bigint;
  readonly isFinished: boolean;
};

type ImportRow = ImportCounts & {
  readonly file_hash: string;
  readonly profile: string;
  readonly attempt: number;
  readonly file_name: string;
  readonly last_row: bigint;
  readonly is_finished: boolean;
};

function fromRow(row: ImportRow): ImportRun {
  return {
    fileHash: row.file_hash,
    profile: row.profile,
    attempt: row.attempt,
    fileName: row.file_name,
    lastRow: row.last_row,
    inserted: row.inserted,
    duplicates: row.duplicates,
    conflicts: row.conflicts,
    rejected: row.rejected,
    isFinished: row.is_finished,
  };
}

const COLUMNS = `file_hash, profile, attempt, file_name, last_row, inserted, duplicates, conflicts, rejected,
  finished is not null as is_finished`;

async function latest(client: pg.ClientBase | pg.Pool, name: ImportName): Promise<ImportRun | undefined> {
  const found = await client.query<ImportRow>(
    `select ${COLUMNS} from import_run
     where region = $1 and file_hash = $2 and profile = $3 order by attempt desc limit 1`,
    [name.region ?? DEFAULT_REGION, name.fileHash, name.profile],
  );
  const [row] = found.rows;
  return row === undefined ? undefined : fromRow(row);
}

/** The last import of this file, finished or not; undefined if there was none. */
export function findImport(store: Store, name: ImportName): Promise<ImportRun | undefined> {
  return latest(store.pool, name);
}

export type BeginImport = ImportName & {
  /** For people: the file's name. */
  readonly fileName: string;
  /** Read a file anew that was imported to its end; it changes nothing unless the journal lacks some of it. */
  readonly again?: boolean;
};

/**
 * Begins the import of a file, or resumes the one that was cut short: read on behind `lastRow`. One that was finished
 * comes back as it is (`isFinished`), unless it is to be done again.
 */
export function beginImport(store: Store, request: BeginImport): Promise<ImportRun> {
  return inTransaction(store.pool, async (client) => {
    const region = request.region ?? DEFAULT_REGION;
    await client.query("select pg_advisory_xact_lock(hashtextextended('kontor import ' || $1 || $2, 0))", [
      region,
      request.fileHash,
    ]);
    const last = await latest(client, request);
    if (last !== undefined && !(last.isFinished && request.again === true)) return last;
    const made = await client.query<ImportRow>(
      `insert into import_run (region, file_hash, profile, attempt, file_name)
       values ($1, $2, $3, $4, $5) returning ${COLUMNS}`,
      [region, request.fileHash, request.profile, (last?.attempt ?? 0) + 1, request.fileName],
    );
    const [row] = made.rows;
    if (row === undefined) throw new Error('an insert returned no row');
    return fromRow(row);
  });
}

/** The rows that a batch covers: everything behind `fromRow` up to `lastRow`, good and rejected. */
export type ImportProgress = ImportName & {
  readonly attempt: number;
  /** The last row of the batch before; 0 for the first. */
  readonly fromRow: bigint;
  readonly lastRow: bigint;
  /** Rows that gave no fact. */
  readonly rejected: number;
  /** The file ends with this batch. */
  readonly isLast: boolean;
};

type BatchCounts = { readonly inserted: number; readonly duplicates: number; readonly conflicts: number };

/**
 * Moves the import on, in the transaction of its batch. Refuses: import.moved-on, when the batch does not follow on
 * what is committed, because another process imports the same file or the batch was committed before.
 */
export async function moveImportOn(
  client: pg.ClientBase,
  progress: ImportProgress,
  counts: BatchCounts,
): Promise<Result<null>> {
  const { fileHash, profile, attempt, fromRow: from, lastRow, rejected, isLast } = progress;
  const region = progress.region ?? DEFAULT_REGION;
  const name = [region, fileHash, profile, attempt, from, lastRow];
  const moved = await client.query(
    `update import_run set
       last_row = $6, inserted = inserted + $7, duplicates = duplicates + $8, conflicts = conflicts + $9,
       rejected = rejected + $10, finished = case when $11 then now() end
     where region = $1 and file_hash = $2 and profile = $3 and attempt = $4 and last_row = $5 and finished is null`,
    [...name, counts.inserted, counts.duplicates, counts.conflicts, rejected, isLast],
  );
  if (moved.rowCount === 1) return ok(null);
  return refused(refusal('import.moved-on', { fromRow: String(from), fileHash: fileHash.slice(0, 12) }));
}
