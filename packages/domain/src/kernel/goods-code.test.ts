import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CodeSystem,
  chapterOf,
  hsOf,
  isCode,
  matchesPattern,
  normaliseCode,
  parseCodeSystem,
  parsePattern,
} from './goods-code.ts';

const digits = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.nat({ max: 9 }), { minLength, maxLength }).map((list) => list.join(''));

const threeDigits = (n: number): string => String(n).padStart(3, '0');

describe('codes', () => {
  test.each<[CodeSystem | 'NHM', string, string | undefined]>([
    ['GNG', '25232900', '25232900'],
    ['NHM', '2523 29 00', '25232900'],
    ['GNG', '0102.29.10', '01022910'],
    ['GNG', '01022910', '01022910'],
    ['GNG', '1022910', undefined],
    ['ETSNG', '28101', '28101'],
    ['ETSNG', '281016', '281016'],
    ['ETSNG', '2810', undefined],
    ['HS', '2523.29', '252329'],
    ['HS', '25232900', undefined],
    ['CN', '8701\u00A094\u202F10', '87019410'],
    ['TNVED', '8701 94 100 0', '8701941000'],
    ['TNVED', '87019410', undefined],
    ['CN', '8701-94-10', undefined],
    ['CN', '٨٧٠١٩٤١٠', undefined],
    ['CN', '', undefined],
    ['CN', ' '.repeat(100), undefined],
  ])('%s %j is %s', (system, text, expected) => {
    expect(normaliseCode(system, text)).toBe(expected);
    expect(isCode(system, text)).toBe(expected === text);
  });

  test('a shorter code is read only where prefixes are asked for, a chapter at least', () => {
    expect(normaliseCode('GNG', '2523', { prefix: true })).toBe('2523');
    expect(normaliseCode('GNG', '25', { prefix: true })).toBe('25');
    expect(normaliseCode('GNG', '2', { prefix: true })).toBeUndefined();
    expect(normaliseCode('GNG', '252329001', { prefix: true })).toBeUndefined();
    expect(normaliseCode('GNG', '2523', { prefix: false })).toBeUndefined();
  });

  test('chapter and HS heading', () => {
    expect(chapterOf('GNG', '01022910')).toBe('01');
    expect(chapterOf('ETSNG', '281016')).toBe('28');
    expect(hsOf('TNVED', '8701941000')).toBe('870194');
    expect(hsOf('NHM', '01022910')).toBe('010229');
    expect(hsOf('HS', '252329')).toBe('252329');
    expect(hsOf('ETSNG', '28101')).toBeUndefined();
    expect(() => chapterOf('HS', '25')).toThrow(RangeError);
    expect(() => hsOf('CN', '2523 2900')).toThrow(RangeError);
  });

  test('systems by name', () => {
    expect(['GNG', 'nhm', 'NHM', 'Etsng', 'HS', 'CN', 'tnved', 'SITC', ''].map(parseCodeSystem)).toEqual([
      'GNG',
      'GNG',
      'GNG',
      'ETSNG',
      'HS',
      'CN',
      'TNVED',
      undefined,
      undefined,
    ]);
  });
});

describe('patterns', () => {
  test.each([
    ['281', '28101', true],
    ['281', '281', true],
    ['281', '28', false],
    ['281', '02810', false],
    ['301-304', '30100', true],
    ['301-304', '30499', true],
    ['301-304', '30500', false],
    ['301-304', '30099', false],
    ['301-304', '30', false],
    ['301 – 304', '30201', true],
    ['0101-0106', '01022910', true],
    ['=28101', '28101', true],
    ['=28101', '281016', false],
    ['2523.29', '25232900', true],
  ])('%s and %s: %s', (text, code, expected) => {
    const pattern = parsePattern(text);
    expect(pattern !== undefined && matchesPattern(code, pattern)).toBe(expected);
  });

  test.each(['', '=', '-', '281-', '-304', '304-301', '301-3045', '1-2-3', '28x', '281*', '12345678901', '301..304-'])(
    'refuses %j',
    (text) => {
      expect(parsePattern(text)).toBeUndefined();
    },
  );

  test('a range holds what one of its prefixes holds', () => {
    const bounds = fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 999 }));
    fc.assert(
      fc.property(bounds, digits(1, 8), ([a, b], code) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const pattern = parsePattern(`${threeDigits(low)}-${threeDigits(high)}`);
        let expected = false;
        for (let n = low; n <= high; n += 1) expected ||= code.startsWith(threeDigits(n));
        expect(pattern !== undefined && matchesPattern(code, pattern)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('a prefix and an exact pattern hold the code they were made of', () => {
    fc.assert(
      fc.property(digits(1, 10), digits(0, 4), (code, rest) => {
        const [prefix, exact] = [parsePattern(code), parsePattern(`=${code}`)];
        expect(prefix !== undefined && matchesPattern(code + rest, prefix)).toBe(true);
        expect(exact !== undefined && matchesPattern(code + rest, exact)).toBe(rest === '');
      }),
    );
  });
});
