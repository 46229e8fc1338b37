/**
 * Groups among discounts that settle later (pricing.md section 7), decided leg by leg as on the invoice. Every member is reckoned
 * over its window as if it were the only one of its group; of what each would give a leg the leg keeps what the group chooses,
 * and the others' parts of that leg are cut. So what one window earns never depends on what was chosen on legs outside of it,
 * and a lump falls to the legs of its window once. A member on the invoice competes with what it took: who acts instead of it
 * gets the difference. Where a member cannot be told that might have been chosen, the windows of those it competes with are
 * not told either: what one got would have to be taken back for the other.
 */

import type { TraceStep } from '../charge/rating.ts';
import { byPriority, resolveGroups } from '../discount/exclusive.ts';
import type { DiscountForm } from '../discount/form.ts';
import { payersGain } from '../discount/shares.ts';
import type { Trial } from '../discount/trial.ts';
import type { Granted } from '../discount/work.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { ZERO } from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';
import type { RatedJournal } from './rate-journal.ts';
import type { RebateLeg } from './rebate-legs.ts';
import { type Offer, offersIn, runOffers } from './rebate-offers.ts';
import { type WindowRebate, windowName } from './rebate-windows.ts';

/** What a group decided on one leg. */
export type LegDecision = {
  /** Members that get nothing there. */
  readonly lost: ReadonlySet<DiscountForm>;
  /** Of those that act instead of one on the invoice, what that took. */
  readonly instead: ReadonlyMap<DiscountForm, bigint>;
  readonly steps: ReadonlyMap<string, TraceStep>;
};

/** Facts that are missing, and of which notes. */
export type Missing = { readonly missing: readonly string[]; readonly notes: readonly string[] };

export type GroupDecisions = {
  readonly on: (leg: RebateLeg) => LegDecision | undefined;
  /** Why a window of a discount cannot be told, though its own meter can. */
  readonly undecided: (rebate: WindowRebate) => Missing | undefined;
};

const NONE: GroupDecisions = { on: () => undefined, undecided: () => undefined };

const nameOf = ({ form, window }: WindowRebate): string => `${form.id}\n${form.version}\n${windowName(window)}`;

/** All that is offered on one leg, and what its invoice has of members of their groups. */
type Contest = {
  readonly leg: RebateLeg;
  readonly offers: readonly Offer[];
  readonly invoiced: readonly Granted[];
};

function invoicedOn(leg: RebateLeg, groups: ReadonlySet<string>): readonly Granted[] {
  return leg.taken.flatMap(({ form, amount }) =>
    form.group === undefined || !groups.has(form.group.id)
      ? []
      : [{ form, amount, raw: amount, base: ZERO, parts: [], trace: [], next: undefined, cuts: [] }],
  );
}

/** Legs on which a group has more than one member. */
function contestsOf(rebates: readonly WindowRebate[], journal: RatedJournal): readonly Contest[] {
  const byLeg = new Map<RebateLeg, Offer[]>();
  for (const offer of rebates.flatMap((rebate) => offersIn(rebate, journal.state.readings))) {
    const list = byLeg.get(offer.contributor.leg) ?? [];
    list.push(offer);
    byLeg.set(offer.contributor.leg, list);
  }
  return [...byLeg].flatMap(([leg, offers]): Contest[] => {
    const ids = offers.flatMap(({ form }) => (form.group === undefined ? [] : [form.group.id]));
    const invoiced = invoicedOn(leg, new Set(ids));
    const repeated = ids.some((id, index) => ids.indexOf(id) !== index);
    return repeated || invoiced.length > 0 ? [{ leg, offers, invoiced }] : [];
  });
}

function trialOn({ leg, offers, invoiced }: Contest, journal: RatedJournal): Trial {
  const { charged } = leg;
  return {
    run: (forms) => runOffers(leg, offers, invoiced, forms, journal.state.readings),
    charge: (stack) => -stack.granted.reduce((sum, one) => sum + payersGain(one, charged), 0n),
    boundOver: () => () => undefined,
    currency: charged.currency,
  };
}

