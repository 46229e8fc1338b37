import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { Access } from './access-file.ts';
import type { DataPaths } from './data-paths.ts';
import { unlessAbsent } from './file-errors.ts';
import { program } from './server-binaries.ts';
import { type ReadyToRun, run } from './server-runner.ts';
import type { ServerUser } from './server-user.ts';

/** The role that owns the tables; used to migrate, never to work. */
export const OWNER_ROLE = 'kontor_owner';

/**
 * Sorted by code point and with the letters of every alphabet, by PostgreSQL's own tables: an upgrade of the operating
 * system cannot change an index.
 */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** One call that brings the whole file system to disk, where there is one, instead of one for each of 1,000 files. */
const SYNC = process.platform === 'linux' ? ['--sync-method=syncfs'] : [];

export type ClusterRequest = {
  readonly paths: DataPaths;
  readonly user: ServerUser;
  readonly ready: ReadyToRun;
  readonly access: Access;
};

function failure(paths: DataPaths, output: string): Result<never> {
  const place = { file: paths.cluster };
  if (/No space left on device/i.test(output)) return refused(refusal('store.disk-full', { path: paths.root }, place));
  return refused(refusal('store.init-failed', { path: paths.root, detail: output.slice(-400) }, place));
}

const UNFINISHED_PREFIX = 'pg.new-';

/** What a killed start left. Its initdb may still be writing there for a moment; the next start clears the rest. */
async function clearUnfinished(paths: DataPaths): Promise<void> {
  const names = await readdir(paths.root);
  for (const name of names.filter((other) => other.startsWith(UNFINISHED_PREFIX))) {
    await rm(join(paths.root, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function makeIn(folder: string, { paths, user, ready, access }: ClusterRequest): Promise<Result<string>> {
  const { runner, binaries } = ready;
  const passwordFile = join(folder, 'password');
  const cluster = join(folder, 'pg');
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, access.owner, { mode: 0o600 });
  if (user.kind === 'other') {
    for (const path of [folder, cluster, passwordFile]) await chown(path, user.uid, user.gid);
  }
  const made = await run(runner, [
    program(binaries, 'initdb'),
    `--pgdata=${cluster}`,
    `--username=${OWNER_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--no-instructions',
    ...LOCALE,
    ...SYNC,
  ]);
  return made.code === 0 ? ok(cluster) : failure(paths, made.output);
}

/**
 * Makes the cluster of a new data folder; true if it did. It is made under another name, never used twice, and renamed
 * when complete, so that a process killed half-way leaves nothing that looks like data.
 * Refuses: store.disk-full, store.init-failed.
 */
export async function ensureCluster(request: ClusterRequest): Promise<Result<boolean>> {
  const { paths } = request;
  await clearUnfinished(paths);
  if ((await unlessAbsent(stat(paths.cluster))) !== undefined) return ok(false);
  const folder = join(paths.root, `${UNFINISHED_PREFIX}${randomBytes(6).toString('hex')}`);
  const made = await makeIn(folder, request);
  if (made.ok) await rename(made.value, paths.cluster);
  await rm(folder, { recursive: true, force: true });
  return made.ok ? ok(true) : made;
}
