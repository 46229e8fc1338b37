import type { Consignment } from '@kontor/domain/consignment/schema';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import type { Place, Refusal } from '@kontor/domain/kernel/refusal';
import type { RawRow } from '../row.ts';

/** A consignment with the rows it came from. */
export type Imported = {
  readonly consignment: Consignment;
  /** File, line of the first row, and the sheet of a workbook as `path`. */
  readonly place: Place;
  /** Ordinals of its first and last row below the titles, from 1. */
  readonly firstRow: number;
  readonly lastRow: number;
  /** The day on which it was learned, where a JSON record says so itself: `"kontor": { "learned": "2025-03-08" }`. */
  readonly learned?: LocalDate;
};

/** A row that was not taken, with every reason. All rows of a note are rejected together. */
export type Reject = {
  readonly row: RawRow;
  readonly ordinal: number;
  readonly reasons: readonly Refusal[];
  /** The record of a JSON file. */
  readonly record?: Readonly<Record<string, unknown>>;
  /** What the record says about when it was learned, as it is written. */
  readonly learned?: unknown;
};

/**
 * What comes out at once. Batches end between notes, so a store that commits whole batches and remembers `lastRow` for
 * `sha256` can go on from there after a crash (`resumeFrom`).
 */
export type ImportBatch = {
  readonly sha256: string;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly consignments: readonly Imported[];
  readonly rejects: readonly Reject[];
  readonly warnings: readonly Refusal[];
};

export type Progress = {
  readonly phase: 'inspect' | 'import';
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly rowsPerSecond: number;
  /** Undefined until there is something to go by. */
  readonly remainingSeconds: number | undefined;
};
