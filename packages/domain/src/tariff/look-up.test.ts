import { describe, expect, it, test } from 'vitest';
import { overKm, partText, priceBy } from '../testing/price-steps.ts';
import { refusalsIn, stepText } from '../testing/told.ts';

type Changes = Readonly<Record<string, unknown>>;

const LOOK_UP = '{ step: lookup, name: rate, value: { table: rates } }';

/** A table `rates`, its rows from line 10 on. */
const table = (columns: string, rows: readonly string[], keys: string, more = ''): string =>
  `tables:\n  rates:\n    columns: [${columns}]\n    rows:\n${rows.map((row) => `      - [${row}]\n`).join('')}    keys:\n${keys
    .split('; ')
    .map((key) => `      ${key}\n`)
    .join('')}${more}`;

const GOODS = 'goods: { match: goods, column: goods, system: ETSNG }';
const TYPE = 'type: { match: exact, column: type, fact: wagon.type }';
const KM = 'km: { match: belt, from: from, to: to, whole: true, gaps: true, fact: leg.distanceKm }';

const carrying = (...codes: readonly string[]): Changes => ({
  items: codes.map((code) => ({ codes: code === '' ? {} : { ETSNG: code }, mass_kg: 1000 })),
});

/** The net amount, or every refusal with its parameters but the tariff's id. */
function outcome(more: string, changes: Changes, look = LOOK_UP): unknown {
  const priced = priceBy(partText([look], more), changes);
  if ('net' in priced) return priced.net;
  return refusalsIn(priced);
}

