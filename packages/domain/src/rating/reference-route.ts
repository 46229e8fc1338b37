/** Prices the goods of a consignment over a reference route, by the same book and day, before any discount. */
import type { At } from '../book/select.ts';
import type { Consignment, Leg } from '../consignment/schema.ts';
import type { ReferenceCharge, ReferenceCharges, ReferencePricer } from '../discount/equalise.ts';
import { failsBy } from '../discount/holds.ts';
import type { ReferenceLegText } from '../discount/reference-schema.ts';
import { ofMinor } from '../kernel/money.ts';
import type { Refusal, Result } from '../kernel/refusal.ts';
import { coversCharge } from '../meter/contribution.ts';
import type { Subject } from '../scope/subject.ts';
import { beforeDiscounts, type OpenRating } from '../tariff/run-tariff.ts';
import { chooseTariff } from './choose-tariff.ts';
import type { RatingBook } from './rating-book.ts';

/** One leg of a consignment by its tariff, up to where discounts act. */
export function openLegOf(
  book: RatingBook,
  consignment: Consignment,
  leg: Leg | undefined,
  at: At,
): Result<OpenRating> {
  const subject: Subject = { consignment, world: book.worldAt(at), ...(leg === undefined ? {} : { leg }) };
  const tariff = chooseTariff(book.tariffs, subject, at);
  return tariff.ok ? beforeDiscounts(tariff.value, subject) : tariff;
}

/** The fact that a refusal names as missing; one of which there are several values is there. */
function factMissing({ code, params }: Refusal): readonly string[] {
  if (code === 'rating.no-traffic') return ['traffic'];
  const { fact } = params;
  return code.endsWith('missing-fact') && fact !== undefined ? [String(fact)] : [];
}

/** A missing fact leaves the comparison open; without a tariff or row there is nothing to compare with. */
function notPriced(refusals: readonly Refusal[]): Exclude<ReferenceCharges, { kind: 'known' }> {
  const facts = refusals.flatMap(factMissing);
  if (facts.length > 0) return { kind: 'missing', fields: [...new Set(facts)] };
  return failsBy('discount.reference-not-priced', refusals[0]);
}

function chargeOn(
  book: RatingBook,
  route: Consignment,
  written: ReferenceLegText,
  leg: Leg,
  at: At,
): Result<ReferenceCharge> {
  const open = openLegOf(book, route, leg, at);
  if (!open.ok) return open;
  const { tariff, lines } = open.value;
  const minor = lines.reduce((sum, line) => (coversCharge(written.charges, line.charge) ? sum + line.amount : sum), 0n);
  const { id, version, currency } = tariff;
  return { ok: true, value: { tariff: { id, version }, currency, amount: ofMinor(minor, currency) } };
}

/** The pricer of one consignment: the same note, goods, wagons and day, and other legs. */
export function referencePricer(book: RatingBook, consignment: Consignment, at: At): ReferencePricer {
  return (written) => {
    const legs: readonly Leg[] = written;
    const route: Consignment = { ...consignment, legs: [...legs] };
    const found: ReferenceCharge[] = [];
    for (const [index, leg] of legs.entries()) {
      const text = written[index];
      const charge = text === undefined ? undefined : chargeOn(book, route, text, leg, at);
      if (charge === undefined) continue;
      if (!charge.ok) return notPriced(charge.refusals);
      found.push(charge.value);
    }
    return { kind: 'known', legs: found };
  };
}
