import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from './language.ts';
import { writeDate, writeDecimal, writeMoney, writeMonth, writePercent } from './numerals.ts';

const NBSP = '\u00a0';

describe('decimals', () => {
  test.each([
    ['en', '1234.50', '1,234.50'],
    ['de', '1234.50', '1.234,50'],
    ['ru', '1234.50', `1${NBSP}234,50`],
    ['be', '1234.50', `1${NBSP}234,50`],
    ['de', '-1234567', '-1.234.567'],
    ['de', '123', '123'],
    ['de', '0.001', '0,001'],
    ['en', '1/3', '1/3'],
    ['en', '', ''],
  ] as const)('%s writes %s as %s', (language, text, written) => {
    expect(writeDecimal(language, text)).toBe(written);
  });

  test.each([
    ['1', 2, '1,00'],
    ['1.005', 2, '1,01'],
    ['-1.005', 2, '-1,01'],
    ['999.995', 2, '1.000,00'],
    ['80500', 1, '80.500,0'],
    ['1.4', 0, '1'],
  ])('German %s with %d digits is %s', (text, digits, written) => {
    expect(writeDecimal('de', text, digits)).toBe(written);
  });

  test('a number past 2^53 keeps every digit', () => {
    expect(writeDecimal('en', '90071992547409931234567890.12')).toBe('90,071,992,547,409,931,234,567,890.12');
  });

  test('taking the separators away again gives the number back', () => {
    const digits = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.nat({ max: 999 }), fc.boolean());
    fc.assert(
      fc.property(digits, fc.constantFrom(...LANGUAGES), ([whole, fraction, negative], language) => {
        const text = `${negative ? '-' : ''}${whole}.${String(fraction).padStart(3, '0')}`;
        const written = writeDecimal(language, text);
        const [group, point] = language === 'en' ? [',', '.'] : [language === 'de' ? '.' : NBSP, ','];
        expect(written.replaceAll(group, '').replace(point, '.')).toBe(text);
      }),
    );
  });
});

describe('money', () => {
  test.each([
    ['en', 123450n, 'EUR', `EUR${NBSP}1,234.50`],
    ['de', 123450n, 'EUR', `1.234,50${NBSP}EUR`],
    ['ru', 123450n, 'RUB', `1${NBSP}234,50${NBSP}RUB`],
    ['be', -5n, 'BYN', `-0,05${NBSP}BYN`],
    ['en', 1234n, 'JPY', `JPY${NBSP}1,234`],
  ] as const)('%s writes %d minor units of %s', (language, minor, currency, written) => {
    expect(writeMoney(language, minor, currency)).toBe(written);
  });
});

test('percent signs stand as each language sets them', () => {
  expect(LANGUAGES.map((language) => writePercent(language, '12.5'))).toEqual([
    '12.5%',
    `12,5${NBSP}%`,
    `12,5${NBSP}%`,
    `12,5${NBSP}%`,
  ]);
});

test('dates and months', () => {
  expect(LANGUAGES.map((language) => writeDate(language, '2025-10-01'))).toEqual([
    `1${NBSP}Oct${NBSP}2025`,
    '01.10.2025',
    '01.10.2025',
    '01.10.2025',
  ]);
  expect(LANGUAGES.map((language) => writeMonth(language, '2025-03'))).toEqual([
    `Mar${NBSP}2025`,
    '03.2025',
    '03.2025',
    '03.2025',
  ]);
  expect(writeDate('en', 'soon')).toBe('soon');
  expect(writeMonth('de', '2025')).toBe('2025');
});
