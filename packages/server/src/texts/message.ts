import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from './language.ts';
import { writeDate, writeDecimal } from './numerals.ts';

/** What a message fills in. Numbers and dates come as canonical text ("80500.5", "2025-10-01") and stay exact. */
export type MessageParams = Readonly<Record<string, string | number | bigint>>;

/** A message made ready for its language. */
export type Message = (params: MessageParams) => string;

/** Stands in for the platform's formatter in `{amount, number}`: exact text in, our separators out. */
class ExactNumbers extends Intl.NumberFormat {
  readonly #language: Language;

  constructor(language: Language) {
    super('en');
    this.#language = language;
  }

  override format(value: unknown): string {
    return writeDecimal(this.#language, String(value));
  }
}

/** Stands in for the platform's formatter in `{day, date}`: a calendar date has no time zone to be shifted by. */
class CalendarDates extends Intl.DateTimeFormat {
  readonly #language: Language;

  constructor(language: Language) {
    super('en');
    this.#language = language;
  }

  override format(value?: unknown): string {
    return writeDate(this.#language, String(value));
  }
}

/**
 * Makes an ICU message ready. Only the choice of a plural form is left to the platform; numbers and dates are written
 * by numerals.ts, so the bytes do not depend on the machine. Throws on a malformed message; the result throws on a
 * missing parameter. Both are mistakes in the program.
 */
export function prepareMessage(language: Language, source: string): Message {
  const numbers = new ExactNumbers(language);
  const dates = new CalendarDates(language);
  const plurals = {
    cardinal: new Intl.PluralRules(language),
    ordinal: new Intl.PluralRules(language, { type: 'ordinal' }),
  };
  const message = new IntlMessageFormat(source, language, undefined, {
    formatters: {
      getNumberFormat: () => numbers,
      getDateTimeFormat: () => dates,
      getPluralRules: (_language, options) => plurals[options?.type ?? 'cardinal'],
    },
    ignoreTag: true,
  });
  return (params) => String(message.format({ ...params }));
}
