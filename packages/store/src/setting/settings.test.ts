import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant } from '../journal/instant.ts';
import type { Store } from '../store.ts';
import { openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { readSetting, writeSetting } from './settings.ts';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await openTemporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.end());

describe('settings', () => {
  it('have versions, of which the last known counts', async () => {
    const [march, may] = [instant('2025-03-01T00:00:00Z'), instant('2025-05-01T00:00:00Z')];
    expect(await readSetting(store, { key: 'language' })).toBeUndefined();
    expect(await writeSetting(store, { key: 'language', value: ['de', 'ru'], learned: march })).toBe(1);
    expect(await writeSetting(store, { key: 'language', value: ['de', 'ru'], learned: may })).toBe(1);
    expect(await writeSetting(store, { key: 'language', value: 'be', learned: may })).toBe(2);
    expect(await readSetting(store, { key: 'language' })).toMatchObject({ version: 2, value: 'be' });
    const before = await readSetting(store, { key: 'language', asOf: instant('2025-04-30T23:59:59Z') });
    expect(before).toEqual({ key: 'language', version: 1, value: ['de', 'ru'], learned: march });
  });
});
