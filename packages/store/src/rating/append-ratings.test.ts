import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordBook } from '../book/book-versions.ts';
import { instant } from '../journal/instant.ts';
import type { Store } from '../store.ts';
import { codesOf, expectOk, openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { appendRatings } from './append-ratings.ts';
import type { NewRating } from './rating.ts';
import { latestRatings, readRatings } from './read-ratings.ts';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await openTemporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.end());

function rating(subject: string, leg: number, total: string, asOf: string): NewRating {
  return {
    subject,
    leg,
    asOf: instant(asOf),
    bookHash: 'b1',
    lines: [{ kind: 'freight', amount: total }],
    totals: { BYN: total },
  };
}

describe('ratings', () => {
  const region = 'rated';
  const append = (...ratings: readonly NewRating[]) => appendRatings(store, { region, ratings });
  const shown = async (asOf?: string) =>
    (await latestRatings(store, { region, ...(asOf === undefined ? {} : { asOf: instant(asOf) }) })).map(
      ({ subject, leg, version, totals }) => `${subject}/${leg} v${version} ${JSON.stringify(totals)}`,
    );

  it('are versions: a new one only when the result is another', async () => {
    await recordBook(store, { region, hash: 'b1', manifest: {} });
    const first = [rating('a', 1, '10.00', '2025-02-01T00:00:00Z'), rating('a', 2, '5.00', '2025-02-01T00:00:00Z')];
    expect(expectOk(await append(...first))).toBe(2);
    expect(expectOk(await append(...first))).toBe(0);
    expect(expectOk(await append(rating('a', 1, '10.00', '2025-03-01T00:00:00Z')))).toBe(0);
    expect(expectOk(await append(rating('a', 1, '9.00', '2025-04-01T00:00:00Z')))).toBe(1);
    expect(await shown()).toEqual(['a/1 v2 {"BYN":"9.00"}', 'a/2 v1 {"BYN":"5.00"}']);
    expect(await shown('2025-03-31T23:59:59Z')).toEqual(['a/1 v1 {"BYN":"10.00"}', 'a/2 v1 {"BYN":"5.00"}']);
    expect(await shown('2025-01-01T00:00:00Z')).toEqual([]);
    expect(await readRatings(store, { region, subjects: ['a'] })).toHaveLength(3);
  });

  it('worked out later for an earlier moment do not stand before those of a later one', async () => {
    expect(expectOk(await append(rating('a', 1, '11.00', '2025-02-15T00:00:00Z')))).toBe(1);
    expect((await shown())[0]).toBe('a/1 v2 {"BYN":"9.00"}');
    expect((await shown('2025-02-20T00:00:00Z'))[0]).toBe('a/1 v3 {"BYN":"11.00"}');
  });

  it('are refused for one leg twice, and for a book that is not recorded', async () => {
    const twice = rating('b', 1, '1.00', '2025-02-01T00:00:00Z');
    expect(codesOf(await append(twice, twice))).toEqual(['rating.repeated']);
    expect(codesOf(await append({ ...twice, bookHash: 'unheard of' }))).toEqual(['rating.book-unknown']);
    expect(await latestRatings(store, { region, subjects: ['b'] })).toEqual([]);
  });
});
