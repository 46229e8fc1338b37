/** The next steps of open windows in words and for machines. */
import { nextJson } from '@kontor/domain/explain/rating-json';
import { formatMinor } from '@kontor/domain/kernel/money';
import { periodLabel } from '@kontor/domain/kernel/period';
import type { NextStep } from '@kontor/domain/office/next-steps';
import { nextLines, wrapped } from '../explain/price-text.ts';
import type { PriceVoice } from '../explain/price-voice.ts';

/** One open window: what it has earned, how far the next step is, what that is worth. */
export function nextStepLines({ texts, name }: PriceVoice, one: NextStep): readonly string[] {
  const { discount, synthetic, key, window, currency, earned, next } = one;
  const params = {
    discount: `${name(discount)}${synthetic ? ' *' : ''}`,
    key: key === '' ? 'none' : name(key),
    window: periodLabel(window),
    earned: texts.money(earned, currency),
  };
  return [
    ...wrapped(`  ${texts.say('settle.next-step', params)}`),
    ...nextLines(texts, next, currency, 'explain.next-in-window'),
  ];
}

/** The same for machines, figures exact. */
export const nextStepJson = ({ window, earned, next, ...one }: NextStep) => ({
  ...one,
  window: { from: window.from, to: window.to ?? null },
  earned: formatMinor(earned, one.currency),
  next: nextJson(next),
});
