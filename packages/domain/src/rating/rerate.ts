/**
 * Re-rating (pricing.md section 8): a journal that was rated, and facts that came late, were corrected or cancelled, or another
 * book. Rated again is only what can come out differently: the same notes; those that read a meter or a budget where it
 * moved; those on whose day other entries are in force. The result is that of rating everything from the beginning.
 */
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { sameStructure } from '../kernel/same-structure.ts';
import type { LegCharges } from '../meter/contribution.ts';
import { withParts } from '../meter/form.ts';
import { type BookChange, bookChange, type KnownBook } from './book-changes.ts';
import { type Counting, movesBetween } from './journal-moves.ts';
import {
  compareAccepted,
  type JournalTerms,
  type RatedConsignment,
  type RatedJournal,
  rateOne,
  recordRated,
  visitJournal,
} from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';
import { createQueue, type Queue } from './rating-queue.ts';
import { chargesOf, createRatingState, type RatingState } from './rating-state.ts';
import { budgetSource, createReadIndex, type Move, type ReadIndex } from './read-index.ts';

type Kept = RatedConsignment & { readonly grants: ReadonlyMap<string, bigint> };

/** A rated journal that remembers what each rating read. Re-rating moves its state on: the one given is used up. */
export type KeptJournal = RatedJournal & {
  readonly book: RatingBook;
  readonly terms: JournalTerms;
  readonly kept: Map<string, Kept>;
  readonly reads: ReadIndex;
};

export type JournalChanges = {
  /** Late consignments, and corrected ones as they stand now. */
  readonly put?: readonly Consignment[];
  /** Notes of cancelled ones. */
  readonly cancelled?: readonly string[];
  /** Another book, and other terms: the day by which facts and book are known, what screening says. */
  readonly book?: RatingBook;
  readonly terms?: JournalTerms;
};

/** A rating that came out differently; without `before` it is new, without `after` it is gone. */
export type RatingChange = {
  readonly note: string;
  readonly before: RatedConsignment | undefined;
  readonly after: RatedConsignment | undefined;
};

export type Rerated = {
  readonly journal: KeptJournal;
  /** The book as it was known before. */
  readonly before: KnownBook;
  readonly changed: readonly RatingChange[];
  /** Notes rated again, in the order of acceptance, whether they came out differently or not. */
  readonly touched: readonly string[];
  /** What moved on meters and budgets. */
  readonly moves: readonly Move[];
  /** Whether everything had to be rated again. */
  readonly whole: boolean;
  /** Whether budgets may grant in another sequence of reservations. */
  readonly reordered: boolean;
};

/** Rates a journal and remembers what each rating read, so that it can be re-rated. */
export function keepJournal(book: RatingBook, consignments: readonly Consignment[], terms: JournalTerms): KeptJournal {
  const reads = createReadIndex();
  const kept = new Map<string, Kept>();
  const rated: RatedConsignment[] = [];
  const state = visitJournal(
    book,
    consignments,
    terms,
    (one, grants) => {
      rated.push(one);
      kept.set(one.consignment.note, { ...one, grants });
    },
    reads,
  );
  reads.rest();
  return { book, terms, rated, state, kept, reads, reservedAs: terms.reservedAs };
}

const chargesIn = ({ rating }: Pick<RatedConsignment, 'rating'>): readonly LegCharges[] =>
  rating.legs.flatMap((leg) => (leg.ok ? [chargesOf(leg.rating)] : []));

const NO_CHARGES: readonly LegCharges[] = [];

/** What is being re-rated: the journal as it is being changed, and the notes still to rate. */
type Work = {
  readonly book: RatingBook;
  readonly terms: JournalTerms;
  readonly state: RatingState;
  readonly reads: ReadIndex;
  readonly kept: Map<string, Kept>;
  readonly queue: Queue;
  /** Late and corrected consignments, which wait as they stand now. */
  readonly put: Map<string, Consignment>;
  readonly moves: Move[];
  readonly before: Map<string, Kept | undefined>;
};

function spread(work: Work, moves: readonly Move[]): void {
  for (const move of moves) {
    work.moves.push(move);
    for (const note of work.reads.readersOf(move)) {
      const reader = work.kept.get(note);
      if (reader !== undefined) work.queue.put(work.put.get(note) ?? reader.consignment);
    }
  }
}

function metersOf({ book }: Pick<Work, 'book'>, kind: 'counted' | 'money'): RatingBook['meters'] {
  const measuring = book.meters.flatMap(withParts).filter(({ combination }) => combination === undefined);
  return measuring.filter(({ measure }) => (measure.kind === 'money') === (kind === 'money'));
}

