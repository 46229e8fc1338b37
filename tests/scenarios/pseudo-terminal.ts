import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { plainEnvironment } from './kontor.ts';

const PATIENCE_MS = 200_000;

/** What is typed once a text has appeared after what was typed before. */
export type Step = { readonly when: string; readonly type: string };

export type Dialogue = { readonly code: number | null; readonly screen: string };

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** `script` gives a command a terminal of its own; the one of macOS takes its arguments in another order. */
function withTerminal(line: string): readonly [string, readonly string[]] {
  if (process.platform === 'darwin') return ['script', ['-q', '/dev/null', 'sh', '-c', line]];
  return ['script', ['-qec', line, '/dev/null']];
}

/** What a person would read: without colours and the movements of the cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by them
const plain = (screen: string): string => screen.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');

/** Runs a command at a real pseudo-terminal, its standard output in a file, and types as a person would. */
export async function atTerminal(
  command: readonly string[],
  output: string,
  steps: readonly Step[],
): Promise<Dialogue> {
  const line = `stty cols 120 rows 60; exec ${command.map(quoted).join(' ')} > ${quoted(output)}`;
  const [file, args] = withTerminal(line);
  const child = spawn(file, args, { stdio: 'pipe', env: plainEnvironment({ TERM: 'xterm', SHELL: '/bin/sh' }) });
  let screen = '';
  let seen = 0;
  const open = [...steps];
  const proceed = (): void => {
    const step = open[0];
    const at = step === undefined ? -1 : plain(screen).indexOf(step.when, seen);
    if (step === undefined || at < 0) return;
    open.shift();
    seen = plain(screen).length;
    child.stdin.write(step.type);
  };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      screen += piece;
      proceed();
    });
  // A question that never comes would leave the process waiting for ever: it is ended, and its screen tells why.
  const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await once(child, 'close');
  clearTimeout(patience);
  return { code: child.exitCode, screen: plain(screen) };
}
