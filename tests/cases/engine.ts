/** The road every case takes: the adapter's book goes through the loader and the compiler, its consignments through rating. */
import { loadBook, readEntry } from '@kontor/domain/book/load';
import type { LegRating } from '@kontor/domain/charge/rating';
import { type Consignment, consignmentSchema } from '@kontor/domain/consignment/schema';
import { discountSchema } from '@kontor/domain/discount/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import { KINDS } from '@kontor/domain/office/kinds';
import { entitlements } from '@kontor/domain/rating/entitlement';
import { rateConsignment } from '@kontor/domain/rating/rate-consignment';
import { rateJournal } from '@kontor/domain/rating/rate-journal';
import { compileRatingBook, type RatingBook } from '@kontor/domain/rating/rating-book';
import type { CaseBook, Fields } from './adapters/words.ts';

const DAY = localDate('2026-02-01');
const CARRIER = 'carrier';
const header = (id: string): Fields => ({
  id,
  title: id,
  source: { note: 'published case' },
  valid: { from: '2020-01-01' },
});

/** What rating a case gave: one leg for each consignment, and the book it was rated by. */
export type CaseResult = {
  readonly legs: readonly LegRating[];
  readonly book: RatingBook;
  /** What each consignment earned that settles later, in minor units. */
  readonly rebates: readonly bigint[];
};

/** Rebates of the journal that the consignments make, by consignment. */
function rebatesOf(book: RatingBook, consignments: readonly Consignment[]): readonly bigint[] {
  const journal = rateJournal(book, consignments, { knownBy: DAY, screeningOf: () => 'ALLOW' });
  const legs = entitlements(book, journal, DAY).flatMap((one) => (one.kind === 'earned' ? one.legs : []));
  const earned = ({ note }: Consignment): bigint =>
    legs.filter((leg) => leg.note === note).reduce((sum, leg) => sum + leg.amount, 0n);
  return consignments.map(earned);
}

/** Writes the case's entries as a book, loads, compiles and rates. Throws with the refusals when anything is refused. */
export function rateCase(id: string, written: CaseBook): CaseResult {
  const tariff = {
    kind: 'tariff',
    ...header('case-tariff'),
    carrier: CARRIER,
    traffic: ['domestic'],
    ...written.tariff,
  };
  const entries = [
    tariff,
    ...(written.discount === undefined ? [] : [{ kind: 'discount', ...header('case-discount'), ...written.discount }]),
  ];
  const { book: loaded, refusals } = loadBook(
    entries.map((entry, index) => ({ path: `${id}/${String(index)}.yaml`, text: JSON.stringify(entry, null, 1) })),
    KINDS,
  );
  for (const entry of loaded.entries) if (entry.kind === 'discount') readEntry(entry, discountSchema);
  const compiled = compileRatingBook(loaded);
  const problems = [...refusals, ...compiled.refusals].filter((one) => one.severity === 'error');
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const consignments = written.consignments.map((fields, index) => {
    const leg = { carrier: CARRIER, mode: 'rail', from: 'a', to: 'b', distanceKm: '1' };
    return consignmentSchema.parse({
      note: `${id}-${String(index + 1)}`,
      accepted: DAY,
      traffic: 'domestic',
      legs: [leg],
      ...fields,
    });
  });
  const legs = consignments.map((consignment) => {
    const [outcome] = rateConsignment(compiled.book, consignment, { knownBy: DAY }).legs;
    if (outcome === undefined || !outcome.ok) throw new Error(JSON.stringify(outcome?.refusals));
    return outcome.rating;
  });
  return { legs, book: compiled.book, rebates: rebatesOf(compiled.book, consignments) };
}
