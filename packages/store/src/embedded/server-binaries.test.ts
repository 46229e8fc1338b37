import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectOk, removeFolder, temporaryFolder } from '../testing/temporary-store.ts';
import { completeBinaries, copyBinaries, findBinaries, program, type ServerBinaries } from './server-binaries.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => removeFolder(folder));

async function versionOf(binaries: ServerBinaries): Promise<string> {
  return (await promisify(execFile)(program(binaries, 'postgres'), ['--version'])).stdout.trim();
}

async function linksIn(path: string): Promise<string[]> {
  const names = (await readdir(path)).toSorted();
  const found = await Promise.all(names.map(async (name) => (await lstat(join(path, name))).isSymbolicLink()));
  return names.filter((_, index) => found[index]);
}

it('copies the binaries to where they run, once, and clears away a copy that was cut short', async () => {
  const found = expectOk(await findBinaries());
  await mkdir(join(folder, `pg-bin-${found.version}.unfinished`, 'native'), { recursive: true });
  const copy = await copyBinaries(found, folder);
  expect(await readdir(folder)).toEqual([`pg-bin-${found.version}`]);
  expect(await versionOf(copy)).toMatch(/^postgres \(PostgreSQL\) 18\./);
  const before = await lstat(program(copy, 'postgres'));
  await copyBinaries(found, folder);
  expect((await lstat(program(copy, 'postgres'))).ino).toBe(before.ino);
});

it('makes the library links that a blocked install script has not made', async () => {
  const copy = await copyBinaries(expectOk(await findBinaries()), folder);
  const libraries = join(copy.home, 'lib');
  const links = await linksIn(libraries);
  for (const link of links) await rm(join(libraries, link));
  const completed = await completeBinaries(copy, folder);
  expect(completed.home).toBe(copy.home);
  expect(await linksIn(libraries)).toEqual(links);
  const listed: unknown = JSON.parse(await readFile(join(copy.home, 'pg-symlinks.json'), 'utf8'));
  expect(Array.isArray(listed) && listed.length > 0).toBe(true);
  expect(await versionOf(completed)).toMatch(/^postgres \(PostgreSQL\) 18\./);
});
