import type { Decimal } from './decimal.ts';
import { powerOfTen } from './powers-of-ten.ts';

/** Who takes what is left over when a lump is split into whole minor units (pricing.md §1). */
export type Residue = 'largest-remainder' | 'first' | 'last';

/** The weights as whole numbers in the same proportion; all ones when all weights are zero. */
function proportions(weights: readonly Decimal[]): readonly bigint[] {
  let scale = 0;
  let den = 1n;
  for (const weight of weights) {
    if (weight.units < 0n) throw new RangeError('a weight must not be negative');
    scale = Math.max(scale, weight.scale);
    if (den % weight.den !== 0n) den *= weight.den;
  }
  const whole = weights.map((weight) => weight.units * powerOfTen(scale - weight.scale) * (den / weight.den));
  return whole.some((weight) => weight !== 0n) ? whole : whole.map(() => 1n);
}

/** Indexes in the order in which they receive one more unit each: greatest remainder first, ties in list order. */
function byRemainder(remainders: readonly bigint[]): readonly number[] {
  const ranked = remainders.map((remainder, index) => ({ remainder, index }));
  const ordered = ranked.toSorted((a, b) => {
    if (a.remainder === b.remainder) return a.index - b.index;
    return a.remainder > b.remainder ? -1 : 1;
  });
  return ordered.map(({ index }) => index);
}

/**
 * Splits `total` (minor units, either sign) in proportion to weights that are not negative. The parts always add up
 * to the total. Each part is first cut toward zero; the residue then goes one unit each to the largest remainders
 * (ties in order), or whole to the first or the last part. All weights zero: equal shares. A negative total splits as
 * its opposite does, negated. Throws when there is nothing to split a total other than zero over.
 */
export function splitLump(total: bigint, weights: readonly Decimal[], residue: Residue): bigint[] {
  if (weights.length === 0) {
    if (total === 0n) return [];
    throw new RangeError('a lump needs at least one weight');
  }
  const size = total < 0n ? -total : total;
  const shares = proportions(weights);
  const whole = shares.reduce((sum, share) => sum + share, 0n);
  const parts = shares.map((share) => (size * share) / whole);
  const left = size - parts.reduce((sum, part) => sum + part, 0n);
  const receivers = residue === 'largest-remainder' ? byRemainder(shares.map((share) => (size * share) % whole)) : [];
  const extra = new Map(receivers.slice(0, Number(left)).map((index) => [index, 1n]));
  if (residue === 'first') extra.set(0, left);
  if (residue === 'last') extra.set(weights.length - 1, left);
  return parts.map((part, index) => {
    const grown = part + (extra.get(index) ?? 0n);
    return total < 0n ? -grown : grown;
  });
}
