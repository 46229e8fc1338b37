import { describe, expect, it } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { bookFromText, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount, fates, rate } from '../testing/rated-leg.ts';
import type { RatingBook } from './rating-book.ts';

const tariffPer = (per: string, steps: string): string => `
kind: tariff
id: rail-2025
carrier: rail
traffic: [export]
currency: EUR
parts:
  - id: loaded
    charge: freight.loaded
    per: ${per}
    steps: ${steps}
`;
const perWagon = tariffPer('wagon', "[{ step: lookup, name: rate, value: '100' }]");
const perContainer = tariffPer('container', "[{ step: lookup, name: rate, value: '500' }]");
const perItem = tariffPer(
  'item',
  "[{ step: lookup, name: rate, value: '1' }, { step: multiply, name: tonnes, by: { fact: mass_kg, per: '1000' } }]",
);

const CEMENT = { ETSNG: '281000' };
const TIMBER = { ETSNG: '081007' };
const wagons = (...ownership: readonly string[]) => ({
  wagons: ownership.map((one) => ({ type: 'hopper', ownership: one, axles: 4 })),
});
const oneOfThree = wagons('private', 'carrier', 'carrier');
const goods = (cement: number, timber: number) => ({
  items: [
    { codes: CEMENT, mass_kg: cement },
    { codes: TIMBER, mass_kg: timber },
  ],
  wagons: [{}],
});
const containers = (...size: readonly (number | undefined)[]) => ({
  kind: 'container',
  containers: size.map((size_ft) => (size_ft === undefined ? {} : { size_ft })),
});

const PRIVATE = 'scope: { wagon.ownership: private }\n';
const OF_CEMENT = "scope: { goods: { ETSNG: ['281'] } }\n";
const SIZES = `tables:
  sizes:
    columns: [size, rate]
    rows: [['20', '300'], ['40', '500']]
    keys: { size: { match: exact, column: size, fact: container.size_ft } }
    value: rate
`;
const matching = (tariff: string, content: string): RatingBook =>
  bookFromText([tariff, discount('d', `parts: matching\n${content}`)]);
const off = (book: RatingBook, changes: Readonly<Record<string, unknown>>): string | undefined =>
  fates(rate(book, changes))['d'];

