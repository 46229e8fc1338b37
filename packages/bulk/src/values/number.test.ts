import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberWith, readNumber } from './number.ts';

const NBSP = '\u00A0';
const NARROW = '\u202F';

describe('numbers as people write them', () => {
  test.each([
    ['68400', '68400'],
    ['68,4', '68.4'],
    ['68.4', '68.4'],
    ['1 234,5', '1234.5'],
    [`1${NBSP}234${NBSP}567,25`, '1234567.25'],
    [`1${NARROW}234`, '1234'],
    ["1'234'567.5", '1234567.5'],
    ['1’234', '1234'],
    ['1.234,56', '1234.56'],
    ['1,234.56', '1234.56'],
    ['1.234.567', '1234567'],
    ['1,234,567', '1234567'],
    ['0,125', '0.125'],
    ['1234,567', '1234.567'],
    [',5', '0.5'],
    ['-12,50', '-12.50'],
    ['−12,5', '-12.5'],
    ['+7', '7'],
    ['007', '7'],
  ])('%j is %s', (text, expected) => {
    expect(readNumber(text)).toMatchObject({ kind: 'number', text: expected });
  });

  test('1,234 and 1.234 are two numbers each, until the column’s decimal mark is known', () => {
    expect(readNumber('1,234')).toEqual({ kind: 'unclear', byMark: { ',': '1.234', '.': '1234' } });
    expect(readNumber('1.234')).toEqual({ kind: 'unclear', byMark: { '.': '1.234', ',': '1234' } });
    expect(numberWith('1,234', undefined)).toEqual({ kind: 'unclear' });
    expect(numberWith('1,234', ',')).toMatchObject({ text: '1.234' });
    expect(numberWith('1,234', '.')).toMatchObject({ text: '1234' });
  });

  test('a number that contradicts the mark of its column is refused', () => {
    expect(numberWith('12.5', ',')).toEqual({ kind: 'malformed' });
    expect(numberWith('12,5', '.')).toEqual({ kind: 'malformed' });
  });

  test.each([
    '',
    ' ',
    '12 34',
    '1 23',
    '1,2,3',
    '1.23.4',
    '1,234.5.6',
    'abc',
    '1e5',
    '12-5',
    '--1',
    '1 234 56',
    '1 234\u00A0567',
    '#REF!',
    '.',
  ])('%j is none', (text) => {
    expect(readNumber(text)).toEqual({ kind: 'malformed' });
  });
});

/** Writes whole and fraction in a style; the oracle of the property below. */
function written(whole: bigint, fraction: string, group: string, mark: string): string {
  const digits = String(whole);
  const grouped = digits.replace(/\B(?=(?:\d{3})+$)/g, group);
  return fraction === '' ? grouped : `${grouped}${mark}${fraction}`;
}

test('what a formatter writes is read back, in every style', () => {
  const style = fc.constantFrom<[string, ',' | '.']>(
    [' ', ','],
    [NBSP, ','],
    [NARROW, ','],
    ["'", '.'],
    ['.', ','],
    [',', '.'],
    ['', ','],
    ['', '.'],
  );
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.stringMatching(/^[0-9]{0,4}$/),
      style,
      (whole, fraction, [group, mark]) => {
        const expected = fraction === '' ? String(whole) : `${whole}.${fraction}`;
        expect(numberWith(written(whole, fraction, group, mark), mark)).toMatchObject({
          kind: 'number',
          text: expected,
        });
      },
    ),
  );
});

test('without a known mark, a reading is right or none: never the other number', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      fc.stringMatching(/^[0-9]{0,4}$/),
      fc.constantFrom<',' | '.'>(',', '.'),
      (whole, fraction, mark) => {
        const reading = readNumber(written(whole, fraction, mark === ',' ? '.' : ',', mark));
        const expected = fraction === '' ? String(whole) : `${whole}.${fraction}`;
        if (reading.kind === 'number') expect(reading.text).toBe(expected);
        else expect(reading).toMatchObject({ kind: 'unclear', byMark: { [mark]: expected } });
      },
    ),
  );
});

test('any text at all is answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,' -+ekг".split('')) }), (text) => {
      expect(['number', 'unclear', 'malformed']).toContain(readNumber(text).kind);
    }),
  );
});
