/**
 * `npm run reference -- --runs 100000 --seed 1`: the engine beside the reference evaluator on so many random books, each with
 * a random journal, over all cores or as many `--processes`. Progress on standard error; the last line of standard output is
 * the figure. A case that differs is shrunk and printed with its seed, which as `--seed` begins with the same books. Exit 0
 * when all agree and everything declared occurred, else 1.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Checked } from './check.ts';
import { COMPARED, type Counts, DECLARED, neverOccurred } from './coverage.ts';

const CHUNK = 250;

const checkedSchema: z.ZodType<Checked> = z.object({
  agreed: z.int(),
  counts: z.map(z.string(), z.int()),
  differs: z.string().optional(),
});

type Chunk = { readonly seed: number; readonly runs: number };

/** Chunks have seeds of their own, so that the figures do not depend on how many processes there are. */
function chunksOf(seed: number, runs: number): readonly Chunk[] {
  const count = Math.ceil(runs / CHUNK);
  return Array.from({ length: count }, (_, index) => ({
    seed: (seed + index * 1_000_003) % 2_147_483_647,
    runs: Math.min(CHUNK, runs - index * CHUNK),
  }));
}

type Totals = { agreed: number; done: number; readonly counts: Counts; differs: string | undefined };

function add(totals: Totals, chunk: Chunk, { agreed, counts, differs }: Checked): void {
  totals.agreed += agreed;
  totals.done += chunk.runs;
  for (const [feature, times] of counts) totals.counts.set(feature, (totals.counts.get(feature) ?? 0) + times);
  totals.differs ??= differs;
}

/** One process works through the chunks nobody has taken, until there are none or a case differs. */
async function work(open: Chunk[], totals: Totals, all: number): Promise<void> {
  const worker = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), {
    serialization: 'advanced',
    // Every case leaves many small things behind: with room for them they are seldom cleared away.
    execArgv: [...process.execArgv, '--max-semi-space-size=64'],
  });
  for (let chunk = open.shift(); chunk !== undefined && totals.differs === undefined; chunk = open.shift()) {
    const checked = await new Promise<Checked>((resolve, reject) => {
      worker.once('message', (message) => resolve(checkedSchema.parse(message)));
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('a process ended in the middle')));
      worker.send(chunk);
    });
    worker.removeAllListeners();
    add(totals, chunk, checked);
    process.stderr.write(`\r${String(totals.done)} of ${String(all)}`);
  }
  worker.disconnect();
}

/** So many of what, in one line. */
function figures({ agreed, counts, differs }: Totals): string {
  const covered = DECLARED.length - neverOccurred(counts).length;
  const of = (feature: string): string => String(counts.get(feature) ?? 0);
  return [
    `${String(agreed)} books`,
    `${of(COMPARED)} consignments compared`,
    `${of('outcome applied')} discounts applied`,
    `${String(covered)} of ${String(DECLARED.length)} features covered`,
    differs === undefined ? '0 disagreements' : '1 disagreement',
  ].join(', ');
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { runs: { type: 'string' }, seed: { type: 'string' }, processes: { type: 'string' } },
  });
  const [runs, seed] = [Number(values.runs ?? '10000'), Number(values.seed ?? '1')];
  const processes = Number(values.processes ?? String(availableParallelism()));
  const totals: Totals = { agreed: 0, done: 0, counts: new Map(), differs: undefined };
  const open = [...chunksOf(seed, runs)];
  const began = performance.now();
  await Promise.all(Array.from({ length: processes }, () => work(open, totals, runs)));
  const seconds = (performance.now() - began) / 1000;
  process.stderr.write(`\n${(totals.agreed / seconds).toFixed(1)} books a second, ${String(processes)} processes\n`);
  const missing = neverOccurred(totals.counts);
  if (totals.differs !== undefined) process.stdout.write(`${totals.differs}\n`);
  if (missing.length > 0) process.stdout.write(`declared and never compared: ${missing.join(', ')}\n`);
  process.stdout.write(`${figures(totals)} (seed ${String(seed)})\n`);
  return totals.agreed === runs && missing.length === 0 ? 0 : 1;
}

process.exitCode = await main();
