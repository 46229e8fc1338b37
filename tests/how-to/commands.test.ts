import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectNoInside, inRepository, kontor, scenarioFolder } from '../scenarios/kontor.ts';
import { commandsOf, pageText, sectionsOf } from './page.ts';

/** Not how long it takes, but how long it may on a machine that is busy with other things. */
const PATIENCE_MS = 600_000;

const KONTOR = 'npm run -s kontor -- ';
const DEMO = 'npm start -- --once';

/** Words of a command line; what stands between single quotes is one word. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** A checkout as far as pages name it, so that what commands write stays out of the real one. */
async function checkout(): Promise<string> {
  const { path } = await scenarioFolder();
  for (const part of ['books', 'docs/how-to', 'packages/bulk/samples'])
    await cp(inRepository(part), path(part), { recursive: true });
  return path('.');
}

/** Runs one line of a page as it is printed: Kontor, the demonstration, a folder made, files copied into it. */
async function run(line: string, cwd: string): Promise<void> {
  const [name = '', ...words] = wordsOf(line);
  if (name === 'mkdir') {
    await mkdir(join(cwd, words[0] ?? ''));
    return;
  }
  if (name === 'cp') {
    const into = join(cwd, words.at(-1) ?? '');
    for (const file of words.slice(0, -1)) await cp(join(cwd, file), join(into, file.split('/').at(-1) ?? ''));
    return;
  }
  if (line !== DEMO) expect(line).toContain(KONTOR);
  const args = line === DEMO ? ['demo', '--once'] : wordsOf(line.replace(KONTOR, ''));
  const ran = await kontor(args, { cwd });
  expectNoInside(ran);
  expect([line, ran.code, ran.code === 0 ? '' : ran.err]).toEqual([line, 0, '']);
  expect(ran.out).not.toBe('');
}

test.each(['how-to/discounts.md', 'how-to/simulate.md', 'how-to/import-your-file.md'])(
  'every command printed in docs/%s does what it says, one after the other',
  async (page) => {
    const cwd = await checkout();
    const text = pageText(page);
    const commands = commandsOf(text);
    expect(commands.length).toBeGreaterThan(0);
    const [piece] = sectionsOf(text).flatMap(({ yaml }) => yaml);
    for (const line of commands) {
      await run(line, cwd);
      // The page says to save the first piece in the folder just made.
      if (line.startsWith('cp ') && piece !== undefined) await writeFile(join(cwd, 'my-book', 'crude.yaml'), piece);
    }
  },
  PATIENCE_MS,
);
