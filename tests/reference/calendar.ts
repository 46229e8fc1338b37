/** Days and windows for the reference evaluator: a day is a number of days since 1970-01-01, a month a number of months. */

import { plus, type Rational, ratio, ZERO } from './rational.ts';
import { Refused } from './refused.ts';

/** Half-open, as everywhere in the book: `from` is inside, `to` is not; without `to` there is no end. */
export type Span = { readonly from: string; readonly to?: string | undefined };

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

type Parts = { readonly year: number; readonly month: number; readonly day: number };

function partsOf(date: string): Parts {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day };
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const textOf = ({ year, month, day }: Parts): string => `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;

function nextDay({ year, month, day }: Parts): Parts {
  if (day < daysInMonth(year, month)) return { year, month, day: day + 1 };
  return month < 12 ? { year, month: month + 1, day: 1 } : { year: year + 1, month: 1, day: 1 };
}

function dayBefore({ year, month, day }: Parts): Parts {
  if (day > 1) return { year, month, day: day - 1 };
  const [y, m] = month > 1 ? [year, month - 1] : [year - 1, 12];
  return { year: y, month: m, day: daysInMonth(y, m) };
}

/** Day by day: slow, and beyond doubt. */
export function addDays(date: string, days: number): string {
  let parts = partsOf(date);
  for (let count = 0; count < Math.abs(days); count += 1) parts = days < 0 ? dayBefore(parts) : nextDay(parts);
  return textOf(parts);
}

/** First day of the month so many months after January of year 0. */
function monthStart(months: number): string {
  return textOf({ year: Math.floor(months / 12), month: (months % 12) + 1, day: 1 });
}

const monthsOf = (date: string): number => partsOf(date).year * 12 + partsOf(date).month - 1;

/** The window of so many months that holds a date, years of it starting in a month (1–12), moved by whole windows. */
export function monthsWindow(date: string, length: number, firstMonth: number, moved: number): Span {
  const offset = firstMonth - 1;
  const start = Math.floor((monthsOf(date) - offset) / length) * length + offset + moved * length;
  return { from: monthStart(start), to: monthStart(start + length) };
}

/** The same day so many years away; 29 February becomes 28 February where there is none. */
export function addYears(date: string, years: number): string {
  const { year, month, day } = partsOf(date);
  const there = year + years;
  return textOf({ year: there, month, day: Math.min(day, daysInMonth(there, month)) });
}

/** The same for an end: a span that ends with 28 February does so in any year. */
export function endYears(to: string, years: number): string {
  return to.endsWith('-02-29') ? addDays(addYears(addDays(to, -1), years), 1) : addYears(to, years);
}

/** Days from one date to a later one, counted one by one. */
function daysBetween(from: string, to: string): number {
  let count = 0;
  for (let day = from; day < to; day = addDays(day, 1)) count += 1;
  return count;
}

/** Without an end a span has no number of days. */
export function daysIn({ from, to }: Span): number {
  if (to === undefined) throw new Refused('endless', ['agreement']);
  return daysBetween(from, to);
}

/** Months of a span; of a month of which only a part lies in it, as much as its days are of the month's. */
export function monthsIn({ from, to }: Span): Rational {
  if (to === undefined) throw new Refused('endless', ['agreement']);
  let months = ZERO;
  for (let day = from; day < to; day = addDays(day, 1)) {
    const { year, month } = partsOf(day);
    months = plus(months, ratio(1n, BigInt(daysInMonth(year, month))));
  }
  return months;
}

/** What lies in both of two spans; where nothing does, it ends on or before its begin. */
export function overlap(a: Span, b: Span): Span {
  const from = a.from > b.from ? a.from : b.from;
  const ends = [a.to, b.to].flatMap((to) => to ?? []).toSorted();
  return { from, to: ends[0] };
}

/** The same day so many months on; the last of the month where it has no such day. */
function addMonths(date: string, months: number): string {
  const { year, month, day } = partsOf(date);
  const moved = year * 12 + month - 1 + months;
  const there = { year: Math.floor(moved / 12), month: (moved % 12) + 1 };
  return textOf({ ...there, day: Math.min(day, daysInMonth(there.year, there.month)) });
}

type Cycle = { readonly from: string; readonly months?: number | undefined; readonly days?: number | undefined };

/** Windows of so many months or days one after the other, one of them beginning on `from`, before it too. */
export function cycleWindow({ from, months, days = 0 }: Cycle, date: string, moved: number): Span {
  const begin = (index: number): string =>
    months === undefined ? addDays(from, days * index) : addMonths(from, months * index);
  let index = 0;
  while (begin(index) > date) index -= 1;
  while (begin(index + 1) <= date) index += 1;
  return { from: begin(index + moved), to: begin(index + moved + 1) };
}

/** Weeks begin on Monday. */
export const weekWindow = (date: string, moved: number): Span =>
  cycleWindow({ from: '2024-01-01', days: 7 }, date, moved);

export const within = (date: string, span: Span): boolean =>
  date >= span.from && (span.to === undefined || date < span.to);

/** Whether there is a day in both. */
export const meet = (a: Span, b: Span): boolean =>
  (a.to === undefined || b.from < a.to) && (b.to === undefined || a.from < b.to);

/** Order of texts by code point: UTF-16 order is wrong beyond the basic plane, so whole code points are compared. */
export function byCodePoint(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(x.length, y.length); index += 1) {
    const difference = (x[index]?.codePointAt(0) ?? 0) - (y[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}
