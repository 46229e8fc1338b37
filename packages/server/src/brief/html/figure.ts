import { SERIES } from '../../chart/draw-chart.ts';
import { html, type Markup } from '../../chart/markup.ts';
import { type PageTable, pageTable } from './page-table.ts';

export type Legend = readonly { readonly name: string; readonly index: number }[];

export type Figure = {
  readonly id: string;
  readonly caption: string;
  /** Says what is drawn, for those who do not see it. */
  readonly charts: readonly Markup[];
  readonly legend?: Legend;
  readonly note?: string;
  readonly table: PageTable;
  /** What opens the table. */
  readonly summary: string;
};

function legendOf(legend: Legend): Markup {
  if (legend.length === 0) return html``;
  const entries = legend.map(
    ({ name, index }) =>
      html`<li><span class="swatch ${SERIES[index % SERIES.length] ?? 's1'}" aria-hidden="true"></span>${name}</li>`,
  );
  return html`<ul class="legend">${entries}</ul>`;
}

/** A chart with its caption, and its figures as a table behind a summary. */
export function figure({ id, caption, charts, legend = [], note, table, summary }: Figure): Markup {
  return html`<figure id="${id}">
<figcaption>${caption}</figcaption>
${legendOf(legend)}${charts.map(
  (chart) => html`<div class="plot" tabindex="0" role="group" aria-label="${caption}">${chart}</div>
`,
)}${
  note === undefined
    ? undefined
    : html`<p class="small">${note}</p>
`
}<details><summary>${summary}</summary>
${pageTable(table)}</details>
</figure>
`;
}
