import { ok, type Result, refused } from '@kontor/domain/kernel/refusal';
import type pg from 'pg';
import { copyRows } from '../connection/copy-rows.ts';
import { unlessRefused } from '../connection/transaction.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';
import type { NewFact } from './fact.ts';
import { checkFact, STAGING_COLUMNS, type StagedFact, stageBatch, stagingRow } from './fact-batch.ts';
import { type ImportProgress, moveImportOn } from './import-run.ts';

export type FactBatch = {
  readonly region?: string;
  readonly facts: readonly NewFact[];
  /** Moves an import on together with the facts. */
  readonly progress?: ImportProgress;
};

/**
 * An original that was not written: the journal (or the batch, further up) has one of this kind and number with another
 * content. Whether it is a correction is for the caller to say, by a fact that `replaces` the first.
 */
export type FactConflict = {
  /** The fact's place in the batch, from 0. */
  readonly index: number;
  readonly kind: string;
  readonly subject: string;
  /** The fact that is there. */
  readonly existingSeq: bigint;
};

export type Appended = {
  readonly inserted: number;
  /** Facts that were there already, in the journal or further up in the batch. */
  readonly duplicates: number;
  readonly conflicts: readonly FactConflict[];
};

/** Gone with the transaction that filled it; made once for each connection. */
const STAGING_TABLE = `
  create temporary table if not exists fact_staging (
    position integer not null, kind text collate "C" not null, subject text collate "C" not null,
    happened date not null, learned timestamptz not null, replaces text collate "C", content_hash bytea not null,
    source_file text not null, source_row bigint, body jsonb not null
  ) on commit delete rows`;

/** A staged fact against the journal: the same content, or both originals with one number. */
const SAME_FACT = `f.region = $1 and f.kind = s.kind and f.subject = s.subject
  and (f.content_hash = s.content_hash or (s.replaces is null and f.replaces is null))`;

/** What the journal holds in the place of a fact: the same one, or another original with its number. */
type Standing = { readonly position: number; readonly seq: bigint; readonly is_same: boolean };

/** Which of the staged facts the journal has already, or has otherwise. */
async function findKnown(client: pg.ClientBase, region: string): Promise<readonly Standing[]> {
  const found = await client.query<Standing>(
    `select s.position, f.seq, f.content_hash = s.content_hash as is_same
     from fact_staging s join fact f on ${SAME_FACT} order by s.position`,
    [region],
  );
  return found.rows;
}

/**
 * Numbers the new facts behind the last. One writer at a time holds the journal of a region, so the numbers have no
 * gap and rise in the order of commit; staging is done before, outside this lock.
 */
async function insertNew(client: pg.ClientBase, region: string): Promise<number> {
  const inserted = await client.query(
    `insert into fact (region, seq, kind, subject, happened, learned, replaces, content_hash,
                       source_file, source_row, body)
     select $1, (select coalesce(max(seq), 0) from fact where region = $1) + row_number() over (order by s.position),
            s.kind, s.subject, s.happened, s.learned, s.replaces, s.content_hash, s.source_file, s.source_row, s.body
     from fact_staging s
     where not exists (select from fact f where ${SAME_FACT})
     order by s.position`,
    [region],
  );
  return inserted.rowCount ?? 0;
}

/**
 * The rivals inside the batch against the original that stands now. A rival may even be that original's equal, when
 * the first of the batch was itself in conflict with it.
 */
async function judgeRivals(
  client: pg.ClientBase,
  region: string,
  rivals: readonly StagedFact[],
): Promise<readonly Standing[]> {
  if (rivals.length === 0) return [];
  const found = await client.query<Standing>(
    `select r.position, f.seq, f.content_hash = r.content_hash as is_same
     from unnest($2::integer[], $3::text[], $4::text[], $5::bytea[]) as r (position, kind, subject, content_hash)
     join fact f on f.region = $1 and f.kind = r.kind and f.subject = r.subject and f.replaces is null`,
    [
      region,
      rivals.map(({ index }) => index),
      rivals.map(({ fact }) => fact.kind),
      rivals.map(({ fact }) => fact.subject),
      rivals.map(({ hash }) => hash),
    ],
  );
  return found.rows;
}

function toConflicts(facts: readonly NewFact[], standings: readonly Standing[]): readonly FactConflict[] {
  const inOrder = standings.filter(({ is_same }) => !is_same).toSorted((a, b) => a.position - b.position);
  return inOrder.flatMap(({ position, seq }) => {
    const fact = facts[position];
    return fact === undefined ? [] : { index: position, kind: fact.kind, subject: fact.subject, existingSeq: seq };
  });
}

async function append(client: pg.ClientBase, batch: FactBatch): Promise<Result<Appended>> {
  const { facts, progress, region = DEFAULT_REGION } = batch;
  const { staged, duplicates: repeats, rivals } = stageBatch(facts);
  await client.query(STAGING_TABLE);
  await copyRows(client, `fact_staging (${STAGING_COLUMNS})`, staged.map(stagingRow));
  await client.query("select pg_advisory_xact_lock(hashtextextended('kontor journal ' || $1, 0))", [region]);
  // The staging table has no statistics; without these the planner may read the whole journal for each batch.
  await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off');
  const known = await findKnown(client, region);
  const inserted = await insertNew(client, region);
  const standings = [...known, ...(await judgeRivals(client, region, rivals))];
  const conflicts = toConflicts(facts, standings);
  const duplicates = repeats + standings.length - conflicts.length;
  if (progress !== undefined) {
    const counts = { inserted, duplicates, conflicts: conflicts.length };
    const moved = await moveImportOn(client, { ...progress, region }, counts);
    if (!moved.ok) return moved;
  }
  return ok({ inserted, duplicates, conflicts });
}

/**
 * Adds facts to the journal, all in one transaction and together with the progress of their import: after a crash
 * either both are there or neither. What is there already is left alone, so a batch can be sent twice.
 * Refuses: journal.kind-malformed, journal.subject-missing, journal.unstorable (nothing is written), import.moved-on.
 */
export async function appendFacts(store: Store, batch: FactBatch): Promise<Result<Appended>> {
  const reasons = batch.facts.flatMap((fact) => checkFact(fact) ?? []);
  if (reasons.length > 0) return refused(...reasons);
  return unlessRefused(store.pool, (client) => append(client, batch));
}
