declare const brand: unique symbol;

/**
 * A calendar date without a time, 'YYYY-MM-DD' in the proleptic Gregorian calendar. Being text of fixed width, dates
 * compare as plain strings. Dates read from outside lie in the years 1900 to 2999; arithmetic may leave that range
 * (the end of the year 2999 is 3000-01-01) but never the years 0001 to 9999.
 */
export type LocalDate = string & { readonly [brand]: 'LocalDate' };

/** The calendar spans that begin on a first of a month. */
export type CalendarUnit = 'month' | 'quarter' | 'year';

type Fields = { readonly year: number; readonly month: number; readonly day: number };

const FIRST_YEAR_READ = 1900;
const LAST_YEAR_READ = 2999;
const ISO_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const ISO_INSTANT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_DAY = 1440;
const DAYS_PER_ERA = 146_097;
const MONTHS_PER_UNIT: Readonly<Record<CalendarUnit, number>> = Object.freeze({ month: 1, quarter: 3, year: 12 });

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLocalDate(text: string): text is LocalDate {
  const match = ISO_DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12) return false;
  return day >= 1 && day <= daysInMonth(year, month);
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** Texts of the months and days, and of the years met so far: a journal asks for the same ones again and again. */
const TWO_DIGITS: readonly string[] = Object.freeze(Array.from({ length: 32 }, (_, number) => pad(number, 2)));
const years = new Map<number, string>();

function yearText(year: number): string {
  const known = years.get(year);
  if (known !== undefined) return known;
  const made = pad(year, 4);
  if (year >= 1 && year <= 9999) years.set(year, made);
  return made;
}

/** Whether the text written from these fields is a date: the calendar has them. */
const isWritten = (_text: string, { year, month, day }: Fields): _text is LocalDate =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

function fromFields(fields: Fields): LocalDate {
  const { year, month, day } = fields;
  const text = `${yearText(year)}-${TWO_DIGITS[month] ?? String(month)}-${TWO_DIGITS[day] ?? String(day)}`;
  if (!isWritten(text, fields)) throw new RangeError(`no such date in the years 0001 to 9999: ${text}`);
  return text;
}

const ZERO_DIGIT = 48;

/** The number that two digits at an index write. */
const twoDigits = (date: LocalDate, index: number): number =>
  (date.charCodeAt(index) - ZERO_DIGIT) * 10 + date.charCodeAt(index + 1) - ZERO_DIGIT;

function fieldsOf(date: LocalDate): Fields {
  return { year: twoDigits(date, 0) * 100 + twoDigits(date, 2), month: twoDigits(date, 5), day: twoDigits(date, 8) };
}

/**
 * Days since 1970-01-01. Years are counted from 1 March, so that the leap day ends its year and the months before a
 * given one have (153·m + 2) div 5 days; 400 years are one era of 146,097 days.
 */
function dayNumber({ year, month, day }: Fields): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - 719_468;
}

/** The inverse of {@link dayNumber}. */
function fromDayNumber(days: number): LocalDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leapless =
    dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor(leapless / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return fromFields({ year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day });
}

/** Reads 'YYYY-MM-DD' of a real day in the years 1900 to 2999; anything else is undefined. The one ISO date parser. */
export function parseLocalDate(text: string): LocalDate | undefined {
  if (!isLocalDate(text)) return undefined;
  const { year } = fieldsOf(text);
  return year >= FIRST_YEAR_READ && year <= LAST_YEAR_READ ? text : undefined;
}

/** A date literal in code. Throws on anything {@link parseLocalDate} does not read. */
export function localDate(text: string): LocalDate {
  const date = parseLocalDate(text);
  if (date === undefined) throw new SyntaxError(`not a date: ${JSON.stringify(text.slice(0, 40))}`);
  return date;
}

function assertWhole(n: number): void {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number: ${n}`);
}

/** The date `days` later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  assertWhole(days);
  return fromDayNumber(dayNumber(fieldsOf(date)) + days);
}

/** The same day `months` later, or the month's last day where it has none: 31 January + 1 = 28 or 29 February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  assertWhole(months);
  const { year, month, day } = fieldsOf(date);
  const index = year * 12 + (month - 1) + months;
  const target = Math.floor(index / 12);
  const targetMonth = (index % 12) + 1;
  return fromFields({ year: target, month: targetMonth, day: Math.min(day, daysInMonth(target, targetMonth)) });
}

/** Days from `from` to `to`: 0 for the same date, negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(fieldsOf(to)) - dayNumber(fieldsOf(from));
}

/** −1 when a is earlier, 0 when both are the same day, 1 when a is later. */
export function compareDates(a: LocalDate, b: LocalDate): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The first day of the month, quarter or year that holds the date. */
export function startOf(unit: CalendarUnit, date: LocalDate): LocalDate {
  const { year, month } = fieldsOf(date);
  const months = MONTHS_PER_UNIT[unit];
  return fromFields({ year, month: month - ((month - 1) % months), day: 1 });
}

/** The first day after the month, quarter or year that holds the date: the end of a half-open period. */
export function endOf(unit: CalendarUnit, date: LocalDate): LocalDate {
  return addMonths(startOf(unit, date), MONTHS_PER_UNIT[unit]);
}

/** The day of the week by ISO 8601: 1 Monday to 7 Sunday. */
export function weekday(date: LocalDate): number {
  const sinceMonday = (dayNumber(fieldsOf(date)) + 3) % 7;
  return ((sinceMonday + 7) % 7) + 1;
}

/** Milliseconds since 1970 of an ISO 8601 instant; undefined without an offset, or for an impossible date or time. */
function instantMs(text: string): number | undefined {
  const match = ISO_INSTANT.exec(text);
  const date = parseLocalDate(match?.[1] ?? '');
  if (match === null || date === undefined) return undefined;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  const [offsetHours, offsetMinutes] = [Number(match[6] ?? 0), Number(match[7] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (offsetHours * 60 + offsetMinutes) * (match[5] === '-' ? -1 : 1);
  const minutes = dayNumber(fieldsOf(date)) * MINUTES_PER_DAY + hour * 60 + minute - offset;
  return minutes * MS_PER_MINUTE + second * 1000;
}

/** More spellings than there are zones; beyond it, names in odd letter cases are not remembered. */
const MOST_FORMATTERS = 1000;

/** One formatter per zone: making one costs as much as hundreds of uses. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = formatters.get(timeZone);
  if (known !== undefined || !ZONE_NAME.test(timeZone)) return known;
  try {
    const made = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    if (formatters.size < MOST_FORMATTERS) formatters.set(timeZone, made);
    return made;
  } catch {
    // Intl reports an unknown zone by throwing, and has no other way to ask.
    return undefined;
  }
}

/**
 * The calendar date in a named IANA zone at an instant such as '2025-10-01T22:30:00Z' or '…+03:00': the date of
 * acceptance of what was accepted then. Undefined for an unknown zone, or an instant that is malformed or has no offset.
 */
export function dateInZone(instantIso: string, timeZone: string): LocalDate | undefined {
  const at = instantMs(instantIso);
  const formatter = at === undefined ? undefined : formatterFor(timeZone);
  if (formatter === undefined) return undefined;
  const parts = new Map(formatter.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day] = [parts.get('year') ?? 0, parts.get('month') ?? 0, parts.get('day') ?? 0];
  return fromFields({ year, month, day });
}
