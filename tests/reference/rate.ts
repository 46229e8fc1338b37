/** Rating a journal (pricing.md sections 4 to 8): each consignment in the order of acceptance, each leg of it in order. */
import type { Consignment } from '@kontor/domain/consignment/schema';
import { type Book, inForce } from './book.ts';
import { byCodePoint } from './calendar.ts';
import { type Discounted, discountLeg, type Outcome } from './discounts.ts';
import type { Setting } from './eligible.ts';
import type { Grant, Limited } from './limits.ts';
import type { Recorded } from './meters.ts';
import { sum, toMinor } from './money.ts';
import { splitLump, whole } from './rational.ts';
import { attempt, type Refused } from './refused.ts';
import { kindsOf, noteReached } from './stack.ts';
import { operandValue, type Reading } from './steps.ts';
import { type Charged, chargeLeg, type Line, overSum, stepsAround, taxOf } from './tariffs.ts';
import { payerOf, type World } from './world.ts';

type LegFigures = {
  readonly charged: Charged;
  readonly payer: string | undefined;
  readonly lines: readonly Line[];
  readonly gross: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly payable: bigint;
  readonly minimum: bigint | undefined;
  readonly outcomes: readonly Outcome[];
  readonly limited: readonly Limited[];
};

export type LegResult =
  | { readonly ok: true; readonly figures: LegFigures }
  | { readonly ok: false; readonly refused: Refused };

type Rated = { readonly recorded: Recorded; readonly legs: readonly LegResult[] };

/** The least charge of a leg, rounded as money is. */
function minimumChargeOf({ tariff, view, currency }: Charged): bigint | undefined {
  if (tariff.minimumCharge === undefined) return undefined;
  const { tables, quantities } = tariff;
  const reading: Reading = { view, tables, quantities, steps: new Map(), parts: new Map() };
  return toMinor(operandValue(reading, tariff.minimumCharge), currency);
}

const amountOf = (lines: readonly Line[]): bigint => sum(lines.map((line) => line.amount));

/** "Tax is last": and a line of its own where a rule says anything. */
function taxLines(charged: Charged, net: bigint): readonly Line[] {
  const tax = taxOf(charged, net);
  return tax === undefined ? [] : [{ id: 'tax', source: 'tax', charge: 'tax', discountable: false, amount: tax }];
}

/** An amount over the lines a discount touched, as the discount itself is, added up by kind of charge. */
function overKinds(charged: Charged, { weights }: Limited, amount: bigint): readonly (readonly [string, bigint])[] {
  const touched = kindsOf(charged).flatMap(({ charge }, index) =>
    weights[index] === undefined ? [] : [{ charge, weight: weights[index] ?? whole(0) }],
  );
  const parts = splitLump(
    amount,
    touched.map(({ weight }) => weight),
  );
  const kinds = [...new Set(touched.map(({ charge }) => charge))];
  return kinds.map((kind) => [kind, sum(parts.filter((_, index) => touched[index]?.charge === kind))]);
}

/** "What a limit cut is its own line": what was taken off by kind before it, less what is after it. What others than the payer receive stays on the invoice. */
function linesOf(charged: Charged, one: Limited, outcome: Outcome): readonly Line[] {
  const shares = outcome.kind === 'applied' ? outcome.shares : [];
  const paidOut = sum(shares.filter(({ by }) => by === 'settlement').map(({ amount }) => amount));
  const ruled = one.final + sum(one.cuts.map(({ amount }) => amount));
  const { id } = one.discount;
  const off = [
    ruled,
    ...one.cuts.map((_, index) => ruled - sum(one.cuts.slice(0, index + 1).map(({ amount }) => amount))),
  ];
  const over = off.map((amount) => overKinds(charged, one, amount));
  const lines = (
    name: string,
    source: Line['source'],
    amounts: readonly (readonly [string, bigint])[],
  ): readonly Line[] =>
    amounts.map(([charge, amount]): Line => {
      const line = amounts.length > 1 ? `${name}:${charge}` : name;
      return { id: line, source, charge, discountable: false, amount };
    });
  const negated = (over[0] ?? []).map(([charge, amount]) => [charge, -amount] as const);
  const cuts = one.cuts.flatMap(({ by }, index) => {
    const taken = (over[index] ?? []).map(
      ([charge, amount], kind) => [charge, amount - (over[index + 1]?.[kind]?.[1] ?? 0n)] as const,
    );
    return lines(`limit:${by}:${id}`, 'limit', taken);
  });
  return [
    ...lines(`discount:${id}`, 'discount', negated),
    ...cuts,
    ...(paidOut === 0n ? [] : lines(`paid-out:${id}`, 'discount', overKinds(charged, one, paidOut))),
  ];
}

