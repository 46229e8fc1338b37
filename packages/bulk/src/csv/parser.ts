/**
 * A CSV parser that is pushed pieces of text. It is our own because three things are needed together: the line on which
 * each row begins (rows may span lines), a bound on one row (a lost quotation mark must not swallow 200 MB), and rows as
 * soon as they are complete. The grammar is RFC 4180 with any one-character delimiter, CR, LF or CRLF.
 */
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { LIMITS } from '../file/limits.ts';
import type { RawRow } from '../row.ts';

export const DELIMITERS = [';', ',', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export type CsvParser = {
  /** Rows completed by this piece. */
  readonly push: (text: string) => readonly RawRow[];
  /** The last row, when it does not end in a line break. */
  readonly end: () => readonly RawRow[];
  /** Why nothing more will come: a row without end, too many columns. */
  readonly stopped: () => Refusal | undefined;
};

type Field = { readonly cell: string; readonly next: number; readonly broken: boolean };

/** Reads the quoted field that opens at `at`; undefined when the text ends before it does. */
function quotedField(text: string, at: number, delimiter: string): Field | undefined {
  let from = at + 1;
  let cell = '';
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0 || quote + 1 >= text.length) return undefined;
    cell += text.slice(from, quote);
    if (text[quote + 1] === '"') {
      cell += '"';
      from = quote + 2;
      continue;
    }
    const next = quote + 1;
    const after = text[next];
    if (after === delimiter || after === '\n' || after === '\r') return { cell, next, broken: false };
    return strayTail(text, next, cell, delimiter);
  }
}

/** Text after a closing quotation mark: kept, so that the reject shows it, and the row is marked broken. */
function strayTail(text: string, at: number, cell: string, delimiter: string): Field | undefined {
  let next = at;
  while (next < text.length && text[next] !== delimiter && text[next] !== '\n' && text[next] !== '\r') next += 1;
  if (next >= text.length) return undefined;
  const tail = text.slice(at, next);
  return { cell: cell + tail, next, broken: tail.trim() !== '' };
}

function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Where a field without quotation marks ends. */
function plainEnd(text: string, at: number, delimiter: string): number {
  let next = at;
  while (next < text.length) {
    const sign = text[next];
    if (sign === delimiter || sign === '\n' || sign === '\r') break;
    next += 1;
  }
  return next;
}

type Row = { readonly cells: string[]; readonly next: number; readonly broken: boolean };

/** Reads one row with quotation marks in it; undefined when the text ends before the row does. */
function quotedRow(text: string, start: number, delimiter: string, endsInCr: boolean): Row | undefined {
  const cells: string[] = [];
  let [at, broken] = [start, false];
  for (;;) {
    let next: number;
    if (text[at] === '"') {
      const field = quotedField(text, at, delimiter);
      if (field === undefined) return undefined;
      cells.push(field.cell);
      next = field.next;
      broken ||= field.broken;
    } else {
      next = plainEnd(text, at, delimiter);
      if (next >= text.length) return undefined;
      cells.push(text.slice(at, next));
    }
    if (text[next] === delimiter) {
      at = next + 1;
      continue;
    }
    // The other half of CRLF may come with the next piece.
    if (text[next] === '\r' && next + 1 === text.length && !endsInCr) return undefined;
    return { cells, next: afterBreak(text, next), broken };
  }
}

const afterBreak = (text: string, at: number): number => (text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1);

/** Old Macintosh files break lines with CR alone; told from the first line break seen. */
type Break = '\n' | '\r';

type State = {
  readonly file: string;
  readonly delimiter: string;
  carried: string;
  line: number;
  lineBreak: Break | undefined;
  stopped: Refusal | undefined;
};

function rowOf(state: State, cells: string[], isBroken: boolean): RawRow {
  const { file, line } = state;
  if (cells.length > LIMITS.columns) {
    state.stopped = refusal('file.too-many-columns', { limit: LIMITS.columns }, { file, line });
  }
  return isBroken ? { line, cells, fault: refusal('import.row.quote', {}, { file, line }) } : { line, cells };
}

/** Takes a row with quotation marks; undefined when the text ends before it does. */
function takeQuoted(state: State, text: string, at: number, rows: RawRow[]): number | undefined {
  const row = quotedRow(text, at, state.delimiter, state.lineBreak === '\r');
  if (row === undefined) return undefined;
  rows.push(rowOf(state, row.cells, row.broken));
  const breaks = countBreaks(text, at, row.next);
  state.line += breaks === 0 ? 1 : breaks;
  return row.next;
}

function takePlain(state: State, text: string, at: number, end: number, rows: RawRow[]): number {
  const stop = state.lineBreak === '\n' && text[end - 1] === '\r' && end > at ? end - 1 : end;
  rows.push(rowOf(state, text.slice(at, stop).split(state.delimiter), false));
  state.line += 1;
  return end + 1;
}

/** All complete rows of the text; what is left over is carried to the next piece. */
function take(state: State, text: string, isEnd = false): readonly RawRow[] {
  const rows: RawRow[] = [];
  let at = 0;
  let quote = text.indexOf('"');
  while (at < text.length && state.stopped === undefined) {
    state.lineBreak ??= firstBreak(text, isEnd);
    const end = state.lineBreak === undefined ? -1 : text.indexOf(state.lineBreak, at);
    if (end < 0) break;
    if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
    const isQuoted = quote >= 0 && quote < end;
    const next = isQuoted ? takeQuoted(state, text, at, rows) : takePlain(state, text, at, end, rows);
    if (next === undefined) break;
    at = next;
  }
  state.carried = text.slice(at);
  if (state.carried.length > LIMITS.rowChars) {
    const { file, line } = state;
    state.stopped ??= refusal('file.row-without-end', { limit: LIMITS.rowChars }, { file, line });
  }
  return rows;
}

/** The last row: a break closes it. Should that only lengthen a quoted field, the field was never closed. */
function takeLast(state: State): readonly RawRow[] {
  if (state.stopped !== undefined || state.carried === '') return [];
  const lineBreak = state.lineBreak ?? firstBreak(state.carried, true) ?? '\n';
  const rows = take(state, state.carried + lineBreak, true);
  const { file, line, carried } = state;
  if (carried !== '') state.stopped ??= refusal('file.quote-not-closed', {}, { file, line });
  return rows;
}

/** A parser of one file; lines are counted from 1. */
export function csvParser(file: string, delimiter: string): CsvParser {
  const state: State = { file, delimiter, carried: '', line: 1, lineBreak: undefined, stopped: undefined };
  return {
    push: (text) => (state.stopped === undefined ? take(state, state.carried + text) : []),
    end: () => takeLast(state),
    stopped: () => state.stopped,
  };
}

/** So much text without a line feed is enough to believe that lines end in CR alone. */
const ENOUGH_CHARS = 64 * 1024;

/** The kind of line break a text uses; undefined while that cannot be told. */
function firstBreak(text: string, isEnd: boolean): Break | undefined {
  if (text.includes('\n')) return '\n';
  return text.includes('\r') && (isEnd || text.length > ENOUGH_CHARS) ? '\r' : undefined;
}
