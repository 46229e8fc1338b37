/** Windows of what settles later: the legs entitled to a discount, what they bring into its window, and what that earns. */

import type { TraceStep } from '../charge/rating.ts';
import { computeAmount } from '../discount/amount.ts';
import { type Converter, converterTo } from '../discount/converted.ts';
import { type Charged, eligibility, holdsAtTurn, screenedOut, touchedBy } from '../discount/eligibility.ts';
import { type DiscountForm, type PerForm, type TierForm, tierOf } from '../discount/form.ts';
import { belongsTo, perQuantity, portionOf } from '../discount/measured.ts';
import { actsOn } from '../discount/parts.ts';
import { windowAmount } from '../discount/window-rebate.ts';
import { type LineState, touchedStates } from '../discount/work.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, type Decimal, multiply, ZERO } from '../kernel/decimal.ts';
import { monthOf, type Period, quarterOf, yearOf } from '../kernel/period.ts';
import { contributionsOf } from '../meter/contribution.ts';
import type { MeterReading } from '../meter/form.ts';
import type { RatedJournal } from './rate-journal.ts';
import { type RebateLeg, workedOn } from './rebate-legs.ts';

/** A leg entitled to a discount, with what it brings into the window. */
export type Contributor = {
  readonly leg: RebateLeg;
  readonly charged: Charged;
  readonly touched: readonly LineState[];
  readonly base: Decimal;
  readonly own: Decimal;
  readonly converter: Pick<Converter, 'money'> | undefined;
  /** What an effect without a scale gives for this leg. */
  readonly exact: Decimal;
};

export type Window = {
  readonly key: string;
  readonly span: Period;
  readonly currency: string;
  readonly reading: Extract<MeterReading, { kind: 'read' }> | undefined;
};

/** One discount in one of its windows, with the legs entitled to it. */
export type WindowRebate = {
  readonly form: DiscountForm;
  readonly window: Window;
  readonly contributors: Contributor[];
};

const SPANS = { month: monthOf, quarter: quarterOf, year: yearOf } as const;

/** Why nothing can be told of a discount on a leg: facts are missing. */
type Untold = { readonly kind: 'untold'; readonly fields: readonly string[] };

const isUntold = (one: object): one is Untold => 'kind' in one && one.kind === 'untold';

const untold = (fields: readonly string[]): Untold => ({ kind: 'untold', fields });

/** A leg of which a discount cannot be told whether, or what, it gives; in the window it would belong to. */
export type UntoldLeg = { readonly leg: RebateLeg; readonly window: Window; readonly fields: readonly string[] };

/** The period in which what has no scale is settled, and of which nothing else can be told. */
function settledIn(form: DiscountForm, { charged, consignment }: RebateLeg): Window {
  const span = SPANS[form.settle ?? 'month'](consignment.accepted);
  return { key: charged.payer ?? '', span, currency: charged.currency, reading: undefined };
}

/** The window a leg's rebate belongs to: the meter's for a scale, else the period in which it is settled. */
function windowOfLeg(form: DiscountForm, leg: RebateLeg, journal: RatedJournal): Window | Untold {
  const { charged } = leg;
  const tier = tierOf(form);
  if (tier === undefined) return settledIn(form, leg);
  const reading = journal.state.readings.within(tier.meter, charged.subject);
  if (reading.kind === 'unreadable') return { kind: 'untold', fields: reading.fields };
  return { key: reading.key, span: reading.span, currency: charged.currency, reading };
}

/** What the leg itself adds to the scale's meter, in the scale's unit; what it has added already is in the reading. */
function ownOf(
  form: DiscountForm,
  tier: TierForm,
  { charged, charges }: RebateLeg,
  { key, reading }: Window,
): Decimal | Untold {
  const some = actsOn(form, charged);
  const counted = (per: PerForm): Decimal | Untold => {
    const quantity = perQuantity(per, charged, some);
    if (quantity.kind === 'known') return quantity.value;
    return quantity.kind === 'missing' ? untold(quantity.fields) : ZERO;
  };
  if (tier.per !== undefined) return counted(tier.per);
  // Of a window that was over, or is to come, it has no part.
  if (reading === undefined || !belongsTo(reading, tier.meter, charged)) return ZERO;
  const { measure, id } = tier.meter;
  if (some !== undefined && tier.amount === 'per-unit' && measure.kind !== 'money')
    return counted({ name: id, measure, factor: tier.factor });
  const { consignment, leg, world } = charged.subject;
  const single = leg === undefined || !tier.meter.byLeg ? consignment : { ...consignment, legs: [leg] };
  let own = ZERO;
  for (const one of contributionsOf(tier.meter, single, world, [charges]))
    if (one.kind === 'adds' && one.key === key) own = add(own, one.value);
  return multiply(own, tier.factor);
}

