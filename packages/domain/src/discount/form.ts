/** The intermediate form of a discount: frozen, tagged data with meters, scales, tables and scopes resolved. */
import type { Versioned } from '../book/select.ts';
import type { EntryReference, Share, Stage } from '../charge/rating.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Rounding } from '../kernel/rounding.ts';
import type { Words } from '../kernel/schema.ts';
import type { MeasureForm, MeterForm } from '../meter/form.ts';
import type { ScopeForm } from '../scope/compile.ts';
import type { OperandForm } from '../tariff/form.ts';
import type { GuaranteeForm } from './guarantee.ts';
import type { Scale } from './scale.ts';

/** What a rate is multiplied with: a measure of the consignment, of which `factor` are one unit of the measure's own. */
export type PerForm = {
  readonly name: string;
  readonly measure: Exclude<MeasureForm, { kind: 'money' }>;
  readonly factor: Decimal;
};

export type TierForm = {
  readonly kind: 'tier';
  readonly meter: MeterForm;
  /** Unit of the bounds, and how many of them one unit of the meter is. */
  readonly unit: string;
  readonly factor: Decimal;
  readonly scale: Scale;
  /** A percent is compiled to a share. Lumps are the scale's flat fees. */
  readonly amount: 'share' | 'coefficient' | 'per-unit' | 'lump';
  readonly per: PerForm | undefined;
  readonly currency: string | undefined;
  readonly include: 'before' | 'self';
};

export type EffectForm =
  | { readonly kind: 'replace'; readonly rate: OperandForm; readonly per: PerForm; readonly currency: string }
  | { readonly kind: 'multiply'; readonly by: OperandForm }
  | { readonly kind: 'reduce'; readonly amount: OperandForm; readonly per: PerForm; readonly currency: string }
  | TierForm;

/** A comparison on a meter; bounds in the meter's own unit. Before `from` it is not asked. */
export type ConditionForm = {
  readonly meter: MeterForm;
  readonly atLeast: Decimal | undefined;
  readonly lessThan: Decimal | undefined;
  readonly from: LocalDate | undefined;
};

/** Charge kinds by prefix, or the goods price of the agreement. */
export type TouchesForm =
  | { readonly kind: 'charges'; readonly charges: readonly string[] }
  | { readonly kind: 'goods-price' };

export type Role = Share['role'];

/** Who receives, with the weight of each; a named party has an id of its own. */
export type ReceiverForm = { readonly role: Role; readonly party: string | undefined; readonly weight: Decimal };

export type CapForm = {
  readonly amount: { readonly value: Decimal; readonly currency: string } | undefined;
  readonly share: Decimal | undefined;
};

export type GroupForm = { readonly id: string; readonly choose: 'best-for-payer' | 'highest-priority' };

export type DiscountForm = Versioned & {
  readonly title: Words;
  /** What every outcome of it carries: entry, grantor, and whether its figures are synthetic. */
  readonly considered: { readonly entry: EntryReference; readonly grantor: string; readonly synthetic: boolean };
  readonly budget: string | undefined;
  readonly base: readonly { readonly tariff: string; readonly version: string | undefined }[] | undefined;
  readonly touches: TouchesForm;
  readonly scope: ScopeForm;
  readonly when: readonly ConditionForm[];
  readonly guarantee: GuaranteeForm | undefined;
  readonly effect: EffectForm;
  readonly stage: Stage;
  readonly on: 'gross' | 'remaining';
  readonly lowersLater: boolean;
  readonly round: Rounding | undefined;
  readonly order: number | undefined;
  readonly group: GroupForm | undefined;
  readonly at: 'rating' | 'settlement';
  readonly receivers: readonly ReceiverForm[];
  readonly cap: CapForm | undefined;
  readonly settle: 'month' | 'quarter' | 'year' | undefined;
  readonly clause: string | undefined;
};
