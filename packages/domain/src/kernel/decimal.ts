import { powerOfTen } from './powers-of-ten.ts';

/**
 * An exact rational number, shaped for decimals: value = units / (10^scale · den).
 *
 * `den` is 1 unless a division did not terminate; then it is coprime to 10 and to `units`. Two values can be
 * equal with different `scale` (1.5 and 1.50): compare with {@link equals}, never field by field.
 * Nothing here ever rounds: that is the business of rounding.ts alone (pricing.md §1).
 */
export type Decimal = {
  readonly units: bigint;
  readonly scale: number;
  readonly den: bigint;
};

/** Longest decimal text read from outside, so that hostile input cannot cost unbounded time. */
export const LONGEST_TEXT = 200;

const DECIMAL_TEXT = /^([+-]?)([0-9]+)(?:\.([0-9]+))?$/;

function terminating(units: bigint, scale: number): Decimal {
  return { units, scale, den: 1n };
}

export const ZERO: Decimal = Object.freeze(terminating(0n, 0));
export const ONE: Decimal = Object.freeze(terminating(1n, 0));
export const HUNDRED: Decimal = Object.freeze(terminating(100n, 0));

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function commonOfSmall(a: number, b: number): number {
  let large = a;
  let small = b;
  while (small !== 0) {
    const rest = large % small;
    large = small;
    small = rest;
  }
  return large;
}

/** The greatest common divisor of two non-negative numbers; once both are small enough, in whole machine numbers. */
function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let large = a;
  let small = b;
  while (small !== 0n) {
    if (large <= SAFE && small <= SAFE) return BigInt(commonOfSmall(Number(large), Number(small)));
    const rest = large % small;
    large = small;
    small = rest;
  }
  return large;
}

const magnitude = (n: bigint): bigint => (n < 0n ? -n : n);

/** Reduces units / (10^scale · den) where `den` is positive and already coprime to 10. */
function reduced(units: bigint, scale: number, den: bigint): Decimal {
  if (den === 1n) return terminating(units, scale);
  const common = greatestCommonDivisor(magnitude(units), den);
  if (common === 1n) return { units, scale, den };
  return { units: units / common, scale, den: den / common };
}

/** How often `factor` divides `n`, and what is left of `n` without it. */
function strip(n: bigint, factor: bigint): { readonly times: number; readonly rest: bigint } {
  let times = 0;
  let rest = n;
  while (rest % factor === 0n) {
    rest /= factor;
    times += 1;
  }
  return { times, rest };
}

/** The same quotient where numerator and divisor are small: its divisor is taken apart in whole machine numbers. */
function smallQuotient(numerator: number, divisor: number): Decimal {
  const common = commonOfSmall(Math.abs(numerator), divisor);
  let rest = divisor / common;
  let twos = 0;
  let fives = 0;
  for (; rest % 2 === 0; rest /= 2) twos += 1;
  for (; rest % 5 === 0; rest /= 5) fives += 1;
  const units = BigInt(numerator / common);
  if (twos === fives) return { units, scale: twos, den: BigInt(rest) };
  const lift = twos < fives ? 2n ** BigInt(fives - twos) : 5n ** BigInt(twos - fives);
  return { units: units * lift, scale: Math.max(twos, fives), den: BigInt(rest) };
}

/** The exact value numerator / denominator, the denominator's twos and fives moved into the scale. */
function quotient(numerator: bigint, denominator: bigint): Decimal {
  const signed = denominator < 0n ? -numerator : numerator;
  const size = magnitude(denominator);
  if (size <= SAFE && magnitude(numerator) <= SAFE) return smallQuotient(Number(signed), Number(size));
  const common = greatestCommonDivisor(magnitude(numerator), size);
  const bottom = size / common;
  const twos = strip(bottom, 2n);
  const fives = strip(twos.rest, 5n);
  const scale = Math.max(twos.times, fives.times);
  const lift = 2n ** BigInt(scale - twos.times) * 5n ** BigInt(scale - fives.times);
  return { units: (signed / common) * lift, scale, den: fives.rest };
}

