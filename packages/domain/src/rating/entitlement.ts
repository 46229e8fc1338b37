/**
 * Entitlement to what settles later (pricing.md sections 7 and 8): a pure function of the journal and the book as known. It
 * speaks of whole windows as they stand, so that interim settlements of the difference always add up to the final one.
 */

import type { Cut, Share, TraceStep } from '../charge/rating.ts';
import { computeAmount } from '../discount/amount.ts';
import { type Converter, converterTo } from '../discount/converted.ts';
import { type Charged, eligibility, holdsAtTurn, partyIn, screenedOut, touchedBy } from '../discount/eligibility.ts';
import { type DiscountForm, paysOut, type TierForm, tierOf } from '../discount/form.ts';
import { corridorBounds, cut } from '../discount/limits.ts';
import { perQuantity, portionOf } from '../discount/measured.ts';
import { sharesOf } from '../discount/shares.ts';
import { capOf, compareStack } from '../discount/stack.ts';
import { stackCapRoom } from '../discount/stack-cap.ts';
import { windowAmount } from '../discount/window-rebate.ts';
import { baseOver, type Granted, type LineState, leftOf, partsOver, takeOff, touchedStates } from '../discount/work.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, type Decimal, multiply, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import { monthOf, type Period, quarterOf, yearOf } from '../kernel/period.ts';
import { roundTo } from '../kernel/rounding.ts';
import { splitLump } from '../kernel/split.ts';
import { contributionsOf } from '../meter/contribution.ts';
import type { MeterReading } from '../meter/form.ts';
import { grantBudgets } from './budget-grants.ts';
import type { Earned, EntitledLeg, Entitlement, Unknown } from './entitled.ts';
import { guaranteeEntitlements } from './guarantee-money.ts';
import { guaranteeAnswers } from './guarantees.ts';
import type { RatedJournal } from './rate-journal.ts';
import { discountsInForce, type RatingBook } from './rating-book.ts';
import { openLegs, type RebateLeg } from './rebate-legs.ts';

/** A leg entitled to a discount, with what it brings into the window. */
type Contributor = {
  readonly leg: RebateLeg;
  readonly charged: Charged;
  readonly touched: readonly LineState[];
  readonly base: Decimal;
  readonly own: Decimal;
  readonly converter: Pick<Converter, 'money'> | undefined;
  /** What an effect without a scale gives for this leg. */
  readonly exact: Decimal;
};

type Window = {
  readonly key: string;
  readonly span: Period;
  readonly currency: string;
  readonly reading: Extract<MeterReading, { kind: 'read' }> | undefined;
};

type Group = { readonly form: DiscountForm; readonly window: Window; readonly contributors: Contributor[] };

/** A group with its amount on its legs; `granted` in the order of its contributors. */
export type Allocated = {
  readonly group: Group;
  readonly base: Decimal;
  readonly trace: readonly TraceStep[];
  readonly granted: readonly { readonly leg: RebateLeg; readonly charged: Charged; readonly granted: Granted }[];
};

const SPANS = { month: monthOf, quarter: quarterOf, year: yearOf } as const;

/** The window a leg's rebate belongs to: the meter's for a scale, else the period in which it is settled. */
function windowOfLeg(form: DiscountForm, leg: RebateLeg, charged: Charged, journal: RatedJournal): Window | undefined {
  const tier = tierOf(form);
  if (tier === undefined) {
    const span = SPANS[form.settle ?? 'month'](leg.consignment.accepted);
    return { key: charged.payer ?? '', span, currency: charged.currency, reading: undefined };
  }
  const reading = journal.state.readings.within(tier.meter, charged.subject);
  if (reading.kind === 'unreadable') return undefined;
  return { key: reading.key, span: reading.span, currency: charged.currency, reading };
}

/** What the leg itself adds to the scale's meter, in the scale's unit; what it has added already is in the reading. */
function ownOf(tier: TierForm, charged: Charged): Decimal {
  if (tier.per !== undefined) {
    const quantity = perQuantity(tier.per, charged);
    return quantity.kind === 'known' ? quantity.value : ZERO;
  }
  if (tier.meter.measure.kind === 'money')
    return charged.lines.reduce((sum, line) => add(sum, ofMinor(line.amount, charged.currency)), ZERO);
  const { consignment, leg, world } = charged.subject;
  const single = leg === undefined || !tier.meter.byLeg ? consignment : { ...consignment, legs: [leg] };
  let own = ZERO;
  for (const one of contributionsOf(tier.meter, single, world, [])) if (one.kind === 'adds') own = add(own, one.value);
  return multiply(own, tier.factor);
}

