/** Discounts on one leg, from the choice within groups to the lines they leave (pricing.md section 7). */
import type { DiscountText } from '@kontor/domain/discount/schema';
import { discountsInForce, isEligible, type Setting, settlesLater } from './eligible.ts';
import { type Grant, granted, inCorridor, inStackCaps, type Limited, overMinimum, withinBudget } from './limits.ts';
import { most, sum } from './money.ts';
import { ratio } from './rational.ts';
import { attempt, Refused } from './refused.ts';
import { receiversOf, type Share, sharesOf } from './shares.ts';
import {
  byPriority,
  type Cut,
  type Granted,
  grantOf,
  inOrder,
  type Left,
  leftAfter,
  type Stage,
  spreadOver,
  stageOf,
  untouched,
} from './stack.ts';
import type { Charged } from './tariffs.ts';
import { type Truth, unknown, YES } from './truth.ts';

export type Outcome = { readonly id: string } & (
  | { readonly kind: 'not-applied'; readonly why: string }
  | { readonly kind: 'not-evaluated'; readonly missing: readonly string[] }
  | {
      readonly kind: 'applied';
      readonly at: 'rating' | 'settlement';
      readonly stage: Stage;
      readonly base: bigint;
      readonly amount: bigint;
      readonly cuts: readonly Cut[];
      readonly shares: readonly Share[];
    }
);

/** What became of those that are not granted: a fact that is missing, or anything else. */
const outcomeOf = (id: string, refused: Refused): Outcome =>
  refused.missing.length > 0
    ? { id, kind: 'not-evaluated', missing: refused.missing }
    : { id, kind: 'not-applied', why: refused.code };

type Candidate = { readonly discount: DiscountText; readonly outcome?: Outcome };

/** Whether everyone who is to receive of it is known. */
export function receives(discount: DiscountText, { view }: Charged): Truth {
  const receivers = attempt(() => receiversOf(discount, view));
  return 'refused' in receivers ? unknown(...receivers.refused.missing) : YES;
}

/** Those eligible, and what became of the others. */
function judge(setting: Setting, charged: Charged, discount: DiscountText): Candidate {
  const holds = isEligible(setting, discount, charged, receives(discount, charged));
  if (holds.is === 'yes') return { discount };
  return {
    discount,
    outcome: outcomeOf(discount.id, new Refused('conditions', holds.is === 'unknown' ? holds.missing : [])),
  };
}

type Run = { readonly granted: readonly Granted[]; readonly outcomes: readonly Outcome[]; readonly left: Left };

/** Lets discounts work one after another, each on what those before it left. */
function run(setting: Setting, charged: Charged, start: Left, discounts: readonly DiscountText[]): Run {
  let left = start;
  const done: Granted[] = [];
  const outcomes: Outcome[] = [];
  for (const discount of inOrder(discounts)) {
    const turn = attempt(() => grantOf({ setting, charged, left }, discount));
    if ('refused' in turn) {
      outcomes.push(outcomeOf(discount.id, turn.refused));
      continue;
    }
    const { granted: one, exact } = turn.value;
    done.push(one);
    left = leftAfter(left, one, exact);
  }
  return { granted: done, outcomes, left };
}

type Limits = {
  readonly gross: bigint;
  readonly minimum: bigint | undefined;
  readonly grants: readonly Grant[];
};

/** Corridor, minimum charge, budget, in this order; budgets give to one discount after another. */
function limit(setting: Setting, charged: Charged, all: readonly Granted[], limits: Limits): readonly Limited[] {
  const atRating = all.map(granted);
  const bounded = overMinimum(
    inCorridor(inStackCaps(setting, charged, atRating), charged),
    limits.gross,
    limits.minimum,
  );
  const grants = [...limits.grants];
  const { accepted } = charged.view.consignment;
  return bounded.map((one) => {
    const last = withinBudget(setting, one, { accepted, currency: charged.currency }, grants);
    const { budget } = one.discount;
    if (budget !== undefined && last.final > 0n) grants.push({ budget, accepted, amount: last.final });
    return last;
  });
}

/** One of which its budget left nothing is not applied; what a limit left nothing of is. */
const outOfBudget = ({ final, cuts }: Limited): boolean => final === 0n && cuts.at(-1)?.by === 'budget';

