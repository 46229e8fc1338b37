/** The window of days that a reading covers (pricing.md section 6). */
import { addDays, addMonths, daysBetween, type LocalDate, startOf } from '../kernel/local-date.ts';
import { type Period, period } from '../kernel/period.ts';
import type { MeterForm, WindowForm } from './form.ts';

/** The period of the agreement a consignment names; undefined when it names none that is known. */
export type AgreementPeriod = Period | undefined;

/** The cycle of `months` months, counted from the year's first month `from`, that holds the date. */
function cycleOf(date: LocalDate, months: number, from: number): Period {
  const month = Number(date.slice(5, 7));
  const intoCycle = (((month - from) % months) + months) % months;
  const first = addMonths(startOf('month', date), -intoCycle);
  return period(first, addMonths(first, months));
}

type Cycle = Extract<WindowForm, { kind: 'cycle' }>;

/** The window `index` windows after the one that begins on the anchor. */
function cycleAt({ every, unit, anchor }: Cycle, index: number): Period {
  const move = unit === 'day' ? addDays : addMonths;
  return period(move(anchor, index * every), move(anchor, (index + 1) * every));
}

const monthNumber = (date: LocalDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));

/** How many windows after the anchor's the date lies. */
function cycleIndex(form: Cycle, date: LocalDate): number {
  const { every, unit, anchor } = form;
  const passed = unit === 'day' ? daysBetween(anchor, date) : monthNumber(date) - monthNumber(anchor);
  const within = ((passed % every) + every) % every;
  const index = (passed - within) / every;
  return date < cycleAt(form, index).from ? index - 1 : index;
}

/**
 * The window that belongs to a date, before any lag. A fixed window is itself whatever the date; a rolling one has so many
 * days and ends with the date, or before it. Undefined when the window is the agreement's and there is none.
 */
export function windowOf(form: WindowForm, date: LocalDate, agreement: AgreementPeriod): Period | undefined {
  switch (form.kind) {
    case 'months':
      return cycleOf(date, form.months, form.from);
    case 'fixed':
      return form.span;
    case 'cycle':
      return cycleAt(form, cycleIndex(form, date));
    case 'rolling': {
      const end = addDays(date, 1 - (form.ends ?? 0));
      return period(addDays(end, -form.days), end);
    }
    case 'agreement':
      return agreement;
  }
}

/** The window `back` windows earlier. Fixed and agreement windows have no earlier one; compiling refuses to ask for it. */
export function windowsBack(form: WindowForm, span: Period, back: number): Period {
  if (back === 0) return span;
  switch (form.kind) {
    case 'months':
      return cycleOf(addMonths(span.from, -form.months * back), form.months, form.from);
    case 'cycle':
      return cycleAt(form, cycleIndex(form, span.from) - back);
    case 'rolling': {
      const from = addDays(span.from, -form.days * back);
      return period(from, addDays(from, form.days));
    }
    case 'fixed':
    case 'agreement':
      throw new RangeError(`no window lies before one of kind ${form.kind}`);
  }
}

/** Where a span ends so many years earlier: one whose last day is 28 February ends with that day also without a 29th. */
function endBefore(to: LocalDate, months: number): LocalDate {
  const day = addMonths(to, months);
  return to.endsWith('-02-29') && day.endsWith('-02-28') ? addDays(day, 1) : day;
}

/** The same days so many years earlier; 29 February is 28 February where there is none. */
function yearsBefore({ from, to }: Period, years: number): Period {
  const months = -12 * years;
  return period(addMonths(from, months), to === undefined ? undefined : endBefore(to, months));
}

/** The spans a span is compared with: none, or the same days of earlier years, or the windows before it. */
export function spansBefore(
  { baseline, window }: Pick<MeterForm, 'baseline' | 'window'>,
  span: Period,
): readonly Period[] {
  if (baseline?.kind !== 'mean') return [];
  const earlier = (back: number): Period =>
    baseline.of === 'years' ? yearsBefore(span, back) : windowsBack(window, span, back);
  return Array.from({ length: baseline.count }, (_, index) => earlier(index + 1));
}
