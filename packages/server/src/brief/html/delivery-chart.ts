import type { AgreementAnswer } from '@kontor/domain/agreement/answer';
import { areaY, axisX, axisY, dot, gridY, lineY, ruleX, ruleY, text } from '@observablehq/plot';
import { amountText, type Voice } from '../phrases.ts';
import { drawChart, figure, seriesColour } from './draw-chart.ts';
import type { Markup } from './markup.ts';

/** For the eye only: a position on the paper, in thousands of tonnes or in pieces and heads. Figures shown come from the exact value. */
function heightOf(value: bigint, unit: AgreementAnswer['unit']): number {
  return unit === 'KGM' ? Number(value / 1000n) / 1000 : Number(value);
}

type Point = { readonly month: string; readonly height: number };
type Due = Point & { readonly label: string };

type Curves = {
  readonly dues: readonly (readonly Due[])[];
  readonly done: readonly Point[];
};

/** The curves begin at nothing on the first day: the empty month name before the first one. */
function curvesOf(voice: Voice, answer: AgreementAnswer): Curves {
  const start = { month: '', height: 0 };
  const dues = answer.claims.map((claim) => {
    const label = amountText(voice, claim.quantity, answer.unit);
    const points = claim.due.map((one) => ({ month: one.month, height: heightOf(one.cumulative, answer.unit), label }));
    return [{ ...start, label }, ...points];
  });
  const done = answer.curve.flatMap(({ month, progress }) =>
    progress === undefined ? [] : [{ month, height: heightOf(progress.fulfilled, answer.unit) }],
  );
  return { dues, done: [start, ...done] };
}

function draw(voice: Voice, answer: AgreementAnswer, label: string): Markup {
  const { texts } = voice;
  const { dues, done } = curvesOf(voice, answer);
  const months = ['', ...answer.curve.map(({ month }) => month)];
  const at = { x: 'month', y: 'height' };
  const now = done.at(-1);
  const unit = texts.say(answer.unit === 'KGM' ? 'brief-page.axis.thousand-tonnes' : 'brief-page.axis.count');
  return drawChart(label, {
    height: 330,
    marginLeft: 48,
    marginRight: 84,
    marginTop: 28,
    x: { type: 'point', domain: months, padding: 0.1 },
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
        ticks: months.filter((_, index) => index % 3 === 0 && index > 0),
        tickFormat: (month: string) => texts.month(month),
      }),
      ruleY([0], { stroke: 'var(--soft)' }),
      areaY(done, { ...at, fill: 'var(--s1)', fillOpacity: 0.14 }),
      ...dues.map((due, index) =>
        lineY(due, {
          ...at,
          stroke: index === 0 ? 'var(--s2)' : 'var(--plan)',
          strokeWidth: 2,
          strokeDasharray: index === 0 ? '7,4' : '2,4',
        }),
      ),
      ...dues.map((due) =>
        text(due.slice(-1), { ...at, text: 'label', textAnchor: 'start', dx: 8, fill: 'var(--ink)' }),
      ),
      lineY(done, { ...at, stroke: seriesColour(0), strokeWidth: 3 }),
      ...(now === undefined || answer.isOver
        ? []
        : [ruleX([now.month], { stroke: 'var(--soft)', strokeDasharray: '1,3' })]),
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
  const caption = texts.say('brief-page.delivery.title', { agreement: name });
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
