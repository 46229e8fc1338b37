/** What moved: screening, quotas, discounts, turnover, prices. */
import type { QuotaState } from '@kontor/domain/quota/state';
import { html, type Markup } from '../../chart/markup.ts';
import { type FlowRow, otherRows, thisYear, turnoverRows, wayName } from '../flows.ts';
import { GUARANTEE_COLUMNS, GUARANTEE_FIGURES, guaranteeRow } from '../guarantee-view.ts';
import { type Held, heldBy } from '../held.ts';
import { heldName, massText, percentText, quotaText, settledRows, type Voice, valueTexts } from '../phrases.ts';
import { quotaName, quotaViews, usedShare, windowName } from '../quota-view.ts';
import type { SourceList } from '../source-list.ts';
import { discountFigure, discountName } from './discount-chart.ts';
import { type PageColumn, pageTable } from './page-table.ts';
import { turnoverFigure } from './turnover-chart.ts';
import { waterfallFigure } from './waterfall-chart.ts';

/** A page being written, with the sources named so far. */
export type Page = Voice & { readonly sources: SourceList };

const OUTCOMES = ['ALLOW', 'FLAG', 'HOLD', 'REFUSE'] as const;

const column = ({ texts }: Voice, key: string): PageColumn => ({ title: texts.say(key) });
const number = ({ texts }: Voice, key: string): PageColumn => ({ title: texts.say(key), right: true });

const lines = (texts: readonly string[]): Markup =>
  html`${texts.map((text, index) => html`${index === 0 ? undefined : html`<br>`}${text}`)}`;

const outcomeMark = (outcome: string): Markup => html`<span class="state ${outcome}">${outcome}</span>`;

/** Turnover of this year between the sides, against the same days of the last. */
export function thisYearSection(voice: Voice): Markup {
  const { texts, report } = voice;
  const year = report.asOf.slice(0, 4);
  const rows = thisYear(voice).map(({ way, compared: { mass_kg: mass, values } }) => [
    way === undefined ? html`<strong>${texts.say('brief.total')}</strong>` : wayName(texts, way.from, way.to),
    massText(voice, mass.before),
    massText(voice, mass.now),
    percentText(voice, mass.growth),
    lines(values.map(({ currency, change }) => texts.money(change.now, currency))),
    lines(values.map(({ change }) => percentText(voice, change.growth))),
  ]);
  if (rows.length === 0)
    return html`<p>${texts.say('brief.no-turnover')}</p>
`;
  const columns = [
    column(voice, 'brief.column.direction'),
    { title: texts.say('brief-page.column.mass-of', { year: String(Number(year) - 1) }), right: true },
    { title: texts.say('brief-page.column.mass-of', { year }), right: true },
    number(voice, 'brief.column.growth'),
    { title: texts.say('brief.column.value-of', { year }), right: true },
    number(voice, 'brief.column.growth'),
  ];
  const caption = texts.say('brief.this-year', { date: texts.date(report.asOf) });
  return html`<p>${caption}</p>
${pageTable({ caption, columns, rows })}`;
}

function heldTable(page: Page, held: readonly Held[], caption: string): Markup {
  const { texts } = page;
  const columns = [
    column(page, 'brief.column.rule'),
    column(page, 'brief.column.outcome'),
    column(page, 'brief.column.why'),
    number(page, 'brief.column.consignments'),
  ];
  const rows = held.map((one) => [
    `${heldName(page, one)}${one.rule === undefined ? '' : page.sources.marksOf(one.rule)}`,
    outcomeMark(one.outcome),
    texts.say(`brief.why.${one.reason}`),
    texts.decimal(String(one.consignments)),
  ]);
  return pageTable({ caption, columns, rows });
}

/** Outcomes of the screening, what is stopped and why, and what is to be watched. */
export function screeningSection(page: Page): Markup {
  const { texts, report } = page;
  const outcomes = OUTCOMES.map((outcome) => [
    html`${outcomeMark(outcome)} ${texts.say(`brief.outcome.${outcome}`)}`,
    texts.decimal(String(report.outcomes[outcome].consignments)),
    massText(page, report.outcomes[outcome].mass_kg),
  ]);
  const columns = [
    column(page, 'brief.column.outcome'),
    number(page, 'brief.column.consignments'),
    number(page, 'brief.column.mass'),
  ];
  const byOutcome = pageTable({ caption: texts.say('brief.screening'), columns, rows: outcomes });
  const held = heldBy(page);
  if (held.length === 0) return byOutcome;
  const title = texts.say('brief-page.rules');
  return html`${byOutcome}<h3>${title}</h3>
${heldTable(page, held, title)}<p class="small">${texts.say('brief-page.several-reasons')}</p>
`;
}

/** Quotas: the window that runs, those that ran short, and all together. */
export function quotasSection(page: Page): Markup | undefined {
  const { texts, report } = page;
  if (report.quotas.length === 0) return undefined;
  const columns = [
    column(page, 'brief.column.quota'),
    column(page, 'brief.column.window'),
    number(page, 'brief.column.ceiling'),
    number(page, 'brief.column.used'),
    number(page, 'brief.column.share'),
    column(page, 'brief.column.exhausted'),
  ];
  const row = (state: QuotaState): string[] => [
    `${quotaName(page, state)}${page.sources.marksOf(state.quota)}`,
    windowName(page, state),
    quotaText(page, state.ceiling, state.unit),
    quotaText(page, state.consumed, state.unit),
    percentText(page, usedShare(state)),
    state.ranOutOn === undefined ? '' : texts.date(state.ranOutOn),
  ];
  const rows = quotaViews(page).flatMap(({ latest, short, windows, consumed }) => [
    row(latest),
    ...short.map(row),
    ...(windows > 1
      ? [
          [
            quotaName(page, latest),
            texts.say('brief.quota.windows', { count: windows }),
            '',
            quotaText(page, consumed, latest.unit),
            '',
            '',
          ],
        ]
      : []),
  ]);
  return html`${pageTable({ caption: texts.say('brief.quotas'), columns, rows })}<p class="small">${texts.say('brief.quota.note')}</p>
`;
}