const appliedOf = (charged: Charged, one: Limited): Outcome =>
  outOfBudget(one)
    ? { id: one.discount.id, kind: 'not-applied', why: 'budget' }
    : {
        id: one.discount.id,
        kind: 'applied',
        at: settlesLater(one.discount) ? 'settlement' : 'rating',
        stage: stageOf(one.discount),
        base: one.base,
        amount: one.final,
        cuts: one.cuts,
        shares: sharesOf(one.discount, charged.view, one.final),
      };

export type Discounted = {
  readonly outcomes: readonly Outcome[];
  /** What all of them take off, whoever receives it. */
  readonly off: bigint;
  readonly limited: readonly Limited[];
};

/** What the payer has left to pay: what others receive of a discount does not lower it, and it is no less than the minimum. */
function leftToPay(all: readonly Limited[], { view }: Charged, { gross, minimum }: Limits): bigint {
  const shares = all.flatMap((one) => sharesOf(one.discount, view, one.final));
  const paidOut = sum(shares.filter(({ by }) => by === 'settlement').map(({ amount }) => amount));
  const charge = gross - sum(all.map(({ final }) => final));
  return most(charge, minimum ?? charge) + paidOut;
}

type Chosen = { readonly chosen: readonly DiscountText[]; readonly outcomes: readonly Outcome[] };

const lostTo = ({ id }: DiscountText): Outcome => ({ id, kind: 'not-applied', why: 'group' });

/**
 * "A group may be exclusive: best for the payer, or highest priority." The best is what leaves the payer least, limits and all, where it stands among
 * those chosen already; one that cannot be reckoned there loses to any that can.
 */
function chooseBest(
  setting: Setting,
  charged: Charged,
  limits: Limits,
  candidates: readonly DiscountText[],
  others: readonly DiscountText[],
): Chosen {
  const tried = byPriority(candidates).map((discount) => {
    const tryout = run(setting, charged, untouched(charged), [...others, discount]);
    const left = limit(setting, charged, tryout.granted, limits);
    const able = left.some((one) => one.discount === discount);
    return {
      discount,
      amount: able ? -leftToPay(left, charged, limits) : undefined,
      keeps: left.some((one) => one.discount === discount && one.final !== 0n),
      outcomes: tryout.outcomes.filter(({ id }) => id === discount.id),
    };
  });
  const able = tried.filter(({ amount }) => amount !== undefined);
  const [first] = byPriority(able.map(({ discount }) => discount));
  const best =
    first?.group?.choose === 'highest-priority'
      ? (able.find(({ keeps }) => keeps) ?? able.find(({ discount }) => discount === first))
      : able.reduce<(typeof able)[number] | undefined>(
          (winner, one) => (winner === undefined || (one.amount ?? 0n) > (winner.amount ?? 0n) ? one : winner),
          undefined,
        );
  if (best !== undefined && best.discount.group?.choose === 'best-for-payer') {
    // None of them is a choice as well: what raises the charge does not win against it.
    const without = limit(setting, charged, run(setting, charged, untouched(charged), others).granted, limits);
    const none = -leftToPay(without, charged, limits);
    if ((best.amount ?? 0n) < none)
      return {
        chosen: others,
        outcomes: tried.flatMap(({ discount, amount, outcomes }) =>
          amount === undefined ? outcomes : [lostTo(discount)],
        ),
      };
  }
  if (best === undefined) return { chosen: others, outcomes: tried.flatMap(({ outcomes }) => outcomes) };
  const losers = tried.filter(({ discount }) => discount !== best.discount);
  return { chosen: [...others, best.discount], outcomes: losers.map(({ discount }) => lostTo(discount)) };
}

const exclude = (a: DiscountText, b: DiscountText): boolean =>
  a.group?.excludes.includes(b.id) === true || b.group?.excludes.includes(a.id) === true;

/** Sets of which none excludes another, those with the first in declared order before those without it. */
function lawfulSets(members: readonly DiscountText[]): readonly (readonly DiscountText[])[] {
  const [first, ...others] = members;
  if (first === undefined) return [[]];
  const without = lawfulSets(others);
  const beside = without.filter((set) => !set.some((one) => exclude(first, one)));
  return [...beside.map((set) => [first, ...set]), ...without];
}

