/**
 * Discounts that act on the matching goods, wagons or containers of a mixed consignment alone (`parts: matching`): which these
 * are, and how much of each charge is theirs.
 */
import type { ChargeLine, TraceInput } from '../charge/rating.ts';
import { add, type Decimal, divide, isZero, ONE, ofInteger, ZERO } from '../kernel/decimal.ts';
import { type Matching, matchingParts, type PartSort, type SomeParts } from '../scope/matching.ts';
import type { Subject } from '../scope/subject.ts';
import type { EachAmount } from '../tariff/subjects.ts';
import { subjectFor } from './asked-amounts.ts';
import type { Charged } from './eligibility.ts';
import type { DiscountForm } from './form.ts';
import { fails, HOLDS, type Holds } from './holds.ts';

const WHOLE: Matching = Object.freeze({ kind: 'all' });

export const matchingOf = (form: DiscountForm, charged: Charged): Matching =>
  form.parts === 'whole' ? WHOLE : matchingParts(form.scope, subjectFor(form, charged));

/** The parts a discount acts on, where these are not all; whoever asks has found that it holds. */
export function actsOn(form: DiscountForm, charged: Charged): SomeParts | undefined {
  const matching = matchingOf(form, charged);
  return matching.kind === 'some' ? matching : undefined;
}

/** How much of a line one item, wagon or container is, or several equal ones together. */
export type PartWeight = { readonly part: object; readonly weight: Decimal };

/** What a line is charged for each part, where the tariff charges them one by one; none where it does not. */
function chargedFor(sort: PartSort, amounts: readonly EachAmount[], line: ChargeLine): readonly PartWeight[] {
  const found: PartWeight[] = [];
  for (const { line: id, per, subject, exact } of amounts) {
    const part = subject[sort];
    if (id === line.id && per === sort && part !== undefined) found.push({ part, weight: exact });
  }
  return found;
}

/** The goods by their mass; undefined where one has none on the note. */
function massesOf({ consignment }: Subject): readonly PartWeight[] | undefined {
  const found: PartWeight[] = [];
  for (const item of consignment.items) {
    if (item.mass_kg === undefined) return undefined;
    found.push({ part: item, weight: ofInteger(item.mass_kg) });
  }
  return found;
}

/** Weights as shares of one; undefined where they come to nothing. */
function asShares(weights: readonly PartWeight[]): readonly PartWeight[] | undefined {
  const whole = weights.reduce((sum, { weight }) => add(sum, weight), ZERO);
  return isZero(whole) ? undefined : weights.map(({ part, weight }) => ({ part, weight: divide(weight, whole) }));
}

/** How much of a line is of each part of a sort: by what is charged for each, else goods by mass, wagons and containers by number. */
function weightsIn(
  charged: Charged,
  sort: PartSort,
  amounts: readonly EachAmount[],
  line: ChargeLine,
): readonly PartWeight[] | undefined {
  const byCharge = asShares(chargedFor(sort, amounts, line));
  if (byCharge !== undefined) return byCharge;
  if (sort === 'item') return asShares(massesOf(charged.subject) ?? []);
  return asShares(charged.subject.consignment[`${sort}s`].map((part) => ({ part, weight: ONE })));
}

/** How much of a line is of each part of the sort of which a discount acts on some. */
export const weightsOfLine = (charged: Charged, { sort }: SomeParts, line: ChargeLine): readonly PartWeight[] =>
  weightsIn(charged, sort, charged.each?.() ?? [], line) ?? [];

/** How much of a line is of the parts a discount acts on. */
export function shareOfLine(form: DiscountForm, charged: Charged, line: ChargeLine): Decimal {
  const some = actsOn(form, charged);
  if (some === undefined) return ONE;
  const own = weightsOfLine(charged, some, line).filter(({ part }) => some.of.has(part));
  return own.reduce((sum, { weight }) => add(sum, weight), ZERO);
}

/** Whether it can be told which parts a discount acts on, and how much of each charge is theirs. */
export function partsHold(form: DiscountForm, charged: Charged, touched: readonly ChargeLine[]): Holds {
  const matching = matchingOf(form, charged);
  switch (matching.kind) {
    case 'all':
      return HOLDS;
    case 'missing':
      return matching;
    case 'none':
      return fails('discount.parts-none', { sort: matching.sort });
    case 'unrelated':
      return fails('discount.parts-unrelated', { first: matching.first, second: matching.second });
    case 'some': {
      const amounts = charged.each?.() ?? [];
      const untold = touched.some((line) => weightsIn(charged, matching.sort, amounts, line) === undefined);
      return untold ? { kind: 'missing', fields: ['item.mass_kg'] } : HOLDS;
    }
  }
}

/** "1 of 3 wagons", for the trace. */
export const partsInput = ({ sort, count, from }: SomeParts): TraceInput => ({
  label: `matching-${sort}:${String(from)}`,
  value: ofInteger(count),
});
