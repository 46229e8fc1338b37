import { describe, expect, it } from 'vitest';
import type { LegRating } from '../charge/rating.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { amounts, discount, fates, KNOWN_BY, rate, withBook } from '../testing/rated-leg.ts';
import { rateConsignment } from './rate-consignment.ts';

describe('limits', () => {
  const half = "effect: { kind: multiply, by: '0.5' }";
  const corridor = (content: string, ...discounts: readonly string[]): LegRating =>
    rate(bookFromText([`${TARIFF}${content}`, ...discounts]));

  it('a discount’s own cap, by amount and by share, each cut its own line', () => {
    expect(amounts(rate(withBook(discount('d', `cap: { amount: '100', currency: EUR }\n${half}`))))).toEqual({
      'discount:d': '-30000',
      'limit:cap:d': '20000',
    });
    expect(fates(rate(withBook(discount('d', `cap: { share: '0.333' }\n${half}`))))).toEqual({ d: '19980' });
  });

  it('a reduction cannot take more than there is', () => {
    const rating = rate(withBook(discount('d', "effect: { kind: reduce, amount: '11', per: tonne, currency: EUR }")));
    expect(amounts(rating)).toEqual({ 'discount:d': '-66000', 'limit:remaining:d': '6000' });
    expect(rating.net).toBe(500n);
  });

  it('the floor of the corridor cuts the discount applied last', () => {
    const rating = corridor(
      "corridor: { floor: '0.6' }\n",
      discount('a', `order: 1\neffect: { kind: multiply, by: '0.7' }`),
      discount('b', "order: 2\neffect: { kind: multiply, by: '0.7' }"),
    );
    expect(amounts(rating)).toEqual({
      'discount:a': '-18000',
      'discount:b': '-12600',
      'limit:corridor-floor:b': '6600',
    });
    expect(rating.discounts).toMatchObject([
      { amount: 18_000n, cuts: [] },
      { amount: 6000n, cuts: [{ by: 'corridor-floor', amount: 6600n }] },
    ]);
  });

  it('the ceiling cuts what raises the charge', () => {
    const rating = corridor("corridor: { ceiling: '1.1' }\n", discount('a', "effect: { kind: multiply, by: '1.3' }"));
    expect(amounts(rating)).toEqual({ 'discount:a': '18000', 'limit:corridor-ceiling:a': '-12000' });
    expect(rating.net).toBe(66_500n);
  });

  it('the minimum charge cuts discounts, raises what is short even so, and wins over the ceiling', () => {
    expect(amounts(corridor("minimumCharge: '400'\n", discount('d', half)))).toEqual({
      'discount:d': '-30000',
      'limit:minimum-charge:d': '9500',
    });
    const short = corridor("minimumCharge: '700'\ncorridor: { ceiling: '1' }\n", discount('d', half));
    expect(amounts(short)).toEqual({
      'discount:d': '-30000',
      'limit:minimum-charge:d': '30000',
      'minimum-charge': '9500',
    });
    expect(short.net).toBe(70_000n);
  });

  it('a budget grants what it has left, in part or only whole, and in its own currency', () => {
    const budget = (more: string): string => `kind: budget\nid: pot\nwindow: year\n${more}`;
    const funded = discount('d', `budget: pot\n${half}`);
    expect(fates(rate(bookFromText([TARIFF, funded, budget("amount: { amount: '120.50', currency: EUR }")])))).toEqual({
      d: '12050',
    });
  });

  it('of a group by priority a member that limits leave nothing gives way to the next; alone, it says what took it back', () => {
    const pot = "kind: budget\nid: pot\nwindow: year\namount: { amount: '0', currency: EUR }";
    const member = (id: string, order: number, more: string): string =>
      discount(id, `order: ${String(order)}\ngroup: { id: g, choose: highest-priority }\n${more}${half}`);
    const book = (...entries: readonly string[]): string[] => [TARIFF, pot, ...entries];
    const [first, next] = [member('a', 1, 'budget: pot\n'), member('b', 2, '')];
    expect(fates(rate(bookFromText(book(first, next))))).toEqual({ a: 'discount.group-lost', b: '30000' });
    expect(fates(rate(bookFromText(book(first))))).toEqual({ a: 'discount.budget-exhausted' });
    expect(fates(rate(bookFromText(book(first, member('c', 3, 'budget: pot\n')))))).toEqual({
      a: 'discount.budget-exhausted',
      c: 'discount.group-lost',
    });
  });

  it.each([
    [
      "amount: { amount: '120.50', currency: EUR }\nwhole: true",
      'discount.budget-exhausted',
      { budget: 'pot', value: '300', bound: '120.5', unit: 'EUR', whole: 'true' },
    ],
    [
      "amount: { amount: '0', currency: EUR }",
      'discount.budget-exhausted',
      { budget: 'pot', value: '300', bound: '0', unit: 'EUR', whole: 'false' },
    ],
    [
      "amount: { amount: '9999', currency: USD }",
      'discount.budget-currency',
      { budget: 'pot', currency: 'USD', charged: 'EUR' },
    ],
    [
      "valid: { from: 2025-01-01, to: 2025-02-01 }\namount: { amount: '9999', currency: EUR }",
      'discount.budget-not-in-force',
      { budget: 'pot' },
    ],
  ])('a discount of which its budget pays nothing is not applied, and says why: %s', (more, code, params) => {
    const pot = `kind: budget\nid: pot\nwindow: year\n${more}`;
    const rating = rate(bookFromText([TARIFF, discount('d', `budget: pot\n${half}`), pot]));
    expect(rating.discounts).toMatchObject([{ kind: 'not-applied', reason: { code, params } }]);
    // What it would take and what the budget took back stand as lines of their own.
    expect(amounts(rating)).toEqual({ 'discount:d': '-30000', 'limit:budget:d': '30000' });
    expect(rating.net).toBe(rating.gross);
  });

  it('of two that one budget funds the second is told what the first has left', () => {
    const rating = rate(
      bookFromText([
        TARIFF,
        discount('a', `order: 1\nbudget: pot\n${half}`),
        discount('b', `order: 2\nbudget: pot\n${half}`),
        "kind: budget\nid: pot\nwindow: year\namount: { amount: '310', currency: EUR }\nwhole: true",
      ]),
    );
    expect(fates(rating)).toEqual({ a: '30000', b: 'discount.budget-exhausted' });
    expect(rating.discounts[1]).toMatchObject({ reason: { params: { value: '150', bound: '10' } } });
  });

  it('a budget pays once over several legs', () => {
    const legs = ['b', 'c'].map((to) => ({ carrier: 'rail', mode: 'rail', from: 'a', to, payer: 'works' }));
    const book = bookFromText([
      TARIFF,
      discount('d', `budget: pot\n${half}`),
      "kind: budget\nid: pot\nwindow: whole\namount: { amount: '400', currency: EUR }",
    ]);
    const rating = rateConsignment(book, consignmentOf({ legs }), { knownBy: KNOWN_BY, screening: 'FLAG' });
    expect(rating.legs.map((leg) => (leg.ok ? fates(leg.rating) : leg.refusals))).toEqual([
      { d: '30000' },
      { d: '10000' },
    ]);
  });

  it('a leg that cannot be rated to its end takes nothing of a budget', () => {
    const way = { carrier: 'rail', mode: 'rail', from: 'a', to: 'b', payer: 'works' };
    const book = bookFromText([
      `${TARIFF}total:\n  - { step: discounts }\n  - { step: maximum, name: least, with: { fact: leg.distanceKm } }\n`,
      discount('d', `budget: pot\n${half}`),
      "kind: budget\nid: pot\nwindow: whole\namount: { amount: '400', currency: EUR }",
    ]);
    const legs = [way, { ...way, distanceKm: '100' }];
    const rating = rateConsignment(book, consignmentOf({ legs }), { knownBy: KNOWN_BY, screening: 'ALLOW' });
    expect(rating.legs.map((leg) => (leg.ok ? fates(leg.rating) : 'refused'))).toEqual(['refused', { d: '30000' }]);
  });
});

