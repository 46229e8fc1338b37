import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LegRating } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import { addDays, localDate } from '../kernel/local-date.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { entitlements } from './entitlement.ts';
import { type RatedJournal, rateJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';

const KNOWN_BY = localDate('2027-01-01');
const TERMS = { knownBy: KNOWN_BY, screeningOf: () => 'ALLOW' as const };

const BUDGET = 500_00n;
const FLOOR = 60n;
const MINIMUM = 150_00n;

const tariff = `${TARIFF}corridor: { floor: '0.6', ceiling: '1.2' }\nminimumCharge: '150'\n`;
const head = (id: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n`;

const DISCOUNTS: readonly string[] = [
  `${head('coefficient')}order: 1\nscope: { consignor: [p] }\neffect: { kind: multiply, by: '0.9' }`,
  `${head('tier')}order: 2\neffect: { kind: tier, meter: { measure: mass, key: [consignor], window: { calendar: quarter } }, unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '50', rate: '10' }, { from: '200', rate: '40' }] }`,
  `${head('lagged')}order: 3\nwhen: [{ meter: { measure: wagons, window: { calendar: month, lag: 1 } }, atLeast: { value: '3', unit: wagon } }]\neffect: { kind: multiply, by: '0.95' }`,
  `${head('funded')}order: 4\nbudget: pot\neffect: { kind: reduce, amount: '0.75', per: tonne, currency: EUR }\nbeneficiary: { shares: { consignor: '0.6', consignee: '0.4' } }`,
  `${head('turnover')}order: 5\nwhen: [{ meter: { measure: { money: { charges: [freight], of: gross, currency: EUR } }, countAt: delivered, window: { calendar: year } }, atLeast: { amount: '1500', currency: EUR } }]\neffect: { kind: reduce, amount: '20', per: consignment, currency: EUR }`,
  `${head('raise')}order: 6\nscope: { item.ETSNG: ['201005'] }\neffect: { kind: multiply, by: '1.5' }`,
  `${head('rebate')}at: settlement\nbudget: pot\neffect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: year } }, unit: TNE, method: all-units, bounds: lower, amount: percent, steps: [{ from: '100', rate: '3' }, { from: '400', rate: '30' }] }`,
];
const POT = "kind: budget\nid: pot\nwindow: year\namount: { amount: '500', currency: EUR }";

const book = bookFromText([tariff, POT, ...DISCOUNTS]);
const without = new Map(
  DISCOUNTS.map((_, index) => [
    index,
    bookFromText([tariff, POT, ...DISCOUNTS.filter((__, other) => other !== index)]),
  ]),
);

/** The next number of an endless stream. */
function next(stream: Iterator<number>): number {
  const found = stream.next();
  return found.done === true ? 0 : found.value;
}

const journals = fc.array(
  fc
    .record({
      day: fc.integer({ min: 0, max: 200 }),
      kg: fc.integer({ min: 0, max: 90_000 }),
      who: fc.constantFrom('p', 'q'),
      code: fc.constantFrom('281000', '201005'),
      late: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ day, kg, who, code, late }) => {
      const accepted = addDays(localDate('2025-01-01'), day);
      return {
        accepted,
        consignor: who,
        items: [{ codes: { ETSNG: code }, mass_kg: kg }],
        wagons: [{ mass_kg: kg }],
        dates: { delivered: addDays(accepted, late) },
      };
    }),
  { minLength: 1, maxLength: 20 },
);

const notesOf = (records: readonly Readonly<Record<string, unknown>>[]): readonly Consignment[] =>
  records.map((record, index) => consignmentOf({ ...record, note: `n${String((index * 11) % 23)}-${String(index)}` }));

const plain = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${String(one)}n` : one));

const legsOf = (journal: RatedJournal): readonly LegRating[] =>
  journal.rated.flatMap(({ rating }) =>
    rating.legs.map((leg) => {
      if (!leg.ok) throw new Error(plain(leg.refusals));
      return leg.rating;
    }),
  );

const rateAll = (of: RatingBook, consignments: readonly Consignment[]): RatedJournal =>
  rateJournal(of, consignments, TERMS);

