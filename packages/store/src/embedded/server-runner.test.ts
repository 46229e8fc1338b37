import { chmod, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startScript } from '../testing/child-process.ts';
import { expectOk, removeFolder, temporaryFolder } from '../testing/temporary-store.ts';
import { dataPaths } from './data-paths.ts';
import { findBinaries } from './server-binaries.ts';
import { makeReadyToRun, type RunnerKind, traversing } from './server-runner.ts';
import { chooseServerUser } from './server-user.ts';

/** The server never runs as root; an ordinary user runs it as himself. Both kinds of machine run these tests. */
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const HOLD_STORE = new URL('../testing/hold-store.ts', import.meta.url);

/** Several processes one after the other, on a machine that may be busy with the other tests. */
const PATIENCE_MS = 60_000;

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => removeFolder(folder));

async function runnerFor(root: string): Promise<RunnerKind> {
  const paths = dataPaths(root);
  const socketFolder = join(root, 'run');
  await mkdir(socketFolder, { recursive: true });
  const user = expectOk(await chooseServerUser(paths));
  const binaries = expectOk(await findBinaries());
  return expectOk(await makeReadyToRun({ user, paths, socketFolder, binaries })).runner.kind;
}

/** Opens and closes the store of a folder in a process of its own. */
async function openAndClose(dataDir: string, prefix: readonly string[] = []): Promise<string> {
  const { output } = await startScript({ script: HOLD_STORE, args: [dataDir, 'close'], prefix }).ended;
  return output;
}

it(
  'switches to another user where he may enter',
  async () => {
    await chmod(folder, 0o755);
    expect(await runnerFor(join(folder, 'data'))).toBe(isRoot ? 'switch' : 'same');
  },
  PATIENCE_MS,
);

it(
  'lets him pass through folders that are closed to him, as those of mktemp are',
  async () => {
    expect((await lstat(folder)).mode & 0o777).toBe(0o700);
    expect(await runnerFor(join(folder, 'data'))).toBe(isRoot ? 'traverse' : 'same');
  },
  PATIENCE_MS,
);

it.each([0o755, 0o700])(
  'serves a folder below one of mode %o, the cluster owned by the server’s user',
  async (mode) => {
    await chmod(folder, mode);
    const dataDir = join(folder, 'data');
    expect(await openAndClose(dataDir)).toBe(`notice store.created\nopen uid ${process.getuid?.()} facts 0\nclosed\n`);
    expect(await openAndClose(dataDir)).toBe(`open uid ${process.getuid?.()} facts 0\nclosed\n`);
    const owner = (await lstat(join(dataDir, 'pg'))).uid;
    expect(owner === 0).toBe(false);
    expect(owner).toBe(isRoot ? NOBODY : process.getuid?.());
  },
);

it(
  'serves an ordinary user, and root after him',
  async () => {
    const prefix = isRoot ? traversing(NOBODY, NOBODY).prefix : [];
    const uid = isRoot ? NOBODY : process.getuid?.();
    await chmod(folder, 0o777);
    const dataDir = join(folder, 'data');
    expect(await openAndClose(dataDir, prefix)).toBe(`notice store.created\nopen uid ${uid} facts 0\nclosed\n`);
    expect((await lstat(join(dataDir, 'pg'))).uid).toBe(uid);
    expect(await openAndClose(dataDir)).toBe(`open uid ${process.getuid?.()} facts 0\nclosed\n`);
    expect(await openAndClose(dataDir, prefix)).toBe(`open uid ${uid} facts 0\nclosed\n`);
  },
  PATIENCE_MS,
);

it(
  'says so when a folder cannot be written to',
  async () => {
    const dataDir = join(folder, 'data');
    await mkdir(dataDir, { mode: 0o500 });
    const prefix = isRoot ? traversing(NOBODY, NOBODY).prefix : [];
    expect(await openAndClose(dataDir, prefix)).toBe('refused store.not-writable\n');
  },
  PATIENCE_MS,
);

it(
  'refuses root a folder that only root may enter, where nothing can carry the server through',
  async () => {
    // Without setpriv on the search path there is no way to keep the one capability.
    const output = await openAndClose(join(folder, 'data'), ['/usr/bin/env', 'PATH=/nonexistent']);
    expect(output.split('\n')[0]).toBe(isRoot ? 'refused store.unreachable-as-root' : 'notice store.created');
  },
  PATIENCE_MS,
);
