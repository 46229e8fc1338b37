/** When an agreement's quantity is due: months that add up to the whole, and days within them. */
import { type Decimal, decimal, divide, isNegative, isZero, multiply, ofInteger } from '../kernel/decimal.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/local-date.ts';
import { daysIn, intersect, monthOf, monthsOf, type Period, periodLabel } from '../kernel/period.ts';
import { splitLump } from '../kernel/split.ts';
import type { AgreementText } from './schema.ts';

/** A period with an end. */
export type ClosedPeriod = { readonly from: LocalDate; readonly to: LocalDate };

/** A calendar month, as far as it lies in the agreement's period, with its share of the whole. */
export type ScheduleMonth = { readonly label: string; readonly span: ClosedPeriod; readonly weight: Decimal };

/** A month with what is due in it, in whole kilograms, pieces or heads. */
export type DueMonth = ScheduleMonth & { readonly due: bigint };

export type ScheduleProblem = {
  readonly code: 'agreement.schedule-month' | 'agreement.schedule-negative' | 'agreement.schedule-empty';
  readonly params: Readonly<Record<string, string>>;
};

const closed = (span: Period, end: LocalDate): ClosedPeriod => ({ from: span.from, to: span.to ?? end });

const daysOf = (span: ClosedPeriod): number => daysBetween(span.from, span.to);

/** An even schedule is the same every day; a seasonal month that is only partly in the period weighs by its days. */
function weightOf(span: ClosedPeriod, label: string, schedule: AgreementText['schedule']): Decimal {
  const days = ofInteger(daysOf(span));
  if (schedule === 'even') return days;
  if ('byMonth' in schedule) return decimal(schedule.byMonth[label] ?? '0');
  const season = decimal(schedule.seasonal[Number(label.slice(5, 7)) - 1] ?? '0');
  return divide(multiply(season, days), ofInteger(daysIn(monthOf(span.from)) ?? 1));
}

/** The months of the period with their weights, and what is wrong with the schedule as written. */
export function scheduleMonths(
  period: ClosedPeriod,
  schedule: AgreementText['schedule'],
): { readonly months: readonly ScheduleMonth[]; readonly problems: readonly ScheduleProblem[] } {
  const months = monthsOf(period).flatMap((month): ScheduleMonth[] => {
    const part = intersect(month, period);
    if (part === undefined) return [];
    const span = closed(part, period.to);
    const label = periodLabel(month);
    return [{ label, span, weight: weightOf(span, label, schedule) }];
  });
  const labels = new Set(months.map((month) => month.label));
  const named = typeof schedule === 'object' && 'byMonth' in schedule ? Object.keys(schedule.byMonth) : [];
  const problems: ScheduleProblem[] = named
    .filter((month) => !labels.has(month))
    .map((month) => ({ code: 'agreement.schedule-month', params: { month } }));
  for (const { label, weight } of months) {
    if (isNegative(weight)) problems.push({ code: 'agreement.schedule-negative', params: { month: label } });
  }
  if (months.every(({ weight }) => isZero(weight))) problems.push({ code: 'agreement.schedule-empty', params: {} });
  return { months, problems };
}

/** Spreads a quantity over the months; the parts add up to it exactly. */
export function dueMonths(months: readonly ScheduleMonth[], total: bigint): readonly DueMonth[] {
  const parts = splitLump(
    total,
    months.map((month) => month.weight),
    'largest-remainder',
  );
  return months.map((month, index) => ({ ...month, due: parts[index] ?? 0n }));
}

/** What is due by the end of a day; within a month the same every day, in whole units rounded down. */
export function dueBy(months: readonly DueMonth[], day: LocalDate): bigint {
  let sum = 0n;
  for (const { span, due } of months) {
    if (day < span.from) break;
    const past = day >= span.to ? daysOf(span) : daysBetween(span.from, day) + 1;
    sum += past >= daysOf(span) ? due : (due * BigInt(past)) / BigInt(daysOf(span));
  }
  return sum;
}

/** The first day of the schedule by whose end so much is due; the last day when more is asked for than the whole. */
function firstDayDue(months: readonly DueMonth[], quantity: bigint, period: ClosedPeriod): LocalDate {
  const last = addDays(period.to, -1);
  let day = period.from;
  while (day < last && dueBy(months, day) < quantity) day = addDays(day, 1);
  return day;
}

/** The last day by whose end no more than so much is due; the day before the first when even that is more. */
function lastDayCovered(months: readonly DueMonth[], quantity: bigint, period: ClosedPeriod): LocalDate {
  let day = addDays(period.to, -1);
  while (day >= period.from && dueBy(months, day) > quantity) day = addDays(day, -1);
  return day;
}

/** Where a fulfilment stands against its schedule: positive is ahead, negative behind, in units and in days. */
export type Pace = { readonly due: bigint; readonly difference: bigint; readonly days: number };

/** The pace at the end of a day; days are those of the schedule, at most the whole of it. */
export function paceAt(months: readonly DueMonth[], fulfilled: bigint, day: LocalDate, period: ClosedPeriod): Pace {
  const last = addDays(period.to, -1);
  const clamped = day > last ? last : day;
  const due = dueBy(months, clamped);
  const difference = fulfilled - due;
  if (difference === 0n || clamped < period.from) return { due, difference, days: 0 };
  const reached = difference > 0n ? firstDayDue(months, fulfilled, period) : lastDayCovered(months, fulfilled, period);
  return { due, difference, days: daysBetween(clamped, reached) };
}
