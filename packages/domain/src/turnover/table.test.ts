import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { period } from '../kernel/period.ts';
import type { TurnoverDimension, TurnoverFact } from './dimensions.ts';
import { flatRows } from './flat-rows.ts';
import { growthOver } from './growth.ts';
import { type TurnoverOptions, type TurnoverRow, turnoverTable } from './table.ts';

type Entry = Readonly<Record<string, unknown>>;

const PLACES: Readonly<Record<string, { readonly country: string; readonly region?: string }>> = {
  minsk: { country: 'BY' },
  kaliningrad: { country: 'RU', region: 'RU-KGD' },
};

const consignment = (note: string, accepted: string, more: Entry = {}): Consignment =>
  consignmentSchema.parse({
    note,
    accepted,
    consignor: 'bcc',
    consignee: 'ktk',
    origin: 'minsk',
    destination: 'kaliningrad',
    ...more,
  });

const cement = (mass_kg: number, value?: Entry): Entry => ({
  codes: { GNG: '25232900' },
  mass_kg,
  ...(value === undefined ? {} : { value }),
});
const rub = (amount: string): Entry => ({ amount, currency: 'RUB' });

const facts = (...list: readonly Consignment[]): readonly TurnoverFact[] => list.map((one) => ({ consignment: one }));

function table(
  list: Iterable<TurnoverFact>,
  dimensions: readonly TurnoverDimension[],
  more: Partial<TurnoverOptions> = {},
): readonly TurnoverRow[] {
  return turnoverTable(list, { dimensions, places: (place) => PLACES[place], ...more });
}

/** Key, consignments, kilograms and money of every row. */
const shown = (rows: readonly TurnoverRow[]): readonly unknown[] =>
  rows.map((row) => {
    const key = Object.values(row.key).join(' ');
    if (row.kind === 'confidential') return [key, 'confidential'];
    const { consignments, mass_kg, values } = row.figures;
    return [key, consignments, mass_kg, ...values.map((value) => `${value.minor} ${value.currency}`)];
  });

