/** In which windows, and on which days of them, a version of a discount promises a volume. */

import type { DiscountForm } from '../discount/form.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { contains, intersect, type Period, period } from '../kernel/period.ts';
import { windowOf } from '../meter/window.ts';
import { discountsInForce, type RatingBook } from './rating-book.ts';

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

export const isInForce = (book: RatingBook, form: DiscountForm, on: LocalDate, knownBy: LocalDate): boolean =>
  discountsInForce(book, { on, knownBy }).freight.includes(form);

/** The days of a window on which a version is in force, in runs; another version may take over in the middle of it. */
export function daysInForce(book: RatingBook, form: DiscountForm, span: Period, knownBy: LocalDate): readonly Period[] {
  const within = intersect(span, form.valid);
  if (within === undefined) return [];
  const bounds = book.discounts.flatMap(({ valid }) =>
    valid.to === undefined ? [valid.from] : [valid.from, valid.to],
  );
  const inside = bounds.filter((day) => day !== within.from && contains(within, day));
  const starts = [within.from, ...new Set(inside)].toSorted(compareCodePoints);
  const runs: Period[] = [];
  for (const [index, from] of starts.entries()) {
    if (!isInForce(book, form, from, knownBy)) continue;
    const to = starts[index + 1] ?? within.to;
    const last = runs.at(-1);
    if (last?.to === from) runs.splice(-1, 1, period(last.from, to));
    else runs.push(period(from, to));
  }
  return runs;
}

/**
 * Whether a version is asked for a window. Pro rata each is asked for its own days. Else the promise of a whole window is that
 * of the version in force on its first day there, and of no other that began it.
 */
function holdsPromise(book: RatingBook, form: DiscountForm, span: Period, knownBy: LocalDate): boolean {
  const before = discountsInForce(book, { on: span.from, knownBy }).freight;
  const begunBy = before.some(
    (other) =>
      other.id === form.id &&
      other !== form &&
      other.guarantee !== undefined &&
      !(other.guarantee.proRata && form.guarantee?.proRata === true),
  );
  if (begunBy) return false;
  if (form.guarantee?.proRata === true) return daysInForce(book, form, span, knownBy).length > 0;
  const first = later(span.from, form.valid.from);
  return isInForce(book, form, contains(form.valid, first) ? first : form.valid.from, knownBy);
}

/** Windows of the promise that have begun by the day; those of agreements come from the legs alone. */
export function windowsBy(book: RatingBook, form: DiscountForm, knownBy: LocalDate): readonly Period[] {
  const window = form.guarantee?.meter.window;
  if (window === undefined || window.kind === 'agreement') return [];
  const spans: Period[] = [];
  for (let day: LocalDate | undefined = form.valid.from; day !== undefined && contains(form.valid, day); ) {
    const span = windowOf(window, day, undefined);
    if (span === undefined || span.from > knownBy) break;
    if (holdsPromise(book, form, span, knownBy)) spans.push(span);
    day = window.kind === 'fixed' ? undefined : span.to;
  }
  return spans;
}
