import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type pg from 'pg';
import { type CopyValue, copyRows } from '../connection/copy-rows.ts';
import { unlessRefused } from '../connection/transaction.ts';
import { canonicalJson } from '../journal/canonical-json.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';
import { closeWithin, type PeriodClosing } from './close-period.ts';
import { checkEntry, entryHash, type NewEntry } from './entry.ts';

export type Posted = {
  /** Entries written now. */
  readonly posted: number;
  /** Entries that were there already, with the same content. */
  readonly repeated: number;
  /** The number of each entry, in the order in which they were given. */
  readonly ids: readonly bigint[];
};

type Known = { readonly idempotency_key: string; readonly id: bigint; readonly content_hash: Buffer };
type Numbered = { readonly entry: NewEntry; readonly hash: Buffer; readonly id: bigint };

/** What the ledger holds under these keys. */
async function findKnown(client: pg.ClientBase, region: string, keys: readonly string[]): Promise<Map<string, Known>> {
  const found = await client.query<Known>(
    'select idempotency_key, id, content_hash from entry where region = $1 and idempotency_key = any($2)',
    [region, keys],
  );
  return new Map(found.rows.map((row) => [row.idempotency_key, row]));
}

/** What the ledger lacks or forbids, one refusal for each name. */
async function checkAgainstLedger(
  client: pg.ClientBase,
  region: string,
  entries: readonly NewEntry[],
): Promise<readonly Refusal[]> {
  const accounts = [...new Set(entries.flatMap(({ postings }) => postings.map(({ account }) => account)))];
  const missing = await client.query<{ code: string }>(
    `select code from unnest($2::text[]) as asked (code)
     where not exists (select from account a where a.region = $1 and a.code = asked.code) order by code collate "C"`,
    [region, accounts],
  );
  const periods = [...new Set(entries.map(({ period }) => period))];
  // The shared lock keeps the periods open until our commit.
  await client.query(
    `select pg_advisory_xact_lock_shared(kontor.period_lock($1, period))
     from unnest($2::text[]) as asked (period) order by period collate "C"`,
    [region, periods],
  );
  const closed = await client.query<{ period: string }>(
    'select period from period_close where region = $1 and period = any($2) order by period',
    [region, periods],
  );
  return [
    ...missing.rows.map(({ code }) => refusal('ledger.account-unknown', { account: code }, { record: code })),
    ...closed.rows.map(({ period }) => refusal('ledger.period-closed', { period }, { record: period })),
  ];
}

type Sorted = { readonly fresh: readonly Numbered[]; readonly ids: readonly bigint[] };

/** Numbers what is new and recognises what is not. Refuses: ledger.key-reused, for a key with another content. */
function number(entries: readonly NewEntry[], known: Map<string, Known>, last: bigint): Result<Sorted> {
  const byKey = new Map([...known].map(([key, { id, content_hash }]) => [key, { id, hash: content_hash }]));
  const fresh: Numbered[] = [];
  const ids: bigint[] = [];
  const reused: Refusal[] = [];
  for (const entry of entries) {
    const hash = entryHash(entry);
    const found = byKey.get(entry.key);
    if (found !== undefined && !found.hash.equals(hash)) {
      reused.push(refusal('ledger.key-reused', { key: entry.key }, { record: entry.key }));
      continue;
    }
    const id = found?.id ?? last + BigInt(fresh.length + 1);
    ids.push(id);
    if (found !== undefined) continue;
    byKey.set(entry.key, { id, hash });
    fresh.push({ entry, hash, id });
  }
  return reused.length === 0 ? ok({ fresh, ids }) : refused(...reused);
}

/** The number of the entry each one refers to: an older one, or one further up in the batch. */
function resolveReferences(fresh: readonly Numbered[], known: Map<string, Known>): Result<ReadonlyMap<string, bigint>> {
  const ids = new Map([...known].map(([key, { id }]) => [key, id]));
  const missing: Refusal[] = [];
  for (const { entry, id } of fresh) {
    const { key, refersTo } = entry;
    if (refersTo !== null && !ids.has(refersTo)) {
      missing.push(refusal('ledger.refers-to-unknown', { key, refersTo }, { record: key }));
    }
    ids.set(key, id);
  }
  return missing.length === 0 ? ok(ids) : refused(...missing);
}

