/** On which version of its base tariff a discount was granted (pricing.md section 3). */
import { inForce, isNewer, type Versioned } from '../book/select.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { overlaps } from '../kernel/period.ts';

type Granted = Pick<Versioned, 'valid' | 'known'>;

function earlierKnown(a: Versioned, b: Versioned): number {
  return compareCodePoints(a.known, b.known) || (isNewer(a, b) ? 1 : -1);
}

/**
 * The version that was in force when the discount began, as its grantor knew the book; where there was none yet, the first
 * that became known of those the discount can meet. Undefined when the tariff has no such version.
 */
export function grantedOn<T extends Versioned>(versions: readonly T[], { valid, known }: Granted): T | undefined {
  const [then] = inForce(versions, { on: valid.from, knownBy: known });
  if (then !== undefined) return then;
  return versions.filter((one) => overlaps(one.valid, valid)).toSorted(earlierKnown)[0];
}
