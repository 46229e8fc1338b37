import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINOR_DIGITS } from './currency-table.ts';
import { decimal, equals, ofUnits } from './decimal.ts';
import { addMoney, formatMinor, isCurrency, minorDigits, money, ofMinor, roundToMinor, toMinor } from './money.ts';
import { roundTo } from './rounding.ts';

const currency = fc.constantFrom(...MINOR_DIGITS.keys());
const minor = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });

/** Where the Unicode tables round cash, or lag behind, and ISO 4217 does not. */
const UNICODE_DIFFERS = new Set('AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER'.split(' '));

describe('currencies', () => {
  test.each([
    ['EUR', 2],
    ['BYN', 2],
    ['RUB', 2],
    ['USD', 2],
    ['CHF', 2],
    ['PLN', 2],
    ['CNY', 2],
    ['KZT', 2],
    ['IDR', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['UGX', 0],
    ['KWD', 3],
    ['IQD', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['BYR', undefined],
    ['eur', undefined],
    ['XAU', undefined],
    ['XXX', undefined],
    ['', undefined],
  ])('%s has %s minor digits', (code, digits) => {
    expect(minorDigits(code)).toBe(digits);
    expect(isCurrency(code)).toBe(digits !== undefined);
  });

  test('the digits are those of the platform wherever both follow ISO 4217', () => {
    for (const [code, digits] of MINOR_DIGITS) {
      if (UNICODE_DIFFERS.has(code)) continue;
      const format = new Intl.NumberFormat('en', { style: 'currency', currency: code });
      expect([code, format.resolvedOptions().maximumFractionDigits]).toEqual([code, digits]);
    }
  });

  test('no currency in use is missing', () => {
    const inUse =
      'EUR USD BYN RUB PLN UAH CZK SEK GBP CHF CNY KZT UZS GEL AMD AZN MDL KGS TJS TMT MNT TRY INR XCG ZWG SLE VED';
    expect(inUse.split(' ').filter((code) => !isCurrency(code))).toEqual([]);
    expect([...MINOR_DIGITS.keys()].filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
    expect(MINOR_DIGITS.size).toBeGreaterThan(160);
  });
});

describe('amounts', () => {
  test('minor units and decimals are two forms of one amount', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        expect(toMinor(ofMinor(amount, code), code)).toBe(amount);
        expect(toMinor(decimal(formatMinor(amount, code)), code)).toBe(amount);
        expect(formatMinor(amount, code).split('.')[1]?.length ?? 0).toBe(minorDigits(code));
      }),
    );
  });

  test('rounding to minor units is roundTo with the minor unit as quantum', () => {
    const amount = fc.tuple(minor, fc.nat({ max: 12 })).map(([units, scale]) => ofUnits(units, scale));
    const mode = fc.constantFrom('half-up', 'half-even', 'up', 'down');
    fc.assert(
      fc.property(amount, currency, mode, (value, code, how) => {
        const quantum = ofMinor(1n, code);
        expect(equals(ofMinor(roundToMinor(value, code, how), code), roundTo(value, quantum, how))).toBe(true);
        expect(roundToMinor(value, code)).toBe(roundToMinor(value, code, 'half-up'));
      }),
    );
  });

  test('plain text', () => {
    expect(formatMinor(123450n, 'EUR')).toBe('1234.50');
    expect(formatMinor(-5n, 'BYN')).toBe('-0.05');
    expect(formatMinor(1234n, 'JPY')).toBe('1234');
    expect(formatMinor(0n, 'KWD')).toBe('0.000');
    expect(roundToMinor(decimal('-1.005'), 'EUR')).toBe(-101n);
    expect(roundToMinor(decimal('1.005'), 'EUR', 'half-even')).toBe(100n);
  });

  test('adding keeps the currency and refuses another', () => {
    expect(addMoney(money('EUR', 250n), money('EUR', -300n))).toEqual({ currency: 'EUR', minor: -50n });
    expect(() => addMoney(money('EUR', 1n), money('USD', 1n))).toThrow(TypeError);
  });

  test('part of a minor unit, or an unknown currency, is a bug of the caller', () => {
    expect(() => toMinor(decimal('0.005'), 'EUR')).toThrow(RangeError);
    expect(() => money('XYZ', 1n)).toThrow(RangeError);
    expect(() => ofMinor(1n, 'euro')).toThrow(RangeError);
  });
});
