import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { addMonths, localDate } from '@kontor/domain/kernel/local-date';
import { axisX, axisY, barY, gridY, ruleY } from '@observablehq/plot';
import { drawChart, seriesColour } from '../../chart/draw-chart.ts';
import type { Markup } from '../../chart/markup.ts';
import { monthlyRows, wayName } from '../flows.ts';
import { massText, type Voice } from '../phrases.ts';
import { figure } from './figure.ts';

type Bar = { readonly month: string; readonly direction: string; readonly mass: bigint; readonly height: number };

function barsOf(voice: Voice): readonly Bar[] {
  return monthlyRows(voice).map(({ month, from, to, mass_kg }) => ({
    month,
    direction: wayName(voice.texts, from, to),
    mass: mass_kg,
    height: Number(mass_kg / 1000n) / 1000,
  }));
}

/** The heaviest direction first, as far as colours go. */
function directionsOf(bars: readonly Bar[]): readonly string[] {
  const sums = new Map<string, bigint>();
  for (const { direction, mass } of bars) sums.set(direction, (sums.get(direction) ?? 0n) + mass);
  return [...sums]
    .toSorted(([a, one], [b, other]) => (one === other ? compareCodePoints(a, b) : one > other ? -1 : 1))
    .map(([direction]) => direction);
}

/** Every month from the first to the last, so that an empty one leaves a gap. */
function monthsOf(bars: readonly Bar[]): readonly string[] {
  const [first] = bars;
  const last = bars.at(-1)?.month ?? '';
  const months: string[] = [];
  if (first === undefined) return months;
  for (let day = localDate(`${first.month}-01`); day.slice(0, 7) <= last; day = addMonths(day, 1)) {
    months.push(day.slice(0, 7));
  }
  return months;
}

/** Turnover by month and direction, by mass; undefined while there is none. */
export function turnoverFigure(voice: Voice): Markup | undefined {
  const { texts } = voice;
  const bars = barsOf(voice);
  if (bars.length === 0) return undefined;
  const directions = directionsOf(bars);
  const months = monthsOf(bars);
  const caption = texts.say('brief-page.turnover.title');
  const label = texts.say('brief-page.turnover.text', {
    from: texts.month(months[0] ?? ''),
    to: texts.month(months.at(-1) ?? ''),
    directions: directions.join('; '),
  });
  const every = Math.ceil(months.length / 8);
  const chart = drawChart(label, {
    height: 300,
    marginLeft: 48,
    marginTop: 28,
    x: { type: 'band', domain: months, padding: 0.2 },
    color: { type: 'ordinal', domain: directions, range: directions.map((_, index) => seriesColour(index)) },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1 }),
      axisY({
        label: texts.say('brief-page.axis.thousand-tonnes'),
        labelArrow: 'none',
        ticks: 5,
        tickSize: 0,
        tickFormat: (value: number) => texts.decimal(String(value)),
      }),
      axisX({
        label: null,
        tickSize: 4,
        ticks: months.filter((_, index) => index % every === 0),
        tickFormat: (month: string) => texts.month(month),
      }),
      barY(bars, { x: 'month', y: 'height', fill: 'direction', order: [...directions] }),
      ruleY([0], { stroke: 'var(--soft)' }),
    ],
  });
  return figure({
    id: 'turnover-by-month',
    caption,
    charts: [chart],
    legend: directions.map((name, index) => ({ name, index })),
    summary: texts.say('brief-page.figures'),
    table: {
      caption,
      columns: [
        { title: texts.say('brief-page.column.month') },
        { title: texts.say('brief.column.direction') },
        { title: texts.say('brief.column.mass'), right: true },
      ],
      rows: bars.map((bar) => [texts.month(bar.month), bar.direction, massText(voice, bar.mass)]),
    },
  });
}
