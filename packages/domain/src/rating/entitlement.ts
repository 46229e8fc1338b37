/**
 * Entitlement to what settles later (pricing.md sections 7 and 8): a pure function of the journal and the book as known. It
 * speaks of whole windows as they stand, so that interim settlements of the difference always add up to the final one.
 */

import type { Cut, NextTier, Share, TraceStep } from '../charge/rating.ts';
import { type Charged, partyIn } from '../discount/eligibility.ts';
import { type DiscountForm, tierOf } from '../discount/form.ts';
import { cut } from '../discount/limits.ts';
import { sharesOf } from '../discount/shares.ts';
import { compareStack, rounded } from '../discount/stack.ts';
import { nextInWindow } from '../discount/window-rebate.ts';
import { exactOver, type Granted, partsOver, takeOff } from '../discount/work.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import { splitLump } from '../kernel/split.ts';
import { accruedOver, isOver } from './accrued.ts';
import { grantBudgets } from './budget-grants.ts';
import type { Accrued, Earned, EntitledLeg, Entitlement, Unknown } from './entitled.ts';
import { guaranteeEntitlements } from './guarantee-money.ts';
import { guaranteeAnswers } from './guarantees.ts';
import type { RatedJournal } from './rate-journal.ts';
import { discountsInForce, type RatingBook } from './rating-book.ts';
import { limitLeg, openLegs, type RebateLeg } from './rebate-legs.ts';
import {
  amountOfWindow,
  broughtInto,
  type Contributor,
  sumBy,
  type UntoldLeg,
  type WindowRebate,
  windowName,
  windowsOf,
} from './rebate-windows.ts';
import { decideGroups, type GroupDecisions, type LegDecision } from './settled-groups.ts';

/** A window with its amount on its legs; `granted` in the order of its contributors. */
export type Allocated = {
  readonly rebate: WindowRebate;
  readonly base: Decimal;
  readonly trace: readonly TraceStep[];
  readonly accrual: Accrued | undefined;
  readonly next: NextTier | undefined;
  readonly granted: readonly { readonly leg: RebateLeg; readonly charged: Charged; readonly granted: Granted }[];
};

/** What falls to one leg, as posted and, where later ones go on from the full amount, exactly. */
type Falls = { readonly raw: bigint; readonly exact: Decimal | undefined };

/** What falls to one leg, after its limits; nothing where its group chose another. */
function grantOn(
  form: DiscountForm,
  one: Contributor,
  { raw, exact }: Falls,
  decision: LegDecision | undefined,
): Granted {
  const { leg, touched, charged } = one;
  const part: Granted = {
    form,
    base: one.base,
    raw,
    parts: partsOver(form, touched),
    trace: [],
    next: undefined,
    amount: raw,
    cuts: [],
  };
  if (leg.lost.has(form)) {
    cut(part, 'group', raw);
    return part;
  }
  limitLeg(part, leg, touched, charged.currency);
  takeOff(part, touched, charged.currency, exact ?? ofMinor(part.amount, charged.currency));
  leg.taken.push({ form, amount: part.amount });
  if (form.group !== undefined) leg.chosen.push({ ...part });
  cut(part, 'group', decision?.instead.get(form) ?? 0n);
  return part;
}

/** Of a scale whose window is open: the next step of it, where any leg may get what it brings. */
function nextOf(rebate: WindowRebate, exact: Decimal, knownBy: LocalDate): NextTier | undefined {
  const { form, window, contributors } = rebate;
  const tier = tierOf(form);
  if (tier === undefined || window.reading === undefined) return undefined;
  if (isOver(rebate, knownBy) || contributors.every(({ leg }) => leg.lost.has(form))) return undefined;
  return nextInWindow(form, tier, window.reading, { ...broughtInto(rebate), exact }, contributors[0]?.converter);
}

