import { type StdioOptions, spawn } from 'node:child_process';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { DataPaths } from './data-paths.ts';
import { copyBinaries, program, type ServerBinaries } from './server-binaries.ts';
import type { ServerUser } from './server-user.ts';

/**
 * How the server's programs are run: by ourselves (`same`), by switching to another user (`switch`), or by switching
 * and keeping one capability, to pass through folders which that user may not enter (`traverse`).
 */
export type RunnerKind = 'same' | 'switch' | 'traverse';

export type Runner = {
  readonly kind: RunnerKind;
  readonly uid?: number;
  readonly gid?: number;
  /** What the command line begins with. */
  readonly prefix: readonly string[];
};

export type Outcome = { readonly code: number | null; readonly output: string };

/** What the child sees of our environment: nothing that could steer PostgreSQL, and messages in one language. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];
  const environment: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of kept) {
    if (process.env[name] !== undefined) environment[name] = process.env[name];
  }
  return environment;
}

/** Options common to every program of the server. The working folder is one that everybody may enter. */
export function spawnOptions(runner: Runner) {
  const user = runner.kind === 'switch' ? { uid: runner.uid, gid: runner.gid } : {};
  return { ...user, cwd: process.platform === 'win32' ? undefined : '/', env: serverEnvironment(), windowsHide: true };
}

/** The most that is kept of what a short-lived program prints. */
const MOST_OUTPUT = 64 * 1024;

/** Runs a short-lived program to its end. A program that cannot be started has the code null. */
export function run(runner: Runner, command: readonly string[]): Promise<Outcome> {
  const [file = '', ...args] = [...runner.prefix, ...command];
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe'];
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...spawnOptions(runner), stdio });
    let output = '';
    const keep = (piece: Buffer) => {
      output = `${output}${piece.toString('utf8')}`.slice(-MOST_OUTPUT);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output: output.trim() }));
  });
}

const SAME: Runner = Object.freeze({ kind: 'same', prefix: [] });

/**
 * `dac_read_search` lets a process pass through any folder and read any file, and change nothing; everything else that
 * root could do is given up for good, also for what the server may start.
 */
export function traversing(uid: number, gid: number): Runner {
  const capability = '-all,+dac_read_search';
  return {
    kind: 'traverse',
    prefix: [
      'setpriv',
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--clear-groups',
      '--no-new-privs',
      // Otherwise access(2), by which PostgreSQL finds its own programs, asks as if there were no capability.
      '--securebits=+no_setuid_fixup',
      `--inh-caps=${capability}`,
      `--ambient-caps=${capability}`,
      `--bounding-set=${capability}`,
      '--',
    ],
  };
}

export type RunRequest = {
  readonly user: ServerUser;
  readonly paths: DataPaths;
  readonly socketFolder: string;
  readonly binaries: ServerBinaries;
};

/** Tried, not computed from permissions: access lists, mounts and namespaces have their say as well. */
async function canEnter(runner: Runner, folders: readonly string[]): Promise<boolean> {
  const enterAll = 'for folder; do cd "$folder" || exit 1; done';
  return (await run(runner, ['/bin/sh', '-c', enterAll, 'sh', ...folders])).code === 0;
}

async function chooseRunner({ user, paths, socketFolder }: RunRequest): Promise<Result<Runner>> {
  if (user.kind === 'same') return ok(SAME);
  const { uid, gid } = user;
  const folders = [paths.root, socketFolder];
  const switching: Runner = { kind: 'switch', uid, gid, prefix: [] };
  if (await canEnter(switching, folders)) return ok(switching);
  const traverse = traversing(uid, gid);
  if (await canEnter(traverse, folders)) return ok(traverse);
  return refused(refusal('store.unreachable-as-root', { path: paths.root, uid }, { file: paths.root }));
}

export type ReadyToRun = { readonly runner: Runner; readonly binaries: ServerBinaries };

/**
 * Finds a way to run the server on this folder as this user, and sees that its programs do start: where they lie out
 * of reach, or on a file system that runs no programs, they are copied into the data folder.
 * Refuses: store.unreachable-as-root, store.unsupported-platform.
 */
export async function makeReadyToRun(request: RunRequest): Promise<Result<ReadyToRun>> {
  const { paths, binaries } = request;
  const chosen = await chooseRunner(request);
  if (!chosen.ok) return chosen;
  const runner = chosen.value;
  const starts = async (candidate: ServerBinaries) => run(runner, [program(candidate, 'postgres'), '--version']);
  if ((await starts(binaries)).code === 0) return ok({ runner, binaries });
  const copied = await copyBinaries(binaries, paths.root);
  const second = await starts(copied);
  if (second.code === 0) return ok({ runner, binaries: copied });
  const platform = `${process.platform}-${process.arch}`;
  return refused(refusal('store.unsupported-platform', { platform, detail: second.output.slice(-200) }));
}
