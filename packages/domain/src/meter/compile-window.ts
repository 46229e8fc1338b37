/** Compiles the window of a meter (pricing.md section 6). */
import { localDate } from '../kernel/local-date.ts';
import { period } from '../kernel/period.ts';
import type { WindowForm } from './form.ts';
import type { MeterShapeText } from './schema.ts';

export type WindowText = NonNullable<MeterShapeText['window']>;

const MONTHS = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const;
/** A Monday: weeks are counted from it. */
const A_MONDAY = localDate('2024-01-01');

type Cycle = NonNullable<WindowText['cycle']>;

function cycleForm({ from, months, days }: Cycle, lag: number): WindowForm {
  const [every, unit] = months === undefined ? ([days ?? 1, 'day'] as const) : ([months, 'month'] as const);
  return { kind: 'cycle', every, unit, anchor: from, lag };
}

function calendarForm(calendar: NonNullable<WindowText['calendar']>, lag: number): WindowForm {
  if (calendar === 'week') return { kind: 'cycle', every: 7, unit: 'day', anchor: A_MONDAY, lag };
  return { kind: 'months', months: MONTHS[calendar], from: 1, lag };
}

/** The window's form; one without problems states exactly one kind. */
export function windowForm(text: WindowText): WindowForm | undefined {
  const { calendar, freightYearFrom, cycle, fixed, rollingDays, rollingTo, agreement, lag = 0 } = text;
  if (calendar !== undefined) return calendarForm(calendar, lag);
  if (freightYearFrom !== undefined) return { kind: 'months', months: 12, from: freightYearFrom, lag };
  if (cycle !== undefined) return cycleForm(cycle, lag);
  if (fixed !== undefined) return { kind: 'fixed', span: period(fixed.from, fixed.to), lag };
  if (rollingDays !== undefined)
    return { kind: 'rolling', days: rollingDays, ends: rollingTo === 'the-day-before' ? 1 : 0, lag };
  return agreement === true ? { kind: 'agreement', lag } : undefined;
}

export type Problem = { readonly code: string; readonly params: Record<string, string | number> };

/** Not exactly one kind, ends backward, or earlier windows asked of one that stands alone. */
export function windowProblem(text: WindowText, looksBack: boolean): Problem | undefined {
  const { fixed, calendar, freightYearFrom, cycle, rollingDays, rollingTo, agreement, lag = 0 } = text;
  const kinds = [fixed, calendar, freightYearFrom, cycle, rollingDays, agreement];
  const given = kinds.filter((kind) => kind !== undefined).length;
  if (given !== 1) return { code: 'meter.window-kind', params: { given } };
  if (cycle !== undefined && (cycle.months === undefined) === (cycle.days === undefined))
    return { code: 'meter.window-cycle', params: {} };
  if (rollingTo !== undefined && rollingDays === undefined) return { code: 'meter.window-rolling', params: {} };
  if (fixed?.to !== undefined && fixed.to <= fixed.from)
    return { code: 'meter.window-backward', params: { from: fixed.from, to: fixed.to } };
  const alone = fixed !== undefined || agreement !== undefined;
  return alone && (lag > 0 || looksBack) ? { code: 'meter.window-alone', params: {} } : undefined;
}
