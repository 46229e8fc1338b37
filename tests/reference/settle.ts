/**
 * What settles later (pricing.md sections 7 and 8): "Whole window: settles as a rebate", of which the entitlement "is a pure
 * function of (facts known at T, book known at T)": each window at once, over the legs entitled to it, as it stands in the end.
 */
import type { DiscountText, TierText } from '@kontor/domain/discount/schema';
import type { BudgetText } from '@kontor/domain/quota/schema';
import { askCurrencies, effectAmount, tierOf } from './amounts.ts';
import { byCodePoint, monthsWindow, type Span } from './calendar.ts';
import { leftAfterLimits, receives } from './discounts.ts';
import { discountsInForce, isEligible, meterOf, type Setting, settlesLater, touchedBy } from './eligible.ts';
import {
  budgetNamed,
  budgetWindow,
  type Grant,
  granted,
  inCorridor,
  inStackCaps,
  type Limited,
  overMinimum,
  rationed,
  withinBudget,
} from './limits.ts';
import { type Reading as MeterReading, readMeter, wholly } from './meters.ts';
import { inMinor, sum, toMinor } from './money.ts';
import type { Facts, Journaled } from './rate.ts';
import {
  isZero,
  notBelowZero,
  over,
  type Rational,
  rational,
  splitLump,
  times,
  total,
  whole,
  ZERO,
} from './rational.ts';
import { attempt } from './refused.ts';
import { type Share, sharesOf } from './shares.ts';
import {
  askAtTurn,
  basesOf,
  type Cut,
  capped,
  fromMinorExact,
  inOrder,
  kindsOf,
  type Left,
  leftAfter,
  readingOf,
  spread,
  spreadOver,
  workOf,
} from './stack.ts';
import { rounded, roundingOf } from './steps.ts';
import type { Charged } from './tariffs.ts';
import { countOf, inCharge, portionOf } from './terms.ts';
import { inUnit, unitOfMeter } from './units.ts';
import { windowAmount } from './whole-window.ts';
import { payerOf } from './world.ts';

/** A rated leg, with what discounts and limits have left of it. */
type OpenLeg = {
  readonly setting: Setting;
  readonly charged: Charged;
  readonly gross: bigint;
  readonly minimum: bigint | undefined;
  /** What was granted at rating stays; rebates come after it. */
  readonly granted: readonly Limited[];
  left: Left;
  rebates: Limited[];
};

type Window = {
  readonly key: readonly string[];
  readonly span: Span;
  readonly reading?: MeterReading;
};

/** A leg entitled to a rebate: what it works on there, and the quantity it brings. */
type Entitled = {
  readonly leg: OpenLeg;
  readonly window: Window;
  readonly bases: readonly Rational[];
  readonly quantity: Rational;
  /** What an effect without a scale gives on this leg. */
  readonly exact: Rational;
};

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The window of the scale's meter; without a scale the one in which the discount is settled, of each payer. */
function windowOf(discount: DiscountText, { setting, charged: { view } }: OpenLeg): Window {
  const tier = tierOf(discount);
  if (tier !== undefined) {
    const reading = readMeter({ ...setting, meter: meterOf(setting, tier.meter, discount), view });
    return { key: reading.key, span: reading.window, reading };
  }
  const span = monthsWindow(view.consignment.accepted, MONTHS[discount.settle ?? 'month'], 1, 0);
  return { key: [payerOf(view.consignment, view.leg) ?? ''], span };
}

/** The measure the leg itself brings, in the unit of the scale, or what a rate is said to be per, which has to be known. */
function quantityOf(discount: DiscountText, tier: TierText, leg: OpenLeg, reading: MeterReading): Rational {
  const { setting, charged } = leg;
  if (tier.per !== undefined) return countOf(tier.per, readingOf({ setting, charged, left: leg.left }, discount));
  const read = attempt(() => {
    const meter = meterOf(setting, tier.meter, discount);
    return tier.unit === undefined ? reading.own() : inUnit(reading.own(), unitOfMeter(meter), tier.unit);
  });
  return 'value' in read ? read.value : ZERO;
}

