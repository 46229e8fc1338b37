import {
  addDays,
  addMonths,
  type CalendarUnit,
  compareDates,
  daysBetween,
  endOf,
  type LocalDate,
  parseLocalDate,
  startOf,
} from './local-date.ts';

/** A half-open span of days: `from` is in it, `to` is the first day after it; without `to` it never ends. */
export type Period = {
  readonly from: LocalDate;
  readonly to: LocalDate | undefined;
};

/** A period of at least one day. Throws when it would end before or where it begins: parse and check input first. */
export function period(from: LocalDate, to?: LocalDate): Period {
  if (to !== undefined && to <= from) throw new RangeError(`a period cannot run from ${from} to ${to}`);
  return Object.freeze({ from, to });
}

/** Whether the date lies in the period; its `to` does not. */
export function contains(span: Period, date: LocalDate): boolean {
  return span.from <= date && (span.to === undefined || date < span.to);
}

function earlierEnd(a: LocalDate | undefined, b: LocalDate | undefined): LocalDate | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareDates(a, b) <= 0 ? a : b;
}

/** The days both periods hold; undefined when there are none. */
export function intersect(a: Period, b: Period): Period | undefined {
  const from = compareDates(a.from, b.from) >= 0 ? a.from : b.from;
  const to = earlierEnd(a.to, b.to);
  return to !== undefined && to <= from ? undefined : Object.freeze({ from, to });
}

/** Whether the periods have a day in common; periods that only touch do not. */
export function overlaps(a: Period, b: Period): boolean {
  return intersect(a, b) !== undefined;
}

/** How many days the period has; undefined when it never ends. */
export function daysIn(span: Period): number | undefined {
  return span.to === undefined ? undefined : daysBetween(span.from, span.to);
}

function calendarPeriod(unit: CalendarUnit, date: LocalDate): Period {
  return Object.freeze({ from: startOf(unit, date), to: endOf(unit, date) });
}

/** The calendar month that holds the date. */
export function monthOf(date: LocalDate): Period {
  return calendarPeriod('month', date);
}

/** The calendar quarter that holds the date. */
export function quarterOf(date: LocalDate): Period {
  return calendarPeriod('quarter', date);
}

/** The calendar year that holds the date. */
export function yearOf(date: LocalDate): Period {
  return calendarPeriod('year', date);
}

/**
 * The calendar months the period touches, in order, each whole: intersect them with the period for the parts that
 * lie in it. Throws for a period that never ends.
 */
export function monthsOf(span: Period): readonly Period[] {
  if (span.to === undefined) throw new RangeError(`a period without an end has no list of months: ${span.from}`);
  const months: Period[] = [];
  for (let first = startOf('month', span.from); first < span.to; first = addMonths(first, 1)) {
    months.push(monthOf(first));
  }
  return months;
}

/**
 * The shortest plain name of the period: '2025', '2025-Q1', '2025-03', '2025-03-08' for one day, else its first and
 * last day '2025-03-08/2025-03-20' (the last day, not the one after), and '2025-03-08/..' when it never ends.
 */
export function periodLabel(span: Period): string {
  if (span.to === undefined) return `${span.from}/..`;
  const is = (unit: CalendarUnit): boolean =>
    startOf(unit, span.from) === span.from && endOf(unit, span.from) === span.to;
  const year = span.from.slice(0, 4);
  if (is('year')) return year;
  if (is('quarter')) return `${year}-Q${(Number(span.from.slice(5, 7)) + 2) / 3}`;
  if (is('month')) return span.from.slice(0, 7);
  const last = addDays(span.to, -1);
  return last === span.from ? span.from : `${span.from}/${last}`;
}

const CALENDAR_LABEL = /^([0-9]{4})(?:-(?:Q([1-4])|([0-9]{2})))?$/;

/** Reads what {@link periodLabel} writes; undefined for anything else. */
export function parsePeriodLabel(text: string): Period | undefined {
  const calendar = CALENDAR_LABEL.exec(text);
  if (calendar !== null) {
    const [, year = '', quarter, month] = calendar;
    const first = parseLocalDate(`${year}-${month ?? String(Number(quarter ?? 1) * 3 - 2).padStart(2, '0')}-01`);
    if (first === undefined) return undefined;
    if (month !== undefined) return monthOf(first);
    return quarter === undefined ? yearOf(first) : quarterOf(first);
  }
  const [start = '', end, ...more] = text.split('/');
  const from = parseLocalDate(start);
  if (from === undefined || more.length > 0) return undefined;
  if (end === '..') return period(from);
  const last = parseLocalDate(end ?? start);
  return last === undefined || last < from ? undefined : period(from, addDays(last, 1));
}
