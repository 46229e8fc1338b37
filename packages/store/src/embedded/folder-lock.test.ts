import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codesOf, expectOk, removeFolder, temporaryFolder } from '../testing/temporary-store.ts';
import { type LockPlaces, lockFolder } from './folder-lock.ts';
import { ownIdentity, type ProcessIdentity } from './process-identity.ts';

let root: string;
let places: LockPlaces;

beforeEach(async () => {
  root = await temporaryFolder();
  places = { dataRoot: root, folder: join(root, 'lock'), socketFolder: root };
  await mkdir(places.folder);
});

afterEach(() => removeFolder(root));

/** A lock left behind by a process of the given identity, which nobody listens for. */
async function leaveLock(holder: Partial<ProcessIdentity>): Promise<void> {
  const left = { ...ownIdentity(), ...holder, started: '2025-10-01T00:00:00.000Z', socket: join(root, 'lock-gone') };
  await writeFile(join(places.folder, '7.json'), JSON.stringify(left));
}

it('is held by one, refused to others, and free when let go', async () => {
  const first = expectOk(await lockFolder(places));
  expect(first.takenOver).toBe(false);
  expect(codesOf(await lockFolder(places))).toEqual(['store.in-use']);
  await first.release();
  const second = expectOk(await lockFolder(places));
  expect(second.takenOver).toBe(false);
  await second.release();
});

it('is given to exactly one of many who ask at the same moment, also over a dead holder', async () => {
  await leaveLock({ startTicks: '1' });
  const results = await Promise.all(Array.from({ length: 24 }, () => lockFolder(places)));
  const held = results.flatMap((result) => (result.ok ? [result.value] : []));
  expect(held).toHaveLength(1);
  expect(results.flatMap((result) => (result.ok ? [] : codesOf(result)))).toEqual(
    Array.from({ length: 23 }, () => 'store.in-use'),
  );
  await held[0]?.release();
});

it('is taken over from a process that is gone, though another has its number now', async () => {
  await leaveLock({ startTicks: '1' });
  const lock = expectOk(await lockFolder(places));
  expect(lock.takenOver).toBe(true);
  await lock.release();
  expect(await readdir(places.folder)).toEqual(['8.json']);
});

it('is taken over after the machine was started anew', async () => {
  await leaveLock({ bootId: 'an earlier start' });
  const lock = expectOk(await lockFolder(places));
  expect(lock.takenOver).toBe(true);
  await lock.release();
});

it('is respected while its holder cannot be judged from here', async () => {
  await leaveLock({ bootId: 'of another machine', host: 'another-machine' });
  expect(codesOf(await lockFolder(places))).toEqual(['store.in-use-elsewhere']);
});
