import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { DataPaths } from './data-paths.ts';
import { unlessAbsent } from './file-errors.ts';
import { program } from './server-binaries.ts';
import { type ReadyToRun, run, spawnOptions } from './server-runner.ts';
import { type Listening, serverArguments } from './server-settings.ts';

/** Recovery after a loss of power replays at most a few hundred megabytes of log. */
const START_PATIENCE_MS = 300_000;
const ORDERLY_END_MS = 60_000;
const POLL_MS = 10;
/** A log longer than this is set aside at the next start. */
const LONGEST_LOG_BYTES = 4 * 1024 * 1024;

export type Postmaster = {
  readonly listening: Listening;
  /** Settles when the server has ended, by us or by itself. */
  readonly ended: Promise<void>;
  /** Ends the server in good order: sessions are cut off, everything is written to disk. */
  readonly stop: () => Promise<void>;
};

/**
 * The guard: a shell that turns into the server, after leaving behind a process that reads from us. When Kontor dies
 * in whatever way, the operating system closes the pipe, the read ends, and the guard asks the server for an orderly
 * end. A line in the pipe says good-bye instead. Being started twice removed, the guard is no child of the server.
 */
const GUARD = '( ( read -r _ <&3 || kill -INT $$ ) >/dev/null 2>&1 & ); exec "$@" 3<&-';

async function openLog(paths: DataPaths) {
  const size = (await unlessAbsent(stat(paths.log)))?.size ?? 0;
  if (size > LONGEST_LOG_BYTES) await rename(paths.log, `${paths.log}.1`);
  const file = await open(paths.log, 'a', 0o600);
  return { file, from: size > LONGEST_LOG_BYTES ? 0 : size };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', () => resolve());
  });
  const address = probe.address();
  await new Promise<void>((resolve) => {
    probe.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('the system gave no free port');
  return address.port;
}

function launch(ready: ReadyToRun, args: readonly string[], logFd: number): ChildProcess {
  const { runner, binaries } = ready;
  const command = [...runner.prefix, program(binaries, 'postgres'), ...args];
  // A group of its own: Ctrl-C in the terminal is for Kontor, which ends the server when it is ready to.
  if (process.platform === 'win32') {
    const [file = '', ...rest] = command;
    return spawn(file, rest, { ...spawnOptions(runner), stdio: ['ignore', logFd, logFd], detached: false });
  }
  const child = spawn('/bin/sh', ['-c', GUARD, 'kontor-guard', ...command], {
    ...spawnOptions(runner),
    stdio: ['ignore', logFd, logFd, 'pipe'],
    detached: true,
  });
  const pipe = child.stdio[3];
  // Neither the server nor the guard keeps alive a process that has nothing else to do.
  if (pipe instanceof Socket) pipe.on('error', () => undefined).unref();
  child.unref();
  return child;
}

function sayGoodBye(child: ChildProcess): void {
  const pipe = child.stdio[3];
  if (pipe instanceof Socket && pipe.writable) pipe.end('\n');
}

/** The eighth line of the server's note says how far it is; the first, whose note it is. */
async function isReady(paths: DataPaths, pid: number | undefined): Promise<boolean> {
  const note = await unlessAbsent(readFile(join(paths.cluster, 'postmaster.pid'), 'utf8'));
  const lines = note?.split('\n') ?? [];
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

async function logSince(paths: DataPaths, from: number): Promise<string> {
  const text = await readFile(paths.log);
  return text.subarray(from).toString('utf8').trim().slice(-600);
}

function stopper(child: ChildProcess, ended: Promise<void>, ready: ReadyToRun, paths: DataPaths): () => Promise<void> {
  const stop = async () => {
    child.ref(); // from now on the process does wait for it
    if (process.platform === 'win32') {
      await run(ready.runner, [program(ready.binaries, 'pg_ctl'), 'stop', '-D', paths.cluster, '-m', 'fast', '-w']);
    } else {
      child.kill('SIGINT');
    }
    const timeout = pause(ORDERLY_END_MS, 'late', { ref: false });
    if ((await Promise.race([ended, timeout])) === 'late') child.kill('SIGQUIT');
    await ended;
  };
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= stop();
    return stopping;
  };
}

export type StartRequest = {
  readonly paths: DataPaths;
  readonly ready: ReadyToRun;
  readonly socketFolder: string;
};

/**
 * Starts the server and waits until it takes connections, however long it recovers from a crash.
 * Refuses: store.start-failed (with the end of the server's log), store.disk-full.
 */
export async function startPostmaster({ paths, ready, socketFolder }: StartRequest): Promise<Result<Postmaster>> {
  const listening: Listening =
    process.platform === 'win32'
      ? { kind: 'loopback', port: await freePort() }
      : { kind: 'socket', folder: socketFolder };
  const { file, from } = await openLog(paths);
  const child = launch(ready, serverArguments(paths.cluster, listening), file.fd);
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => {
      sayGoodBye(child);
      resolve();
    });
  });
  await file.close();

  const stop = stopper(child, ended, ready, paths);
  const deadline = performance.now() + START_PATIENCE_MS;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  while (!hasEnded() && performance.now() < deadline) {
    if (await isReady(paths, child.pid)) return ok({ listening, ended, stop });
    await pause(POLL_MS);
  }
  if (!hasEnded()) await stop();
  const detail = await logSince(paths, from);
  const code = /No space left on device/i.test(detail) ? 'store.disk-full' : 'store.start-failed';
  return refused(refusal(code, { path: paths.root, log: paths.log, detail }, { file: paths.log }));
}
