/** Legs as rating has left them, for what settles later: what is left of each line, and how much room limits leave. */

import type { ChargeLine, Cut, LegRating } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import { type Charged, touchedBy } from '../discount/eligibility.ts';
import { type DiscountForm, paysOut } from '../discount/form.ts';
import { type Corridor, corridorBounds, cut } from '../discount/limits.ts';
import { shareOfLine } from '../discount/parts.ts';
import { capOf } from '../discount/stack.ts';
import { capsOn, type StackCapForm, stackCapRoom } from '../discount/stack-cap.ts';
import { baseOver, type Granted, type LineState, leftOf, lineStates, splitOver } from '../discount/work.ts';
import { add, type Decimal, multiply, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ofMinor } from '../kernel/money.ts';
import type { LegCharges } from '../meter/contribution.ts';
import type { Outcome } from '../restriction/schema.ts';
import type { Subject } from '../scope/subject.ts';
import { amountsOfEach } from '../tariff/run-tariff.ts';
import type { RatedConsignment, RatedJournal } from './rate-journal.ts';
import { discountsInForce, type RatingBook } from './rating-book.ts';
import { chargesOf } from './rating-state.ts';
import { referencePricer } from './reference-route.ts';

export type RebateLeg = {
  readonly consignment: Consignment;
  readonly index: number;
  readonly screening: Outcome | undefined;
  readonly charged: Charged;
  /** What the leg brings onto meters of money. */
  readonly charges: LegCharges;
  readonly forms: readonly DiscountForm[];
  /** Lines as discounts left them. Moved on while rebates are granted; nothing else sees it. */
  states: readonly LineState[];
  /** Lines as they would have been left without some of the discounts at rating. */
  readonly statesWithout: (forms: readonly DiscountForm[]) => readonly LineState[];
  /** Members of groups that get nothing on the leg, and what those took that act instead of them. */
  readonly lost: Set<DiscountForm>;
  readonly chosen: Granted[];
  readonly corridor: Corridor | undefined;
  readonly minimumCharge: bigint | undefined;
  /** Sum of the discountable lines before any discount, and of the lines no discount may touch; not of later steps. */
  readonly undiscounted: bigint;
  /** Caps over several discounts that hold on the leg, and what discounts have taken of it, at rating and since. */
  readonly caps: readonly StackCapForm[];
  readonly taken: Pick<Granted, 'form' | 'amount'>[];
  readonly others: bigint;
};

const isOf = ({ entry }: Pick<ChargeLine, 'entry'>, form: DiscountForm): boolean =>
  form.id === entry.id && form.version === entry.version;

/**
 * What discounts and limits at rating have done to a line: its share of every later line of its charge kind. Of those
 * without which it is asked for, nothing. What does not lower the base of later discounts leaves it as it is.
 */
function leftStates(
  rating: LegRating,
  charged: Charged,
  forms: readonly DiscountForm[],
  without: readonly DiscountForm[] = [],
): readonly LineState[] {
  const states = lineStates(charged.lines, rating.currency);
  const lines = rating.lines.filter(
    (line) =>
      line.discountable &&
      (line.source === 'discount' || line.source === 'limit') &&
      !without.some((form) => isOf(line, form)),
  );
  const keepsBase = (line: ChargeLine): boolean => forms.some((form) => isOf(line, form) && !form.lowersLater);
  takeFrom(
    states,
    lines.filter((line) => !keepsBase(line)),
  );
  for (const state of states) state.base = ofMinor(state.left, rating.currency);
  takeFrom(states, lines.filter(keepsBase));
  return states;
}

function takeFrom(states: readonly LineState[], lines: readonly ChargeLine[]): void {
  const changes = new Map<string, bigint>();
  for (const { charge, amount } of lines) changes.set(charge, (changes.get(charge) ?? 0n) + amount);
  for (const [charge, change] of changes) {
    const alike = states.filter((state) => state.line.charge === charge);
    spread(alike, change);
  }
}

/** Takes a change off lines of one kind, each as far as it goes; rating never takes more than all of them hold. */
function spread(states: readonly LineState[], change: bigint): void {
  let rest = change;
  for (const [index, state] of states.entries()) {
    const last = index === states.length - 1;
    const part = last || state.left + rest >= 0n ? rest : -state.left;
    state.left += part;
    rest -= part;
  }
}

/** What each discount took off at rating, after limits. */
function takenAtRating(rating: LegRating, forms: readonly DiscountForm[]): Pick<Granted, 'form' | 'amount'>[] {
  return rating.discounts.flatMap((outcome) => {
    if (outcome.kind !== 'applied' || outcome.at !== 'rating') return [];
    const form = forms.find((one) => one.id === outcome.entry.id && one.version === outcome.entry.version);
    return form === undefined ? [] : [{ form, amount: outcome.amount }];
  });
}

type Tariffs = ReadonlyMap<string, RatingBook['tariffs'][number]>;

const tariffOf = (tariffs: Tariffs, { tariff }: LegRating): RatingBook['tariffs'][number] | undefined =>
  tariffs.get(`${tariff.id} ${tariff.version}`);

