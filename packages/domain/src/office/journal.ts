/** The journal as the office reads it: facts with the day they were learned, and what they leave standing on a day. */
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';

/** A consignment recorded, a later version of it, or its cancellation. `order` tells facts of one day apart. */
export type JournalFact = {
  readonly note: string;
  readonly learned: LocalDate;
  readonly order: number;
} & (
  | { readonly kind: 'consignment' | 'correction'; readonly consignment: Consignment }
  | { readonly kind: 'cancellation' }
);

/** What the journal came to on a day of knowledge. */
export type KnownJournal = {
  /** Consignments as last known and not cancelled, by acceptance, then note. */
  readonly consignments: readonly Consignment[];
  /** The day each was first learned of. */
  readonly firstLearned: ReadonlyMap<string, LocalDate>;
  readonly facts: number;
  readonly corrected: number;
  readonly cancelled: number;
};

const byKnowledge = (a: JournalFact, b: JournalFact): number =>
  compareCodePoints(a.learned, b.learned) || a.order - b.order;

/**
 * Consignments as known at the end of a day: the last version learned by then stands, a cancelled one does not. A cancellation
 * is final for its note; order of arrival within the facts given does not matter.
 */
export function knownJournal(facts: Iterable<JournalFact>, knownBy: LocalDate): KnownJournal {
  const known = [...facts].filter((fact) => fact.learned <= knownBy).toSorted(byKnowledge);
  const standing = new Map<string, Consignment>();
  const firstLearned = new Map<string, LocalDate>();
  const cancelled = new Set<string>();
  const corrected = new Set<string>();
  for (const fact of known) {
    if (!firstLearned.has(fact.note)) firstLearned.set(fact.note, fact.learned);
    if (fact.kind === 'cancellation') cancelled.add(fact.note);
    else standing.set(fact.note, fact.consignment);
    if (fact.kind === 'correction') corrected.add(fact.note);
  }
  for (const note of cancelled) standing.delete(note);
  const consignments = [...standing.values()].toSorted(
    (a, b) => compareCodePoints(a.accepted, b.accepted) || compareCodePoints(a.note, b.note),
  );
  return { consignments, firstLearned, facts: known.length, corrected: corrected.size, cancelled: cancelled.size };
}
