import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { DataPaths } from './data-paths.ts';
import { unlessAbsent } from './file-errors.ts';
import { answers, serverSocket } from './socket-place.ts';

/** How long a server may take for an orderly end, which writes all that is dirty to disk. */
const ORDERLY_END_MS = 60_000;
/** How long it may take when told to drop everything; the next start recovers from the log. */
const IMMEDIATE_END_MS = 15_000;
const POLL_MS = 20;

function pidFile(paths: DataPaths): string {
  return join(paths.cluster, 'postmaster.pid');
}

/** The process number of the server's first process, by its own note in the cluster; undefined without one. */
export async function notedPostmaster(paths: DataPaths): Promise<number | undefined> {
  const text = await unlessAbsent(readFile(pidFile(paths), 'utf8'));
  const pid = Number(text?.split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/**
 * Every process of the server works inside the cluster's folder, so a program named postgres whose working folder is
 * this very folder (same device, same inode) is a process of this cluster, whatever its number.
 */
async function worksIn(pid: string, cluster: { dev: bigint; ino: bigint }): Promise<boolean> {
  try {
    const [folder, executable] = await Promise.all([
      stat(`/proc/${pid}/cwd`, { bigint: true }),
      readlink(`/proc/${pid}/exe`),
    ]);
    const name = basename(executable).replace(/ \(deleted\)$/, '');
    return folder.dev === cluster.dev && folder.ino === cluster.ino && name === 'postgres';
  } catch {
    return false; // gone, or not ours to see and therefore not ours
  }
}

async function processesByProc(paths: DataPaths): Promise<number[]> {
  const cluster = await stat(paths.cluster, { bigint: true });
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(async (pid) => ((await worksIn(pid, cluster)) ? [Number(pid)] : [])));
  return found.flat();
}

/** Without /proc: the noted process, if its command line names this cluster. */
async function processesByPs(paths: DataPaths): Promise<number[]> {
  const pid = await notedPostmaster(paths);
  if (pid === undefined || process.platform === 'win32') return [];
  const command = await new Promise<string>((resolve) => {
    execFile('ps', ['-ww', '-o', 'command=', '-p', String(pid)], (_error, output) => resolve(output));
  });
  return command.includes('postgres') && command.includes(paths.cluster) ? [pid] : [];
}

/** The processes of a server that runs on this cluster now. */
export async function clusterProcesses(paths: DataPaths): Promise<number[]> {
  return process.platform === 'linux' ? processesByProc(paths) : processesByPs(paths);
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // it ended by itself
    }
  }
}

async function waitForEnd(paths: DataPaths, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while ((await clusterProcesses(paths)).length > 0) {
    if (performance.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}

/** Asks the first process for an orderly end; processes without a first one have nothing to put in order. */
async function endProcesses(paths: DataPaths, pids: readonly number[]): Promise<boolean> {
  const postmaster = await notedPostmaster(paths);
  if (postmaster !== undefined && pids.includes(postmaster)) {
    signal([postmaster], 'SIGINT');
    if (await waitForEnd(paths, ORDERLY_END_MS)) return true;
  }
  signal(await clusterProcesses(paths), 'SIGQUIT');
  return waitForEnd(paths, IMMEDIATE_END_MS);
}

/**
 * Clears away what a killed Kontor left: a server that still runs on this cluster is ended, and its notes, whose
 * process numbers may by now belong to somebody else, are removed. True when a server had to be ended. Called only
 * while the data folder is locked. Refuses: store.server-will-not-end, store.server-out-of-sight.
 */
export async function endOrphans(paths: DataPaths, socketFolder: string): Promise<Result<boolean>> {
  const pids = await clusterProcesses(paths);
  const place = { file: paths.cluster };
  if (pids.length > 0 && !(await endProcesses(paths, pids))) {
    const stuck = (await clusterProcesses(paths)).join(', ');
    return refused(refusal('store.server-will-not-end', { path: paths.root, pids: stuck }, place));
  }
  if (process.platform !== 'linux') return ok(pids.length > 0);
  const socket = serverSocket(socketFolder);
  if (await answers(socket)) return refused(refusal('store.server-out-of-sight', { path: paths.root, socket }, place));
  for (const note of [pidFile(paths), socket, `${socket}.lock`]) await rm(note, { force: true });
  return ok(pids.length > 0);
}
