import { describe, expect, it, test } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import type { Interval } from '../kernel/interval.ts';
import { netBy, partText } from '../testing/price-steps.ts';
import { compiledTable, LOOK_UP, tableText, tariffProblems } from '../testing/tariff-problems.ts';
import type { TableForm } from './form.ts';

const spanText = ({ lower, upper, lowerClosed, upperClosed }: Interval): string =>
  [
    lowerClosed ? '[' : '(',
    lower === undefined ? '' : toText(lower),
    '; ',
    upper === undefined ? '' : toText(upper),
    upperClosed ? ']' : ')',
  ].join('');

/** The belts of a table with one key, row by row. */
const spans = (table: TableForm): readonly string[] =>
  table.rows.map(({ cells: [cell] }) => (cell?.kind === 'belt' ? spanText(cell.interval) : ''));

const belt = (columns: string, rows: string, key: string): TableForm =>
  compiledTable(tableText(columns, rows, `km: { match: belt, fact: leg.distanceKm, ${key} }`));

describe('the belts of a table', () => {
  const ROWS = "[0, 100, '5'], [100, 200, '6']";
  test.each([
    ['lower', ['[0; 100)', '[100; 200)']],
    ['upper', ['(0; 100]', '(100; 200]']],
  ])('with both bounds printed have that end in them that is closed: %s', (closed, expected) => {
    expect(spans(belt('from, to, value', ROWS, `from: from, to: to, closed: ${closed}`))).toEqual(expected);
  });

  it('have both ends in them where nothing else is said, and none where neither is closed', () => {
    const rows = "[1, 100, '5'], [101, 200, '6']";
    expect(spans(belt('from, to, value', rows, 'from: from, to: to, whole: true'))).toEqual(['[1; 100]', '[101; 200]']);
    expect(spans(belt('from, to, value', rows, 'from: from, to: to, closed: neither, gaps: true'))).toEqual([
      '(1; 100)',
      '(101; 200)',
    ]);
  });

  test.each([
    ['both', ['[0; 100)', '[100; )']],
    ['lower', ['[0; 100)', '[100; )']],
    ['neither', ['[0; 100)', '[100; )']],
    ['upper', ['(0; 100]', '(100; ]']],
  ])(
    'with lower bounds alone end where the next begins; the bound is the row’s own unless it is the neighbour’s: %s',
    (closed, expected) => {
      expect(spans(belt('from, value', "[0, '5'], [100, '6']", `from: from, closed: ${closed}`))).toEqual(expected);
    },
  );

  test.each([
    ['both', ['(; 100]', '(100; 200]']],
    ['upper', ['(; 100]', '(100; 200]']],
    ['neither', ['(; 100]', '(100; 200]']],
    ['lower', ['[; 100)', '[100; 200)']],
  ])(
    'with upper bounds alone begin where the one before ends; the bound is the row’s own unless it is the neighbour’s: %s',
    (closed, expected) => {
      expect(spans(belt('to, value', "[100, '5'], [200, '6']", `to: to, closed: ${closed}`))).toEqual(expected);
    },
  );

  it('are open where a bound is blank', () => {
    expect(spans(belt('from, to, value', "['', 100, '5'], [101, '', '6']", 'from: from, to: to, whole: true'))).toEqual(
      ['[; 100]', '[101; ]'],
    );
  });

  it('follow one another among the rows that agree in the other keys, however their texts run together', () => {
    const rows = "[1, 10, 1, 5, '5'], [11, 0, 1, 5, '6']";
    const keys =
      'a: { match: exact, column: a, fact: extra.a }, b: { match: exact, column: b, fact: extra.b }, ' +
      'km: { match: belt, from: from, to: to, fact: leg.distanceKm }';
    expect(tariffProblems(tableText('a, b, from, to, value', rows, keys), LOOK_UP)).toEqual([]);
  });
});

describe('what a table that cannot be read is refused for is named once, and nothing that follows from it', () => {
  test.each([
    [
      'a column of bounds that is not there',
      'from, value',
      "[1, '5'], [1, '6']",
      'd: { match: belt, from: lower, to: upper, fact: leg.distanceKm }',
      [
        'tariff.unknown-column 17 tables.rates.keys.d.from column=lower, columns=from, value, table=rates',
        'tariff.unknown-column 17 tables.rates.keys.d.to column=upper, columns=from, value, table=rates',
      ],
    ],
    [
      'a belt without bounds',
      'from, value',
      "[1, '5'], [2, '6']",
      'd: { match: belt, fact: leg.distanceKm }',
      ['tariff.belt-without-bounds 17 tables.rates.keys.d table=rates'],
    ],
    [
      'an exact key by a fact that is not there',
      'type, value',
      "[a, '5']",
      'd: { match: exact, column: type, fact: wagon.sort }',
      [
        'tariff.unknown-fact 16 tables.rates.keys.d.fact fact=wagon.sort',
        'tariff.key-without-source 10 parts.0.steps.0 key=d, table=rates',
      ],
    ],
  ])('%s', (_, columns, rows, keys, expected) => {
    expect(tariffProblems(tableText(columns, rows, keys), LOOK_UP)).toEqual(expected);
  });

  it('a file that is not there', () => {
    const text =
      'tables:\n  rates:\n    file: none.csv\n    keys: { d: { match: exact, column: d, fact: wagon.type } }\n';
    expect(tariffProblems(text, LOOK_UP)).toEqual([
      'book.table-missing-file 13 tables.rates.file table=rates, file=none.csv',
    ]);
  });
});

