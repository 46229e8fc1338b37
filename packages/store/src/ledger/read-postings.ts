import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { sql } from 'kysely';
import type { Json } from '../journal/canonical-json.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';
import type { EntryKind, Posting } from './entry.ts';

export type PostingQuery = {
  readonly region?: string;
  /** Only what was booked up to and including this day. */
  readonly upTo?: LocalDate;
  readonly period?: string;
  readonly account?: string;
  readonly document?: string;
};

/** A posting with the head of its entry. */
export type BookedPosting = Posting & {
  readonly entryId: bigint;
  readonly key: string;
  readonly line: number;
  readonly kind: EntryKind;
  readonly period: string;
  readonly booked: LocalDate;
  readonly document: string;
  readonly memo: Json;
  /** The number of the entry that this one refers to. */
  readonly refersTo: bigint | null;
};

const PAGE = 5_000;

function select(store: Store, { region = DEFAULT_REGION, upTo, period, account, document }: PostingQuery) {
  let rows = store.db
    .selectFrom('posting as p')
    .innerJoin('entry as e', (join) => join.onRef('e.region', '=', 'p.region').onRef('e.id', '=', 'p.entry_id'))
    .select(['p.entry_id', 'p.line', 'p.account', 'p.currency', 'p.amount_minor'])
    .select(['e.idempotency_key', 'e.kind', 'e.period', 'e.booked', 'e.document', 'e.memo', 'e.refers_to'])
    .where('p.region', '=', region)
    .orderBy('e.booked')
    .orderBy('p.entry_id')
    .orderBy('p.line')
    .limit(PAGE);
  if (upTo !== undefined) rows = rows.where('e.booked', '<=', upTo);
  if (period !== undefined) rows = rows.where('e.period', '=', period);
  if (account !== undefined) rows = rows.where('p.account', '=', account);
  if (document !== undefined) rows = rows.where('e.document', '=', document);
  return rows;
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

function fromRow(row: Row): BookedPosting {
  return {
    entryId: row.entry_id,
    key: row.idempotency_key,
    line: row.line,
    kind: row.kind,
    period: row.period,
    booked: row.booked,
    document: row.document,
    memo: row.memo,
    refersTo: row.refers_to,
    account: row.account,
    amount: { currency: row.currency, minor: row.amount_minor },
  };
}

/** Reads postings in the order (booked, entry, line), page by page; what is posted meanwhile stays out. */
export async function* readPostings(
  store: Store,
  query: PostingQuery = {},
): AsyncGenerator<BookedPosting, void, undefined> {
  const last = await store.db
    .selectFrom('entry')
    .select('id')
    .where('region', '=', query.region ?? DEFAULT_REGION)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const bounded = select(store, query).where('p.entry_id', '<=', last?.id ?? 0n);
  let page = await bounded.execute();
  for (;;) {
    for (const row of page) yield fromRow(row);
    const end = page.at(-1);
    if (end === undefined || page.length < PAGE) return;
    const after = sql<boolean>`(e.booked, p.entry_id, p.line) > (${end.booked}, ${end.entry_id}, ${end.line})`;
    page = await bounded.where(after).execute();
  }
}