function entitled(discount: DiscountText, leg: OpenLeg): Entitled | undefined {
  const { setting, charged, left } = leg;
  if (isEligible(setting, discount, charged, receives(discount, charged)).is !== 'yes') return undefined;
  const found = attempt((): Entitled => {
    const window = windowOf(discount, leg);
    const turn = { setting, charged, left };
    askAtTurn(turn, discount);
    const bases = basesOf(turn, discount);
    const tier = tierOf(discount);
    const work = workOf(turn, discount, total(bases));
    if (tier === undefined || window.reading === undefined)
      return { leg, window, bases, quantity: ZERO, exact: effectAmount(work) };
    const portion = portionOf(work);
    askCurrencies(work);
    const quantity = times(quantityOf(discount, tier, leg, window.reading), portion);
    return { leg, window, bases: bases.map((one) => times(one, portion)), quantity, exact: ZERO };
  });
  return 'value' in found ? found.value : undefined;
}

type Rebate = {
  readonly discount: DiscountText;
  readonly window: Window;
  readonly currency: string;
  readonly entitled: readonly Entitled[];
};

/** Of one discount: a rebate for every key and window, and currency. */
function rebatesOf(discount: DiscountText, legs: readonly OpenLeg[]): readonly Rebate[] {
  const rebates = new Map<string, Rebate>();
  for (const one of legs.flatMap((leg) => entitled(discount, leg) ?? [])) {
    const { key, span } = one.window;
    const { currency } = one.leg.charged;
    const name = JSON.stringify([key, span.from, span.to, currency]);
    const others = rebates.get(name)?.entitled ?? [];
    rebates.set(name, { discount, window: one.window, currency, entitled: [...others, one] });
  }
  return [...rebates.values()];
}

const baseOf = ({ bases, leg }: Entitled): Rational => fromMinorExact(total(bases), leg.charged.currency);

/** What a rebate comes to before limits, and by which weights it falls to its legs. */
function exactOf({ discount, window, entitled: legs }: Rebate): {
  readonly exact: Rational;
  readonly weights: readonly Rational[];
} {
  const tier = tierOf(discount);
  const { reading } = window;
  if (tier === undefined || reading === undefined)
    return { exact: total(legs.map(({ exact }) => exact)), weights: legs.map(({ exact }) => exact) };
  const [first] = legs;
  const meter = first === undefined ? undefined : meterOf(first.leg.setting, tier.meter, discount);
  const inScale = (value: Rational): Rational =>
    tier.unit === undefined || meter === undefined ? value : inUnit(value, unitOfMeter(meter), tier.unit);
  const inOwn = (value: Rational): Rational =>
    first === undefined || tier.currency === undefined
      ? value
      : inCharge({ discount, currency: first.leg.charged.currency }, value, tier.currency);
  const exact = windowAmount(tier, inOwn, {
    value: inScale(wholly(reading.whole())),
    measured: inScale(wholly(reading.all())),
    base: total(legs.map(baseOf)),
    quantity: total(legs.map(({ quantity }) => quantity)),
  });
  return { exact, weights: legs.map((one) => (tier.amount === 'per-unit' ? one.quantity : baseOf(one))) };
}

/** A part of a rebate on its leg: never more than the discount's own cap, nor than there is. */
function onLeg(discount: DiscountText, { leg, bases }: Entitled, amount: bigint): Limited {
  const { charged, left } = leg;
  const { currency } = charged;
  const base = total(bases);
  const touched = kindsOf(charged).map((line) => touchedBy(discount, line.charge));
  const afterCap = capped(discount, amount, base, currency);
  const remaining = sum(left.inTruth.filter((_, index) => touched[index] === true));
  const room = discount.effect.kind === 'pay' ? afterCap : remaining > 0n ? remaining : 0n;
  const last = afterCap < room ? afterCap : room;
  const weights = bases.map((one, index) => (touched[index] === true ? notBelowZero(one) : ZERO));
  return granted({
    discount,
    base: toMinor(fromMinorExact(base, currency), currency),
    amount: last,
    byKind: spread(last, weights, touched),
    weights: touched.map((one, index) => (one ? weights[index] : undefined)),
    cuts: [
      { by: 'cap', amount: amount - afterCap },
      { by: 'remaining', amount: afterCap - last },
    ].filter((cut) => cut.amount !== 0n),
  });
}

