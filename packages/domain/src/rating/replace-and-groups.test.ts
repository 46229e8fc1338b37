import { describe, expect, it } from 'vitest';
import { bookFromText } from '../testing/book-from-text.ts';
import { discount, fates, rate, withBook } from '../testing/rated-leg.ts';
import type { RatingBook } from './rating-book.ts';

const replacing = (per: string, more = ''): RatingBook =>
  withBook(discount('d', `effect: { kind: replace, rate: '100', per: ${per}, currency: EUR${more} }`));

describe('a rate that replaces the charge, where there is none of what it is per', () => {
  it.each([
    ['teu', { kind: 'wagonload' }],
    ['train', { kind: 'wagonload' }],
    ['tonne', { items: [{ codes: {}, mass_kg: 0 }], wagons: [{ mass_kg: 0 }] }],
    ['head', { items: [{ codes: {}, mass_kg: 60_000, heads: 0 }] }],
  ])('does not apply: no %s to price', (per, changes) => {
    const rating = rate(replacing(per), changes);
    expect(rating.discounts).toMatchObject([
      { kind: 'not-applied', reason: { code: 'discount.nothing-to-price', params: { per } } },
    ]);
    expect(rating.net).toBe(rating.gross);
  });

  it.each([
    ['teu', { kind: 'container' }, 'missing container.size_ft'],
    ['train', { kind: undefined }, 'missing kind'],
    ['head', {}, 'missing heads'],
    [
      'wagon-km',
      { legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', payer: 'works' }] },
      'missing leg.distanceKm',
    ],
  ])('is not evaluated where the count is not known: %s', (per, changes, expected) => {
    expect(fates(rate(replacing(per), changes))).toEqual({ d: expected });
  });

  it('what is free by declaration is priced, at nothing', () => {
    expect(fates(rate(replacing('tonne', ", counted: { free: '60' }")))).toEqual({ d: '60000' });
  });
});

describe('the best for the payer', () => {
  const member = (id: string, choose: string, effect: string): string =>
    discount(id, `group: { id: g, choose: ${choose} }\neffect: ${effect}`);
  const dearer = "{ kind: replace, rate: '11', per: tonne, currency: EUR }";

  it('is none of the group where each would raise the charge, and each says by how much', () => {
    const book = withBook(
      member('a', 'best-for-payer', dearer),
      member('b', 'best-for-payer', "{ kind: multiply, by: '1.05' }"),
    );
    const rating = rate(book);
    expect(rating.net).toBe(rating.gross);
    expect(rating.discounts).toMatchObject([
      {
        entry: { id: 'a' },
        reason: { code: 'discount.group-raises', params: { group: 'g', value: '60', unit: 'EUR' } },
      },
      {
        entry: { id: 'b' },
        reason: { code: 'discount.group-raises', params: { group: 'g', value: '30', unit: 'EUR' } },
      },
    ]);
  });

  it('is none where the only one that may act raises the charge, and it where another discount is left the same by it', () => {
    expect(fates(rate(withBook(member('a', 'best-for-payer', dearer))))).toEqual({ a: 'discount.group-raises' });
    expect(fates(rate(withBook(member('a', 'best-for-payer', "{ kind: multiply, by: '1' }"))))).toEqual({ a: '0' });
  });

  it('is reckoned with everything the payer is charged: a member that uses up a budget another could use raises it', () => {
    const budget = "kind: budget\nid: pot\nwindow: year\namount: { amount: '100', currency: EUR }\nwhole: true";
    const book = bookFromText([
      withTariff,
      budget,
      discount(
        'a',
        "budget: pot\ngroup: { id: g, choose: best-for-payer }\norder: 1\neffect: { kind: multiply, by: '0.9' }",
      ),
      discount('z', "budget: pot\norder: 2\neffect: { kind: reduce, amount: '90', per: consignment, currency: EUR }"),
    ]);
    expect(fates(rate(book))).toEqual({ a: 'discount.group-raises', z: '9000' });
  });

  it('the declared one of highest priority acts, though it raises the charge', () => {
    expect(fates(rate(withBook(member('a', 'highest-priority', dearer))))).toEqual({ a: '-6000' });
  });
});

describe('several groups', () => {
  const member = (id: string, order: number, group: string, content: string): string =>
    discount(id, `order: ${String(order)}\ngroup: ${group}\n${content}`);
  const best = (id: string): string => `{ id: ${id}, choose: best-for-payer }`;
  const declared = (id: string): string => `{ id: ${id}, choose: highest-priority }`;
  const off = (coefficient: string): string => `effect: { kind: multiply, by: '${coefficient}' }`;
  const below = "scope: { amount.running.EUR: { below: '500' } }\n";

  it('choose in the order of the stack, whatever they are called', () => {
    const book = withBook(
      member('q', 1, declared('z'), off('0.8')),
      member('p', 2, declared('a'), `scope: { amount.running.EUR: { from: '550' } }\n${off('0.5')}`),
      member('r', 3, declared('a'), off('0.9')),
    );
    expect(fates(rate(book))).toEqual({ q: '12000', p: 'discount.group-lost', r: '4800' });
  });

  it('one of which no member comes to anything chooses again when the others have chosen, and still but one acts', () => {
    const book = withBook(
      member('early', 1, best('g'), `${below}${off('0.5')}`),
      member('z', 2, best('h'), off('0.8')),
      member('late', 3, best('g'), `${below}${off('0.9')}`),
      member('later', 4, best('g'), `${below}${off('0.7')}`),
    );
    expect(fates(rate(book))).toEqual({
      early: 'discount.group-lost',
      z: '12000',
      late: 'discount.group-lost',
      later: '14400',
    });
  });

  it('a member that could not act before does not raise the charge when it can', () => {
    const book = withBook(
      member('early', 1, best('g'), `${below}${off('0.5')}`),
      member('z', 2, best('h'), off('0.8')),
      member('dearer', 3, best('g'), `${below}${off('1.2')}`),
    );
    expect(fates(rate(book))).toEqual({ early: 'discount.amount-above', z: '12000', dearer: 'discount.group-raises' });
  });

  it('members that come to nothing in the end say why, though they are alone in their group', () => {
    const dear = `scope: { amount.running.EUR: { below: '100' } }\n${off('0.5')}`;
    for (const group of [best('g'), declared('g')])
      expect(fates(rate(withBook(member('a', 1, group, dear), member('z', 2, best('h'), off('0.8')))))).toEqual({
        a: 'discount.amount-above',
        z: '12000',
      });
  });
});

const withTariff = `
kind: tariff
id: rail-2025
carrier: rail
traffic: [export]
currency: EUR
parts:
  - id: loaded
    charge: freight.loaded
    steps: [{ step: lookup, name: rate, value: '600' }]
`;

describe('carry: full over several charge lines', () => {
  const tariff = `
kind: tariff
id: rail-2025
carrier: rail
traffic: [export]
currency: EUR
parts:
  - { id: loaded, charge: freight.loaded, steps: [{ step: lookup, name: rate, value: '100.10' }] }
  - { id: empty, charge: freight.empty, steps: [{ step: lookup, name: rate, value: '50.20' }] }
`;
  const book = (carry: string, charges: string): RatingBook =>
    bookFromText([
      tariff,
      discount('a', `order: 1\nround: { quantum: '1', carry: ${carry} }\neffect: { kind: multiply, by: '0.9' }`),
      discount('b', `order: 2\ntouches: { charges: [${charges}] }\neffect: { kind: multiply, by: '0' }`),
    ]);

  // 10 % of 100.10 is 10.01, of 50.20 5.02: exactly 15.03, posted 15.
  it('a discount on one of the lines works on that line’s own exact remainder', () => {
    const bases = ['freight.loaded', 'freight.empty', 'freight'].map((charges) =>
      rate(book('full', charges)).discounts.map((one) => (one.kind === 'applied' ? one.base : 0n)),
    );
    expect(bases).toEqual([
      [15_030n, 9_009n],
      [15_030n, 4_518n],
      [15_030n, 13_527n],
    ]);
  });

  it('what is posted is rounded, and parts sum to the whole', () => {
    const rating = rate(book('full', 'freight.empty'));
    expect(rating.lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(rating.payable);
    expect(fates(rating)).toEqual({ a: '1500', b: '4518' });
    expect(fates(rate(book('rounded', 'freight.empty')))).toEqual({ a: '1500', b: '4519' });
  });
});
