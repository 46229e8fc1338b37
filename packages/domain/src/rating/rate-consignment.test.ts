import { describe, expect, it } from 'vitest';
import type { LegRating } from '../charge/rating.ts';
import { localDate } from '../kernel/local-date.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { rateConsignment } from './rate-consignment.ts';
import type { RatingBook } from './rating-book.ts';

const KNOWN_BY = localDate('2026-01-01');

function rate(book: RatingBook, changes: Readonly<Record<string, unknown>> = {}): LegRating {
  const [leg] = rateConsignment(book, consignmentOf(changes), { knownBy: KNOWN_BY, screening: 'ALLOW' }).legs;
  if (leg === undefined || !leg.ok)
    throw new Error(JSON.stringify(leg, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
  return leg.rating;
}

const discount = (id: string, content: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\n${content.includes('touches:') ? '' : 'touches: { charges: [freight] }\n'}${content}`;

const lines = (rating: LegRating): Record<string, string> =>
  Object.fromEntries(rating.lines.map((line) => [line.id, String(line.amount)]));

describe('rating a consignment with discounts', () => {
  it('takes a coefficient off the charge kinds it touches', () => {
    const book = bookFromText([TARIFF, discount('d1', "effect: { kind: multiply, by: '0.8' }")]);
    const rating = rate(book);
    expect(lines(rating)).toEqual({ loaded: '60000', wagon: '500', 'discount:d1': '-12000' });
    expect(rating.net).toBe(48_500n);
    expect(rating.discounts).toMatchObject([
      {
        kind: 'applied',
        stage: 'multiply',
        base: 60_000n,
        amount: 12_000n,
        shares: [{ party: 'works', amount: 12_000n, by: 'invoice' }],
        cuts: [],
      },
    ]);
  });

  it('acts in the order replace, multiply, reduce, whatever the order in the book', () => {
    const book = bookFromText([
      TARIFF,
      discount('a-reduce', "effect: { kind: reduce, amount: '1', per: tonne, currency: EUR }"),
      discount('b-multiply', "effect: { kind: multiply, by: '0.5' }"),
      discount('c-replace', "effect: { kind: replace, rate: '8', per: tonne, currency: EUR }"),
    ]);
    const rating = rate(book);
    expect(rating.discounts.map((one) => one.entry.id)).toEqual(['c-replace', 'b-multiply', 'a-reduce']);
    expect(lines(rating)).toMatchObject({
      'discount:c-replace': '-12000',
      'discount:b-multiply': '-24000',
      'discount:a-reduce': '-6000',
    });
    expect(rating.net).toBe(60_500n - 42_000n);
  });

  it('takes none of a flow that is held, refused or not screened', () => {
    const book = bookFromText([TARIFF, discount('d1', "effect: { kind: multiply, by: '0.8' }")]);
    for (const screening of ['HOLD', 'REFUSE', undefined] as const) {
      const [leg] = rateConsignment(book, consignmentOf(), {
        knownBy: KNOWN_BY,
        ...(screening === undefined ? {} : { screening }),
      }).legs;
      const rating = leg?.ok === true ? leg.rating : undefined;
      expect(rating?.net).toBe(60_500n);
      expect(rating?.discounts).toMatchObject([
        {
          kind: 'not-applied',
          reason: { code: screening === undefined ? 'discount.not-screened' : 'discount.not-allow' },
        },
      ]);
    }
  });

  it('says of a held flow what screening alone keeps back; another discount names its own condition', () => {
    const book = bookFromText([
      TARIFF,
      discount('granted-else', "order: 1\neffect: { kind: multiply, by: '0.8' }"),
      discount('for-others', "order: 2\nscope: { consignee: [somebody-else] }\neffect: { kind: multiply, by: '0.8' }"),
    ]);
    const [leg] = rateConsignment(book, consignmentOf(), { knownBy: KNOWN_BY, screening: 'HOLD' }).legs;
    expect(leg?.ok === true ? leg.rating.discounts : []).toMatchObject([
      { entry: { id: 'granted-else' }, reason: { code: 'discount.not-allow', params: { outcome: 'HOLD' } } },
      { entry: { id: 'for-others' }, reason: { code: 'discount.scope' } },
    ]);
  });
});
