/** The waterfall of a consignment's price as a picture that stands alone: its own style and colours, nothing from elsewhere. */
import type { ConsignmentRating } from '@kontor/domain/charge/rating';
import { CHART_WIDTH } from '../chart/draw-chart.ts';
import { html, type Markup } from '../chart/markup.ts';
import { coloured } from '../chart/palette.ts';
import type { PriceVoice } from './price-voice.ts';
import { drawWaterfall, type Waterfall, waterfallHeight, waterfallsOf, waterfallText } from './waterfall.ts';

const MARGIN = 20;
/** Room above the charts for the title. */
const HEAD = 44;
const GAP = 16;

const FONTS = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

function stacked(
  voice: PriceVoice,
  waterfalls: readonly Waterfall[],
): { readonly charts: readonly Markup[]; readonly height: number } {
  let height = HEAD;
  const charts = waterfalls.map((one) => {
    const top = height;
    height += waterfallHeight(one) + GAP;
    return html`<g transform="translate(${MARGIN} ${top})">${drawWaterfall(voice, one)}</g>
`;
  });
  return { charts, height };
}

/** The picture, one waterfall under another; undefined when nothing of the consignment has a price. */
export function waterfallSvg(voice: PriceVoice, rating: ConsignmentRating): string | undefined {
  const waterfalls = waterfallsOf(voice, rating);
  if (waterfalls.length === 0) return undefined;
  const { texts } = voice;
  const title = texts.say('explain.waterfall.title', { note: rating.note, date: texts.date(rating.accepted) });
  const isMadeUp = waterfalls.some(({ steps }) => steps.some(({ name }) => name.endsWith('*')));
  const foot = isMadeUp ? `* ${texts.say('explain.synthetic')}` : '';
  const { charts, height: drawn } = stacked(voice, waterfalls);
  const [width, height] = [CHART_WIDTH + 2 * MARGIN, drawn + (isMadeUp ? HEAD / 2 : 0)];
  const picture = html`<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="${texts.language}" xml:lang="${texts.language}" aria-labelledby="title description" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title id="title">${title}</title>
<desc id="description">${waterfalls.map((one) => waterfallText(voice, one)).join('. ')}. ${foot}</desc>
<style>text { white-space: pre; } svg { color: var(--soft); font-family: ${FONTS}; font-size: 12px; overflow: visible; }</style>
<rect width="${width}" height="${height}" fill="var(--card)"></rect>
<text x="${MARGIN}" y="28" fill="var(--ink)" font-size="16" font-weight="600">${title}</text>
${charts}<text x="${MARGIN}" y="${height - GAP}" fill="var(--soft)">${foot}</text>
</svg>
`;
  return coloured(picture.markup);
}
