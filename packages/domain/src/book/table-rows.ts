import papaparse from 'papaparse';
import { type Place, type Refusal, refusal } from '../kernel/refusal.ts';
import type { Locate } from './position.ts';

/** One row of a table with the line it stands on, so that a trace can name it. */
export type TableRow = { readonly cells: readonly string[]; readonly line: number };

/** A table as read: columns and rows of text. Numbers are parsed by the room that knows what they are. */
export type TableRows = {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
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

/** The line (from 1) each record of a CSV text begins on; quoted cells may hold line breaks. */
function recordLines(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let quoted = false;
  let start = true;
  for (const character of text) {
    if (start) {
      lines.push(line);
      start = false;
    }
    if (character === '"') quoted = !quoted;
    if (character !== '\n') continue;
    line += 1;
    if (!quoted) start = true;
  }
  return lines;
}

/** Reads a CSV table: a header row, then rows as wide as it. Comma or semicolon, RFC 4180 quotes. */
export function readCsvTable(file: string, text: string): { rows: TableRows; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const clean = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const firstLine = clean.slice(0, clean.indexOf('\n') < 0 ? clean.length : clean.indexOf('\n'));
  const delimiter = firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',';
  const parsed = papaparse.parse<string[]>(clean, { delimiter, preview: MOST_ROWS + 2 });
  const lines = recordLines(clean);
  for (const error of parsed.errors) {
    refusals.push(
      refusal('book.table-malformed', { reason: error.message }, { file, line: lines[error.row ?? 0] ?? 1, column: 1 }),
    );
  }
  const columns = (parsed.data[0] ?? []).map((cell) => cell.trim());
  if (columns.length === 0 || columns.every((name) => name === ''))
    refusals.push(refusal('book.table-empty', {}, { file, line: 1, column: 1 }));
  const rows: TableRow[] = [];
  for (const [index, cells] of parsed.data.entries()) {
    const line = lines[index] ?? index + 1;
    if (index === 0 || (cells.length === 1 && cells[0]?.trim() === '')) continue;
    if (cells.length !== columns.length)
      refusals.push(
        refusal('book.table-width', { expected: columns.length, actual: cells.length }, { file, line, column: 1 }),
      );
    else rows.push({ cells: cells.map((cell) => cell.trim()), line });
  }
  if (parsed.data.length > MOST_ROWS + 1)
    refusals.push(refusal('book.table-too-long', { most: MOST_ROWS }, { file, line: MOST_ROWS + 1, column: 1 }));
  return { rows: { file, columns, rows }, refusals };
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
  return { rows: { file, columns, rows: read }, refusals };
}

/** Where tables of an entry stand, for the loader. */
export type TableText = {
  readonly file?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly rows?: readonly (readonly (string | number | null)[])[] | undefined;
};

/** Reads every table an entry names. */
export function readTables(
  entryFile: string,
  tables: Readonly<Record<string, TableText>>,
  files: ReadonlyMap<string, string>,
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
