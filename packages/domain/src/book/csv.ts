/** RFC 4180 text to records, each with the line it begins on. */

/** One record: its cells as written, unquoted, and the line (from 1) of its first character. */
export type CsvRecord = { readonly cells: readonly string[]; readonly line: number };

/** What a text that is not CSV stumbles over, and on which line the cell begins. */
export type CsvProblem = { readonly kind: 'openQuote' | 'textAfterQuote'; readonly line: number };

export type CsvRead = { readonly records: readonly CsvRecord[]; readonly problem: CsvProblem | undefined };

type Cell = { readonly text: string; readonly end: number };

const lineBreaks = (text: string): number => text.split('\n').length - 1;

/** Where an unquoted cell ends: at the delimiter, at the end of the line or of the text. */
function plainCell(text: string, start: number, delimiter: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { text: text.slice(start, end), end };
}

/** A cell in quotes; two quotes stand for one. Undefined when the quote is never closed. */
function quotedCell(text: string, start: number): Cell | undefined {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end < 0 ? undefined : { text: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}

/** The length of the line break at a position: 0 for none. */
function breakAt(text: string, at: number): number {
  if (text[at] === '\n') return 1;
  return text[at] === '\r' ? (text[at + 1] === '\n' ? 2 : 1) : 0;
}

/**
 * Reads at most `most` records, up to the first problem. The last record may end without a line break; a quote inside
 * an unquoted cell is a character like any other.
 */
export function readCsv(text: string, delimiter: string, most: number): CsvRead {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let [at, line, first] = [0, 1, 1];
  while (at < text.length && records.length < most) {
    const quoted = text[at] === '"';
    const cell = quoted ? quotedCell(text, at) : plainCell(text, at, delimiter);
    if (cell === undefined) return { records, problem: { kind: 'openQuote', line } };
    cells.push(cell.text);
    const next = text[cell.end];
    const ends = breakAt(text, cell.end);
    if (next !== undefined && next !== delimiter && ends === 0)
      return { records, problem: { kind: 'textAfterQuote', line } };
    if (quoted) line += lineBreaks(cell.text);
    at = cell.end + (next === delimiter ? 1 : ends);
    if (next === delimiter && at < text.length) continue;
    if (next === delimiter) cells.push('');
    records.push({ cells, line: first });
    cells = [];
    line += ends === 0 ? 0 : 1;
    first = line;
  }
  return { records, problem: undefined };
}