/** Discounts by scheme and grantor, each currency by itself, and how one price comes about. */
export function discountsSection(voice: Voice): Markup | undefined {
  const { texts, report } = voice;
  if (report.discounts.length === 0) return undefined;
  const columns = [
    column(voice, 'brief.column.discount'),
    column(voice, 'brief.column.grantor'),
    number(voice, 'brief.column.consignments'),
    number(voice, 'brief.column.amount'),
    number(voice, 'brief.column.barred'),
  ];
  const rows = report.discounts.map((sum) => [
    discountName(voice, sum),
    voice.name(sum.grantor),
    texts.decimal(String(sum.consignments)),
    texts.money(sum.amount, sum.currency),
    texts.decimal(String(sum.barred)),
  ]);
  return html`${pageTable({ caption: texts.say('brief.discounts'), columns, rows })}${discountFigure(voice)}`;
}

/** How guaranteed volumes stand; undefined where none was promised. */
export function guaranteesSection(voice: Voice): Markup | undefined {
  const { texts, report } = voice;
  if (report.guarantees.length === 0) return undefined;
  const columns = GUARANTEE_COLUMNS.map((key, index) => ({
    title: texts.say(key),
    right: GUARANTEE_FIGURES.has(index),
  }));
  const rows = report.guarantees.map((one) => guaranteeRow(voice, one));
  return pageTable({ caption: texts.say('guarantee.title'), columns, rows });
}

/** What each quarter's settlement posted; undefined where none is shown. */
export function settlementsSection(voice: Voice): Markup | undefined {
  const { texts } = voice;
  const settled = settledRows(voice);
  if (settled.length === 0) return undefined;
  const columns = [
    column(voice, 'brief.column.quarter'),
    column(voice, 'brief.column.settled'),
    number(voice, 'brief.column.paid'),
    number(voice, 'brief.column.withheld'),
    number(voice, 'brief.column.carried'),
  ];
  const rows = settled.map(({ quarter, cut, paid, withheld, carried }) => [
    quarter,
    texts.date(cut),
    paid,
    withheld,
    carried,
  ]);
  return pageTable({ caption: texts.say('brief.settlements'), columns, rows });
}

/** The price of one consignment, and the legs that have none. */
export function priceSection(voice: Voice): Markup | undefined {
  const { texts, report } = voice;
  const shown = waterfallFigure(voice);
  if (shown === undefined && report.unpriced.size === 0) return undefined;
  const reasons = [...report.unpriced].map(([code, count]) => `${code}: ${texts.decimal(String(count))}`).join('; ');
  return html`${shown}${
    reasons === ''
      ? undefined
      : html`<p class="small">${texts.say('brief.unpriced', { reasons })}</p>
`
  }`;
}

function rowName({ texts }: Voice, { kind, year, from, to }: FlowRow): string | Markup {
  if (kind === 'year') return html`<strong>${texts.say('brief.total-of', { year })}</strong>`;
  const way = wayName(texts, from, to);
  return kind === 'direction' ? html`<strong>${way}</strong>` : html`<span class="under">${way}</span>`;
}

function flowTable(voice: Voice, caption: string, rows: readonly FlowRow[]): Markup {
  const { texts } = voice;
  const columns = [
    column(voice, 'brief.column.direction'),
    column(voice, 'brief.column.year'),
    number(voice, 'brief.column.mass'),
    number(voice, 'brief.column.growth'),
    number(voice, 'brief.column.value'),
  ];
  const firstYear = rows[0]?.year;
  const cells = rows.map((row) => [
    rowName(voice, row),
    row.year,
    massText(voice, row.figures.mass_kg),
    row.year === firstYear ? '' : percentText(voice, row.growth),
    row.figures.values.length === 0 ? '—' : lines(valueTexts(voice, row.figures)),
  ]);
  const lacking = rows.some(({ figures }) => figures.values.length === 0);
  return html`${pageTable({ caption, columns, rows: cells })}${
    lacking
      ? html`<p class="small">${texts.say('brief.no-value')}</p>
`
      : undefined
  }`;
}

/** Turnover between the sides by month, year and direction; what moved otherwise stands apart. */
export function turnoverSection(voice: Voice): Markup {
  const { texts } = voice;
  const other = otherRows(voice);
  const apart =
    other.length === 0
      ? undefined
      : html`<h3>${texts.say('brief.other-flows')}</h3>
<p class="small">${texts.say('brief.other-flows.note')}</p>
${flowTable(voice, texts.say('brief.other-flows'), other)}`;
  return html`${turnoverFigure(voice)}${flowTable(voice, texts.say('brief.turnover'), turnoverRows(voice))}<p class="small">${texts.say('brief-page.growth-note')}</p>
${apart}`;
}

/** Public sources, numbered as the tables name them; undefined where there is none. */
export function sourcesSection({ texts, sources }: Page): Markup | undefined {
  const listed = sources.listed();
  if (listed.length === 0) return undefined;
  const entries = listed.map(({ act, note, date, address }) => {
    const words = [act, note, date === undefined ? undefined : texts.date(date)].filter((part) => part !== undefined);
    const link =
      address === undefined
        ? undefined
        : html`${words.length === 0 ? '' : ', '}<a href="${address}" rel="noreferrer">${new URL(address).hostname}</a>`;
    return html`<li>${words.join(', ')}${link}</li>
`;
  });
  return html`<ol class="sources">
${entries}</ol>
`;
}
