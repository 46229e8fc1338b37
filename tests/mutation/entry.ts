/**
 * Runs within vitest, as its only test: loads every test file once, notes which places each passes, then puts one mutant after
 * the other in place and runs the tests that pass it until one fails. Each verdict is a line of the notes at once.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { pathsBelow, ROOT } from '../tidy/source.ts';
import type { Line } from './notes.ts';
import type { Mutant } from './operators.ts';
import {
  FOLDER_VARIABLE,
  FOLDERS,
  MOST_FAR_TESTS,
  mutantsIn,
  NOTES_VARIABLE,
  RUNS_OF_PROPERTIES,
  SLOW,
} from './settings.ts';
import { Endless, type GatheredTest, passedOnce, switchboard } from './switchboard.ts';

type Body = () => Promise<void>;
/** A test, and the places it passes. */
type Tried = GatheredTest & { readonly passed: ReadonlySet<number> };
/** A test file: its body, what is passed while its tests are gathered, and its tests. */
type TestFile = {
  readonly path: string;
  readonly body: Body;
  readonly passed: ReadonlySet<number>;
  readonly tests: readonly Tried[];
  readonly took: number;
};

const folder = z.string().parse(process.env[FOLDER_VARIABLE]);
const notes = z.string().parse(process.env[NOTES_VARIABLE]);
const todo = new Set(z.array(z.number()).parse(JSON.parse(readFileSync(join(notes, 'todo.json'), 'utf8'))));
const board = switchboard();
fc.configureGlobal({ seed: 1, endOnFailure: true, numRuns: RUNS_OF_PROPERTIES });

const note = (line: Line): void => appendFileSync(join(notes, 'progress.jsonl'), `${JSON.stringify(line)}\n`);

const testPaths = (): readonly string[] =>
  (FOLDERS[folder] ?? [])
    .flatMap((name) => pathsBelow(name))
    .filter((path) => path.endsWith('.test.ts') && !SLOW.test(path));

const moduleSchema = z.object({ default: z.custom<Body>((value) => typeof value === 'function') });

const load = async (path: string): Promise<Body> => {
  const loaded: unknown = await import(join(ROOT, path));
  return moduleSchema.parse({ ...(typeof loaded === 'object' ? loaded : {}) }).default;
};

async function gather(body: Body): Promise<readonly GatheredTest[]> {
  board.gathered = [];
  board.passes = 0;
  await body();
  return board.gathered;
}

async function noting(run: () => Promise<void>): Promise<ReadonlySet<number>> {
  const passed = new Set<number>();
  board.passed = passed;
  await run();
  board.passed = undefined;
  return passed;
}

/** Runs a file without any mutant; throws when a test fails. */
async function tryFile(path: string, body: Body): Promise<TestFile> {
  const began = performance.now();
  let gathered: readonly GatheredTest[] = [];
  const passed = await noting(async () => {
    gathered = await gather(body);
  });
  const tests: Tried[] = [];
  for (const { name, run } of gathered) {
    const passedHere = await noting(async () => {
      await run();
    });
    tests.push({ name, run, passed: passedHere });
  }
  return { path, body, passed, tests, took: performance.now() - began };
}

type Verdict = Pick<Line, 'verdict' | 'by'>;

const failed = (error: unknown, by: string): Verdict => ({
  verdict: error instanceof Endless ? 'endless' : 'killed',
  by,
});

/** Gathers the tests of a file anew and runs those that are meant. */
async function judgeFile(file: TestFile, body: Body, meant: (one: Tried) => boolean): Promise<Verdict | undefined> {
  let name = file.path;
  try {
    const gathered = await gather(body);
    for (const [index, one] of gathered.entries()) {
      const tried = file.tests[index];
      if (tried !== undefined && tried.name === one.name && !meant(tried)) continue;
      name = `${file.path} > ${one.name}`;
      board.passes = 0;
      await one.run();
    }
    return undefined;
  } catch (error) {
    return failed(error, name);
  }
}