function contributorOf(form: DiscountForm, leg: RebateLeg, journal: RatedJournal): Contributor | undefined {
  const { charged, states } = leg;
  const touched = touchedStates(form, states);
  const base = baseOver(form, touched);
  const { readings } = journal.state;
  if (holdsAtTurn(form, charged, readings, states).kind !== 'holds') return undefined;
  const tier = tierOf(form);
  if (tier === undefined) {
    const computed = computeAmount(form, charged, base, readings);
    if (computed.kind !== 'amount') return undefined;
    return { leg, charged, touched, base, own: ZERO, converter: undefined, exact: computed.exact };
  }
  const portion = portionOf(form, charged, readings);
  const converter = converterTo(form, tier.currency, charged);
  if (portion.kind !== 'portion' || converter.kind !== 'converts') return undefined;
  const own = multiply(ownOf(tier, charged), portion.share);
  return { leg, charged, touched, base: multiply(base, portion.share), own, converter, exact: ZERO };
}

function lawful(leg: RebateLeg): boolean {
  return leg.screening !== undefined && screenedOut(leg.screening) === undefined;
}

const groupName = (window: Window): string =>
  `${window.key}\n${window.span.from}\n${window.span.to ?? ''}\n${window.currency}`;

/** The legs entitled to one discount, by key and window, both in their order. */
function groupsOf(form: DiscountForm, legs: readonly RebateLeg[], journal: RatedJournal): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const leg of legs) {
    if (!lawful(leg) || !leg.forms.includes(form)) continue;
    if (!leg.charged.lines.some((line) => touchedBy(form, line))) continue;
    if (eligibility(form, leg.charged, journal.state.readings).kind !== 'holds') continue;
    const window = windowOfLeg(form, leg, leg.charged, journal);
    const contributor = window === undefined ? undefined : contributorOf(form, leg, journal);
    if (window === undefined || contributor === undefined) continue;
    const name = groupName(window);
    const group = groups.get(name) ?? { form, window, contributors: [] };
    group.contributors.push(contributor);
    groups.set(name, group);
  }
  return [...groups].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, group]) => group);
}

const sumBy = <T>(list: readonly T[], of: (one: T) => Decimal): Decimal =>
  list.reduce((sum, one) => add(sum, of(one)), ZERO);

type GroupAmount = {
  readonly exact: Decimal;
  readonly trace: readonly TraceStep[];
  readonly weights: readonly Decimal[];
};

/** What a group earns before limits, and by which weights it falls to its legs. */
function amountOfGroup({ form, window, contributors }: Group): GroupAmount {
  const tier = tierOf(form);
  if (tier === undefined || window.reading === undefined) {
    return {
      exact: sumBy(contributors, (one) => one.exact),
      trace: [],
      weights: contributors.map((one) => (one.exact.units < 0n ? ZERO : one.exact)),
    };
  }
  const on = {
    base: sumBy(contributors, (one) => one.base),
    multiplied: sumBy(contributors, (one) => one.own),
    currency: window.currency,
  };
  const { exact, trace } = windowAmount(tier, form.id, window.reading, on, contributors[0]?.converter);
  const weigh =
    tier.amount === 'per-unit' ? (one: Contributor): Decimal => one.own : (one: Contributor): Decimal => one.base;
  return { exact, trace, weights: contributors.map((one) => (weigh(one).units < 0n ? ZERO : weigh(one))) };
}

/** The limits of one leg on one rebate: its cap, what is left, the corridor's floor, the minimum charge. */
function limitLeg(granted: Granted, leg: RebateLeg, touched: readonly LineState[], currency: string): void {
  const cap = capOf(granted.form, granted.base, currency);
  if (cap !== undefined && granted.amount > cap) cut(granted, 'cap', granted.amount - cap);
  if (paysOut(granted.form)) return;
  const atMost = (room: bigint, by: Cut['by']): void => {
    const usable = room > 0n ? room : 0n;
    if (granted.amount > usable) cut(granted, by, granted.amount - usable);
  };
  atMost(leftOf(touched), 'remaining');
  for (const joint of leg.caps) {
    const room = joint.covers(granted.form) ? stackCapRoom(joint, leg.undiscounted, currency) : undefined;
    const taken = leg.taken.reduce((sum, one) => (joint.covers(one.form) ? sum + one.amount : sum), 0n);
    if (room !== undefined) atMost(room - taken, 'stack-cap');
  }
  const left = leftOf(leg.states);
  const { floor } = corridorBounds(leg.corridor, leg.undiscounted);
  if (floor !== undefined) atMost(left - floor, 'corridor-floor');
  if (leg.minimumCharge !== undefined) atMost(left + leg.others - leg.minimumCharge, 'minimum-charge');
}

