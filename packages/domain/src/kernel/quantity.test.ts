import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, ofUnits, toText, ZERO } from './decimal.ts';
import { convert, dimensionOf, isUnit, type Quantity, type UnitCode, unitCodes } from './quantity.ts';

const unit = fc.constantFrom(...unitCodes());
const value = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat({ max: 6 }))
  .map(([units, scale]) => ofUnits(units, scale));

describe('converting', () => {
  test.each<[string, UnitCode, string, UnitCode]>([
    ['1', 'TNE', '1000', 'KGM'],
    ['80500', 'TNE', '80.5', 'KTN'],
    ['1', 'LBR', '0.45359237', 'KGM'],
    ['1', 'CWA', '100', 'LBR'],
    ['1', 'CWI', '112', 'LBR'],
    ['1', 'STN', '2000', 'LBR'],
    ['1', 'LTN', '2240', 'LBR'],
    ['1', 'KGM', '100000000/45359237', 'LBR'],
    ['1', 'SMI', '1.609344', 'KMT'],
    ['1', 'SMI', '5280', 'FOT'],
    ['1', 'NMI', '1.852', 'KMT'],
    ['10', 'KMT', '78125/12573', 'SMI'],
    ['2.5', 'DAY', '60', 'HUR'],
    ['90', 'MIN', '1.5', 'HUR'],
    ['1500', 'LTR', '1.5', 'MTQ'],
    ['1', 'KMK', '100', 'HAR'],
    ['2500', 'KWH', '2.5', 'MWH'],
    ['3', 'PK', '3', 'XPK'],
  ])('%s %s is %s %s', (amount, from, expected, to) => {
    const result = convert({ value: decimal(amount), unit: from }, to);
    expect(result === undefined ? undefined : [toText(result.value), result.unit]).toEqual([expected, to]);
  });

  test('a unit converts to those of its dimension and to no other', () => {
    fc.assert(
      fc.property(value, unit, unit, (amount, a, b) => {
        expect(convert({ value: amount, unit: a }, b) !== undefined).toBe(dimensionOf(a) === dimensionOf(b));
      }),
    );
  });

  test('there and back is the same amount, and the way over a third unit changes nothing', () => {
    const dimensions = [...new Set(unitCodes().map(dimensionOf))];
    const related = fc.constantFrom(...dimensions).chain((dimension) =>
      fc.array(fc.constantFrom(...unitCodes().filter((code) => dimensionOf(code) === dimension)), {
        minLength: 2,
        maxLength: 5,
      }),
    );
    fc.assert(
      fc.property(value, related, (amount, [first, ...others]) => {
        const start: Quantity = { value: amount, unit: first ?? 'C62' };
        let around: Quantity | undefined = start;
        for (const next of others) around = around === undefined ? undefined : convert(around, next);
        const last = others.at(-1) ?? start.unit;
        const direct = convert(start, last);
        const back = around === undefined ? undefined : convert(around, start.unit);
        expect([toText(around?.value ?? ZERO), around?.unit]).toEqual([toText(direct?.value ?? ZERO), last]);
        expect([toText(back?.value ?? ZERO), back?.unit]).toEqual([toText(amount), start.unit]);
      }),
      { numRuns: 500 },
    );
  });

  test('counts of different things never mix', () => {
    const one = decimal('1');
    for (const [from, to] of [
      ['HEA', 'H87'],
      ['H87', 'C62'],
      ['E22', 'container'],
      ['TNE', 'MTQ'],
      ['wagon', 'train'],
      ['TKM', 'wagon-km'],
    ] as const) {
      expect(convert({ value: one, unit: from }, to)).toBeUndefined();
    }
  });
});

describe('codes', () => {
  test('Recommendation 20 is in capitals, internal codes are lower-case', () => {
    for (const code of unitCodes()) expect(code).toMatch(/^(?:[A-Z0-9]{2,3}|[a-z]+(?:-km)?)$/);
    expect(new Set(unitCodes()).size).toBe(unitCodes().length);
  });

  test.each(['KGM', 'TNE', 'H87', 'HEA', 'C62', 'E22', 'wagon'])('%s is known', (code) => {
    expect(isUnit(code)).toBe(true);
  });

  test.each(['kgm', 't', 'TEU', 'Wagon', '', 'constructor', '__proto__'])('%j is not', (code) => {
    expect(isUnit(code)).toBe(false);
  });
});