describe('of rows for goods the one that fits best holds', () => {
  const rates = (...rows: readonly string[]): string => table('goods, type, value', rows, `${GOODS}; ${TYPE}`);

  test.each<[string, readonly string[], Changes, unknown]>([
    [
      'the longest pattern of a cell counts, wherever it stands in it',
      ["'281000 28', '*', '1'", "'2810', '*', '2'"],
      carrying('281000'),
      '1.00',
    ],
    [
      'a range counts by its digits, as a prefix of as many does',
      ["'281-283', '*', '1'", "'28', '*', '2'"],
      carrying('281000'),
      '1.00',
    ],
    [
      'two rows that fit equally well are both named, in the order of their lines',
      ["'281 300', '*', '1'", "'281 301', '*', '2'"],
      carrying('281000'),
      [{ code: 'tariff.two-rows', table: 'rates', first: 10, second: 11, keys: 'goods 281000, type hopper' }],
    ],
    [
      'three that fit: the best beats both others',
      ["'28', '*', '1'", "'2810', hopper, '3'", "'281', '*', '2'"],
      carrying('281000'),
      '3.00',
    ],
    [
      'the best of one key and the best of another leave none, whatever beats one of them',
      ["'281000', '*', '1'", "'281', '*', '2'", "'281', hopper, '3'"],
      carrying('281000'),
      [{ code: 'tariff.two-rows', table: 'rates', first: 10, second: 12, keys: 'goods 281000, type hopper' }],
    ],
    [
      'rows for one of several goods that fit equally well are named as for one alone',
      ["'281 300', '*', '1'", "'281 301', '*', '2'", "'16', '*', '3'"],
      carrying('161005', '281000'),
      [{ code: 'tariff.two-rows', table: 'rates', first: 10, second: 11, keys: 'goods 161005, 281000, type hopper' }],
    ],
    [
      'goods of which none has a row have no row',
      ["'16', '*', '3'"],
      carrying('281000', '302000'),
      [{ code: 'tariff.no-row', table: 'rates', file: '0.yaml', keys: 'goods 281000, 302000, type hopper' }],
    ],
    [
      'goods of which one has no row have none',
      ["'16', '*', '3'"],
      carrying('161005', '302000'),
      [{ code: 'tariff.no-row', table: 'rates', file: '0.yaml', keys: 'goods 302000, type hopper' }],
    ],
    [
      'one of several goods without a code is missing, not looked up by another’s',
      ["'*', '*', '3'"],
      carrying('161005', ''),
      [{ code: 'tariff.missing-fact', fact: 'item.ETSNG' }],
    ],
    [
      'a consignment without goods lacks the code',
      ["'*', '*', '3'"],
      { items: [], mass_kg: 5 },
      [{ code: 'tariff.missing-fact', fact: 'item.ETSNG' }],
    ],
  ])('%s', (_, rows, changes, expected) => {
    expect(outcome(rates(...rows), changes)).toEqual(expected);
  });

  it('a common row counts by the goods it fits least', () => {
    // Of 281000 and 289000 the first row fits by 6 and 2 digits, the second by 6 and 3.
    const common = rates("'281000 28', '*', '1'", "'281000 289', '*', '2'");
    expect(outcome(`${common}    several: common\n`, carrying('281000', '289000'))).toBe('2.00');
    expect(outcome(`${common}    several: common\n`, carrying('289000', '281000'))).toBe('2.00');
  });

  it('goods written down, or told by another fact, are looked up instead of the consignment’s own', () => {
    const more = rates("'281', '*', '1'", "'302', '*', '2'");
    const at = (goods: string): string =>
      `{ step: lookup, name: rate, value: { table: rates, at: { goods: ${goods} } } }`;
    expect(outcome(more, carrying('281000'), at("'302100'"))).toBe('2.00');
    expect(outcome(more, carrying(''), at("'302100'"))).toBe('2.00');
    expect(outcome(more, { items: [] }, at("'302100'"))).toBe('2.00');
    expect(outcome(more, { ...carrying('281000'), extra: { as: '302100' } }, at('{ fact: extra.as }'))).toBe('2.00');
    expect(outcome(more, carrying('281000'), at("'411000'"))).toEqual([
      { code: 'tariff.no-row', table: 'rates', file: '0.yaml', keys: 'goods 411000, type hopper' },
    ]);
  });

  it('the row that all goods stand in is noted once, with all their codes; each of several with its own', () => {
    const tell = (several: string, changes: Changes): readonly string[] => {
      const priced = priceBy(partText([LOOK_UP], `${rates("'28', '*', '1'", "'16', '*', '4'")}${several}`), changes);
      return 'trace' in priced ? priced.trace.map(stepText) : priced.refused;
    };
    expect(tell('', carrying('281000', '289000'))).toEqual([
      'lookup rate | table:rates 1 | rates 0.yaml:10 goods 281000, 289000, type hopper |  → 1 | EUR',
    ]);
    // (1 · 1000 + 4 · 1000) / 2000.
    expect(tell('', carrying('281000', '161005'))).toEqual([
      'lookup rate | goods:281000 1, goods-mass 1000 KGM, goods:161005 4, goods-mass 1000 KGM, table:rates 2.5 | rates 0.yaml:10 goods 281000, type hopper | rates 0.yaml:11 goods 161005, type hopper |  → 2.5 | EUR',
    ]);
    expect(tell('    several: highest\n', carrying('281000', '161005'))).toEqual([
      'lookup rate | table:rates 4 | rates 0.yaml:10 goods 281000, type hopper | rates 0.yaml:11 goods 161005, type hopper |  → 4 | EUR',
    ]);
  });

  it('goods are named by all their codes; without a code by their name', () => {
    const more = table(
      'name, value',
      ["chairs, '1'", "nails, '3'"],
      'name: { match: exact, column: name, fact: item.name }',
    );
    const priced = priceBy(partText([LOOK_UP], rates("'28', '*', '1'", "'16', '*', '4'")), {
      items: [
        { codes: { ETSNG: '281000', GNG: '25232900' }, mass_kg: 1000 },
        { codes: { ETSNG: '161005' }, mass_kg: 1000 },
      ],
    });
    expect('trace' in priced ? priced.trace[0]?.inputs.map(({ label }) => label) : []).toEqual([
      'goods:281000 25232900',
      'goods-mass',
      'goods:161005',
      'goods-mass',
      'table:rates',
    ]);
    expect(outcome(more, { items: [{ name: 'nails', mass_kg: 1 }] })).toBe('3.00');
  });

  it('a class that goods of several rows differ in names the lines of all of them, 0 where one has none', () => {
    const classes = (several: string): string =>
      `quantities: { class: { steps: [{ step: lookup, name: c, value: { table: rates${several} } }] } }\n${table(
        'goods, value',
        ["'281', '14'", "'302', '58'"],
        GOODS,
      )}`;
    const look = '{ step: lookup, name: rate, value: { quantity: class } }';
    expect(outcome(classes(''), carrying('302000', '281000'), look)).toEqual([
      { code: 'tariff.several-rows', table: 'rates', lines: '12, 11', keys: 'goods 302000, 281000' },
    ]);
    expect(outcome(classes(", otherwise: '7'"), carrying('302000', '999999'), look)).toEqual([
      { code: 'tariff.several-rows', table: 'rates', lines: '12, 0', keys: 'goods 302000, 999999' },
    ]);
    expect(outcome(classes(", otherwise: '7'"), carrying('888888', '999999'), look)).toBe('7.00');
    // Where the rows agree there is one value: of three goods the last differs.
    expect(outcome(classes(", otherwise: '14'"), carrying('281000', '999999'), look)).toBe('14.00');
    expect(outcome(classes(", otherwise: '14'"), carrying('281000', '999999', '302000'), look)).toEqual([
      { code: 'tariff.several-rows', table: 'rates', lines: '11, 0, 12', keys: 'goods 281000, 999999, 302000' },
    ]);
  });

  it('of rates that differ the mass of each of the goods is asked for, by name', () => {
    const items = [{ codes: { ETSNG: '281000' }, mass_kg: 5 }, { codes: { ETSNG: '161005' } }];
    expect(outcome(rates("'28', '*', '1'", "'16', '*', '4'"), { mass_kg: 9, items })).toEqual([
      { code: 'tariff.missing-fact', fact: 'item.mass_kg' },
    ]);
  });
});

