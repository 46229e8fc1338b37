/**
 * The office's answer as of a day: everything a brief shows, derived from facts and book known by then and from nothing else.
 * A pure function; the same day gives the same answer whenever it is asked.
 */
import { type AgreementAnswer, answerAgreement } from '../agreement/answer.ts';
import { type AgreementForm, agreementsKnown } from '../agreement/form.ts';
import type { LoadedBook } from '../book/load.ts';
import type { ConsignmentRating } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { answerPromise, type PromiseAnswer } from '../promise/answer.ts';
import { type PromiseForm, promisesKnown } from '../promise/form.ts';
import { answerPlan, type PlanAnswer } from '../promise/register.ts';
import { quotasOf } from '../quota/kept-quotas.ts';
import type { QuotaState } from '../quota/state.ts';
import { type RatedConsignment, rateJournal } from '../rating/rate-journal.ts';
import type { RatingBook } from '../rating/rating-book.ts';
import type { Outcome } from '../restriction/schema.ts';
import { screenJournal } from '../restriction/screen-journal.ts';
import type { Screening } from '../restriction/screening.ts';
import { screeningBookOf } from '../restriction/screening-book.ts';
import { type GuaranteeStanding, guaranteesOf } from './guarantees.ts';
import type { JournalFact, KnownJournal } from './journal.ts';
import { knownJournal } from './journal.ts';

/** What a discount came to over all consignments: in one currency each. */
export type DiscountSum = {
  readonly discount: string;
  readonly grantor: string;
  readonly currency: string;
  readonly at: 'rating' | 'settlement';
  readonly synthetic: boolean;
  readonly consignments: number;
  readonly amount: bigint;
  /** Consignments that met its conditions and did not get it, because their screening was neither ALLOW nor FLAG. */
  readonly barred: number;
};

export type OfficeReport = {
  readonly asOf: LocalDate;
  readonly journal: KnownJournal;
  readonly screenings: ReadonlyMap<string, Screening>;
  readonly outcomes: Readonly<Record<Outcome, { readonly consignments: number; readonly mass_kg: bigint }>>;
  readonly quotas: readonly QuotaState[];
  readonly rated: readonly RatedConsignment[];
  /** Legs that have no price, by the code of the first reason. */
  readonly unpriced: ReadonlyMap<string, number>;
  readonly discounts: readonly DiscountSum[];
  readonly guarantees: readonly GuaranteeStanding[];
  readonly agreements: readonly { readonly form: AgreementForm; readonly answer: AgreementAnswer }[];
  readonly promises: readonly { readonly form: PromiseForm; readonly answer: PromiseAnswer }[];
  readonly plan: PlanAnswer;
  /** What in the book could not be used, for the reader to know. */
  readonly refusals: readonly Refusal[];
};

/** The book in the forms the office works with. */
export type OfficeBook = { readonly loaded: LoadedBook; readonly rating: RatingBook };

