/**
 * The order of discounts (pricing.md section 7): "replace, multiply, reduce, equalise, rebates; a tier belongs to the stage of its
 * amount; within a stage by declared order, then id". Each works on its own charges, gross or what remains.
 */
import type { DiscountText } from '@kontor/domain/discount/schema';
import { effectAmount, isShare } from './amounts.ts';
import { byCodePoint } from './calendar.ts';
import { inCurrencyOf, meterOf, type Setting, touchedBy } from './eligible.ts';
import { readMeter } from './meters.ts';
import { inMinor, least, most, sum, toMinor } from './money.ts';
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
import { Refused } from './refused.ts';
import { type Reading, rounded, roundingOf } from './steps.ts';
import type { Charged, Line } from './tariffs.ts';

const STAGES = ['replace', 'multiply', 'reduce', 'equalise', 'rebate'] as const;
export type Stage = (typeof STAGES)[number];

export function stageOf({ effect, at }: DiscountText): Stage {
  if (at === 'settlement') return 'rebate';
  if (effect.kind === 'pay' || effect.kind === 'percent' || effect.kind === 'share')
    throw new Error(`${effect.kind} is not compared`);
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

function readingOf({ charged }: Turn, discount: DiscountText): Reading {
  return {
    view: charged.view,
    tables: discount.tables,
    quantities: {},
    steps: new Map(),
    parts: new Map(),
  };
}

/** In minor units: what a discount works on, line by line; nothing of kinds it does not touch. */
function basesOf({ charged, left }: Turn, discount: DiscountText): readonly Rational[] {
  return kindsOf(charged).map((line, index) => {
    if (!touchedBy(discount, line.charge)) return ZERO;
    return discount.on === 'gross' ? whole(line.amount) : (left.forBase[index] ?? ZERO);
  });
}

/** "Greatest amount": never more, so a share of the charge is cut to whole units below. */
function capped({ cap }: DiscountText, amount: bigint, base: Rational, currency: string): bigint {
  const byAmount = cap?.amount === undefined ? amount : toMinor(rational(cap.amount), currency, 'down');
  const byShare = cap?.share === undefined ? amount : wholeIn(times(base, rational(cap.share)), 'down');
  return least(amount, least(byAmount, byShare));
}

const fromMinorExact = (minor: Rational, currency: string): Rational => over(minor, inMinor(whole(1), currency));

/** What a discount would take off now; thrown where it cannot be reckoned. */
export function grantOf(turn: Turn, discount: DiscountText): { readonly granted: Granted; readonly exact: Rational } {
  const { charged, left, setting } = turn;
  const { currency, view } = charged;
  if (!inCurrencyOf(discount, currency)) throw new Refused('other-currency');
  const bases = basesOf(turn, discount);
  const base = total(bases);
  const exact = effectAmount(
    discount.effect,
    { reading: readingOf(turn, discount), base: fromMinorExact(base, currency) },
    (tier) => {
      const meter = meterOf(setting, tier.meter, discount);
      return { meter, reading: readMeter({ ...setting, meter, view }) };
    },
  );
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
function spread(
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
