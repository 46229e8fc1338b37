/**
 * The order of discounts (pricing.md section 7): "replace, multiply, reduce, equalise, rebates; a tier belongs to the stage of its
 * amount; within a stage by declared order, then id". Each works on its own charges, gross or what remains.
 */
import type { DiscountText } from '@kontor/domain/discount/schema';
import { bringsMoney, effectAmount, isShare } from './amounts.ts';
import { asksRunning } from './asked-amounts.ts';
import { byCodePoint } from './calendar.ts';
import { coversKind } from './charge-kinds.ts';
import { asksHold, meterOf, type Setting, touchedBy } from './eligible.ts';
import { type Reading as MeterReading, readMeter } from './meters.ts';
import { fromMinor, inMinor, least, most, sum, toMinor } from './money.ts';
import {
  greater,
  isZero,
  minus,
  over,
  type Rational,
  rational,
  splitLump,
  times,
  total,
  whole,
  wholeIn,
  ZERO,
} from './rational.ts';
import { attempt, lacking, Refused } from './refused.ts';
import { scopeHolds } from './scopes.ts';
import { type Reading, rounded, roundingOf } from './steps.ts';
import { type Charged, chargeLeg, type Line } from './tariffs.ts';
import { inCharge, type ReferenceLegs, type Work } from './terms.ts';
import type { View } from './world.ts';

const STAGES = ['replace', 'multiply', 'reduce', 'equalise', 'rebate', 'pay'] as const;
export type Stage = (typeof STAGES)[number];

export function stageOf({ effect, at }: DiscountText): Stage {
  if (effect.kind === 'pay') return 'pay';
  if (at === 'settlement') return 'rebate';
  if (effect.kind === 'percent' || effect.kind === 'share') return 'multiply';
  if (effect.kind !== 'tier') return effect.kind;
  return isShare(effect) ? 'multiply' : 'reduce';
}

/** The declared order, then the id; what has no order comes last. */
export function byPriority(discounts: readonly DiscountText[]): readonly DiscountText[] {
  const order = (one: DiscountText): number => one.order ?? Number.MAX_SAFE_INTEGER;
  return discounts.toSorted((a, b) => order(a) - order(b) || byCodePoint(a.id, b.id));
}

export function inOrder(discounts: readonly DiscountText[]): readonly DiscountText[] {
  const rank = (one: DiscountText): number => STAGES.indexOf(stageOf(one));
  return byPriority(discounts).toSorted((a, b) => rank(a) - rank(b));
}

export type Cut = { readonly by: string; readonly amount: bigint };

/** What a discount took off, line by line. */
export type Granted = {
  readonly discount: DiscountText;
  readonly base: bigint;
  readonly amount: bigint;
  readonly byKind: readonly bigint[];
  /** What it worked on, by kind; undefined of kinds it does not touch. */
  readonly weights: readonly (Rational | undefined)[];
  readonly cuts: readonly Cut[];
};

/** What is left of each kind of charge: for the base of later discounts, and in truth. */
export type Left = { readonly forBase: readonly Rational[]; readonly inTruth: readonly bigint[] };

/** Lines that discounts may touch, in the order of the tariff: an amount is split over them. */
export type Kind = Pick<Line, 'charge' | 'amount'>;

export const kindsOf = ({ lines }: Charged): readonly Kind[] => lines.filter((line) => line.discountable);

export const untouched = (charged: Charged): Left => ({
  forBase: kindsOf(charged).map(({ amount }) => whole(amount)),
  inTruth: kindsOf(charged).map(({ amount }) => amount),
});

type Turn = { readonly setting: Setting; readonly charged: Charged; readonly left: Left };

export function readingOf({ charged }: Turn, discount: DiscountText): Reading {
  return {
    view: charged.view,
    tables: discount.tables,
    quantities: {},
    steps: new Map(),
    parts: new Map(),
  };
}

/** In minor units: what a discount works on, line by line; nothing of kinds it does not touch. */
export function basesOf({ charged, left }: Turn, discount: DiscountText): readonly Rational[] {
  return kindsOf(charged).map((line, index) => {
    if (!touchedBy(discount, line.charge)) return ZERO;
    return discount.on === 'gross' ? whole(line.amount) : (left.forBase[index] ?? ZERO);
  });
}

