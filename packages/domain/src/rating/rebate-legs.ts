/** Legs as rating has left them, for what settles later: what is left of each line, and how much room limits leave. */

import type { LegRating } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import type { Charged } from '../discount/eligibility.ts';
import type { DiscountForm } from '../discount/form.ts';
import type { Corridor } from '../discount/limits.ts';
import { capsOn, type StackCapForm } from '../discount/stack-cap.ts';
import { type Granted, type LineState, lineStates } from '../discount/work.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ofMinor } from '../kernel/money.ts';
import type { Outcome } from '../restriction/schema.ts';
import type { RatedJournal } from './rate-journal.ts';
import { discountsInForce, type RatingBook } from './rating-book.ts';
import { referencePricer } from './reference-route.ts';

export type RebateLeg = {
  readonly consignment: Consignment;
  readonly index: number;
  readonly screening: Outcome | undefined;
  readonly charged: Charged;
  readonly forms: readonly DiscountForm[];
  readonly states: readonly LineState[];
  readonly corridor: Corridor | undefined;
  readonly minimumCharge: bigint | undefined;
  /** Sum of the discountable lines before any discount, and of the lines no discount may touch. */
  readonly undiscounted: bigint;
  /** Caps over several discounts that hold on the leg, and what discounts have taken of it, at rating and since. */
  readonly caps: readonly StackCapForm[];
  readonly taken: Pick<Granted, 'form' | 'amount'>[];
  readonly others: bigint;
};

/** What discounts and limits at rating have done to a line: its share of every later line of its charge kind. */
function leftStates(rating: LegRating, charged: Charged): readonly LineState[] {
  const states = lineStates(charged.lines, rating.currency);
  const changes = new Map<string, bigint>();
  for (const line of rating.lines) {
    if (!line.discountable || (line.source !== 'discount' && line.source !== 'limit')) continue;
    changes.set(line.charge, (changes.get(line.charge) ?? 0n) + line.amount);
  }
  for (const [charge, change] of changes) {
    const alike = states.filter((state) => state.line.charge === charge);
    spread(alike, change);
  }
  for (const state of states) state.base = ofMinor(state.left, rating.currency);
  return states;
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
    const form = forms.find((one) => one.id === outcome.entry.id && one.version === outcome.entry.version);
    if (outcome.kind !== 'applied' || outcome.at !== 'rating' || form === undefined) return [];
    return [{ form, amount: outcome.amount }];
  });
}

/** All rated legs in order of acceptance, note and leg, each with the discounts in force on its day. */
export function openLegs(
  book: RatingBook,
  journal: RatedJournal,
  formsOn: (accepted: LocalDate) => readonly DiscountForm[],
  knownBy: LocalDate,
): readonly RebateLeg[] {
  const tariffs = new Map(book.tariffs.map((tariff) => [`${tariff.id} ${tariff.version}`, tariff]));
  return journal.rated.flatMap(({ consignment, rating, screening }) =>
    rating.legs.flatMap((outcome, index): RebateLeg[] => {
      if (!outcome.ok) return [];
      const { rating: leg } = outcome;
      const tariff = tariffs.get(`${leg.tariff.id} ${leg.tariff.version}`);
      const found = consignment.legs[index];
      const subject = { consignment, world: book.world, ...(found === undefined ? {} : { leg: found }) };
      const supersedes = (tariff?.header.supersedes ?? []).map((one) => one.entry);
      const lines = leg.lines.filter((line) => line.source === 'tariff' || line.source === 'step');
      const charged: Charged = {
        subject,
        currency: leg.currency,
        lines,
        tariff: { ...leg.tariff, supersedes },
        payer: leg.payer,
        carrier: leg.carrier,
        reference: referencePricer(book, consignment, { on: consignment.accepted, knownBy }),
      };
      const states = leftStates(leg, charged);
      const left = states.reduce((sum, state) => sum + state.left, 0n);
      return [
        {
          consignment,
          index,
          screening,
          charged,
          forms: formsOn(consignment.accepted),
          states,
          corridor: tariff?.corridor,
          minimumCharge: leg.minimumCharge,
          caps: capsOn(discountsInForce(book, { on: consignment.accepted, knownBy }).caps, leg.tariff.id),
          taken: takenAtRating(leg, formsOn(consignment.accepted)),
          undiscounted: states.reduce((sum, state) => sum + state.line.amount, 0n),
          others: leg.net - left,
        },
      ];
    }),
  );
}
