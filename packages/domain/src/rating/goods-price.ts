/** The price of the goods by their agreement: what discounts on the goods price act on (pricing.md section 7). */
import type { AgreementText } from '../agreement/schema.ts';
import type { LoadedEntry } from '../book/load.ts';
import { type At, inForce, type Versioned } from '../book/select.ts';
import type { ChargeLine, TraceStep } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import { type Decimal, decimal, multiply } from '../kernel/decimal.ts';
import { isCurrency, ofMinor, roundToMinor } from '../kernel/money.ts';
import { type Period, period } from '../kernel/period.ts';
import { convert, isUnit, type UnitCode } from '../kernel/quantity.ts';
import { countedOf } from '../meter/measure.ts';
import type { World } from '../scope/subject.ts';

/** Charge kind of a goods price. */
export const GOODS_CHARGE = 'goods';

export type PricedAgreement = Versioned & {
  readonly period: Period;
  readonly supplier: string;
  readonly price: { readonly amount: Decimal; readonly currency: string; readonly per: UnitCode } | undefined;
  readonly measure: AgreementText['measure'];
};

const MEASURE_UNIT: Readonly<Record<AgreementText['measure'], UnitCode>> = { mass: 'KGM', pieces: 'H87', heads: 'HEA' };

export function agreementForm(entry: LoadedEntry, text: AgreementText): PricedAgreement {
  const { id, version, known, valid, header } = entry;
  const price =
    text.price !== undefined && isCurrency(text.price.currency)
      ? { amount: decimal(text.price.amount), currency: text.price.currency, per: text.price.per }
      : undefined;
  return Object.freeze({
    id,
    version,
    known,
    valid,
    header,
    period: period(text.period.from, text.period.to),
    supplier: text.parties.supplier,
    price,
    measure: text.measure,
  });
}

/** The agreement a consignment names, in the version in force on its day. */
export function agreementOf(
  agreements: readonly PricedAgreement[],
  consignment: Consignment,
  at: At,
): PricedAgreement | undefined {
  const { agreement } = consignment;
  if (agreement === undefined) return undefined;
  const versions = agreements.filter((form) => form.id === agreement);
  return inForce(versions, at)[0];
}

export type GoodsPrice =
  | {
      readonly kind: 'priced';
      readonly agreement: PricedAgreement;
      readonly currency: string;
      readonly line: ChargeLine;
    }
  | { readonly kind: 'none' };

/** Price per unit × quantity, as one charge line; none without a price, or when the quantity is not known. */
export function goodsPrice(agreement: PricedAgreement | undefined, consignment: Consignment, world: World): GoodsPrice {
  if (agreement?.price === undefined) return { kind: 'none' };
  const { amount, currency, per } = agreement.price;
  const measured = countedOf(agreement.measure, { consignment, world });
  const unit = MEASURE_UNIT[agreement.measure];
  const quantity =
    measured.kind === 'known' && isUnit(unit) ? convert({ value: measured.value, unit }, per)?.value : undefined;
  if (quantity === undefined) return { kind: 'none' };
  const exact = multiply(amount, quantity);
  const minor = roundToMinor(exact, currency);
  const entry = { id: agreement.id, version: agreement.version };
  const trace: TraceStep = {
    step: 'goods-price',
    name: agreement.id,
    inputs: [
      { label: 'price', value: amount, unit: currency },
      { label: `quantity:${per}`, value: quantity, unit: per },
    ],
    rows: [],
    after: ofMinor(minor, currency),
    unrounded: exact,
    currency,
  };
  const line: ChargeLine = {
    id: 'goods',
    source: 'tariff',
    charge: GOODS_CHARGE,
    entry,
    amount: minor,
    discountable: true,
    trace: [trace],
  };
  return { kind: 'priced', agreement, currency, line };
}
