import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './house/command.mjs';
import { NOTES, ROOT } from './house/root.mjs';
import { countTests } from './house/test-count.mjs';
import { setUp } from './setup.mjs';

const RESULTS = join(NOTES, 'test-results.json');

const tool = (path) => join(ROOT, 'node_modules', path);
const folders = ['packages', 'tests', 'scripts', 'bench'].filter((name) => existsSync(join(ROOT, name)));

/** The gates before the tests, each a name and the arguments for Node. */
const GATES = [
  ['types (tsc)', [tool('typescript/bin/tsc'), '-p', 'tests']],
  ['lint (oxlint, with types)', [tool('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', ...folders]],
  ['format (biome)', [tool('@biomejs/biome/bin/biome'), 'check', '.']],
  ['unused code (knip)', [tool('knip/bin/knip.js')]],
];

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs one gate; gives its line for the closing table. */
async function pass([name, args]) {
  process.stdout.write(`\n── ${name}\n`);
  const began = performance.now();
  const code = await runNode(args);
  return { name, ok: code === 0, took: seconds(began) };
}

async function runTests(args) {
  process.stdout.write('\n── tests (vitest)\n');
  rmSync(RESULTS, { force: true });
  mkdirSync(NOTES, { recursive: true });
  const began = performance.now();
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
  const code = await runNode([tool('vitest/vitest.mjs'), 'run', ...reporters, ...args]);
  const report = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : undefined;
  return { ...countTests(report, code), took: seconds(began) };
}

const mark = (ok) => (ok ? 'ok    ' : 'FAILED');

/** What ran, how long it took, and last of all the plain line that scripts read. A failed gate counts as one failure. */
function conclude(gates, tests) {
  process.stdout.write('\n');
  for (const { name, ok, took } of gates) process.stdout.write(`${mark(ok)} ${name}, ${took}\n`);
  process.stdout.write(`${mark(tests.failed === 0)} tests (vitest), ${tests.took}\n\n`);
  const failed = tests.failed + gates.filter(({ ok }) => !ok).length;
  process.stdout.write(`${tests.passed} passed, ${failed} failed\n`);
  return failed === 0 && tests.passed > 0 ? 0 : 1;
}

await setUp();
const gates = [];
for (const gate of GATES) gates.push(await pass(gate));
process.exitCode = conclude(gates, await runTests(process.argv.slice(2)));
