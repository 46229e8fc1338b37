import {
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';
import { z } from 'zod';

/** The messages of one language: key to ICU message, with the file each came from. */
export type Messages = ReadonlyMap<string, { readonly message: string; readonly path: string }>;

const catalogueSchema = z.record(z.string(), z.unknown());

/** All messages of a language from its files; a key in two files is a finding. */
export function gather(files: readonly { readonly path: string; readonly text: string }[]): {
  readonly messages: Messages;
  readonly findings: readonly string[];
} {
  const messages = new Map<string, { message: string; path: string }>();
  const findings: string[] = [];
  for (const { path, text } of files) {
    const content = catalogueSchema.safeParse(JSON.parse(text));
    if (!content.success) findings.push(`${path}: no catalogue`);
    for (const [key, message] of Object.entries(content.data ?? {})) {
      if (typeof message !== 'string') findings.push(`${path}: ${key} is no message`);
      else if (messages.has(key)) findings.push(`${path}: ${key} is also in ${messages.get(key)?.path}`);
      else messages.set(key, { message, path });
    }
  }
  return { messages, findings };
}

/** The messages within an element: the forms of a plural, the branches of a choice, what a tag encloses. */
function inside(element: MessageFormatElement): readonly MessageFormatElement[] {
  if (isTagElement(element)) return element.children;
  if (!isPluralElement(element) && !isSelectElement(element)) return [];
  return Object.values(element.options).flatMap(({ value }) => value);
}

/** The names of what a message fills in. */
function argumentNames(elements: readonly MessageFormatElement[]): ReadonlySet<string> {
  const own = elements.flatMap((element) =>
    isLiteralElement(element) || isPoundElement(element) ? [] : [element.value],
  );
  const within = elements.flatMap((element) => [...argumentNames(inside(element))]);
  return new Set([...own, ...within]);
}

function parsed(message: string): readonly MessageFormatElement[] | string {
  try {
    return parse(message, { ignoreTag: true });
  } catch (error) {
    return String(error);
  }
}

/** The names of what the message of a key fills in; none when there is no such message. */
export function argumentsOf(messages: Messages, key: string): ReadonlySet<string> {
  const elements = parsed(messages.get(key)?.message ?? '');
  return argumentNames(typeof elements === 'string' ? [] : elements);
}

/** Messages that are no ICU messages, are empty, or have spaces around them. */
export function malformed(messages: Messages): readonly string[] {
  return [...messages].flatMap(([key, { message, path }]) => {
    const elements = parsed(message);
    if (typeof elements === 'string') return [`${path}: ${key}: ${elements}`];
    return message.trim() === message && message !== '' ? [] : [`${path}: ${key} is empty or has spaces around it`];
  });
}

/** Where languages differ: keys that one has and another lacks, and arguments that are not the same. */
export function divergent(languages: ReadonlyMap<string, Messages>): readonly string[] {
  const keys = new Set([...languages.values()].flatMap((messages) => [...messages.keys()]));
  return [...keys].flatMap((key) => {
    const lacking = [...languages].filter(([, messages]) => !messages.has(key)).map(([language]) => language);
    if (lacking.length > 0) return [`${key}: missing in ${lacking.join(', ')}`];
    const uses = [...languages].map(([language, messages]) => ({
      language,
      names: [...argumentsOf(messages, key)].toSorted().join(', '),
    }));
    const isSame = uses.every(({ names }) => names === uses[0]?.names);
    return isSame ? [] : [`${key}: ${uses.map(({ language, names }) => `${language} {${names}}`).join(' · ')}`];
  });
}

/** The words of a message, without what it fills in. */
function wordsOf(elements: readonly MessageFormatElement[]): string {
  return elements.map((element) => (isLiteralElement(element) ? element.value : wordsOf(inside(element)))).join(' ');
}

const LETTERS_OF_A_SENTENCE = 20;

/** What a text in the language cannot contain: letters of the neighbour's alphabet, or no letter of its own at all. */
const FOREIGN: Readonly<Record<string, (words: string) => string | undefined>> = {
  ru: (words) => {
    if (/[іў]/iu.test(words)) return 'has letters that Russian lacks';
    return isLatinSentence(words) ? 'is not in Russian' : undefined;
  },
  be: (words) => {
    if (/[ищъ]/iu.test(words)) return 'has letters that Belarusian lacks';
    return isLatinSentence(words) ? 'is not in Belarusian' : undefined;
  },
};

const isLatinSentence = (words: string): boolean =>
  (words.match(/[a-z]/giu)?.length ?? 0) >= LETTERS_OF_A_SENTENCE && !/\p{Script=Cyrillic}/u.test(words);

/** Messages that are not in the language they are filed under: left in English, or in the neighbour's alphabet. */
export function untranslated(languages: ReadonlyMap<string, Messages>): readonly string[] {
  const english = languages.get('en');
  return [...languages].flatMap(([language, messages]) =>
    [...messages].flatMap(([key, { message, path }]) => {
      const elements = parsed(message);
      if (typeof elements === 'string') return [];
      const words = wordsOf(elements);
      const isCopy = language !== 'en' && message === english?.get(key)?.message;
      const copied = isCopy && (words.match(/\p{L}/gu)?.length ?? 0) >= LETTERS_OF_A_SENTENCE;
      const fault = copied ? 'is the English text' : FOREIGN[language]?.(words);
      return fault === undefined ? [] : [`${path}: ${key} ${fault}`];
    }),
  );
}