function entryRow(
  region: string,
  { entry, hash, id }: Numbered,
  ids: ReadonlyMap<string, bigint>,
): readonly CopyValue[] {
  const { key, kind, period, booked, document, memo, refersTo, postings } = entry;
  const refersToId = refersTo === null ? null : (ids.get(refersTo) ?? null);
  return [region, id, key, kind, period, booked, document, canonicalJson(memo), refersToId, postings.length, hash];
}

async function write(
  client: pg.ClientBase,
  region: string,
  { fresh, references }: { fresh: readonly Numbered[]; references: ReadonlyMap<string, bigint> },
): Promise<void> {
  const entryColumns = `region, id, idempotency_key, kind, period, booked, document, memo, refers_to, lines, content_hash`;
  const entryRows = fresh.map((numbered) => entryRow(region, numbered, references));
  await copyRows(client, `entry (${entryColumns})`, entryRows);
  const postingRows = fresh.flatMap(({ entry, id }) =>
    entry.postings.map(({ account, amount }, index) => [region, id, index + 1, account, amount.currency, amount.minor]),
  );
  await copyRows(client, 'posting (region, entry_id, line, account, currency, amount_minor)', postingRows);
}

async function post(
  client: pg.ClientBase,
  region: string,
  { entries, closing, evidence }: Omit<EntriesToPost, 'region'>,
): Promise<Result<Posted>> {
  // One writer at a time: the numbers of the entries have no gap and rise in the order of commit.
  await client.query("select pg_advisory_xact_lock(hashtextextended('kontor ledger ' || $1, 0))", [region]);
  const keys = new Set(entries.flatMap(({ key, refersTo }) => (refersTo === null ? [key] : [key, refersTo])));
  const known = await findKnown(client, region, [...keys]);
  const last = await client.query<{ last: bigint }>(
    'select coalesce(max(id), 0)::bigint as last from entry where region = $1',
    [region],
  );
  const sorted = number(entries, known, last.rows[0]?.last ?? 0n);
  if (!sorted.ok) return sorted;
  const { fresh, ids } = sorted.value;
  if (fresh.length > 0) {
    const references = resolveReferences(fresh, known);
    if (!references.ok) return references;
    const reasons = await checkAgainstLedger(
      client,
      region,
      fresh.map(({ entry }) => entry),
    );
    if (reasons.length > 0) return refused(...reasons);
    await write(client, region, { fresh, references: references.value });
  }
  const kept = await evidence?.(client);
  if (kept?.ok === false) return kept;
  if (closing !== undefined && !(await closeWithin(client, region, closing)))
    return refused(refusal('ledger.period-closed', { period: closing.period }, { record: closing.period }));
  return ok({ posted: fresh.length, repeated: entries.length - fresh.length, ids });
}

export type EntriesToPost = {
  readonly region?: string;
  readonly entries: readonly NewEntry[];
  /** A period that these entries complete: it is closed with them or not at all. */
  readonly closing?: PeriodClosing;
  /** Keeps beside the entries what they follow from, in the same transaction: refused, nothing is posted. */
  readonly evidence?: (client: pg.ClientBase) => Promise<Result<unknown>>;
};

/**
 * Posts entries, all or none, each once however often it is sent. Refuses what {@link checkEntry} does, then in this
 * order: ledger.key-reused, ledger.refers-to-unknown, ledger.account-unknown, ledger.period-closed.
 */
export async function postEntries(
  store: Store,
  { region = DEFAULT_REGION, ...batch }: EntriesToPost,
): Promise<Result<Posted>> {
  const reasons = batch.entries.flatMap((entry) => checkEntry(entry) ?? []);
  if (reasons.length > 0) return refused(...reasons);
  return unlessRefused(store.pool, (client) => post(client, region, batch));
}
