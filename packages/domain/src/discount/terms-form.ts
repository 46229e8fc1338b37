/** Terms beside an effect, compiled: bounds in units, coefficients as factors, meters resolved. */
import type { Decimal } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Rounding } from '../kernel/rounding.ts';
import type { MeterForm } from '../meter/form.ts';

export type CountedForm = {
  readonly free: Decimal;
  readonly most: Decimal | undefined;
  readonly package: Decimal | undefined;
  readonly over: MeterForm | undefined;
};

/** `factor`: how many of `unit` one unit of the meter is. */
export type VolumeForm = {
  readonly meter: MeterForm;
  readonly unit: string;
  readonly factor: Decimal;
  readonly above: Decimal;
  readonly upTo: Decimal | undefined;
};

export type AccrualForm = {
  readonly at: 'forecast' | 'average';
  /** In the unit of the scale, the newest known last. */
  readonly forecast: readonly {
    readonly known: LocalDate;
    readonly value: Decimal;
    readonly window: string | undefined;
  }[];
  readonly round: Rounding | undefined;
};

export type ConversionForm = {
  readonly from: string;
  readonly to: string;
  /** As published, and what money is multiplied with. */
  readonly published: Decimal;
  readonly factor: Decimal;
  readonly date: LocalDate;
  readonly source: string;
  readonly round: Rounding | undefined;
};
