import { type Place, type Refusal, refusal } from '../kernel/refusal.ts';
import { readCsv } from './csv.ts';
import { isText } from './is-text.ts';
import type { Locate } from './position.ts';

/** One row of a table with the line it stands on, so that a trace can name it. */
export type TableRow = { readonly cells: readonly string[]; readonly line: number };

/** A table as read: columns and rows of text. Numbers are parsed by the room that knows what they are. */
export type TableRows = {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** Whether rows were refused and left out: what seems to lack may stand in one of them. */
  readonly partial: boolean;
};

/** Most rows a table may have; a larger one is not a tariff table. */
export const MOST_ROWS = 200_000;

/** The folder part of a path written with slashes. */
function folderOf(file: string): string {
  const cut = file.lastIndexOf('/');
  return cut < 0 ? '' : file.slice(0, cut + 1);
}

/** A path beside an entry's file; undefined when it would leave the book. */
export function besideEntry(entryFile: string, relative: string): string | undefined {
  if (relative.startsWith('/') || relative.includes('\\') || relative.includes(':')) return undefined;
  const parts: string[] = [];
  for (const part of `${folderOf(entryFile)}${relative}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else parts.push(part);
  }
  return parts.join('/');
}

/** Column names that stand more than once. */
const repeated = (columns: readonly string[]): readonly string[] => [
  ...new Set(columns.filter((name, index) => columns.indexOf(name) !== index)),
];

/** Semicolons only where the header has no comma: spreadsheets of countries with a decimal comma write them. */
function delimiterOf(text: string): string {
  const header = text.split('\n', 1)[0] ?? '';
  return header.includes(';') && !header.includes(',') ? ';' : ',';
}

/** Reads a CSV table: a header row, then rows as wide as it. Comma or semicolon, RFC 4180 quotes. */
export function readCsvTable(file: string, text: string): { rows: TableRows; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const refuse = (code: string, line: number, params: Readonly<Record<string, string | number>> = {}): void => {
    refusals.push(refusal(code, params, { file, line, column: 1 }));
  };
  if (!isText(text)) {
    refuse('book.file-not-text', 1);
    return { rows: { file, columns: [], rows: [], partial: true }, refusals };
  }
  const clean = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const { records, problem } = readCsv(clean, delimiterOf(clean), MOST_ROWS + 2);
  const columns = (records[0]?.cells ?? []).map((cell) => cell.trim());
  if (columns.every((name) => name === '') && problem === undefined) refuse('book.table-empty', 1);
  for (const column of repeated(columns)) refuse('book.table-column-twice', 1, { column });
  const rows: TableRow[] = [];
  for (const { cells, line } of records.slice(1)) {
    if (cells.length === 1 && cells[0]?.trim() === '') continue;
    if (cells.length === columns.length) rows.push({ cells: cells.map((cell) => cell.trim()), line });
    else refuse('book.table-width', line, { expected: columns.length, actual: cells.length });
  }
  if (problem !== undefined) refuse('book.table-malformed', problem.line, { problem: problem.kind });
  if (records.length > MOST_ROWS + 1) refuse('book.table-too-long', MOST_ROWS + 1, { most: MOST_ROWS });
  return { rows: { file, columns, rows, partial: refusals.length > 0 }, refusals };
}

/** A table written in place, with the line each row stands on. */
export function inlineTable(
  file: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  locateRow: (index: number) => Place,
): { rows: TableRows; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const read: TableRow[] = [];
  for (const [index, cells] of rows.entries()) {
    const place = locateRow(index);
    if (cells.length !== columns.length)
      refusals.push(refusal('book.table-width', { expected: columns.length, actual: cells.length }, place));
    else read.push({ cells: cells.map((cell) => (cell === null ? '' : String(cell))), line: place.line ?? 1 });
  }
  return { rows: { file, columns, rows: read, partial: refusals.length > 0 }, refusals };
}

/** Where tables of an entry stand, for the loader. */
export type TableText = {
  readonly file?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly rows?: readonly (readonly (string | number | null)[])[] | undefined;
};

/** Reads every table an entry names; one in a file without a text could not be read, which has been said where it was tried. */
export function readTables(
  entryFile: string,
  tables: Readonly<Record<string, TableText>>,
  files: ReadonlyMap<string, string | undefined>,
  locate: Locate,
): { tables: ReadonlyMap<string, TableRows>; refusals: Refusal[] } {
  const read = new Map<string, TableRows>();
  const refusals: Refusal[] = [];
  for (const [name, table] of Object.entries(tables)) {
    const at = locate(['tables', name]);
    if (table.file === undefined) {
      if (table.columns === undefined || table.rows === undefined) {
        refusals.push(refusal('book.table-nowhere', { table: name }, at));
        continue;
      }
      const result = inlineTable(entryFile, table.columns, table.rows, (index) =>
        locate(['tables', name, 'rows', index]),
      );
      read.set(name, result.rows);
      refusals.push(...result.refusals);
      continue;
    }
    const path = besideEntry(entryFile, table.file);
    const text = path === undefined ? undefined : files.get(path);
    if (path !== undefined && text === undefined && files.has(path)) continue;
    if (path === undefined || text === undefined) {
      refusals.push(
        refusal('book.table-missing-file', { table: name, file: table.file }, locate(['tables', name, 'file'])),
      );
      continue;
    }
    const result = readCsvTable(path, text);
    read.set(name, result.rows);
    refusals.push(...result.refusals);
  }
  return { tables: read, refusals };
}
