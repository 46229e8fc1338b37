/** Charts as SVG, drawn once: what shows them runs nothing. */
import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { html, type Markup, trusted } from './markup.ts';

/** Colours of series, in this order; the style of the page says what they are by day and by night. */
export const SERIES = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10'] as const;

/** The colour of the n-th series; after the last the first comes again. */
export const seriesColour = (index: number): string => `var(--${SERIES[index % SERIES.length] ?? 's1'})`;

/** Words in a chart stand clear of the lines behind them. */
export const WRITTEN = { fill: 'var(--ink)', stroke: 'var(--card)', strokeWidth: 5 } as const;

/** Width of a chart in units of its own; it grows and shrinks with the page. */
export const CHART_WIDTH = 760;

/**
 * The SVG of a chart. What it shows is said by `label` and by the table beside it, not by the names of its marks, which
 * are English and mean nothing by themselves; styles are the page's, and the label is escaped by it.
 */
export function drawChart(label: string, options: Omit<PlotOptions, 'document' | 'className'>): Markup {
  const page: unknown = parseHTML('<!doctype html><html><body></body></html>');
  if (typeof page !== 'object' || page === null) throw new TypeError('no document to draw in');
  const document: unknown = Reflect.get(page, 'document');
  const drawn: unknown = plot({ width: CHART_WIDTH, ...options, className: 'chart', document });
  const text = String(drawn)
    .replace(/<style>.*?<\/style>/su, '')
    .replace(/(<g\b[^>]*?) aria-label="[^"]*"/gu, '$1');
  return html`<svg role="img" aria-label="${label}" ${trusted(text.slice('<svg '.length))}`;
}
