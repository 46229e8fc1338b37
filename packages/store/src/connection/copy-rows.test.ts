import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { copyRows } from './copy-rows.ts';
import { inTransaction } from './transaction.ts';

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await openTemporaryStore();
});
afterAll(() => temporary.end());

it('writes every text and every bytes as they are', async () => {
  const text = fc.string({ unit: 'grapheme' }).map((any) => any.replaceAll('\0', ''));
  const nasty = fc.constantFrom('\\', '\\N', '\t', '\n', '\r\n', '\\.', '', 'Ў\\x00');
  const rows = fc.array(fc.tuple(fc.oneof(text, nasty), fc.uint8Array(), fc.option(fc.maxSafeInteger())));
  await fc.assert(
    fc.asyncProperty(rows, (given) =>
      inTransaction(temporary.store.pool, async (client) => {
        await client.query('create temporary table try (n integer, t text, b bytea, i bigint) on commit drop');
        await copyRows(
          client,
          'try (n, t, b, i)',
          given.map(([t, b, i], n) => [n, t, b, i]),
        );
        const found = await client.query<{ t: string; b: Buffer; i: bigint | null }>(
          'select t, b, i from try order by n',
        );
        expect(found.rows.map(({ t, b, i }) => [t, [...b], i])).toEqual(
          given.map(([t, b, i]) => [t, [...b], i === null ? null : BigInt(i)]),
        );
      }),
    ),
    { numRuns: 40 },
  );
});

it('streams more than fits into one piece, and reports what the database refuses', async () => {
  await inTransaction(temporary.store.pool, async (client) => {
    await client.query('create temporary table many (n integer check (n < 200000), t text) on commit drop');
    const rows = Array.from({ length: 50_000 }, (_, n) => [n, 'Ж'.repeat(20)]);
    await copyRows(client, 'many (n, t)', rows);
    expect((await client.query('select count(*)::int as n from many')).rows).toEqual([{ n: 50_000 }]);
    await expect(copyRows(client, 'many (n, t)', [[200_000, 'x'], ...rows])).rejects.toThrow('violates check');
    await client.query('rollback');
    await client.query('begin');
  });
});