/** "Greatest amount": never more, so a share of the charge is cut to whole units below. */
export function capped(discount: DiscountText, amount: bigint, base: Rational, currency: string): bigint {
  const { cap } = discount;
  const inOwn = (value: string): Rational =>
    inCharge({ discount, currency }, rational(value), cap?.currency ?? currency);
  const byAmount = cap?.amount === undefined ? amount : toMinor(inOwn(cap.amount), currency, 'down');
  const byShare = cap?.share === undefined ? amount : wholeIn(times(base, rational(cap.share)), 'down');
  return least(amount, least(byAmount, byShare));
}

export const fromMinorExact = (minor: Rational, currency: string): Rational => over(minor, inMinor(whole(1), currency));

/** "the same goods' charges over a reference route whose legs and kinds are listed": by the same book and day, undiscounted. */
function referenceOf({ setting, charged }: Turn, legs: ReferenceLegs): ReturnType<Work['reference']> {
  const { world, consignment } = charged.view;
  const route = { ...consignment, legs: [...legs] };
  return legs.map(({ charges }, leg) => {
    const priced = chargeLeg(setting.book, world, route, leg, setting.knownBy);
    const named = priced.lines.filter(({ charge }) => coversKind(charges, charge));
    return { amount: fromMinor(sum(named.map(({ amount }) => amount)), priced.currency), currency: priced.currency };
  });
}

/** "`over: consignment`: those of all legs the scope speaks of, as tariffed" */
function tariffedOf({ setting, charged }: Turn, discount: DiscountText): ReturnType<Work['tariffed']> {
  const { world, consignment } = charged.view;
  return consignment.legs.flatMap((_, leg) => {
    const priced = attempt(() => chargeLeg(setting.book, world, consignment, leg, setting.knownBy));
    const view = { world, consignment, leg };
    const holds = scopeHolds(discount.scope, 'value' in priced ? withGross(priced.value) : view);
    if (holds.is === 'no') return [];
    if (holds.is === 'unknown') throw lacking(...holds.missing);
    if ('refused' in priced) throw lacking('leg.charges');
    const { lines, currency } = priced.value;
    const touched = lines.filter((line) => line.discountable && touchedBy(discount, line.charge));
    return [{ leg, amount: fromMinor(sum(touched.map(({ amount }) => amount)), currency), currency }];
  });
}

/** The leg with what its lines cost; what is left of them is not told. */
const withGross = ({ view, currency, lines }: Charged): View => ({
  ...view,
  amounts: { currency, lines: lines.map(({ charge, amount }) => ({ charge, amount, left: undefined })) },
});

/** What a discount works on at its turn. */
export function workOf(turn: Turn, discount: DiscountText, base: Rational): Work {
  const { setting, charged } = turn;
  const { currency, view } = charged;
  return {
    discount,
    reading: readingOf(turn, discount),
    base: fromMinorExact(base, currency),
    currency,
    read: (name) => {
      const meter = meterOf(setting, name, discount);
      const found = readMeter({ ...setting, meter, view });
      return { meter, reading: found, given: setting.reached.has(reachedName(discount, found)) };
    },
    reference: (legs) => referenceOf(turn, legs),
    tariffed: () => tariffedOf(turn, discount),
  };
}

/** What a scope asks of the running amount is asked again when it is known what those before have left. */
export function askAtTurn({ setting, charged, left }: Turn, discount: DiscountText): void {
  if (!asksRunning(discount)) return;
  const holds = asksHold(setting, discount, withAmounts(charged, left));
  if (holds.is === 'no') throw new Refused('conditions');
  if (holds.is === 'unknown') throw lacking(...holds.missing);
}

/** The leg with what its lines cost, and what is left of those discounts may touch. */
function withAmounts({ view, currency, lines }: Charged, { inTruth }: Left): View {
  let index = 0;
  const each = lines.map(({ charge, amount, discountable }) => {
    if (!discountable) return { charge, amount, left: amount };
    index += 1;
    return { charge, amount, left: inTruth[index - 1] };
  });
  return { ...view, amounts: { currency, lines: each } };
}

