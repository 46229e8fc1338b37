/** Rows as the file has them, before anybody knows what its columns mean. */
import type { Refusal } from '@kontor/domain/kernel/refusal';

/**
 * What a cell was in its file. Text files have only text; a spreadsheet knows that a number is a number, so that its
 * decimal mark is not in doubt, and which numbers it shows as dates. `error` is `#REF!` and the like.
 */
export type CellKind = 'text' | 'number' | 'date' | 'flag' | 'error';

/** One row. `kinds` is left out when all cells are text. */
export type RawRow = {
  /** Line of a text file or row of a sheet on which it begins, from 1. */
  readonly line: number;
  /** Numbers as plain decimals with a point, dates as YYYY-MM-DD, flags as `true` and `false`. */
  readonly cells: readonly string[];
  readonly kinds?: readonly CellKind[];
  /** Why the row as a whole cannot be read, e.g. a malformed JSON line. */
  readonly fault?: Refusal;
};

/** A stretch of rows, or the reason why there are no more although the file has not ended. */
export type RowChunk =
  | { readonly kind: 'rows'; readonly rows: readonly RawRow[] }
  | { readonly kind: 'stopped'; readonly refusal: Refusal };

/** How far a reader has come, in bytes of what it reads (the file, or the unpacked sheet). */
export type ReadMeter = { bytesDone: number; bytesTotal: number };

/** The kind of a cell. */
export function kindOf(row: RawRow, column: number): CellKind {
  return row.kinds?.[column] ?? 'text';
}

/** Whether nothing is written in the row. */
export function isBlank(row: RawRow): boolean {
  return row.fault === undefined && row.cells.every((cell) => cell.trim() === '');
}