describe('the columns of a table', () => {
  const KEY = 'd: { match: belt, from: from, fact: leg.distanceKm }';
  it('hold values where every cell is a number or blank; a column without any value is named as none', () => {
    const table = tableText('from, value, more, none, word', "[1, '5', '', '', '7'], [5, '7', '2.5', '', x]", KEY);
    const values = compiledTable(table).rows.map((row) =>
      [...row.values].map(([name, value]) => `${name} ${toText(value)}`),
    );
    expect(values).toEqual([['value 5'], ['value 7', 'more 2.5']]);
    expect(tariffProblems(table, '- { step: lookup, name: rate, value: { table: rates, column: none } }')).toEqual([
      'tariff.unknown-column 10 parts.0.steps.0 column=none, table=rates, columns=value, more',
    ]);
  });

  it('are compared as numbers where the key is a quantity, however a cell is written', () => {
    const tariff = partText(
      ['{ step: lookup, name: rate, value: { table: rates } }'],
      `quantities: { size: { steps: [{ step: lookup, name: s, value: '70' }] } }
tables:
  rates:
    columns: [size, value]
    rows: [['60', '1'], ['70.0', '2']]
    keys: { size: { match: exact, column: size, quantity: size } }`,
    );
    expect(netBy(tariff)).toBe('2.00');
  });

  it('tell rows apart however their texts run together', () => {
    const keys = 'a: { match: exact, column: a, fact: extra.a }, b: { match: exact, column: b, fact: extra.b }';
    expect(tariffProblems(tableText('a, b, value', "[1, 10, '5'], [11, 0, '6']", keys), LOOK_UP)).toEqual([]);
  });

  it('of goods hold patterns divided by spaces, commas or semicolons', () => {
    const table = compiledTable(
      tableText('goods, value', "['281,  302; =411', '1']", 'g: { match: goods, column: goods, system: ETSNG }'),
    );
    expect(table.rows[0]?.cells).toEqual([
      {
        kind: 'goods',
        patterns: [
          { kind: 'prefix', digits: '281' },
          { kind: 'prefix', digits: '302' },
          { kind: 'exact', digits: '411' },
        ],
      },
    ]);
  });
});

/** Rows with so many belts of ten kilometres each. */
const belts = (count: number, more = ''): string =>
  Array.from(
    { length: count },
    (_, n) => `[${more}${String(n * 10 + 1)}, ${String(n * 10 + 10)}, '${String(n)}']`,
  ).join(', ');

const KM = 'km: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm }';
const TYPE = 'type: { match: exact, column: type, fact: wagon.type }';

describe('a long table is read by an index', () => {
  const indexOf = (
    columns: string,
    rows: string,
    keys: string,
  ): Readonly<Record<string, readonly number[]>> | undefined => {
    const { index } = compiledTable(tableText(columns, rows, keys));
    return index === undefined
      ? undefined
      : Object.fromEntries([...index].map(([name, rows_]) => [name, rows_.map(({ line }) => line)]));
  };

  it('of eight rows on, by the text of the exact keys, each list rising by its belt, an open one first', () => {
    expect(indexOf('from, to, value', belts(7), KM)).toBeUndefined();
    expect(indexOf('from, to, value', belts(8), KM)).toEqual({ '': [15, 16, 17, 18, 19, 20, 21, 22] });
    const open = belts(8).replace('[1, 10', "['', 10");
    const [first, ...others] = open.match(/\[[^\]]*\]/gu) ?? [];
    const turned = [...others.toReversed(), first].join(', ');
    expect(indexOf('from, to, value', turned, KM)).toEqual({ '': [22, 21, 20, 19, 18, 17, 16, 15] });
    const amid = [...others.slice(0, 3), first, ...others.slice(3)].join(', ');
    expect(indexOf('from, to, value', amid, KM)).toEqual({ '': [18, 15, 16, 17, 19, 20, 21, 22] });
  });

  it('by several exact keys, told apart however their texts run together', () => {
    const rows = `${belts(4, 'a, bc, ')}, ${belts(4, 'ab, c, ')}`;
    const keys = 'a: { match: exact, column: a, fact: extra.a }, b: { match: exact, column: b, fact: extra.b }, ' + KM;
    expect(indexOf('a, b, from, to, value', rows, keys)).toEqual({
      'a\u0000bc\u0000': [15, 16, 17, 18],
      'ab\u0000c\u0000': [19, 20, 21, 22],
    });
  });

  it('not where a cell is open, a key is one of goods, or two keys are belts', () => {
    const typed = `${belts(7, 'tank, ')}, `;
    expect(indexOf('type, from, to, value', `${typed}['*', 71, 80, '9']`, `${TYPE}, ${KM}`)).toBeUndefined();
    expect(
      indexOf(
        'goods, from, to, value',
        belts(8, "'281', "),
        `goods: { match: goods, column: goods, system: ETSNG }, ${KM}`,
      ),
    ).toBeUndefined();
    expect(
      indexOf(
        'least, most, from, to, value',
        belts(8, '1, 9, '),
        `mass: { match: belt, from: least, to: most, whole: true, fact: mass_kg }, ${KM}`,
      ),
    ).toBeUndefined();
  });

  it('where there is no belt at all, by the exact keys alone', () => {
    const rows = Array.from({ length: 8 }, (_, n) => `[t${String(n)}, '${String(n)}']`).join(', ');
    expect(indexOf('type, value', rows, TYPE)).toEqual(
      Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`t${String(n)}`, [15 + n]])),
    );
  });
});
