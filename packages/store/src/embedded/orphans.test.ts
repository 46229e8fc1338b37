import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import { type RunningScript, startScript } from '../testing/child-process.ts';
import { expectOk, removeFolder, temporaryFolder } from '../testing/temporary-store.ts';
import { dataPaths } from './data-paths.ts';
import { clusterProcesses, notedPostmaster } from './orphans.ts';

/** Several processes one after the other, on a machine that may be busy with the other tests. */
const PATIENCE_MS = 60_000;

let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  dataDir = join(folder, 'data');
});

afterEach(() => removeFolder(folder));

async function holdElsewhere(): Promise<RunningScript> {
  const script = startScript({
    script: new URL('../testing/hold-store.ts', import.meta.url),
    args: [dataDir],
  });
  await script.line('open');
  return script;
}

async function kill(child: RunningScript['child']): Promise<void> {
  const end = once(child, 'close');
  child.kill('SIGKILL');
  await end;
}

/** Opens and closes the store; the codes of what it had to say. */
async function noticesOfOpening(): Promise<readonly string[]> {
  const codes: string[] = [];
  const store = expectOk(await openStore({ dataDir, onNotice: ({ code }) => codes.push(code) }));
  await store.close();
  return codes;
}

it(
  'refuses a second process at once, and names the first',
  async () => {
    const { child } = await holdElsewhere();
    const second = await openStore({ dataDir });
    expect(second.ok ? [] : second.refusals.map(({ code, params }) => [code, params['pid']])).toEqual([
      ['store.in-use', child.pid],
    ]);
    await kill(child);
  },
  PATIENCE_MS,
);

it(
  'ends the server when Kontor is killed, without anybody’s help',
  async () => {
    const { child } = await holdElsewhere();
    const paths = dataPaths(dataDir);
    expect((await clusterProcesses(paths)).length).toBeGreaterThan(1);
    await kill(child);
    while ((await clusterProcesses(paths)).length > 0) await pause(10);
    expect(await noticesOfOpening()).toEqual(['store.taken-over']);
  },
  PATIENCE_MS,
);

it(
  'ends a server that lives on after a killed Kontor, and starts anew',
  async () => {
    const { child } = await holdElsewhere();
    const paths = dataPaths(dataDir);
    const postmaster = await notedPostmaster(paths);
    // Stopped, the server cannot answer its guard's request to end; then it runs on as if there had been no guard.
    process.kill(postmaster ?? 0, 'SIGSTOP');
    await kill(child);
    const opening = noticesOfOpening();
    await pause(200);
    process.kill(postmaster ?? 0, 'SIGCONT');
    expect(await opening).toEqual(['store.taken-over', 'store.orphan-ended']);
  },
  PATIENCE_MS,
);

it(
  'recovers when the server is killed together with Kontor',
  async () => {
    const { child } = await holdElsewhere();
    for (const pid of await clusterProcesses(dataPaths(dataDir))) process.kill(pid, 'SIGKILL');
    await kill(child);
    expect(await noticesOfOpening()).toEqual(['store.taken-over']);
    expect(await readFile(dataPaths(dataDir).log, 'utf8')).toContain('automatic recovery in progress');
  },
  PATIENCE_MS,
);

it(
  'is not misled by a note whose number belongs to another process by now',
  async () => {
    await noticesOfOpening();
    const { cluster } = dataPaths(dataDir);
    const note = `${process.pid}\n${cluster}\n1700000000\n5432\n${join(dataDir, 'run')}\n\n  1  1\nready\n`;
    await writeFile(join(cluster, 'postmaster.pid'), note);
    expect(await noticesOfOpening()).toEqual([]);
  },
  PATIENCE_MS,
);
