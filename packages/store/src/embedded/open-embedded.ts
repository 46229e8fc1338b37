import { chmod, chown } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { makeStore } from '../make-store.ts';
import { migrate } from '../migration/migrate.ts';
import { readMigrations } from '../migration/read-migrations.ts';
import type { OnNotice, Store } from '../store.ts';
import { type Access, readOrMakeAccess } from './access-file.ts';
import { type DataFolder, prepareDataFolder } from './data-folder.ts';
import { fileRefusal } from './file-errors.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { ensureCluster } from './make-cluster.ts';
import { endOrphans } from './orphans.ts';
import { type Postmaster, startPostmaster } from './postmaster.ts';
import { entrances, provision } from './provision.ts';
import { completeBinaries, findBinaries, type ServerBinaries } from './server-binaries.ts';
import { makeReadyToRun, type ReadyToRun } from './server-runner.ts';
import { chooseServerUser, type ServerUser } from './server-user.ts';
import { makePrivateFolder, socketFolderFor } from './socket-place.ts';

export type EmbeddedRequest = {
  readonly dataDir: string;
  /** Told what a person should know: first start, a crash made good, the server's end. */
  readonly onNotice?: OnNotice;
  /** Refuse a folder that holds no data yet (store.no-data) instead of beginning one. */
  readonly mustExist?: boolean;
};

type Site = {
  readonly folder: DataFolder;
  readonly socketFolder: string;
  readonly user: ServerUser;
  readonly binaries: ServerBinaries;
  readonly notice: OnNotice;
};

type Running = {
  readonly site: Site;
  readonly lock: FolderLock;
  readonly postmaster: Postmaster;
  readonly access: Access;
};

/** A folder that root has just made can be entered by the server's user and stays closed to everybody else. */
async function openToServer({ folder, user }: Site): Promise<void> {
  if (user.kind === 'same' || !folder.madeNow) return;
  await chown(folder.paths.root, 0, user.gid);
  await chmod(folder.paths.root, 0o710);
}

/** Everything up to the lock: nothing that another Kontor in this folder could be disturbed by. */
async function survey({ dataDir, onNotice, mustExist = false }: EmbeddedRequest): Promise<Result<Site>> {
  const binaries = await findBinaries();
  if (!binaries.ok) return binaries;
  const folder = await prepareDataFolder({ dataDir, postgresMajor: binaries.value.postgresMajor, mustExist });
  if (!folder.ok) return folder;
  const { paths } = folder.value;
  const user = await chooseServerUser(paths);
  if (!user.ok) return user;
  const socketFolder = socketFolderFor(paths.root);
  const owners = [process.getuid?.() ?? 0, ...(user.value.kind === 'other' ? [user.value.uid] : [])];
  const made = await makePrivateFolder(socketFolder, owners);
  if (!made.ok) return made;
  const notice: OnNotice = onNotice ?? (() => undefined);
  return ok({ folder: folder.value, socketFolder, user: user.value, binaries: binaries.value, notice });
}

async function makeRunnable(site: Site): Promise<Result<{ ready: ReadyToRun; access: Access }>> {
  const { folder, socketFolder, user } = site;
  const { paths } = folder;
  await openToServer(site);
  if (user.kind === 'other') await chown(socketFolder, user.uid, user.gid);
  const access = await readOrMakeAccess(paths);
  if (!access.ok) return access;
  const binaries = await completeBinaries(site.binaries, paths.root);
  const ready = await makeReadyToRun({ user, paths, socketFolder, binaries });
  return ready.ok ? ok({ ready: ready.value, access: access.value }) : ready;
}

/** With the lock held: a cluster if there is none, an end to what a crash left, and a running server. */
async function start(site: Site, lock: FolderLock): Promise<Result<Running>> {
  const { folder, socketFolder, user, notice } = site;
  const { paths } = folder;
  const params = { path: paths.root };
  const runnable = await makeRunnable(site);
  if (!runnable.ok) return runnable;
  const { ready, access } = runnable.value;

  const cluster = await ensureCluster({ paths, user, ready, access });
  if (!cluster.ok) return cluster;
  if (cluster.value) notice(refusal('store.created', params, { file: paths.root }, 'warning'));
  if (lock.takenOver) notice(refusal('store.taken-over', params, { file: paths.root }, 'warning'));

  const orphans = await endOrphans(paths, socketFolder);
  if (!orphans.ok) return orphans;
  if (orphans.value) notice(refusal('store.orphan-ended', params, { file: paths.root }, 'warning'));

  const postmaster = await startPostmaster({ paths, ready, socketFolder });
  return postmaster.ok ? ok({ site, lock, postmaster: postmaster.value, access }) : postmaster;
}

async function connectStore({ site, lock, postmaster, access }: Running): Promise<Result<Store>> {
  const doors = entrances(postmaster.listening, access);
  await provision(doors, access);
  const migrated = await migrate(doors.owner, await readMigrations());
  if (!migrated.ok) return migrated;
  let isClosing = false;
  const { root, log } = site.folder.paths;
  const tellEnd = async () => {
    await postmaster.ended;
    if (!isClosing) site.notice(refusal('store.server-ended', { path: root, log }, { file: log }, 'warning'));
  };
  void tellEnd();
  return ok(
    makeStore({
      kind: 'embedded',
      connection: doors.app,
      beforeClosing: () => {
        isClosing = true;
      },
      afterClosing: async () => {
        await postmaster.stop();
        await lock.release();
      },
    }),
  );
}

async function openLocked(site: Site, lock: FolderLock): Promise<Result<Store>> {
  const running = await start(site, lock);
  if (!running.ok) return running;
  try {
    const store = await connectStore(running.value);
    if (!store.ok) await running.value.postmaster.stop();
    return store;
  } catch (error) {
    await running.value.postmaster.stop();
    throw error;
  }
}

async function open(request: EmbeddedRequest): Promise<Result<Store>> {
  const surveyed = await survey(request);
  if (!surveyed.ok) return surveyed;
  const site = surveyed.value;
  const { paths } = site.folder;
  const lock = await lockFolder({ dataRoot: paths.root, folder: paths.lock, socketFolder: site.socketFolder });
  if (!lock.ok) return lock;
  try {
    const store = await openLocked(site, lock.value);
    if (!store.ok) await lock.value.release();
    return store;
  } catch (error) {
    await lock.value.release();
    throw error;
  }
}

/**
 * Opens the store in a data folder, with a PostgreSQL of its own that lives as long as this process. Refuses what the
 * steps refuse, in their order: the platform, the folder (store.folder-not-ours, store.not-writable, ...), the lock
 * (store.in-use), the server's user (store.unreachable-as-root), its start, the migrations.
 */
export async function openEmbedded(request: EmbeddedRequest): Promise<Result<Store>> {
  try {
    return await open(request);
  } catch (error) {
    const reason = fileRefusal(error, resolve(request.dataDir));
    if (reason === undefined) throw error;
    return refused(reason);
  }
}
