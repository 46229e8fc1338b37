import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kontor-notices-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(book: string): {
  readonly status: number | null;
  readonly out: string;
  readonly last: string | undefined;
} {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--conditions=kontor-source', '--import', 'tsx', 'tests/notices/run.ts', book],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, INIT_CWD: folder } },
  );
  return { status, out: stdout, last: stdout.trimEnd().split('\n').at(-1) };
}

// Each test starts a process that compiles what it runs.
describe('npm run notices with a book of one’s own', { timeout: 60_000 }, () => {
  cpSync(join(ROOT, 'tests/notices/unseen'), join(folder, 'own'), { recursive: true });

  it('shows each example, expected beside actual, and ends with how many agree', () => {
    const { status, out, last } = run('own');
    expect(status).toBe(0);
    expect(out).toMatch(/agrees {2}57 wagons.*\n(?:.*\n)*? +amount +expected +216 +actual +216\n/u);
    expect(last).toMatch(/^(\d+) of \1 examples of 47 notices agree$/u);
  });

  it('fails when one differs by the smallest unit', () => {
    const file = join(folder, 'own', 'container-train-57.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('net: "2184"', 'net: "2184.01"'));
    const { status, out } = run('own');
    expect(status).toBe(1);
    expect(out).toMatch(/DIFFERS 57 wagons/u);
  });

  it('says by its exit code that there is no such book', () => {
    expect(run('nowhere').status).toBe(2);
  });
});
