import type pg from 'pg';
import { type CopyValue, copyRows } from '../connection/copy-rows.ts';
import { inTransaction } from '../connection/transaction.ts';
import { canonicalJson } from '../journal/canonical-json.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';
import { type NewScreening, screeningHash } from './screening-outcome.ts';

const STAGING_TABLE = `
  create temporary table if not exists screening_staging (
    position integer not null, subject text collate "C" not null, fact_seq bigint, outcome text not null,
    reason text not null, at date not null, entry_versions jsonb not null, body jsonb not null,
    content_hash bytea not null
  ) on commit delete rows`;

function stagingRow(screening: NewScreening, index: number): readonly CopyValue[] {
  const { subject, factSeq, outcome, reason, at } = screening;
  const [entryVersions, body] = [canonicalJson(screening.entryVersions), canonicalJson(screening.body)];
  return [index, subject, factSeq, outcome, reason, at, entryVersions, body, screeningHash(screening)];
}

/** As {@link appendScreenings}, in a transaction that is open. */
export async function appendScreeningsWithin(
  client: pg.ClientBase,
  region: string,
  screenings: readonly NewScreening[],
): Promise<number> {
  await client.query(STAGING_TABLE);
  await copyRows(
    client,
    'screening_staging (position, subject, fact_seq, outcome, reason, at, entry_versions, body, content_hash)',
    screenings.map(stagingRow),
  );
  const inserted = await client.query(
    `insert into screening_outcome
       (region, subject, fact_seq, outcome, reason, at, entry_versions, body, content_hash)
     select $1, subject, fact_seq, outcome, reason, at, entry_versions, body, content_hash
     from screening_staging order by position
     on conflict (region, subject, reason, at, content_hash) do nothing`,
    [region],
  );
  return inserted.rowCount ?? 0;
}

/** Adds outcomes in one transaction; one that is there already is left alone. Answers how many were new. */
export function appendScreenings(
  store: Store,
  { screenings, region = DEFAULT_REGION }: { readonly screenings: readonly NewScreening[]; readonly region?: string },
): Promise<number> {
  return inTransaction(store.pool, (client) => appendScreeningsWithin(client, region, screenings));
}
