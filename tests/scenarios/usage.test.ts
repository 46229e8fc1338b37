import { loadTexts } from '@kontor/server/texts/texts';
import { makeProgram } from 'kontor/program';
import { describe, expect, test } from 'vitest';
import { kontor } from './kontor.ts';

const LANGUAGES = ['en', 'de', 'ru', 'be'] as const;
type Language = (typeof LANGUAGES)[number];

/** What a command line that is refused, or asks for help, is answered on either stream. */
async function answered(language: Language, args: readonly string[]): Promise<string> {
  const program = makeProgram('0.0.0', loadTexts(language));
  let said = '';
  const write = (text: string): void => {
    said += text;
  };
  for (const command of [program, ...program.commands]) command.configureOutput({ writeErr: write, writeOut: write });
  await expect(program.parseAsync(['node', 'kontor', ...args])).rejects.toThrow(/./u);
  return said;
}

/** A command line for every way to be wrong, with the words of its refusal. */
const WRONG: readonly (readonly [string, readonly string[]])[] = [
  ['argument-missing', ['check']],
  ['value-missing', ['quote', 'x.json', '--book']],
  ['option-missing', ['quote', 'x.json']],
  ['unknown-option', ['check', 'books/tr1', '--strikt']],
  ['unknown-command', ['chek']],
  ['too-many-arguments', ['check', 'a', 'b']],
  ['not-a-choice', ['check', 'a', '--format', 'pdf']],
];

describe.each(LANGUAGES)('in %s', (language) => {
  const texts = loadTexts(language);

  test.each(WRONG)('a command line is refused in words: %s', async (code, args) => {
    const said = await answered(language, args);
    const [start = ''] = texts
      .say(`refusal.usage.${code}.remedy`, {
        nearest: { 'unknown-option': '--strict', 'unknown-command': 'check' }[code] ?? 'none',
        choices: 'table, json',
        name: '',
        flags: '',
        value: '',
        expected: 1,
        got: 2,
      })
      .split('\n');
    expect(said).toContain(start);
    expect(said).toContain(`${texts.say('cli.error')}: `);
    expect(said).not.toMatch(/error: (?:missing|option|required|unknown|too many)/u);
    expect(said).toContain(texts.say('help.title.usage'));
  });

  test('the help of every command says what all its parts are for', async () => {
    const names = makeProgram('0.0.0', texts).commands.map((command) => command.name());
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      const said = await answered(language, [name, '--help']);
      expect(said).toContain(texts.say('help.title.options'));
      expect(said).toContain(texts.say('help.help'));
      expect(said).not.toMatch(/help\.[a-z]|refusal\./u);
    }
    const all = await answered(language, ['--help']);
    for (const name of names) expect(all).toContain(texts.say(`help.${name}`).split(' ')[0]);
  });
});

test('the language is that of --lang, wherever it stands, or of the locale', async () => {
  const german = await kontor(['check', '--lang', 'de']);
  expect([german.code, german.err]).toEqual([2, expect.stringContaining('Das Argument <Buch> fehlt.')]);
  const russian = await kontor(['--help'], { env: { LANG: 'ru_RU.UTF-8' } });
  expect([russian.code, russian.out]).toEqual([0, expect.stringContaining('Использование: kontor')]);
  expect((await kontor(['check', '--help', '--lang=be'])).out).toContain('Прыклад:\n  kontor check books/tr1');
});
