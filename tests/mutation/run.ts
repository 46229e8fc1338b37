/**
 * `npm run mutate -- [FOLDER...] [--every N] [--file NAME] [--fresh] [--list]`: how many changes of the pricing folders the tests
 * notice. Mutants known to be killed are not tried again while their file is as it was; `--fresh` tries all, `--list` prints those
 * that nothing noticed, `--every` takes a sample, `--file` those of some files. Progress on standard error, the table on standard
 * output. Exit 1 when a folder is below the least score, 2 when nothing was tried.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT, type Source } from '../tidy/source.ts';
import { type Line, lineSchema } from './notes.ts';
import type { Mutant } from './operators.ts';
import { counted, type Judged, survivorLines, table } from './report.ts';
import { FOLDER_VARIABLE, LEAST_SCORE, mutantsIn, NOTES_VARIABLE } from './settings.ts';
import { readWish, type Wish, wished, wishedName } from './wish.ts';

const NOTES = join(ROOT, 'node_modules', '.kontor', 'mutation');
/** A process that has given no verdict for so long hangs in a mutant that passes no switch. */
const PATIENCE_MS = 240_000;

const knownSchema = z.record(z.string(), lineSchema);
type Known = Record<string, Line>;

/** A mutant as long as its file is the same. */
function keyOf(source: Source, { start, end, replacement }: Mutant): string {
  const file = createHash('sha256').update(source.text).digest('hex').slice(0, 16);
  return `${source.path} ${file} ${String(start)} ${String(end)} ${replacement}`;
}

function read<T>(path: string, schema: z.ZodType<T>, otherwise: T): T {
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : otherwise;
}

const linesOf = (notes: string): readonly Line[] => {
  const path = join(notes, 'progress.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => lineSchema.parse(JSON.parse(line)));
};

/** Runs the tests under the mutants to do; ends the process when nothing more is heard of it. */
async function runOnce(folder: string, notes: string): Promise<void> {
  const args = ['run', '--config', 'tests/mutation/vitest.config.ts', '--root', ROOT, '--reporter=dot'];
  const env = { ...process.env, [FOLDER_VARIABLE]: folder, [NOTES_VARIABLE]: notes };
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let [heard, since] = [0, Date.now()];
  const watch = setInterval(() => {
    const { length } = linesOf(notes);
    if (length !== heard) [heard, since] = [length, Date.now()];
    process.stderr.write(`\r${folder}: ${String(heard)} lines of notes `);
    if (Date.now() - since > PATIENCE_MS && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, 1_000);
  await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(watch);
}

/** The verdicts on all mutants to do; one in which the process hung or broke off does not come to an end. */
async function judgeAll(folder: string, todo: readonly number[]): Promise<ReadonlyMap<number, Line>> {
  const notes = join(NOTES, folder);
  const verdicts = new Map<number, Line>();
  let open = todo;
  while (open.length > 0) {
    rmSync(notes, { recursive: true, force: true });
    mkdirSync(notes, { recursive: true });
    writeFileSync(join(notes, 'todo.json'), JSON.stringify(open));
    await runOnce(folder, notes);
    const lines = linesOf(notes);
    for (const line of lines) if (line.id !== undefined) verdicts.set(line.id, line);
    const begun = lines.findLast((line) => line.begun !== undefined)?.begun;
    if (begun === undefined) throw new Error(`the tests for ${folder} fail without a mutant: ${notes}`);
    if (!verdicts.has(begun)) verdicts.set(begun, { id: begun, verdict: 'endless' });
    open = todo.filter((id) => !verdicts.has(id));
    if (open.length === 0 && lines.at(-1)?.finished !== true)
      process.stderr.write(`${folder}: the tests did not pass again at the end\n`);
  }
  return verdicts;
}

async function judgeFolder(folder: string, wish: Wish): Promise<readonly Judged[]> {
  const path = join(NOTES, `${folder}.json`);
  const known = read(path, knownSchema, {});
  const all = mutantsIn(folder).flatMap(({ source, mutants }) =>
    mutants.map((mutant) => ({ source, mutant, key: keyOf(source, mutant) })),
  );
  const asked = wished(all, wish);
  if (asked.length === 0) return [];
  const isKilled = (key: string): boolean => ['killed', 'endless'].includes(known[key]?.verdict ?? '');
  const verdicts = await judgeAll(
    folder,
    asked.filter(({ key }) => wish.fresh || !isKilled(key)).map(({ mutant }) => mutant.id),
  );
  const next: Known = {};
  for (const { key, mutant } of all) {
    const line = verdicts.get(mutant.id) ?? known[key];
    if (line !== undefined) next[key] = line;
  }
  writeFileSync(path, JSON.stringify(next));
  return asked.map(({ source, mutant, key }) => ({ source, mutant, verdict: next[key]?.verdict ?? 'uncovered' }));
}

async function main(): Promise<number> {
  const wish = readWish(process.argv.slice(2));
  if (typeof wish === 'string') {
    process.stderr.write(`${wish}\n`);
    return 2;
  }
  mkdirSync(NOTES, { recursive: true });
  const scores: number[] = [];
  for (const folder of wish.folders) {
    const judged = await judgeFolder(folder, wish);
    if (judged.length === 0) continue;
    process.stderr.write('\r');
    if (wish.list) process.stdout.write(survivorLines(judged));
    process.stdout.write(table(wishedName(folder, wish), judged));
    scores.push(counted(judged).score);
  }
  if (scores.length === 0) {
    process.stderr.write(`no file of ${wish.folders.join(', ')} has ${wish.file} in its name\n`);
    return 2;
  }
  return scores.some((score) => score < LEAST_SCORE) ? 1 : 0;
}

process.exitCode = await main();
