/** Dates as people write them. The order of day and month, two-digit years and day numbers are read only where known. */
import { dateInZone, type LocalDate, parseLocalDate } from '@kontor/domain/kernel/local-date';
import { dateOfSerial } from '../xlsx/date-format.ts';

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** What the profile knows of a column of dates. */
export type DateForm = {
  readonly order?: DateOrder | undefined;
  /** First year of the hundred in which two-digit years lie: 2000. */
  readonly century?: number | undefined;
  /** What plain numbers count from. */
  readonly serial?: '1900' | '1904' | undefined;
  /** The zone of the place of acceptance, for times with an offset. */
  readonly timeZone?: string | undefined;
};

/** What a cell needs to know before it can be read. */
export type DateNeed = 'order' | 'century' | 'serial' | 'time-zone';

export type DateReading =
  | { readonly kind: 'date'; readonly date: LocalDate; readonly order: DateOrder | undefined }
  | { readonly kind: 'needs'; readonly need: DateNeed }
  | { readonly kind: 'malformed' };

const MALFORMED: DateReading = Object.freeze({ kind: 'malformed' });
const ISO_ZONED = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})$/;
const TIME = /[T\s]\s*[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?$/;
const YEAR_MARK = /\s*(?:г|года|г\.)$/i;
const PARTS = /^([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})$/;
/** Day numbers of 1927 to 2118: what a date of acceptance can be. */
const SERIAL = /^[1-7][0-9]{4}(?:[.,][0-9]+)?$/;

const two = (text: string): string => text.padStart(2, '0');
const made = (year: string, month: string, day: string): LocalDate | undefined =>
  parseLocalDate(`${year}-${two(month)}-${two(day)}`);

function dated(date: LocalDate | undefined, order: DateOrder | undefined): DateReading {
  return date === undefined ? MALFORMED : { kind: 'date', date, order };
}

/** 20250315 or 15032025: a year from 1900 to 2999 can stand at one end only. */
function compact(text: string): DateReading {
  const yearFirst = made(text.slice(0, 4), text.slice(4, 6), text.slice(6));
  if (yearFirst !== undefined) return dated(yearFirst, 'ymd');
  return dated(made(text.slice(4), text.slice(2, 4), text.slice(0, 2)), 'dmy');
}

/** Day and month in the order given, or, where it is not, the only order that makes a date. */
function dayAndMonth(
  first: string,
  second: string,
  year: string,
  separator: string,
  order: DateOrder | undefined,
): DateReading {
  const [dayFirst, monthFirst] = [made(year, second, first), made(year, first, second)];
  // Points stand in dates of our countries only, and those write the day first.
  if (separator === '.' && order !== 'mdy') return dated(dayFirst, 'dmy');
  if (order !== undefined) return order === 'mdy' ? dated(monthFirst, 'mdy') : dated(dayFirst, 'dmy');
  if (dayFirst !== undefined && monthFirst !== undefined) {
    return dayFirst === monthFirst ? dated(dayFirst, undefined) : { kind: 'needs', need: 'order' };
  }
  return dayFirst === undefined ? dated(monthFirst, 'mdy') : dated(dayFirst, 'dmy');
}

function shortYear(parts: readonly [string, string, string], separator: string, form: DateForm): DateReading {
  if (form.century === undefined) return { kind: 'needs', need: 'century' };
  const [a, b, c] = parts;
  const year = (text: string): string => String((form.century ?? 0) + Number(text));
  if (form.order === 'ymd') return dated(made(year(a), b, c), 'ymd');
  return dayAndMonth(a, b, year(c), separator, form.order);
}

function fromParts(text: string, form: DateForm): DateReading {
  const match = PARTS.exec(text);
  if (match === null) return MALFORMED;
  const [, a = '', separator = '', b = '', c = ''] = match;
  if (a.length === 4) return c.length <= 2 ? dated(made(a, b, c), 'ymd') : MALFORMED;
  if (a.length > 2) return MALFORMED;
  if (c.length === 4) return dayAndMonth(a, b, c, separator, form.order);
  return c.length === 2 ? shortYear([a, b, c], separator, form) : MALFORMED;
}

/** Reads a date in any of the usual spellings, a time of day after it left out; says what it needs to know when unsure. */
export function readDate(text: string, form: DateForm): DateReading {
  const trimmed = text.trim().replace(/[\u00A0\u202F]/g, ' ');
  if (trimmed.length > 40) return MALFORMED;
  if (ISO_ZONED.test(trimmed)) {
    if (form.timeZone === undefined) return { kind: 'needs', need: 'time-zone' };
    return dated(dateInZone(trimmed, form.timeZone), 'ymd');
  }
  const bare = trimmed.replace(TIME, '').replace(YEAR_MARK, '').trim();
  if (/^[0-9]{8}$/.test(bare)) return compact(bare);
  if (SERIAL.test(bare)) {
    if (form.serial === undefined) return { kind: 'needs', need: 'serial' };
    return dated(dateOfSerial(Number.parseInt(bare, 10), form.serial === '1904'), undefined);
  }
  return fromParts(bare, form);
}
