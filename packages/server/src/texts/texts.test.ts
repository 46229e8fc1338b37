import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localDate } from '@kontor/domain/kernel/local-date';
import { unitCodes } from '@kontor/domain/kernel/quantity';
import { refusal } from '@kontor/domain/kernel/refusal';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { LANGUAGES } from './language.ts';
import { loadTexts, textsOf } from './texts.ts';

const NBSP = '\u00a0';

const german = textsOf(
  'de',
  new Map([
    ['plain', 'Die Sendung ist da.'],
    ['filled', 'Es fehlen {mass, number} t bis {day, date} im Jahr {year}.'],
    ['counted', '{count, plural, one {eine Sendung} other {# Sendungen}}'],
    ['literal', 'Spalte <kg> in {file}'],
    ['place.line', 'Zeile {line}'],
    ['place.record', 'Datensatz {record}'],
    ['place.path', 'bei {path}'],
    ['refusal.mass-differs.reason', 'Die Wagen wiegen {wagons, number} kg, die Güter {goods, number} kg.'],
    ['refusal.mass-differs.remedy', 'Eine der Massen berichtigen.'],
  ]),
);

describe('a message', () => {
  test('without parameters is said as it stands', () => {
    expect(german.say('plain')).toBe('Die Sendung ist da.');
  });

  test('fills in numbers and dates from canonical text as the language writes them, and the rest as it is', () => {
    expect(german.say('filled', { mass: '90071992547409931.5', day: '2025-10-01', year: 2025 })).toBe(
      'Es fehlen 90.071.992.547.409.931,5 t bis 01.10.2025 im Jahr 2025.',
    );
  });

  test.each([
    [1, 'eine Sendung'],
    [1234, '1.234 Sendungen'],
    [1234n, '1.234 Sendungen'],
  ])('chooses the plural form for %d and groups the number', (count, said) => {
    expect(german.say('counted', { count })).toBe(said);
  });

  test('takes angle brackets literally', () => {
    expect(german.say('literal', { file: 'a.csv' })).toBe('Spalte <kg> in a.csv');
  });

  test('that is missing, or lacks a parameter, is a mistake in the program', () => {
    expect(() => german.say('absent')).toThrow('no message absent');
    expect(() => german.say('literal')).toThrow('file');
    expect(german.knows('absent')).toBe(false);
  });
});

describe('a refusal in words', () => {
  const params = { wagons: '24000', goods: '24001' };

  test('has its reason, remedy and a place an editor can open', () => {
    const place = { file: 'a.csv', line: 12, column: 5, record: 'KB-1', path: 'wagons[0]' };
    expect(german.refusal(refusal('mass-differs', params, place))).toEqual({
      reason: 'Die Wagen wiegen 24.000 kg, die Güter 24.001 kg.',
      remedy: 'Eine der Massen berichtigen.',
      where: 'a.csv:12:5, Datensatz KB-1, bei wagons[0]',
    });
  });

  test.each([
    [{}, ''],
    [{ file: 'a.csv' }, 'a.csv'],
    [{ file: 'a.csv', line: 3 }, 'a.csv:3'],
    [{ line: 3, column: 1 }, 'Zeile 3:1'],
    [{ record: 'KB-1' }, 'Datensatz KB-1'],
  ])('says where %j is', (place, where) => {
    expect(german.refusal(refusal('mass-differs', params, place)).where).toBe(where);
  });
});

describe('numbers, dates and units', () => {
  test('are written the same whatever the platform believes', () => {
    expect(german.money(123450n, 'EUR')).toBe(`1.234,50${NBSP}EUR`);
    expect(german.decimal('1234.5', 2)).toBe('1.234,50');
    expect(german.percent('12.5')).toBe(`12,5${NBSP}%`);
    expect(german.date(localDate('2025-10-01'))).toBe('01.10.2025');
    expect(german.month('2025-10')).toBe('10.2025');
  });

  test('a unit without a name is shown by its code', () => {
    expect(german.quantity('1500.5', 'TNE')).toBe(`1.500,5${NBSP}TNE`);
  });

  test.each([
    ['1', `1${NBSP}вагон`],
    ['2', `2${NBSP}вагона`],
    ['5', `5${NBSP}вагонов`],
    ['21', `21${NBSP}вагон`],
    ['1.5', `1,5${NBSP}вагона`],
  ])('Russian counts %s wagons', (value, written) => {
    expect(loadTexts('ru').quantity(value, 'wagon')).toBe(written);
  });

  test('every unit of the kernel has a name in every language', () => {
    for (const language of LANGUAGES) {
      const texts = loadTexts(language);
      expect(unitCodes().filter((unit) => !texts.knows(`unit.${unit}`))).toEqual([]);
    }
  });
});

describe('catalogues', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kontor-catalogues-'));
    mkdirSync(join(folder, 'de'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: unknown): void => {
    writeFileSync(join(folder, 'de', name), JSON.stringify(content));
  };

  test('merge all files of a language', () => {
    write('a.json', { one: 'eins' });
    write('b.json', { two: 'zwei' });
    write('notes.txt', 'not a catalogue');
    expect([...readCatalogue('de', folder)]).toEqual([
      ['one', 'eins'],
      ['two', 'zwei'],
    ]);
  });

  test('hold a key once', () => {
    write('a.json', { one: 'eins' });
    write('b.json', { one: 'ein' });
    expect(() => readCatalogue('de', folder)).toThrow('the message one is in two catalogues');
  });

  test('hold nothing but messages', () => {
    write('a.json', { one: { nested: 'eins' } });
    expect(() => readCatalogue('de', folder)).toThrow('expected string');
  });

  test.each(LANGUAGES)('of %s lie where the program finds them', (language) => {
    expect(readCatalogue(language).size).toBeGreaterThan(0);
  });
});
