import type { LocalDate } from '@kontor/domain/kernel/local-date';
import type { Place, Refusal } from '@kontor/domain/kernel/refusal';
import { type Catalogue, readCatalogue } from './catalogue.ts';
import type { Language } from './language.ts';
import { type Message, type MessageParams, prepareMessage } from './message.ts';
import { writeDate, writeDecimal, writeMoney, writeMonth, writePercent } from './numerals.ts';

/** A refusal in words: why, what to do about it, and where it arose ("" when it has no place). */
export type RefusalText = { readonly reason: string; readonly remedy: string; readonly where: string };

/** Everything one language needs to speak. Nothing here depends on the locale or time zone of the machine. */
export type Texts = {
  readonly language: Language;
  /** The message of a key with its parameters filled in. Throws on a key or parameter that is missing. */
  readonly say: (key: string, params?: MessageParams) => string;
  /** Whether there is a message of this key; for keys made from data, such as the name of a unit. */
  readonly knows: (key: string) => boolean;
  readonly refusal: (refusal: Refusal) => RefusalText;
  /** An amount in minor units of an ISO 4217 currency. */
  readonly money: (minor: bigint, currency: string) => string;
  /** A plain decimal text; with `digits`, exactly that many decimals, rounded half-up for show. */
  readonly decimal: (text: string, digits?: number) => string;
  /** The text is the number of percent: "12.5" is 12,5 %. */
  readonly percent: (text: string, digits?: number) => string;
  readonly date: (date: LocalDate) => string;
  /** A calendar month written as "2025-10". */
  readonly month: (month: string) => string;
  /** A plain decimal text with its unit (UN/ECE Recommendation 20 code); an unknown unit is shown by its code. */
  readonly quantity: (value: string, unit: string, digits?: number) => string;
};

/** Messages are made ready when first said: a command says a few dozen of some hundreds. */
function speaker(language: Language, catalogue: Catalogue): Texts['say'] {
  const ready = new Map<string, Message>();
  return (key, params = {}) => {
    let message = ready.get(key);
    if (message === undefined) {
      const source = catalogue.get(key);
      if (source === undefined) throw new Error(`no message ${key} in the catalogues of ${language}`);
      message = prepareMessage(language, source);
      ready.set(key, message);
    }
    return message(params);
  };
}

/** `file:line:column`, which terminals and editors turn into a link, then the record and the path within it. */
function writePlace(say: Texts['say'], { file, line, column, record, path }: Place): string {
  const position = [line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':');
  const parts: string[] = [];
  if (file !== undefined) parts.push(position === '' ? file : `${file}:${position}`);
  else if (position !== '') parts.push(say('place.line', { line: position }));
  if (record !== undefined) parts.push(say('place.record', { record }));
  if (path !== undefined) parts.push(say('place.path', { path }));
  return parts.join(', ');
}

/** The texts of a language over a catalogue. */
export function textsOf(language: Language, catalogue: Catalogue): Texts {
  const say = speaker(language, catalogue);
  const knows = (key: string): boolean => catalogue.has(key);
  return Object.freeze({
    language,
    say,
    knows,
    refusal: ({ code, params, place }: Refusal) => ({
      reason: say(`refusal.${code}.reason`, params),
      remedy: say(`refusal.${code}.remedy`, params),
      where: writePlace(say, place),
    }),
    money: (minor: bigint, currency: string) => writeMoney(language, minor, currency),
    decimal: (text: string, digits?: number) => writeDecimal(language, text, digits),
    percent: (text: string, digits?: number) => writePercent(language, text, digits),
    date: (date: LocalDate) => writeDate(language, date),
    month: (month: string) => writeMonth(language, month),
    quantity: (value: string, unit: string, digits?: number) => {
      const amount = writeDecimal(language, value, digits);
      const key = `unit.${unit}`;
      return knows(key) ? say(key, { amount, count: value }) : `${amount}\u00a0${unit}`;
    },
  });
}

/** The texts of a language from the catalogues this installation came with. */
export function loadTexts(language: Language): Texts {
  return textsOf(language, readCatalogue(language));
}
