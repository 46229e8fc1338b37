import { html, type Markup } from '../../chart/markup.ts';

/** A column; numbers stand right. */
export type PageColumn = { readonly title: string; readonly right?: boolean };

export type PageTable = {
  /** Says what the table shows; read out before it. */
  readonly caption: string;
  readonly columns: readonly PageColumn[];
  readonly rows: readonly (readonly (string | Markup)[])[];
};

const side = (column: PageColumn | undefined): string => (column?.right === true ? 'right' : 'left');

/** A table whose first column names the rows. A wide one scrolls by itself, by keyboard as well. */
export function pageTable({ caption, columns, rows }: PageTable): Markup {
  const head = columns.map((column) => html`<th scope="col" class="${side(column)}">${column.title}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((cell, index) =>
      index === 0
        ? html`<th scope="row" class="${side(columns[0])}">${cell}</th>`
        : html`<td class="${side(columns[index])}">${cell}</td>`,
    );
    return html`<tr>${cells}</tr>
`;
  });
  return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table></div>
`;
}
