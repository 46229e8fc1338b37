/** How the guaranteed volumes of a book stand on a day: what was promised, what has moved, what is at stake. */
import { compare, type Decimal, multiply, ofInteger, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { daysIn, type Period } from '../kernel/period.ts';
import { quotasOf } from '../quota/kept-quotas.ts';
import { entitlements } from '../rating/entitlement.ts';
import { type GuaranteeAnswer, guaranteeAnswers } from '../rating/guarantees.ts';
import { type RatedJournal, rateJournal } from '../rating/rate-journal.ts';
import type { RatingBook } from '../rating/rating-book.ts';
import { screenJournal } from '../restriction/screen-journal.ts';
import { screeningBookOf } from '../restriction/screening-book.ts';
import { type JournalFact, knownJournal } from './journal.ts';
import type { OfficeBook } from './report.ts';

/**
 * `reached`: the window is open, and the volume is there. `at-risk`: at the pace so far it will not be. `failed` and `kept`:
 * answered, the window and its days of grace are over.
 */
export type GuaranteeState = 'reached' | 'open' | 'at-risk' | 'kept' | 'failed' | 'not-evaluated';

export type GuaranteeStanding = {
  readonly discount: string;
  readonly grantor: string;
  readonly synthetic: boolean;
  /** Who promised; undefined where the meter is kept for nobody in particular and nobody is named. */
  readonly by: string | undefined;
  readonly window: Period;
  readonly state: GuaranteeState;
  readonly unit: string;
  /** What was promised less what is excluded; what has moved; what is missing. */
  readonly required: Decimal;
  readonly measured: Decimal;
  readonly short: Decimal;
  readonly daysLeft: number;
  readonly missing: readonly string[];
  /** Granted on the strength of the promise, by currency: at stake while the window is open. */
  readonly granted: ReadonlyMap<string, bigint>;
};

/** Whether the volume so far, carried on day by day, falls short of what was promised. */
function isBehind({ window, daysLeft, answer }: GuaranteeAnswer): boolean {
  const days = daysIn(window);
  if (days === undefined) return false;
  const elapsed = ofInteger(days - daysLeft);
  return compare(multiply(answer.measured, ofInteger(days)), multiply(answer.required, elapsed)) < 0;
}

function stateOf(answer: GuaranteeAnswer): GuaranteeState {
  if (answer.status !== 'open') return answer.status;
  if (compare(answer.answer.short, ZERO) === 0) return 'reached';
  return isBehind(answer) ? 'at-risk' : 'open';
}

function standing(one: GuaranteeAnswer): GuaranteeStanding {
  const { form, guarantee, key, window, answer, daysLeft, missing, granted } = one;
  return {
    discount: form.id,
    grantor: form.considered.grantor,
    synthetic: form.considered.synthetic,
    by: guarantee.by ?? (key === '' ? undefined : key),
    window,
    state: stateOf(one),
    unit: guarantee.unit,
    required: answer.required,
    measured: answer.measured,
    short: answer.short,
    daysLeft,
    missing,
    granted,
  };
}

/** Every promise of the book over a rated journal. Without one in the book nothing is reckoned. */
export function guaranteesOf(book: RatingBook, journal: RatedJournal, asOf: LocalDate): readonly GuaranteeStanding[] {
  const promised = book.discounts.filter(({ guarantee }) => guarantee !== undefined);
  if (promised.length === 0) return [];
  const rebates = promised.some(({ at }) => at === 'settlement') ? entitlements(book, journal, asOf) : [];
  const earned = rebates.filter((one) => one.kind === 'earned');
  return guaranteeAnswers(book, journal, earned, asOf).map(standing);
}

/** The same from the facts known on the day. */
export function guaranteesKnown(
  { loaded, rating }: OfficeBook,
  facts: Iterable<JournalFact>,
  asOf: LocalDate,
): readonly GuaranteeStanding[] {
  if (!rating.discounts.some(({ guarantee }) => guarantee !== undefined)) return [];
  const { consignments } = knownJournal(facts, asOf);
  const { quotas } = quotasOf(loaded);
  const screened = screenJournal(screeningBookOf(loaded).book, consignments, {
    quotas,
    purpose: 'booking',
    knownBy: asOf,
  });
  const screeningOf = ({ note }: { readonly note: string }) => screened.screenings.get(note)?.outcome;
  return guaranteesOf(rating, rateJournal(rating, consignments, { knownBy: asOf, screeningOf }), asOf);
}
