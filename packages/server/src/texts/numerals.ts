import { ofUnits, parseDecimal, toFixedText } from '@kontor/domain/kernel/decimal';
import { formatMinor } from '@kontor/domain/kernel/money';
import { roundTo } from '@kontor/domain/kernel/rounding';
import type { Language } from './language.ts';

/** U+00A0: keeps a number and what belongs to it on one line. */
const NO_BREAK_SPACE = '\u00a0';

type Separators = { readonly group: string; readonly point: string };

/** As each country's offices write numbers: 1,234.50 · 1.234,50 · 1 234,50. Fixed here, so no machine's locale matters. */
const SEPARATORS: Readonly<Record<Language, Separators>> = {
  en: { group: ',', point: '.' },
  de: { group: '.', point: ',' },
  ru: { group: NO_BREAK_SPACE, point: ',' },
  be: { group: NO_BREAK_SPACE, point: ',' },
};

/** English dates name the month, so that 1.10. and 10.1. cannot be taken for each other. */
const ENGLISH_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const PLAIN_DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/u;
const CALENDAR_DATE = /^(\d{4})-(\d{2})-(\d{2})$/u;
const CALENDAR_MONTH = /^(\d{4})-(\d{2})$/u;

/** The text with `digits` decimals; a value with more is shown rounded half-up. */
function withDigits(text: string, digits: number): string {
  const value = parseDecimal(text);
  if (value === undefined) return text;
  return toFixedText(roundTo(value, ofUnits(1n, digits), 'half-up'), digits);
}

/**
 * A plain decimal ("-1234.5") as the language writes it. With `digits` exactly that many decimals are shown (rounded
 * half-up for show only), without it all that the text has. A text that is no decimal ("1/3") is given back as it is.
 */
export function writeDecimal(language: Language, text: string, digits?: number): string {
  const match = PLAIN_DECIMAL.exec(digits === undefined ? text : withDigits(text, digits));
  if (match === null) return text;
  const [, minus = '', whole = '', fraction] = match;
  const { group, point } = SEPARATORS[language];
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/gu, group);
  return minus + grouped + (fraction === undefined ? '' : point + fraction);
}

/**
 * An amount of minor units with its ISO 4217 code. English puts the code before the amount, the others after it
 * (Interinstitutional Style Guide, 7.3.3). Throws on an unknown currency.
 */
export function writeMoney(language: Language, minor: bigint, currency: string): string {
  const amount = writeDecimal(language, formatMinor(minor, currency));
  return language === 'en' ? `${currency}${NO_BREAK_SPACE}${amount}` : `${amount}${NO_BREAK_SPACE}${currency}`;
}

/** A share in percent, the text being the number of percent: "12.5" becomes 12.5% or 12,5 %. */
export function writePercent(language: Language, text: string, digits?: number): string {
  const number = writeDecimal(language, text, digits);
  return language === 'en' ? `${number}%` : `${number}${NO_BREAK_SPACE}%`;
}

/** A calendar date ("2025-10-01"): 1 Oct 2025 in English, 01.10.2025 in the others. Any other text is given back. */
export function writeDate(language: Language, date: string): string {
  const match = CALENDAR_DATE.exec(date);
  if (match === null) return date;
  const [, year = '', month = '', day = ''] = match;
  if (language !== 'en') return `${day}.${month}.${year}`;
  return [day.replace(/^0/u, ''), englishMonth(month), year].join(NO_BREAK_SPACE);
}

/** A calendar month ("2025-10"): Oct 2025 in English, 10.2025 in the others. Any other text is given back. */
export function writeMonth(language: Language, month: string): string {
  const match = CALENDAR_MONTH.exec(month);
  if (match === null) return month;
  const [, year = '', number = ''] = match;
  return language === 'en' ? `${englishMonth(number)}${NO_BREAK_SPACE}${year}` : `${number}.${year}`;
}

const englishMonth = (number: string): string => ENGLISH_MONTHS[Number(number) - 1] ?? number;
