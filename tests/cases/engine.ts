/** The road every case takes: the adapter's book goes through the loader and the compiler, its consignments through rating. */
import { type LoadedBook, loadBook } from '@kontor/domain/book/load';
import type { AppliedDiscount, LegRating, TraceStep } from '@kontor/domain/charge/rating';
import { type Consignment, consignmentSchema } from '@kontor/domain/consignment/schema';
import { residueSchema } from '@kontor/domain/discount/terms-schema';
import { decimal, multiply, ofInteger, ofUnits, toBigInt, toText } from '@kontor/domain/kernel/decimal';
import { localDate } from '@kontor/domain/kernel/local-date';
import { splitLump } from '@kontor/domain/kernel/split';
import { KINDS } from '@kontor/domain/office/kinds';
import { quotasOf } from '@kontor/domain/quota/kept-quotas';
import type { Entitlement } from '@kontor/domain/rating/entitled';
import { entitlements } from '@kontor/domain/rating/entitlement';
import { guaranteeAnswers } from '@kontor/domain/rating/guarantees';
import { rateJournal } from '@kontor/domain/rating/rate-journal';
import { compileRatingBook, type RatingBook } from '@kontor/domain/rating/rating-book';
import { screenJournal } from '@kontor/domain/restriction/screen-journal';
import { screeningBookOf } from '@kontor/domain/restriction/screening-book';
import { type CaseBook, type Fields, legOf } from './adapters/words.ts';

const DAY = localDate('2026-02-01');
const KNOWN = localDate('2027-12-31');
const CARRIER = 'carrier';
const header = (id: string): Fields => ({
  id,
  title: id,
  source: { note: 'published case' },
  valid: { from: '2010-01-01' },
});

/** The journal as known at one settlement: the consignments asked about, a leg for each, and what settles later. */
export type Run = {
  readonly consignments: readonly Consignment[];
  readonly legs: readonly LegRating[];
  readonly earned: readonly Entitlement[];
  /** How guarantees stand. */
  readonly guarantees: readonly string[];
  /** Screening outcomes by consignment; empty where the case is not about screening. */
  readonly screened: readonly string[];
};

/** What rating a case gave. `refused`: the codes of what the engine refuses, instead of a price. */
export type CaseResult = {
  /** Parts of a lump that was split, in the case's own units. */
  readonly parts: readonly string[];
  readonly book: RatingBook;
  readonly runs: readonly Run[];
  readonly refused: readonly string[];
};

/** A charge that every discount of a case finds room in, for cases that only give the discount's own figures. */
const AMPLE = {
  currency: 'EUR',
  parts: [{ id: 'ample', charge: 'freight', steps: [{ step: 'lookup', name: 'rate', value: '1000000000' }] }],
};

function entriesOf({ tariff = AMPLE, discounts = [], entries = [] }: CaseBook): readonly Fields[] {
  const tariffEntry = { kind: 'tariff', ...header('case-tariff'), carrier: CARRIER, traffic: ['domestic'], ...tariff };
  const named = discounts.map((one, index) => ({ kind: 'discount', ...header(`case-${String(index + 1)}`), ...one }));
  return [tariffEntry, ...named, ...entries.map((one) => ({ ...header('entry'), ...one }))];
}

function consignmentOf(id: string, fields: Fields, index: number): Consignment {
  return consignmentSchema.parse({
    note: `${id}-${String(index + 1).padStart(4, '0')}`,
    accepted: DAY,
    traffic: 'domestic',
    legs: [legOf('1')],
    ...fields,
  });
}

function screenedBy(loaded: LoadedBook, { others, consignments }: Asked): readonly string[] {
  const { quotas } = quotasOf(loaded);
  const options = { quotas, purpose: 'booking' as const };
  const { screenings } = screenJournal(screeningBookOf(loaded).book, [...others, ...consignments], options);
  return consignments.map(({ note }) => screenings.get(note)?.outcome ?? '');
}

