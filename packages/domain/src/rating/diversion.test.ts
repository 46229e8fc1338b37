import { describe, expect, it } from 'vitest';
import { destinationOf } from '../consignment/destination.ts';
import type { Consignment } from '../consignment/schema.ts';
import { localDate } from '../kernel/local-date.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { rateJournal } from './rate-journal.ts';

const leg = (from: string, to: string): Record<string, unknown> => ({
  carrier: 'rail',
  mode: 'rail',
  from,
  to,
  distanceKm: '100',
  payer: 'works',
});

/** From a over b to c; diverted at a place to another destination and payer. */
const diverted = (at: string | undefined, note = 'N1'): Consignment =>
  consignmentOf({
    note,
    origin: 'a',
    destination: 'c',
    legs: [leg('a', 'b'), leg('b', 'd')],
    diversion: { ...(at === undefined ? {} : { at }), date: '2025-03-12', destination: 'd', payer: 'port' },
  });

const discount = (id: string, content: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n${content}`;

/** What became of the discount on each leg, with who pays it. */
function outcomes(content: string, ...journal: readonly Consignment[]): readonly (readonly string[])[] {
  const book = bookFromText([TARIFF, discount('x', content)]);
  const { rated } = rateJournal(book, journal, { knownBy: localDate('2026-01-01'), screeningOf: () => 'ALLOW' });
  return (rated.at(-1)?.rating.legs ?? []).map((one) =>
    one.ok ? [one.rating.discounts[0]?.kind ?? '', one.rating.payer ?? '?'] : ['refused'],
  );
}

const OFF = "effect: { kind: multiply, by: '0.9' }";

describe('a consignment diverted under way', () => {
  it('a leg before the place keeps the destination of the note, from it on the new one holds', () => {
    const one = diverted('b');
    expect([undefined, ...one.legs].map((each) => destinationOf(one, each))).toEqual(['d', 'c', 'd']);
  });

  it('discounts look at each leg for itself: where it was bound for, and who pays it', () => {
    expect(outcomes(`scope: { destination: [c] }\n${OFF}`, diverted('b'))).toEqual([
      ['applied', 'works'],
      ['not-applied', 'port'],
    ]);
    expect(outcomes(`scope: { destination: [d] }\n${OFF}`, diverted('b'))).toEqual([
      ['not-applied', 'works'],
      ['applied', 'port'],
    ]);
  });

  it('where the place is not known, destination and payer of a leg are missing facts', () => {
    expect(destinationOf(diverted(undefined), diverted('b').legs[0])).toBe('d');
    const unknown = diverted(undefined);
    expect(destinationOf(unknown, unknown.legs[0])).toBeUndefined();
    expect(outcomes(`scope: { destination: [c] }\n${OFF}`, unknown)[0]?.[0]).not.toBe('applied');
  });

  it('counts on the meter of the route on which it went', () => {
    const routes = `when: [{ meter: { measure: mass, key: [route], window: { calendar: year } }, atLeast: { value: '60', unit: TNE } }]\n${OFF}`;
    const plain = (destination: string): Consignment => consignmentOf({ note: 'N2', origin: 'a', destination });
    const fate = (destination: string): string | undefined =>
      outcomes(routes, diverted('b'), plain(destination))[0]?.[0];
    expect([fate('d'), fate('c')]).toEqual(['applied', 'not-applied']);
  });
});
