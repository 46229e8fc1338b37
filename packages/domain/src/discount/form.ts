/** The intermediate form of a discount: frozen, tagged data with meters, scales, tables and scopes resolved. */
import type { Versioned } from '../book/select.ts';
import type { EntryReference, Share, Stage } from '../charge/rating.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Rounding } from '../kernel/rounding.ts';
import type { Words } from '../kernel/schema.ts';
import type { Residue } from '../kernel/split.ts';
import { type MeasureForm, type MeterForm, withParts } from '../meter/form.ts';
import type { ScopeForm } from '../scope/compile.ts';
import type { OperandForm } from '../tariff/form.ts';
import type { GuaranteeForm } from './guarantee.ts';
import type { ReferenceLegText } from './reference-schema.ts';
import type { Scale } from './scale.ts';
import type { AccrualForm, ConversionForm, CountedForm, VolumeForm } from './terms-form.ts';

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

type PerUnit = {
  readonly rate: OperandForm;
  readonly per: PerForm;
  readonly currency: string;
  readonly counted: CountedForm | undefined;
};

export type EqualiseForm = {
  readonly kind: 'equalise';
  readonly reference: readonly ReferenceLegText[];
  /** What is compared with the reference: one leg by itself, or all legs of the consignment that the discount speaks of. */
  readonly over: 'leg' | 'consignment';
};

/** What takes something off a charge; a subsidy pays out what one of these comes to. */
export type AmountForm =
  | ({ readonly kind: 'replace' | 'reduce' } & PerUnit)
  | { readonly kind: 'multiply'; readonly by: OperandForm }
  /** A part of the charge; `percent`: so many hundredths of it. */
  | { readonly kind: 'share' | 'percent'; readonly of: OperandForm }
  | EqualiseForm
  | TierForm;

export type EffectForm = AmountForm | { readonly kind: 'pay'; readonly by: AmountForm };

/**
 * A bound in the meter's own unit, of the whole window or of each day or month of it. `closed`: what equals it is inside.
 * `relieved`: volumes excluded from a guarantee lower it.
 */
export type BoundForm = {
  readonly value: Decimal;
  readonly per: 'window' | 'day' | 'month';
  readonly closed: boolean;
  readonly relieved: boolean;
};

/** A comparison on a meter. Before `from` it is not asked. `proRata`: see the schema's `partial`. */
export type MeterConditionForm = {
  readonly kind: 'meter';
  readonly meter: MeterForm;
  readonly lower: BoundForm | undefined;
  readonly upper: BoundForm | undefined;
  readonly from: LocalDate | undefined;
  readonly proRata: boolean;
};

/** Conditions in positive form: a `not` is compiled into the comparisons it turns round. */
export type ConditionForm =
  | MeterConditionForm
  | { readonly kind: 'scope'; readonly scope: ScopeForm }
  | { readonly kind: 'all' | 'any'; readonly of: readonly ConditionForm[] };

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

export type GroupForm = {
  readonly id: string;
  readonly choose: 'best-for-payer' | 'highest-priority' | 'best-combination';
  readonly excludes: readonly string[];
};

export type DiscountForm = Versioned & {
  readonly title: Words;
  /** What every outcome of it carries: entry, grantor, and whether its figures are synthetic. */
  readonly considered: { readonly entry: EntryReference; readonly grantor: string; readonly synthetic: boolean };
  readonly budget: string | undefined;
  /** Base tariffs by the version granted on; undefined only where the book has no version of the tariff. */
  readonly base: readonly { readonly tariff: string; readonly version: string | undefined }[] | undefined;
  readonly touches: TouchesForm;
  readonly scope: ScopeForm;
  /** Of a consignment that matches the scope in part: all of it, or what matches. */
  readonly parts: 'whole' | 'matching';
  readonly when: readonly ConditionForm[];
  readonly guarantee: GuaranteeForm | undefined;
  readonly effect: EffectForm;
  readonly volume: VolumeForm | undefined;
  readonly conversions: readonly ConversionForm[];
  /** Amounts of the charge that its scopes ask for: `running` ones are known when its turn comes. */
  readonly amountsAsked: 'none' | 'gross' | 'running';
  readonly least: { readonly value: Decimal; readonly currency: string } | undefined;
  readonly residue: Residue;
  readonly stage: Stage;
  readonly on: 'gross' | 'remaining';
  readonly lowersLater: boolean;
  readonly round: Rounding | undefined;
  readonly order: number | undefined;
  readonly group: GroupForm | undefined;
  readonly at: 'rating' | 'settlement';
  readonly receivers: readonly ReceiverForm[];
  /** To whom of the receivers odd units fall. */
  readonly sharesResidue: Residue;
  readonly cap: CapForm | undefined;
  readonly settle: 'month' | 'quarter' | 'year' | undefined;
  /** Undefined: what is earned so far is set aside. */
  readonly accrual: AccrualForm | undefined;
  readonly clause: string | undefined;
};

/** Whether two members of a combined group may not act together. */
export const excludeEachOther = (a: DiscountForm, b: DiscountForm): boolean =>
  (a.group?.excludes.includes(b.id) ?? false) || (b.group?.excludes.includes(a.id) ?? false);

/** What the discount reckons with; of a subsidy, what it pays. */
export const amountForm = ({ effect }: Pick<DiscountForm, 'effect'>): AmountForm =>
  effect.kind === 'pay' ? effect.by : effect;

/** The scale of a discount that has one. */
export function tierOf(form: Pick<DiscountForm, 'effect'>): TierForm | undefined {
  const amount = amountForm(form);
  return amount.kind === 'tier' ? amount : undefined;
}

/** A subsidy is paid out and leaves the charge, and what limits it, as they are. */
export const paysOut = (form: Pick<DiscountForm, 'effect'>): boolean => form.effect.kind === 'pay';

/** Every meter that conditions compare, in the order of their asking. */
function metersCompared(conditions: readonly ConditionForm[]): readonly MeterForm[] {
  return conditions.flatMap((one) => {
    if (one.kind === 'meter') return [one.meter];
    return one.kind === 'scope' ? [] : metersCompared(one.of);
  });
}

/** Every meter its amount depends on, with those it combines; a guarantee is answered only when its window has ended. */
export function metersOf(form: DiscountForm): readonly MeterForm[] {
  const amount = amountForm(form);
  const counted = 'counted' in amount ? amount.counted?.over : undefined;
  const others = [tierOf(form)?.meter, form.volume?.meter, counted];
  return [...metersCompared(form.when), ...others].flatMap((meter) => (meter === undefined ? [] : withParts(meter)));
}
