import type { ChargeLine, ConsignmentRating, LegRating } from '@kontor/domain/charge/rating';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { toText } from '@kontor/domain/kernel/decimal';
import { ofMinor } from '@kontor/domain/kernel/money';
import { axisX, barX, gridX, ruleX, text } from '@observablehq/plot';
import type { Voice } from '../phrases.ts';
import { drawChart, figure, WRITTEN } from './draw-chart.ts';
import type { Markup } from './markup.ts';

const ratedLegs = ({ legs }: ConsignmentRating): readonly LegRating[] =>
  legs.flatMap((leg) => (leg.ok ? [leg.rating] : []));

function appliedIn(rating: ConsignmentRating): number {
  const all = [...ratedLegs(rating), ...(rating.goods === undefined ? [] : [rating.goods])];
  return all.reduce((sum, { discounts }) => sum + discounts.filter((one) => one.kind === 'applied').length, 0);
}

/** The consignment to show: the one to which most discounts applied; of several the first by note. */
export function consignmentToShow({ report }: Pick<Voice, 'report'>): ConsignmentRating | undefined {
  const ratings = report.rated.map(({ rating }) => rating).filter((rating) => ratedLegs(rating).length > 0);
  return ratings.toSorted((a, b) => appliedIn(b) - appliedIn(a) || compareCodePoints(a.note, b.note))[0];
}

/** A step of the price: from where to where it takes the sum. */
export type PriceStep = {
  readonly name: string;
  readonly amount: bigint;
  readonly from: bigint;
  readonly to: bigint;
  readonly kind: 'charge' | 'discount' | 'sum';
};

function lineName(voice: Voice, line: ChargeLine): string {
  const key = `charge.${line.charge}`;
  const charge = voice.texts.knows(key) ? voice.texts.say(key) : line.charge;
  return line.source === 'discount' ? voice.name(line.entry.id) : charge;
}

/** The price of a leg, step by step: charges and discounts of one name in one step, in the order in which they came, and what is to pay. */
export function priceSteps(voice: Voice, leg: LegRating): readonly PriceStep[] {
  const amounts = new Map<string, { amount: bigint; isDiscount: boolean }>();
  for (const line of leg.lines) {
    const name = lineName(voice, line);
    const one = amounts.get(name) ?? { amount: 0n, isDiscount: line.source === 'discount' };
    one.amount += line.amount;
    amounts.set(name, one);
  }
  const mark = leg.synthetic ? ' *' : '';
  let sum = 0n;
  const steps = [...amounts].map(([name, { amount, isDiscount }]): PriceStep => {
    const from = sum;
    sum += amount;
    return { name: `${name}${mark}`, amount, from, to: sum, kind: isDiscount ? 'discount' : 'charge' };
  });
  return [
    ...steps,
    {
      name: voice.texts.say('brief-page.waterfall.payable'),
      amount: leg.payable,
      from: 0n,
      to: leg.payable,
      kind: 'sum',
    },
  ];
}

const ROW = 44;
const COLOURS = { charge: 'var(--s1)', discount: 'var(--s2)', sum: 'var(--ink)' } as const;

function draw(voice: Voice, leg: LegRating, title: string): Markup {
  const { texts } = voice;
  const width = (minor: bigint): number => Number(toText(ofMinor(minor, leg.currency)));
  const bars = priceSteps(voice, leg).map((step, index) => ({
    id: String(index),
    x1: width(step.from),
    x2: width(step.to),
    end: Math.max(width(step.from), width(step.to)),
    name: step.name,
    money: texts.money(step.amount, leg.currency),
    colour: COLOURS[step.kind],
  }));
  const label = `${title}: ${bars.map(({ name, money }) => `${name} ${money}`).join('; ')}`;
  return drawChart(label, {
    height: bars.length * ROW + 62,
    marginLeft: 4,
    marginRight: 130,
    marginTop: 26,
    marginBottom: 34,
    x: { zero: true, nice: true },
    y: { type: 'band', domain: bars.map(({ id }) => id), axis: null, paddingInner: 0.62, paddingOuter: 0.5 },
    marks: [
      gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisX({
        label: leg.currency,
        labelArrow: 'none',
        ticks: 5,
        tickSize: 0,
        tickFormat: (value: number) => texts.decimal(String(value)),
      }),
      text([title], { frameAnchor: 'top-left', dy: -20, textAnchor: 'start', fill: 'var(--ink)', fontWeight: 600 }),
      barX(bars, { y: 'id', x1: 'x1', x2: 'x2', fill: 'colour' }),
      text(bars, { y: 'id', x: 0, text: 'name', textAnchor: 'start', dx: 3, dy: -16, ...WRITTEN }),
      text(bars, { y: 'id', x: 'end', text: 'money', textAnchor: 'start', dx: 6, ...WRITTEN }),
      ruleX([0], { stroke: 'var(--soft)' }),
    ],
  });
}

/** How the price of one consignment comes about, leg by leg; undefined while none has a price. */
export function waterfallFigure(voice: Voice): Markup | undefined {
  const { texts } = voice;
  const rating = consignmentToShow(voice);
  if (rating === undefined) return undefined;
  const legs = ratedLegs(rating);
  const title = (leg: LegRating): string =>
    texts.say('brief-page.waterfall.leg', { number: leg.leg + 1, carrier: voice.name(leg.carrier) });
  const caption = texts.say('brief-page.waterfall.title', { note: rating.note, date: texts.date(rating.accepted) });
  return figure({
    id: 'price-of-a-consignment',
    caption,
    charts: legs.map((leg) => draw(voice, leg, title(leg))),
    legend: [
      { name: texts.say('brief-page.waterfall.charges'), index: 0 },
      { name: texts.say('brief-page.waterfall.discounts'), index: 1 },
    ],
    summary: texts.say('brief-page.figures'),
    table: {
      caption,
      columns: [
        { title: texts.say('brief-page.column.leg') },
        { title: texts.say('brief-page.column.step') },
        { title: texts.say('brief.column.amount'), right: true },
      ],
      rows: legs.flatMap((leg) =>
        priceSteps(voice, leg).map((step) => [title(leg), step.name, texts.money(step.amount, leg.currency)]),
      ),
    },
  });
}
