/** Finds the titles of a table: below headings, in merged cells, over a row of column numbers. */

import type { RawRow } from '../row.ts';
import { type Merge, spreadMerges } from '../xlsx/merges.ts';
import { matchTitle, tidyTitle } from './titles.ts';

/** Rows looked at from the top of a file. */
export const HEADER_SEARCH_ROWS = 40;
const DEEPEST_HEADER = 3;
const LEAST_TITLES = 2;

export type Column = {
  /** From 0. */
  readonly index: number;
  /** The name by which a profile knows the column: its titles from the outermost, a repeated one with #2, #3. */
  readonly title: string;
  readonly parts: readonly string[];
};

export type Header = {
  /** Line of the first row of titles, and how many rows they take; no rows when the table has no titles. */
  readonly line: number;
  readonly rows: number;
  /** Lines up to this one, included, are not data. */
  readonly lastLine: number;
  readonly columns: readonly Column[];
};

const isTitled = (column: Column): boolean => column.parts.length > 0;

/** In a text file a merged cell leaves empty ones to its right: they belong to it where a lower title stands below. */
function fillForward(rows: readonly RawRow[]): readonly RawRow[] {
  return rows.map((row, depth) => {
    const below = rows.slice(depth + 1);
    if (below.length === 0) return row;
    let current = '';
    const cells = row.cells.map((cell, column) => {
      if (cell.trim() !== '') current = cell;
      return below.some((lower) => (lower.cells[column] ?? '').trim() !== '') ? current : cell;
    });
    return { ...row, cells };
  });
}

function partsAt(rows: readonly RawRow[], column: number): readonly string[] {
  const parts: string[] = [];
  for (const row of rows) {
    const part = tidyTitle(row.cells[column] ?? '');
    if (part !== '' && part !== parts.at(-1)) parts.push(part);
  }
  return parts;
}

/** The columns under rows of titles; an untitled column is called by its number, `#4`. */
function columnsOf(rows: readonly RawRow[], isSpread: boolean): readonly Column[] {
  const filled = isSpread ? rows : fillForward(rows);
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, index) => {
    const parts = partsAt(filled, index);
    const name = parts.length === 0 ? `#${index + 1}` : parts.join(' / ');
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { index, title: times === 1 ? name : `${name} #${times}`, parts };
  });
}

/** How many titles are understood: a clear one counts 2, one that needs a question 1. */
function scoreOf(columns: readonly Column[], known: ReadonlySet<string>): number {
  const fields = new Set<string>();
  let score = 0;
  for (const column of columns.filter(isTitled)) {
    const match = matchTitle(column.parts);
    const name = known.has(column.title) ? `profile:${column.title}` : match.kind === 'field' ? match.field : undefined;
    if (name !== undefined && !fields.has(name)) {
      fields.add(name);
      score += 2;
    } else if (name === undefined && match.kind === 'choices') score += 1;
  }
  return score;
}

/** How many titles of one row of cells are understood: used to tell delimiters apart. */
export function titlesIn(cells: readonly string[], known: ReadonlySet<string> = new Set()): number {
  return Math.floor(scoreOf(columnsOf([{ line: 1, cells }], true), known) / 2);
}

/** A row that numbers the columns 1, 2, 3 …, as printed forms do below their titles. */
function numbersColumns(row: RawRow | undefined): boolean {
  const cells = (row?.cells ?? []).filter((cell) => cell.trim() !== '');
  return cells.length >= 3 && cells.every((cell, i) => cell.trim() === String(i + 1));
}

export type HeaderSearch = {
  readonly rows: readonly RawRow[];
  readonly merges?: readonly Merge[];
  /** Titles that the profile maps. */
  readonly known: ReadonlySet<string>;
};

function headerAt(search: HeaderSearch, first: number, depth: number): Header | undefined {
  const { merges } = search;
  const rows = search.rows.slice(first, first + depth);
  const [top] = rows;
  const last = rows.at(-1);
  if (top === undefined || last === undefined || rows.length < depth) return undefined;
  const columns = columnsOf(merges === undefined ? rows : spreadMerges(rows, merges), merges !== undefined);
  const next = search.rows[first + depth];
  return {
    line: top.line,
    rows: depth,
    lastLine: numbersColumns(next) && next !== undefined ? next.line : last.line,
    columns,
  };
}

/** The rows of titles that are understood best, or undefined when fewer than two titles are understood anywhere. */
export function findHeader(search: HeaderSearch): Header | undefined {
  let best: { readonly header: Header; readonly score: number } | undefined;
  for (let depth = 1; depth <= DEEPEST_HEADER; depth += 1) {
    for (let first = 0; first < Math.min(HEADER_SEARCH_ROWS, search.rows.length); first += 1) {
      const header = headerAt(search, first, depth);
      const score = header === undefined ? 0 : scoreOf(header.columns, search.known);
      if (header !== undefined && score > (best?.score ?? 0)) best = { header, score };
    }
  }
  return best !== undefined && best.score >= LEAST_TITLES * 2 ? best.header : undefined;
}

/** The header on a line that the profile names. */
export function headerOnLine(search: HeaderSearch, line: number, depth: number): Header | undefined {
  const first = search.rows.findIndex((row) => row.line === line);
  return first < 0 ? undefined : headerAt(search, first, depth);
}

/** Columns of a table without titles, called #1, #2 … */
export function numberedColumns(rows: readonly RawRow[]): Header {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  const columns = Array.from({ length: width }, (_, index) => ({ index, title: `#${index + 1}`, parts: [] }));
  return { line: 0, rows: 0, lastLine: 0, columns };
}