const POINT = 46;
const ZERO_DIGIT = 48;
/** Digits that a whole machine number holds exactly. */
const SHORT = 15;

/** Reads a short text of digits, with a point among them or without; undefined for anything else, well-formed or not. */
function parseShort(text: string): Decimal | undefined {
  if (text.length > SHORT) return undefined;
  let point = -1;
  let size = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === POINT && point < 0) point = index;
    else if (code >= ZERO_DIGIT && code <= ZERO_DIGIT + 9) size = size * 10 + code - ZERO_DIGIT;
    else return undefined;
  }
  if (point === 0 || point === text.length - 1 || text === '') return undefined;
  return terminating(BigInt(size), point < 0 ? 0 : text.length - 1 - point);
}

/**
 * Reads a plain decimal: optional sign, digits, optionally a point and digits. No exponent, spaces, thousands
 * separators or comma, at most 200 characters; anything else is undefined.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const short = parseShort(text);
  if (short !== undefined) return short;
  if (text.length > LONGEST_TEXT) return undefined;
  const match = DECIMAL_TEXT.exec(text);
  if (match === null) return undefined;
  const [, minus, whole = '', fraction = ''] = match;
  const size = BigInt(whole + fraction);
  return terminating(minus === '-' ? -size : size, fraction.length);
}

/** A decimal literal in code. Throws on malformed text: that is a mistake in the program, not in input. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === undefined) throw new SyntaxError(`not a decimal: ${JSON.stringify(text.slice(0, LONGEST_TEXT))}`);
  return value;
}

/** A whole number. A `number` must be a safe integer, so that no rounded float slips in. */
export function ofInteger(n: bigint | number): Decimal {
  if (typeof n === 'number' && !Number.isSafeInteger(n)) throw new RangeError(`not a safe integer: ${n}`);
  return terminating(BigInt(n), 0);
}

/** units / 10^scale, such as ofUnits(12345n, 2) = 123.45. */
export function ofUnits(units: bigint, scale: number): Decimal {
  if (!Number.isSafeInteger(scale) || scale < 0) throw new RangeError(`not a scale: ${scale}`);
  return terminating(units, scale);
}

/** a + b */
export function add(a: Decimal, b: Decimal): Decimal {
  if (a.den === 1n && b.den === 1n) {
    if (a.scale === b.scale) return terminating(a.units + b.units, a.scale);
    if (a.scale > b.scale) return terminating(a.units + b.units * powerOfTen(a.scale - b.scale), a.scale);
    return terminating(a.units * powerOfTen(b.scale - a.scale) + b.units, b.scale);
  }
  const scale = Math.max(a.scale, b.scale);
  const left = a.units * powerOfTen(scale - a.scale) * b.den;
  const right = b.units * powerOfTen(scale - b.scale) * a.den;
  return reduced(left + right, scale, a.den * b.den);
}

/** a − b */
export function subtract(a: Decimal, b: Decimal): Decimal {
  if (a.den === 1n && b.den === 1n) {
    if (a.scale === b.scale) return terminating(a.units - b.units, a.scale);
    if (a.scale > b.scale) return terminating(a.units - b.units * powerOfTen(a.scale - b.scale), a.scale);
    return terminating(a.units * powerOfTen(b.scale - a.scale) - b.units, b.scale);
  }
  return add(a, negate(b));
}

/** a · b */
export function multiply(a: Decimal, b: Decimal): Decimal {
  const scale = a.scale + b.scale;
  if (a.den === 1n && b.den === 1n) return terminating(a.units * b.units, scale);
  return reduced(a.units * b.units, scale, a.den * b.den);
}

