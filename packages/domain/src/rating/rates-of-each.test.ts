import { describe, expect, it } from 'vitest';
import { bookFromText } from '../testing/book-from-text.ts';
import { discount, fates, rate, withBook } from '../testing/rated-leg.ts';
import type { RatingBook } from './rating-book.ts';

const perContainer = `
kind: tariff
id: rail-2025
carrier: rail
traffic: [export]
currency: EUR
parts:
  - id: loaded
    charge: freight.loaded
    per: container
    steps: [{ step: lookup, name: rate, value: '500' }]
`;
const CEMENT = { ETSNG: '281000' };
const containers = (...size: readonly (number | undefined)[]) => ({
  kind: 'container',
  containers: size.map((size_ft) => (size_ft === undefined ? {} : { size_ft })),
});
const SIZES = `tables:
  sizes:
    columns: [size, rate]
    rows: [['20', '300'], ['40', '500']]
    keys: { size: { match: exact, column: size, fact: container.size_ft } }
    value: rate
`;
const off = (book: RatingBook, changes: Readonly<Record<string, unknown>>): string | undefined =>
  fates(rate(book, changes))['d'];

describe('a rate that differs from container to container, wagon to wagon or item to item', () => {
  const replacing = (per: string): string =>
    `${SIZES}effect: { kind: replace, rate: { table: sizes }, per: ${per}, currency: EUR }`;

  it('is taken for each: one container of 20 feet at 300 and one of 40 at 500 are 800', () => {
    const book = bookFromText([perContainer, discount('d', replacing('container'))]);
    expect(off(book, containers(20, 40))).toBe('20000');
    expect(rate(book, containers(20, 40, 20)).net).toBe(110_000n);
  });

  it('is taken for each TEU of each container: 1 at 300 and 2 at 500 are 1300', () => {
    expect(rate(bookFromText([perContainer, discount('d', replacing('teu'))]), containers(20, 40)).net).toBe(130_000n);
  });

  it('shows every row it read', () => {
    const [outcome] = rate(
      bookFromText([perContainer, discount('d', replacing('container'))]),
      containers(20, 40, 20),
    ).discounts;
    expect(outcome).toMatchObject({
      trace: [{ step: 'discount-replace', rows: [{ keys: { size: '20' } }, { keys: { size: '40' } }] }],
    });
  });

  it('is not evaluated where one has no size, and not applied where one has no row', () => {
    const book = bookFromText([perContainer, discount('d', replacing('container'))]);
    expect(off(book, containers(20, undefined))).toBe('missing container.size_ft');
    expect(off(book, containers(20, 45))).toBe('discount.no-row');
  });

  it('is not made up where it is of another sort than what it is per', () => {
    const mixed = { ...containers(20, 40), wagons: [{}, {}] };
    expect(off(bookFromText([perContainer, discount('d', replacing('wagon'))]), mixed)).toBe('discount.not-computed');
    expect(off(bookFromText([perContainer, discount('d', replacing('consignment'))]), mixed)).toBe(
      'discount.not-computed',
    );
  });

  it('is taken of the tonnes of each wagon', () => {
    const book = withBook(
      discount(
        'd',
        `tables:
  owners:
    columns: [owner, rate]
    rows: [[private, '2'], [carrier, '1']]
    keys: { owner: { match: exact, column: owner, fact: wagon.ownership } }
    value: rate
effect: { kind: reduce, amount: { table: owners }, per: tonne, currency: EUR }`,
      ),
    );
    const masses = {
      wagons: [
        { ownership: 'private', mass_kg: 20_000 },
        { ownership: 'carrier', mass_kg: 40_000 },
      ],
    };
    expect(off(book, masses)).toBe('8000');
  });

  it('is taken of the pieces of each item', () => {
    const book = withBook(
      discount(
        'd',
        `tables:
  origins:
    columns: [origin, rate]
    rows: [[BY, '2'], [KZ, '1']]
    keys: { origin: { match: exact, column: origin, fact: item.origin } }
    value: rate
effect: { kind: reduce, amount: { table: origins }, per: piece, currency: EUR }`,
      ),
    );
    const items = [
      { codes: CEMENT, mass_kg: 30_000, origin: 'BY', pieces: 5 },
      { codes: CEMENT, mass_kg: 30_000, origin: 'KZ', pieces: 7 },
    ];
    expect(off(book, { items })).toBe('1700');
  });
});
