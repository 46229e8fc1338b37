import type { At } from '../book/select.ts';
import type { ChargeLine, ConsignmentRating, GoodsPricing, LegOutcome, LegRating, Written } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import type { Charged, Sibling } from '../discount/eligibility.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Outcome } from '../restriction/schema.ts';
import type { Subject, World } from '../scope/subject.ts';
import type { TariffForm } from '../tariff/form.ts';
import { afterDiscounts, amountsOfEach, type OpenRating } from '../tariff/run-tariff.ts';
import { applyDiscounts, type DiscountTerms } from './apply-discounts.ts';
import { agreementOf, goodsPrice } from './goods-price.ts';
import type { RatingBook } from './rating-book.ts';
import { createRatingState, type RatingReadings } from './rating-state.ts';
import { openLegOf, referencePricer } from './reference-route.ts';

/** What rating is told besides the book and the consignment. */
export type RatingTerms = {
  /** The day up to which the book is known. */
  readonly knownBy: LocalDate;
  /** What screening said. Nothing but ALLOW and FLAG gets a discount; not screened gets none either. */
  readonly screening?: Outcome;
  /** How meters and budgets stand before the consignment. Absent: nothing was moved before it. */
  readonly readings?: RatingReadings;
};

/** A leg rated by its tariff up to where discounts act, or why it could not be. */
export type OpenLeg = { readonly ok: true; readonly open: OpenRating } | Extract<LegOutcome, { ok: false }>;

export type OpenConsignment = { readonly consignment: Consignment; readonly legs: readonly OpenLeg[] };

function openLeg(book: RatingBook, consignment: Consignment, leg: number, at: At): OpenLeg {
  const open = openLegOf(book, consignment, consignment.legs[leg], at);
  return open.ok ? { ok: true, open: open.value } : { ok: false, leg, refusals: open.refusals };
}

type Opened = WeakMap<Consignment, { readonly known: number; readonly open: OpenConsignment }>;

/**
 * By tariffs and world, then consignment, with how many tariffs were known. What is asked again and again, as for every
 * settlement, is run once; so is what two books share.
 */
const openedByTariffs = new WeakMap<RatingBook['tariffs'], WeakMap<World, Opened>>();

function openedOf({ tariffs }: RatingBook, world: World): Opened {
  const byWorld = openedByTariffs.get(tariffs) ?? new WeakMap<World, Opened>();
  openedByTariffs.set(tariffs, byWorld);
  const opened: Opened = byWorld.get(world) ?? new WeakMap();
  byWorld.set(world, opened);
  return opened;
}

/** The first half of rating, worked out anew: each leg by its tariff. */
export function openAnew(book: RatingBook, consignment: Consignment, knownBy: LocalDate): OpenConsignment {
  const at: At = { on: consignment.accepted, knownBy };
  const { legs } = consignment;
  if (legs.length < 2) return { consignment, legs: [openLeg(book, consignment, 0, at)] };
  return { consignment, legs: legs.map((_, leg) => openLeg(book, consignment, leg, at)) };
}

/** The same, remembered: it depends on no meter, and of the book's days only on what tariffs, parties and places are known. */
export function openConsignment(book: RatingBook, consignment: Consignment, knownBy: LocalDate): OpenConsignment {
  const at: At = { on: consignment.accepted, knownBy };
  const opened = openedOf(book, book.worldAt(at));
  const known = book.tariffs.reduce((count, tariff) => (tariff.known <= knownBy ? count + 1 : count), 0);
  const found = opened.get(consignment);
  if (found?.known === known) return found.open;
  const open = openAnew(book, consignment, knownBy);
  opened.set(consignment, { known, open });
  return open;
}

/** All legs, each as charged where it has a price, seen from one that has. */
function siblingsOf(
  book: RatingBook,
  legs: readonly OpenLeg[],
  { own, subject }: { readonly own: number; readonly subject: Subject },
  at: At,
): ReturnType<NonNullable<Charged['siblings']>> {
  const all = legs.map((leg, index): Sibling => {
    if (leg.ok) return { subject: leg.open.subject, charged: chargedOf(book, leg.open, at) };
    const unpriced = subject.consignment.legs[index];
    return { subject: unpriced === undefined ? subject : { ...subject, leg: unpriced }, charged: undefined };
  });
  return { own, legs: all };
}

