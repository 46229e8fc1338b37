import type pg from 'pg';
import { copyRows } from '../connection/copy-rows.ts';
import { canonicalJson, type Json } from '../journal/canonical-json.ts';
import type { Instant } from '../journal/instant.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';

/** What a posted entry follows from, as it was worked out from what was known at one moment. */
export type EntryTrace = {
  /** The entry's own key. */
  readonly key: string;
  readonly asOf: Instant;
  /** The book that was used, recorded before. */
  readonly bookHash: string;
  readonly body: Json;
};

const STAGING_TABLE = `
  create temporary table if not exists entry_trace_staging (
    entry_key text collate "C" not null, as_of timestamptz not null, book_hash text not null, body jsonb not null
  ) on commit delete rows`;

/** Adds traces in a transaction that is open; that of an entry which has one already is left alone. Answers how many were new. */
export async function appendTracesWithin(
  client: pg.ClientBase,
  region: string,
  traces: readonly EntryTrace[],
): Promise<number> {
  await client.query(STAGING_TABLE);
  const rows = traces.map(({ key, asOf, bookHash, body }) => [key, asOf, bookHash, canonicalJson(body)]);
  await copyRows(client, 'entry_trace_staging (entry_key, as_of, book_hash, body)', rows);
  const inserted = await client.query(
    `insert into entry_trace (region, entry_key, as_of, book_hash, body)
     select $1, entry_key, as_of, book_hash, body from entry_trace_staging
     on conflict (region, entry_key) do nothing`,
    [region],
  );
  return inserted.rowCount ?? 0;
}

/** What an entry follows from; undefined where it has no trace. */
export async function readTrace(
  store: Store,
  { key, region = DEFAULT_REGION }: { readonly key: string; readonly region?: string },
): Promise<EntryTrace | undefined> {
  const row = await store.db
    .selectFrom('entry_trace')
    .select(['entry_key', 'as_of', 'book_hash', 'body'])
    .where('region', '=', region)
    .where('entry_key', '=', key)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { key: row.entry_key, asOf: row.as_of, bookHash: row.book_hash, body: row.body };
}
