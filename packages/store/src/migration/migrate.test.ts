import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import { ownerConnection } from '../testing/owner-connection.ts';
import {
  codesOf,
  expectOk,
  openTemporaryStore,
  removeFolder,
  type TemporaryStore,
} from '../testing/temporary-store.ts';
import { migrate } from './migrate.ts';
import { type Migration, readMigrations } from './read-migrations.ts';

let temporary: TemporaryStore;
let folder: string;
let owner: ClientConfig;
let count = 0;

beforeAll(async () => {
  temporary = await openTemporaryStore();
  folder = await mkdtemp(join(tmpdir(), 'kontor-test-'));
});
afterAll(async () => {
  await temporary.end();
  await removeFolder(folder);
});

async function execute(connection: ClientConfig, ...statements: readonly string[]): Promise<unknown[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/** An empty database of its own for each test, on the one server. */
beforeEach(async () => {
  const admin = await ownerConnection(temporary.dataDir, 'postgres');
  count += 1;
  const database = `try_${count}`;
  await execute(admin, `create database ${database}`);
  owner = { ...admin, database };
});

/** Writes migrations as a release has them, and reads them back. */
async function migrationsOf(
  ...steps: readonly { name: string; up: string; check: string }[]
): Promise<readonly Migration[]> {
  const release = await mkdtemp(join(folder, 'release-'));
  for (const { name, up, check } of steps) {
    await mkdir(join(release, name));
    await writeFile(join(release, name, 'up.sql'), up);
    await writeFile(join(release, name, 'check.sql'), check);
  }
  return readMigrations(release);
}

const NOTHING_WRONG = 'select null as violation, null as detail where false';
const FIRST = { name: '0001-first', up: 'create table kontor.one (n integer)', check: NOTHING_WRONG };
const SECOND = { name: '0002-second', up: 'create table kontor.two (n integer)', check: NOTHING_WRONG };

it('applies what is missing, in order, once', async () => {
  expect(expectOk(await migrate(owner, await migrationsOf(FIRST)))).toEqual(['0001-first']);
  const both = await migrationsOf(FIRST, SECOND);
  expect(expectOk(await migrate(owner, both))).toEqual(['0002-second']);
  expect(expectOk(await migrate(owner, both))).toEqual([]);
  expect(await execute(owner, 'select version, name from kontor.schema_migration order by version')).toEqual([
    { version: 1, name: '0001-first' },
    { version: 2, name: '0002-second' },
  ]);
});

it('lets several processes ask at once', async () => {
  const both = await migrationsOf(FIRST, SECOND);
  const results = await Promise.all([1, 2, 3, 4].map(() => migrate(owner, both)));
  expect(results.flatMap((result) => expectOk(result)).toSorted()).toEqual(['0001-first', '0002-second']);
});

it('does not mind the line ends of a checkout', async () => {
  await migrate(owner, await migrationsOf({ ...FIRST, up: 'create table kontor.one (\n n integer)\n' }));
  const windows = await migrationsOf({ ...FIRST, up: 'create table kontor.one (\r\n n integer)\r\n' });
  expect(expectOk(await migrate(owner, windows))).toEqual([]);
});

it('refuses a step that was changed after it was applied', async () => {
  await migrate(owner, await migrationsOf(FIRST));
  const changed = await migrationsOf({ ...FIRST, up: 'create table kontor.uno (n integer)' });
  expect(codesOf(await migrate(owner, changed))).toEqual(['store.migration-changed']);
});

it('refuses a database of a later release', async () => {
  await migrate(owner, await migrationsOf(FIRST, SECOND));
  expect(codesOf(await migrate(owner, await migrationsOf(FIRST)))).toEqual(['store.schema-newer']);
});

it('undoes a step that fails, and one whose check finds something', async () => {
  const broken = await migrationsOf(FIRST, { ...SECOND, up: `${SECOND.up}; select 1 / 0` });
  expect(codesOf(await migrate(owner, broken))).toEqual(['store.migration-failed']);
  const wrong = await migrationsOf(FIRST, { ...SECOND, check: `select 'too few' as violation, 'two' as detail` });
  const refused = await migrate(owner, wrong);
  expect(refused.ok ? [] : refused.refusals.map(({ params }) => params['violations'])).toEqual(['too few: two']);
  expect(
    await execute(owner, `select to_regclass('kontor.one')::text as one, to_regclass('kontor.two') as two`),
  ).toEqual([{ one: 'kontor.one', two: null }]);
});

it('takes only folders numbered without gaps', async () => {
  await expect(migrationsOf({ ...SECOND })).rejects.toThrow('without gaps');
});

it('is refused at opening, and leaves the data folder free', async () => {
  const later = await mkdtemp(join(folder, 'later-'));
  const dataDir = join(later, 'data');
  const first = expectOk(await openStore({ dataDir }));
  await first.close();
  const second = expectOk(await openStore({ dataDir }));
  await execute(
    await ownerConnection(dataDir),
    `insert into kontor.schema_migration (version, name, checksum) values (99, '0099-from-the-future', 'x')`,
  );
  await second.close();
  expect(codesOf(await openStore({ dataDir }))).toEqual(['store.schema-newer']);
  expect(codesOf(await openStore({ dataDir }))).toEqual(['store.schema-newer']);
});