function outcomesOf(journal: KnownJournal, screenings: ReadonlyMap<string, Screening>): OfficeReport['outcomes'] {
  const sums: Record<Outcome, { consignments: number; mass_kg: bigint }> = {
    ALLOW: { consignments: 0, mass_kg: 0n },
    FLAG: { consignments: 0, mass_kg: 0n },
    HOLD: { consignments: 0, mass_kg: 0n },
    REFUSE: { consignments: 0, mass_kg: 0n },
  };
  for (const consignment of journal.consignments) {
    const outcome = screenings.get(consignment.note)?.outcome ?? 'HOLD';
    sums[outcome].consignments += 1;
    sums[outcome].mass_kg += BigInt(
      consignment.mass_kg ?? consignment.items.reduce((sum, item) => sum + (item.mass_kg ?? 0), 0),
    );
  }
  return sums;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function addDiscounts(
  sums: Map<string, Mutable<DiscountSum>>,
  outcomes:
    | ConsignmentRating['goods']
    | { readonly discounts: NonNullable<ConsignmentRating['goods']>['discounts']; readonly currency: string },
): void {
  if (outcomes === undefined) return;
  for (const outcome of outcomes.discounts) {
    const applied = outcome.kind === 'applied';
    const barred = outcome.kind === 'not-applied' && outcome.reason.code === 'discount.not-allow';
    if (!applied && !barred) continue;
    const key = `${outcome.entry.id} ${outcomes.currency}`;
    const sum = sums.get(key) ?? {
      discount: outcome.entry.id,
      grantor: outcome.grantor,
      currency: outcomes.currency,
      at: 'rating',
      synthetic: outcome.synthetic,
      consignments: 0,
      amount: 0n,
      barred: 0,
    };
    sums.set(key, sum);
    if (barred) sum.barred += 1;
    if (!applied) continue;
    sum.at = outcome.at;
    sum.consignments += 1;
    sum.amount += outcome.amount;
  }
}

function discountsOf(rated: readonly RatedConsignment[]): readonly DiscountSum[] {
  const sums = new Map<string, Mutable<DiscountSum>>();
  for (const { rating } of rated) {
    for (const leg of rating.legs) if (leg.ok) addDiscounts(sums, leg.rating);
    addDiscounts(sums, rating.goods);
  }
  return [...sums.entries()]
    .filter(([, sum]) => sum.consignments > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => sum);
}

function unpricedOf(rated: readonly RatedConsignment[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rating } of rated) {
    for (const leg of rating.legs) {
      const code = leg.ok ? undefined : leg.refusals[0]?.code;
      if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return new Map([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Evidence of the agreements: every consignment that stands, with the outcome it moved with. */
function evidenceOf(
  journal: KnownJournal,
  screenings: ReadonlyMap<string, Screening>,
): { consignment: Consignment; learned: LocalDate | undefined; outcome: Outcome | undefined }[] {
  return journal.consignments.map((consignment) => ({
    consignment,
    learned: journal.firstLearned.get(consignment.note),
    outcome: screenings.get(consignment.note)?.outcome,
  }));
}

/** Answers as of a day: journal, screening with quotas moving, rating with meters moving, agreements, promises, plan. */
export function officeReport(book: OfficeBook, facts: Iterable<JournalFact>, asOf: LocalDate): OfficeReport {
  const journal = knownJournal(facts, asOf);
  const screening = screeningBookOf(book.loaded);
  const quotas = quotasOf(book.loaded);
  const screened = screenJournal(screening.book, journal.consignments, {
    quotas: quotas.quotas,
    purpose: 'booking',
    knownBy: asOf,
  });
  const rating = rateJournal(book.rating, journal.consignments, {
    knownBy: asOf,
    screeningOf: (consignment) => screened.screenings.get(consignment.note)?.outcome,
  });
  const { rated } = rating;
  const evidence = evidenceOf(journal, screened.screenings);
  const agreements = agreementsKnown(book.loaded, asOf);
  const answered = agreements.agreements.map((form) => ({
    form,
    answer: answerAgreement(form, evidence, {
      asOf,
      worldOn: (on) => book.rating.worldAt({ on, knownBy: asOf }),
    }),
  }));
  const byId = new Map(answered.map(({ form, answer }) => [form.id, answer]));
  const promises = promisesKnown(book.loaded, asOf);
  const promised = promises.promises.map((form) => ({ form, answer: answerPromise(form, byId, asOf) }));
  return Object.freeze({
    asOf,
    journal,
    screenings: screened.screenings,
    outcomes: outcomesOf(journal, screened.screenings),
    quotas: screened.quotas,
    rated,
    unpriced: unpricedOf(rated),
    discounts: discountsOf(rated),
    guarantees: guaranteesOf(book.rating, rating, asOf),
    agreements: answered,
    promises: promised,
    plan: answerPlan(promised.map(({ answer }) => answer)),
    refusals: [...screening.refusals, ...quotas.refusals, ...agreements.refusals, ...promises.refusals],
  });
}
