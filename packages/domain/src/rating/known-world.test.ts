import { describe, expect, it } from 'vitest';
import { localDate } from '../kernel/local-date.ts';
import { bookFromText, consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount } from '../testing/rated-leg.ts';
import { bookChange } from './book-changes.ts';
import { rateConsignment } from './rate-consignment.ts';
import { rateJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';

const works = (version: string, known: string, from: string, groups: string): string =>
  `kind: party\nid: works\nversion: '${version}'\nknown: ${known}\nvalid: { from: ${from} }\nidentifiers: []\ngroups: [${groups}]`;

const parties = [works('1', '2024-12-01', '2024-01-01', ''), works('2', '2025-06-01', '2025-03-01', 'union')];

const METER = 'meter: { measure: mass, key: [consignee-group], window: { calendar: year } }, unit: TNE';

const book: RatingBook = bookFromText([
  TARIFF,
  ...parties,
  discount('d', "scope: { consignee.group: [union] }\neffect: { kind: multiply, by: '0.5' }"),
]);

const net = (of: RatingBook, knownBy: string, accepted = '2025-03-10'): string => {
  const [leg] = rateConsignment(of, consignmentOf({ accepted }), {
    knownBy: localDate(knownBy),
    screening: 'ALLOW',
  }).legs;
  return leg?.ok === true ? String(leg.rating.net) : 'refused';
};

describe('parties and places, as known at a day', () => {
  it('a price goes by what was known of them then, though the book knows more by now', () => {
    expect([net(book, '2025-05-31'), net(book, '2025-06-01')]).toEqual(['60500', '30500']);
  });

  it('and by what holds of them on the day of acceptance', () => {
    expect([net(book, '2025-07-01', '2025-02-28'), net(book, '2025-07-01', '2025-03-01')]).toEqual(['60500', '30500']);
  });

  it('meters count by the groups of each consignment’s own day', () => {
    const tiered = bookFromText([
      TARIFF,
      ...parties,
      discount(
        'd',
        `scope: { consignee.group: [union] }\neffect: { kind: tier, ${METER}, method: all-units, amount: percent, bounds: lower, steps: [{ from: '50', rate: '50' }] }`,
      ),
    ]);
    const notes = [
      consignmentOf({ note: 'a', accepted: '2025-02-10' }),
      consignmentOf({ note: 'b', accepted: '2025-03-10' }),
      consignmentOf({ note: 'c', accepted: '2025-03-11' }),
    ];
    const { rated } = rateJournal(tiered, notes, { knownBy: localDate('2025-07-01'), screeningOf: () => 'ALLOW' });
    const nets = rated.map(({ rating }) => rating.legs.map((leg) => (leg.ok ? leg.rating.net : 0n)));
    expect(nets).toEqual([[60_500n], [60_500n], [30_500n]]);
  });

  it('what becomes known of them touches everything, and nothing before that day', () => {
    const whole = (from: string, to: string): boolean =>
      bookChange({ book, knownBy: localDate(from) }, { book, knownBy: localDate(to) }).whole;
    expect([whole('2025-05-01', '2025-05-31'), whole('2025-05-31', '2025-06-01')]).toEqual([false, true]);
    const { book: later } = readBookText([TARIFF, ...parties.slice(0, 1)]);
    const change = (knownBy: string): boolean =>
      bookChange({ book: later, knownBy: localDate(knownBy) }, { book, knownBy: localDate(knownBy) }).whole;
    expect([change('2025-05-31'), change('2025-06-01')]).toEqual([false, true]);
  });
});
