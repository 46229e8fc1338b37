/**
 * Guaranteed volumes answered from a journal (pricing.md sections 7 and 8): a pure function of journal and book as known. Until
 * a window has ended its discounts are at stake and nothing is taken back; what failing costs is in `guarantee-money.ts`.
 */
import type { DiscountForm } from '../discount/form.ts';
import { answerWindows, type Excluded, type GuaranteeForm, termsOf, type WindowAnswer } from '../discount/guarantee.ts';
import { boundOver } from '../discount/minimum.ts';
import { compareStack } from '../discount/stack.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { compare, multiply, ZERO } from '../kernel/decimal.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/local-date.ts';
import { contains, type Period } from '../kernel/period.ts';
import type { MeterForm } from '../meter/form.ts';
import { windowOf } from '../meter/window.ts';
import type { Earned } from './entitled.ts';
import { groupKey, type Stake, type StakeGroup, stakesOf } from './guarantee-stakes.ts';
import type { RatedJournal } from './rate-journal.ts';
import { discountsInForce, type RatingBook } from './rating-book.ts';

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

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

/** Whether the promise of a window is this version's: in force on its first day there, and no other version's before. */
function holdsPromise(book: RatingBook, form: DiscountForm, span: Period, knownBy: LocalDate): boolean {
  const first = later(span.from, form.valid.from);
  const on = contains(form.valid, first) ? first : form.valid.from;
  if (!discountsInForce(book, { on, knownBy }).freight.includes(form)) return false;
  const before = discountsInForce(book, { on: span.from, knownBy }).freight;
  return !before.some((other) => other.id === form.id && other !== form && other.guarantee !== undefined);
}

/** Windows of the promise that have begun by the day; those of agreements come from the legs alone. */
function windowsBy(book: RatingBook, form: DiscountForm, meter: MeterForm, knownBy: LocalDate): readonly Period[] {
  const { window } = meter;
  if (window.kind === 'agreement') return [];
  const spans: Period[] = [];
  for (let day: LocalDate | undefined = form.valid.from; day !== undefined && contains(form.valid, day); ) {
    const span = windowOf(window, day, undefined);
    if (span === undefined || span.from > knownBy) break;
    if (holdsPromise(book, form, span, knownBy)) spans.push(span);
    day = window.kind === 'fixed' ? undefined : span.to;
  }
  return spans;
}

const totals = (stakes: readonly Stake[]): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of stakes) sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  return sums;
};

function answersOfKey(
  form: DiscountForm,
  guarantee: GuaranteeForm,
  key: string,
  spans: readonly Period[],
  groups: ReadonlyMap<string, StakeGroup>,
  journal: RatedJournal,
  knownBy: LocalDate,
): readonly GuaranteeAnswer[] {
  const { meter, factor, graceDays } = guarantee;
  const read = spans.map((span) => {
    const reading = journal.state.meters.over(meter, key, span, guarantee.proRata ? form.valid : undefined);
    if (reading.kind === 'unreadable') throw new RangeError(`the meter ${meter.id} has no reading over its window`);
    const excluded = reading.excluded
      .filter(({ discount }) => discount === undefined || discount === form.id)
      .map(({ reason, quantity }): Excluded => ({ reason, quantity: multiply(quantity, factor) }));
    const bound = boundOver(guarantee.atLeast, reading, form.id);
    if (bound === undefined) throw new RangeError(`the guarantee of ${form.id} has a window without an end`);
    return { reading, bound, excluded };
  });
  const windows = read.map(({ reading, bound, excluded }) => ({
    span: reading.window,
    stated: multiply(bound.stated, factor),
    required: multiply(bound.value, factor),
    measured: multiply(reading.value, factor),
    excluded,
    sure: reading.missing.length === 0,
  }));
  let open = false;
  return answerWindows(termsOf(guarantee), windows).map((answer, index): GuaranteeAnswer => {
    const { span } = answer;
    const answeredOn = span.to === undefined ? undefined : addDays(span.to, graceDays);
    open ||= answeredOn === undefined || answeredOn > knownBy;
    const group = groups.get(groupKey(key, span));
    const failed = compare(answer.short, ZERO) > 0;
    const reading = read[index]?.reading;
    return {
      form,
      guarantee,
      key,
      status: open ? 'open' : answer.told ? (failed ? 'failed' : 'kept') : 'not-evaluated',
      window: span,
      answer,
      answeredOn,
      daysLeft: span.to === undefined ? 0 : Math.max(0, daysBetween(knownBy, span.to) - 1),
      missing: reading?.missing ?? [],
      notes: reading?.notes ?? [],
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
    const groups = stakesOf(book, form, journal, earned);
    const begun = windowsBy(book, form, meter, knownBy);
    const stakes = [...groups.values()];
    const keys = new Set(stakes.map(({ key }) => key));
    if (meter.key.length === 0) keys.add('');
    else for (const key of journal.state.meters.keys(meter)) keys.add(key);
    for (const key of [...keys].toSorted(compareCodePoints)) {
      const own = stakes.filter((group) => group.key === key).map(({ span }) => span);
      const spans = inOrder([...begun, ...own]);
      found.push(...answersOfKey(form, guarantee, key, spans, groups, journal, knownBy));
    }
  }
  return found;
}
