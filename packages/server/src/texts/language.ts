import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { Words } from '@kontor/domain/kernel/schema';

/** The four languages of the corridor, by their ISO 639-1 codes. */
export const LANGUAGES = ['en', 'de', 'ru', 'be'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Words of the book in one language. */
export function inLanguage(words: Words, language: Language): string {
  return typeof words === 'string' ? words : words[language];
}

/** The variables of the environment that say in which language a person is spoken to (POSIX, strongest first). */
const LOCALE_VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

const unknownLanguage = (wanted: string): Refusal =>
  refusal('language-unknown', { wanted, known: LANGUAGES.join(', ') });

/** The language of a code or locale name such as `de`, `de-AT`, `ru_BY.UTF-8`, `be_BY@latin`; undefined if it is none of ours. */
export function readLanguage(name: string): Language | undefined {
  const [code] = name
    .trim()
    .toLowerCase()
    .split(/[-_.@]/u);
  return LANGUAGES.find((language) => language === code);
}

/**
 * The language to speak: the option if one is given, else the locale of the environment, else English.
 * Only the first variable that is set counts, as POSIX has it: `LC_ALL=C` means English whatever `LANG` says.
 * Refuses an option that names no language of ours with `language-unknown`.
 */
export function chooseLanguage(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Result<Language> {
  if (option !== undefined) {
    const wanted = readLanguage(option);
    return wanted === undefined ? refused(unknownLanguage(option)) : ok(wanted);
  }
  for (const variable of LOCALE_VARIABLES) {
    const locale = environment[variable];
    if (locale !== undefined && locale !== '') return ok(readLanguage(locale) ?? 'en');
  }
  return ok('en');
}
