import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  equals,
  HUNDRED,
  isNegative,
  isWhole,
  isZero,
  maximum,
  minimum,
  multiply,
  negate,
  ONE,
  ofInteger,
  ofUnits,
  parseDecimal,
  sign,
  subtract,
  sum,
  toBigInt,
  toFixedText,
  toText,
  ZERO,
} from './decimal.ts';

/** The oracle: a fraction that is never reduced, with the schoolbook rules written out once more. */
type Fraction = { readonly n: bigint; readonly d: bigint };
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const minus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d });
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const over = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d, d: a.d * b.n });

const fractionOf = (value: Decimal): Fraction => ({ n: value.units, d: 10n ** BigInt(value.scale) * value.den });

function same(value: Decimal, expected: Fraction): boolean {
  const actual = fractionOf(value);
  return actual.n * expected.d === expected.n * actual.d;
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b);
}

/** What the type promises of every value. */
function wellFormed({ units, scale, den }: Decimal): boolean {
  return scale >= 0 && den >= 1n && (den === 1n || (gcd(den, 10n) === 1n && gcd(units, den) === 1n));
}

const units = fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }));
const plain = fc.tuple(units, fc.nat({ max: 30 })).map(([n, scale]) => ofUnits(n, scale));
const divisor = fc.oneof(fc.bigInt({ min: 1n, max: 400n }), fc.bigInt({ min: 1n, max: 10n ** 20n }));
/** Decimals and fractions that do not terminate, both signs, zero included. */
const anyDecimal = fc.oneof(
  plain,
  fc.tuple(plain, divisor).map(([value, by]) => divide(value, ofInteger(by))),
);
const nonZero = anyDecimal.filter((value) => !isZero(value));

/** The one form a quotient has: reduced, its twos and fives in the shortest scale, whatever the size of its numbers. */
function quotientOf({ n, d }: Fraction): Decimal {
  const common = gcd(n, d) * (d < 0n ? -1n : 1n);
  let [top, scale, den] = [n / common, 0, d / common];
  while (gcd(den, 10n) !== 1n) {
    const shared = gcd(den, 10n);
    top *= 10n / shared;
    den /= shared;
    scale += 1;
  }
  return { units: top, scale, den };
}

