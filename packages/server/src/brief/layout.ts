/** Width of a brief: it fits a terminal of 100 columns and a printed page. */
export const WIDTH = 98;
const GAP = '  ';

export type Column = { readonly title: string; readonly right?: boolean };

const widthOf = (text: string): number => Array.from(text).length;

function filled(text: string, width: number, right: boolean | undefined): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right === true ? `${space}${text}` : `${text}${space}`;
}

/** Breaks a text at spaces into lines of a width; a word that is longer is cut, so that nothing runs over. */
export function wrapTo(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    while (widthOf(rest) > width) {
      if (line !== '') lines.push(line);
      line = '';
      lines.push(Array.from(rest).slice(0, width).join(''));
      rest = Array.from(rest).slice(width).join('');
    }
    if (line === '') line = rest;
    else if (widthOf(line) + 1 + widthOf(rest) <= width) line = `${line} ${rest}`;
    else {
      lines.push(line);
      line = rest;
    }
  }
  return [...lines, line];
}

/** Rows in columns: numbers keep their width, the widest column of words gives way and wraps. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const room = WIDTH - GAP.length * (columns.length - 1);
  for (;;) {
    const total = widths.reduce((sum, width) => sum + width, 0);
    if (total <= room) break;
    const widest = widths.reduce(
      (best, width, index) => (columns[index]?.right !== true && width > (widths[best] ?? 0) ? index : best),
      columns.findIndex((column) => column.right !== true),
    );
    const width = widths[widest] ?? 0;
    if (width <= 8) break;
    widths[widest] = width - 1;
  }
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => filled(cell, widths[index] ?? 0, columns[index]?.right))
      .join(GAP)
      .trimEnd();
  const block = (row: readonly string[]): string[] => {
    const cells = columns.map((_, index) => wrapTo(row[index] ?? '', widths[index] ?? 1));
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, at) => line(cells.map((cell) => cell[at] ?? '')));
  };
  return [
    ...block(columns.map((column) => column.title)),
    widths.map((width) => '─'.repeat(width)).join(GAP),
    ...rows.flatMap(block),
  ];
}