function grantMoves(was: Kept | undefined, is: Kept | undefined): readonly Move[] {
  const budgets = new Set([...(was?.grants.keys() ?? []), ...(is?.grants.keys() ?? [])]);
  const positionOf = ({ consignment }: Kept): Move['position'] => ({
    date: consignment.accepted,
    note: consignment.note,
  });
  return [...budgets].flatMap((budget) => {
    const moved =
      was?.grants.get(budget) !== is?.grants.get(budget) || was?.consignment.accepted !== is?.consignment.accepted;
    const positions = moved ? [was, is].filter((one) => one !== undefined).map(positionOf) : [];
    return positions.map((position): Move => ({ source: budgetSource(budget), key: '', position }));
  });
}

const counting = (kept: Kept | undefined): Counting | undefined =>
  kept === undefined ? undefined : { consignment: kept.consignment, charges: chargesIn(kept) };

/** What a rating that came out differently moves: money of its charges, and what budgets grant. */
function spreadRating(work: Work, was: Kept | undefined, is: Kept | undefined): void {
  const money = movesBetween(metersOf(work, 'money'), work.state.worldOf, counting(was), counting(is));
  spread(work, [...money, ...grantMoves(was, is)]);
}

function rememberBefore(work: Work, note: string): void {
  if (!work.before.has(note)) work.before.set(note, work.kept.get(note));
}

/** Takes out what a consignment was: its places on meters, its grants, its readings. */
function takeOut(work: Work, note: string): void {
  const was = work.kept.get(note);
  if (was === undefined) return;
  rememberBefore(work, note);
  const counted: Counting = { consignment: was.consignment, charges: NO_CHARGES };
  work.state.meters.remove(note);
  work.state.budgets.remove({ date: was.consignment.accepted, note });
  work.reads.forget(note);
  work.kept.delete(note);
  work.queue.drop(note);
  spread(work, movesBetween(metersOf(work, 'counted'), work.state.worldOf, counted, undefined));
  spreadRating(work, was, undefined);
}

/** Puts in a late consignment, or what one was corrected to. It is rated when its turn comes. */
function putIn(work: Work, consignment: Consignment): void {
  const was = work.kept.get(consignment.note);
  if (was !== undefined && sameStructure(was.consignment, consignment)) return;
  if (was !== undefined && was.consignment.accepted !== consignment.accepted) takeOut(work, consignment.note);
  rememberBefore(work, consignment.note);
  work.put.set(consignment.note, consignment);
  const before = work.kept.get(consignment.note);
  work.state.meters.record(consignment);
  const counted = before === undefined ? undefined : { consignment: before.consignment, charges: NO_CHARGES };
  const moves = movesBetween(metersOf(work, 'counted'), work.state.worldOf, counted, {
    consignment,
    charges: NO_CHARGES,
  });
  spread(work, moves);
  work.queue.put(consignment);
}

/** Rates one consignment again, when its turn has come: all that precede it in the order of acceptance are right. */
function rateAgain(work: Work, consignment: Consignment): void {
  const { book, state, terms, reads, kept } = work;
  const { note } = consignment;
  const was = kept.get(note);
  rememberBefore(work, note);
  reads.begin(consignment);
  const closed = rateOne(book, state, consignment, terms);
  reads.rest();
  state.budgets.remove({ date: consignment.accepted, note });
  recordRated(state, { consignment }, closed);
  const is: Kept = { consignment, screening: closed.screening, rating: closed.rating, grants: closed.grants };
  kept.set(note, is);
  spreadRating(work, was, is);
}

/** The state for another book whose meters count otherwise: everything is counted again, nothing is rated. */
function recounted({ book, knownBy }: KnownBook, { kept, reads }: KeptJournal): RatingState {
  const state = createRatingState(book, knownBy, reads);
  for (const { consignment, rating, grants } of kept.values()) {
    state.meters.record(consignment);
    recordRated(state, { consignment }, { rating, grants });
  }
  return state;
}

function queueTouched(work: Work, change: BookChange | undefined, terms: JournalTerms | undefined): void {
  if (change === undefined && terms === undefined) return;
  for (const one of work.kept.values()) {
    const { consignment, screening } = one;
    const screened = terms !== undefined && terms.screeningOf(consignment) !== screening;
    const told = change?.meters === true && work.reads.readsMeters(consignment.note);
    if (screened || told || change?.touches(one) === true) work.queue.put(consignment);
  }
}