describe('a discount for some wagons or goods of a mixed consignment that acts on the matching ones alone', () => {
  it.each([
    [
      '10 off per private wagon, 1 of 3',
      TARIFF,
      `${PRIVATE}effect: { kind: reduce, amount: '10', per: wagon, currency: EUR }`,
      oneOfThree,
      '1000',
    ],
    [
      'half the price of a private wagon at 100, 1 of 3',
      perWagon,
      `${PRIVATE}effect: { kind: multiply, by: '0.5' }`,
      oneOfThree,
      '5000',
    ],
    [
      'half the price of 30 t of cement at 1 beside 150 t of timber',
      perItem,
      `${OF_CEMENT}effect: { kind: multiply, by: '0.5' }`,
      goods(30_000, 150_000),
      '1500',
    ],
    [
      '0.8 on 1 t of cement in 60 t at 10',
      TARIFF,
      `${OF_CEMENT}effect: { kind: multiply, by: '0.8' }`,
      goods(1000, 59_000),
      '200',
    ],
    [
      '25 percent of 600 on 1 wagon of 3, by number',
      TARIFF,
      `${PRIVATE}effect: { kind: percent, of: '25' }`,
      { items: [{ codes: CEMENT, mass_kg: 60_000 }], ...oneOfThree },
      '5000',
    ],
    [
      'a third of 600.00 at 0.1, rounded once: 20.00',
      TARIFF,
      `${PRIVATE}effect: { kind: share, of: '0.1' }`,
      oneOfThree,
      '2000',
    ],
    [
      '2 off per tonne of cement: 1 t',
      TARIFF,
      `${OF_CEMENT}effect: { kind: reduce, amount: '2', per: tonne, currency: EUR }`,
      goods(1000, 59_000),
      '200',
    ],
    [
      'a private wagon at 70 instead of 100',
      perWagon,
      `${PRIVATE}effect: { kind: replace, rate: '70', per: wagon, currency: EUR }`,
      oneOfThree,
      '3000',
    ],
    [
      'nothing beside a whole match: 3 of 3 at 10',
      TARIFF,
      `${PRIVATE}effect: { kind: reduce, amount: '10', per: wagon, currency: EUR }`,
      wagons('private', 'private', 'private'),
      '3000',
    ],
    [
      'no more than the charge of the matching wagon: 150 off 100',
      perWagon,
      `${PRIVATE}effect: { kind: reduce, amount: '150', per: wagon, currency: EUR }`,
      oneOfThree,
      '10000',
    ],
    [
      'the cap is a share of the charge of the matching wagon',
      perWagon,
      `${PRIVATE}cap: { share: '0.2' }\neffect: { kind: reduce, amount: '50', per: wagon, currency: EUR }`,
      oneOfThree,
      '2000',
    ],
    [
      'a tonne in a private wagon by the mass of that wagon',
      TARIFF,
      `${PRIVATE}effect: { kind: reduce, amount: '1', per: tonne, currency: EUR }`,
      {
        wagons: [
          { ownership: 'private', mass_kg: 20_000 },
          { ownership: 'carrier', mass_kg: 40_000 },
        ],
      },
      '2000',
    ],
    [
      'only the 20 foot containers, at their rate',
      perContainer,
      `scope: { container.size_ft: '20' }\n${SIZES}effect: { kind: replace, rate: { table: sizes }, per: container, currency: EUR }`,
      containers(20, 40, 20),
      '40000',
    ],
  ])('%s', (_, tariff, content, changes, expected) => {
    expect(off(matching(tariff, content), changes)).toBe(expected);
  });

  it.each([
    [
      '10 off per wagon, 3 wagons',
      TARIFF,
      `${PRIVATE}effect: { kind: reduce, amount: '10', per: wagon, currency: EUR }`,
      oneOfThree,
      '3000',
    ],
    ['half of 300', perWagon, `${PRIVATE}effect: { kind: multiply, by: '0.5' }`, oneOfThree, '15000'],
  ])('by default on all of the consignment: %s', (_, tariff, content, changes, expected) => {
    expect(off(bookFromText([tariff, discount('d', content)]), changes)).toBe(expected);
  });

  it.each([
    [
      'whose wagon it is, of one of them',
      TARIFF,
      `${PRIVATE}effect: { kind: multiply, by: '0.5' }`,
      { wagons: [{ ownership: 'private' }, {}] },
      'missing wagon.ownership',
    ],
    [
      'the mass of the other goods',
      TARIFF,
      `${OF_CEMENT}effect: { kind: multiply, by: '0.5' }`,
      { mass_kg: 60_000, items: [{ codes: CEMENT, mass_kg: 1000 }, { codes: TIMBER }] },
      'missing item.mass_kg',
    ],
    [
      'the mass of the private wagon',
      TARIFF,
      `${PRIVATE}effect: { kind: reduce, amount: '1', per: tonne, currency: EUR }`,
      oneOfThree,
      'missing wagon.mass_kg',
    ],
    [
      'how many wagons the cement is in',
      TARIFF,
      `${OF_CEMENT}effect: { kind: reduce, amount: '1', per: wagon, currency: EUR }`,
      goods(1000, 59_000),
      'discount.parts-not-counted',
    ],
    [
      'which goods are in the private wagon',
      TARIFF,
      `scope: { wagon.ownership: private, goods: { ETSNG: ['281'] } }\neffect: { kind: multiply, by: '0.5' }`,
      { ...goods(1000, 59_000), ...oneOfThree },
      'discount.parts-unrelated',
    ],
    [
      'one wagon that is both private and a tank',
      TARIFF,
      `scope: { all: [{ wagon.ownership: private }, { wagon.type: tank }] }\neffect: { kind: multiply, by: '0.5' }`,
      {
        wagons: [
          { ownership: 'private', type: 'hopper' },
          { ownership: 'carrier', type: 'tank' },
        ],
      },
      'discount.parts-none',
    ],
  ])('gives nothing where it cannot be told: %s', (_, tariff, content, changes, expected) => {
    expect(off(matching(tariff, content), changes)).toBe(expected);
  });

  it('facts of the whole consignment are asked of it and not of a single wagon', () => {
    const scope = "scope: { wagon.ownership: private, mass_kg: { from: '50000' } }\n";
    const masses = {
      wagons: [
        { ownership: 'private', mass_kg: 20_000 },
        { ownership: 'carrier', mass_kg: 40_000 },
      ],
    };
    expect(off(matching(TARIFF, `${scope}effect: { kind: multiply, by: '0.5' }`), masses)).toBe('15000');
  });

  it('the amounts of all its parts add up: the private wagon and the others, each by a discount of its own', () => {
    const book = bookFromText([
      perWagon,
      discount('d', `parts: matching\norder: 1\non: gross\n${PRIVATE}effect: { kind: multiply, by: '0' }`),
      discount(
        'e',
        "parts: matching\norder: 2\non: gross\nscope: { wagon.ownership: [carrier, common, leased] }\neffect: { kind: multiply, by: '0' }",
      ),
    ]);
    expect(fates(rate(book, oneOfThree))).toEqual({ d: '10000', e: '20000' });
  });

  it('what one takes off the private wagon leaves what the next works on in the others as it is', () => {
    const book = bookFromText([
      perWagon,
      discount('d', `parts: matching\norder: 1\n${PRIVATE}effect: { kind: multiply, by: '0.5' }`),
      discount(
        'e',
        "parts: matching\norder: 2\nscope: { wagon.ownership: carrier }\neffect: { kind: multiply, by: '0.9' }",
      ),
      discount('f', `parts: matching\norder: 3\n${PRIVATE}effect: { kind: multiply, by: '0.5' }`),
      discount('g', "order: 4\neffect: { kind: multiply, by: '0.5' }"),
      discount('h', `parts: matching\norder: 5\n${PRIVATE}effect: { kind: multiply, by: '0' }`),
    ]);
    // 100 + 200: 50 + 200, 50 + 180, 25 + 180, 12.50 + 90, 0 + 90.
    expect(fates(rate(book, oneOfThree))).toEqual({ d: '5000', e: '2000', f: '2500', g: '10250', h: '1250' });
  });

  it('says in the trace how many of how many, and what of the charge is theirs', () => {
    const [outcome] = rate(matching(perWagon, `${PRIVATE}effect: { kind: multiply, by: '0.5' }`), oneOfThree).discounts;
    const trace = outcome?.kind === 'applied' ? outcome.trace : [];
    expect(
      trace.map(({ step, before, after }) => [step, before === undefined ? '' : toText(before), toText(after)]),
    ).toEqual([
      ['discount-parts', '300', '100'],
      ['discount-multiply', '100', '50'],
    ]);
    expect(
      trace[0]?.inputs.map(({ label, value }) => [label, typeof value === 'string' ? value : toText(value)]),
    ).toEqual([['matching-wagon:3', '1']]);
    expect(outcome).toMatchObject({ base: 10_000n });
  });

  it.each([
    ['scope: { traffic: export }\neffect: { kind: multiply, by: "0.5" }', 'discount.parts-not-asked'],
    [
      `${PRIVATE}effect: { kind: equalise, reference: [{ carrier: rail, mode: rail, from: a, to: c, distanceKm: "10", charges: [freight] }] }`,
      'discount.parts-equalise',
    ],
  ])('is refused where there are no parts to act on: %s', (content, code) => {
    const { refusals } = readBookText([TARIFF, discount('d', `parts: matching\n${content}`)]);
    expect(refusals.map((one) => one.code)).toContain(code);
  });
});
