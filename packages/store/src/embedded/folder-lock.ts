import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { z } from 'zod';
import { unlessAbsent } from './file-errors.ts';
import { isAlive, ownIdentity } from './process-identity.ts';
import { answers } from './socket-place.ts';
import { writeOnce } from './write-once.ts';

const holderSchema = z.object({
  /** Null once the holder has let go. */
  pid: z.int().positive().nullable(),
  startTicks: z.string().nullable(),
  bootId: z.string().nullable(),
  pidNamespace: z.string().nullable(),
  host: z.string(),
  /** For people: when the holder's process started. */
  started: z.string(),
  /** Listened on by the holder; the operating system closes it with the process. */
  socket: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export type FolderLock = {
  /** The holder before us did not let go: it was killed. */
  readonly takenOver: boolean;
  readonly release: () => Promise<void>;
};

export type LockPlaces = {
  /** The data folder that is locked; named in refusals. */
  readonly dataRoot: string;
  /** The folder of the lock's files. */
  readonly folder: string;
  /** Where a socket's path is short enough. */
  readonly socketFolder: string;
};

const GENERATION = /^(\d{1,15})\.json$/;

const fileOf = (folder: string, generation: number): string => join(folder, `${generation}.json`);

async function generationsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => GENERATION.exec(name)?.[1] ?? []).map(Number);
}

const highest = (generations: readonly number[]): number => generations.reduce((a, b) => Math.max(a, b), 0);

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await unlessAbsent(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  return holderSchema.parse(JSON.parse(text));
}

function inUse(dataRoot: string, path: string, holder: Holder): Refusal {
  const { host, started } = holder;
  const params = { path: dataRoot, pid: holder.pid ?? 0, started, host, lock: path };
  // On another machine nothing here can tell whether the holder lives; its network file system may be shared.
  const code = host === ownIdentity().host ? 'store.in-use' : 'store.in-use-elsewhere';
  return refusal(code, params, { file: path });
}

type Standing = 'free' | 'abandoned' | 'held';

/** A holder lives when its process does or its socket answers; one that cannot be judged is taken to live. */
async function standingOf(holder: Holder): Promise<Standing> {
  const { pid } = holder;
  if (pid === null) return 'free';
  const own = ownIdentity();
  const alive = isAlive({ ...holder, pid }, own);
  if (alive === true || (await answers(holder.socket))) return 'held';
  const isOnAnotherMachine = holder.bootId !== own.bootId && holder.host !== own.host;
  return isOnAnotherMachine ? 'held' : 'abandoned';
}

const SOCKET_PREFIX = 'lock-';

/** Sockets of processes that were killed: nobody answers there. On Windows a pipe goes with its process. */
async function clearSockets(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  for (const name of await readdir(folder)) {
    const socket = join(folder, name);
    if (name.startsWith(SOCKET_PREFIX) && !(await answers(socket))) await rm(socket, { force: true });
  }
}

/** On Windows a socket is a named pipe, and its name is not a path in a folder. */
function socketPath(socketFolder: string): string {
  const name = `${SOCKET_PREFIX}${randomBytes(6).toString('hex')}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\kontor-${name}` : join(socketFolder, name);
}

async function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
  server.unref();
  return server;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function releaser(path: string, holder: Holder, server: Server): () => Promise<void> {
  let releasing: Promise<void> | undefined;
  const release = async () => {
    const next = `${path}.released`;
    await writeFile(next, JSON.stringify({ ...holder, pid: null }), { mode: 0o600 });
    await rename(next, path);
    await closed(server);
  };
  return () => {
    releasing ??= release();
    return releasing;
  };
}

/**
 * Why no two processes can hold the lock: each holder has a *generation*, a file made by a hard link, which succeeds
 * for one only. The file of the highest generation is never removed, only marked as released, so generations rise for
 * ever. A process takes generation n + 1 only after it has seen n released or its holder dead, and it holds the lock
 * only if, afterwards, its own generation is the highest there is.
 */
async function claim(places: LockPlaces, holder: Holder): Promise<Result<{ path: string; takenOver: boolean }>> {
  for (;;) {
    const last = highest(await generationsIn(places.folder));
    const lastPath = fileOf(places.folder, last);
    const lastHolder = last === 0 ? undefined : await readHolder(lastPath);
    if (last > 0 && lastHolder === undefined) continue; // overtaken and cleaned away while we looked
    const standing = lastHolder === undefined ? 'free' : await standingOf(lastHolder);
    if (standing === 'held' && lastHolder !== undefined) return refused(inUse(places.dataRoot, lastPath, lastHolder));

    const path = fileOf(places.folder, last + 1);
    if (!(await writeOnce(path, JSON.stringify(holder)))) continue;
    const now = await generationsIn(places.folder);
    if (highest(now) !== last + 1) {
      await rm(path, { force: true });
      continue;
    }
    for (const old of now.filter((generation) => generation <= last)) {
      await rm(fileOf(places.folder, old), { force: true });
    }
    await clearSockets(places.socketFolder);
    return ok({ path, takenOver: standing === 'abandoned' });
  }
}

/**
 * Takes the data folder for this process, at once or not at all. A folder whose holder was killed is taken over.
 * Refuses: store.in-use, store.in-use-elsewhere (each with the holder's pid, host and time).
 */
export async function lockFolder(places: LockPlaces): Promise<Result<FolderLock>> {
  await mkdir(places.folder, { recursive: true, mode: 0o700 });
  const socket = socketPath(places.socketFolder);
  const server = await listen(socket);
  const holder: Holder = { ...ownIdentity(), started: new Date(performance.timeOrigin).toISOString(), socket };
  try {
    const claimed = await claim(places, holder);
    if (claimed.ok) {
      const { path, takenOver } = claimed.value;
      return ok({ takenOver, release: releaser(path, holder, server) });
    }
    await closed(server);
    return claimed;
  } catch (error) {
    await closed(server);
    throw error;
  }
}