function discountLines(charged: Charged, { limited, outcomes }: Discounted): readonly Line[] {
  return limited.flatMap((one) => {
    const outcome = outcomes.find((other) => other.id === one.discount.id);
    return outcome === undefined ? [] : linesOf(charged, one, outcome);
  });
}

function figuresOf(setting: Setting, charged: Charged, grants: readonly Grant[]): LegFigures {
  const gross = amountOf(charged.lines);
  const minimum = minimumChargeOf(charged);
  const discounted = discountLeg(setting, charged, { gross, minimum, grants });
  for (const { discount } of discounted.limited) noteReached(setting, discount, charged.view);
  const raise = minimum === undefined ? 0n : minimum - (gross - discounted.off);
  const raised: readonly Line[] =
    raise > 0n
      ? [{ id: 'minimum-charge', source: 'limit', charge: 'adjustment', discountable: false, amount: raise }]
      : [];
  const agreed = [...charged.lines, ...discountLines(charged, discounted), ...raised];
  const { tariff, view } = charged;
  const after = overSum(tariff, view, stepsAround(tariff).after, amountOf(agreed));
  const net = amountOf(agreed) + amountOf(after);
  const tax = taxLines(charged, net);
  return {
    charged,
    payer: payerOf(view.consignment, view.leg),
    lines: [...agreed, ...after, ...tax],
    gross,
    net,
    tax: amountOf(tax),
    payable: net + amountOf(tax),
    minimum,
    outcomes: discounted.outcomes,
    limited: discounted.limited,
  };
}

export type Facts = {
  readonly book: Book;
  readonly consignments: readonly Consignment[];
  readonly knownBy: string;
  readonly screeningOf: (consignment: Consignment) => string | undefined;
  /** Which place a note has in the recorded sequence of reservations on budgets. */
  readonly reservedAs: (note: string) => number | undefined;
};

const byAcceptance = (a: Consignment, b: Consignment): number =>
  a.accepted === b.accepted ? byCodePoint(a.note, b.note) : a.accepted < b.accepted ? -1 : 1;

const worldOn = ({ book, knownBy }: Facts, on: string): World => ({
  parties: inForce(book.parties, { on, knownBy }),
  places: inForce(book.places, { on, knownBy }),
});

/** A consignment with the charges its tariffs give before any discount: what gross money meters count. */
function recordGross(facts: Facts, consignment: Consignment): Recorded {
  const world = worldOn(facts, consignment.accepted);
  const rated = consignment.legs.flatMap((_, leg) => {
    const charged = attempt(() => chargeLeg(facts.book, world, consignment, leg, facts.knownBy));
    return 'value' in charged ? [{ leg, currency: charged.value.currency, lines: charged.value.lines }] : [];
  });
  return { consignment, world, rated };
}

function rateOne(facts: Facts, recorded: Recorded, journal: readonly Recorded[], grants: readonly Grant[]): Rated {
  const { consignment, world } = recorded;
  const { book, knownBy } = facts;
  const setting: Setting = { book, knownBy, journal, screening: facts.screeningOf(consignment), reached: new Set() };
  const given = [...grants];
  const legs = consignment.legs.map((_, leg): LegResult => {
    const done = attempt(() => figuresOf(setting, chargeLeg(book, world, consignment, leg, knownBy), given));
    if ('refused' in done) return { ok: false, refused: done.refused };
    given.push(...grantsOf(done.value, consignment.accepted));
    return { ok: true, figures: done.value };
  });
  return { recorded, legs };
}

function grantsOf({ limited }: LegFigures, accepted: string): readonly Grant[] {
  return limited.flatMap(({ discount: { budget }, final }) =>
    budget === undefined || final <= 0n ? [] : [{ budget, accepted, amount: final }],
  );
}

/** A consignment as meters see it once it is rated: its lines with what discounts left of them. */
function recordNet({ recorded, legs }: Rated): Recorded {
  const rated = legs.flatMap((leg, index) =>
    leg.ok ? [{ leg: index, currency: leg.figures.charged.currency, lines: leg.figures.lines }] : [],
  );
  return { ...recorded, rated };
}

/** A journal as it was rated: with the money of every consignment, and all that budgets have granted. */
export type Journaled = {
  readonly rated: readonly Rated[];
  readonly journal: readonly Recorded[];
  readonly grants: readonly Grant[];
};

/** Rates every consignment anew, each against the journal as it stands before it. */
export function rateAll(facts: Facts): Journaled {
  const journal = facts.consignments.toSorted(byAcceptance).map((one) => recordGross(facts, one));
  const grants: Grant[] = [];
  const rated: Rated[] = [];
  for (const [index, recorded] of journal.entries()) {
    const one = rateOne(facts, recorded, journal, grants);
    for (const leg of one.legs) if (leg.ok) grants.push(...grantsOf(leg.figures, recorded.consignment.accepted));
    journal[index] = recordNet(one);
    rated.push(one);
  }
  return { rated, journal, grants };
}