const reachedName = ({ id }: DiscountText, { key }: MeterReading): string => JSON.stringify([id, key]);

/** Money for reaching a step is of the window: of several legs the first that is counted and granted has it. */
export function noteReached(setting: Setting, discount: DiscountText, view: Charged['view']): void {
  const { at, effect } = discount;
  if (at !== 'rating' || effect.kind !== 'tier' || !bringsMoney(effect)) return;
  const reading = readMeter({ ...setting, meter: meterOf(setting, effect.meter, discount), view });
  const counted = attempt(() => reading.counted());
  if ('value' in counted && counted.value) setting.reached.add(reachedName(discount, reading));
}

/** What a discount would take off now; thrown where it cannot be reckoned. */
export function grantOf(turn: Turn, discount: DiscountText): { readonly granted: Granted; readonly exact: Rational } {
  const { charged, left } = turn;
  const { currency } = charged;
  askAtTurn(turn, discount);
  const bases = basesOf(turn, discount);
  const base = total(bases);
  const exact = effectAmount(workOf(turn, discount, base));
  const ruled = discount.round === undefined ? exact : rounded(exact, roundingOf(discount.round));
  const amount = toMinor(ruled, currency);
  if (isZero(base) && amount === 0n) throw new Refused('nothing-left');
  const afterCap = capped(discount, amount, base, currency);
  const touched = kindsOf(charged).map((line) => touchedBy(discount, line.charge));
  const remaining = sum(left.inTruth.filter((_, index) => touched[index]));
  const last = least(afterCap, most(remaining, 0n));
  const cuts = [
    { by: 'cap', amount: amount - afterCap },
    { by: 'remaining', amount: afterCap - last },
  ].filter((cut) => cut.amount !== 0n);
  const weights = bases.map((one, index) => (touched[index] ? greater(one, ZERO) : ZERO));
  const byKind = spread(last, weights, touched);
  return {
    granted: {
      discount,
      base: toMinor(fromMinorExact(base, currency), currency),
      amount: last,
      byKind,
      weights: touched.map((one, index) => (one ? weights[index] : undefined)),
      cuts,
    },
    exact: inMinor(exact, currency),
  };
}

/** An amount over the kinds touched, by what the discount worked on. */
export function spread(
  amount: bigint,
  weights: readonly Rational[],
  touched: readonly (boolean | undefined)[],
): readonly bigint[] {
  const indexes = touched.flatMap((one, index) => (one === true ? [index] : []));
  const parts = splitLump(
    amount,
    indexes.map((index) => weights[index] ?? ZERO),
  );
  return touched.map((_, index) => parts[indexes.indexOf(index)] ?? 0n);
}

/** What a discount took off, or a limit left of it, by what it worked on. */
export function spreadOver({ weights }: Granted, amount: bigint): readonly bigint[] {
  return spread(
    amount,
    weights.map((one) => one ?? ZERO),
    weights.map((one) => one !== undefined),
  );
}

/** "whether its amount lowers the base of later ones"; "the next works on the rounded remainder unless `carry: full`" */
export function leftAfter(left: Left, granted: Granted, exact: Rational): Left {
  if (granted.discount.effect.kind === 'pay') return left;
  const { discount, byKind, cuts } = granted;
  const carriesFull = typeof discount.round === 'object' && discount.round.carry === 'full' && cuts.length === 0;
  const off = carriesFull ? exactlyOver(granted, exact) : byKind.map((part) => whole(part));
  return {
    inTruth: left.inTruth.map((one, index) => one - (byKind[index] ?? 0n)),
    forBase: left.forBase.map((one, index) => (discount.lowersLater ? minus(one, off[index] ?? ZERO) : one)),
  };
}

/** An amount carried on in full lies over the kinds touched as what the discount worked on does, to no unit. */
function exactlyOver({ weights }: Granted, exact: Rational): readonly Rational[] {
  const touched = weights.filter((one) => one !== undefined);
  const all = total(touched);
  return weights.map((one) => {
    if (one === undefined) return ZERO;
    return isZero(all) ? over(exact, whole(touched.length)) : over(times(exact, one), all);
  });
}