describe('a journal rated whole', () => {
  it('comes out the same whatever the order of arrival, rebates included', () => {
    fc.assert(
      fc.property(journals, fc.infiniteStream(fc.nat()), (records, keys) => {
        const consignments = notesOf(records);
        const shuffled = consignments
          .map((one) => ({ one, key: next(keys) }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const [first, second] = [rateAll(book, consignments), rateAll(book, shuffled)];
        expect(plain(second.rated)).toBe(plain(first.rated));
        expect(plain(entitlements(book, second, KNOWN_BY))).toBe(plain(entitlements(book, first, KNOWN_BY)));
      }),
      { numRuns: 60 },
    );
  });

  it('parts add up to the whole: lines to the net, shares and cuts to each discount', () => {
    fc.assert(
      fc.property(journals, (records) => {
        for (const leg of legsOf(rateAll(book, notesOf(records)))) {
          expect(leg.lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(leg.payable);
          let invoiced = 0n;
          for (const one of leg.discounts) {
            if (one.kind !== 'applied') continue;
            expect(one.shares.reduce((sum, share) => sum + share.amount, 0n)).toBe(one.amount);
            if (one.at === 'rating')
              invoiced += one.shares.reduce((sum, share) => (share.by === 'invoice' ? sum + share.amount : sum), 0n);
          }
          const raised = leg.lines.find((line) => line.id === 'minimum-charge')?.amount ?? 0n;
          expect(leg.net).toBe(leg.gross - invoiced + raised);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('leaves nothing below the corridor’s floor or the minimum charge, rebates counted in, and never exceeds a budget', () => {
    fc.assert(
      fc.property(journals, (records) => {
        const journal = rateAll(book, notesOf(records));
        const earned = entitlements(book, journal, KNOWN_BY).flatMap((one) =>
          one.kind === 'earned' ? one.legs.map((leg) => ({ ...leg, entry: one.entry.id })) : [],
        );
        let granted = earned.reduce((sum, leg) => sum + leg.amount, 0n);
        for (const { consignment, rating } of journal.rated) {
          const [outcome] = rating.legs;
          if (outcome?.ok !== true) throw new Error('not rated');
          const { rating: leg } = outcome;
          const later = earned
            .filter((one) => one.note === consignment.note)
            .reduce((sum, one) => sum + one.amount, 0n);
          const taken = leg.discounts.reduce(
            (sum, one) => (one.kind === 'applied' && one.at === 'rating' ? sum + one.amount : sum),
            0n,
          );
          granted += leg.discounts.reduce(
            (sum, one) =>
              one.kind === 'applied' && one.at === 'rating' && one.entry.id === 'funded' ? sum + one.amount : sum,
            0n,
          );
          const discountable = leg.lines.reduce(
            (sum, line) => (line.source === 'tariff' && line.discountable ? sum + line.amount : sum),
            0n,
          );
          expect((discountable - taken - later) * 100n >= discountable * FLOOR || leg.gross < MINIMUM).toBe(true);
          expect(leg.net - later >= MINIMUM).toBe(true);
        }
        expect(granted <= BUDGET).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('taking a discount out of the book never changes whether another is eligible', () => {
    const refusedBy = (journal: RatedJournal): readonly (readonly [string, string])[] =>
      legsOf(journal).flatMap((leg) =>
        leg.discounts.map((one): readonly [string, string] => [
          one.entry.id,
          one.kind === 'not-applied' ? one.reason.code : one.kind === 'not-evaluated' ? plain(one.missing) : 'eligible',
        ]),
      );
    fc.assert(
      fc.property(journals, fc.integer({ min: 0, max: DISCOUNTS.length - 1 }), (records, index) => {
        const consignments = notesOf(records);
        const gone = DISCOUNTS[index]?.split('\n')[1]?.slice('id: '.length);
        const all = refusedBy(rateAll(book, consignments)).filter(([id]) => id !== gone);
        expect(refusedBy(rateAll(without.get(index) ?? book, consignments))).toEqual(all);
      }),
      { numRuns: 60 },
    );
  });
});
