import { type Decimal, multiply, ofInteger, toText } from './decimal.ts';
import { powerOfTen } from './powers-of-ten.ts';

/**
 * pricing.md §1: half-up goes away from zero on ties, half-even to the even multiple on ties, up always away from
 * zero, down always toward zero.
 */
export type RoundingMode = 'half-up' | 'half-even' | 'up' | 'down';

/** A tariff's rounding step: to which multiple, how, and whether later steps go on from the rounded or full value. */
export type Rounding = {
  readonly quantum: Decimal;
  readonly mode: RoundingMode;
  readonly carry: 'rounded' | 'full';
};

/** Whether a magnitude that lies between `low` and `low + 1` goes up; `excess` of `whole` lies above `low`. */
function goesUp(mode: RoundingMode, low: bigint, excess: bigint, whole: bigint): boolean {
  switch (mode) {
    case 'down':
      return false;
    case 'up':
      return true;
    case 'half-up':
      return 2n * excess >= whole;
    case 'half-even':
      return 2n * excess === whole ? low % 2n === 1n : 2n * excess > whole;
  }
}

/** numerator / denominator (> 0) as a whole number, rounded in the given mode. */
function roundQuotient(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const low = size / denominator;
  const excess = size % denominator;
  const rounded = excess !== 0n && goesUp(mode, low, excess, denominator) ? low + 1n : low;
  return numerator < 0n ? -rounded : rounded;
}

/**
 * The multiple of `quantum` (any positive number: 0.01, 0.05, 1, 100, even 1/3) that the mode chooses for `value`.
 * Exact for values that do not terminate. This is the only function in the project that rounds.
 */
export function roundTo(value: Decimal, quantum: Decimal, mode: RoundingMode): Decimal {
  if (quantum.units <= 0n) throw new RangeError(`a rounding quantum must be positive, not ${toText(quantum)}`);
  const shift = quantum.scale - value.scale;
  if (shift >= 0 && value.den === 1n && quantum.den === 1n && quantum.units === 1n) return value;
  const top = value.units * quantum.den * (shift > 0 ? powerOfTen(shift) : 1n);
  const bottom = quantum.units * value.den * (shift < 0 ? powerOfTen(-shift) : 1n);
  const multiple = roundQuotient(top, bottom, mode);
  if (quantum.den === 1n) return { units: multiple * quantum.units, scale: quantum.scale, den: 1n };
  return multiply(ofInteger(multiple), quantum);
}