describe('the table', () => {
  const list = facts(
    consignment('1', '2025-01-10', {
      items: [cement(60_000, rub('331560.00'))],
      legs: [
        { carrier: 'a', mode: 'rail', from: 'minsk', to: 'x' },
        { carrier: 'b', mode: 'ferry', from: 'x', to: 'kaliningrad' },
      ],
    }),
    consignment('2', '2025-01-20', {
      items: [
        cement(1000, rub('100.05')),
        { codes: { HS: '870195' }, pieces: 2, mass_kg: 9000, value: { amount: '50000', currency: 'USD' } },
      ],
    }),
    consignment('3', '2025-02-01', {
      origin: 'kaliningrad',
      destination: 'minsk',
      items: [{ codes: { TNVED: '0102291000' }, heads: 40, mass_kg: 18_000 }],
    }),
  );

  it('tells month, direction and chapter apart, in the order of code points', () => {
    expect(shown(table(list, ['month', 'from', 'to', 'chapter']))).toEqual([
      ['2025-01 BY RU-KGD 25', 2, 61_000n, '33166005 RUB'],
      ['2025-01 BY RU-KGD 87', 1, 9000n, '5000000 USD'],
      ['2025-02 RU-KGD BY 01', 1, 18_000n],
    ]);
  });

  it('keeps currencies apart and counts a consignment once', () => {
    expect(shown(table(list, []))).toEqual([['', 3, 88_000n, '33166005 RUB', '5000000 USD']]);
    const [row] = table(list, []);
    expect(row?.kind === 'shown' ? [row.figures.pieces, row.figures.heads, row.figures.lacking] : []).toEqual([
      2n,
      40n,
      { mass: 0, value: 1 },
    ]);
  });

  it('reads modes in the order of the journey, parties, quarters and years', () => {
    expect(table(list, ['quarter', 'mode']).map(({ key }) => `${key.quarter} ${key.mode}`)).toEqual([
      '2025-Q1 _X',
      '2025-Q1 rail+ferry',
    ]);
    expect(shown(table(list, ['year', 'consignor', 'consignee']))).toEqual([
      ['2025 bcc ktk', 3, 88_000n, '33166005 RUB', '5000000 USD'],
    ]);
  });

  it('counts what moved with its screening outcome', () => {
    const [first, second] = list.map(({ consignment: one }) => one);
    if (first === undefined || second === undefined) throw new Error('two consignments');
    const screened = [{ consignment: first, outcome: 'HOLD' }, { consignment: second }];
    expect(shown(table(screened, ['outcome']))).toEqual([
      ['HOLD', 1, 60_000n, '33156000 RUB'],
      ['_X', 1, 10_000n, '10005 RUB', '5000000 USD'],
    ]);
  });

  it('takes the window of the date asked for and leaves out what has not got there', () => {
    const moved = facts(
      consignment('1', '2025-01-31', { items: [cement(1)], dates: { received: '2025-02-03' } }),
      consignment('2', '2025-01-31', { items: [cement(2)] }),
    );
    const february = period(localDate('2025-02-01'), localDate('2025-03-01'));
    expect(shown(table(moved, ['month'], { at: 'received', window: february }))).toEqual([['2025-02', 1, 1n]]);
    expect(shown(table(moved, ['month'], { window: february }))).toEqual([]);
  });

  it.each([
    [
      'an item takes what the others leave of the note',
      { mass_kg: 100, items: [cement(60), { codes: { HS: '870195' } }] },
      [
        ['25', 1, 60n],
        ['87', 1, 40n],
      ],
      0,
    ],
    [
      'two cannot be told',
      { mass_kg: 100, items: [{ codes: { HS: '252329' } }, { codes: { HS: '870195' } }] },
      [
        ['25', 1, 0n],
        ['87', 1, 0n],
      ],
      2,
    ],
    [
      'the others exceed the note',
      { mass_kg: 50, items: [cement(60), { codes: { HS: '870195' } }] },
      [
        ['25', 1, 60n],
        ['87', 1, 0n],
      ],
      1,
    ],
    ['no items: the note alone', { mass_kg: 100 }, [['_X', 1, 100n]], 0],
    ['only the rail code', { items: [{ codes: { ETSNG: '281003' }, mass_kg: 5 }] }, [['_X', 1, 5n]], 0],
  ])('%s', (_name, note, expected, lacking) => {
    const rows = table(facts(consignment('1', '2025-01-10', note)), ['chapter']);
    expect(shown(rows)).toEqual(expected);
    expect(rows.reduce((sum, row) => sum + (row.kind === 'shown' ? row.figures.lacking.mass : 0), 0)).toBe(lacking);
  });

  it('adds up to the same whole however it is told apart, in any order', () => {
    const one = fc.record({
      month: fc.integer({ min: 1, max: 9 }),
      mass: fc.nat(90_000),
      code: fc.constantFrom('25232900', '87019500'),
      reverse: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 30 }),
        fc.shuffledSubarray(['month', 'from', 'chapter', 'mode'] as const),
        (list_, dimensions) => {
          const journal = list_.map(({ month, mass, code, reverse }, index) =>
            consignment(`n${index}`, `2025-0${month}-05`, {
              items: [{ codes: { GNG: code }, mass_kg: mass }],
              ...(reverse ? { origin: 'kaliningrad', destination: 'minsk' } : {}),
            }),
          );
          const rows = table(facts(...journal), dimensions);
          const mass = rows.reduce((sum, row) => sum + (row.kind === 'shown' ? row.figures.mass_kg : 0n), 0n);
          expect(mass).toBe(list_.reduce((sum, { mass: own }) => sum + BigInt(own), 0n));
          expect(table(facts(...journal.toReversed()), dimensions)).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('confidentiality', () => {
  const by = (consignors: readonly string[], consignees: readonly string[]): readonly TurnoverFact[] =>
    facts(
      ...consignors.map((consignor, index) =>
        consignment(`n${index}`, '2025-01-10', {
          consignor,
          consignee: consignees[index % consignees.length],
          items: [cement(1)],
        }),
      ),
    );

  it.each([
    ['two consignors', ['a', 'b'], ['x', 'y', 'z'], 'confidential'],
    ['two consignees', ['a', 'b', 'c'], ['x', 'y'], 'confidential'],
    ['three of each', ['a', 'b', 'c'], ['x', 'y', 'z'], 'shown'],
  ])('%s', (_name, consignors, consignees, expected) => {
    expect(table(by(consignors, consignees), ['month'], { confidentialBelow: 3 }).map((row) => row.kind)).toEqual([
      expected,
    ]);
    expect(table(by(consignors, consignees), ['month']).map((row) => row.kind)).toEqual(['shown']);
  });

  it('writes a confidential cell without a figure, and says where items lack mass or value', () => {
    const rows = [
      ...table(by(['a'], ['x']), ['month'], { confidentialBelow: 3 }),
      ...table(
        facts(consignment('1', '2025-02-10', { items: [cement(5, rub('1.50')), { codes: { HS: '870195' } }] })),
        ['month'],
      ),
    ];
    expect(flatRows(rows, ['month'])).toEqual({
      columns: ['TIME_PERIOD', 'MEASURE', 'UNIT_MEASURE', 'OBS_VALUE', 'OBS_STATUS', 'CONF_STATUS'],
      rows: [
        ['2025-01', '_T', '_X', '', 'M', 'C'],
        ['2025-02', 'CONSIGNMENTS', 'C62', '1', 'A', 'F'],
        ['2025-02', 'HEADS', 'HEA', '0', 'A', 'F'],
        ['2025-02', 'MASS', 'KGM', '5', 'E', 'F'],
        ['2025-02', 'PIECES', 'H87', '0', 'A', 'F'],
        ['2025-02', 'VALUE', 'RUB', '1.50', 'E', 'F'],
      ],
    });
  });
});

describe('growth over the year before', () => {
  const rows = table(
    facts(
      consignment('1', '2024-01-10', { items: [cement(100, rub('10.00'))] }),
      consignment('2', '2024-03-10', { items: [cement(50)] }),
      consignment('3', '2025-01-10', { items: [cement(103, { amount: '1', currency: 'USD' })] }),
      consignment('4', '2025-02-10', { items: [cement(7)] }),
    ),
    ['month', 'chapter'],
  );

  it('sets each month beside its own a year before; falls to nothing and beginnings too', () => {
    const grown = growthOver(rows, 2025).map((row) =>
      row.kind === 'shown'
        ? [
            row.key.month,
            row.mass_kg.before,
            row.mass_kg.now,
            row.mass_kg.change,
            row.mass_kg.growth === undefined ? '' : toText(row.mass_kg.growth),
          ]
        : [],
    );
    expect(grown).toEqual([
      ['2025-01', 100n, 103n, 3n, '0.03'],
      ['2025-02', 0n, 7n, 7n, ''],
      ['2025-03', 50n, 0n, -50n, '-1'],
    ]);
  });

  it('compares each currency with itself', () => {
    const [january] = growthOver(rows, 2025);
    expect(
      january?.kind === 'shown'
        ? january.values.map(({ currency, change }) => [currency, change.before, change.now])
        : [],
    ).toEqual([
      ['RUB', 1000n, 0n],
      ['USD', 0n, 100n],
    ]);
  });

  it('is confidential where either year is', () => {
    const hidden = rows.map(
      (row): TurnoverRow => (row.key.month === '2024-01' ? { kind: 'confidential', key: row.key } : row),
    );
    expect(growthOver(hidden, 2025)[0]).toEqual({ kind: 'confidential', key: { month: '2025-01', chapter: '25' } });
  });
});
