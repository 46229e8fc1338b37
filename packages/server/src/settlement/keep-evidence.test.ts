import { localDate } from '@kontor/domain/kernel/local-date';
import type { JournalFact } from '@kontor/domain/office/journal';
import type { OfficeBook } from '@kontor/domain/office/report';
import { dueSettlements } from '@kontor/domain/office/settlements';
import { consignmentOf, readBookText, TARIFF } from '@kontor/domain/testing/book-from-text';
import { openAccounts } from '@kontor/store/ledger/accounts';
import { readTrace } from '@kontor/store/ledger/entry-trace';
import { postEntries } from '@kontor/store/ledger/post-entries';
import { readPostings } from '@kontor/store/ledger/read-postings';
import { latestRatings } from '@kontor/store/rating/read-ratings';
import { latestScreenings } from '@kontor/store/screening/read-screenings';
import type { Store } from '@kontor/store/store';
import { codesOf, expectOk, openTemporaryStore, type TemporaryStore } from '@kontor/store/testing/temporary-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepEvidence } from './keep-evidence.ts';
import { newEntryOf, settlementLedger } from './ledger-lines.ts';
import { settleDue } from './settle-due.ts';

const { loaded, book } = readBookText([
  TARIFF,
  "kind: discount\nid: yearly\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nat: settlement\nsettle: year\neffect: { kind: multiply, by: '0.9' }",
  "kind: discount\nid: shared\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nbeneficiary: consignor\neffect: { kind: share, of: '0.05' }",
]);
const office: OfficeBook = { loaded, rating: book };

const factOf = (note: string, accepted: string): JournalFact => ({
  kind: 'consignment',
  note,
  learned: localDate(accepted),
  order: 1,
  consignment: consignmentOf({ note, accepted }),
});
const FACTS = [factOf('A', '2025-01-10'), factOf('B', '2025-05-10')];
const asked = (region: string) => ({ facts: FACTS, asOf: localDate('2025-08-01'), region });

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await openTemporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.end());

const countIn = async (table: string, region: string): Promise<number> => {
  const found = await store.pool.query<{ n: number }>(`select count(*)::int as n from ${table} where region = $1`, [
    region,
  ]);
  return found.rows[0]?.n ?? -1;
};
const TABLES = ['entry', 'entry_trace', 'rating', 'screening_outcome', 'book_version', 'period_close'] as const;
const counts = (region: string): Promise<readonly number[]> =>
  Promise.all(TABLES.map((table) => countIn(table, region)));

describe('what a settlement follows from', () => {
  it('is kept with every posted entry: the window, its legs, their charge lines and screenings', async () => {
    const region = 'kept';
    expectOk(await settleDue(store, office, asked(region)));
    const { entries } = await settlementLedger(readPostings(store, { region }));
    expect(entries).not.toHaveLength(0);
    for (const { key } of entries) expect(await readTrace(store, { region, key })).toBeDefined();
    const last = entries.findLast(({ kind, about }) => kind === 'settlement' && about.discount === 'yearly');
    const trace = await readTrace(store, { region, key: last?.key ?? '' });
    expect(trace?.body).toMatchObject({
      earned: [
        {
          entry: { id: 'yearly' },
          amount: '114.00',
          legs: [
            { note: 'A', amount: '57.00' },
            { note: 'B', amount: '57.00' },
          ],
        },
      ],
    });
    expect(trace?.asOf).toBe('2025-07-21T23:59:59.999Z');
    const ratings = await latestRatings(store, { region, subjects: ['A'] });
    expect(ratings).toMatchObject([{ leg: 1, totals: { currency: 'EUR', payer: 'works' } }]);
    expect(JSON.stringify(ratings[0]?.lines)).toContain('"trace"');
    const screened = await latestScreenings(store, { region });
    expect(screened.map(({ subject, reason, outcome }) => [subject, reason, outcome])).toContainEqual([
      'A',
      'booking',
      'ALLOW',
    ]);
    expect(screened.map(({ reason }) => reason)).toContain('payout');
  });

  it('is written once, however often settling is asked for', async () => {
    const region = 'once';
    expectOk(await settleDue(store, office, asked(region)));
    const before = await counts(region);
    expectOk(await settleDue(store, office, asked(region)));
    expect(await counts(region)).toEqual(before);
  });

  it('is there whole or not at all when the session is killed between the entries and what they follow from', async () => {
    const region = 'killed';
    const [quarter] = dueSettlements(office, FACTS, { ledger: [], settledTo: undefined, asOf: asked(region).asOf });
    if (quarter === undefined) throw new Error('a quarter is due');
    const entries = quarter.entries.map(newEntryOf);
    const codes = new Set(entries.flatMap(({ postings }) => postings.map(({ account }) => account)));
    const keep = keepEvidence(office, quarter.evidence, region);
    const posting = openAccounts(store, {
      region,
      accounts: [...codes].map((code) => ({ code, nature: code.startsWith('expense') ? 'expense' : 'liability' })),
    }).then(() =>
      postEntries(store, {
        region,
        entries,
        evidence: async (client) => {
          client.on('error', () => undefined);
          const kept = await keep(client);
          await client.query('select pg_terminate_backend(pg_backend_pid())');
          return kept;
        },
      }),
    );
    await expect(posting).rejects.toThrow('terminating connection');
    expect((await counts(region)).every((count) => count === 0)).toBe(true);
    expectOk(await settleDue(store, office, asked(region)));
    expectOk(await settleDue(store, office, asked('whole')));
    expect(await counts(region)).toEqual(await counts('whole'));
  });
});

describe('a ledger that an older version has settled', () => {
  it('is not settled over, and what to do is said', async () => {
    const region = 'older';
    expectOk(
      await openAccounts(store, {
        region,
        accounts: [
          { code: 'expense/x', nature: 'expense' },
          { code: 'payable/x', nature: 'liability' },
        ],
      }),
    );
    const amount = (minor: bigint) => ({ currency: 'EUR', minor });
    const entry = {
      key: 'settlement|2025-Q1|yearly|2025|works|EUR',
      kind: 'settlement',
      period: '2025-Q1',
      booked: localDate('2025-04-21'),
      document: 'settlement 2025-Q1',
      memo: {},
      refersTo: null,
      postings: [
        { account: 'expense/x', amount: amount(100n) },
        { account: 'payable/x', amount: amount(-100n) },
      ],
    } as const;
    expectOk(await postEntries(store, { region, entries: [entry] }));
    expect(codesOf(await settleDue(store, office, asked(region)))).toEqual(['settlement.ledger-older']);
    expect(await countIn('entry', region)).toBe(1);
  });
});
