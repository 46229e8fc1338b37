/** Width of a brief: it fits a terminal of 100 columns and a printed page. */
export const WIDTH = 98;
const GAP = '  ';

export type Column = { readonly title: string; readonly right?: boolean };

const widthOf = (text: string): number => Array.from(text).length;

function filled(text: string, width: number, right: boolean | undefined): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right === true ? `${space}${text}` : `${text}${space}`;
}

/** Where a word that is too long is cut: after its last hyphen that fits, else at the width. */
function cutOf(word: string, width: number): number {
  const hyphen = Array.from(word).slice(0, width).lastIndexOf('-');
  return hyphen < 1 ? width : hyphen + 1;
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
      const cut = cutOf(rest, width);
      lines.push(Array.from(rest).slice(0, cut).join(''));
      rest = Array.from(rest).slice(cut).join('');
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

const longestWord = (text: string): number => Math.max(...text.split(/ |(?<=-)/u).map(widthOf));

/** Takes from the widest column of words until all fit; words are broken only when there is no other way. */
function narrow(widths: number[], needed: readonly number[], columns: readonly Column[], room: number): void {
  const least = (index: number, mayBreak: boolean): number => (mayBreak ? 8 : (needed[index] ?? 8));
  for (const mayBreak of [false, true]) {
    while (widths.reduce((sum, width) => sum + width, 0) > room) {
      const open = widths
        .map((width, index) => ({ width, index }))
        .filter(({ width, index }) => columns[index]?.right !== true && width > least(index, mayBreak))
        .toSorted((a, b) => b.width - a.width)[0];
      if (open === undefined) break;
      widths[open.index] = open.width - 1;
    }
  }
}

/** Rows in columns: numbers keep their width, the widest column of words gives way and wraps. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const needed = columns.map((column, index) =>
    Math.max(...[column.title, ...rows.map((row) => row[index] ?? '')].map(longestWord)),
  );
  const room = WIDTH - GAP.length * (columns.length - 1);
  narrow(widths, needed, columns, room);
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
