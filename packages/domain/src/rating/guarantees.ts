/**
 * Guaranteed volumes answered from a journal (pricing.md sections 7 and 8): a pure function of journal and book as known. Until
 * a window has ended its discounts are at stake and nothing is taken back; what failing costs is in `guarantee-money.ts`.
 */
import type { DiscountForm } from '../discount/form.ts';
import {
  answerWindows,
  type Excluded,
  type GuaranteeForm,
  termsOf,
  type WindowAnswer,
  type WindowMeasured,
} from '../discount/guarantee.ts';
import { boundOver } from '../discount/minimum.ts';
import { compareStack } from '../discount/stack.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, compare, multiply, ZERO } from '../kernel/decimal.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import type { Earned } from './entitled.ts';
import { groupKey, type Stake, type StakeGroup, stakesOf } from './guarantee-stakes.ts';
import { daysInForce, windowsBy } from './promise-windows.ts';
import type { RatedJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';

/** A promise in one window. `short` is what is missing, so far or in the end; quantities in the promise's unit. */
export type GuaranteeAnswer = {
  readonly form: DiscountForm;
  readonly guarantee: GuaranteeForm;
  readonly key: string;
  readonly status: 'open' | 'kept' | 'failed' | 'not-evaluated';
  readonly window: Period;
  readonly answer: WindowAnswer;
  /** The day from which the answer stands, and the days left until the window ends. */
  readonly answeredOn: LocalDate | undefined;
  readonly daysLeft: number;
  readonly missing: readonly string[];
  readonly notes: readonly string[];
  /** What was granted on the strength of the promise: at stake while open. */
  readonly granted: ReadonlyMap<string, bigint>;
  readonly group: StakeGroup | undefined;
};

const totals = (stakes: readonly Stake[]): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of stakes) sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  return sums;
};

type Promise = {
  readonly book: RatingBook;
  readonly form: DiscountForm;
  readonly guarantee: GuaranteeForm;
  readonly journal: RatedJournal;
  readonly knownBy: LocalDate;
};

type Asked = WindowMeasured & Pick<GuaranteeAnswer, 'missing' | 'notes'>;

/** What a run of days of a window holds, and what was promised of them. */
function askedOver({ form, guarantee, journal }: Promise, key: string, span: Period, only: Period | undefined): Asked {
  const { meter, factor, atLeast } = guarantee;
  const reading = journal.state.meters.over(meter, key, span, only);
  if (reading.kind === 'unreadable') throw new RangeError(`the meter ${meter.id} has no reading over its window`);
  const bound = boundOver(atLeast, reading, form.id);
  if (bound === undefined) throw new RangeError(`the guarantee of ${form.id} has a window without an end`);
  return {
    span: reading.window,
    stated: multiply(bound.stated, factor),
    required: multiply(bound.value, factor),
    measured: multiply(reading.value, factor),
    excluded: reading.excluded
      .filter(({ discount }) => discount === undefined || discount === form.id)
      .map(({ reason, quantity }): Excluded => ({ reason, quantity: multiply(quantity, factor) })),
    sure: reading.missing.length === 0,
    missing: reading.missing,
    notes: reading.notes,
  };
}

const inOrderOnce = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted(compareCodePoints);

const together = (a: Asked, b: Asked): Asked => ({
  span: a.span,
  stated: add(a.stated, b.stated),
  required: add(a.required, b.required),
  measured: add(a.measured, b.measured),
  excluded: [...a.excluded, ...b.excluded],
  sure: a.sure && b.sure,
  missing: inOrderOnce([...a.missing, ...b.missing]),
  notes: inOrderOnce([...a.notes, ...b.notes]),
});

/** A window as promised: whole, or pro rata the days on which the version is in force. */
function askedIn(promise: Promise, key: string, span: Period): Asked {
  const { book, form, guarantee, knownBy } = promise;
  if (!guarantee.proRata) return askedOver(promise, key, span, undefined);
  const [first, ...others] = daysInForce(book, form, span, knownBy);
  const own = askedOver(promise, key, span, first ?? form.valid);
  return others.reduce((all, run) => together(all, askedOver(promise, key, span, run)), own);
}

function answersOfKey(
  promise: Promise,
  key: string,
  spans: readonly Period[],
  groups: ReadonlyMap<string, StakeGroup>,
): readonly GuaranteeAnswer[] {
  const { form, guarantee, knownBy } = promise;
  const windows = spans.map((span) => askedIn(promise, key, span));
  let open = false;
  return answerWindows(termsOf(guarantee), windows).map((answer, index): GuaranteeAnswer => {
    const { span } = answer;
    const answeredOn = span.to === undefined ? undefined : addDays(span.to, guarantee.graceDays);
    open ||= answeredOn === undefined || answeredOn > knownBy;
    const group = groups.get(groupKey(key, span));
    const failed = compare(answer.short, ZERO) > 0;
    const asked = windows[index];
    return {
      form,
      guarantee,
      key,
      status: open ? 'open' : answer.told ? (failed ? 'failed' : 'kept') : 'not-evaluated',
      window: span,
      answer,
      answeredOn,
      daysLeft: span.to === undefined ? 0 : Math.max(0, daysBetween(knownBy, span.to) - 1),
      missing: asked?.missing ?? [],
      notes: asked?.notes ?? [],
      granted: totals(group?.stakes ?? []),
      group,
    };
  });
}

/** Each window once, the earliest first. */
function inOrder(spans: readonly Period[]): readonly Period[] {
  const once = new Map(spans.map((span) => [span.from, span]));
  return [...once.values()].toSorted((a, b) => compareCodePoints(a.from, b.from));
}

/** Every promise of the book in every window begun, by discount, key and window. */
export function guaranteeAnswers(
  book: RatingBook,
  journal: RatedJournal,
  earned: readonly Earned[],
  knownBy: LocalDate,
): readonly GuaranteeAnswer[] {
  const found: GuaranteeAnswer[] = [];
  for (const form of book.discounts.toSorted(compareStack)) {
    const { guarantee } = form;
    if (guarantee === undefined || form.known > knownBy) continue;
    const { meter } = guarantee;
    const groups = stakesOf(book, form, journal, { earned, knownBy });
    const begun = windowsBy(book, form, knownBy);
    const stakes = [...groups.values()];
    const keys = new Set(stakes.map(({ key }) => key));
    if (meter.key.length === 0) keys.add('');
    else for (const key of journal.state.meters.keys(meter)) keys.add(key);
    for (const key of [...keys].toSorted(compareCodePoints)) {
      const own = stakes.filter((group) => group.key === key).map(({ span }) => span);
      const spans = inOrder([...begun, ...own]);
      found.push(...answersOfKey({ book, form, guarantee, journal, knownBy }, key, spans, groups));
    }
  }
  return found;
}
