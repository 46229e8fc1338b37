import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a script's process printed and how it ended. */
export type Ended = { readonly code: number | null; readonly output: string };

export type RunningScript = {
  readonly child: ChildProcess;
  /** Settles with the first line that begins with `prefix`, or rejects when the process ends before. */
  readonly line: (prefix: string) => Promise<string>;
  readonly ended: Promise<Ended>;
};

export type ScriptRequest = {
  /** The script, relative to the module that asks. */
  readonly script: URL;
  readonly args: readonly string[];
  /** What the command line begins with, such as a change of user. */
  readonly prefix?: readonly string[];
};

/** Runs a TypeScript file in a process of its own, with the packages' sources. */
export function startScript({ script, args, prefix = [] }: ScriptRequest): RunningScript {
  const command = [...prefix, process.execPath, '--conditions=kontor-source', '--import', 'tsx'];
  const [file = '', ...rest] = [...command, fileURLToPath(script), ...args];
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], cwd: fileURLToPath(new URL('.', script)) });
  let output = '';
  const listeners = new Set<() => void>();
  const keep = (piece: Buffer) => {
    output += piece.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close').then((): Ended => ({ code: child.exitCode, output }));
  const line = (wanted: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const complete = output.slice(0, output.lastIndexOf('\n') + 1).split('\n');
        const found = complete.find((text) => text.startsWith(wanted));
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then(({ output: all }) => {
        reject(new Error(`ended without «${wanted}»: ${all}`));
        return all;
      });
    });
  return { child, line, ended };
}
