import { describe, expect, it } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { bookFromText, readBookText, TARIFF } from '../testing/book-from-text.ts';

/** A tariff with one part, what a test adds to it, and the problems found: code, line and parameters. */
function problems(
  more: string,
  steps = "- { step: lookup, name: rate, value: '1' }",
): { code: string; line: number | undefined; severity: string; params: unknown }[] {
  const entry = `kind: tariff
id: t
carrier: rail
traffic: [export]
currency: EUR
parts:
  - id: loaded
    charge: freight
    steps:
      ${steps}
${more}`;
  return readBookText([entry]).refusals.map(({ code, place, severity, params }) => ({
    code,
    line: place.line,
    severity,
    params,
  }));
}

const codes = (more: string, steps?: string): string[] => problems(more, steps).map((one) => one.code);

const belt = (rows: string, key = 'whole: true'): string => `tables:
  rates:
    columns: [from, to, value]
    rows: [${rows}]
    keys: { distance: { match: belt, from: from, to: to, fact: leg.distanceKm, ${key} } }`;

describe('compiling a tariff', () => {
  it('finds nothing wrong with a sound one', () => {
    expect(
      codes(belt("[1, 200, '5'], [201, 400, '6']"), '- { step: lookup, name: rate, value: { table: rates } }'),
    ).toEqual([]);
  });

  it('names every unknown name, all at once, with its line', () => {
    const steps = `- { step: lookup, name: a, value: { table: nowhere } }
      - { step: add, name: b, value: { fact: leg.kilometers } }
      - { step: add, name: c, value: { quantity: nothing } }
      - { step: add, name: d, value: { step: later } }
      - { step: add, name: e, value: { part: other } }`;
    expect(problems('', steps)).toMatchObject([
      { code: 'tariff.unknown-table', line: 10, params: { table: 'nowhere' } },
      { code: 'tariff.unknown-fact', line: 11, params: { fact: 'leg.kilometers' } },
      { code: 'tariff.unknown-quantity', line: 12, params: { quantity: 'nothing' } },
      { code: 'tariff.unknown-step', line: 13, params: { step: 'later' } },
      { code: 'tariff.unknown-part', line: 14, params: { part: 'other' } },
    ]);
  });

  it.each([
    ['a gap', "[1, 200, '5'], [202, 400, '6']", 'tariff.belt-gap'],
    ['an overlap', "[1, 200, '5'], [200, 400, '6']", 'tariff.belt-overlap'],
    ['a belt that runs backward', "[1, 200, '5'], [400, 201, '6']", 'tariff.belt-backward'],
    ['a value that is not a decimal', "[1, 200, '5,5']", 'tariff.not-a-number'],
    ['a bound that is not a decimal', "['1 km', 200, '5']", 'tariff.not-a-number'],
  ])('reports %s', (_, rows, code) => {
    expect(problems(belt(rows))).toContainEqual(expect.objectContaining({ code, severity: 'error' }));
  });

  it('reports a row never reached, at its line, beside the overlap that hides it', () => {
    expect(codes(belt("[1, 400, '5'], [201, 300, '6']"))).toEqual(
      expect.arrayContaining(['tariff.belt-unreached', 'tariff.belt-overlap']),
    );
  });

  it('says nothing of a gap where the printed grid is declared to have gaps', () => {
    expect(problems(belt("[1, 200, '5'], [251, 400, '6']", 'whole: true'))).toMatchObject([
      { code: 'tariff.belt-gap', severity: 'error' },
    ]);
    expect(problems(belt("[1, 200, '5'], [251, 400, '6']", 'whole: true, gaps: true'))).toEqual([]);
  });

  it('sees no gap between whole numbers, and one between tenths', () => {
    expect(codes(belt("[1, 200, '5'], [201, 400, '6']"))).toEqual([]);
    expect(codes(belt("[1, 200, '5'], [201, 400, '6']", 'whole: false'))).toEqual(['tariff.belt-gap']);
  });

  it('inspects each of two belts of one table among the rows that agree in the other', () => {
    const grid = (last: string): string => `tables:
  grid:
    columns: [from_t, to_t, from_km, to_km, value]
    rows: [[1, 10, 1, 100, '1'], [1, 10, 101, 200, '2'], [11, 20, 1, 100, '3'], [11, 20, ${last}, 200, '4']]
    keys:
      mass: { match: belt, from: from_t, to: to_t, whole: true, fact: mass_kg }
      distance: { match: belt, from: from_km, to: to_km, whole: true, fact: leg.distanceKm }`;
    expect(codes(grid('101'))).toEqual([]);
    expect(codes(grid('103'))).toContain('tariff.belt-gap');
    expect(codes(grid('100'))).toContain('tariff.belt-overlap');
  });

  it('reports two equal rows of exact keys, naming the first', () => {
    const table = `tables:
  rates:
    columns: [type, value]
    rows:
      - [hopper, '1']
      - [tank, '2']
      - [hopper, '3']
    keys: { type: { match: exact, column: type, fact: wagon.type } }`;
    expect(problems(table)).toMatchObject([
      { code: 'tariff.duplicate-row', line: 17, params: { table: 'rates', other: 15 } },
    ]);
  });

  it('wants a goods pattern in every goods cell: a blank one would match nothing', () => {
    const table = (cell: string): string => `tables:
  rates:
    columns: [goods, value]
    rows: [['${cell}', '1']]
    keys: { goods: { match: goods, column: goods, system: ETSNG } }`;
    expect(codes(table(''))).toEqual(['tariff.blank-goods']);
    expect(codes(table('28x'))).toEqual(['tariff.goods-pattern']);
    expect(codes(table('281, 301-304'))).toEqual([]);
  });

  it('refuses a key that the table does not have, and a key nothing gives a value for', () => {
    const table = `tables:
  rates:
    columns: [from, value]
    rows: [[1, '1']]
    keys: { distance: { match: belt, from: from } }`;
    expect(codes(table, "- { step: lookup, name: rate, value: { table: rates, at: { distnce: '5' } } }")).toEqual([
      'tariff.unknown-key',
      'tariff.key-without-source',
    ]);
    expect(codes(table, "- { step: lookup, name: rate, value: { table: rates, at: { distance: '5' } } }")).toEqual([]);
  });

  it('refuses piecewise and deficit on a key that is no belt', () => {
    const table = `tables:
  rates:
    columns: [type, value]
    rows: [[hopper, '1']]
    keys: { type: { match: exact, column: type, fact: wagon.type } }`;
    expect(
      codes(table, "- { step: piecewise, name: p, table: rates, key: type, from: '1', coefficient: '2' }"),
    ).toEqual(['tariff.key-not-a-belt']);
    expect(codes(table, '- { step: deficit, name: p, table: rates, key: type, of: { fact: mass_kg } }')).toEqual([
      'tariff.key-not-a-belt',
    ]);
  });

  it('lets discounts act once, and only among the steps over the sum', () => {
    expect(
      codes('total: [{ step: discounts }, { step: round, name: r, to: "1" }, { step: discounts, name: again }]'),
    ).toEqual(['tariff.discounts-twice']);
    expect(codes('', "- { step: lookup, name: rate, value: '1' }\n      - { step: discounts }")).toEqual([
      'tariff.discounts-in-part',
    ]);
  });

  it('gives every line of the price a name of its own: a step over the sum is not called as a part, a tax or another', () => {
    expect(codes("total: [{ step: add, name: loaded, value: '1' }]")).toEqual(['tariff.duplicate-step']);
    expect(codes("total: [{ step: add, name: tax, value: '1' }]")).toEqual(['tariff.duplicate-step']);
    expect(
      codes("total: [{ step: add, name: fee, value: '1' }, { step: discounts }, { step: add, name: fee, value: '1' }]"),
    ).toEqual(['tariff.duplicate-step']);
  });

  it('refuses quantities in a circle, also one closed by the key of a table', () => {
    const circle = `quantities:
  a: { steps: [{ step: lookup, name: x, value: { quantity: b } }] }
  b: { steps: [{ step: lookup, name: x, value: { quantity: a } }] }`;
    expect(problems(circle)).toMatchObject([{ code: 'tariff.unknown-quantity', params: { quantity: 'b' } }]);
    const throughTable = `tables:
  rates:
    columns: [from, value]
    rows: [[1, '1']]
    keys: { size: { match: belt, from: from, quantity: a } }
quantities:
  a: { steps: [{ step: lookup, name: x, value: { table: rates } }] }`;
    expect(problems(throughTable)).toMatchObject([{ code: 'tariff.unknown-quantity', params: { quantity: 'a' } }]);
  });

  it('keeps the sum in the currency of the tariff', () => {
    expect(
      codes(
        '',
        "- { step: lookup, name: rate, value: '1' }\n      - { step: convert, name: c, to: USD, divide: '1.15' }",
      ),
    ).toEqual(['tariff.part-currency']);
    expect(codes("total: [{ step: convert, name: c, to: USD, divide: '1.15' }]")).toEqual(['tariff.convert-in-total']);
  });

  it('refuses a quantum that is not positive and a conversion both ways', () => {
    expect(codes('', "- { step: lookup, name: rate, value: '1', round: '0' }")).toEqual([
      'tariff.quantum-not-positive',
    ]);
    expect(codes('', "- { step: convert, name: c, to: EUR, divide: '2', multiply: '2' }")).toEqual([
      'tariff.convert-one-way',
    ]);
  });
});

