import { describe, expect, it } from 'vitest';
import { KINDS } from '../office/kinds.ts';
import { loadBook } from './load.ts';
import { besideEntry, MOST_ROWS, readCsvTable } from './table-rows.ts';

const tariff = (tables: string): string =>
  `kind: tariff\nid: t\ntitle: X\nsource: { note: x }\nvalid: { from: 2025-01-01 }\ncarrier: c\ntraffic: [export]\ncurrency: EUR\ntables:\n  rates: ${tables}\nparts: [{ id: a, charge: freight, steps: [{ step: lookup, name: x, value: "1" }] }]\n`;
const read = (text: string): ReturnType<typeof readCsvTable> => readCsvTable('t.csv', text);
const problems = (text: string): readonly string[] =>
  read(text).refusals.map(
    ({ code, place, params }) => `${place.line}:${place.column} ${code} ${JSON.stringify(params)}`,
  );

describe('a CSV table', () => {
  it.each<[string, string]>([
    ['commas', 'km,value\n1,0.50\n2,0.75\n'],
    ['semicolons', 'km;value\n1;0.50\n2;0.75\n'],
    ['CR LF and a byte order mark', '\ufeffkm,value\r\n1,0.50\r\n2,0.75'],
    ['quotes', '"km","value"\n"1",0.50\n2,"0.75"\n'],
    ['blank lines at the end', 'km,value\n1,0.50\n2,0.75\n\n\n'],
  ])('with %s', (_, text) => {
    expect(read(text)).toEqual({
      rows: {
        file: 't.csv',
        columns: ['km', 'value'],
        rows: [
          { cells: ['1', '0.50'], line: 2 },
          { cells: ['2', '0.75'], line: 3 },
        ],
        partial: false,
      },
      refusals: [],
    });
  });

  it('says that rows are left out of it', () => {
    expect(read('km,value\n1,0,50\n2,3\n').rows).toMatchObject({ rows: [{ line: 3 }], partial: true });
  });

  it('counts the lines of cells that hold line breaks', () => {
    expect(read('km,name\n1,"a\nb"\n2,"say ""x"""\n').rows.rows).toEqual([
      { cells: ['1', 'a\nb'], line: 2 },
      { cells: ['2', 'say "x"'], line: 4 },
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    ['empty', '', ['1:1 book.table-empty {}']],
    [
      'a row too short and one too long',
      'km,value\n1\n2,0.75\n3,0.5,x\n',
      ['2:1 book.table-width {"expected":2,"actual":1}', '4:1 book.table-width {"expected":2,"actual":3}'],
    ],
    ['a decimal comma makes a row too long', 'km,value\n1,0,50\n', ['2:1 book.table-width {"expected":2,"actual":3}']],
    ['a quote left open', 'km,value\n1,"0.50\n2,0.75\n', ['2:1 book.table-malformed {"problem":"openQuote"}']],
    ['text after a quote', 'km,value\n1,"0".5\n', ['2:1 book.table-malformed {"problem":"textAfterQuote"}']],
    ['a column twice', 'km,value,km\n1,2,3\n', ['1:1 book.table-column-twice {"column":"km"}']],
    ['bytes that are not text', 'km,value\n1,\u0000\n', ['1:1 book.file-not-text {}']],
  ])('is refused: %s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('has no more rows than a tariff table can have', () => {
    const text = `a\n${'1\n'.repeat(MOST_ROWS + 1)}`;
    expect(problems(text)).toEqual([`${MOST_ROWS + 1}:1 book.table-too-long {"most":${MOST_ROWS}}`]);
  });
});

describe('tables of an entry', () => {
  it.each<[string, string | undefined]>([
    ['rates.csv', 'tr1/rates.csv'],
    ['./rates.csv', 'tr1/rates.csv'],
    ['tables/rates.csv', 'tr1/tables/rates.csv'],
    ['../rates.csv', 'rates.csv'],
    ['../../rates.csv', undefined],
    ['a/../../../rates.csv', undefined],
    ['/etc/passwd', undefined],
    ['..\\rates.csv', undefined],
    ['C:rates.csv', undefined],
  ])('%s beside tr1/tariff.yaml', (relative, expected) => {
    expect(besideEntry('tr1/tariff.yaml', relative)).toBe(expected);
  });

  it('come from the file beside it, or from rows in place', () => {
    const files = [
      { path: 'x/t.yaml', text: tariff('{ file: r.csv, keys: {} }') },
      { path: 'x/r.csv', text: 'km,value\n1,0.50\n' },
      {
        path: 'y.yaml',
        text: tariff(
          '\n    columns: [km, value]\n    rows:\n      - [1, 0.50]\n      - [002, null]\n    keys: {}\n',
        ).replace('id: t', 'id: u'),
      },
    ];
    const { book, refusals } = loadBook(files, KINDS);
    expect(refusals).toEqual([]);
    expect(book.entries.map((one) => one.tables.get('rates'))).toEqual([
      { file: 'x/r.csv', columns: ['km', 'value'], rows: [{ cells: ['1', '0.50'], line: 2 }], partial: false },
      {
        file: 'y.yaml',
        columns: ['km', 'value'],
        rows: [
          { cells: ['1', '0.50'], line: 13 },
          { cells: ['002', ''], line: 14 },
        ],
        partial: false,
      },
    ]);
  });

  it.each<[string, string, string]>([
    [
      'a file that is not there',
      '{ file: rates.csv, keys: {} }',
      '10:18 book.table-missing-file {"table":"rates","file":"rates.csv"}',
    ],
    [
      'a file outside the book',
      '{ file: ../rates.csv, keys: {} }',
      '10:18 book.table-missing-file {"table":"rates","file":"../rates.csv"}',
    ],
    ['neither file nor rows', '{ keys: {} }', '10:10 book.table-nowhere {"table":"rates"}'],
    [
      'a row in place too short',
      '{ columns: [km, value], rows: [[1, 2], [1]], keys: {} }',
      '10:49 book.table-width {"expected":2,"actual":1}',
    ],
  ])('are refused: %s', (_, table, expected) => {
    const { refusals } = loadBook([{ path: 't.yaml', text: tariff(table) }], KINDS);
    expect(
      refusals.map(({ code, place, params }) => `${place.line}:${place.column} ${code} ${JSON.stringify(params)}`),
    ).toEqual([expected]);
  });
});
