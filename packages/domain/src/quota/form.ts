/** A quota in the form that is reckoned with: its meter, its ceiling in the meter's unit, what was published about it. */
import type { LoadedEntry } from '../book/load.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { compare, type Decimal, decimal, isNegative, ONE, ZERO } from '../kernel/decimal.ts';
import { type LocalDate, parseLocalDate } from '../kernel/local-date.ts';
import { contains, type Period } from '../kernel/period.ts';
import { convert, isUnit } from '../kernel/quantity.ts';
import { ok, type Refusal, type Result, refusal, refused } from '../kernel/refusal.ts';
import { compileMeter } from '../meter/compile.ts';
import { addsUp, type MeterForm } from '../meter/form.ts';
import type { QuotaText } from './schema.ts';

/** A consumption known by other means, such as the published day of exhaustion: shown, never added up. */
export type PublishedConsumption = { readonly on: LocalDate; readonly consumed: Decimal; readonly source: string };

export type QuotaForm = {
  readonly id: string;
  readonly version: string;
  readonly known: LocalDate;
  readonly valid: Period;
  readonly meter: MeterForm;
  /** In the meter's unit; undefined while no figure is known. */
  readonly ceiling: Decimal | undefined;
  /** Share of the ceiling, 0 to 1. */
  readonly flagFrom: Decimal;
  readonly published: readonly PublishedConsumption[];
};

type Build = { readonly entry: LoadedEntry; readonly meter: MeterForm; readonly refusals: Refusal[] };

/** A quantity in the unit of the meter, or a refusal that names both units. */
function inMeterUnit(
  quantity: { readonly value: string; readonly unit: string },
  path: readonly (string | number)[],
  build: Build,
): Decimal | undefined {
  const { meter, entry, refusals } = build;
  const value = decimal(quantity.value);
  const given = isUnit(quantity.unit) ? { value, unit: quantity.unit } : undefined;
  const converted = given !== undefined && isUnit(meter.unit) ? convert(given, meter.unit) : undefined;
  if (converted === undefined) {
    refusals.push(
      refusal('quota.unit', { quota: entry.id, unit: quantity.unit, meter: meter.unit }, entry.place(path)),
    );
    return undefined;
  }
  if (isNegative(value))
    refusals.push(refusal('quota.negative', { quota: entry.id, value: quantity.value }, entry.place(path)));
  return converted.value;
}

function publishedOf(text: QuotaText, build: Build): readonly PublishedConsumption[] {
  return text.published.flatMap((one, index) => {
    const on = parseLocalDate(one.on);
    if (on === undefined) {
      build.refusals.push(
        refusal('quota.published-date', { date: one.on }, build.entry.place(['published', index, 'on'])),
      );
    }
    const consumed = inMeterUnit(one.consumed, ['published', index, 'consumed'], build);
    return on === undefined || consumed === undefined ? [] : [{ on, consumed, source: one.source }];
  });
}

function meterOf(
  entry: LoadedEntry,
  text: QuotaText,
  meterNamed: (id: string) => MeterForm | undefined,
  refusals: Refusal[],
): MeterForm | undefined {
  if (typeof text.meter !== 'string') {
    const at = { id: `${entry.id}#meter`, place: entry.place, path: ['meter'], named: meterNamed };
    return compileMeter(text.meter, at, refusals);
  }
  const meter = meterNamed(text.meter);
  if (meter === undefined) refusals.push(refusal('quota.unknown-meter', { meter: text.meter }, entry.place(['meter'])));
  return meter;
}

/**
 * Compiles a quota. Refusals: `quota.unknown-meter`, `quota.unit`, `quota.negative`, `quota.flag-from`,
 * `quota.baseline` (what is left of a ceiling is a plain sum), `quota.window` (a ceiling needs windows that stand still),
 * `quota.published-date`, and those of the meter.
 */
export function compileQuota(
  entry: LoadedEntry,
  text: QuotaText,
  meterNamed: (id: string) => MeterForm | undefined,
): Result<QuotaForm> {
  const refusals: Refusal[] = [];
  const meter = meterOf(entry, text, meterNamed, refusals);
  if (meter === undefined) return refused(...refusals);
  const build: Build = { entry, meter, refusals };
  if (!addsUp(meter) || meter.baseline !== undefined || meter.window.lag > 0) {
    refusals.push(refusal('quota.baseline', { quota: entry.id, meter: meter.id }, entry.place(['meter'])));
  }
  if (meter.window.kind === 'rolling' || meter.window.kind === 'agreement') {
    refusals.push(refusal('quota.window', { quota: entry.id, window: meter.window.kind }, entry.place(['meter'])));
  }
  const flagFrom = decimal(text.flagFrom);
  if (compare(flagFrom, ZERO) < 0 || compare(flagFrom, ONE) > 0) {
    refusals.push(refusal('quota.flag-from', { value: text.flagFrom }, entry.place(['flagFrom'])));
  }
  const ceiling = text.ceiling === undefined ? undefined : inMeterUnit(text.ceiling, ['ceiling'], build);
  const published = publishedOf(text, build);
  if (refusals.length > 0) return refused(...refusals);
  const { id, version, known, valid } = entry;
  return ok(Object.freeze({ id, version, known, valid, meter, ceiling, flagFrom, published }));
}

/** The version of a quota that governs a day: the newest known by then whose validity holds it. */
export function quotaOn(
  versions: readonly QuotaForm[],
  at: { readonly date: LocalDate; readonly knownBy: LocalDate },
): QuotaForm | undefined {
  return versions
    .filter((form) => form.known <= at.knownBy && contains(form.valid, at.date))
    .toSorted((a, b) => compareCodePoints(b.known, a.known) || compareCodePoints(b.version, a.version))[0];
}
