/**
 * What settles otherwise because a book is known by another day, though no consignment came and none is priced otherwise: entries
 * published in between, windows that ended in between.
 */
import type { DiscountForm } from '../discount/form.ts';
import type { GuaranteeForm } from '../discount/guarantee.ts';
import { sameCaps } from '../discount/stack-cap.ts';
import { addDays, type LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import { sameStructure } from '../kernel/same-structure.ts';
import { excludedIn, excludedKnown } from '../meter/excluded.ts';
import type { MeterForm } from '../meter/form.ts';
import type { KnownBook } from './book-changes.ts';
import { daysInForce, isInForce, windowsBy } from './promise-windows.ts';
import { discountsInForce } from './rating-book.ts';

export type KnownLater = {
  /** Whether the discount is in force only before or only after, or what funds or caps it is another. */
  readonly touches: (form: DiscountForm, on: LocalDate) => boolean;
  /** Whether it is in force on a day before or after. */
  readonly isInForce: (form: DiscountForm, on: LocalDate) => boolean;
  /** Whether any other volumes are excluded; and whether under a key of a meter in any of these spans. */
  readonly mayExclude: boolean;
  readonly excludes: (meter: MeterForm, key: string, spans: readonly Period[]) => boolean;
  /** Windows of a promise that another version answers for, or that have been answered since. */
  readonly promises: (form: DiscountForm) => readonly Period[];
  /** Whether a window of a guarantee has been answered since. */
  readonly isAnswered: (guarantee: GuaranteeForm, span: Period) => boolean;
  /** Whether the budget shared pro rata that funds the discount on a day grants since. */
  readonly isRationed: (form: DiscountForm, on: LocalDate) => boolean;
};

const NOTHING: KnownLater = {
  touches: () => false,
  isInForce: () => false,
  mayExclude: false,
  excludes: () => false,
  promises: () => [],
  isAnswered: () => false,
  isRationed: () => false,
};

const sameKnown = (a: KnownBook, b: KnownBook): boolean => a.book === b.book && a.knownBy === b.knownBy;

/** The form in the book before that says the same; itself where there is none. */
function formBefore(form: DiscountForm, before: KnownBook, after: KnownBook): DiscountForm {
  if (before.book === after.book) return form;
  const found = before.book.discounts.find(({ id, version }) => id === form.id && version === form.version);
  return found !== undefined && sameStructure(found, form) ? found : form;
}

/** Whether budgets and caps of a discount are the same entries on both days. */
function sameTerms(form: DiscountForm, on: LocalDate, before: KnownBook, after: KnownBook): boolean {
  const [was, is] = [before, after].map(({ book, knownBy }) => discountsInForce(book, { on, knownBy }));
  if (was === undefined || is === undefined) return false;
  const { budget } = form;
  if (budget !== undefined && !sameStructure(was.budgets.get(budget)?.form, is.budgets.get(budget)?.form)) return false;
  const covering = (caps: typeof was.caps): typeof was.caps => caps.filter((cap) => cap.covers(form));
  return sameCaps(covering(was.caps), covering(is.caps));
}

/** The day from which a window of a guarantee is answered; undefined for one without an end. */
const answeredOn = ({ graceDays }: GuaranteeForm, { to }: Period): LocalDate | undefined =>
  to === undefined ? undefined : addDays(to, graceDays);

/** Windows of a promise by the day from which they are answered, those that are, with the days that are asked for. */
function answeredBy(
  form: DiscountForm,
  { book, knownBy }: KnownBook,
): ReadonlyMap<LocalDate, readonly [Period, string]> {
  const { guarantee } = form;
  if (guarantee === undefined) return new Map();
  const answered = windowsBy(book, form, knownBy).filter((span) => {
    const day = answeredOn(guarantee, span);
    return day !== undefined && day <= knownBy;
  });
  const daysOf = (span: Period): string =>
    guarantee.proRata ? JSON.stringify(daysInForce(book, form, span, knownBy)) : '';
  return new Map(answered.map((span) => [span.from, [span, daysOf(span)]]));
}

/** Windows answered only before or only after, or for other days of them. */
function promisesChanged(form: DiscountForm, before: KnownBook, after: KnownBook): readonly Period[] {
  const [then, now] = [answeredBy(formBefore(form, before, after), before), answeredBy(form, after)];
  const all = [...new Map([...then, ...now]).values()];
  return all.flatMap(([span]) => (then.get(span.from)?.[1] === now.get(span.from)?.[1] ? [] : [span]));
}

export function knownLater(before: KnownBook, after: KnownBook): KnownLater {
  if (sameKnown(before, after)) return NOTHING;
  const held = (form: DiscountForm, on: LocalDate): readonly [boolean, boolean] => [
    isInForce(before.book, formBefore(form, before, after), on, before.knownBy),
    isInForce(after.book, form, on, after.knownBy),
  ];
  const [was, is] = [before, after].map(({ book, knownBy }) => excludedKnown(book.excluded, knownBy));
  const sameExcluded = was === undefined || is === undefined || sameStructure(was, is);
  const comesToPass = (day: LocalDate): boolean => before.knownBy < day && day <= after.knownBy;
  const isAnswered: KnownLater['isAnswered'] = (guarantee, span) => {
    const day = answeredOn(guarantee, span);
    return day !== undefined && comesToPass(day);
  };
  return {
    touches: (form, on) => {
      const [then, now] = held(form, on);
      return then !== now || ((then || now) && !sameTerms(form, on, before, after));
    },
    isInForce: (form, on) => held(form, on).includes(true),
    mayExclude: !sameExcluded,
    excludes: (meter, key, spans) =>
      !sameExcluded &&
      spans.some((span) => !sameStructure(excludedIn(was, meter, key, span), excludedIn(is, meter, key, span))),
    promises: (form) => promisesChanged(form, before, after),
    isAnswered,
    isRationed: ({ budget: id }, on) => {
      const { book, knownBy } = after;
      const budget = id === undefined ? undefined : discountsInForce(book, { on, knownBy }).budgets.get(id);
      const ends = budget?.form.share === 'pro-rata' ? budget.window.to : undefined;
      return ends !== undefined && comesToPass(ends);
    },
  };
}
