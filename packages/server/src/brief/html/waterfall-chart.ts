import type { ConsignmentRating, LegRating } from '@kontor/domain/charge/rating';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import type { Markup } from '../../chart/markup.ts';
import { drawWaterfall, waterfallsOf } from '../../explain/waterfall.ts';
import type { Voice } from '../phrases.ts';
import { figure } from './figure.ts';

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

/** How the price of one consignment comes about, leg by leg; undefined while none has a price. */
export function waterfallFigure(voice: Voice): Markup | undefined {
  const { texts } = voice;
  const rating = consignmentToShow(voice);
  if (rating === undefined) return undefined;
  const waterfalls = waterfallsOf(voice, rating);
  const caption = texts.say('brief-page.waterfall.title', { note: rating.note, date: texts.date(rating.accepted) });
  return figure({
    id: 'price-of-a-consignment',
    caption,
    charts: waterfalls.map((one) => drawWaterfall(voice, one)),
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
      rows: waterfalls.flatMap(({ title, currency, steps }) =>
        steps.map(({ name, amount }) => [title, name, texts.money(amount, currency)]),
      ),
    },
  });
}
