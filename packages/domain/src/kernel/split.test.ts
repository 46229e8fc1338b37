import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, divide, isZero, ofInteger, ofUnits } from './decimal.ts';
import { type Residue, splitLump } from './split.ts';

const RESIDUES: readonly Residue[] = ['largest-remainder', 'first', 'last'];

const weight = fc.oneof(
  fc.constant(decimal('0')),
  fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.nat({ max: 4 })).map(([n, scale]) => ofUnits(n, scale)),
  fc.tuple(fc.nat({ max: 99 }), fc.integer({ min: 1, max: 9 })).map(([n, d]) => divide(ofInteger(n), ofInteger(d))),
);
const weights = fc.array(weight, { minLength: 1, maxLength: 12 });
const total = fc.oneof(fc.bigInt({ min: -200n, max: 200n }), fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }));

/** The weights as fractions over one denominator, the plainest way. */
function numerators(list: readonly Decimal[]): readonly bigint[] {
  const common = list.reduce((product, { scale, den }) => product * 10n ** BigInt(scale) * den, 1n);
  const tops = list.map(({ units, scale, den }) => units * (common / (10n ** BigInt(scale) * den)));
  return list.every(isZero) ? tops.map(() => 1n) : tops;
}

const absolute = (n: bigint): bigint => (n < 0n ? -n : n);

describe('splitLump', () => {
  test.each<[bigint, readonly string[], Residue, readonly bigint[]]>([
    [299n, ['4300', '1400', '2300'], 'largest-remainder', [161n, 52n, 86n]],
    [299n, ['1000', '1000', '1000'], 'largest-remainder', [100n, 100n, 99n]],
    [10n, ['0', '0'], 'largest-remainder', [5n, 5n]],
    [11n, ['0', '0'], 'last', [5n, 6n]],
    [1000n, ['50', '50', '50'], 'last', [333n, 333n, 334n]],
    [5000n, ['12000', '23000', '30000'], 'first', [924n, 1769n, 2307n]],
    [-299n, ['4300', '1400', '2300'], 'largest-remainder', [-161n, -52n, -86n]],
    [-100n, ['1', '1', '1'], 'first', [-34n, -33n, -33n]],
    [0n, ['3', '4'], 'largest-remainder', [0n, 0n]],
    [7n, ['0', '2', '0'], 'largest-remainder', [0n, 7n, 0n]],
    [1n, ['0.1', '0.2', '0.2'], 'largest-remainder', [0n, 1n, 0n]],
  ])('%s over %j, residue %s', (lump, list, residue, parts) => {
    expect(splitLump(lump, list.map(decimal), residue)).toEqual(parts);
  });

  test.each(RESIDUES)('the parts add up to the whole, opposite for the opposite (%s)', (residue) => {
    fc.assert(
      fc.property(total, weights, (lump, list) => {
        const parts = splitLump(lump, list, residue);
        expect(parts).toHaveLength(list.length);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(lump);
        expect(splitLump(-lump, list, residue)).toEqual(parts.map((part) => -part));
      }),
      { numRuns: 500 },
    );
  });

  test('largest remainder: each part is its share cut or raised by one, greater remainders raised first', () => {
    fc.assert(
      fc.property(total, weights, (lump, list) => {
        const shares = numerators(list);
        const whole = shares.reduce((sum, share) => sum + share, 0n);
        const parts = splitLump(lump, list, 'largest-remainder').map(absolute);
        const rows = shares.map((share, index) => {
          const exact = share * absolute(lump);
          return { index, rest: exact % whole, raised: (parts[index] ?? 0n) - exact / whole };
        });
        for (const { raised } of rows) expect(raised === 0n || raised === 1n).toBe(true);
        for (const a of rows.filter(({ raised }) => raised === 1n)) {
          for (const b of rows.filter(({ raised }) => raised === 0n)) {
            expect(a.rest > b.rest || (a.rest === b.rest && a.index < b.index)).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each(['first', 'last'] as const)('residue to the %s: the others get their share cut toward zero', (residue) => {
    fc.assert(
      fc.property(total, weights, (lump, list) => {
        const shares = numerators(list);
        const whole = shares.reduce((sum, share) => sum + share, 0n);
        const receiver = residue === 'first' ? 0 : list.length - 1;
        const cut = shares.map((share) => (share * lump) / whole);
        expect(splitLump(lump, list, residue).toSpliced(receiver, 1)).toEqual(cut.toSpliced(receiver, 1));
      }),
      { numRuns: 300 },
    );
  });

  test('nothing to split over, and negative weights', () => {
    expect(splitLump(0n, [], 'first')).toEqual([]);
    expect(() => splitLump(1n, [], 'first')).toThrow(RangeError);
    expect(() => splitLump(1n, [decimal('-1'), decimal('2')], 'first')).toThrow(RangeError);
  });
});
