/**
 * Which consignments another book, or the same book as known on another day, can touch (pricing.md section 8): those on whose
 * day, and for whose legs, other entries are in force. Entries that say the same are the same, wherever they were read.
 */
import type { At, Versioned } from '../book/select.ts';
import type { Consignment } from '../consignment/schema.ts';
import { sameCaps } from '../discount/stack-cap.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { sameStructure } from '../kernel/same-structure.ts';
import { excludedKnown } from '../meter/excluded.ts';
import { tariffCandidates } from './choose-tariff.ts';
import { agreementOf } from './goods-price.ts';
import type { RatedConsignment } from './rate-journal.ts';
import { discountsInForce, type RatingBook, type WorldFact } from './rating-book.ts';

/** A book as known by a day. */
export type KnownBook = { readonly book: RatingBook; readonly knownBy: LocalDate };

export type BookChange = {
  /** Whether everything may have changed: what is known of parties and places. */
  readonly whole: boolean;
  /** Whether meters count by other rules, so that the journal has to be counted again. */
  readonly recount: boolean;
  /** Whether volumes excluded from guarantees have changed, which any reading of a meter may show. */
  readonly meters: boolean;
  readonly touches: (rated: RatedConsignment) => boolean;
};

type Same = (before: Versioned | undefined, after: Versioned | undefined) => boolean;

const nameOf = ({ id, version }: Versioned): string => `${id}\n${version}`;

/** Tells forms that say the same, comparing each pair once. */
function comparison(before: readonly Versioned[], after: readonly Versioned[]): Same {
  const later = new Map(after.map((form) => [nameOf(form), form]));
  const alike = new Map<Versioned, Versioned>();
  for (const form of before) {
    const other = later.get(nameOf(form));
    if (other !== undefined && sameStructure(form, other)) alike.set(form, other);
  }
  return (a, b) => (a === undefined || b === undefined ? a === b : a === b || alike.get(a) === b);
}

const sameList = (same: Same, before: readonly Versioned[], after: readonly Versioned[]): boolean =>
  before.length === after.length && before.every((form, index) => same(form, after[index]));

type LegOf = { readonly carrier: string; readonly traffic: string };

/** Legs of the reference routes over which discounts in force on a day price the same goods. */
function referenceLegs({ book, knownBy }: KnownBook, { accepted, traffic }: Consignment): readonly LegOf[] {
  return discountsInForce(book, { on: accepted, knownBy }).freight.flatMap(({ effect }) =>
    effect.kind === 'equalise'
      ? effect.reference.map((leg) => ({ carrier: leg.carrier, traffic: leg.traffic ?? traffic ?? '' }))
      : [],
  );
}

/** Whether a leg could choose among other tariffs; one that was refused names all of its carrier. */
function tariffsDiffer(before: KnownBook, after: KnownBook): (rated: RatedConsignment) => boolean {
  const same = comparison(before.book.tariffs, after.book.tariffs);
  const changed = !sameList(same, before.book.tariffs, after.book.tariffs) || before.knownBy !== after.knownBy;
  const found = new Map<string, boolean>();
  const differ = (on: LocalDate, leg: LegOf): boolean => {
    const candidates = ({ book, knownBy }: KnownBook): readonly Versioned[] =>
      tariffCandidates(book.tariffs, leg, { on, knownBy });
    return !sameList(same, candidates(before), candidates(after));
  };
  const ofCarrier = ({ book }: KnownBook, carrier: string): readonly Versioned[] =>
    book.tariffs.filter((tariff) => tariff.carrier === carrier);
  const differs = (on: LocalDate, leg: LegOf): boolean => {
    const name = `${on}\n${leg.carrier}\n${leg.traffic}`;
    const answer = found.get(name) ?? differ(on, leg);
    found.set(name, answer);
    return answer;
  };
  return ({ consignment, rating }) => {
    if (!changed) return false;
    const { accepted, legs, traffic = '' } = consignment;
    if (rating.legs.some((leg) => !leg.ok)) return true;
    if (legs.some((leg) => differs(accepted, { carrier: leg.carrier, traffic: leg.traffic ?? traffic }))) return true;
    return referenceLegs(after, consignment).some(
      (leg) => differs(accepted, leg) || !sameList(same, ofCarrier(before, leg.carrier), ofCarrier(after, leg.carrier)),
    );
  };
}

/** Whether other discounts, budgets that fund them, or caps over several are in force on a day. */
function discountsDiffer(before: KnownBook, after: KnownBook, part: 'freight' | 'goods'): (on: LocalDate) => boolean {
  const same = comparison(before.book.discounts, after.book.discounts);
  const sameBudget = comparison(before.book.budgets, after.book.budgets);
  const found = new Map<LocalDate, boolean>();
  const differ = (on: LocalDate): boolean => {
    const [was, is] = [before, after].map(({ book, knownBy }) => discountsInForce(book, { on, knownBy }));
    if (was === undefined || is === undefined || !sameList(same, was[part], is[part])) return true;
    if (!sameCaps(was.caps, is.caps)) return true;
    return is[part].some(
      ({ budget }) => budget !== undefined && !sameBudget(was.budgets.get(budget)?.form, is.budgets.get(budget)?.form),
    );
  };
  return (on) => {
    const answer = found.get(on) ?? differ(on);
    found.set(on, answer);
    return answer;
  };
}

function agreementsDiffer(before: KnownBook, after: KnownBook): (consignment: Consignment) => boolean {
  const same = comparison(before.book.agreements, after.book.agreements);
  const of = ({ book, knownBy }: KnownBook, one: Consignment): Versioned | undefined =>
    agreementOf(book.agreements, one, { on: one.accepted, knownBy } satisfies At);
  return (consignment) => consignment.agreement !== undefined && !same(of(before, consignment), of(after, consignment));
}

function periodsOf(book: RatingBook): readonly unknown[] {
  return book.agreements.map(({ id, version, period }) => ({ id, version, period }));
}

/** What is known of parties and places. */
const worldKnown = ({ book, knownBy }: KnownBook): readonly WorldFact[] =>
  book.worldFacts.filter(({ known }) => known <= knownBy);

/** What a change of the book, or of the day by which it is known, can touch. */
export function bookChange(before: KnownBook, after: KnownBook): BookChange {
  const [was, is] = [before.book, after.book];
  const periods = sameStructure(periodsOf(was), periodsOf(is));
  const whole = !sameStructure(worldKnown(before), worldKnown(after)) || !periods;
  const excluded = sameStructure(
    excludedKnown(was.excluded, before.knownBy),
    excludedKnown(is.excluded, after.knownBy),
  );
  const tariffs = tariffsDiffer(before, after);
  const freight = discountsDiffer(before, after, 'freight');
  const goods = discountsDiffer(before, after, 'goods');
  const agreements = agreementsDiffer(before, after);
  return {
    whole,
    recount: whole || !excluded || !sameStructure(was.meters, is.meters),
    meters: !excluded,
    touches: (rated) => {
      const { consignment } = rated;
      if (whole || freight(consignment.accepted) || tariffs(rated) || agreements(consignment)) return true;
      return consignment.agreement !== undefined && goods(consignment.accepted);
    },
  };
}
