import { describe, expect, it, test } from 'vitest';
import { parseEntry } from '../book/parse.ts';
import { meterOf } from '../testing/meter-from-text.ts';
import { addsUp, withParts } from './form.ts';
import { COUNTED, METER_KEYS, meterReferenceSchema } from './schema.ts';

type Changes = Readonly<Record<string, unknown>>;

const MONTHLY = { measure: 'mass', window: { calendar: 'month' } };
const two = (combine: string, more: Changes = {}): Changes => ({ combine, of: [MONTHLY, MONTHLY], ...more });

describe('what a consignment adds is its own measure', () => {
  test.each<[string, Changes, boolean]>([
    ['of a meter', MONTHLY, true],
    ['of an excess over a baseline', { ...MONTHLY, baseline: { fixed: '5' } }, true],
    ['of a sum of several', two('sum'), true],
    ['not of a ratio', { ...MONTHLY, baseline: { lastYear: true, as: 'ratio' } }, false],
    ['not of a ratio of a sum', two('sum', { baseline: { lastYear: true, as: 'ratio' } }), false],
    ['not of the lesser of several', two('lesser'), false],
    ['not of the greater', two('greater'), false],
  ])('%s', (_, text, expected) => {
    expect(addsUp(meterOf(text))).toBe(expected);
  });

  it('a meter that combines others comes before them; another is by itself', () => {
    const plain = meterOf(MONTHLY);
    expect(withParts(plain)).toEqual([plain]);
    const both = meterOf(two('lesser'));
    expect(withParts(both).map(({ id }) => id)).toEqual(['m', 'm#of.0', 'm#of.1']);
  });
});

describe('what a meter may say', () => {
  const reads = (text: Changes): boolean => parseEntry(meterReferenceSchema, text).ok;

  test.each<[string, readonly string[], (choice: string) => Changes]>([
    ['measure', COUNTED, (measure) => ({ ...MONTHLY, measure })],
    ['key', METER_KEYS, (key) => ({ ...MONTHLY, key: [key] })],
    ['date of counting', ['accepted', 'crossed', 'delivered', 'received'], (countAt) => ({ ...MONTHLY, countAt })],
    ['last day', ['the-day', 'the-day-before'], (rollingTo) => ({ ...MONTHLY, window: { rollingDays: 5, rollingTo } })],
    [
      'calendar',
      ['week', 'month', 'quarter', 'half-year', 'year'],
      (calendar) => ({ ...MONTHLY, window: { calendar } }),
    ],
    ['way of combining', ['sum', 'lesser', 'greater'], (how) => two(how)],
    [
      'empty window',
      ['zero', 'left-out', 'not-evaluated'],
      (whenEmpty) => ({ ...MONTHLY, baseline: { meanOf: 2, whenEmpty } }),
    ],
    ['reading', ['excess', 'ratio'], (as) => ({ ...MONTHLY, baseline: { fixed: '2', as } })],
    [
      'money',
      ['gross', 'net'],
      (of) => ({ ...MONTHLY, measure: { money: { charges: ['freight'], of, currency: 'EUR' } } }),
    ],
  ])('%s: each of its choices, and no other', (_, choices, of) => {
    expect(choices.filter((choice) => !reads(of(choice)))).toEqual([]);
    expect(reads(of('something else'))).toBe(false);
  });

  test.each<[string, readonly string[]]>([
    ['measures', COUNTED],
    ['keys', METER_KEYS],
  ])('%s are named in words of small letters', (_, names) => {
    expect(names.filter((name) => !/^[a-z]+(?:-[a-z]+)*$/u.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('at least one kind of charge, two meters that are combined, at most two dozen', () => {
    expect(reads({ ...MONTHLY, measure: { money: { charges: [], of: 'net', currency: 'EUR' } } })).toBe(false);
    const of = (count: number): Changes => ({ combine: 'sum', of: Array.from({ length: count }, () => MONTHLY) });
    expect([1, 2, 24, 25].map((count) => reads(of(count)))).toEqual([false, true, true, false]);
  });
});
