import type { Consignment } from '../consignment/schema.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Subject } from '../scope/fields.ts';
import { afterDiscounts, beforeDiscounts, type OpenRating } from '../tariff/run-tariff.ts';
import { chooseTariff } from './choose-tariff.ts';
import type { ChargeLine, ConsignmentRating, LegOutcome, LegRating } from './rating.ts';
import type { RatingBook } from './rating-book.ts';

/** What rating is told besides the book and the consignment. */
export type RatingTerms = {
  /** The day up to which the book is known. */
  readonly knownBy: LocalDate;
};

const sumOf = (lines: readonly ChargeLine[], source: ChargeLine['source']): bigint => lines.reduce((sum, line) => (line.source === source ? sum + line.amount : sum), 0n);

/** Net below the tariff's minimum charge is raised to it; the raise is its own line. */
function minimumLine(open: OpenRating, net: bigint): ChargeLine[] {
  const { tariff, minimumCharge } = open;
  if (minimumCharge === undefined || net >= minimumCharge) return [];
  const entry = { id: tariff.id, version: tariff.version };
  return [{ id: 'minimum-charge', source: 'limit', charge: 'adjustment', entry, amount: minimumCharge - net, discountable: false, trace: [] }];
}

function closeRating(open: OpenRating, leg: number, subject: Subject): LegOutcome {
  const limits = minimumLine(open, open.sum);
  const net = open.sum + limits.reduce((sum, line) => sum + line.amount, 0n);
  const after = afterDiscounts(open, net);
  if (!after.ok) return { ok: false, leg, refusals: after.refusals };
  const lines = [...open.lines, ...limits, ...after.value];
  const tax = sumOf(lines, 'tax');
  const payable = lines.reduce((sum, line) => sum + line.amount, 0n);
  const { tariff } = open;
  const carrier = subject.leg?.carrier ?? tariff.carrier;
  const payer = subject.leg === undefined ? undefined : subject.world.payerOf(subject.consignment, subject.leg);
  const rating: LegRating = { leg, carrier, payer, tariff: { id: tariff.id, version: tariff.version }, synthetic: tariff.synthetic, currency: tariff.currency, lines, discounts: [], gross: open.sum, net: payable - tax, tax, payable };
  return { ok: true, rating: Object.freeze(rating) };
}

function rateLeg(book: RatingBook, consignment: Consignment, leg: number, terms: RatingTerms): LegOutcome {
  const found = consignment.legs[leg];
  const subject: Subject = { consignment, world: book.world, ...(found === undefined ? {} : { leg: found }) };
  const tariff = chooseTariff(book.tariffs, subject, { on: consignment.accepted, knownBy: terms.knownBy });
  if (!tariff.ok) return { ok: false, leg, refusals: tariff.refusals };
  const open = beforeDiscounts(tariff.value, subject);
  return open.ok ? closeRating(open.value, leg, subject) : { ok: false, leg, refusals: open.refusals };
}

/**
 * Rates a consignment leg by leg: tariff, then later steps and tax. One function for quote, bulk, simulation, re-rating and
 * settlement; all dates are passed in. A leg that cannot be rated says why and the others stand.
 */
export function rateConsignment(book: RatingBook, consignment: Consignment, terms: RatingTerms): ConsignmentRating {
  const count = Math.max(1, consignment.legs.length);
  const legs = Array.from({ length: count }, (_, leg) => rateLeg(book, consignment, leg, terms));
  return Object.freeze({ note: consignment.note, accepted: consignment.accepted, legs });
}
