import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { toText } from '@kontor/domain/kernel/decimal';
import { ofMinor } from '@kontor/domain/kernel/money';
import type { DiscountSum } from '@kontor/domain/office/report';
import { axisX, barX, gridX, ruleX, text } from '@observablehq/plot';
import { drawChart, seriesColour, WRITTEN } from '../../chart/draw-chart.ts';
import type { Markup } from '../../chart/markup.ts';
import type { Voice } from '../phrases.ts';
import { figure } from './figure.ts';

/** The name of a discount, marked when it is made up, with when it is settled. */
export function discountName(voice: Voice, sum: DiscountSum): string {
  const settled = sum.at === 'settlement' ? ` (${voice.texts.say('brief.at-settlement')})` : '';
  return `${voice.name(sum.discount)}${sum.synthetic ? ' *' : ''}${settled}`;
}

const ROW = 44;

function draw(voice: Voice, currency: string, sums: readonly DiscountSum[], grantors: readonly string[]): Markup {
  const { texts } = voice;
  const bars = sums.map((sum) => ({
    id: sum.discount,
    length: Number(toText(ofMinor(sum.amount, currency))),
    name: discountName(voice, sum),
    money: texts.money(sum.amount, currency),
    grantor: sum.grantor,
  }));
  const at = { y: 'id', x: 'length' };
  const label = texts.say('brief-page.discounts.text', {
    currency,
    sums: bars.map(({ name, money }) => `${name}: ${money}`).join('; '),
  });
  return drawChart(label, {
    height: bars.length * ROW + 46,
    marginLeft: 4,
    marginRight: 130,
    marginTop: 8,
    marginBottom: 34,
    x: { zero: true, nice: true },
    y: { type: 'band', domain: bars.map(({ id }) => id), axis: null, paddingInner: 0.62, paddingOuter: 0.5 },
    color: { type: 'ordinal', domain: grantors, range: grantors.map((_, index) => seriesColour(index)) },
    marks: [
      gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisX({
        label: currency,
        labelArrow: 'none',
        ticks: 5,
        tickSize: 0,
        tickFormat: (value: number) => texts.decimal(String(value)),
      }),
      barX(bars, { ...at, fill: 'grantor' }),
      text(bars, { y: 'id', x: 0, text: 'name', textAnchor: 'start', dx: 3, dy: -16, ...WRITTEN }),
      text(bars, {
        y: 'id',
        x: (bar: { length: number }) => Math.max(bar.length, 0),
        text: 'money',
        textAnchor: 'start',
        dx: 6,
        ...WRITTEN,
      }),
      ruleX([0], { stroke: 'var(--soft)' }),
    ],
  });
}

/** What discounts came to, by scheme and grantor, one chart for each currency: nothing is converted. Undefined where none was granted. */
export function discountFigure(voice: Voice): Markup | undefined {
  const { texts, report } = voice;
  const granted = report.discounts.filter((sum) => sum.consignments > 0);
  if (granted.length === 0) return undefined;
  const currencies = [...new Set(granted.map((sum) => sum.currency))].toSorted(compareCodePoints);
  const grantors = [...new Set(granted.map((sum) => sum.grantor))].toSorted(compareCodePoints);
  const caption = texts.say('brief-page.discounts.title');
  return figure({
    id: 'discounts-by-scheme',
    caption,
    charts: currencies.map((currency) => {
      const own = granted.filter((sum) => sum.currency === currency);
      return draw(
        voice,
        currency,
        own.toSorted((a, b) =>
          a.amount === b.amount ? compareCodePoints(a.discount, b.discount) : a.amount > b.amount ? -1 : 1,
        ),
        grantors,
      );
    }),
    legend: grantors.map((grantor, index) => ({ name: voice.name(grantor), index })),
    summary: texts.say('brief-page.figures'),
    table: {
      caption,
      columns: [
        { title: texts.say('brief.column.discount') },
        { title: texts.say('brief.column.grantor') },
        { title: texts.say('brief.column.amount'), right: true },
      ],
      rows: granted.map((sum) => [
        discountName(voice, sum),
        voice.name(sum.grantor),
        texts.money(sum.amount, sum.currency),
      ]),
    },
  });
}