function contributorOf(
  form: DiscountForm,
  leg: RebateLeg,
  window: Window,
  journal: RatedJournal,
): Contributor | Untold | undefined {
  const { charged, states } = leg;
  const touched = touchedStates(form, states, charged);
  const base = workedOn(form, leg, touched);
  const { readings } = journal.state;
  const holds = holdsAtTurn(form, charged, readings, states);
  if (holds.kind !== 'holds') return holds.kind === 'missing' ? untold(holds.fields) : undefined;
  const tier = tierOf(form);
  if (tier === undefined) {
    const computed = computeAmount(form, charged, base, readings);
    if (computed.kind !== 'amount') return computed.kind === 'missing' ? untold(computed.fields) : undefined;
    return { leg, charged, touched, base, own: ZERO, converter: undefined, exact: computed.exact };
  }
  const portion = portionOf(form, charged, readings);
  const converter = converterTo(form, tier.currency, charged);
  const cap = converterTo(form, form.cap?.amount?.currency, charged);
  if (portion.kind === 'missing') return untold(portion.fields);
  // A cap that cannot be told in this currency would hold nothing.
  if (portion.kind !== 'portion' || converter.kind !== 'converts' || cap.kind !== 'converts') return undefined;
  const added = ownOf(form, tier, leg, window);
  if (isUntold(added)) return added;
  const own = multiply(added, portion.share);
  return { leg, charged, touched, base: multiply(base, portion.share), own, converter, exact: ZERO };
}

/** What a leg brings into its window, nothing, or why that cannot be told. */
function entitledOn(
  form: DiscountForm,
  leg: RebateLeg,
  journal: RatedJournal,
): { readonly window: Window; readonly contributor: Contributor } | UntoldLeg | undefined {
  if (!lawful(leg) || !leg.forms.includes(form)) return undefined;
  if (!leg.charged.lines.some((line) => touchedBy(form, line))) return undefined;
  const eligible = eligibility(form, leg.charged, journal.state.readings);
  if (eligible.kind === 'fails') return undefined;
  const found = windowOfLeg(form, leg, journal);
  const window = isUntold(found) ? settledIn(form, leg) : found;
  if (isUntold(found)) return { leg, window, fields: found.fields };
  if (eligible.kind === 'missing') return { leg, window, fields: eligible.fields };
  const contributor = contributorOf(form, leg, window, journal);
  if (contributor === undefined) return undefined;
  return isUntold(contributor) ? { leg, window, fields: contributor.fields } : { window, contributor };
}

function lawful(leg: RebateLeg): boolean {
  return leg.screening !== undefined && screenedOut(leg.screening) === undefined;
}

/** The name of a window among those of its discount. */
export const windowName = (window: Window): string =>
  `${window.key}\n${window.span.from}\n${window.span.to ?? ''}\n${window.currency}`;

/**
 * The windows of one discount with the legs entitled to it, both in their order. A leg that lacks a fact the discount asks for is
 * neither entitled nor passed over: it is put to the `untold`, in the order of the legs.
 */
export function windowsOf(
  form: DiscountForm,
  legs: readonly RebateLeg[],
  journal: RatedJournal,
  untoldLegs?: UntoldLeg[],
): readonly WindowRebate[] {
  const windows = new Map<string, WindowRebate>();
  for (const leg of legs) {
    const one = entitledOn(form, leg, journal);
    if (one === undefined) continue;
    if ('fields' in one) {
      untoldLegs?.push(one);
      continue;
    }
    const { window, contributor } = one;
    const name = windowName(window);
    const found = windows.get(name) ?? { form, window, contributors: [] };
    found.contributors.push(contributor);
    windows.set(name, found);
  }
  return [...windows].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, one]) => one);
}

export const sumBy = <T>(list: readonly T[], of: (one: T) => Decimal): Decimal =>
  list.reduce((sum, one) => add(sum, of(one)), ZERO);

export type WindowShare = {
  readonly exact: Decimal;
  readonly trace: readonly TraceStep[];
  readonly weights: readonly Decimal[];
};

/** What the legs entitled bring into the window: charges, and what a rate per unit is multiplied with. */
export const broughtInto = ({
  contributors,
}: WindowRebate): { readonly base: Decimal; readonly multiplied: Decimal } => ({
  base: sumBy(contributors, (one) => one.base),
  multiplied: sumBy(contributors, (one) => one.own),
});

/** What a window earns before limits, and by which weights it falls to its legs. */
export function amountOfWindow({ form, window, contributors }: WindowRebate): WindowShare {
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