type TariffNamed = NonNullable<Charged['tariff']>;

const namedTariffs = new WeakMap<TariffForm, TariffNamed>();

/** A tariff as discounts ask for it, made once. */
function named(tariff: TariffForm): TariffNamed {
  const known = namedTariffs.get(tariff);
  if (known !== undefined) return known;
  const supersedes = (tariff.header.supersedes ?? []).map((one) => one.entry);
  const made = Object.freeze({ id: tariff.id, version: tariff.version, supersedes });
  namedTariffs.set(tariff, made);
  return made;
}

/** What discounts act on of a leg; of several legs with the others, and with what earlier ones were given. */
function chargedOf(
  book: RatingBook,
  { tariff, subject, lines }: OpenRating,
  at: At,
  beside?: Pick<Charged, 'siblings' | 'reached'>,
): Charged {
  const { consignment, leg, world } = subject;
  const charged: Written<Charged> = {
    subject,
    currency: tariff.currency,
    lines,
    tariff: named(tariff),
    payer: leg === undefined ? undefined : world.payerOf(consignment, leg),
    carrier: leg?.carrier ?? tariff.carrier,
    reached: beside?.reached,
    each: () => amountsOfEach(tariff, subject),
    reference: referencePricer(book, consignment, at),
  };
  if (beside?.siblings !== undefined) charged.siblings = beside.siblings;
  return charged;
}

/** What even without any discount is missing to the tariff's minimum charge is a line of its own. */
function minimumLine({ tariff }: OpenRating, short: bigint): readonly ChargeLine[] {
  if (short <= 0n) return [];
  const entry = { id: tariff.id, version: tariff.version };
  return [
    {
      id: 'minimum-charge',
      source: 'limit',
      charge: 'adjustment',
      entry,
      amount: short,
      discountable: false,
      trace: [],
    },
  ];
}

const total = (lines: readonly ChargeLine[]): bigint => lines.reduce((sum, line) => sum + line.amount, 0n);

/** Closes a leg: discounts and limits, then the tariff's later steps and tax. */
function closeLeg(
  book: RatingBook,
  legs: readonly OpenLeg[],
  leg: number,
  terms: DiscountTerms,
  { spend, reached }: Earlier,
): LegOutcome {
  const found = legs[leg];
  if (found?.ok !== true) return found ?? { ok: false, leg, refusals: [] };
  const { open } = found;
  const siblings = (): ReturnType<typeof siblingsOf> =>
    siblingsOf(book, legs, { own: leg, subject: open.subject }, terms.at);
  const charged = chargedOf(book, open, terms.at, { siblings, reached });
  const { at, screening, readings, spent } = terms;
  const { corridor } = open.tariff;
  const { minimumCharge } = open;
  const discounted = applyDiscounts(book, charged, { at, screening, readings, spent, corridor, minimumCharge });
  if (!discounted.ok) return { ok: false, leg, refusals: discounted.refusals };
  const before = open.lines.concat(discounted.value.lines, minimumLine(open, discounted.value.short));
  const after = afterDiscounts(open, total(before));
  if (!after.ok) return { ok: false, leg, refusals: after.refusals };
  spend(discounted.value.budgets);
  for (const name of discounted.value.reached) reached.add(name);
  const lines = before.concat(after.value);
  const tax = total(lines.filter((line) => line.source === 'tax'));
  const payable = total(lines);
  const { tariff } = open;
  const rating: Written<LegRating> = {
    leg,
    carrier: charged.carrier ?? tariff.carrier,
    payer: charged.payer,
    tariff: { id: tariff.id, version: tariff.version },
    synthetic: tariff.synthetic,
    currency: tariff.currency,
    lines,
    discounts: discounted.value.outcomes,
    gross: open.sum,
    net: payable - tax,
    tax,
    payable,
  };
  if (minimumCharge !== undefined) rating.minimumCharge = minimumCharge;
  return { ok: true, rating: Object.freeze(rating) };
}

