import { lstat, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Refusal } from '@kontor/domain/kernel/refusal';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import { codesOf, expectOk, expectRefused, removeFolder, temporaryFolder } from '../testing/temporary-store.ts';
import { socketFolderFor } from './socket-place.ts';

let folder: string;
const opened: Store[] = [];
const notices: Refusal[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
  notices.length = 0;
});

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await removeFolder(folder);
});

async function open(dataDir: string): Promise<Store> {
  const store = expectOk(await openStore({ dataDir, onNotice: (notice) => notices.push(notice) }));
  opened.push(store);
  return store;
}

describe('a data folder', () => {
  it('is made at the first start, keeps what was written, and opens again', async () => {
    const dataDir = join(folder, 'new', 'data');
    const first = await open(dataDir);
    await first.db.insertInto('account').values({ code: 'payable', nature: 'liability' }).execute();
    await first.close();
    const second = await open(dataDir);
    expect(await second.db.selectFrom('account').select('code').execute()).toEqual([{ code: 'payable' }]);
    expect(notices.map(({ code }) => code)).toEqual(['store.created']);
  });

  it('runs a server that is durable, has no TCP port and sorts by code point in every alphabet', async () => {
    const store = await open(join(folder, 'data'));
    const found = await sql<Record<string, string>>`
      select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
             current_setting('full_page_writes') as pages, current_setting('listen_addresses') as addresses,
             lower('ЗЕРНО Ў') as lower,
             (select string_agg(v, '' order by v) from unnest(array['ё', 'я', 'z', 'Z', 'a']) v) as sorted
    `.execute(store.db);
    expect(found.rows[0]).toEqual({
      fsync: 'on',
      commit: 'on',
      pages: 'on',
      addresses: '',
      lower: 'зерно ў',
      sorted: 'Zazяё',
    });
  });

  it('is closed to others, its passwords to all but its owner', async () => {
    const dataDir = join(folder, 'data');
    await open(dataDir);
    const modes = await Promise.all(
      ['.', 'access.json', 'pg', 'run', 'lock'].map(async (name) => (await lstat(join(dataDir, name))).mode & 0o007),
    );
    expect(modes).toEqual([0, 0, 0, 0, 0]);
    expect((await lstat(join(dataDir, 'access.json'))).mode & 0o777).toBe(0o600);
  });

  it('works where its path is too long for a socket', async () => {
    const dataDir = join(folder, 'a-long-name-'.repeat(8), 'data');
    const store = await open(dataDir);
    const socketFolder = socketFolderFor(dataDir);
    expect(socketFolder.startsWith(dataDir)).toBe(false);
    expect((await lstat(socketFolder)).mode & 0o077).toBe(0);
    expect(await store.db.selectFrom('fact').selectAll().execute()).toEqual([]);
    await store.close();
    expect(await readdir(socketFolder)).toEqual([]);
    await removeFolder(socketFolder);
  });

  it('is refused to a second opener at once, with the holder', async () => {
    const dataDir = join(folder, 'data');
    await open(dataDir);
    const [refusal] = expectRefused(await openStore({ dataDir }));
    expect(refusal?.code).toBe('store.in-use');
    expect(refusal?.params['pid']).toBe(process.pid);
    expect(Date.parse(String(refusal?.params['started']))).toBeLessThanOrEqual(Date.now());
  });
});

describe('a folder that is not a data folder of this version', () => {
  it('holds something else', async () => {
    await writeFile(join(folder, 'letter.txt'), 'x');
    expect(codesOf(await openStore({ dataDir: folder }))).toEqual(['store.folder-not-ours']);
    expect(await readdir(folder)).toEqual(['letter.txt']);
  });

  it('is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'x');
    expect(codesOf(await openStore({ dataDir: file }))).toEqual(['store.not-a-folder']);
    expect(codesOf(await openStore({ dataDir: join(file, 'below') }))).toEqual(['store.not-a-folder']);
  });

  it.each([
    ['store.mark-damaged', '{"format": 1'],
    ['store.mark-damaged', '{"format": "one"}'],
    ['store.format-newer', '{"format": 2, "createdBy": "kontor 9.0.0", "postgresMajor": 18}'],
    ['store.postgres-major', '{"format": 1, "createdBy": "kontor 0.0.1", "postgresMajor": 17}'],
  ])('%s', async (code, mark) => {
    await writeFile(join(folder, 'kontor.json'), mark);
    expect(codesOf(await openStore({ dataDir: folder }))).toEqual([code]);
  });

  it('has lost its passwords', async () => {
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'access.json'), '{}');
    await writeFile(join(dataDir, 'kontor.json'), '{"format": 1, "createdBy": "kontor 0.1.0", "postgresMajor": 18}');
    expect(codesOf(await openStore({ dataDir }))).toEqual(['store.access-damaged']);
  });
});