/** Corridor and minimum charge, after what the leg was granted already: the last gives way. */
function inBounds({ setting, charged, gross, minimum, granted: invoiced, rebates }: OpenLeg, part: Limited): Limited {
  if (part.discount.effect.kind === 'pay') return part;
  const before = [...invoiced, ...rebates.filter(({ discount }) => discount.effect.kind !== 'pay')];
  const inCaps = inStackCaps(setting, charged, [part], before);
  const [bounded = part] = overMinimum(inCorridor(inCaps, charged, before), gross, minimum, before);
  return bounded;
}

/** "Splitting a lump: weights, and the residue to the largest remainder": by what the discount works on, on each leg. */
function allocate(rebate: Rebate): void {
  const { discount, currency } = rebate;
  const { exact, weights } = exactOf(rebate);
  const ruled = discount.round === undefined ? exact : rounded(exact, roundingOf(discount.round));
  const shares = weights.map(notBelowZero);
  const parts = splitLump(toMinor(ruled, currency), shares);
  const all = total(shares);
  // What is carried on in full falls to the legs as what is posted does, to no unit.
  const exactPart = (share: Rational): Rational =>
    isZero(all) ? over(exact, whole(shares.length)) : over(times(exact, share), all);
  for (const [index, one] of rebate.entitled.entries()) {
    const part = inBounds(one.leg, onLeg(discount, one, parts[index] ?? 0n));
    one.leg.rebates.push(part);
    const taken = { ...part, amount: part.final, byKind: spreadOver(part, part.final) };
    one.leg.left = leftAfter(one.leg.left, taken, inMinor(exactPart(shares[index] ?? ZERO), currency));
  }
}

const byTurn = (a: OpenLeg, b: OpenLeg): number => {
  const [x, y] = [a.charged.view, b.charged.view];
  const [one, other] = [x.consignment, y.consignment];
  if (one.accepted !== other.accepted) return one.accepted < other.accepted ? -1 : 1;
  return byCodePoint(one.note, other.note) || x.leg - y.leg;
};

/**
 * "first come by acceptance order, or by the recorded sequence of reservations where declared": after what rating has granted,
 * the rebates of one leg after the other; those that were never reserved come last.
 */
function fromBudgets(legs: readonly OpenLeg[], rated: readonly Grant[], reservedAs: Facts['reservedAs']): void {
  const grants = [...rated];
  const inTurn = legs.toSorted(byTurn);
  const place = ({ charged }: OpenLeg): number => reservedAs(charged.view.consignment.note) ?? Number.POSITIVE_INFINITY;
  const reserved = inTurn.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  for (const order of ['acceptance', 'reservation']) {
    for (const leg of order === 'acceptance' ? inTurn : reserved) {
      leg.rebates = leg.rebates.map((one) => {
        const budget = budgetOf(leg, one);
        return budget?.order === order && budget.share === 'first-come' ? grantedTo(leg, one, grants) : one;
      });
    }
  }
}

/** What a budget gives to a rebate on a leg, after all that it has granted. */
function grantedTo({ setting, charged }: OpenLeg, one: Limited, grants: Grant[]): Limited {
  const { accepted } = charged.view.consignment;
  const last = withinBudget(setting, one, { accepted, currency: charged.currency }, grants);
  const { budget } = one.discount;
  if (budget !== undefined && last.final > 0n) grants.push({ budget, accepted, amount: last.final });
  return last;
}

const budgetOf = ({ setting, charged }: OpenLeg, { discount }: Limited): BudgetText | undefined =>
  budgetNamed(setting, discount.budget, charged.view.consignment.accepted);

type Claim = { readonly leg: OpenLeg; readonly rebate: Limited; readonly budget: BudgetText; readonly window: Span };

/** Claims on budgets that go round pro rata; one in another currency than the charge gives nothing. */
function claimsOf(legs: readonly OpenLeg[]): readonly Claim[] {
  return legs.toSorted(byTurn).flatMap((leg) =>
    leg.rebates.flatMap((rebate) => {
      const budget = budgetOf(leg, rebate);
      if (budget?.share !== 'pro-rata' || rebate.final <= 0n) return [];
      return [{ leg, rebate, budget, window: budgetWindow(budget, leg.charged.view.consignment.accepted) }];
    }),
  );
}

