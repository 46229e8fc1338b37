import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type pg from 'pg';
import { type CopyValue, copyRows } from '../connection/copy-rows.ts';
import { unlessRefused } from '../connection/transaction.ts';
import { canonicalJson } from '../journal/canonical-json.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';
import { type NewRating, ratingHash } from './rating.ts';

const STAGING_TABLE = `
  create temporary table if not exists rating_staging (
    subject text collate "C" not null, leg integer not null, as_of timestamptz not null, book_hash text not null,
    lines jsonb not null, totals jsonb not null, content_hash bytea not null
  ) on commit delete rows`;

/** The legs that come twice in a batch: which of the two is the later cannot be told. */
function repeated(ratings: readonly NewRating[]): readonly Refusal[] {
  const seen = new Set<string>();
  return ratings.flatMap(({ subject, leg }) => {
    const name = `${leg} ${subject}`;
    if (seen.has(name)) return refusal('rating.repeated', { subject, leg }, { record: subject });
    seen.add(name);
    return [];
  });
}

function stagingRow(rating: NewRating): readonly CopyValue[] {
  const { subject, leg, asOf, bookHash } = rating;
  return [subject, leg, asOf, bookHash, canonicalJson(rating.lines), canonicalJson(rating.totals), ratingHash(rating)];
}

async function unknownBooks(
  client: pg.ClientBase,
  region: string,
  ratings: readonly NewRating[],
): Promise<readonly Refusal[]> {
  const hashes = [...new Set(ratings.map(({ bookHash }) => bookHash))];
  const missing = await client.query<{ hash: string }>(
    `select hash from unnest($2::text[]) as asked (hash)
     where not exists (select from book_version b where b.region = $1 and b.hash = asked.hash)
     order by hash collate "C"`,
    [region, hashes],
  );
  return missing.rows.map(({ hash }) => refusal('rating.book-unknown', { hash: hash.slice(0, 12) }, { record: hash }));
}

/** As {@link appendRatings}, in a transaction that is open. */
export async function appendRatingsWithin(
  client: pg.ClientBase,
  region: string,
  ratings: readonly NewRating[],
): Promise<Result<number>> {
  const reasons = repeated(ratings);
  if (reasons.length > 0) return refused(...reasons);
  const unknown = await unknownBooks(client, region, ratings);
  if (unknown.length > 0) return refused(...unknown);
  await client.query(STAGING_TABLE);
  await copyRows(
    client,
    'rating_staging (subject, leg, as_of, book_hash, lines, totals, content_hash)',
    ratings.map(stagingRow),
  );
  // One writer at a time, so that two do not give out one version.
  await client.query("select pg_advisory_xact_lock(hashtextextended('kontor rating ' || $1, 0))", [region]);
  const inserted = await client.query(
    `insert into rating (region, subject, leg, version, as_of, book_hash, lines, totals, content_hash)
     select $1, s.subject, s.leg, coalesce(newest.version, 0) + 1, s.as_of, s.book_hash, s.lines, s.totals,
            s.content_hash
     from rating_staging s
     left join lateral (
       select r.version from rating r where r.region = $1 and r.subject = s.subject and r.leg = s.leg
       order by r.version desc limit 1
     ) newest on true
     left join lateral (
       select r.content_hash from rating r
       where r.region = $1 and r.subject = s.subject and r.leg = s.leg and r.as_of <= s.as_of
       order by r.as_of desc, r.version desc limit 1
     ) before on true
     where before.content_hash is distinct from s.content_hash`,
    [region],
  );
  return ok(inserted.rowCount ?? 0);
}

/**
 * Adds ratings in one transaction, each as the next version of its leg, unless the result is what was known at its
 * moment anyway. Answers how many were new. Refuses: rating.repeated, rating.book-unknown; nothing is written then.
 */
export async function appendRatings(
  store: Store,
  { ratings, region = DEFAULT_REGION }: { readonly ratings: readonly NewRating[]; readonly region?: string },
): Promise<Result<number>> {
  return unlessRefused(store.pool, (client) => appendRatingsWithin(client, region, ratings));
}
