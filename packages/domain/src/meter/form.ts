/**
 * The intermediate form of a meter (pricing.md section 6) and of what reading one gives. Frozen data: the same form serves
 * tiers, guarantees, quotas, budgets, promises and turnover.
 */

import type { CodeSystem } from '../consignment/schema.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import type { ScopeForm } from '../scope/compile.ts';
import type { Field } from '../scope/field.ts';
import type { COUNTED, METER_KEYS } from './schema.ts';

export type Counted = (typeof COUNTED)[number];
/** What a key is made of: a name, a fact of one value, or the first digits of the goods' code. */
export type MeterKey =
  | (typeof METER_KEYS)[number]
  | { readonly kind: 'fact'; readonly field: Field }
  | { readonly kind: 'goods'; readonly system: CodeSystem; readonly digits: number };
export type CountAt = 'accepted' | 'crossed' | 'delivered' | 'received';

/** `charges` are prefixes of charge kinds: `freight` covers `freight.loaded`. */
export type MoneyMeasure = {
  readonly kind: 'money';
  readonly charges: readonly string[];
  readonly of: 'gross' | 'net';
  readonly currency: string;
};

export type MeasureForm =
  | { readonly kind: 'counted'; readonly what: Counted }
  | { readonly kind: 'quantity'; readonly unit: string }
  | MoneyMeasure;

type WindowKind =
  /** A cycle of whole months; `from` is the first month of the year's cycle, 1–12. */
  | { readonly kind: 'months'; readonly months: number; readonly from: number }
  | { readonly kind: 'fixed'; readonly span: Period }
  /** So many months or days one after the other, of which one begins on `anchor`. */
  | { readonly kind: 'cycle'; readonly every: number; readonly unit: 'month' | 'day'; readonly anchor: LocalDate }
  /** So many days; the last is the consignment's own, or so many days before it. */
  | { readonly kind: 'rolling'; readonly days: number; readonly ends?: number }
  | { readonly kind: 'agreement' };

/** Which days a reading covers, and how many windows back it looks. */
export type WindowForm = WindowKind & { readonly lag: number };

export type BaselineForm =
  | { readonly kind: 'fixed'; readonly value: Decimal }
  /** The mean of so many windows: the same days of the years before, or the windows before. */
  | { readonly kind: 'mean'; readonly of: 'years' | 'windows'; readonly count: number; readonly whenEmpty: WhenEmpty };

/** What a window without any consignment under the key is in a mean: nought, no part of it, or a reason not to tell it. */
export type WhenEmpty = 'zero' | 'left-out' | 'not-evaluated';

export type MeterForm = {
  /** Unique in a book: the id of the entry, or that of the entry that holds it and its place there. */
  readonly id: string;
  readonly measure: MeasureForm;
  /** Unit of its readings: a unit code, or a currency. */
  readonly unit: string;
  readonly scope: ScopeForm;
  /** Of a consignment of which only some goods, wagons or containers match the scope: whether all of it counts, or these alone. */
  readonly parts: 'whole' | 'matching';
  /** Whether scope, key or measure look at single legs, so that each leg is asked. */
  readonly byLeg: boolean;
  readonly key: readonly MeterKey[];
  readonly window: WindowForm;
  readonly countAt: CountAt;
  readonly baseline: BaselineForm | undefined;
  /** It reads the total divided by the baseline, in C62; `whenZero` when that is zero, else it cannot be read. */
  readonly ratio: { readonly whenZero: Decimal | undefined } | undefined;
  /** It measures nothing itself, but reads these as one. Then measure, window and date of counting are those of the first. */
  readonly combination: CombinationForm | undefined;
};

export type CombinationForm = { readonly how: 'sum' | 'lesser' | 'greater'; readonly of: readonly MeterForm[] };

/**
 * Whether what a consignment adds to the reading is its own measure: then a reading can be split, continued and used up. Of
 * a ratio, or the lesser or greater of several, it is not.
 */
export function addsUp(meter: MeterForm): boolean {
  return meter.ratio === undefined && (meter.combination === undefined || meter.combination.how === 'sum');
}

/** The meter and those it combines. */
export function withParts(meter: MeterForm): readonly MeterForm[] {
  return meter.combination === undefined ? [meter] : [meter, ...meter.combination.of];
}

/** A measured value, or the facts that are missing to know it. A missing fact is never zero. */
export type Measured =
  | { readonly kind: 'known'; readonly value: Decimal }
  | { readonly kind: 'missing'; readonly fields: readonly string[] };

/** A volume excluded from guarantees, or the part of it that falls into a span, in the meter's unit. */
export type ExcludedPart = {
  /** The book's entry that says so. */
  readonly entry: { readonly id: string; readonly version: string };
  readonly reason: 'carrier-fault' | 'refused' | 'force-majeure';
  /** The one discount whose guarantees it lowers; undefined: those of every discount on the meter. */
  readonly discount: string | undefined;
  readonly quantity: Decimal;
};

/**
 * What a meter holds. `value` less the baseline; with `missing` it is what is known so far, and the truth may only be more.
 * Unreadable: the subject has no key, date or window on this meter.
 */
export type MeterReading =
  | {
      readonly kind: 'read';
      readonly meter: string;
      readonly unit: string;
      readonly key: string;
      /** The window, after its lag. */
      readonly window: Period;
      /** The days counted: the window, or the part of it that was asked about. */
      readonly span: Period;
      /** Counted in the span, before the baseline is taken off. */
      readonly total: Decimal;
      readonly baseline: Decimal | undefined;
      /** `total − baseline`, negative while the baseline is not reached; or `total ÷ baseline`. */
      readonly value: Decimal;
      /** Facts missing in consignments that may belong to this reading, and those consignments. */
      readonly missing: readonly string[];
      readonly notes: readonly string[];
      /** Volumes excluded from guarantees in the span under this key; they are not in `total`. */
      readonly excluded: readonly ExcludedPart[];
    }
  | { readonly kind: 'unreadable'; readonly meter: string; readonly fields: readonly string[] };
