/** How guaranteed volumes stand, as rows of words and as JSON: the brief and the settlement show the same. */

import { toText } from '@kontor/domain/kernel/decimal';
import { addDays } from '@kontor/domain/kernel/local-date';
import { formatMinor } from '@kontor/domain/kernel/money';
import { isUnit } from '@kontor/domain/kernel/quantity';
import type { GuaranteeStanding } from '@kontor/domain/office/guarantees';
import type { PriceVoice } from '../explain/price-voice.ts';
import type { Texts } from '../texts/texts.ts';

/** Keys of the columns of {@link guaranteeRow}; the last four are figures. */
export const GUARANTEE_COLUMNS = [
  'brief.column.discount',
  'guarantee.column.window',
  'guarantee.column.state',
  'guarantee.column.promised',
  'guarantee.column.measured',
  'guarantee.column.short',
  'guarantee.column.at-stake',
] as const;
export const GUARANTEE_FIGURES: ReadonlySet<number> = new Set([3, 4, 5, 6]);

const quantity = (texts: Texts, value: GuaranteeStanding['short'], unit: string): string =>
  isUnit(unit) ? texts.quantity(toText(value), unit) : `${texts.decimal(toText(value))} ${unit}`;

function stateWords(texts: Texts, { state, daysLeft }: GuaranteeStanding): string {
  const word = texts.say(`guarantee.state.${state}`);
  const isOpen = state === 'open' || state === 'at-risk' || state === 'reached';
  return isOpen ? texts.say('guarantee.days-left', { state: word, days: daysLeft }) : word;
}

/** One promise in one window, in the order of the columns; made-up figures are marked. */
export function guaranteeRow({ texts, name }: PriceVoice, one: GuaranteeStanding): readonly string[] {
  const { discount, synthetic, by, window, unit, required, measured, short, granted } = one;
  const promisor = by === undefined ? '' : `: ${name(by)}`;
  const last = window.to === undefined ? '' : `–${texts.date(addDays(window.to, -1))}`;
  return [
    `${name(discount)}${promisor}${synthetic ? ' *' : ''}`,
    `${texts.date(window.from)}${last}`,
    stateWords(texts, one),
    quantity(texts, required, unit),
    quantity(texts, measured, unit),
    quantity(texts, short, unit),
    [...granted].map(([currency, amount]) => texts.money(amount, currency)).join(', '),
  ];
}

/** The same for machines, figures exact. */
export const guaranteeJson = ({ window, required, measured, short, granted, by, ...one }: GuaranteeStanding) => ({
  ...one,
  by: by ?? null,
  window: { from: window.from, to: window.to ?? null },
  required: toText(required),
  measured: toText(measured),
  short: toText(short),
  granted: [...granted].map(([currency, amount]) => ({ currency, amount: formatMinor(amount, currency) })),
});
