/** What settles later, of engine and reference, in the same words: every rebate with its legs. */
import type { Entitlement } from '@kontor/domain/rating/entitled';
import { byCodePoint } from './calendar.ts';
import type { Settled } from './settle.ts';
import { cutsText, type Figures, sharesText, sorted } from './side-by-side.ts';

type Leg = {
  readonly note: string;
  readonly leg: number;
  readonly base: bigint;
  readonly amount: bigint;
  readonly cuts: Parameters<typeof cutsText>[0];
  readonly shares: Parameters<typeof sharesText>[0];
};

const legText = ({ note, leg, base, amount, cuts, shares }: Leg): string =>
  `${note}/${String(leg)} base ${String(base)} amount ${String(amount)} cuts ${cutsText(cuts)} to ${sharesText(shares)}`;

type Head = {
  readonly id: string;
  readonly window: { readonly from: string; readonly to?: string | undefined };
  readonly currency: string;
};

const headText = ({ id, window, currency }: Head): string => `${id} ${window.from} ${window.to ?? '…'} ${currency}`;

const earnedText = (head: Head, base: bigint, legs: readonly Leg[]): string =>
  `${headText(head)} base ${String(base)}: ${sorted(legs.map(legText))}`;

const untold = (head: Head): string => `${headText(head)} not evaluated`;

export function engineSettled(settled: readonly Entitlement[]): Figures {
  return settled
    .map((one) => {
      const head = { id: one.entry.id, window: one.window, currency: one.currency };
      return one.kind === 'earned' ? earnedText(head, one.base, one.legs) : untold(head);
    })
    .toSorted(byCodePoint);
}

export function ownSettled(settled: readonly Settled[]): Figures {
  return settled
    .map((one) => (one.earned === undefined ? untold(one) : earnedText(one, one.earned.base, one.earned.legs)))
    .toSorted(byCodePoint);
}
