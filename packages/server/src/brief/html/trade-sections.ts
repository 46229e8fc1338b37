/** What moved: screening, quotas, discounts, turnover, prices. */
import {
  amountText,
  marked,
  percentText,
  quotaText,
  screenedRules,
  settledRows,
  type Voice,
  yearlyTurnover,
} from '../phrases.ts';
import { discountFigure, discountName } from './discount-chart.ts';
import { html, type Markup } from './markup.ts';
import { type PageColumn, pageTable } from './page-table.ts';
import { endText, turnoverFigure } from './turnover-chart.ts';
import { waterfallFigure } from './waterfall-chart.ts';

const OUTCOMES = ['ALLOW', 'FLAG', 'HOLD', 'REFUSE'] as const;

const column = ({ texts }: Voice, key: string): PageColumn => ({ title: texts.say(key) });
const number = ({ texts }: Voice, key: string): PageColumn => ({ title: texts.say(key), right: true });

const outcomeMark = (outcome: string): Markup => html`<span class="state ${outcome}">${outcome}</span>`;

/** Outcomes of the screening, and the rules they rest on. */
export function screeningSection(voice: Voice): Markup {
  const { texts, report } = voice;
  const outcomes = OUTCOMES.map((outcome) => [
    html`${outcomeMark(outcome)} ${texts.say(`brief.outcome.${outcome}`)}`,
    texts.decimal(String(report.outcomes[outcome].consignments)),
    amountText(voice, report.outcomes[outcome].mass_kg, 'KGM'),
  ]);
  const rules = screenedRules(voice).map(({ rule, outcome, count }) => [
    marked(voice, rule),
    outcomeMark(outcome),
    texts.decimal(String(count)),
  ]);
  const byOutcome = pageTable({
    caption: texts.say('brief.screening'),
    columns: [
      column(voice, 'brief.column.outcome'),
      number(voice, 'brief.column.consignments'),
      number(voice, 'brief.column.mass'),
    ],
    rows: outcomes,
  });
  if (rules.length === 0) return byOutcome;
  const title = texts.say('brief-page.rules');
  const columns = [
    column(voice, 'brief.column.rule'),
    column(voice, 'brief.column.outcome'),
    number(voice, 'brief.column.consignments'),
  ];
  return html`${byOutcome}<h3>${title}</h3>
${pageTable({ caption: title, columns, rows: rules })}`;
}

/** Quotas by window. */
export function quotasSection(voice: Voice): Markup | undefined {
  const { texts, report } = voice;
  if (report.quotas.length === 0) return undefined;
  const columns = [
    column(voice, 'brief.column.quota'),
    column(voice, 'brief.column.window'),
    number(voice, 'brief.column.ceiling'),
    number(voice, 'brief.column.used'),
    column(voice, 'brief.column.exhausted'),
  ];
  const rows = report.quotas.map((quota) => [
    marked(voice, quota.quota),
    texts.date(quota.window.from),
    quotaText(voice, quota.ceiling, quota.unit),
    quotaText(voice, quota.consumed, quota.unit),
    quota.firstRefusedOn === undefined ? '' : texts.date(quota.firstRefusedOn),
  ]);
  return pageTable({ caption: texts.say('brief.quotas'), columns, rows });
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

/** Turnover by direction and year with growth, and by month. */
export function turnoverSection(voice: Voice): Markup {
  const { texts } = voice;
  const columns = [
    column(voice, 'brief-page.column.way'),
    column(voice, 'brief.column.year'),
    number(voice, 'brief.column.mass'),
    number(voice, 'brief.column.growth'),
    number(voice, 'brief.column.value'),
  ];
  const rows = yearlyTurnover(voice).map(({ year, from, to, figures, isFirstYear, growth }) => {
    const values = figures.values.map(
      (value, index) => html`${index === 0 ? undefined : html`<br>`}${texts.money(value.minor, value.currency)}`,
    );
    const way = `${endText(voice, from)} → ${endText(voice, to)}`;
    return [
      way,
      year,
      amountText(voice, figures.mass_kg, 'KGM'),
      isFirstYear ? '' : percentText(voice, growth),
      html`${values}`,
    ];
  });
  return html`${pageTable({ caption: texts.say('brief.turnover'), columns, rows })}<p class="small">${texts.say('brief-page.growth-note')}</p>
${turnoverFigure(voice)}`;
}
