import stringWidth from 'string-width';
import type { Session } from './session.ts';

/** Fills a cell to a width; numbers stand right. */
function filled(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return right ? `${space}${text}` : `${text}${space}`;
}

/** Prints rows in columns under their titles; `right` names the columns of numbers. */
export function printColumns(
  session: Session,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
): void {
  const widths = titles.map((title, index) =>
    Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => filled(cell, widths[index] ?? 0, right.has(index)))
      .join('  ')
      .trimEnd();
  session.print(`${line(titles)}\n${widths.map((width) => '─'.repeat(width)).join('  ')}\n`);
  for (const row of rows) session.print(`${line(row)}\n`);
}