describe('figures made up for demonstration', () => {
  const made = { note: 'made up', synthetic: true as const };
  const published = { note: 'published' };
  it.each([
    ['of one source', made, true],
    ['of a published one', published, false],
    ['of one among several', [published, made], true],
    ['of none of several', [published, published], false],
  ])('are told by their source: %s', (_, source, expected) => {
    const text = `${TARIFF}source: ${JSON.stringify(source)}\n`;
    const [tariff] = bookFromText([text]).tariffs;
    expect(tariff?.synthetic).toBe(expected);
  });
});

describe('the form of a tariff', () => {
  it('has its corridor as shares, open where nothing is said, and none where it has none', () => {
    const corridorOf = (text: string): unknown => {
      const corridor = bookFromText([`${TARIFF}${text}`]).tariffs[0]?.corridor;
      if (corridor === undefined) return undefined;
      const { floor, ceiling, clause } = corridor;
      return [floor, ceiling].map((share) => (share === undefined ? '-' : toText(share))).concat(clause ?? '-');
    };
    expect(corridorOf("corridor: { floor: '0.5', ceiling: '1.20', clause: art. 3 }\n")).toEqual([
      '0.5',
      '1.2',
      'art. 3',
    ]);
    expect(corridorOf("corridor: { ceiling: '1' }\n")).toEqual(['-', '1', '-']);
    expect(corridorOf('')).toBeUndefined();
  });

  it('is in no book while anything is wrong with it', () => {
    const { book, refusals } = readBookText([TARIFF.replace("value: '10'", 'value: { fact: leg.km }')]);
    expect(refusals.map(({ code, severity }) => [code, severity])).toEqual([['tariff.unknown-fact', 'error']]);
    expect(book.tariffs).toEqual([]);
  });
});
