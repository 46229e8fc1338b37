/** Writes CSV by RFC 4180: CRLF, quotation marks where needed, and no cell that a spreadsheet would run as a formula. */

/** A plain number may begin with a sign; it is not a formula. */
const NUMBER = /^[+-]?[0-9]+(?:[.,][0-9]+)?$/;

/**
 * A text that begins like a formula gets an apostrophe in front, which spreadsheets take as "this is text". Numbers are
 * left alone.
 */
export function protectFormula(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

/** One cell, quoted where the delimiter, a quotation mark, a line break or an outer space makes it necessary. */
export function csvCell(cell: string, delimiter = ','): string {
  const text = protectFormula(cell);
  const isSafe = !/["\r\n]|^\s|\s$/.test(text) && !text.includes(delimiter);
  return isSafe ? text : `"${text.replaceAll('"', '""')}"`;
}

/** One row with its line break. A row of one empty cell is quoted, so that it is no blank line. */
export function csvRow(cells: readonly string[], delimiter = ','): string {
  if (cells.length === 1 && cells[0] === '') return '""\r\n';
  return `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;
}

/** A whole table as a stream of text, row by row. */
export async function* csvText(
  columns: readonly string[],
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
  delimiter = ',',
): AsyncGenerator<string> {
  yield csvRow(columns, delimiter);
  for await (const row of rows) yield csvRow(row, delimiter);
}
