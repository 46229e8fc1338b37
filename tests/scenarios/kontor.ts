import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { compile, isCompiled } from '../../scripts/house/compile.mjs';
import { oneAtATime } from '../../scripts/house/one-at-a-time.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A path of the repository, for a process that works elsewhere. */
export const inRepository = (path: string): string => join(ROOT, path);

/** Scenarios run what people run, the compiled program: it is compiled first where a source has changed. */
if (!isCompiled()) await oneAtATime(async () => (isCompiled() ? undefined : compile()));

export const KONTOR: readonly string[] = [process.execPath, inRepository('packages/cli/dist/bin.js')];

/** The environment of a person who has set nothing: scenarios say what they want of language, zone and data. */
export function plainEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, ...more };
}

/** How a run ended and what it said on either stream. */
export type Ran = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
};

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
};

/** Starts a command of Kontor that is to be watched, or ended, on its way. */
export function start(args: readonly string[], { cwd = tmpdir(), env }: RunOptions = {}) {
  const [file = '', ...rest] = KONTOR;
  return spawn(file, [...rest, ...args], { cwd, env: plainEnvironment(env), stdio: 'pipe' });
}

/** Runs a command of Kontor to its end. */
export async function kontor(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = start(args, options);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    out += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    err += piece;
  });
  child.stdin.end(options.input ?? '');
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode, out, err };
}

/** What no person should ever be shown: the inside of the program. */
export function expectNoInside({ out, err }: Pick<Ran, 'out' | 'err'>): void {
  expect(`${out}${err}`).not.toMatch(/\n\s+at .+:\d+:\d+|node:internal|\bundefined\b|\[object Object\]|NaN/);
}

/** A folder of its own for a test file, or for a test that gives `onTestFinished`; removed at its end. */
export async function scenarioFolder(atEnd: (remove: () => Promise<void>) => void = afterAll): Promise<{
  readonly path: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-scenario-'));
  atEnd(async () => rm(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    write: async (name, content) => {
      await writeFile(path(name), content);
      return path(name);
    },
  };
}
