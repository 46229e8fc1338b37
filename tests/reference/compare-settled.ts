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

/**
 * Every rebate of the engine. What it says besides of legs that lack a fact of their own is a notice, not a figure: of lines
 * that say "not evaluated" as many are compared as the reference has windows that nobody can tell.
 */
export function engineSettled(settled: readonly Entitlement[], own: Figures): Figures {
  const open = [...own];
  return settled
    .flatMap((one): Figures => {
      const head = { id: one.entry.id, window: one.window, currency: one.currency };
      if (one.kind === 'earned') return [earnedText(head, one.base, one.legs)];
      const at = open.indexOf(untold(head));
      if (at < 0) return [];
      open.splice(at, 1);
      return [untold(head)];
    })
    .toSorted(byCodePoint);
}

export function ownSettled(settled: readonly Settled[]): Figures {
  return settled
    .map((one) => (one.earned === undefined ? untold(one) : earnedText(one, one.earned.base, one.earned.legs)))
    .toSorted(byCodePoint);
}
