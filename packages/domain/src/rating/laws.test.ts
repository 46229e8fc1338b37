import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiscountOutcome, LegRating } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import { addDays, localDate } from '../kernel/local-date.ts';
import { quarterOf } from '../kernel/period.ts';
import { bookOf, randomJournal, randomPlan } from '../testing/random-journal.ts';
import { entitlements } from './entitlement.ts';
import { type JournalTerms, type RatedJournal, rateJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';

const TERMS: JournalTerms = { knownBy: localDate('2025-12-01'), screeningOf: () => 'ALLOW' };

const bytes = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${String(one)}n` : one));

const legsOf = ({ rated }: RatedJournal): readonly LegRating[] =>
  rated.flatMap(({ rating }) => rating.legs.flatMap((leg) => (leg.ok ? [leg.rating] : [])));

const settled = (book: RatingBook, journal: RatedJournal): ReturnType<typeof entitlements> =>
  entitlements(book, journal, TERMS.knownBy);

/** Earned so far by discount and key over all windows. */
function totals(book: RatingBook, facts: readonly Consignment[], knownBy = TERMS.knownBy): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const one of entitlements(book, rateJournal(book, facts, { ...TERMS, knownBy }), knownBy)) {
    if (one.kind === 'earned') sums.set(one.entry.id, (sums.get(one.entry.id) ?? 0n) + one.amount);
  }
  return sums;
}

const OUTDONE: ReadonlySet<string> = new Set([
  'discount.nothing-left',
  'discount.group-lost',
  'discount.excluded',
  'discount.budget-exhausted',
  'discount.combination-lost',
]);

describe('laws of rating a journal', () => {
  it('the order in which facts arrive changes nothing', () => {
    fc.assert(
      fc.property(
        randomPlan,
        randomJournal().chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
        ),
        (plan, [journal, shuffled]) => {
          const book = bookOf(plan);
          const [one, other] = [rateJournal(book, journal, TERMS), rateJournal(book, shuffled, TERMS)];
          expect(bytes(other.rated)).toBe(bytes(one.rated));
          expect(bytes(settled(book, other))).toBe(bytes(settled(book, one)));
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('interim settlements add up to the final one, with late documents and cancellations in between', () => {
    const steps = fc.array(
      fc.record({ learned: fc.integer({ min: 0, max: 14 }), gone: fc.integer({ min: 0, max: 14 }) }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(randomPlan, randomJournal(), steps, (plan, journal, interims) => {
        const book = bookOf(plan);
        const posted = new Map<string, bigint>();
        const stands = [
          ...interims.map(({ learned, gone }) => journal.slice(0, learned).filter((_, index) => index !== gone)),
          journal,
        ];
        for (const [index, stand] of stands.entries()) {
          const now = totals(book, stand, addDays(localDate('2025-04-01'), index * 60));
          for (const id of new Set([...posted.keys(), ...now.keys()])) {
            const difference = (now.get(id) ?? 0n) - (posted.get(id) ?? 0n);
            posted.set(id, (posted.get(id) ?? 0n) + difference);
          }
        }
        const final = totals(book, journal, addDays(localDate('2025-04-01'), interims.length * 60));
        for (const [id, amount] of posted) expect(amount).toBe(final.get(id) ?? 0n);
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('a budget is never exceeded in a window, by discounts and rebates together', () => {
    fc.assert(
      fc.property(randomPlan, randomJournal(), (plan, facts) => {
        const book = bookOf(plan);
        const journal = rateJournal(book, facts, TERMS);
        const spent = new Map<string, bigint>();
        const spend = (accepted: Consignment['accepted'], amount: bigint): void => {
          const quarter = quarterOf(accepted).from;
          spent.set(quarter, (spent.get(quarter) ?? 0n) + amount);
        };
        for (const { rating } of journal.rated) {
          const outcomes = rating.legs.flatMap((leg) => (leg.ok ? leg.rating.discounts : []));
          for (const one of outcomes)
            if (one.entry.id === 'funded' && one.kind === 'applied') spend(rating.accepted, one.amount);
        }
        const bonus = settled(book, journal).filter((one) => one.kind === 'earned' && one.entry.id === 'bonus');
        for (const leg of bonus.flatMap((one) => (one.kind === 'earned' ? one.legs : [])))
          spend(leg.accepted, leg.amount);
        for (const amount of spent.values()) expect(amount).toBeLessThanOrEqual(15_000n);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('nothing goes below the floor of the corridor or the minimum charge, and parts sum to the whole', () => {
    fc.assert(
      fc.property(randomPlan, randomJournal(), (plan, facts) => {
        const book = bookOf(plan);
        const journal = rateJournal(book, facts, TERMS);
        for (const leg of legsOf(journal)) {
          expect(leg.lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(leg.payable);
          const freight = leg.lines.filter((line) => line.discountable).reduce((sum, line) => sum + line.amount, 0n);
          const gross = leg.lines.filter((line) => line.id === 'loaded').reduce((sum, line) => sum + line.amount, 0n);
          expect(2n * freight).toBeGreaterThanOrEqual(gross);
          expect(leg.net).toBeGreaterThanOrEqual(6000n);
          for (const one of leg.discounts)
            if (one.kind === 'applied')
              expect(one.shares.reduce((sum, share) => sum + share.amount, 0n)).toBe(one.amount);
        }
        for (const one of settled(book, journal)) {
          if (one.kind !== 'earned') continue;
          // A shortfall that is paid for belongs to no leg.
          if (one.legs.length > 0) expect(one.legs.reduce((sum, leg) => sum + leg.amount, 0n)).toBe(one.amount);
          expect(one.shares.reduce((sum, share) => sum + share.amount, 0n)).toBe(one.amount);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('taking a discount out of the book never changes whether another is eligible', () => {
    /** Why a discount is not eligible; limits, what is left of the charge and the choice of a group are not eligibility. */
    const eligibility = (outcome: DiscountOutcome): string => {
      if (outcome.kind === 'not-evaluated') return bytes(outcome.missing);
      if (outcome.kind === 'applied' || OUTDONE.has(outcome.reason.code)) return 'eligible';
      return bytes(outcome.reason);
    };
    fc.assert(
      fc.property(randomPlan, randomJournal(), fc.nat(), (plan, facts, pick) => {
        const removed = plan.discounts[pick % plan.discounts.length];
        const fewer = bookOf({ ...plan, discounts: plan.discounts.filter((id) => id !== removed) });
        const texts = (book: RatingBook): readonly string[] =>
          legsOf(rateJournal(book, facts, TERMS)).map((leg) =>
            leg.discounts
              .filter((one) => one.entry.id !== removed)
              .map((one) => `${one.entry.id} ${eligibility(one)}`)
              .join('; '),
          );
        expect(texts(fewer)).toEqual(texts(bookOf(plan)));
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
