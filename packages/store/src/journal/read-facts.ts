import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { sql } from 'kysely';
import { DEFAULT_REGION, type Store } from '../store.ts';
import type { Json } from './canonical-json.ts';
import type { Fact, FactKind } from './fact.ts';
import type { Instant } from './instant.ts';

export type FactQuery = {
  readonly region?: string;
  /** Only what was known then: facts learned at this instant or before. Everything when left out. */
  readonly asOf?: Instant;
  /** Only facts of these kinds; all when left out. */
  readonly kinds?: readonly FactKind[];
  /** Only facts that happened on this day or later. */
  readonly from?: LocalDate;
  /** Only facts that happened before this day. */
  readonly before?: LocalDate;
};

/** Rows fetched at once: enough that the way to the server does not count, few enough to hold in memory. */
const PAGE = 5_000;

type Row = {
  readonly region: string;
  readonly seq: bigint;
  readonly kind: string;
  readonly subject: string;
  readonly happened: LocalDate;
  readonly learned: Instant;
  readonly replaces: string | null;
  readonly content_hash: Buffer;
  readonly source_file: string;
  readonly source_row: bigint | null;
  readonly body: Json;
};

const COLUMNS = [
  'region',
  'seq',
  'kind',
  'subject',
  'happened',
  'learned',
  'replaces',
  'content_hash',
  'source_file',
  'source_row',
  'body',
] as const;

function fromRow({ content_hash, source_file, source_row, ...row }: Row): Fact {
  const source = { file: source_file, row: source_row === null ? null : Number(source_row) };
  return { ...row, source, contentHash: content_hash.toString('hex') };
}

/** The number of the last fact in the journal; 0 when it is empty. */
export async function lastSeq(store: Store, region: string = DEFAULT_REGION): Promise<bigint> {
  const last = await store.db
    .selectFrom('fact')
    .select('seq')
    .where('region', '=', region)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.seq ?? 0n;
}

function selectFacts(store: Store, { region = DEFAULT_REGION, asOf, kinds, from, before }: FactQuery) {
  let query = store.db.selectFrom('fact').select(COLUMNS).where('region', '=', region);
  if (asOf !== undefined) query = query.where('learned', '<=', asOf);
  if (kinds !== undefined) query = query.where('kind', 'in', kinds.length === 0 ? [''] : kinds);
  if (from !== undefined) query = query.where('happened', '>=', from);
  if (before !== undefined) query = query.where('happened', '<', before);
  return query;
}

/**
 * Reads the journal in the order (happened, subject by code point, seq), page by page. What is appended while it is
 * read stays out: numbers rise in the order of commit, so the last number at the start bounds what is seen.
 */
export async function* readFacts(store: Store, query: FactQuery = {}): AsyncGenerator<Fact, void, undefined> {
  const until = await lastSeq(store, query.region);
  const ordered = selectFacts(store, query)
    .where('seq', '<=', until)
    .orderBy('happened')
    .orderBy('subject')
    .orderBy('seq')
    .limit(PAGE);
  let page = await ordered.execute();
  for (;;) {
    for (const row of page) yield fromRow(row);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    const { happened, subject, seq } = last;
    page = await ordered.where(sql<boolean>`(happened, subject, seq) > (${happened}, ${subject}, ${seq})`).execute();
  }
}

/** Which of some numbers the journal holds an original of. */
export async function recordedSubjects(
  store: Store,
  { subjects, region = DEFAULT_REGION }: { readonly subjects: readonly string[]; readonly region?: string },
): Promise<ReadonlySet<string>> {
  const found = await store.pool.query<{ readonly subject: string }>(
    'select distinct subject from fact where region = $1 and subject = any($2::text[]) and replaces is null',
    [region, subjects],
  );
  return new Set(found.rows.map(({ subject }) => subject));
}

/** Everything the journal holds about one number, in the order it was written: the originals and what replaces them. */
export async function factHistory(
  store: Store,
  { subject, region = DEFAULT_REGION }: { readonly subject: string; readonly region?: string },
): Promise<readonly Fact[]> {
  const rows = await store.db
    .selectFrom('fact')
    .select(COLUMNS)
    .where('region', '=', region)
    .where((where) => where.or([where('subject', '=', subject), where('replaces', '=', subject)]))
    .orderBy('seq')
    .execute();
  return rows.map(fromRow);
}