function settleClaims(claims: readonly Claim[], knownBy: string): void {
  const [first] = claims;
  if (first === undefined) return;
  const { budget, window } = first;
  const ended = window.to !== undefined && knownBy >= window.to;
  const { amount, currency } = budget.amount;
  const room = ended ? toMinor(rational(amount), currency) : 0n;
  const inCurrency = claims.filter(({ leg }) => leg.charged.currency === currency);
  const granting = rationed(
    budget,
    inCurrency.map(({ rebate }) => rebate),
    room,
  );
  for (const { leg, rebate } of claims) {
    const index = inCurrency.findIndex((one) => one.rebate === rebate);
    const last = granting[index] ?? rationed(budget, [rebate], 0n)[0] ?? rebate;
    leg.rebates = leg.rebates.map((one) => (one === rebate ? last : one));
  }
}

/** "rationed pro rata at the window's end": before it nothing is granted. */
function rationBudgets(legs: readonly OpenLeg[], knownBy: string): void {
  const claims = claimsOf(legs);
  const names = claims.map(({ budget, window }) => `${budget.id} ${window.from}`);
  for (const name of new Set(names))
    settleClaims(
      claims.filter((_, index) => names[index] === name),
      knownBy,
    );
}

type SettledLeg = {
  readonly note: string;
  readonly leg: number;
  readonly base: bigint;
  readonly amount: bigint;
  readonly cuts: readonly Cut[];
  readonly shares: readonly Share[];
};

export type Settled = {
  readonly id: string;
  readonly window: Span;
  readonly currency: string;
  /** Absent: facts of consignments on its meter are missing, and nobody can tell. */
  readonly earned?: { readonly base: bigint; readonly legs: readonly SettledLeg[] };
};

function settledLeg(discount: DiscountText, { leg }: Entitled): SettledLeg {
  const { view } = leg.charged;
  const found = leg.rebates.find((one) => one.discount === discount);
  if (found === undefined) throw new Error('a rebate that was not allocated');
  const { base, final, cuts } = found;
  return {
    note: view.consignment.note,
    leg: view.leg,
    base,
    amount: final,
    cuts,
    shares: sharesOf(discount, view, final),
  };
}

function openLegs(facts: Facts, { rated, journal }: Journaled): readonly OpenLeg[] {
  return rated.flatMap(({ recorded, legs }) => {
    const { book, knownBy } = facts;
    const setting: Setting = {
      book,
      knownBy,
      journal,
      screening: facts.screeningOf(recorded.consignment),
      reached: new Set(),
    };
    return legs.flatMap((leg): readonly OpenLeg[] => {
      if (!leg.ok) return [];
      const { charged, gross, minimum, limited } = leg.figures;
      return [
        { setting, charged, gross, minimum, granted: limited, left: leftAfterLimits(charged, limited), rebates: [] },
      ];
    });
  });
}

/** Whether all that stands on the meter of a rebate is known. */
const isTold = ({ window: { reading } }: Rebate): boolean =>
  reading === undefined || (reading.whole().missing.length === 0 && reading.all().missing.length === 0);

/** Every rebate of every window, over the journal as it was rated. */
export function settleAll(facts: Facts, journaled: Journaled): readonly Settled[] {
  const legs = openLegs(facts, journaled);
  const later = inOrder(facts.book.discounts.filter((one) => settlesLater(one) && 'charges' in one.touches));
  const rebates = later.flatMap((discount) => {
    const meant = legs.filter(({ setting, charged }) =>
      discountsInForce(setting, { on: charged.view.consignment.accepted, knownBy: setting.knownBy }).includes(discount),
    );
    const found = rebatesOf(discount, meant);
    for (const one of found) if (isTold(one)) allocate(one);
    return found;
  });
  fromBudgets(legs, journaled.grants, facts.reservedAs);
  rationBudgets(legs, facts.knownBy);
  return rebates.map((rebate): Settled => {
    const { discount, window, currency } = rebate;
    const about = { id: discount.id, window: window.span, currency };
    if (!isTold(rebate)) return about;
    const exact = total(rebate.entitled.map(baseOf));
    return {
      ...about,
      earned: { base: toMinor(exact, currency), legs: rebate.entitled.map((one) => settledLeg(discount, one)) },
    };
  });
}
