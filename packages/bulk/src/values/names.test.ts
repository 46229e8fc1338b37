import { localDate } from '@kontor/domain/kernel/local-date';
import { describe, expect, test } from 'vitest';
import { foldName } from './fold-name.ts';
import { namesOf } from './names.ts';

const common = { source: { synthetic: true }, valid: { from: localDate('2024-01-01') } };
const NAMES = namesOf({
  parties: [
    {
      kind: 'party',
      id: 'romashka',
      title: { en: 'Romashka', de: 'Romaschka', ru: 'ООО «Ромашка»', be: 'ТАА «Рамонак»' },
      short: 'Ромашка',
      roles: [],
      identifiers: [{ scheme: 'UNP', id: '100000001' }],
      groups: [],
      owners: [],
      ...common,
    },
    {
      kind: 'party',
      id: 'romashka-2',
      title: 'Ромашка',
      roles: [],
      identifiers: [],
      groups: [],
      owners: [],
      ...common,
    },
  ],
  places: [
    {
      kind: 'place',
      id: 'by-bqt',
      title: { en: 'Brest', de: 'Brest', ru: 'Брест', be: 'Брэст' },
      country: 'BY',
      locode: 'BYBQT',
      codes: { ESR: '130007' },
      ...common,
    },
    { kind: 'place', id: 'by-bqt-north', title: 'Брест-Северный', country: 'BY', codes: { ESR: '130100' }, ...common },
  ],
});

describe('names people write', () => {
  test('lead to the id, whatever the letter case and the quotation marks', () => {
    for (const name of ['romashka', 'ООО "Ромашка"', 'ооо «ромашка»', 'Romashka', 'ТАА „Рамонак“', '100000001']) {
      expect(NAMES.party(name)).toEqual(['romashka']);
    }
  });

  test('lead nowhere when unknown, and to all when ambiguous; the legal form tells firms apart', () => {
    expect(NAMES.party('ЗАО «Ромашка»')).toEqual([]);
    expect(NAMES.party('Ромашка')).toEqual(['romashka', 'romashka-2']);
    expect(NAMES.party('')).toEqual([]);
  });

  test('of places may be codes, with or without check digit, alone or beside the name', () => {
    for (const name of [
      'Брест',
      'Брэст',
      'BYBQT',
      'BY BQT',
      '130007',
      '13000',
      'Брест (130007)',
      'Brest [BYBQT]',
      'Неведомая (130007)',
    ]) {
      expect(NAMES.place(name)).toEqual(['by-bqt']);
    }
    expect(NAMES.place('Брест (130100)')).toEqual(['by-bqt', 'by-bqt-north']);
    expect(NAMES.place('Минск')).toEqual([]);
  });

  test('are folded without touching what tells them apart', () => {
    expect(foldName(' ООО  «Ёлка»\u00A0')).toBe('ооо елка');
  });
});