/** a / b, exactly. Throws when b is zero: whoever divides checks first. */
export function divide(a: Decimal, b: Decimal): Decimal {
  if (b.units === 0n) throw new RangeError('division by zero');
  const shift = b.scale - a.scale;
  const top = a.units * b.den * (shift > 0 ? powerOfTen(shift) : 1n);
  const bottom = b.units * a.den * (shift < 0 ? powerOfTen(-shift) : 1n);
  return quotient(top, bottom);
}

/** −a */
export function negate(a: Decimal): Decimal {
  return { units: -a.units, scale: a.scale, den: a.den };
}

/** |a| */
export function absolute(a: Decimal): Decimal {
  return a.units < 0n ? negate(a) : a;
}

/** −1 when a < b, 0 when equal, 1 when a > b. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  let left = a.units;
  let right = b.units;
  if (a.scale < b.scale) left *= powerOfTen(b.scale - a.scale);
  else if (b.scale < a.scale) right *= powerOfTen(a.scale - b.scale);
  if (a.den !== b.den) {
    left *= b.den;
    right *= a.den;
  }
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Whether both stand for the same number, whatever their scale. */
export function equals(a: Decimal, b: Decimal): boolean {
  return compare(a, b) === 0;
}

export function isZero(a: Decimal): boolean {
  return a.units === 0n;
}

/** Whether a < 0. */
export function isNegative(a: Decimal): boolean {
  return a.units < 0n;
}

/** −1, 0 or 1. */
export function sign(a: Decimal): -1 | 0 | 1 {
  if (a.units === 0n) return 0;
  return a.units < 0n ? -1 : 1;
}

/** The lesser of two; the first when they are equal. */
export function minimum(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}

/** The greater of two; the first when they are equal. */
export function maximum(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}

/** The sum of a list; zero when it is empty. */
export function sum(list: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of list) total = add(total, value);
  return total;
}

/** Whether the value is a whole number. */
export function isWhole(a: Decimal): boolean {
  return a.den === 1n && a.units % powerOfTen(a.scale) === 0n;
}

/** The value as a bigint. Throws when it is not whole. */
export function toBigInt(a: Decimal): bigint {
  if (!isWhole(a)) throw new RangeError(`not a whole number: ${toText(a)}`);
  return a.units / powerOfTen(a.scale);
}

function pointed(units: bigint, digits: number): string {
  if (digits === 0) return units.toString();
  const size = magnitude(units)
    .toString()
    .padStart(digits + 1, '0');
  const minus = units < 0n ? '-' : '';
  return `${minus}${size.slice(0, -digits)}.${size.slice(-digits)}`;
}

/** Without the zeros after the last digit that counts, and without a point that nothing follows. */
function trimmed(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === ZERO_DIGIT) end -= 1;
  if (text[end - 1] === '.') end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/**
 * The canonical text: plain decimal, no exponent, no needless zeros ("1.5", "-0.25", "200"). A value that does
 * not terminate prints as a reduced fraction "n/d" ("1/3"), which {@link parseDecimal} does not read back.
 */
export function toText(a: Decimal): string {
  if (a.den !== 1n) {
    const bottom = powerOfTen(a.scale) * a.den;
    const common = greatestCommonDivisor(magnitude(a.units), bottom);
    return `${a.units / common}/${bottom / common}`;
  }
  const text = pointed(a.units, a.scale);
  return a.scale === 0 ? text : trimmed(text);
}

/** The value with exactly `digits` decimals. Throws when that would need rounding: round first. */
export function toFixedText(a: Decimal, digits: number): string {
  if (!Number.isSafeInteger(digits) || digits < 0) throw new RangeError(`not a number of digits: ${digits}`);
  if (a.den !== 1n) throw new RangeError(`${toText(a)} has no ${digits}-digit form`);
  if (a.scale <= digits) return pointed(a.units * powerOfTen(digits - a.scale), digits);
  const surplus = powerOfTen(a.scale - digits);
  if (a.units % surplus !== 0n) throw new RangeError(`${toText(a)} has no ${digits}-digit form`);
  return pointed(a.units / surplus, digits);
}
