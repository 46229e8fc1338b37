import type { AgreementAnswer } from '@kontor/domain/agreement/answer';
import { daysBetween, type LocalDate } from '@kontor/domain/kernel/local-date';
import { areaY, axisX, axisY, dot, gridY, lineY, ruleX, ruleY, text } from '@observablehq/plot';
import { drawChart, seriesColour } from '../../chart/draw-chart.ts';
import type { Markup } from '../../chart/markup.ts';
import { amountText, type Voice } from '../phrases.ts';
import { figure } from './figure.ts';

/** For the eye only: a position on the paper, in thousands of tonnes or in pieces and heads. Figures shown come from the exact value. */
function heightOf(value: bigint, unit: AgreementAnswer['unit']): number {
  return unit === 'KGM' ? Number(value / 1000n) / 1000 : Number(value);
}

/** `day` counts from the first day of the agreement: 1 is its end. */
type Point = { readonly day: number; readonly height: number };
type Due = Point & { readonly label: string };

type Curves = {
  readonly dues: readonly (readonly Due[])[];
  readonly done: readonly Point[];
  /** The months by the day they end on. */
  readonly ends: ReadonlyMap<number, string>;
};

/** The curves begin at nothing before the first day; the one of what was received ends on the day of the answer. */
function curvesOf(voice: Voice, answer: AgreementAnswer): Curves {
  const dayOf = (date: LocalDate): number => daysBetween(answer.period.from, date) + 1;
  const start = { day: 0, height: 0 };
  const dues = answer.claims.map((claim) => {
    const label = amountText(voice, claim.quantity, answer.unit);
    const points = answer.curve.map(({ lastDay }, index) => ({
      day: dayOf(lastDay),
      height: heightOf(claim.due[index]?.cumulative ?? 0n, answer.unit),
      label,
    }));
    return [{ ...start, label }, ...points];
  });
  const done = answer.curve.flatMap(({ lastDay, progress }) => {
    const day = dayOf(lastDay < answer.asOf ? lastDay : answer.asOf);
    return progress === undefined ? [] : [{ day, height: heightOf(progress.fulfilled, answer.unit) }];
  });
  return { dues, done: [start, ...done], ends: new Map(answer.curve.map((one) => [dayOf(one.lastDay), one.month])) };
}

/** The lines of the claims, in the order of their cards. */
const CLAIM_LINES = [
  { stroke: 'var(--claim-1)', strokeDasharray: '7,4' },
  { stroke: 'var(--claim-2)', strokeDasharray: '2,4' },
] as const;

function draw(voice: Voice, answer: AgreementAnswer, label: string): Markup {
  const { texts } = voice;
  const { dues, done, ends } = curvesOf(voice, answer);
  const days = [...ends.keys()];
  const at = { x: 'day', y: 'height' };
  const now = done.at(-1);
  const unit = texts.say(answer.unit === 'KGM' ? 'brief-page.axis.thousand-tonnes' : 'brief-page.axis.count');
  return drawChart(label, {
    height: 330,
    marginLeft: 48,
    marginRight: 84,
    marginTop: 28,
    x: { domain: [0, days.at(-1) ?? 1] },
    y: { nice: true, zero: true },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1 }),
      axisY({
        label: unit,
        labelArrow: 'none',
        ticks: 5,
        tickSize: 0,
        tickFormat: (value: number) => texts.decimal(String(value)),
      }),
      axisX({
        label: null,
        tickSize: 4,
        ticks: days.filter((_, index) => index % 3 === 2),
        tickFormat: (day: number) => texts.month(ends.get(day) ?? ''),
      }),
      ruleY([0], { stroke: 'var(--soft)' }),
      areaY(done, { ...at, fill: 'var(--s1)', fillOpacity: 0.14 }),
      ...dues.map((due, index) => lineY(due, { ...at, ...CLAIM_LINES[index % CLAIM_LINES.length], strokeWidth: 2 })),
      ...dues.map((due) =>
        text(due.slice(-1), { ...at, text: 'label', textAnchor: 'start', dx: 8, fill: 'var(--ink)' }),
      ),
      lineY(done, { ...at, stroke: seriesColour(0), strokeWidth: 3 }),
      ...(now === undefined || answer.isOver
        ? []
        : [ruleX([now.day], { stroke: 'var(--soft)', strokeDasharray: '1,3' })]),
      dot(done.slice(-1), { ...at, r: 4.5, fill: seriesColour(0), stroke: 'var(--card)', strokeWidth: 1.5 }),
    ],
  });
}

/** An agreement's cumulative delivery against what each of its claims made due by then. */
export function deliveryFigure(voice: Voice, answer: AgreementAnswer): Markup {
  const { texts } = voice;
  const name = voice.name(answer.agreement.id);
  const amount = (value: bigint): string => amountText(voice, value, answer.unit);
  const done = amount(answer.progress.fulfilled);
  const claims = answer.claims.map((claim) => amount(claim.quantity)).join(' / ');
  const due = (index: number): string =>
    texts.say('brief-page.delivery.due', { amount: amount(answer.claims[index]?.quantity ?? 0n) });
  const rows = answer.curve.map(({ month, progress }, index) => [
    texts.month(month),
    ...answer.claims.map((claim) => amount(claim.due[index]?.cumulative ?? 0n)),
    progress === undefined ? '—' : amount(progress.fulfilled),
  ]);
  const caption = `${texts.say('brief-page.delivery.title', { agreement: name })}${voice.star}`;
  const label = texts.say('brief-page.delivery.text', { agreement: name, done, claims, date: texts.date(answer.asOf) });
  return figure({
    id: `delivery-${answer.agreement.id}`,
    caption,
    charts: [draw(voice, answer, label)],
    note: label,
    summary: texts.say('brief-page.figures'),
    table: {
      caption,
      columns: [
        { title: texts.say('brief-page.column.month') },
        ...answer.claims.map((_, index) => ({ title: due(index), right: true })),
        { title: texts.say('brief-page.delivery.done'), right: true },
      ],
      rows,
    },
  });
}