function allocate(group: Group): Allocated {
  const { form, window, contributors } = group;
  const { exact, trace, weights } = amountOfGroup(group);
  const rounded = roundToMinor(
    form.round === undefined ? exact : roundTo(exact, form.round.quantum, form.round.mode),
    window.currency,
  );
  const split = splitLump(rounded, weights, form.residue);
  const granted = contributors.map((one, index) => {
    const raw = split[index] ?? 0n;
    const part: Granted = {
      form,
      base: one.base,
      raw,
      parts: partsOver(form, one.touched),
      trace: [],
      next: undefined,
      amount: raw,
      cuts: [],
    };
    limitLeg(part, one.leg, one.touched, window.currency);
    takeOff(part, one.touched, window.currency, ofMinor(part.amount, window.currency));
    one.leg.taken.push(part);
    return { leg: one.leg, charged: one.charged, granted: part };
  });
  return { group, base: sumBy(contributors, (one) => one.base), trace, granted };
}

function sharesTogether(legs: readonly EntitledLeg[]): readonly Share[] {
  const together = new Map<string, Share>();
  for (const share of legs.flatMap((leg) => leg.shares)) {
    const name = `${share.role}\n${share.party}`;
    together.set(name, { ...share, amount: share.amount + (together.get(name)?.amount ?? 0n) });
  }
  return [...together].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, share]) => share);
}

function cutsTogether(legs: readonly EntitledLeg[]): readonly Cut[] {
  const together = new Map<Cut['by'], bigint>();
  for (const one of legs.flatMap((leg) => leg.cuts)) together.set(one.by, (together.get(one.by) ?? 0n) + one.amount);
  return [...together].map(([by, amount]) => ({ by, amount }));
}

function headOf({
  form,
  window,
}: Group): Pick<Earned, 'entry' | 'grantor' | 'synthetic' | 'budget' | 'key' | 'window' | 'currency'> {
  return { ...form.considered, budget: form.budget, key: window.key, window: window.span, currency: window.currency };
}

function earned({ group, base, trace, granted }: Allocated): Earned {
  const { currency } = group.window;
  const legs = granted.map(
    ({ leg, charged, granted: one }): EntitledLeg => ({
      note: leg.consignment.note,
      accepted: leg.consignment.accepted,
      leg: leg.index,
      base: roundToMinor(one.base, currency),
      amount: one.amount,
      cuts: one.cuts,
      shares: sharesOf(one, charged),
    }),
  );
  const amount = legs.reduce((sum, leg) => sum + leg.amount, 0n);
  return {
    ...headOf(group),
    kind: 'earned',
    base: roundToMinor(base, currency),
    amount,
    cuts: cutsTogether(legs),
    shares: sharesTogether(legs),
    legs,
    trace,
  };
}

function unknownOf(
  group: Group,
  { missing, notes }: { readonly missing: readonly string[]; readonly notes: readonly string[] },
): Unknown {
  const received = group.contributors.flatMap(({ charged }) =>
    group.form.receivers.map((one) => partyIn(one, charged)),
  );
  const parties = [...new Set(received.filter((party) => party !== undefined))].toSorted(compareCodePoints);
  return { ...headOf(group), kind: 'not-evaluated', missing, notes, parties };
}

/**
 * Every rebate of the journal, by discount in the order of the stack, then key and window; after them what guarantees
 * answered by the day come to.
 */
export function entitlements(book: RatingBook, journal: RatedJournal, knownBy: LocalDate): readonly Entitlement[] {
  const formsOn = (on: LocalDate): readonly DiscountForm[] => discountsInForce(book, { on, knownBy }).freight;
  const legs = openLegs(book, journal, formsOn, knownBy);
  const forms = book.discounts
    .filter((form) => form.at === 'settlement' && form.touches.kind === 'charges')
    .toSorted(compareStack);
  const found: (Allocated | Entitlement)[] = [];
  for (const form of forms) {
    for (const group of groupsOf(form, legs, journal)) {
      const { reading } = group.window;
      if (reading !== undefined && reading.missing.length > 0) found.push(unknownOf(group, reading));
      else found.push(allocate(group));
    }
  }
  grantBudgets(
    book,
    found.filter((one) => 'group' in one),
    journal,
    knownBy,
  );
  const rebates = found.map((one) => ('group' in one ? earned(one) : one));
  const answers = guaranteeAnswers(
    book,
    journal,
    rebates.filter((one) => one.kind === 'earned'),
    knownBy,
  );
  return [...rebates, ...guaranteeEntitlements(answers)];
}
