import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dataPaths } from '@kontor/store/embedded/data-paths';
import { clusterProcesses } from '@kontor/store/embedded/orphans';
import { openStore } from '@kontor/store/open-store';
import { type RunningScript, startScript } from '@kontor/store/testing/child-process';
import { expectOk, removeFolder, temporaryFolder } from '@kontor/store/testing/temporary-store';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Six processes one after the other, on a machine that may be busy with the other tests. */
const PATIENCE_MS = 120_000;

let folder: string;
/** What the store holds after an import that nobody disturbed. */
let undisturbed: unknown;

const startImport = (dataDir: string): RunningScript =>
  startScript({ script: new URL('./import-process.ts', import.meta.url), args: [dataDir] });

/** Everything the store holds, but for the moments at which rows were written. */
async function contentOf(dataDir: string): Promise<unknown> {
  const store = expectOk(await openStore({ dataDir }));
  try {
    const query = async (sql: string) => (await store.pool.query<Record<string, unknown>>(sql)).rows;
    return {
      facts: await query(`select seq, kind, subject, happened, learned, source_row, body, content_hash
                          from fact order by seq`),
      entries: await query('select id, idempotency_key, period, booked, lines from entry order by id'),
      postings: await query('select * from posting order by entry_id, line'),
      imports: await query(`select file_hash, attempt, last_row, inserted, duplicates, conflicts, rejected,
                            finished is not null as finished from import_run`),
    };
  } finally {
    await store.close();
  }
}

async function kill({ child }: RunningScript): Promise<void> {
  const end = once(child, 'close');
  child.kill('SIGKILL');
  await end;
}

beforeAll(async () => {
  folder = await temporaryFolder();
  const dataDir = join(folder, 'undisturbed');
  const script = startImport(dataDir);
  await script.line('done');
  await script.ended;
  undisturbed = await contentOf(dataDir);
}, PATIENCE_MS);

afterAll(() => removeFolder(folder));

it(
  'a killed import leaves a consistent store, resumes, and ends as an undisturbed one does',
  async () => {
    const dataDir = join(folder, 'killed');
    // What is waited for, and how long after it the kill comes: inside the batch that follows, at another point each.
    const kills = [
      { after: 'import from 0', delayMs: 8, withServer: false },
      { after: 'imported 1200', delayMs: 3, withServer: false },
      { after: 'imported 2400', delayMs: 6, withServer: true },
      { after: 'accrued 1600', delayMs: 5, withServer: true },
    ];
    for (const { after, delayMs, withServer } of kills) {
      const script = startImport(dataDir);
      await script.line(after);
      await pause(delayMs);
      if (withServer) {
        for (const pid of await clusterProcesses(dataPaths(dataDir))) process.kill(pid, 'SIGKILL');
      }
      await kill(script);
    }
    const last = await startImport(dataDir).ended;
    expect(last.output).toContain('import from 4000');
    expect(last.output).toContain('done');
    expect(await contentOf(dataDir)).toEqual(undisturbed);
  },
  PATIENCE_MS,
);

it(
  'an import that is run again changes nothing',
  async () => {
    const dataDir = join(folder, 'undisturbed');
    expect((await startImport(dataDir).ended).output).toContain('done');
    expect(await contentOf(dataDir)).toEqual(undisturbed);
  },
  PATIENCE_MS,
);