describe('in a long table', () => {
  /** Seven belts for hoppers, the first open below, none from 101 to 150 and from 301 to 400; one belt for tanks. */
  const FROM = ["''", 151, 201, 401, 501, 601, 701];
  const TO = [100, 200, 300, 500, 600, 700, 800];
  const rows = TO.map((to, n) => `hopper, ${String(FROM[n])}, ${String(to)}, '${String(to / 100)}'`);
  const long = (more = ''): string =>
    table('type, from, to, value', [...rows, "tank, 1, 100, '9'"], `${TYPE}; ${KM}`, more);

  test.each<[number, unknown]>([
    [0, '1.00'],
    [100, '1.00'],
    [151, '2.00'],
    [300, '3.00'],
    [401, '5.00'],
    [800, '8.00'],
  ])('the belt that holds %s km', (km, expected) => {
    expect(outcome(long(), overKm(km))).toBe(expected);
  });

  test.each<[string, Changes, string]>([
    ['a gap of the printed grid', overKm(350), 'km 350, type hopper'],
    ['a gap above a belt open below', overKm(101), 'km 101, type hopper'],
    ['what lies beyond the last belt', overKm(801), 'km 801, type hopper'],
    ['what the first belt of a type does not reach', overKm(0, { wagons: [{ type: 'tank' }] }), 'km 0, type tank'],
    ['a type without rows', overKm(50, { wagons: [{ type: 'flat' }] }), 'km 50, type flat'],
  ])('%s has no row, and otherwise what the table says', (_, changes, keys) => {
    expect(outcome(long(), changes)).toEqual([{ code: 'tariff.no-row', table: 'rates', file: '0.yaml', keys }]);
    expect(outcome(long("    otherwise: '77'\n"), changes)).toBe('77.00');
  });

  test.each([
    ['lower', '3.00'],
    ['upper', '2.00'],
  ])('a bound two belts print belongs to the one that is closed there: %s', (closed, expected) => {
    const shared = Array.from(
      { length: 8 },
      (_, n) => `${String(n * 100)}, ${String(n * 100 + 100)}, '${String(n + 1)}'`,
    );
    const key = `km: { match: belt, from: from, to: to, closed: ${closed}, fact: leg.distanceKm }`;
    expect(outcome(table('from, to, value', shared, key), overKm(200))).toBe(expected);
  });

  it('without belts the one row of the exact keys holds', () => {
    const types = Array.from({ length: 8 }, (_, n) => `t${String(n)}, '${String(n)}'`);
    expect(outcome(table('type, value', types, TYPE), { wagons: [{ type: 't6' }] })).toBe('6.00');
  });

  it('by two keys of numbers and text each is its own', () => {
    const own = Array.from({ length: 8 }, (_, n) => `'${String(n)}', t, '${String(n)}'`);
    const keys = `axles: { match: exact, column: axles, fact: wagon.axles }; ${TYPE}`;
    expect(outcome(table('axles, type, value', own, keys), { wagons: [{ axles: 6, type: 't' }] })).toBe('6.00');
  });
});

