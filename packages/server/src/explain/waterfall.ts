/** The price of a leg or of the goods as a waterfall: from the tariff step by step to what is to pay. */
import type { ConsignmentRating, DiscountOutcome, GoodsPricing, LegRating } from '@kontor/domain/charge/rating';
import { toText } from '@kontor/domain/kernel/decimal';
import { ofMinor } from '@kontor/domain/kernel/money';
import { axisX, barX, gridX, ruleX, text } from '@observablehq/plot';
import { drawChart, WRITTEN } from '../chart/draw-chart.ts';
import type { Markup } from '../chart/markup.ts';
import { lineName } from './line-name.ts';
import type { PriceVoice } from './price-voice.ts';

/** A step of the price: from where to where it takes the sum. */
export type PriceStep = {
  readonly name: string;
  readonly amount: bigint;
  readonly from: bigint;
  readonly to: bigint;
  readonly kind: 'charge' | 'discount' | 'sum';
};

/** What is drawn by itself: a leg, or the goods. */
export type Waterfall = { readonly title: string; readonly currency: string; readonly steps: readonly PriceStep[] };

type Amount = { readonly name: string; readonly amount: bigint; readonly isDiscount: boolean };

const MARK = ' *';

const madeUpIn = (discounts: readonly DiscountOutcome[]): ReadonlySet<string> =>
  new Set(discounts.flatMap(({ synthetic, entry }) => (synthetic ? [entry.id] : [])));

/** Amounts of one name in one step, in the order in which they came, and the sum of all. */
function stepsTo(payable: string, amounts: readonly Amount[]): readonly PriceStep[] {
  const together = new Map<string, Amount>();
  for (const one of amounts) {
    const before = together.get(one.name)?.amount ?? 0n;
    together.set(one.name, { ...one, amount: before + one.amount });
  }
  let sum = 0n;
  const steps = [...together.values()].map(({ name, amount, isDiscount }): PriceStep => {
    const from = sum;
    sum += amount;
    return { name, amount, from, to: sum, kind: isDiscount ? 'discount' : 'charge' };
  });
  return [...steps, { name: payable, amount: sum, from: 0n, to: sum, kind: 'sum' }];
}

/** The price of a leg, step by step: charges, discounts, limits, rounding and tax, and what is to pay. */
export function priceSteps(voice: PriceVoice, leg: LegRating): readonly PriceStep[] {
  const madeUp = madeUpIn(leg.discounts);
  const amounts = leg.lines.map((line): Amount => {
    const mark = leg.synthetic || madeUp.has(line.entry.id) ? MARK : '';
    return {
      name: `${lineName(voice, line)}${mark}`,
      amount: line.amount,
      isDiscount: line.source === 'discount',
    };
  });
  return stepsTo(voice.texts.say('explain.waterfall.payable'), amounts);
}

/** The goods price, step by step: what was agreed, the discounts on it, what remains. */
function goodsSteps({ texts, name }: PriceVoice, goods: GoodsPricing): readonly PriceStep[] {
  const gross = { name: texts.say('charge.goods'), amount: goods.gross, isDiscount: false };
  const discounts = goods.discounts.flatMap((one): readonly Amount[] => {
    if (one.kind !== 'applied' || one.at === 'settlement') return [];
    return [{ name: `${name(one.entry.id)}${one.synthetic ? MARK : ''}`, amount: -one.amount, isDiscount: true }];
  });
  return stepsTo(texts.say('explain.waterfall.payable'), [gross, ...discounts]);
}

/** A waterfall for each leg that has a price, in order, and one for the goods when they have one. */
export function waterfallsOf(voice: PriceVoice, { legs, goods }: ConsignmentRating): readonly Waterfall[] {
  const { texts, name } = voice;
  const drawn = legs.flatMap((one): readonly Waterfall[] => {
    if (!one.ok) return [];
    const { leg, carrier, currency } = one.rating;
    const title = texts.say('explain.waterfall.leg', { number: leg + 1, carrier: name(carrier) });
    return [{ title, currency, steps: priceSteps(voice, one.rating) }];
  });
  if (goods === undefined) return drawn;
  const title = texts.say('explain.goods', { agreement: name(goods.agreement.id) });
  return [...drawn, { title, currency: goods.currency, steps: goodsSteps(voice, goods) }];
}

/** A waterfall in words, for those who do not see it. */
export const waterfallText = ({ texts }: Pick<PriceVoice, 'texts'>, { title, currency, steps }: Waterfall): string =>
  `${title}: ${steps.map(({ name, amount }) => `${name} ${texts.money(amount, currency)}`).join('; ')}`;

const ROW = 44;
const COLOURS = { charge: 'var(--s1)', discount: 'var(--s2)', sum: 'var(--ink)' } as const;

/** Height of the drawing of a waterfall, in units of the chart. */
export const waterfallHeight = ({ steps }: Waterfall): number => steps.length * ROW + 62;

export function drawWaterfall(voice: Pick<PriceVoice, 'texts'>, waterfall: Waterfall): Markup {
  const { texts } = voice;
  const { title, currency, steps } = waterfall;
  const width = (minor: bigint): number => Number(toText(ofMinor(minor, currency)));
  const bars = steps.map((step, index) => ({
    id: String(index),
    x1: width(step.from),
    x2: width(step.to),
    end: Math.max(width(step.from), width(step.to)),
    name: step.name,
    money: texts.money(step.amount, currency),
    colour: COLOURS[step.kind],
  }));
  return drawChart(waterfallText(voice, waterfall), {
    height: waterfallHeight(waterfall),
    marginLeft: 4,
    marginRight: 130,
    marginTop: 26,
    marginBottom: 34,
    x: { zero: true, nice: true },
    y: { type: 'band', domain: bars.map(({ id }) => id), axis: null, paddingInner: 0.62, paddingOuter: 0.5 },
    marks: [
      gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisX({
        label: currency,
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
