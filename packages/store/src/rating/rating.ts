import { contentHash, type Json } from '../journal/canonical-json.ts';
import type { Instant } from '../journal/instant.ts';

/** The price of one leg of a consignment, as it was worked out from what was known at one moment. */
export type NewRating = {
  /** The document number of the consignment. */
  readonly subject: string;
  /** The leg, from 1 in the order of the journey; 0 is the price of the goods themselves. */
  readonly leg: number;
  /** What was known up to this instant went in. */
  readonly asOf: Instant;
  /** The book that was used, recorded before. */
  readonly bookHash: string;
  /** The charge lines with their traces. */
  readonly lines: Json;
  readonly totals: Json;
};

/** `version` counts from 1 for each leg. */
export type Rating = NewRating & { readonly region: string; readonly version: number };

/** Rated again with the same result, a leg keeps its version, whatever book or moment confirmed it. */
export function ratingHash({ lines, totals }: NewRating): Buffer {
  return contentHash({ lines, totals });
}
