import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { Client, type ClientConfig } from 'pg';
import { z } from 'zod';
import { SCHEMA } from '../connection/pool.ts';
import { sqlState } from '../connection/transaction.ts';
import type { Migration } from './read-migrations.ts';

/** Any number, the same for ever: two processes never migrate one database at once. */
const MIGRATION_LOCK = 7_104_530_981_201;

const recordedSchema = z.array(z.object({ version: z.int(), name: z.string(), checksum: z.string() }));
type Recorded = z.infer<typeof recordedSchema>[number];

const violationsSchema = z.array(z.object({ violation: z.string(), detail: z.string() }));

/** Shown of the violations a check found; the rest is of the same kinds. */
const MOST_VIOLATIONS = 5;

async function readRecorded(client: Client): Promise<readonly Recorded[]> {
  await client.query(`create schema if not exists ${SCHEMA}`);
  await client.query(`
    create table if not exists ${SCHEMA}.schema_migration (
      version integer primary key,
      name text not null,
      checksum text not null,
      applied timestamptz not null default now()
    )`);
  const found = await client.query(`select version, name, checksum from ${SCHEMA}.schema_migration order by version`);
  return recordedSchema.parse(found.rows);
}

/** What was applied must be what this version knows: nothing changed since, nothing from a later version. */
function compare(recorded: readonly Recorded[], migrations: readonly Migration[]): Refusal | undefined {
  for (const { version, name, checksum } of recorded) {
    const known = migrations[version - 1];
    if (known === undefined) return refusal('store.schema-newer', { migration: name, newest: migrations.length });
    if (known.checksum !== checksum || known.name !== name) {
      return refusal('store.migration-changed', { migration: name, known: known.name });
    }
  }
  return undefined;
}

async function applyOne(client: Client, migration: Migration): Promise<Refusal | undefined> {
  const { version, name, up, check, checksum } = migration;
  await client.query('begin');
  await client.query(up);
  await client.query(`insert into ${SCHEMA}.schema_migration (version, name, checksum) values ($1, $2, $3)`, [
    version,
    name,
    checksum,
  ]);
  // The constraints that wait for the commit must speak before the check does.
  await client.query('set constraints all immediate');
  const violations = violationsSchema.parse((await client.query(check)).rows);
  if (violations.length === 0) {
    await client.query('commit');
    return undefined;
  }
  await client.query('rollback');
  const shown = violations.slice(0, MOST_VIOLATIONS).map(({ violation, detail }) => `${violation}: ${detail}`);
  return refusal('store.migration-check-failed', { migration: name, violations: shown.join('; ') });
}

async function applyMissing(client: Client, migrations: readonly Migration[]): Promise<Result<readonly string[]>> {
  const recorded = await readRecorded(client);
  const mismatch = compare(recorded, migrations);
  if (mismatch !== undefined) return refused(mismatch);
  const applied: string[] = [];
  for (const migration of migrations.slice(recorded.length)) {
    try {
      const failure = await applyOne(client, migration);
      if (failure !== undefined) return refused(failure);
    } catch (error) {
      const state = sqlState(error);
      if (state === undefined || !(error instanceof Error)) throw error;
      await client.query('rollback');
      return refused(refusal('store.migration-failed', { migration: migration.name, state, detail: error.message }));
    }
    applied.push(migration.name);
  }
  return ok(applied);
}

/**
 * Brings the schema up to date, one transaction for each migration with its check inside, and answers the names of
 * those applied now. `owner` is who owns the tables. Refuses: store.schema-newer, store.migration-changed,
 * store.migration-failed, store.migration-check-failed; what was applied before the refusal stays.
 */
export async function migrate(
  owner: ClientConfig,
  migrations: readonly Migration[],
): Promise<Result<readonly string[]>> {
  const client = new Client({ ...owner, application_name: 'kontor migration' });
  await client.connect();
  try {
    await client.query("set client_min_messages = warning; set timezone = 'UTC'");
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await applyMissing(client, migrations);
  } finally {
    // The session's end frees the lock.
    await client.end();
  }
}