describe('the end of the belt before', () => {
  const LOOK_BEFORE =
    '{ step: lookup, name: rate, value: { table: rates, at: { km: { endBefore: { table: rates, key: km } } } } }';
  const MASS = 'mass: { match: belt, from: least, to: most, whole: true, gaps: true, fact: mass_kg }';

  /** Rows up to 100 km, 101–150 km and 151–200 km: the middle one is of another cell in the other key. */
  const between = (own: string, other: string): readonly string[] => [
    `${own}, 1, 100, '1'`,
    `${other}, 101, 150, '2'`,
    `${own}, 151, 200, '3'`,
  ];

  test.each<[string, string, string, string, string]>([
    ['exact text', 'type', TYPE, 'hopper', 'tank'],
    ['goods', 'goods', GOODS, "'281'", "'16'"],
    ['goods by a range beside a prefix', 'goods', GOODS, "'281'", "'281-282'"],
    ['anything beside exact text', 'type', TYPE, "'*'", 'tank'],
    ['anything beside goods', 'goods', GOODS, "'*'", "'16'"],
    ['another belt', 'least, most', MASS, '1, 60000', '60001, 90000'],
    ['a belt that begins elsewhere', 'least, most', MASS, '10, 60000', '20, 60000'],
    ['a belt that ends elsewhere', 'least, most', MASS, '10, 60000', '10, 70000'],
    ['a belt open below beside one with a bound', 'least, most', MASS, "'', 60000", '10, 60000'],
    ['a belt with a bound beside one open below', 'least, most', MASS, '10, 60000', "'', 60000"],
    ['a belt open above beside one with a bound', 'least, most', MASS, "10, ''", '10, 90000'],
  ])('is sought among the rows that agree in every other key: %s', (_, columns, key, own, other) => {
    const rows = between(own, other);
    const more = table(`${columns}, from, to, value`, rows, `${key}; ${KM}`);
    expect(outcome(more, overKm(170), LOOK_BEFORE)).toBe('1.00');
  });

  it('is the nearest of those below, in whatever order the rows stand; right below where both print the bound', () => {
    const rows = ["151, 200, '3'", "1, 50, '1'", "201, 250, '4'", "51, 150, '2'"];
    const more = (order: readonly string[]): string => table('from, to, value', order, KM);
    expect([51, 151, 201].map((km) => outcome(more(rows), overKm(km), LOOK_BEFORE))).toEqual(['1.00', '2.00', '3.00']);
    expect([51, 151, 201].map((km) => outcome(more(rows.toReversed()), overKm(km), LOOK_BEFORE))).toEqual([
      '1.00',
      '2.00',
      '3.00',
    ]);
    const shared = 'km: { match: belt, from: from, to: to, closed: upper, fact: leg.distanceKm }';
    const touching = table('from, to, value', ["0, 100, '1'", "100, 200, '2'", "200, 300, '3'"], shared);
    expect([150, 250].map((km) => outcome(touching, overKm(km), LOOK_BEFORE))).toEqual(['1.00', '2.00']);
  });

  it('is none for the first belt, open below or not, and none below a belt only others lie above', () => {
    const open = table('from, to, value', ["'', 100, '1'", "101, 200, '2'"], KM);
    expect(outcome(open, overKm(50), LOOK_BEFORE)).toEqual([{ code: 'tariff.no-belt-before', name: 'rate' }]);
    expect(outcome(open, overKm(150), LOOK_BEFORE)).toBe('1.00');
    const bound = table('from, to, value', ["1, 100, '1'", "101, '', '2'"], KM);
    expect(outcome(bound, overKm(50), LOOK_BEFORE)).toEqual([{ code: 'tariff.no-belt-before', name: 'rate' }]);
  });

  it('asks for the facts of the table it is read from', () => {
    const more = table('type, from, to, value', ["hopper, 1, 100, '1'", "hopper, 101, 200, '2'"], `${TYPE}; ${KM}`);
    expect(outcome(more, overKm(150, { wagons: [{}] }), LOOK_BEFORE)).toEqual([
      { code: 'tariff.missing-fact', fact: 'wagon.type' },
    ]);
  });
});

