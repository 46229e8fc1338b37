/** The status of a quantity against what was undertaken: derived, never typed (plan.md, "Promises"). */
import { add, compare, type Decimal, divide, multiply, ONE, ofInteger, subtract } from '../kernel/decimal.ts';

/**
 * `no-evidence`: the window has begun and nothing is known. `not-started`: nothing can be expected yet, or it is only
 * ordered. `limited`: under way, below three quarters. `substantial`: three quarters or more, not yet within tolerance of
 * the whole. `complete`: within tolerance of the whole. `exceeded`: above it.
 */
export const STATUSES = ['no-evidence', 'not-started', 'limited', 'substantial', 'complete', 'exceeded'] as const;
export type Status = (typeof STATUSES)[number];

/** From this share on a fulfilment is substantial. */
export const SUBSTANTIAL_FROM: Decimal = Object.freeze(divide(ofInteger(3), ofInteger(4)));

/** The least quantity that counts as the whole, and the greatest that does not exceed it. */
export function toleratedSpan(whole: bigint, tolerance: Decimal): { readonly least: Decimal; readonly most: Decimal } {
  const quantity = ofInteger(whole);
  return { least: multiply(quantity, subtract(ONE, tolerance)), most: multiply(quantity, add(ONE, tolerance)) };
}

export type StatusFacts = {
  readonly whole: bigint;
  readonly tolerance: Decimal;
  readonly fulfilled: bigint;
  readonly dispatched: bigint;
  /** Whether there is any evidence at all, be it an order. */
  readonly hasEvidence: boolean;
  /** Whether the window of the undertaking has begun. */
  readonly hasBegun: boolean;
};

export function statusOf(facts: StatusFacts): Status {
  const { whole, tolerance, fulfilled, dispatched, hasEvidence, hasBegun } = facts;
  if (!hasEvidence) return hasBegun ? 'no-evidence' : 'not-started';
  const done = ofInteger(fulfilled);
  const { least, most } = toleratedSpan(whole, tolerance);
  if (compare(done, most) > 0) return 'exceeded';
  if (fulfilled > 0n && compare(done, least) >= 0) return 'complete';
  if (fulfilled === 0n && dispatched === 0n) return 'not-started';
  return compare(done, multiply(ofInteger(whole), SUBSTANTIAL_FROM)) >= 0 ? 'substantial' : 'limited';
}
