import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, divide, equals, negate, ofInteger, ofUnits, toText } from './decimal.ts';
import { type RoundingMode, roundTo } from './rounding.ts';

const MODES: readonly RoundingMode[] = ['half-up', 'half-even', 'up', 'down'];

/**
 * The oracle: of the two multiples of the quantum around the value, found by floor division, take the one the
 * mode's definition names by comparing distances. It shares no step with the code under test.
 */
function oracle(value: Decimal, quantum: Decimal, mode: RoundingMode): { n: bigint; d: bigint } {
  const n = value.units * 10n ** BigInt(quantum.scale) * quantum.den;
  const d = 10n ** BigInt(value.scale) * value.den * quantum.units;
  const floor = n >= 0n ? n / d : -((-n + d - 1n) / d);
  const multiple = choose(floor, n, d, mode);
  return { n: multiple * quantum.units, d: 10n ** BigInt(quantum.scale) * quantum.den };
}

function choose(floor: bigint, n: bigint, d: bigint, mode: RoundingMode): bigint {
  if (floor * d === n) return floor;
  const ceiling = floor + 1n;
  const [inner, outer] = n > 0n ? [floor, ceiling] : [ceiling, floor];
  if (mode === 'down') return inner;
  if (mode === 'up') return outer;
  const toFloor = n - floor * d;
  const toCeiling = ceiling * d - n;
  if (toFloor !== toCeiling) return toFloor < toCeiling ? floor : ceiling;
  if (mode === 'half-up') return outer;
  return floor % 2n === 0n ? floor : ceiling;
}

const units = fc.oneof(fc.bigInt({ min: -500n, max: 500n }), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }));
const plain = fc.tuple(units, fc.nat({ max: 12 })).map(([n, scale]) => ofUnits(n, scale));
const value = fc.oneof(
  plain,
  fc.tuple(plain, fc.integer({ min: 1, max: 99 })).map(([n, by]) => divide(n, ofInteger(by))),
);
const quantum = fc.oneof(
  fc.constantFrom('0.0001', '0.01', '0.05', '0.1', '0.25', '1', '5', '10', '100', '1000').map(decimal),
  fc.tuple(fc.bigInt({ min: 1n, max: 999n }), fc.nat({ max: 5 })).map(([n, scale]) => ofUnits(n, scale)),
  fc
    .tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }))
    .map(([n, d]) => divide(ofInteger(n), ofInteger(d))),
);

describe('roundTo', () => {
  test.each(MODES)('agrees with the definition of %s', (mode) => {
    fc.assert(
      fc.property(value, quantum, (a, q) => {
        const expected = oracle(a, q, mode);
        const actual = roundTo(a, q, mode);
        expect(actual.units * expected.d).toBe(expected.n * 10n ** BigInt(actual.scale) * actual.den);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(MODES)('%s of an exact tie agrees with its definition', (mode) => {
    fc.assert(
      fc.property(fc.bigInt({ min: -1000n, max: 1000n }), quantum, (k, q) => {
        const tie = divide({ ...q, units: q.units * (2n * k + 1n) }, ofInteger(2));
        const expected = oracle(tie, q, mode);
        const actual = roundTo(tie, q, mode);
        expect(actual.units * expected.d).toBe(expected.n * 10n ** BigInt(actual.scale) * actual.den);
      }),
    );
  });

  test('rounding twice changes nothing, and the opposite rounds to the opposite', () => {
    fc.assert(
      fc.property(value, quantum, fc.constantFrom(...MODES), (a, q, mode) => {
        const once = roundTo(a, q, mode);
        expect(equals(roundTo(once, q, mode), once)).toBe(true);
        expect(equals(roundTo(negate(a), q, mode), negate(once))).toBe(true);
      }),
    );
  });

  test.each<[string, string, readonly [string, string, string, string]]>([
    ['2.345', '0.01', ['2.35', '2.34', '2.35', '2.34']],
    ['2.355', '0.01', ['2.36', '2.36', '2.36', '2.35']],
    ['-2.345', '0.01', ['-2.35', '-2.34', '-2.35', '-2.34']],
    ['0.5', '1', ['1', '0', '1', '0']],
    ['1.5', '1', ['2', '2', '2', '1']],
    ['2.5', '1', ['3', '2', '3', '2']],
    ['-0.5', '1', ['-1', '0', '-1', '0']],
    ['-2.5', '1', ['-3', '-2', '-3', '-2']],
    ['0.025', '0.05', ['0.05', '0', '0.05', '0']],
    ['0.075', '0.05', ['0.1', '0.1', '0.1', '0.05']],
    ['150', '100', ['200', '200', '200', '100']],
    ['250', '100', ['300', '200', '300', '200']],
    ['-49.99', '100', ['0', '0', '-100', '0']],
    ['0.0000001', '1', ['0', '0', '1', '0']],
    ['1.005', '0.01', ['1.01', '1', '1.01', '1']],
    ['1.1', '0.01', ['1.1', '1.1', '1.1', '1.1']],
  ])('%s to %s', (text, step, expected) => {
    expect(MODES.map((mode) => toText(roundTo(decimal(text), decimal(step), mode)))).toEqual(expected);
  });

  test('is exact where the value does not terminate', () => {
    const third = divide(ofInteger(1), ofInteger(3));
    expect(toText(roundTo(third, decimal('0.01'), 'half-up'))).toBe('0.33');
    expect(toText(roundTo(third, third, 'half-up'))).toBe('1/3');
    expect(toText(roundTo(divide(ofInteger(1), ofInteger(6)), third, 'half-even'))).toBe('0');
  });

  test('a quantum that is not positive is a bug of the caller', () => {
    for (const bad of ['0', '-0.01']) {
      expect(() => roundTo(decimal('1'), decimal(bad), 'down')).toThrow(RangeError);
    }
  });
});
