import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../store.ts';
import { openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { findBook, recordBook } from './book-versions.ts';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await openTemporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.end());

describe('books', () => {
  it('are recorded once, with what they consist of', async () => {
    const book = { hash: 'b1', manifest: [{ file: 'tariff.yaml', version: 1 }] };
    expect(await recordBook(store, book)).toBe(true);
    expect(await recordBook(store, book)).toBe(false);
    expect(await findBook(store, { hash: 'b1' })).toEqual(book.manifest);
    expect(await findBook(store, { hash: 'b2' })).toBeUndefined();
  });
});
