import { describe, expect, test } from 'vitest';
import { fieldSpec, IGNORE } from './fields.ts';
import { findHeader } from './header.ts';
import { massUnit, matchTitle, titleTable } from './titles.ts';

const fieldOf = (...parts: string[]): string => {
  const match = matchTitle(parts);
  if (match.kind === 'unknown') return 'unknown';
  return (
    (match.kind === 'field' ? match.field : `asks ${match.fields.join(' ')}`) +
    (match.unit === undefined ? '' : ` in ${match.unit}`)
  );
};

describe('titles as people write them', () => {
  test.each([
    ['№ накладной', 'note'],
    ['Номер  накладной', 'note'],
    ['НАКЛАДНАЯ №', 'note'],
    ['Frachtbrief-Nr.', 'note'],
    ['Consignment note No.', 'note'],
    ['Дата приема', 'accepted'],
    ['Дата приёма груза', 'accepted'],
    ['Дата отправления', 'accepted'],
    ['Дата прыёму', 'accepted'],
    ['Грузоотправитель', 'consignor'],
    ['1. Отправитель', 'consignor'],
    ['Графа 1 Отправитель', 'consignor'],
    ['Absender', 'consignor'],
    ['Грузаатрымальнік', 'consignee'],
    ['Empfänger', 'consignee'],
    ['Код ГНГ', 'item.GNG'],
    ['код груза (ЕТСНГ)', 'item.ETSNG'],
    ['Масса груза, кг', 'mass in kg'],
    ['Масса груза (т)', 'mass in t'],
    ['Вес, тн', 'mass in t'],
    ['18 Масса (в кг)', 'mass in kg'],
    ['Gewicht [t]', 'mass in t'],
    ['Gewicht in kg', 'mass in kg'],
    ['№ вагона', 'wagon.number'],
    ['Вагон №', 'wagon.number'],
    ['Wagennummer', 'wagon.number'],
    ['Станция отправления', 'origin'],
    ['Ст. назначения', 'destination'],
    ['Погранпереход', 'crossings'],
    ['Grenzübergang', 'crossings'],
    ['Плательщик', 'leg.payer'],
    ['Перевозчик 2', 'leg2.carrier'],
    ['Тара вагона, т', 'wagon.tare_kg in t'],
    ['Тонн', 'mass in t'],
    ['mass_kg', 'mass_kg in kg'],
    ['leg1.carrier', 'leg1.carrier'],
    ['item.quantity.LBR', 'item.quantity.LBR'],
    ['extra.contractClass', 'extra.contractClass'],
    ['Примечание', 'unknown'],
    ['item.quantity.XXXX', 'unknown'],
    ['Код груза', 'asks item.GNG item.ETSNG'],
    ['Масса брутто, кг', 'asks ignore mass_kg in kg'],
    ['Дата', 'asks accepted dates.delivered'],
  ])('%j is %s', (title, expected) => {
    expect(fieldOf(title)).toBe(expected);
  });

  test('titles over one another are read together, then the lower, and the upper alone only suggests', () => {
    expect(fieldOf('Станция', 'отправления')).toBe('origin');
    expect(fieldOf('Груз', 'Код ГНГ')).toBe('item.GNG');
    expect(fieldOf('Груз', 'Масса, т')).toBe('mass in t');
    expect(fieldOf('Перевозчик 2', 'Плательщик')).toBe('leg2.payer');
    expect(fieldOf('Вагон', 'номер')).toBe('wagon.number');
    expect(fieldOf('Грузоотправитель', 'УНП')).toBe('asks consignor ignore');
  });
});

describe('the table of titles', () => {
  const table = titleTable();

  test('names fields that exist, from sources that are described', () => {
    for (const [field, sourced] of Object.entries(table.fields)) {
      const real = field === 'mass' ? 'mass_kg' : field.replace(/^leg\./, 'leg1.');
      expect([field, fieldSpec(real)?.name]).toEqual([field, real]);
      for (const source of Object.keys(sourced)) expect(table.sources).toHaveProperty(source);
    }
    for (const fields of Object.values(table.asked.titles)) {
      for (const field of fields) expect(field === IGNORE ? field : fieldSpec(field)?.name).toBe(field);
    }
  });

  test('leads every title to its own field and no other', () => {
    for (const [field, sourced] of Object.entries(table.fields)) {
      for (const title of Object.values(sourced).flatMap((each) => each.titles)) {
        expect(`${title}: ${fieldOf(title).replace(/ in (?:kg|t)$/, '')}`).toBe(`${title}: ${field}`);
      }
    }
  });

  test('has words only for what the record knows', () => {
    const knows = {
      mode: 'leg1.mode',
      traffic: 'traffic',
      kind: 'kind',
      ownership: 'wagon.ownership',
      form: 'form',
      role: 'crossing1.role',
    };
    for (const [list, field] of Object.entries(knows)) {
      expect(
        Object.keys(table.words[list] ?? {}).filter((word) => fieldSpec(field)?.choices?.includes(word) !== true),
      ).toEqual([]);
    }
  });
});

test('units are known in four languages', () => {
  expect(['кг', 'тн.', 'Т', 'kg', 'Tonnen', 'тон'].map(massUnit)).toEqual(['kg', 't', 't', 'kg', 't', 't']);
  expect(massUnit('шт')).toBeUndefined();
});

describe('the row of titles', () => {
  const rows = (...texts: string[]): { line: number; cells: string[] }[] =>
    texts.map((text, i) => ({ line: i + 1, cells: text.split(';') }));
  const none = new Set<string>();

  test('stands below headings', () => {
    const header = findHeader({
      rows: rows('ОАО «Цемент»;;', ';;', '№ накладной;Дата приёма;Вес, т', '7;01.02.2025;3'),
      known: none,
    });
    expect(header).toMatchObject({ line: 3, rows: 1, lastLine: 3 });
  });

  test('takes two rows where the upper has merged cells, and the numbers of columns below', () => {
    const header = findHeader({
      rows: rows(
        '№ накладной;Дата приёма;Станция;;Вес',
        ';;отправления;назначения;т',
        '1;2;3;4;5',
        '77;01.02.2025;А;Б;7',
      ),
      known: none,
    });
    expect(header).toMatchObject({ line: 1, rows: 2, lastLine: 3 });
    expect(header?.columns.map((column) => column.title)).toEqual([
      '№ накладной',
      'Дата приёма',
      'Станция / отправления',
      'Станция / назначения',
      'Вес / т',
    ]);
  });

  test('is not found where fewer than two titles are understood; the profile’s titles count', () => {
    const unknown = rows('A;B;C', '1;2;3');
    expect(findHeader({ rows: unknown, known: none })).toBeUndefined();
    expect(findHeader({ rows: unknown, known: new Set(['A', 'B']) })).toMatchObject({ line: 1 });
  });

  test('numbers titles that repeat', () => {
    const header = findHeader({ rows: rows('№ накладной;Код;Код;Дата приёма', '1;2;3;4'), known: none });
    expect(header?.columns.map((column) => column.title)).toEqual(['№ накладной', 'Код', 'Код #2', 'Дата приёма']);
  });
});