/** What each member would leave the payer with by itself, beside the discounts outside of groups. */
function stepsOf(contest: Contest, trial: Trial, forms: readonly DiscountForm[]): ReadonlyMap<string, TraceStep> {
  const others = forms.filter(({ group }) => group === undefined);
  const none = trial.charge(trial.run(others));
  const groups = new Map<string, DiscountForm[]>();
  for (const form of forms.filter(({ group }) => group !== undefined).toSorted(byPriority)) {
    const id = form.group?.id ?? '';
    groups.set(id, [...(groups.get(id) ?? []), form]);
  }
  const found = [...groups].toSorted(([a], [b]) => compareCodePoints(a, b));
  return new Map(
    found.map(([group, members]): [string, TraceStep] => {
      const gains = members.map((form) => none - trial.charge(trial.run([...others, form])));
      const inputs = members.map(({ id }, index) => ({
        label: `offer:${id}`,
        value: ofMinor(gains[index] ?? 0n, trial.currency),
        unit: trial.currency,
      }));
      const most = gains.reduce((best, one) => (one > best ? one : best), 0n);
      const after = ofMinor(most, trial.currency);
      return [group, { step: 'discount-group', name: group, inputs, rows: [], after, currency: trial.currency }];
    }),
  );
}

type Decided = { readonly decision: LegDecision; readonly undecided: ReadonlyMap<Offer, Missing> };

/** Members of a group whose outcome on the leg waits for one that cannot be told. */
function waiting(
  known: readonly Offer[],
  untold: readonly (Offer & { readonly untold: Missing })[],
  acting: readonly DiscountForm[],
): ReadonlyMap<Offer, Missing> {
  const found = new Map<Offer, Missing>();
  for (const one of untold) {
    const { group } = one.form;
    const winner = acting.find((form) => form.group?.id === group?.id);
    if (group === undefined || winner === undefined) continue;
    if (group.choose === 'highest-priority' && byPriority(winner, one.form) < 0) continue;
    for (const offer of known) if (offer.form.group?.id === group.id) found.set(offer, one.untold);
  }
  return found;
}

function decide(contest: Contest, journal: RatedJournal, open: ReadonlyMap<string, Missing>): Decided {
  const untold = contest.offers.flatMap((offer) => {
    const missing = offer.untold ?? open.get(nameOf(offer.rebate));
    return missing === undefined ? [] : [{ ...offer, untold: missing }];
  });
  const known = contest.offers.filter((offer) => offer.untold === undefined && !open.has(nameOf(offer.rebate)));
  const told: Contest = { ...contest, offers: known };
  const trial = trialOn(told, journal);
  const forms = [...contest.invoiced, ...known].map(({ form }) => form);
  const { stack, lost } = resolveGroups(forms, trial);
  const acting = stack.granted.map(({ form }) => form);
  const losers = new Set(lost.map(({ form }) => form));
  const instead = new Map<DiscountForm, bigint>();
  for (const { form, amount } of contest.invoiced) {
    const winner = losers.has(form) ? acting.find((one) => one.group?.id === form.group?.id) : undefined;
    if (winner !== undefined) instead.set(winner, amount);
  }
  return {
    decision: { lost: losers, instead, steps: stepsOf(told, trial, forms) },
    undecided: waiting(known, untold, acting),
  };
}

/** Whether anything may have to be decided at all. */
const competes = (forms: readonly DiscountForm[]): boolean =>
  forms.some(({ at, group }) => at === 'settlement' && group !== undefined);

/** What groups decide on every leg, given all windows as if no group were there. Invoiced members that lose are let go. */
export function decideGroups(
  forms: readonly DiscountForm[],
  windows: (form: DiscountForm) => readonly WindowRebate[],
  journal: RatedJournal,
): GroupDecisions {
  if (!competes(forms)) return NONE;
  const contests = contestsOf(forms.flatMap(windows), journal);
  const open = new Map<string, Missing>();
  let decided = contests.map((contest) => decide(contest, journal, open));
  for (let again = true; again; ) {
    const before = open.size;
    const waits = decided.flatMap(({ undecided }) => [...undecided]);
    for (const [offer, missing] of waits) open.set(nameOf(offer.rebate), open.get(nameOf(offer.rebate)) ?? missing);
    again = open.size > before;
    if (again) decided = contests.map((contest) => decide(contest, journal, open));
  }
  const byLeg = new Map<RebateLeg, LegDecision>();
  for (const [index, { leg, invoiced }] of contests.entries()) {
    const decision = decided[index]?.decision;
    if (decision === undefined) continue;
    byLeg.set(leg, decision);
    for (const form of decision.lost) leg.lost.add(form);
    const gone = invoiced.map(({ form }) => form).filter((form) => decision.lost.has(form));
    if (gone.length > 0) leg.states = leg.statesWithout(gone);
  }
  return { on: (leg) => byLeg.get(leg), undecided: (rebate) => open.get(nameOf(rebate)) };
}