/** What discounts act on where the goods have a price: the price line, paid by the consignee. */
function chargedGoods(book: RatingBook, consignment: Consignment, at: At): Charged | undefined {
  const world = book.worldAt(at);
  const price = goodsPrice(agreementOf(book.agreements, consignment, at), consignment, world);
  if (price.kind === 'none') return undefined;
  return {
    subject: { consignment, world },
    currency: price.currency,
    lines: [price.line],
    tariff: undefined,
    payer: consignment.consignee,
    carrier: undefined,
  };
}

/** Everything of a consignment that discounts act on: its legs, then its goods (no leg). A leg without a price is left out. */
export function everyCharged(
  book: RatingBook,
  consignment: Consignment,
  knownBy: LocalDate,
): readonly { readonly leg: number | undefined; readonly charged: Charged }[] {
  const at: At = { on: consignment.accepted, knownBy };
  const { legs } = openConsignment(book, consignment, knownBy);
  const goods = chargedGoods(book, consignment, at);
  return [
    ...legs.flatMap((one, leg) => {
      if (!one.ok) return [];
      const siblings = () => siblingsOf(book, legs, { own: leg, subject: one.open.subject }, at);
      return [{ leg, charged: chargedOf(book, one.open, at, { siblings }) }];
    }),
    ...(goods === undefined ? [] : [{ leg: undefined, charged: goods }]),
  ];
}

/** The price of the goods by their agreement, with the discounts that touch it; undefined without such a price. */
function priceGoods(
  book: RatingBook,
  consignment: Consignment,
  terms: DiscountTerms,
  spend: Spend,
): GoodsPricing | undefined {
  const charged = chargedGoods(book, consignment, terms.at);
  const [line] = charged?.lines ?? [];
  if (charged === undefined || line === undefined) return undefined;
  const discounted = applyDiscounts(book, charged, { ...terms, corridor: undefined, minimumCharge: undefined });
  if (discounted.ok) spend(discounted.value.budgets);
  const gross = line.amount;
  const pricing = { agreement: line.entry, currency: charged.currency, gross, trace: line.trace };
  if (!discounted.ok) return { ...pricing, net: gross, discounts: [], refusals: discounted.refusals };
  return { ...pricing, net: gross + total(discounted.value.lines), discounts: discounted.value.outcomes, refusals: [] };
}

/** A rating, and what it took of each budget. */
export type ClosedConsignment = { readonly rating: ConsignmentRating; readonly grants: ReadonlyMap<string, bigint> };

/** Adds to what the legs before took of each budget. */
type Spend = (grants: ReadonlyMap<string, bigint>) => void;

/** What legs of a consignment hand on to those after them. */
type Earlier = { readonly spend: Spend; readonly reached: Set<string> };

/** The second half of rating: discounts and limits on every leg, then later steps and tax; the goods price last. */
export function closeConsignment(
  book: RatingBook,
  { consignment, legs }: OpenConsignment,
  terms: RatingTerms,
): ClosedConsignment {
  const spent = new Map<string, bigint>();
  const spend: Spend = (grants) => {
    if (grants.size === 0) return;
    for (const [budget, amount] of grants) spent.set(budget, (spent.get(budget) ?? 0n) + amount);
  };
  const discountTerms: DiscountTerms = {
    at: { on: consignment.accepted, knownBy: terms.knownBy },
    screening: terms.screening,
    readings: terms.readings ?? createRatingState(book, terms.knownBy).readings,
    spent,
    corridor: undefined,
    minimumCharge: undefined,
  };
  const earlier: Earlier = { spend, reached: new Set() };
  const closed = legs.map(
    (leg, index): LegOutcome => (leg.ok ? closeLeg(book, legs, index, discountTerms, earlier) : leg),
  );
  const goods = priceGoods(book, consignment, discountTerms, spend);
  const rating = { note: consignment.note, accepted: consignment.accepted, legs: closed };
  return { rating: Object.freeze(goods === undefined ? rating : { ...rating, goods }), grants: spent };
}

/**
 * Rates a consignment leg by leg: tariff, discounts, limits, then later steps and tax. One function for quote, bulk,
 * simulation, re-rating and settlement; all dates are passed in. A leg that cannot be rated says why and the others stand.
 */
export function rateConsignment(book: RatingBook, consignment: Consignment, terms: RatingTerms): ConsignmentRating {
  return closeConsignment(book, openAnew(book, consignment, terms.knownBy), terms).rating;
}