/** Replaces what changed in the list, which stays in the order of acceptance. */
function listAfter(before: readonly RatedConsignment[], work: Work): readonly RatedConsignment[] {
  if (work.before.size === 0) return before;
  const same = before.filter(({ consignment }) => !work.before.has(consignment.note));
  const fresh = [...work.before.keys()]
    .flatMap((note) => {
      const one = work.kept.get(note);
      return one === undefined ? [] : [{ consignment: one.consignment, screening: one.screening, rating: one.rating }];
    })
    .toSorted((a, b) => compareAccepted(a.consignment, b.consignment));
  return merged(same, fresh);
}

function merged(a: readonly RatedConsignment[], b: readonly RatedConsignment[]): readonly RatedConsignment[] {
  const list: RatedConsignment[] = [];
  let next = 0;
  for (const one of a) {
    for (let other = b[next]; other !== undefined; other = b[next]) {
      if (compareAccepted(other.consignment, one.consignment) > 0) break;
      list.push(other);
      next += 1;
    }
    list.push(one);
  }
  return [...list, ...b.slice(next)];
}

function changesOf(work: Work): readonly RatingChange[] {
  return [...work.before]
    .map(([note, before]): RatingChange => ({ note, before, after: work.kept.get(note) }))
    .filter(({ before, after }) => !sameRated(before, after))
    .toSorted((a, b) => compareCodePoints(a.note, b.note));
}

function sameRated(a: RatedConsignment | undefined, b: RatedConsignment | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.screening === b.screening && sameStructure(a.rating, b.rating) && sameStructure(a.consignment, b.consignment)
  );
}

const isReordered = (journal: KeptJournal, { terms }: JournalChanges): boolean =>
  terms !== undefined && terms.reservedAs !== journal.terms.reservedAs;

/** Everything from the beginning: where readings look ahead of themselves, or what is known of the world has changed. */
function rerateWhole(journal: KeptJournal, changes: JournalChanges): Rerated {
  const gone = new Set([...(changes.cancelled ?? []), ...(changes.put ?? []).map(({ note }) => note)]);
  const cancelled = new Set(changes.cancelled);
  const stay = journal.rated.map(({ consignment }) => consignment).filter(({ note }) => !gone.has(note));
  const put = (changes.put ?? []).filter(({ note }) => !cancelled.has(note));
  const after = keepJournal(changes.book ?? journal.book, [...stay, ...put], changes.terms ?? journal.terms);
  const earlier = new Map(journal.rated.map((one) => [one.consignment.note, one]));
  const notes = new Set([...earlier.keys(), ...after.kept.keys()]);
  const changed = [...notes]
    .map((note): RatingChange => ({ note, before: earlier.get(note), after: after.kept.get(note) }))
    .filter((one) => !sameRated(one.before, one.after))
    .toSorted((a, b) => compareCodePoints(a.note, b.note));
  return {
    journal: after,
    before: { book: journal.book, knownBy: journal.terms.knownBy },
    changed,
    touched: after.rated.map(({ consignment }) => consignment.note),
    moves: [],
    whole: true,
    reordered: isReordered(journal, changes),
  };
}

/**
 * Re-rates a journal by what has changed. A note is put once, as it stands now; a cancelled one is gone, whatever is put. The
 * journal given is used up.
 */
export function rerate(journal: KeptJournal, changes: JournalChanges): Rerated {
  const book = changes.book ?? journal.book;
  const terms = changes.terms ?? journal.terms;
  const known = { book, knownBy: terms.knownBy };
  const sameBook = book === journal.book && terms.knownBy === journal.terms.knownBy;
  const change = sameBook ? undefined : bookChange({ book: journal.book, knownBy: journal.terms.knownBy }, known);
  if (journal.reads.looksAhead() || change?.whole === true) return rerateWhole(journal, changes);
  const { kept, reads } = journal;
  const state = change?.recount === true ? recounted(known, journal) : journal.state;
  const queue = createQueue();
  const work: Work = { book, terms, state, reads, kept, queue, put: new Map(), moves: [], before: new Map() };
  queueTouched(work, change, changes.terms);
  const cancelled = new Set(changes.cancelled);
  for (const note of cancelled) takeOut(work, note);
  for (const consignment of changes.put ?? []) if (!cancelled.has(consignment.note)) putIn(work, consignment);
  const touched: string[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    touched.push(next.note);
    rateAgain(work, next);
  }
  if (reads.looksAhead()) return rerateWhole(journal, changes);
  const rated = listAfter(journal.rated, work);
  const after: KeptJournal = { book, terms, rated, state, kept, reads, reservedAs: terms.reservedAs };
  return {
    journal: after,
    before: { book: journal.book, knownBy: journal.terms.knownBy },
    changed: changesOf(work),
    touched,
    moves: work.moves,
    whole: false,
    reordered: isReordered(journal, changes),
  };
}