type Asked = {
  /** What came before, and what is forecast. */
  readonly others: readonly Consignment[];
  readonly consignments: readonly Consignment[];
};

function rateRun(book: RatingBook, { others, consignments }: Asked, refused: string[]): Omit<Run, 'screened'> {
  const journal = rateJournal(book, [...others, ...consignments], { knownBy: KNOWN, screeningOf: () => 'ALLOW' });
  const byNote = new Map(journal.rated.map((one) => [one.consignment.note, one.rating.legs[0]]));
  const legs = consignments.flatMap(({ note }) => {
    const leg = byNote.get(note);
    if (leg?.ok === true) return [leg.rating];
    refused.push(...(leg?.refusals ?? []).map((one) => one.code));
    return [];
  });
  const guarantees = guaranteeAnswers(book, journal, [], KNOWN).map((one) => one.status);
  return { consignments, legs, earned: entitlements(book, journal, KNOWN), guarantees };
}

function partsOf(split: CaseBook['split']): readonly string[] {
  if (split === undefined) return [];
  const minor = toBigInt(multiply(decimal(split.total), ofInteger(10n ** BigInt(split.digits))));
  const residue = residueSchema.parse(split.residue);
  return splitLump(minor, split.weights.map(decimal), residue).map((part) => toText(ofUnits(part, split.digits)));
}

/** Writes the case's entries as a book, loads, compiles and rates it. Throws with the refusals when the book is refused. */
export function rateCase(id: string, written: CaseBook): CaseResult {
  const files = entriesOf(written).map((entry, index) => ({
    path: `${id}/${String(index)}.yaml`,
    text: JSON.stringify(entry, null, 1),
  }));
  const { book: loaded, refusals } = loadBook(files, KINDS);
  const compiled = compileRatingBook(loaded);
  const problems = [...refusals, ...compiled.refusals].filter((one) => one.severity === 'error');
  const refused = problems.map((one) => one.code);
  if (refused.some((code) => code !== 'discount.tie')) throw new Error(JSON.stringify(problems));
  const history = (written.history ?? []).map((fields, index) => consignmentOf(`${id}-0`, fields, index));
  const runs = (written.runs ?? [written.consignments]).map((run, at): Run => {
    const forecast = (written.forecasts?.[at] ?? []).map((fields, index) => consignmentOf(`${id}-2`, fields, index));
    const consignments = run.map((fields, index) => consignmentOf(`${id}-1`, fields, index));
    const asked = { others: [...history, ...forecast], consignments };
    const screened = written.screened === true ? screenedBy(loaded, asked) : [];
    return { ...rateRun(compiled.book, asked, refused), screened };
  });
  return { book: compiled.book, runs, refused, parts: partsOf(written.split) };
}

const appliedOn = (leg: LegRating): readonly AppliedDiscount[] =>
  leg.discounts.flatMap((one) => (one.kind === 'applied' && one.at === 'rating' ? [one] : []));

/** What one consignment of a run is given, at rating and at settlement together, in minor units. */
export function givenTo({ consignments, legs, earned }: Run, index: number): bigint {
  const note = consignments[index]?.note;
  const leg = legs[index];
  const later = earned.flatMap((one) => (one.kind === 'earned' ? one.legs.filter((part) => part.note === note) : []));
  const now = leg === undefined ? [] : appliedOn(leg);
  return [...now, ...later].reduce((sum, one) => sum + one.amount, 0n);
}

/** What everybody is given in a run. */
export const givenIn = (run: Run): bigint => run.consignments.reduce((sum, _, index) => sum + givenTo(run, index), 0n);

/** Steps of the traces of everything a run gives to a consignment: at rating, then at settlement. */
export function stepsOf({ legs, earned }: Run, index: number): readonly TraceStep[] {
  const leg = legs[index];
  const now = leg === undefined ? [] : appliedOn(leg).flatMap((one) => one.trace);
  return [...now, ...earned.flatMap((one) => (one.kind === 'earned' ? one.trace : []))];
}
