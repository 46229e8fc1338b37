import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LegRating } from '../charge/rating.ts';
import { bookFromText, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { amounts, discount, fates, rate, withBook } from '../testing/rated-leg.ts';

const member = (id: string, order: number, content: string, excludes: readonly string[] = []): string =>
  discount(
    id,
    `order: ${String(order)}\ngroup: { id: g, choose: best-combination, excludes: [${excludes.join(', ')}] }\n${content}`,
  );
const off = (coefficient: string): string => `effect: { kind: multiply, by: '${coefficient}' }`;

describe('the best lawful combination of a group', () => {
  it('of members that exclude each other the set that leaves the payer least, not the greatest single one', () => {
    const rating = rate(
      withBook(
        member('big', 1, off('0.6'), ['left', 'right']),
        member('left', 2, off('0.75')),
        member('right', 3, off('0.75')),
      ),
    );
    expect(fates(rating)).toEqual({ big: 'discount.excluded', left: '15000', right: '11250' });
  });

  it('says which won with what benefit, the next best, what excludes what, and what the losers lost to', () => {
    const rating = rate(
      withBook(member('a', 1, off('0.6'), ['b']), member('b', 2, off('0.75')), member('c', 3, off('1.1'))),
    );
    expect(rating.discounts).toMatchObject([
      {
        kind: 'applied',
        amount: 24_000n,
        trace: [
          {
            step: 'discount-combination',
            inputs: [
              { label: 'combination:a' },
              { label: 'runner-up:a + c' },
              { label: 'excludes:a', value: 'b' },
              { label: 'weighed' },
            ],
          },
          { step: 'discount-multiply' },
        ],
      },
      { reason: { code: 'discount.excluded', params: { winner: 'a' } } },
      { reason: { code: 'discount.combination-lost', params: { winner: 'a', value: '240', unit: 'EUR' } } },
    ]);
  });

  it('weighs after limits: a cap over the group holds for the combination as a whole', () => {
    const cap = "kind: discount-cap\nid: top\nover: { groups: [g] }\nshare: '0.1'";
    const rating = rate(bookFromText([TARIFF, cap, member('a', 1, off('0.8')), member('b', 2, off('0.8'))]));
    expect(rating.net).toBe(60_500n - 6000n);
  });

  it('a member that comes to nothing says why and is no part of a combination', () => {
    const usd = "effect: { kind: reduce, amount: '9', per: tonne, currency: USD }";
    expect(fates(rate(withBook(member('a', 1, usd), member('b', 2, off('0.8')))))).toEqual({
      a: 'discount.other-currency',
      b: '12000',
    });
  });

  it('what is paid to others is no gain of the payer', () => {
    const others = `${off('0.5')}\nbeneficiary: consignor`;
    expect(fates(rate(withBook(member('a', 1, others, ['b']), member('b', 2, off('0.9')))))).toEqual({
      a: 'discount.excluded',
      b: '6000',
    });
  });

  it('sixteen members are searched without weighing every set of them', () => {
    const many = Array.from({ length: 16 }, (_, index) => {
      const rival = `m${String(index % 2 === 0 ? index + 1 : index - 1)}`;
      return member(`m${String(index)}`, index, off(`0.${String(80 + index)}`), index < 4 ? [rival] : []);
    });
    const [first] = rate(withBook(...many)).discounts;
    const [step] = first?.kind === 'applied' ? first.trace : [];
    const weighed = step?.inputs.find((one) => one.label === 'weighed');
    expect(Number(weighed?.value)).toBeLessThan(100);
  });

  it('a group too large to search is refused with its book', () => {
    const many = Array.from({ length: 17 }, (_, index) => member(`m${String(index)}`, index, off('0.99')));
    const { refusals } = readBookText([TARIFF, ...many]);
    expect(refusals).toMatchObject([{ code: 'discount.group-too-large', params: { count: 17, most: 16 } }]);
  });

  it('members that act together need an order; those that exclude each other do not', () => {
    const free = (id: string, excludes: string): string =>
      discount(id, `group: { id: g, choose: best-combination, excludes: [${excludes}] }\n${off('0.9')}`);
    const codes = (excludes: string): readonly string[] =>
      readBookText([TARIFF, free('a', excludes), free('b', '')]).refusals.map((one) => one.code);
    expect(codes('')).toEqual(['discount.tie']);
    expect(codes('b')).toEqual([]);
  });

  it('no lawful set leaves the payer less, whatever the members do', () => {
    const effect = fc.oneof(
      fc.integer({ min: 50, max: 115 }).map((percent) => off((percent / 100).toFixed(2))),
      fc
        .integer({ min: 1, max: 400 })
        .map((money) => `effect: { kind: reduce, amount: '${String(money)}', per: consignment, currency: EUR }`),
      fc
        .integer({ min: 1, max: 12 })
        .map((money) => `effect: { kind: replace, rate: '${String(money)}', per: tonne, currency: EUR }`),
      fc
        .tuple(fc.integer({ min: 50, max: 99 }), fc.integer({ min: 200, max: 600 }))
        .map(
          ([percent, bound]) =>
            `${off((percent / 100).toFixed(2))}\nscope: { amount.running.EUR: { from: '${String(bound)}' } }`,
        ),
      fc.integer({ min: 50, max: 99 }).map((percent) => `${off((percent / 100).toFixed(2))}\nbudget: pot\nround: '1'`),
    );
    const pair = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(
        fc.array(effect, { minLength: 2, maxLength: 4 }),
        fc.array(pair, { maxLength: 3 }),
        (effects, pairs) => {
          const pot = "kind: budget\nid: pot\nwindow: year\namount: { amount: '90', currency: EUR }";
          const excluded = (a: number, b: number): boolean =>
            pairs.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
          const net = (list: readonly string[]): bigint => rate(bookFromText([TARIFF, pot, ...list])).net;
          const chosen = net(
            effects.map((content, index) =>
              member(
                `m${String(index)}`,
                index,
                content,
                effects.flatMap((_, other) => (other !== index && excluded(index, other) ? [`m${String(other)}`] : [])),
              ),
            ),
          );
          const sets = [...Array(2 ** effects.length).keys()]
            .map((mask) => effects.map((_, index) => index).filter((index) => Math.floor(mask / 2 ** index) % 2 === 1))
            .filter((set) => !set.some((a) => set.some((b) => a < b && excluded(a, b))));
          const nets = sets.map((set) =>
            net(set.map((index) => discount(`m${String(index)}`, `order: ${String(index)}\n${effects[index] ?? ''}`))),
          );
          expect(chosen).toBe(nets.reduce((least, one) => (one < least ? one : least)));
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('conditions on amounts, asked when the turn comes', () => {
  const stacked = (mass: number, more: string): LegRating =>
    rate(
      withBook(
        discount('half', `order: 1\n${off('0.5')}`),
        discount('ten', `order: 2\n${off('0.9')}\nscope: { ${more} }`),
      ),
      { items: [{ codes: {}, mass_kg: mass * 1000 }], wagons: [{}] },
    );
  const [RUNNING, GROSS] = ["'amount.running.EUR:freight'", "'amount.gross.EUR:freight'"];
  const THOUSAND = "{ from: '1000' }";

  it('Vendure: 1500 halved is 750, below 1000; 2400 halved is 1200, of which 10 % more', () => {
    expect(fates(stacked(150, `${RUNNING}: ${THOUSAND}`))).toEqual({ half: '75000', ten: 'discount.amount-below' });
    expect(fates(stacked(240, `${RUNNING}: ${THOUSAND}`))).toEqual({ half: '120000', ten: '12000' });
    expect(stacked(150, `${RUNNING}: ${THOUSAND}`).discounts).toMatchObject([
      {},
      { reason: { params: { value: '750', bound: '1000', short: '250', unit: 'EUR', of: 'running' } } },
    ]);
  });

  it('on the gross they do not depend on other discounts; an upper bound works the other way round', () => {
    expect(fates(stacked(150, `${GROSS}: ${THOUSAND}`))).toEqual({ half: '75000', ten: '7500' });
    expect(fates(stacked(150, `${RUNNING}: { below: '750' }`))).toEqual({
      half: '75000',
      ten: 'discount.amount-above',
    });
  });

  it('Solidus: 20 % off the shirt of 30, then 10 off when 60 are left of shirt and trousers: 54', () => {
    const part = (id: string, value: string): string =>
      `  - { id: ${id}, charge: freight.${id}, steps: [{ step: lookup, name: rate, value: '${value}' }] }`;
    const tariff = `kind: tariff\nid: t\ncarrier: rail\ntraffic: [export]\ncurrency: EUR\nparts:\n${part('shirt', '30')}\n${part('trousers', '40')}\n`;
    const shirt = discount('shirt', `touches: { charges: [freight.shirt] }\n${off('0.8')}`);
    const ten = discount(
      'ten',
      "effect: { kind: reduce, amount: '10', per: consignment, currency: EUR }\nscope: { amount.running.EUR: { from: '60' } }",
    );
    expect(rate(bookFromText([tariff, shirt, ten])).net).toBe(5400n);
  });

  it('nested in conditions they wait for the turn as well; what has failed before it fails there', () => {
    const nested = (any: string): string => discount('ten', `order: 2\n${off('0.9')}\nwhen: [{ any: ${any} }]`);
    const after = (any: string): Record<string, string> =>
      fates(rate(withBook(discount('half', `order: 1\n${off('0.5')}`), nested(any))));
    expect(after(`[{ scope: { ${RUNNING}: { from: '300' } } }, { scope: { marks: [X] } }]`)['ten']).toBe('3000');
    expect(after(`[{ scope: { ${RUNNING}: { from: '301' } } }, { scope: { marks: [X] } }]`)['ten']).toBe(
      'discount.amount-below',
    );
    expect(after(`[{ not: { scope: { ${RUNNING}: { from: '301' } } } }]`)['ten']).toBe('3000');
  });

  it('an amount in another currency is missing, unless the discount states how the charge is converted into it', () => {
    const dollars = (more: string): string =>
      fates(rate(withBook(discount('d', `${off('0.9')}\nscope: { amount.running.USD: { from: '650' } }\n${more}`))))[
        'd'
      ] ?? '';
    expect(dollars('')).toBe('missing amount.running.USD');
    const convert = (coefficient: string): string =>
      `convert: [{ from: EUR, to: USD, multiply: '${coefficient}', date: 2026-01-01, source: bank }]`;
    expect(dollars(convert('1.1'))).toBe('6000');
    expect(dollars(convert('1.05'))).toBe('discount.amount-below');
  });

  it('at settlement they are asked of what the discounts of the invoice have left', () => {
    const later = (bound: string): string =>
      fates(
        rate(
          withBook(
            discount('half', off('0.5')),
            discount(
              'later',
              `at: settlement\nsettle: month\n${off('0.9')}\nscope: { ${RUNNING}: { from: '${bound}' } }`,
            ),
          ),
        ),
      )['later'] ?? '';
    expect([later('300'), later('301')]).toEqual(['3000', 'discount.amount-below']);
  });
});

describe('caps over several discounts', () => {
  const capped = (more: string, ...discounts: readonly string[]): LegRating =>
    rate(bookFromText([TARIFF, `kind: discount-cap\nid: top\n${more}`, ...discounts]));
  const two = [discount('a', `order: 1\n${off('0.9')}`), discount('b', `order: 2\n${off('0.8')}`)];

  it('of a grantor: together at most 12 % of the undiscounted charge, the last cut first', () => {
    expect(amounts(capped("over: { grantors: [rail] }\nshare: '0.12'", ...two))).toEqual({
      'discount:a': '-6000',
      'discount:b': '-10800',
      'limit:stack-cap:b': '9600',
    });
    expect(amounts(capped("over: { grantors: [supplier] }\nshare: '0.12'", ...two))).toEqual({
      'discount:a': '-6000',
      'discount:b': '-10800',
    });
  });

  it('pro rata where declared, each cut its own line, to the last cent', () => {
    const rating = capped("over: {}\nshare: '0.12'\ncut: pro-rata", ...two);
    expect(amounts(rating)).toEqual({
      'discount:a': '-6000',
      'limit:stack-cap:a': '3429',
      'discount:b': '-10800',
      'limit:stack-cap:b': '6171',
    });
    expect(rating.net).toBe(60_500n - 7200n);
  });

  it('an amount holds on legs in its currency, and on the tariffs named', () => {
    expect(capped("amount: { amount: '50', currency: EUR }", ...two).net).toBe(55_500n);
    expect(capped("amount: { amount: '50', currency: USD }", ...two).net).toBe(43_700n);
    expect(capped("over: { tariffs: [other] }\nshare: '0'", ...two).net).toBe(43_700n);
  });

  it('what settles later is held by the cap as well', () => {
    const rating = capped(
      "share: '0.12'",
      discount('a', off('0.9')),
      discount('later', `at: settlement\nsettle: month\n${off('0.9')}`),
    );
    expect(rating.discounts).toMatchObject([
      { amount: 6000n, cuts: [] },
      { amount: 1200n, cuts: [{ by: 'stack-cap', amount: 4200n }] },
    ]);
  });

  it('without a share or an amount it is a mistake in the book', () => {
    expect(readBookText([TARIFF, 'kind: discount-cap\nid: top']).refusals.map((one) => one.code)).toEqual([
      'discount.stack-cap-empty',
    ]);
  });
});