describe('who receives', () => {
  it('shares add up to the discount; the payer’s own part is on the invoice, the rest is paid out', () => {
    const book = withBook(
      discount(
        'd',
        "effect: { kind: multiply, by: '0.99999' }\nround: '0.01'\nbeneficiary: { shares: { consignor: '0.6', consignee: '0.4' } }",
      ),
    );
    const rating = rate(book, { items: [{ codes: {}, mass_kg: 55_000 }], wagons: [{}] });
    expect(rating.discounts).toMatchObject([{ amount: 1n }]);
    const large = rate(
      withBook(
        discount(
          'd',
          "effect: { kind: multiply, by: '0.7' }\nbeneficiary: { shares: { consignor: '0.6', consignee: '0.4' } }",
        ),
      ),
    );
    expect(large.discounts).toMatchObject([
      {
        amount: 18_000n,
        shares: [
          { party: 'plant', role: 'consignor', amount: 10_800n, by: 'settlement' },
          { party: 'works', role: 'consignee', amount: 7200n, by: 'invoice' },
        ],
      },
    ]);
    expect(amounts(large)).toEqual({ 'discount:d': '-18000', 'paid-out:d': '10800' });
    expect(large.net).toBe(60_500n - 7200n);
  });

  it('a named party', () => {
    const rating = rate(
      withBook(discount('d', "effect: { kind: multiply, by: '0.5' }\nbeneficiary: { party: forwarder }")),
    );
    expect(rating.discounts).toMatchObject([
      { shares: [{ party: 'forwarder', role: 'named', amount: 30_000n, by: 'settlement' }] },
    ]);
    expect(rating.net).toBe(60_500n);
  });
});
