import { existsSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { loadTexts } from '@kontor/server/texts/texts';
import { makeProgram } from 'kontor/program';
import { describe, expect, test } from 'vitest';
import { expectNoInside, inRepository, kontor, scenarioFolder } from './kontor.ts';

/** Not how long it takes, but how long it may on a machine that is busy with other things. */
const PATIENCE_MS = 300_000;
/** Of these the example is only looked at: they read a filled data folder, or stay until they are ended. */
const NOT_RUN = new Set(['settle', 'entry', 'simulate', 'brief', 'demo', 'serve']);

type Command = ReturnType<typeof makeProgram>;

const commands = makeProgram('0.0.0', loadTexts('en')).commands;

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (piece) => {
      text += piece;
    },
  });
  command.outputHelp();
  return text;
}

const exampleOf = (command: Command): readonly string[] =>
  (/\nExample:\n {2}kontor (.+)\n/.exec(helpOf(command))?.[1] ?? '').split(' ');

/** A checkout as far as examples name it, so that what they write stays out of the real one. */
async function checkout(): Promise<string> {
  const folder = await scenarioFolder();
  await mkdir(folder.path('docs/how-to'), { recursive: true });
  await cp(inRepository('books'), folder.path('books'), { recursive: true });
  await cp(inRepository('docs/how-to/my.jsonl'), folder.path('docs/how-to/my.jsonl'));
  return folder.path('.');
}

const cwd = await checkout();

describe('the help of each command', () => {
  test.each(commands.map((command) => [command.name(), command] as const))(
    '%s has an example that names it, options it has and files that are there',
    (name, command) => {
      const [named, ...args] = exampleOf(command);
      expect(named).toBe(name);
      const known = new Set(command.options.map((option) => option.long));
      expect(args.filter((arg) => arg.startsWith('--') && !known.has(arg))).toEqual([]);
      const paths = args.filter((arg) => /^(?:books|docs|packages)\//.test(arg));
      expect(paths.filter((path) => !existsSync(inRepository(path)))).toEqual([]);
    },
  );

  test.each(
    commands.filter((command) => !NOT_RUN.has(command.name())).map((command) => [command.name(), command] as const),
  )(
    '%s has an example that works',
    async (_name, command) => {
      const ran = await kontor(exampleOf(command), { cwd });
      expectNoInside(ran);
      expect(ran.err).not.toContain('error');
      expect([ran.code, ran.out === '']).toEqual([0, false]);
    },
    PATIENCE_MS,
  );
});

test(
  'what the readme shows of pricing a file is what comes of it, word for word',
  async () => {
    const readme = await readFile(inRepository('README.md'), 'utf8');
    const [, line = '', shown = ''] = /```\n\$ npm run -s kontor -- (.+)\n([\s\S]*?)```/.exec(readme) ?? [];
    const ran = await kontor(line.split(' '), { cwd });
    expect([ran.code, `${ran.out}${ran.err}`]).toEqual([1, shown]);
    const [quote = ''] = /`npm run -s kontor -- (quote .+?)`/.exec(readme)?.slice(1) ?? [];
    expect((await kontor(quote.split(' '), { cwd })).code).toBe(0);
  },
  PATIENCE_MS,
);
