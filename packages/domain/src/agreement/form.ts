/** An agreement in the form that is answered: claims in whole units of its measure, months with their weights. */
import type { Source } from '../book/header.ts';
import type { LoadedBook, LoadedEntry } from '../book/load.ts';
import { readEntry } from '../book/load.ts';
import { entriesOf, isNewer } from '../book/select.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { compare, type Decimal, decimal, isWhole, ONE, toBigInt, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { convert, type UnitCode } from '../kernel/quantity.ts';
import { ok, type Refusal, type Result, refusal, refused } from '../kernel/refusal.ts';
import type { Words } from '../kernel/schema.ts';
import { compileScope, type ScopeForm } from '../scope/compile.ts';
import { type ClosedPeriod, type ScheduleMonth, scheduleMonths } from './schedule.ts';
import { type AgreementText, agreementSchema } from './schema.ts';

/** Masses in whole kilograms, pieces and heads as they are. */
export type AgreementUnit = 'KGM' | 'H87' | 'HEA';

/** One source's number, in whole units. */
export type ClaimForm = {
  readonly id: string;
  readonly quantity: bigint;
  readonly claimed: LocalDate;
  readonly quote: Words | undefined;
  readonly source: Source;
};

export type AgreementForm = {
  readonly id: string;
  readonly version: string;
  readonly known: LocalDate;
  readonly title: Words;
  readonly parties: AgreementText['parties'];
  readonly goodsName: Words;
  /** The goods by code; undefined where the agreement names none. */
  readonly goods: ScopeForm | undefined;
  /** By day of the claim, then id. */
  readonly claims: readonly ClaimForm[];
  /** The claim the halves have chosen. */
  readonly inForce: string;
  readonly period: ClosedPeriod;
  readonly measure: AgreementText['measure'];
  readonly unit: AgreementUnit;
  readonly countAt: AgreementText['countAt'];
  readonly scope: ScopeForm | undefined;
  readonly tolerance: Decimal;
  readonly months: readonly ScheduleMonth[];
  readonly preconditions: readonly { readonly name: Words; readonly leadDays: number }[];
  readonly price: AgreementText['price'];
};

const UNIT_OF: Readonly<Record<AgreementText['measure'], AgreementUnit>> = { mass: 'KGM', pieces: 'H87', heads: 'HEA' };

/** The quantity in whole units of a measure; undefined when it is another dimension, not whole, or negative. */
export function wholeQuantity(
  quantity: { readonly value: string; readonly unit: UnitCode },
  unit: AgreementUnit,
): bigint | undefined {
  const value = decimal(quantity.value);
  const converted = convert({ value, unit: quantity.unit }, unit)?.value;
  return converted === undefined || !isWhole(converted) || compare(converted, ZERO) < 0
    ? undefined
    : toBigInt(converted);
}

function claimsOf(entry: LoadedEntry, text: AgreementText, refusals: Refusal[]): readonly ClaimForm[] {
  const unit = UNIT_OF[text.measure];
  const seen = new Set<string>();
  const claims = text.claims.flatMap((claim, index): ClaimForm[] => {
    const place = entry.place(['claims', index, 'quantity']);
    const quantity = wholeQuantity(claim.quantity, unit);
    if (seen.has(claim.id))
      refusals.push(refusal('agreement.duplicate-claim', { claim: claim.id }, entry.place(['claims', index, 'id'])));
    seen.add(claim.id);
    if (quantity === undefined) {
      refusals.push(
        refusal(
          'agreement.quantity',
          { value: claim.quantity.value, unit: claim.quantity.unit, expected: unit },
          place,
        ),
      );
      return [];
    }
    return [{ id: claim.id, quantity, claimed: claim.claimed, quote: claim.quote, source: claim.source }];
  });
  if (!seen.has(text.inForce))
    refusals.push(refusal('agreement.in-force', { claim: text.inForce }, entry.place(['inForce'])));
  return claims.toSorted((a, b) => compareCodePoints(a.claimed, b.claimed) || compareCodePoints(a.id, b.id));
}

function scopeOf(
  entry: LoadedEntry,
  text: AgreementText['scope'],
  key: string,
  refusals: Refusal[],
): ScopeForm | undefined {
  if (text === undefined) return undefined;
  const found: Refusal[] = [];
  const scope = compileScope(text, found);
  refusals.push(...found.map((one) => ({ ...one, place: entry.place([key]) })));
  return scope;
}

/**
 * Compiles an agreement. Refusals: `agreement.open-period`, `agreement.quantity` (another unit, or not whole),
 * `agreement.in-force`, `agreement.duplicate-claim`, `agreement.tolerance`, `agreement.schedule-month`,
 * `agreement.schedule-negative`, `agreement.schedule-empty`, and those of its scope.
 */
export function compileAgreement(entry: LoadedEntry, text: AgreementText): Result<AgreementForm> {
  const { from, to } = text.period;
  if (to === undefined || to <= from)
    return refused(refusal('agreement.open-period', { from, to: to ?? '' }, entry.place(['period'])));
  const refusals: Refusal[] = [];
  const { months, problems } = scheduleMonths({ from, to }, text.schedule);
  refusals.push(...problems.map((one) => refusal(one.code, one.params, entry.place(['schedule']))));
  const tolerance = decimal(text.tolerance);
  if (compare(tolerance, ZERO) < 0 || compare(tolerance, ONE) > 0) {
    refusals.push(refusal('agreement.tolerance', { value: text.tolerance }, entry.place(['tolerance'])));
  }
  const namesGoods = Object.keys(text.goods.codes).length > 0;
  const goods = namesGoods ? scopeOf(entry, { goods: text.goods.codes, fields: {} }, 'goods', refusals) : undefined;
  const form: AgreementForm = {
    id: entry.id,
    version: entry.version,
    known: entry.known,
    title: text.title,
    parties: text.parties,
    goodsName: text.goods.name,
    goods,
    claims: claimsOf(entry, text, refusals),
    inForce: text.inForce,
    period: { from, to },
    measure: text.measure,
    unit: UNIT_OF[text.measure],
    countAt: text.countAt,
    scope: scopeOf(entry, text.scope, 'scope', refusals),
    tolerance,
    months,
    preconditions: text.preconditions,
    price: text.price,
  };
  return refusals.length === 0 ? ok(Object.freeze(form)) : refused(...refusals);
}

/** Agreements as known by a day: the newest version of each, by id, with the refusals of those that cannot be compiled. */
export function agreementsKnown(
  book: LoadedBook,
  knownBy: LocalDate,
): { readonly agreements: readonly AgreementForm[]; readonly refusals: readonly Refusal[] } {
  const known = entriesOf(book, 'agreement').filter((entry) => entry.known <= knownBy);
  const newest = known.filter((entry) => !known.some((other) => other.id === entry.id && isNewer(other, entry)));
  const results = newest.map((entry) => compileAgreement(entry, readEntry(entry, agreementSchema)));
  return {
    agreements: results.flatMap((one) => (one.ok ? [one.value] : [])).toSorted((a, b) => compareCodePoints(a.id, b.id)),
    refusals: results.flatMap((one) => (one.ok ? [] : one.refusals)),
  };
}