function allocate(rebate: WindowRebate, groups: GroupDecisions, knownBy: LocalDate): Allocated {
  const { form, window, contributors } = rebate;
  const { exact, trace, weights } = amountOfWindow(rebate);
  const split = splitLump(rounded(form, exact, window.currency), weights, form.residue);
  const exacts = form.round?.carry === 'full' ? exactOver(weights, exact) : [];
  const accrual = accruedOver(rebate, knownBy);
  const granted = contributors.map((one, index) => ({
    leg: one.leg,
    charged: one.charged,
    granted: grantOn(form, one, { raw: split[index] ?? 0n, exact: exacts[index] }, groups.on(one.leg)),
  }));
  const next = nextOf(rebate, exact, knownBy);
  return { rebate, base: sumBy(contributors, (one) => one.base), trace, accrual, next, granted };
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

function decidedOn(form: DiscountForm, decision: LegDecision | undefined): Pick<EntitledLeg, 'decided'> {
  const step = form.group === undefined ? undefined : decision?.steps.get(form.group.id);
  return step === undefined ? {} : { decided: [step] };
}

function headOf({
  form,
  window,
}: WindowRebate): Pick<Earned, 'entry' | 'grantor' | 'synthetic' | 'budget' | 'key' | 'window' | 'currency'> {
  return { ...form.considered, budget: form.budget, key: window.key, window: window.span, currency: window.currency };
}

function earned({ rebate, base, trace, accrual, next, granted }: Allocated, groups: GroupDecisions): Earned {
  const { currency } = rebate.window;
  const legs = granted.map(
    ({ leg, charged, granted: one }): EntitledLeg => ({
      note: leg.consignment.note,
      accepted: leg.consignment.accepted,
      leg: leg.index,
      base: roundToMinor(one.base, currency),
      amount: one.amount,
      cuts: one.cuts,
      shares: sharesOf(one, charged),
      ...decidedOn(rebate.form, groups.on(leg)),
    }),
  );
  const amount = legs.reduce((sum, leg) => sum + leg.amount, 0n);
  return {
    ...headOf(rebate),
    kind: 'earned',
    base: roundToMinor(base, currency),
    amount,
    cuts: cutsTogether(legs),
    shares: sharesTogether(legs),
    legs,
    ...(accrual === undefined ? {} : { accrual }),
    ...(next === undefined ? {} : { next }),
    trace,
  };
}

function unknownOf(
  rebate: WindowRebate,
  { missing, notes }: { readonly missing: readonly string[]; readonly notes: readonly string[] },
): Unknown {
  const parties = partiesOf(
    rebate.form,
    rebate.contributors.map(({ charged }) => charged),
  );
  return { ...headOf(rebate), kind: 'not-evaluated', missing, notes, ...(parties === undefined ? {} : { parties }) };
}

/** Who would receive of a discount on legs; undefined where one of them does not say. */
function partiesOf(form: DiscountForm, legs: readonly Charged[]): readonly string[] | undefined {
  const received = legs.flatMap((charged) => form.receivers.map((one) => partyIn(one, charged)));
  if (received.includes(undefined)) return undefined;
  return [...new Set(received.filter((party) => party !== undefined))].toSorted(compareCodePoints);
}

/** Legs of which a discount cannot be told, together where they are of one window: shown, never left out silently. */
function untoldWindows(form: DiscountForm, legs: readonly UntoldLeg[]): readonly Unknown[] {
  const windows = new Map<string, UntoldLeg[]>();
  for (const one of legs) {
    const name = windowName(one.window);
    const found = windows.get(name) ?? [];
    found.push(one);
    windows.set(name, found);
  }
  return [...windows]
    .toSorted(([a], [b]) => compareCodePoints(a, b))
    .flatMap(([, together]): Unknown[] => {
      const [first] = together;
      if (first === undefined) return [];
      const { window } = first;
      const parties = partiesOf(
        form,
        together.map(({ leg }) => leg.charged),
      );
      const missing = [...new Set(together.flatMap(({ fields }) => fields))].toSorted(compareCodePoints);
      const notes = [...new Set(together.map(({ leg }) => leg.consignment.note))];
      const head = headOf({ form, window, contributors: [] });
      return [{ ...head, kind: 'not-evaluated', missing, notes, ...(parties === undefined ? {} : { parties }) }];
    });
}

/**
 * Every rebate of the journal, by discount in the order of the stack, then key and window, each discount's legs of which it cannot
 * be told behind them; after all of them what guarantees answered by the day come to.
 */
export function entitlements(book: RatingBook, journal: RatedJournal, knownBy: LocalDate): readonly Entitlement[] {
  const formsOn = (on: LocalDate): readonly DiscountForm[] => discountsInForce(book, { on, knownBy }).freight;
  const legs = openLegs(book, journal, formsOn, knownBy);
  const forms = book.discounts
    .filter((form) => form.at === 'settlement' && form.touches.kind === 'charges')
    .toSorted(compareStack);
  const groups = decideGroups(forms, (form) => windowsOf(form, legs, journal), journal);
  const found: (Allocated | Entitlement)[] = [];
  for (const form of forms) {
    const untoldLegs: UntoldLeg[] = [];
    for (const rebate of windowsOf(form, legs, journal, untoldLegs)) {
      const { reading } = rebate.window;
      const untold = reading !== undefined && reading.missing.length > 0 ? reading : groups.undecided(rebate);
      found.push(untold === undefined ? allocate(rebate, groups, knownBy) : unknownOf(rebate, untold));
    }
    found.push(...untoldWindows(form, untoldLegs));
  }
  grantBudgets(
    book,
    found.filter((one) => 'rebate' in one),
    journal,
    knownBy,
  );
  const rebates = found.map((one) => ('rebate' in one ? earned(one, groups) : one));
  const answers = guaranteeAnswers(
    book,
    journal,
    rebates.filter((one) => one.kind === 'earned'),
    knownBy,
  );
  return [...rebates, ...guaranteeEntitlements(answers)];
}
