import { describe, expect, test } from 'vitest';
import { isUnit } from './quantity.ts';
import { codeMeant, codesFor } from './unit-codes.ts';

describe('a unit written as people write it', () => {
  test.each([
    ['t', 'TNE'],
    ['тонн', 'TNE'],
    ['kg', 'KGM'],
    ['кг.', 'KGM'],
    ['km', 'KMT'],
    ['TEU', 'E22'],
    ['m³', 'MTQ'],
    ['Stück', 'H87'],
    ['голов', 'HEA'],
    ['wagons', 'wagon'],
    ['вагон', 'wagon'],
    ['tne', 'TNE'],
    ['TNNE', 'TNE'],
    ['contaner', 'container'],
  ])('%s means %s', (written, code) => {
    expect(codeMeant(written)).toBe(code);
    expect(isUnit(code)).toBe(true);
  });

  test.each(['', 'x', 'parsec', 'EUR', '12', 'x'.repeat(10_000)])('%s means none', (written) => {
    expect(codeMeant(written)).toBeUndefined();
  });
});

describe('codes that would do', () => {
  test.each([
    ['t', 'KGM', ['TNE']],
    ['H87', 'KGM', ['KGM', 'TNE', 'KTN', 'DTN']],
    ['MTR', 'E22', ['E22']],
    ['TEU', 'E22', ['E22']],
    ['TEU', 'wagon', ['wagon']],
    ['EUR', 'KMT', ['KMT', 'MTR']],
    ['TNE', 'EUR', ['EUR']],
  ])('%s where %s is wanted', (written, wanted, codes) => {
    expect(codesFor(written, wanted)).toEqual(codes);
  });
});
