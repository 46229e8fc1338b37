/**
 * Rational numbers over bigint, written for the reference evaluator alone: pricing.md section 1, "Decimal, exact, end to end".
 * Slow and plain. Nothing here is shared with the engine.
 */

export type Rational = { readonly top: bigint; readonly bottom: bigint };

const absolute = (a: bigint): bigint => (a < 0n ? -a : a);

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [absolute(a), absolute(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function ratio(top: bigint, bottom: bigint): Rational {
  if (bottom === 0n) throw new Error('a ratio over zero');
  const common = greatestCommonDivisor(top, bottom) * (bottom < 0n ? -1n : 1n);
  return { top: top / common, bottom: bottom / common };
}

export const whole = (value: bigint | number): Rational => ({ top: BigInt(value), bottom: 1n });
export const ZERO: Rational = whole(0);
export const ONE: Rational = whole(1);

/** Reads `-12.50`; anything else is a mistake of the caller, because the schema has already read the text. */
export function rational(text: string): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/u.exec(text);
  if (match === null) throw new Error(`no decimal: ${text}`);
  const [, sign = '', before = '', after = ''] = match;
  const value = ratio(BigInt(before + after), 10n ** BigInt(after.length));
  return sign === '-' ? negate(value) : value;
}

export const isDecimalText = (text: string): boolean => /^-?\d+(?:\.\d+)?$/u.test(text);

export const plus = (a: Rational, b: Rational): Rational =>
  ratio(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
const negate = (a: Rational): Rational => ({ top: -a.top, bottom: a.bottom });
export const minus = (a: Rational, b: Rational): Rational => plus(a, negate(b));
export const times = (a: Rational, b: Rational): Rational => ratio(a.top * b.top, a.bottom * b.bottom);
export const over = (a: Rational, b: Rational): Rational => ratio(a.top * b.bottom, a.bottom * b.top);
export const compare = (a: Rational, b: Rational): number => {
  const difference = a.top * b.bottom - b.top * a.bottom;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
export const less = (a: Rational, b: Rational): boolean => compare(a, b) < 0;
export const lesser = (a: Rational, b: Rational): Rational => (less(b, a) ? b : a);
export const greater = (a: Rational, b: Rational): Rational => (less(a, b) ? b : a);
export const size = (a: Rational): Rational => ({ top: absolute(a.top), bottom: a.bottom });
export const isZero = (a: Rational): boolean => a.top === 0n;
export const total = (values: readonly Rational[]): Rational => values.reduce(plus, ZERO);
export const notBelowZero = (a: Rational): Rational => greater(a, ZERO);

/** Exact decimal text of a value that has one, as facts and table cells are written. */
export function decimalText(a: Rational): string {
  let [top, places] = [a.top, 0n];
  while (top % a.bottom !== 0n) {
    top *= 10n;
    places += 1n;
    if (places > 60n) return `${String(a.top)}/${String(a.bottom)}`;
  }
  const digits = String(absolute(top / a.bottom)).padStart(Number(places) + 1, '0');
  const cut = digits.length - Number(places);
  const text = places === 0n ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return a.top < 0n ? `-${text}` : text;
}

export type Mode = 'half-up' | 'half-even' | 'up' | 'down';

/** The whole number nearest in a mode (section 1): half-up and up go away from zero, down goes toward it. */
export function wholeIn(a: Rational, mode: Mode): bigint {
  const [sign, positive] = a.top < 0n ? [-1n, size(a)] : [1n, a];
  const below = positive.top / positive.bottom;
  const rest = positive.top % positive.bottom;
  const twice = rest * 2n;
  const upward = {
    up: rest > 0n,
    down: false,
    'half-up': twice >= positive.bottom,
    'half-even': twice > positive.bottom || (twice === positive.bottom && below % 2n === 1n),
  }[mode];
  return sign * (upward ? below + 1n : below);
}

export const roundTo = (a: Rational, quantum: Rational, mode: Mode): Rational =>
  times(whole(wholeIn(over(a, quantum), mode)), quantum);

/** The least whole number not below a value, and the greatest not above it: along the line, not by distance from zero. */
export const ceiling = (a: Rational): bigint => (a.top < 0n ? wholeIn(a, 'down') : wholeIn(a, 'up'));
export const floor = (a: Rational): bigint => (a.top < 0n ? wholeIn(a, 'up') : wholeIn(a, 'down'));

/**
 * "Splitting a lump: weights, and the residue to the largest remainder (default, ties in order) …; all weights zero: equal
 * shares" (section 1).
 */
export function splitLump(lump: bigint, weights: readonly Rational[]): readonly bigint[] {
  if (weights.length === 0) return [];
  if (lump < 0n) return splitLump(-lump, weights).map((one) => -one);
  const used = weights.every(isZero) ? weights.map(() => ONE) : weights;
  const sum = total(used);
  const exact = used.map((weight) => over(times(whole(lump), weight), sum));
  const parts = exact.map(floor);
  const rest = lump - parts.reduce((a, b) => a + b, 0n);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: minus(value, whole(floor(value))) }))
    .toSorted((a, b) => compare(b.remainder, a.remainder) || a.index - b.index);
  for (const { index } of byRemainder.slice(0, Number(rest))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}
