import { localDate } from '@kontor/domain/kernel/local-date';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendFacts } from '../journal/append-facts.ts';
import type { Store } from '../store.ts';
import { exampleConsignment } from '../testing/example-facts.ts';
import { expectOk, openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { appendScreenings } from './append-screenings.ts';
import { latestScreenings, readScreenings } from './read-screenings.ts';
import type { NewScreening } from './screening-outcome.ts';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await openTemporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.end());

function screening(subject: string, change: Partial<NewScreening>): NewScreening {
  return {
    subject,
    factSeq: 1n,
    outcome: 'HOLD',
    reason: 'import',
    at: localDate('2025-05-01'),
    entryVersions: { 'by/rail-transit': 2 },
    body: { missing: 'owner of the consignee' },
    ...change,
  };
}

describe('screening outcomes', () => {
  const region = 'screened';

  it('are kept, each once; the latest of each document counts', async () => {
    expectOk(await appendFacts(store, { region, facts: [exampleConsignment(1)] }));
    const first = [screening('b', {}), screening('a', { outcome: 'ALLOW' })];
    expect(await appendScreenings(store, { region, screenings: first })).toBe(2);
    expect(await appendScreenings(store, { region, screenings: first })).toBe(0);
    const later = [
      screening('b', { outcome: 'FLAG', reason: 'payout', at: localDate('2025-06-01') }),
      screening('b', { outcome: 'REFUSE', factSeq: null }),
    ];
    expect(await appendScreenings(store, { region, screenings: later })).toBe(2);
    const latest = async (query: Parameters<typeof latestScreenings>[1]) =>
      (await latestScreenings(store, { region, ...query })).map(({ subject, outcome }) => `${subject} ${outcome}`);
    expect(await latest({})).toEqual(['a ALLOW', 'b FLAG']);
    expect(await latest({ reasons: ['import'] })).toEqual(['a ALLOW', 'b REFUSE']);
    expect(await latest({ upTo: localDate('2025-05-31'), subjects: ['b'] })).toEqual(['b REFUSE']);
    expect((await readScreenings(store, { region, subjects: ['b'] })).map(({ outcome }) => outcome)).toEqual([
      'HOLD',
      'FLAG',
      'REFUSE',
    ]);
  });
});
