/** What more is needed in the open windows of scales that settle later, and what it is worth: by what is known on a day. */
import type { NextTier } from '../charge/rating.ts';
import { type DiscountForm, tierOf } from '../discount/form.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import { quotasOf } from '../quota/kept-quotas.ts';
import type { Entitlement } from '../rating/entitled.ts';
import { entitlements } from '../rating/entitlement.ts';
import { rateJournal } from '../rating/rate-journal.ts';
import { screenJournal } from '../restriction/screen-journal.ts';
import { screeningBookOf } from '../restriction/screening-book.ts';
import { type JournalFact, knownJournal } from './journal.ts';
import type { OfficeBook } from './report.ts';

export type NextStep = {
  readonly discount: string;
  readonly grantor: string;
  readonly synthetic: boolean;
  /** Whose volume the window counts; empty where it counts everybody. */
  readonly key: string;
  readonly window: Period;
  readonly currency: string;
  /** Earned so far, after limits. */
  readonly earned: bigint;
  readonly next: NextTier;
};

const hasSteps = (form: DiscountForm): boolean => form.at === 'settlement' && tierOf(form) !== undefined;

function nextStepsIn(found: readonly Entitlement[]): readonly NextStep[] {
  return found.flatMap((one): NextStep[] => {
    if (one.kind !== 'earned' || one.next === undefined) return [];
    const { entry, grantor, synthetic, key, window, currency, amount, next } = one;
    return [{ discount: entry.id, grantor, synthetic, key, window, currency, earned: amount, next }];
  });
}

/** The next step of every open window, in the order of entitlements. Without such a scale in the book nothing is reckoned. */
export function nextStepsKnown(
  { loaded, rating }: OfficeBook,
  facts: Iterable<JournalFact>,
  asOf: LocalDate,
): readonly NextStep[] {
  if (!rating.discounts.some(hasSteps)) return [];
  const { consignments } = knownJournal(facts, asOf);
  const { quotas } = quotasOf(loaded);
  const purpose = 'booking';
  const screened = screenJournal(screeningBookOf(loaded).book, consignments, { quotas, purpose, knownBy: asOf });
  const screeningOf = ({ note }: { readonly note: string }) => screened.screenings.get(note)?.outcome;
  return nextStepsIn(entitlements(rating, rateJournal(rating, consignments, { knownBy: asOf, screeningOf }), asOf));
}