describe('what is read beside a row', () => {
  const tell = (steps: readonly string[], more = '', changes: Changes = {}): readonly string[] => {
    const priced = priceBy(partText(steps, more), changes);
    return 'trace' in priced ? priced.trace.map(stepText) : priced.refused;
  };

  it('is in the trace by its label: a fact with its unit, a fact of one’s own without, a quantity, a step, a part', () => {
    expect(
      tell(
        [
          "{ step: lookup, name: mass, value: { fact: mass_kg, per: '1000' } }",
          '{ step: multiply, name: own, by: { fact: extra.rate } }',
          "{ step: add, name: double, value: { quantity: two, per: '4' } }",
          '{ step: add, name: again, value: { step: mass } }',
        ],
        "quantities: { two: { steps: [{ step: lookup, name: q, value: '2' }] } }",
        { extra: { rate: '1.5' } },
      ),
    ).toEqual([
      'lookup two.q | value 2 |  → 2',
      'lookup mass | fact:mass_kg 60000 KGM |  → 60 | EUR',
      'multiply own | fact:extra.rate 1.5 | 60 → 90 | EUR',
      'add double | quantity:two 2 | 90 → 90.5 | EUR',
      'add again | step:mass 60 | 90.5 → 150.5 | EUR',
    ]);
  });

  it('a step has nothing in it that there is not: no title, value before, currency, clause or number', () => {
    const priced = priceBy(
      partText(
        ['{ step: lookup, name: rate, value: { quantity: two } }'],
        "quantities: { two: { steps: [{ step: lookup, name: q, value: '2' }] } }",
      ),
    );
    expect('trace' in priced ? priced.trace.map((step) => Object.keys(step)) : []).toEqual([
      ['step', 'name', 'inputs', 'rows', 'after'],
      ['step', 'name', 'inputs', 'rows', 'after', 'currency'],
    ]);
  });

  it('a quantity that cannot be known is refused once, for what it lacks', () => {
    expect(
      tell(
        ['{ step: lookup, name: a, value: { quantity: gone } }'],
        'quantities: { gone: { steps: [{ step: lookup, name: q, value: { fact: heads } }] } }',
      ),
    ).toEqual(['tariff.missing-fact']);
  });
});