/** "or best lawful combination": of the sets of which all act, the one that leaves the payer least; of equals the first. */
function chooseCombination(
  setting: Setting,
  charged: Charged,
  limits: Limits,
  candidates: readonly DiscountText[],
  others: readonly DiscountText[],
): Chosen {
  const weighed = lawfulSets(byPriority(candidates)).map((set) => {
    const tryout = run(setting, charged, untouched(charged), [...others, ...set]);
    const left = limit(setting, charged, tryout.granted, limits);
    const all = set.every((discount) => left.some((one) => one.discount === discount));
    return { set, charge: all ? leftToPay(left, charged, limits) : undefined };
  });
  const able = weighed.flatMap(({ set, charge }) => (charge === undefined ? [] : [{ set, charge }]));
  const best = able.reduce(
    (winner, one) => (one.charge < winner.charge ? one : winner),
    able[0] ?? { set: [], charge: 0n },
  );
  const outcomes = candidates
    .filter((one) => !best.set.includes(one))
    .map((discount) => {
      if (best.set.some((one) => exclude(one, discount))) return lostTo(discount);
      const alone = run(setting, charged, untouched(charged), [...others, discount]);
      return alone.outcomes.find(({ id }) => id === discount.id) ?? lostTo(discount);
    });
  return { chosen: [...others, ...best.set], outcomes };
}

/** Groups choose one after the other in the order of the stack; one of which nobody acted, again once others have chosen. */
function chooseInGroups(setting: Setting, charged: Charged, limits: Limits, eligible: readonly DiscountText[]): Chosen {
  /** What settles later does not lower what is charged now. */
  const now = eligible.filter((one) => !settlesLater(one));
  let chosen = now.filter(({ group }) => group === undefined);
  const outcomes: Outcome[] = [];
  let open = [...new Set(inOrder(now).flatMap(({ group }) => group?.id ?? []))];
  for (let waiting = Number.POSITIVE_INFINITY; open.length > 0 && open.length < waiting; ) {
    waiting = open.length;
    const without = open.map((id) => {
      const candidates = now.filter(({ group }) => group?.id === id);
      const choose = candidates[0]?.group?.choose === 'best-combination' ? chooseCombination : chooseBest;
      const best = choose(setting, charged, limits, candidates, chosen);
      const acts = best.chosen.length > chosen.length;
      if (acts) outcomes.push(...best.outcomes);
      chosen = [...best.chosen];
      return { id, acts, outcomes: best.outcomes };
    });
    const idle = without.filter(({ acts }) => !acts);
    open = idle.map(({ id }) => id);
    if (open.length === waiting) outcomes.push(...idle.flatMap((one) => one.outcomes));
  }
  return { chosen: [...chosen, ...eligible.filter(settlesLater)], outcomes };
}

/** What limits left of each kind: rebates work on that. */
export function leftAfterLimits(charged: Charged, limited: readonly Limited[]): Left {
  return limited.reduce((left, one) => {
    const byKind = one.amount === 0n ? one.byKind : spreadOver(one, one.final);
    return leftAfter(left, { ...one, amount: one.final, byKind }, ratio(one.final, 1n));
  }, untouched(charged));
}

export function discountLeg(setting: Setting, charged: Charged, limits: Limits): Discounted {
  const { accepted } = charged.view.consignment;
  const considered = discountsInForce(setting, { on: accepted, knownBy: setting.knownBy }).filter(
    ({ touches }) => 'charges' in touches,
  );
  const judged = considered.map((discount) => judge(setting, charged, discount));
  const eligible = judged.filter(({ outcome }) => outcome === undefined).map(({ discount }) => discount);
  const { chosen, outcomes } = chooseInGroups(setting, charged, limits, eligible);
  const now = run(
    setting,
    charged,
    untouched(charged),
    chosen.filter((one) => !settlesLater(one)),
  );
  const limited = limit(setting, charged, now.granted, limits);
  const later = run(setting, charged, leftAfterLimits(charged, limited), chosen.filter(settlesLater));
  const applied = [...limited, ...later.granted.map(granted)].map((one) => appliedOf(charged, one));
  return {
    outcomes: [
      ...judged.flatMap(({ outcome }) => outcome ?? []),
      ...outcomes,
      ...now.outcomes,
      ...later.outcomes,
      ...applied,
    ],
    off: sum(limited.map(({ final }) => final)),
    limited,
  };
}
