/**
 * Volumes excluded from guarantees: carrier's fault, refused volume, force majeure (pricing.md section 7). A meter counts
 * what was carried; beside it a reading says what was excluded in the same days under the same key, part by part with its
 * entry and reason, and whoever asks for a minimum takes it off (`excludedSum`, `discount/minimum.ts`).
 */
import type { LoadedEntry } from '../book/load.ts';
import { isNewer, type Versioned } from '../book/select.ts';
import { add, type Decimal, decimal, divide, isNegative, multiply, ofInteger, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { daysIn, intersect, type Period } from '../kernel/period.ts';
import { convert, isUnit, type UnitCode } from '../kernel/quantity.ts';
import { ok, type Refusal, type Result, refusal, refused } from '../kernel/refusal.ts';
import type { EXCLUSION_REASONS, ExcludedVolumeText } from './excluded-schema.ts';
import type { ExcludedPart, MeterForm } from './form.ts';
import { joinKey } from './key.ts';

/** An excluded volume in the form that is reckoned with. */
export type ExcludedVolume = Versioned & {
  readonly entry: ExcludedPart['entry'];
  readonly meter: string | undefined;
  readonly discount: string | undefined;
  readonly key: string;
  /** How many values the key has: those of the meter it lowers. */
  readonly keys: number;
  readonly quantity: { readonly value: Decimal; readonly unit: UnitCode };
  readonly reason: (typeof EXCLUSION_REASONS)[number];
};

/** Refusals: `excluded-volume.target`, `excluded-volume.no-end`, `excluded-volume.negative`. */
export function compileExcluded(entry: LoadedEntry, text: ExcludedVolumeText): Result<ExcludedVolume> {
  const refusals: Refusal[] = [];
  const refuse = (code: string, path: readonly string[]): void => {
    refusals.push(refusal(code, { entry: entry.id }, entry.place(path)));
  };
  if (text.meter === undefined && text.discount === undefined) refuse('excluded-volume.target', []);
  if (entry.valid.to === undefined) refuse('excluded-volume.no-end', ['valid']);
  const value = decimal(text.quantity.value);
  if (isNegative(value)) refuse('excluded-volume.negative', ['quantity', 'value']);
  if (refusals.length > 0) return refused(...refusals);
  const { id, version, known, valid, header } = entry;
  const { meter, discount, key = [], reason } = text;
  return ok(
    Object.freeze({
      id,
      version,
      known,
      valid,
      header,
      entry: Object.freeze({ id, version }),
      meter,
      discount,
      key: joinKey(key),
      keys: key.length,
      quantity: { value, unit: text.quantity.unit },
      reason,
    }),
  );
}

/** Of each id the newest version known by the day. */
export function excludedKnown(volumes: readonly ExcludedVolume[], knownBy: LocalDate): readonly ExcludedVolume[] {
  const known = volumes.filter((one) => one.known <= knownBy);
  return known.filter((one) => !known.some((other) => other.id === one.id && isNewer(other, one)));
}

/** The id of the book's entry a meter was compiled from; undefined for one written in place. */
function entryOf(meter: MeterForm): string | undefined {
  return meter.id.includes('#') ? undefined : meter.id.split('@')[0];
}

/** Whether the volume lowers guarantees on the meter. A discount's own statement is for every meter it may compare. */
function concerns(volume: ExcludedVolume, meter: MeterForm): boolean {
  if (volume.keys !== meter.key.length) return false;
  return volume.meter === undefined || volume.meter === entryOf(meter);
}

function partIn(volume: ExcludedVolume, meter: MeterForm, span: Period): ExcludedPart | undefined {
  const within = intersect(volume.valid, span);
  const inMeter = isUnit(meter.unit) ? convert(volume.quantity, meter.unit) : undefined;
  if (within === undefined || inMeter === undefined) return undefined;
  const [days, whole] = [daysIn(within) ?? 0, daysIn(volume.valid) ?? 1];
  const quantity = days === whole ? inMeter.value : divide(multiply(inMeter.value, ofInteger(days)), ofInteger(whole));
  return { entry: volume.entry, reason: volume.reason, discount: volume.discount, quantity };
}

/** What was excluded under a key of a meter in a span of days, in the meter's unit. */
export function excludedIn(
  volumes: readonly ExcludedVolume[],
  meter: MeterForm,
  key: string,
  span: Period,
): readonly ExcludedPart[] {
  if (volumes.length === 0) return [];
  return volumes
    .filter((volume) => volume.key === key && concerns(volume, meter))
    .map((volume) => partIn(volume, meter, span))
    .filter((part) => part !== undefined);
}

/** What lowers the guarantees of one discount: parts that name no discount, and those that name this one. */
export function excludedSum(parts: readonly ExcludedPart[], discount: string): Decimal {
  return parts.reduce(
    (sum, part) => (part.discount === undefined || part.discount === discount ? add(sum, part.quantity) : sum),
    ZERO,
  );
}
