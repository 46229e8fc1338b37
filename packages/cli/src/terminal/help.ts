import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import type { Texts } from '@kontor/server/texts/texts';
import type { Argument, Command, Option } from 'commander';
import { refusalLine } from './session.ts';

/** Words that stand for a value, such as `<folder>`, in the language of the texts. */
const placeholders = (texts: Texts, flags: string): string =>
  flags.replaceAll(/([<[])([a-z]+)([\]>])/gu, (_, open: string, word: string, close: string) =>
    [open, texts.say(`help.word.${word}`), close].join(''),
  );

const TITLES: ReadonlyMap<string, string> = new Map([
  ['Usage:', 'usage'],
  ['Arguments:', 'arguments'],
  ['Options:', 'options'],
  ['Commands:', 'commands'],
]);

/** Marks the line of an example until the help is printed, when its title is known. */
const EXAMPLE = 'Example:';

/** An example at the end of a command's help. */
export const example = (line: string): string => `\n${EXAMPLE}\n  ${line}`;

/** What an option is for, with its choices and what it is when it is not given. */
function optionText(texts: Texts, { description, argChoices, defaultValue, variadic }: Option): string {
  const more = [
    ...(argChoices === undefined ? [] : [texts.say('help.choices', { choices: argChoices.join(', ') })]),
    ...(typeof defaultValue === 'string' && !variadic ? [texts.say('help.default', { value: defaultValue })] : []),
  ];
  const text = texts.say(`help.${description}`);
  return more.length === 0 ? text : `${text} (${more.join('; ')})`;
}

type Found = readonly (string | undefined)[];

/** What is wrong with a command line, by what commander says of it; a similar name stands in the last place. */
const USAGE: readonly (readonly [RegExp, (found: Found) => Refusal])[] = [
  [
    /^error: missing required argument '(.+)'/u,
    ([, name = '']) => refusal('usage.argument-missing', { flags: `<${name}>` }),
  ],
  [/^error: option '(.+)' argument missing/u, ([, flags = '']) => refusal('usage.value-missing', { flags })],
  [/^error: required option '(.+)' not specified/u, ([, flags = '']) => refusal('usage.option-missing', { flags })],
  [
    /^error: unknown option '(.+)'(?:\n\(Did you mean (?:one of )?(.+)\?\))?/u,
    ([, name = '', nearest = 'none']) => refusal('usage.unknown-option', { name, nearest }),
  ],
  [
    /^error: unknown command '(.+)'(?:\n\(Did you mean (?:one of )?(.+)\?\))?/u,
    ([, name = '', nearest = 'none']) => refusal('usage.unknown-command', { name, nearest }),
  ],
  [
    /^error: too many arguments.* Expected (\d+) arguments? but got (\d+)/u,
    ([, expected = '', got = '']) =>
      refusal('usage.too-many-arguments', { expected: Number(expected), got: Number(got) }),
  ],
  [
    /^error: option '(.+)' argument '(.*)' is invalid\. Allowed choices are (.+)\./u,
    ([, flags = '', value = '', choices = '']) => refusal('usage.not-a-choice', { flags, value, choices }),
  ],
];

/** What commander says of a command line, as a refusal in the language of the texts. */
function usageText(texts: Texts, said: string): string {
  for (const [pattern, told] of USAGE) {
    const found = pattern.exec(said);
    if (found === null) continue;
    const { params, code } = told([...found]);
    const flags = params['flags'];
    return `${refusalLine(texts, refusal(code, typeof flags === 'string' ? { ...params, flags: placeholders(texts, flags) } : params))}\n`;
  }
  return said;
}

/** A program whose help and complaints are in the language of the texts; its commands take that over. */
export function speaking(program: Command, texts: Texts): Command {
  return program
    .helpOption('-h, --help', 'help')
    .helpCommand('help [command]', 'help')
    .configureHelp({
      styleTitle: (title) => {
        const key = TITLES.get(title);
        return key === undefined ? title : texts.say(`help.title.${key}`);
      },
      commandUsage: (command) => {
        const names = [command.parent?.name(), command.name()].filter((name) => name !== undefined);
        return `${names.join(' ')} ${placeholders(texts, command.usage())}`;
      },
      commandDescription: (command) => texts.say(`help.${command.description()}`),
      subcommandTerm: (command) => `${command.name()} ${placeholders(texts, command.usage())}`,
      subcommandDescription: (command) => texts.say(`help.${command.description()}`),
      optionTerm: (option: Option) => placeholders(texts, option.flags),
      optionDescription: (option: Option) => optionText(texts, option),
      argumentTerm: (argument: Argument) => texts.say(`help.word.${argument.name()}`),
      argumentDescription: (argument: Argument) => texts.say(`help.${argument.description}`),
    })
    .configureOutput({
      writeOut: (text) => process.stdout.write(withExample(texts, text)),
      writeErr: (text) => process.stderr.write(withExample(texts, text)),
      outputError: (said, write) => {
        write(usageText(texts, said));
      },
    });
}

const withExample = (texts: Texts, text: string): string =>
  text.replace(`\n${EXAMPLE}\n`, `\n${texts.say('help.title.example')}\n`);
