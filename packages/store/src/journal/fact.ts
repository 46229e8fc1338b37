import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { contentHash, type Json } from './canonical-json.ts';
import type { Instant } from './instant.ts';

/**
 * What sort of thing happened: words of small letters joined by '-'. In use: consignment, correction, cancellation,
 * adjustment, attestation, quota-event, works-acceptance. The set is open, the journal treats all alike.
 */
export type FactKind = string;

/** Where a fact was read: a file and the row in it, from 1; no row when the source has none. */
export type FactSource = { readonly file: string; readonly row: number | null };

/** A fact to be written. */
export type NewFact = {
  readonly kind: FactKind;
  /** The number of the document. With `kind` it names an original fact, of which there is one. */
  readonly subject: string;
  readonly happened: LocalDate;
  /** When the users learned it; from the data, never from the clock. */
  readonly learned: Instant;
  /** The subject of what this corrects or cancels; null for an original. */
  readonly replaces: string | null;
  readonly source: FactSource;
  readonly body: Json;
};

/** A fact of the journal. */
export type Fact = NewFact & {
  readonly region: string;
  /** Its place in the journal of its region, from 1 without gaps, in the order in which facts were committed. */
  readonly seq: bigint;
  /** SHA-256 in hexadecimal, see {@link factHash}. */
  readonly contentHash: string;
};

/**
 * The hash by which a fact is known again. When it was learned and which file brought it are not part of it: the same
 * fact from a second file, or on a later day, is the same fact.
 */
export function factHash({ kind, subject, happened, replaces, body }: NewFact): Buffer {
  return contentHash({ kind, subject, happened, replaces, body });
}
