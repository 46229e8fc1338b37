import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, test } from 'vitest';
import { ADAPTERS, figuresOf, type PublishedCase, readCases, runCase } from './cases.ts';
import { bookFiles, priceFiles, priceFolder } from './rule-book.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const published = ['worked-examples', 'peer-examples'].flatMap((name) =>
  readCases(join(ROOT, 'cases', `${name}.json`)),
);

describe('published cases through the general engine', () => {
  it('covers all 73 of both files', () => {
    expect(published.length).toBe(73);
    expect(published.filter((one) => ADAPTERS[one.kind] === undefined).map((one) => one.kind)).toEqual([]);
  });

  it.each(published.map((one) => [one.id, one] as const))('%s agrees in every figure', (_, one) => {
    const outcome = runCase(one);
    expect(outcome?.failure).toBeUndefined();
    expect(outcome?.comparisons.filter((figure) => !figure.agrees)).toEqual([]);
    expect(outcome?.comparisons.length).toBe(Object.keys(figuresOf(one)).length);
  });

  it('has adapters of at most 20 lines: they rename fields', () => {
    const folder = join(ROOT, 'tests', 'cases', 'adapters');
    const blocks = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/\n\n(?=\S)/u));
    const long = blocks
      .map((block) => block.split('\n').filter((text) => !/^(?:\/\*\*| \*|import)/u.test(text)))
      .filter((lines) => lines.length > 20 && lines.some((text) => text.includes('): CaseBook')));
    expect(long).toEqual([]);
  });

  it('sees a figure that is off by the smallest unit, one that is missing, and input it cannot read', () => {
    const chain = (
      expected: PublishedCase['expected'],
      input: PublishedCase['input'] = { base: 100, coefficients: ['1.1'] },
    ): PublishedCase => ({
      id: 'unseen',
      kind: 'rail-chain',
      input,
      expected,
      source: 'made up',
    });
    expect(runCase(chain({ netRub: 110 }))?.agrees).toBe(true);
    expect(runCase(chain({ netRub: 111 }))?.agrees).toBe(false);
    expect(runCase(chain({ netRub: 110, nobody: 1 }))?.agrees).toBe(false);
    expect(runCase(chain({ netRub: 110 }, { base: 'a hundred' }))?.agrees).toBe(false);
    expect(runCase({ ...chain({}), kind: 'not a kind' })).toBeUndefined();
  });
});

describe('the rule book books/tr1', () => {
  const { errors, priced } = priceFolder(join(ROOT, 'books', 'tr1'));

  it('compiles without an error', () => {
    expect(errors).toEqual([]);
    expect(priced.length).toBeGreaterThanOrEqual(65);
  });

  it.each(priced.map((one) => [one.example.name, one] as const))(
    '%s comes out to each printed digit',
    (_, { figures }) => {
      expect(figures.filter((one) => !one.agrees)).toEqual([]);
      expect(figures.length).toBeGreaterThan(0);
    },
  );

  it('holds every published rail case as a consignment with its facts', () => {
    const names = new Set(priced.map(({ example }) => example.name));
    const rail = published.filter((one) => one.kind.startsWith('rail-')).map((one) => one.id);
    expect(rail.filter((id) => !names.has(id))).toEqual([]);
  });

  it('takes its coefficients from tables: a table changed by one digit is seen', () => {
    const changed = bookFiles(join(ROOT, 'books', 'tr1')).map(({ path, text }) => ({
      path,
      text: path === 'class-coefficient.csv' ? text.replace('1,*,1401,1600,0.73', '1,*,1401,1600,0.72') : text,
    }));
    const off = priceFiles(changed).priced.filter(({ figures }) => figures.some((one) => !one.agrees));
    expect(off.map(({ example }) => example.name)).toEqual(['T-TR1-INV1', 'INV-6_20']);
  });
});

describe('npm run cases', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kontor-cases-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]): { status: number | null; last: string; err: string } => {
    const env = { ...process.env, INIT_CWD: folder };
    const done = spawnSync(
      process.execPath,
      ['--conditions=kontor-source', '--import', 'tsx', join(ROOT, 'tests', 'cases', 'run.ts'), ...args],
      { cwd: ROOT, env, encoding: 'utf8' },
    );
    return { status: done.status, last: done.stdout.trimEnd().split('\n').at(-1) ?? '', err: done.stderr };
  };

  test('a file of one’s own, named from where one stands, ends with the count and exit code 1 when a case differs', () => {
    const one = (id: string, netRub: number) => ({
      id,
      kind: 'rail-chain',
      input: { base: 100, coefficients: ['1.1'] },
      expected: { netRub },
      source: 'made up',
    });
    writeFileSync(
      join(folder, 'own.json'),
      JSON.stringify({ cases: [one('right', 110), one('wrong', 111), { ...one('other', 1), kind: 'tea-leaves' }] }),
    );
    expect(run('own.json')).toMatchObject({ status: 1, last: '1 of 2 published cases agree' });
  });

  test('a file that is no list of cases is refused with exit code 2 and without a stack trace', () => {
    writeFileSync(join(folder, 'bad.json'), readFileSync(join(ROOT, 'package.json')));
    const { status, err } = run('bad.json');
    expect(status).toBe(2);
    expect(err).toContain('cannot read published cases from');
    expect(err).not.toContain('    at ');
  });
});