/** What discounts act on, on each leg of a consignment; undefined for one without a price. */
function chargedLegs(
  book: RatingBook,
  { consignment, rating }: RatedConsignment,
  tariffs: Tariffs,
  knownBy: LocalDate,
): readonly (Charged | undefined)[] {
  const reference = referencePricer(book, consignment, { on: consignment.accepted, knownBy });
  const world = book.worldAt({ on: consignment.accepted, knownBy });
  const subjectOn = (index: number): Subject => {
    const leg = consignment.legs[index];
    return { consignment, world, ...(leg === undefined ? {} : { leg }) };
  };
  const all: (Charged | undefined)[] = rating.legs.map((outcome, index) => {
    if (!outcome.ok) return undefined;
    const { rating: leg } = outcome;
    const tariff = tariffOf(tariffs, leg);
    const supersedes = (tariff?.header.supersedes ?? []).map((one) => one.entry);
    const subject = subjectOn(index);
    return {
      subject,
      currency: leg.currency,
      lines: leg.lines.filter((line) => line.source === 'tariff' || line.source === 'step'),
      tariff: { ...leg.tariff, supersedes },
      payer: leg.payer,
      carrier: leg.carrier,
      each: () => (tariff === undefined ? [] : amountsOfEach(tariff, subject)),
      reference,
      siblings: () => ({ own: index, legs: all.map((one, at) => ({ subject: subjectOn(at), charged: one })) }),
    };
  });
  return all;
}

/** All rated legs in order of acceptance, note and leg, each with the discounts in force on its day. */
export function openLegs(
  book: RatingBook,
  journal: RatedJournal,
  formsOn: (accepted: LocalDate) => readonly DiscountForm[],
  knownBy: LocalDate,
): readonly RebateLeg[] {
  const tariffs = new Map(book.tariffs.map((tariff) => [`${tariff.id} ${tariff.version}`, tariff]));
  return journal.rated.flatMap((rated) => {
    const { consignment, rating, screening } = rated;
    const allCharged = chargedLegs(book, rated, tariffs, knownBy);
    return rating.legs.flatMap((outcome, index): RebateLeg[] => {
      const charged = allCharged[index];
      if (!outcome.ok || charged === undefined) return [];
      const { rating: leg } = outcome;
      const forms = formsOn(consignment.accepted);
      const tariff = tariffOf(tariffs, leg);
      const states = leftStates(leg, charged, forms);
      const undiscounted = states.reduce((sum, state) => sum + state.line.amount, 0n);
      return [
        {
          consignment,
          index,
          screening,
          charged,
          charges: chargesOf(leg),
          forms,
          states,
          statesWithout: (without) => leftStates(leg, charged, forms, without),
          lost: new Set(),
          chosen: [],
          corridor: tariff?.corridor,
          minimumCharge: leg.minimumCharge,
          caps: capsOn(discountsInForce(book, { on: consignment.accepted, knownBy }).caps, leg.tariff.id),
          taken: takenAtRating(leg, forms),
          undiscounted,
          others: leg.gross - undiscounted,
        },
      ];
    });
  });
}

/**
 * What a member that gets nothing on the leg would have worked on besides: what those of its group took that act instead of it.
 * So its part of its window does not pass to other legs.
 */
function regained(form: DiscountForm, leg: RebateLeg): Decimal {
  if (form.on === 'gross' || !leg.lost.has(form)) return ZERO;
  let sum = ZERO;
  for (const one of leg.chosen) {
    if (one.form.group?.id !== form.group?.id || !one.form.lowersLater) continue;
    const split = splitOver(one, one.amount);
    for (const [index, { line }] of one.parts.entries()) {
      if (!touchedBy(form, line)) continue;
      const taken = ofMinor(split[index] ?? 0n, leg.charged.currency);
      sum = add(sum, form.parts === 'whole' ? taken : multiply(taken, shareOfLine(form, leg.charged, line)));
    }
  }
  return sum;
}

/** What a discount works on, on the leg, when its turn has come. */
export const workedOn = (form: DiscountForm, leg: RebateLeg, touched: readonly LineState[]): Decimal =>
  add(baseOver(form, touched), regained(form, leg));

/** What raises the charge raises it no further than the corridor's ceiling. */
function raiseTo(granted: Granted, room: bigint): void {
  const usable = room > 0n ? room : 0n;
  if (-granted.amount > usable) cut(granted, 'corridor-ceiling', granted.amount + usable);
}

/** The limits of one leg on one rebate: its cap, what is left, the corridor, the minimum charge. */
export function limitLeg(granted: Granted, leg: RebateLeg, touched: readonly LineState[], currency: string): void {
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
  const { floor, ceiling } = corridorBounds(leg.corridor, leg.undiscounted);
  if (floor !== undefined) atMost(left - floor, 'corridor-floor');
  if (ceiling !== undefined && granted.amount < 0n) raiseTo(granted, ceiling - left);
  if (leg.minimumCharge !== undefined) atMost(left + leg.others - leg.minimumCharge, 'minimum-charge');
}