async function fails({ run }: GatheredTest): Promise<Error | undefined> {
  board.passes = 0;
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * Runs tests as they were gathered before any mutant, which is quick. What they share may keep what a mutant left behind, so a
 * test counts only when it passes again without the mutant; else the file is judged anew.
 */
async function judgeQuickly(file: TestFile, meant: (one: Tried) => boolean): Promise<Verdict | undefined> {
  const { id } = board.ask;
  for (const one of file.tests.filter(meant)) {
    const error = await fails(one);
    if (error === undefined) continue;
    board.ask.id = 0;
    const again = await fails(one);
    board.ask.id = id;
    if (again !== undefined) return await judgeFile(file, file.body, meant);
    return failed(error, `${file.path} > ${one.name}`);
  }
  return undefined;
}

const near = ({ path }: TestFile): number => (path.startsWith(`packages/domain/src/${folder}/`) ? 0 : 1);
const byNearness = (a: TestFile, b: TestFile): number => near(a) - near(b) || a.took - b.took;

/** Modules loaded anew under the mutant, for what happens while they are loaded: slow, so only with the folder's own tests. */
async function judgeLoading(files: readonly TestFile[]): Promise<Verdict> {
  vi.resetModules();
  for (const file of files) {
    try {
      const verdict = await judgeFile(file, await load(file.path), () => true);
      if (verdict !== undefined) return verdict;
    } catch (error) {
      return failed(error, file.path);
    }
  }
  return { verdict: 'survived' };
}

/** Tests of other folders that pass a place, those that pass the fewest places first: they are most likely to be about it. */
function farTests(files: readonly TestFile[], place: number): readonly Tried[] {
  return files
    .filter((file) => near(file) > 0)
    .flatMap(({ tests }) => tests.filter(({ passed }) => passed.has(place)))
    .toSorted((a, b) => a.passed.size - b.passed.size)
    .slice(0, MOST_FAR_TESTS);
}

async function judge(files: readonly TestFile[], place: number, atLoading: boolean): Promise<Verdict> {
  const passes = ({ passed }: { readonly passed: ReadonlySet<number> }): boolean => passed.has(place);
  const own = files.filter((file) => near(file) === 0 && (passes(file) || file.tests.some(passes)));
  for (const file of own) {
    const verdict = passes(file) ? await judgeFile(file, file.body, () => true) : await judgeQuickly(file, passes);
    if (verdict !== undefined) return verdict;
  }
  const far = new Set(farTests(files, place));
  for (const file of files.filter(({ tests }) => tests.some((one) => far.has(one)))) {
    const verdict = await judgeQuickly(file, (one) => far.has(one));
    if (verdict !== undefined) return verdict;
  }
  for (const file of own.filter((one) => !passes(one))) {
    const verdict = await judgeFile(file, file.body, passes);
    if (verdict !== undefined) return verdict;
  }
  if (atLoading) return await judgeLoading(files.filter((file) => near(file) === 0));
  return { verdict: own.length + far.size === 0 ? 'uncovered' : 'survived' };
}

const firstOf = (mutants: readonly Mutant[]): ReadonlyMap<number, number> => {
  const firsts = new Map<string, number>();
  const places = mutants.map(({ id, place }) => {
    const key = `${String(place.start)} ${String(place.end)} ${place.kind}`;
    if (!firsts.has(key)) firsts.set(key, id);
    return [id, firsts.get(key) ?? id] as const;
  });
  return new Map(places);
};

test('every mutant', { timeout: 0 }, async () => {
  const bodies: (readonly [string, Body])[] = [];
  const loaded = await noting(async () => {
    for (const path of testPaths()) bodies.push([path, await load(path)]);
  });
  const files: TestFile[] = [];
  for (const [path, body] of bodies) files.push(await tryFile(path, body));
  const again: TestFile[] = [];
  for (const [path, body] of bodies) again.push(await tryFile(path, body));
  const passings = (list: readonly TestFile[]) => list.flatMap((file) => [file, ...file.tests]);
  const loading = new Set([...loaded, ...passedOnce(passings(files), passings(again))]);
  files.sort(byNearness);
  for (const { path, tests, took } of files) note({ file: path, tests: tests.length, ms: Math.round(took) });
  for (const { mutants } of mutantsIn(folder)) {
    const firsts = firstOf(mutants);
    for (const { id } of mutants.filter((one) => todo.has(one.id))) {
      const place = firsts.get(id) ?? id;
      const began = performance.now();
      note({ begun: id });
      board.ask.id = id;
      const verdict = await judge(files, place, loading.has(place));
      board.ask.id = 0;
      note({
        id,
        ...verdict,
        ms: Math.round(performance.now() - began),
        ...(loading.has(place) ? { atLoading: true } : {}),
      });
    }
  }
  for (const { path, body } of files) await tryFile(path, body);
  expect(board.ask.id).toBe(0);
  note({ finished: true });
});
