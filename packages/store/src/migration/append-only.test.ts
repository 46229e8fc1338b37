import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendFacts } from '../journal/append-facts.ts';
import { exampleConsignments } from '../testing/example-facts.ts';
import { ownerConnection } from '../testing/owner-connection.ts';
import { expectOk, openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { readMigrations } from './read-migrations.ts';

const APPEND_ONLY = [
  'fact',
  'screening_outcome',
  'book_version',
  'rating',
  'account',
  'period_close',
  'entry',
  'entry_trace',
  'posting',
  'setting',
] as const;

/** One column of each table, to have something to set. */
const SETTABLE = { fact: 'body', book_version: 'manifest', setting: 'value' } as const;

let temporary: TemporaryStore;
let owner: Client;

beforeAll(async () => {
  temporary = await openTemporaryStore();
  owner = new Client({ ...(await ownerConnection(temporary.dataDir)), options: '-c search_path=kontor' });
  await owner.connect();
  expectOk(await appendFacts(temporary.store, { facts: exampleConsignments(3) }));
  await owner.query(`insert into book_version (hash, manifest) values ('h', '{}')`);
  await owner.query(`insert into setting (key, version, value, learned) values ('k', 1, '1', now())`);
});

afterAll(async () => {
  await owner.end();
  await temporary.end();
});

it.each(APPEND_ONLY)('the working role may neither change nor remove rows of %s', async (table) => {
  const { pool } = temporary.store;
  for (const statement of [`update ${table} set region = 'x'`, `delete from ${table}`, `truncate ${table}`]) {
    await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
});

it.each(APPEND_ONLY)('even the owner is refused a change of %s', async (table) => {
  await expect(owner.query(`truncate ${table} cascade`)).rejects.toMatchObject({ code: 'KN001' });
});

it.each(Object.entries(SETTABLE))('a row of %s stays as it is', async (table, column) => {
  await expect(owner.query(`update ${table} set ${column} = '{}'`)).rejects.toMatchObject({ code: 'KN001' });
  await expect(owner.query(`delete from ${table}`)).rejects.toMatchObject({ code: 'KN001' });
  await owner.query('set session_replication_role = replica');
  await expect(owner.query(`delete from ${table}`)).rejects.toMatchObject({ code: 'KN001' });
  await owner.query('set session_replication_role = default');
});

it('the working role cannot become the owner, make tables or turn triggers off', async () => {
  const { pool } = temporary.store;
  await expect(pool.query('set role kontor_owner')).rejects.toMatchObject({ code: '42501' });
  await expect(pool.query('create table kontor.mine ()')).rejects.toMatchObject({ code: '42501' });
  await expect(pool.query('alter table fact disable trigger all')).rejects.toMatchObject({ code: '42501' });
  await expect(pool.query('set session_replication_role = replica')).rejects.toMatchObject({ code: '42501' });
});

it('the check of the foundation finds what it is there to find', async () => {
  const [foundation] = await readMigrations();
  expect((await owner.query(foundation?.check ?? '')).rows).toEqual([]);
  await owner.query('begin');
  await owner.query(`
    create table kontor.loose (id integer primary key);
    grant update on kontor.fact to kontor_app;
    alter table kontor.setting disable trigger append_only;
    insert into kontor.fact select region, 9, kind, 'other', happened, learned, recorded, replaces, content_hash,
      source_file, source_row, body from kontor.fact where seq = 1;
    insert into kontor.account values ('all', 'a', 'asset'), ('all', 'b', 'asset');
    insert into kontor.entry (id, idempotency_key, kind, period, booked, document, memo, lines, content_hash)
      values (1, 'k', 'accrual', 'p', '2025-01-01', '', '{}', 3, sha256(''));
    insert into kontor.posting (entry_id, line, account, currency, amount_minor)
      values (1, 1, 'a', 'EUR', 5), (1, 2, 'b', 'EUR', -4)`);
  const found = await owner.query<{ violation: string; detail: string }>(foundation?.check ?? '');
  await owner.query('rollback');
  const violations = found.rows.map(({ violation, detail }) => `${violation}: ${detail}`);
  expect(violations.toSorted()).toEqual([
    'entry without its postings: all 1',
    'gap in the journal: all',
    'kontor_app may change rows: fact',
    'no region first in the primary key: loose',
    'rows can be changed: loose',
    'rows can be changed: setting',
    'unbalanced entry: all 1',
  ]);
});