describe('arithmetic against fractions of bigints', () => {
  test('a quotient has one form, reckoned in machine numbers or not', () => {
    const near = fc.bigInt({ min: 2n ** 53n - 40n, max: 2n ** 53n + 40n });
    const sized = fc.oneof(fc.bigInt({ min: -100_000n, max: 100_000n }), near, units);
    fc.assert(
      fc.property(sized, fc.nat({ max: 6 }), sized, fc.nat({ max: 6 }), (n, scale, d, other) => {
        fc.pre(d !== 0n);
        const found = divide(ofUnits(n, scale), ofUnits(d, other));
        expect(found).toEqual(quotientOf({ n: n * 10n ** BigInt(other), d: d * 10n ** BigInt(scale) }));
      }),
      { numRuns: 3000 },
    );
  });

  test('add, subtract and multiply are exact', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        const [x, y] = [fractionOf(a), fractionOf(b)];
        expect(same(add(a, b), plus(x, y))).toBe(true);
        expect(same(subtract(a, b), minus(x, y))).toBe(true);
        expect(same(multiply(a, b), times(x, y))).toBe(true);
        for (const result of [add(a, b), subtract(a, b), multiply(a, b)]) expect(wellFormed(result)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('divide is exact, and undone by multiply', () => {
    fc.assert(
      fc.property(anyDecimal, nonZero, (a, b) => {
        const result = divide(a, b);
        expect(same(result, over(fractionOf(a), fractionOf(b)))).toBe(true);
        expect(wellFormed(result)).toBe(true);
        expect(equals(multiply(result, b), a)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('sums and products commute, associate and distribute', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, anyDecimal, (a, b, c) => {
        expect(equals(add(a, b), add(b, a))).toBe(true);
        expect(equals(multiply(a, b), multiply(b, a))).toBe(true);
        expect(equals(add(add(a, b), c), add(a, add(b, c)))).toBe(true);
        expect(equals(multiply(multiply(a, b), c), multiply(a, multiply(b, c)))).toBe(true);
        expect(equals(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('zero, one, the opposite and the magnitude', () => {
    fc.assert(
      fc.property(anyDecimal, (a) => {
        expect(equals(add(a, ZERO), a)).toBe(true);
        expect(equals(multiply(a, ONE), a)).toBe(true);
        expect(isZero(multiply(a, ZERO))).toBe(true);
        expect(isZero(add(a, negate(a)))).toBe(true);
        expect(isNegative(absolute(a))).toBe(false);
        expect(equals(multiply(absolute(a), ofInteger(sign(a))), a)).toBe(true);
        expect(isNegative(a)).toBe(a.units < 0n);
      }),
    );
  });

  test('sum adds a list in any order, and nothing to zero', () => {
    expect(equals(sum([]), ZERO)).toBe(true);
    fc.assert(
      fc.property(fc.array(anyDecimal, { maxLength: 8 }), (list) => {
        let expected: Fraction = { n: 0n, d: 1n };
        for (const value of list) expected = plus(expected, fractionOf(value));
        expect(same(sum(list), expected)).toBe(true);
        expect(same(sum(list.toReversed()), expected)).toBe(true);
      }),
    );
  });

  test('dividing by zero is a bug of the caller', () => {
    expect(() => divide(ONE, decimal('0.00'))).toThrow(RangeError);
  });

  test('a denominator disappears as soon as the value terminates', () => {
    const third = divide(ONE, ofInteger(3));
    expect(third).toEqual({ units: 1n, scale: 0, den: 3n });
    expect(add(add(third, third), third).den).toBe(1n);
    expect(divide(decimal('0.6'), ofInteger(3)).den).toBe(1n);
    expect(divide(ZERO, ofInteger(7))).toEqual({ units: 0n, scale: 0, den: 1n });
  });
});

describe('order', () => {
  test('subtract has the scale that adding the opposite has', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        expect(subtract(a, b)).toEqual(add(a, negate(b)));
      }),
    );
  });

  test('compare agrees with fractions, equals ignores scale', () => {
    fc.assert(
      fc.property(anyDecimal, fc.oneof(anyDecimal, fc.constant(undefined)), (a, other) => {
        const b = other ?? ofUnits(a.units * 1000n, a.scale + 3);
        const [x, y] = [fractionOf(a), fractionOf(b)];
        const difference = x.n * y.d - y.n * x.d;
        const expected = difference === 0n ? 0 : difference < 0n ? -1 : 1;
        expect(compare(a, b)).toBe(expected);
        expect(compare(b, a)).toBe(expected === 0 ? 0 : -expected);
        expect(equals(a, b)).toBe(expected === 0);
        expect(minimum(a, b)).toBe(expected <= 0 ? a : b);
        expect(maximum(a, b)).toBe(expected >= 0 ? a : b);
      }),
      { numRuns: 500 },
    );
  });

  test('signs', () => {
    expect([decimal('-0.01'), decimal('-0'), decimal('0.01')].map(sign)).toEqual([-1, 0, 1]);
    expect([decimal('-0.01'), decimal('-0'), decimal('0.01')].map(isNegative)).toEqual([true, false, false]);
  });
});

describe('text', () => {
  test.each([
    ['0', '0'],
    ['-0.000', '0'],
    ['007', '7'],
    ['+1.50', '1.5'],
    ['-0.050', '-0.05'],
    ['100', '100'],
    ['1200.00', '1200'],
    ['0.551', '0.551'],
    ['123456789012345678901234567890.123', '123456789012345678901234567890.123'],
  ])('%s is %s', (written, canonical) => {
    expect(toText(decimal(written))).toBe(canonical);
  });

  test.each([
    '',
    '.',
    '-',
    '+',
    '.5',
    '5.',
    '1e3',
    '1,5',
    ' 1',
    '1 ',
    '1 000',
    '--1',
    '−1',
    '0x10',
    '١',
    '1.2.3',
    'NaN',
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
    expect(() => decimal(text)).toThrow(SyntaxError);
  });

  test('reads at most 200 characters', () => {
    expect(parseDecimal('9'.repeat(200))?.units).toBe(10n ** 200n - 1n);
    expect(parseDecimal('9'.repeat(201))).toBeUndefined();
    expect(parseDecimal('\n1')).toBeUndefined();
    expect(parseDecimal('1\n')).toBeUndefined();
  });

  test('short texts are read as long ones: digits with a point among them', () => {
    const digits = fc.string({ unit: fc.constantFrom('0', '5', '9', '.', '+', '-', 'a'), maxLength: 18 });
    fc.assert(
      fc.property(digits, (text) => {
        const [, before, whole = '', fraction = ''] = /^([+-]?)([0-9]+)(?:\.([0-9]+))?$/.exec(text) ?? [];
        const size = BigInt(whole + fraction);
        const read = { units: before === '-' ? -size : size, scale: fraction.length, den: 1n };
        expect(parseDecimal(text)).toEqual(before === undefined ? undefined : read);
      }),
      { numRuns: 5000 },
    );
  });

  test('canonical text is read back as the same value, and equal values have one text', () => {
    fc.assert(
      fc.property(plain, fc.nat({ max: 10 }), (value, zeros) => {
        const text = toText(value);
        const back = parseDecimal(text);
        expect(back !== undefined && equals(back, value)).toBe(true);
        expect(text).not.toMatch(/^-0$|\.\d*0$|\.$|^-?0\d/);
        expect(toText(ofUnits(value.units * 10n ** BigInt(zeros), value.scale + zeros))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('a value that does not terminate prints as a reduced fraction', () => {
    expect(toText(divide(ONE, ofInteger(3)))).toBe('1/3');
    expect(toText(divide(decimal('-0.1'), ofInteger(3)))).toBe('-1/30');
    expect(toText(divide(decimal('50'), ofInteger(7)))).toBe('50/7');
    fc.assert(
      fc.property(anyDecimal, (value) => {
        const [n = '', d] = toText(value).split('/');
        if (d === undefined) return;
        expect(same(value, { n: BigInt(n), d: BigInt(d) })).toBe(true);
        expect(gcd(BigInt(n), BigInt(d))).toBe(1n);
      }),
    );
  });

  test('fixed text shows every digit asked for and never rounds', () => {
    expect(toFixedText(decimal('-0.5'), 2)).toBe('-0.50');
    expect(toFixedText(decimal('7'), 0)).toBe('7');
    expect(toFixedText(decimal('7.000'), 1)).toBe('7.0');
    expect(toFixedText(decimal('-0.00'), 2)).toBe('0.00');
    expect(() => toFixedText(decimal('0.005'), 2)).toThrow(RangeError);
    expect(() => toFixedText(divide(ONE, ofInteger(3)), 2)).toThrow(RangeError);
    expect(() => toFixedText(ONE, -1)).toThrow(RangeError);
    fc.assert(
      fc.property(plain, fc.nat({ max: 5 }), (value, more) => {
        const text = toFixedText(value, value.scale + more);
        expect(equals(decimal(text), value)).toBe(true);
        expect(text.split('.')[1]?.length ?? 0).toBe(value.scale + more);
      }),
    );
  });
});

describe('whole numbers', () => {
  test('a number must be a safe integer, a scale not negative', () => {
    expect(toText(ofInteger(-42))).toBe('-42');
    expect(toText(ofInteger(2n ** 70n))).toBe('1180591620717411303424');
    for (const n of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => ofInteger(n)).toThrow(RangeError);
    }
    for (const scale of [-1, 0.5, Number.NaN]) expect(() => ofUnits(1n, scale)).toThrow(RangeError);
  });

  test('toBigInt gives back whole values only', () => {
    expect(toBigInt(decimal('-12.00'))).toBe(-12n);
    expect(() => toBigInt(decimal('0.1'))).toThrow(RangeError);
    expect(() => toBigInt(divide(ONE, ofInteger(3)))).toThrow(RangeError);
    fc.assert(
      fc.property(anyDecimal, (value) => {
        const { n, d } = fractionOf(value);
        expect(isWhole(value)).toBe(n % d === 0n);
        expect(toBigInt(multiply(value, ofUnits(d, 0)))).toBe(n);
      }),
    );
  });

  test('the constants are what they say and cannot be changed', () => {
    expect([ZERO, ONE, HUNDRED].map(toText)).toEqual(['0', '1', '100']);
    expect([ZERO, ONE, HUNDRED].every((value) => Object.isFrozen(value))).toBe(true);
  });
});
