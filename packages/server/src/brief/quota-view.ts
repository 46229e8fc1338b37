/** Quotas as people ask of them: the window that runs, the ones that ran short, and all windows together. */
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { add, compare, type Decimal, divide, ZERO } from '@kontor/domain/kernel/decimal';
import { periodLabel } from '@kontor/domain/kernel/period';
import type { Words } from '@kontor/domain/kernel/schema';
import type { QuotaState } from '@kontor/domain/quota/state';
import { inLanguage } from '../texts/language.ts';
import type { BriefInput } from './brief-input.ts';
import { isMadeUp } from './brief-input.ts';

/** Used up or nearly: worth a line of its own. */
export const isShort = (state: QuotaState): boolean =>
  state.near || state.ranOutOn !== undefined || compare(state.over, ZERO) > 0;

/** What of the ceiling is used: 0.8 for 80 percent; undefined without a ceiling. */
export function usedShare({ ceiling, consumed, reserved }: QuotaState): Decimal | undefined {
  if (ceiling === undefined || compare(ceiling, ZERO) === 0) return undefined;
  return divide(add(consumed, reserved), ceiling);
}

/** The version that governs the window names it: a quota of 2024 is not called by its title of 2025. */
export function quotaTitle({ book, texts }: Pick<BriefInput, 'book' | 'texts'>, state: QuotaState): string {
  const own = book.entries.filter((entry) => entry.kind === 'quota' && entry.id === state.quota);
  const title: Words | undefined = (own.find((entry) => entry.version === state.version) ?? own[0])?.header.title;
  return title === undefined ? state.quota : inLanguage(title, texts.language);
}

/** The same, marked when the quota is made up. */
export function quotaName(input: Pick<BriefInput, 'book' | 'texts'>, state: QuotaState): string {
  const name = quotaTitle(input, state);
  return isMadeUp(input.book, state.quota) ? `${name} *` : name;
}

/** The quota with its window, which is not said twice where the name has it. */
export function quotaInWindow(input: Pick<BriefInput, 'book' | 'texts'>, state: QuotaState): string {
  const [name, window] = [quotaName(input, state), windowName(input, state)];
  return name.includes(window) ? name : `${name}, ${window}`;
}

/** A window in words: a month, a year, or from day to day. */
export function windowName({ texts }: Pick<BriefInput, 'texts'>, { window }: QuotaState): string {
  const label = periodLabel(window);
  if (/^\d{4}-\d{2}$/u.test(label)) return texts.month(label);
  if (/^\d{4}(?:-Q\d)?$/u.test(label)) return label;
  return texts.date(window.from);
}

export type QuotaView = {
  readonly latest: QuotaState;
  /** Earlier windows that ran short. */
  readonly short: readonly QuotaState[];
  readonly windows: number;
  readonly consumed: Decimal;
};

const nameOf = ({ quota, key }: QuotaState): string => JSON.stringify([quota, key]);

/** One view for each quota and key, by code point. */
export function quotaViews({ report }: Pick<BriefInput, 'report'>): readonly QuotaView[] {
  const names = [...new Set(report.quotas.map(nameOf))].toSorted(compareCodePoints);
  return names.flatMap((name) => {
    const own = report.quotas
      .filter((state) => nameOf(state) === name)
      .toSorted((a, b) => compareCodePoints(a.window.from, b.window.from));
    const latest = own.at(-1);
    if (latest === undefined) return [];
    return [
      {
        latest,
        short: own.slice(0, -1).filter(isShort),
        windows: own.length,
        consumed: own.reduce((sum, state) => add(sum, state.consumed), ZERO),
      },
    ];
  });
}
