import { describe, expect, it } from 'vitest';
import { bookFromText, consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount, fates, KNOWN_BY, legOf, rate, withBook } from '../testing/rated-leg.ts';
import { rateConsignment } from './rate-consignment.ts';
import type { RatingBook } from './rating-book.ts';

describe('what a discount asks for', () => {
  it('its scope: the first condition that fails is named with what it asked for and what there is', () => {
    const rating = rate(
      withBook(discount('d', "scope: { goods: { ETSNG: ['201'] } }\neffect: { kind: multiply, by: '0.5' }")),
    );
    expect(rating.discounts).toMatchObject([
      { kind: 'not-applied', reason: { code: 'discount.scope', params: { condition: 'goods' } } },
    ]);
  });

  it('a fact that is missing is neither a match nor a mismatch', () => {
    const book = withBook(discount('d', "scope: { item.origin: [BY] }\neffect: { kind: multiply, by: '0.5' }"));
    expect(fates(rate(book))).toEqual({ d: 'missing item.origin' });
    expect(
      fates(rate(book, { traffic: 'export', legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b' }] })),
    ).toEqual({ d: 'missing item.origin,payer' });
  });

  it('the tariff version it was granted on: a later one needs it issued again, another tariff is not meant', () => {
    const base = (text: string): RatingBook =>
      withBook(discount('d', `base: [${text}]\neffect: { kind: multiply, by: '0.5' }`));
    const [tariff] = withBook().tariffs;
    expect(fates(rate(base('{ tariff: rail-2025 }')))).toEqual({ d: '30000' });
    expect(fates(rate(base(`{ tariff: rail-2025, version: '${tariff?.version ?? ''}' }`)))).toEqual({ d: '30000' });
    expect(fates(rate(base("{ tariff: rail-2025, version: '2018' }")))).toEqual({ d: 'discount.needs-reissue' });
    expect(fates(rate(base('{ tariff: rail-2018 }')))).toEqual({ d: 'discount.other-tariff' });
    const superseding = bookFromText([
      `${TARIFF}supersedes: [{ entry: rail-2018 }]`,
      discount('d', "base: [{ tariff: rail-2018 }]\neffect: { kind: multiply, by: '0.5' }"),
    ]);
    expect(fates(rate(superseding))).toEqual({ d: 'discount.needs-reissue' });
  });

  it.each([
    ['while that version is in force', '', '2025-03-10', '30000'],
    ['once another is', '', '2025-07-01', 'discount.needs-reissue'],
    ['a discount that begins with the other', 'valid: { from: 2025-07-01 }', '2025-07-01', '30000'],
    [
      'published before the other, for its days',
      'valid: { from: 2025-07-01 }\nknown: 2025-05-31',
      '2025-07-01',
      'discount.needs-reissue',
    ],
    ['begun before there was any version', 'valid: { from: 2024-01-01 }', '2025-03-10', '30000'],
    ['begun before there was any version', 'valid: { from: 2024-01-01 }', '2025-07-01', 'discount.needs-reissue'],
  ])(
    'a base without a version is the one in force at its start, as known when granted: %s',
    (_, dates, accepted, fate) => {
      const version = (name: string, days: string): string =>
        TARIFF.replace('id: rail-2025', `id: rail-2025\nversion: ${name}\n${days}`);
      const book = bookFromText([
        version('a', 'valid: { from: 2025-01-01 }'),
        version('b', 'valid: { from: 2025-07-01 }\nknown: 2025-06-01'),
        discount('d', `base: [{ tariff: rail-2025 }]\n${dates}\neffect: { kind: multiply, by: '0.5' }`),
      ]);
      expect(fates(rate(book, { accepted }))).toEqual({ d: fate });
    },
  );

  it('a volume carried in the month before, asked for from a month on', () => {
    const book = withBook(
      discount(
        'd',
        "effect: { kind: multiply, by: '0.8' }\nwhen: [{ meter: { measure: mass, window: { calendar: month, lag: 1 } }, atLeast: { value: '35', unit: KTN }, from: 2025-03-01 }]",
      ),
    );
    const mass = (kg: number): Record<string, unknown> => ({
      note: 'E',
      accepted: '2025-02-10',
      items: [{ codes: {}, mass_kg: kg }],
      wagons: [],
    });
    expect(fates(rate(book, {}, [mass(35_000_000)]))).toEqual({ d: '12000' });
    expect(fates(rate(book, {}, [mass(34_999_999)]))).toEqual({ d: 'discount.meter-below' });
    expect(fates(rate(book, { accepted: '2025-02-28' }))).toEqual({ d: '12000' });
    expect(rate(book, {}, [mass(34_900_000)]).discounts).toMatchObject([
      {
        reason: {
          params: {
            value: '34900000',
            bound: '35000000',
            short: '100000',
            unit: 'KGM',
            from: '2025-02-01',
            to: '2025-02-28',
          },
        },
      },
    ]);
  });

  it('a meter with a missing fact decides only what is certain', () => {
    const book = withBook(
      discount(
        'enough',
        "order: 1\neffect: { kind: multiply, by: '0.9' }\nwhen: [{ meter: { measure: heads, window: { calendar: year } }, atLeast: { value: '5', unit: HEA } }]",
      ),
      discount(
        'more',
        "order: 2\neffect: { kind: multiply, by: '0.9' }\nwhen: [{ meter: { measure: heads, window: { calendar: year } }, atLeast: { value: '50', unit: HEA } }]",
      ),
    );
    const earlier = [
      { note: 'A', accepted: '2025-01-02', items: [{ codes: {}, heads: 6 }] },
      { note: 'B', accepted: '2025-01-03' },
    ];
    expect(fates(rate(book, {}, earlier))).toEqual({ enough: '6000', more: 'missing heads' });
  });

  it('nothing is granted on charges of another kind, or in another currency', () => {
    const book = withBook(
      discount('kind', "touches: { charges: [service] }\neffect: { kind: multiply, by: '0.5' }"),
      discount('wagon', "touches: { charges: [wagon] }\neffect: { kind: multiply, by: '0.5' }"),
      discount('usd', "effect: { kind: replace, rate: '7.25', per: tonne, currency: USD }"),
    );
    expect(fates(rate(book))).toEqual({
      kind: 'discount.nothing-touched',
      wagon: 'discount.nothing-touched',
      usd: 'discount.other-currency',
    });
  });
});

describe('the order of discounts', () => {
  const order = (id: string, rank: number, content: string): string =>
    discount(id, `order: ${String(rank)}\n${content}`);

  it('D365: on gross or on what remains, lowering later ones or not: 100 + 150 + 180 + 180', () => {
    const book = withBook(
      order('d1', 1, "on: gross\neffect: { kind: multiply, by: '0.90' }"),
      order('d2', 2, "on: gross\nlowersLater: false\neffect: { kind: multiply, by: '0.85' }"),
      order('d3', 3, "effect: { kind: multiply, by: '0.80' }"),
      order('d4', 4, "effect: { kind: multiply, by: '0.75' }"),
    );
    const mass = { items: [{ codes: {}, mass_kg: 100_000 }], wagons: [{}] };
    expect(fates(rate(book, mass))).toEqual({ d1: '10000', d2: '15000', d3: '18000', d4: '18000' });
  });

  it('two of one stage that tie without an order are refused, naming both', () => {
    const { book, refusals } = readBookText([
      TARIFF,
      discount('b', "effect: { kind: multiply, by: '0.9' }"),
      discount('a', "effect: { kind: multiply, by: '0.8' }"),
    ]);
    expect(refusals).toMatchObject([{ code: 'discount.tie', params: { first: 'a', second: 'b', stage: 'multiply' } }]);
    const leg = legOf(book);
    expect(leg).toMatchObject({ ok: false, refusals: [{ code: 'discount.tie', params: { first: 'a', second: 'b' } }] });
  });

  it('a declared order goes before none, and equal orders go by id', () => {
    const book = withBook(
      discount('a', "effect: { kind: multiply, by: '0.9' }"),
      order('c', 2, "effect: { kind: multiply, by: '0.9' }"),
      order('b', 2, "effect: { kind: multiply, by: '0.9' }"),
    );
    expect(rate(book).discounts.map((one) => one.entry.id)).toEqual(['b', 'c', 'a']);
  });

  it('each amount is rounded as its own line, and the next works on the rounded remainder, or on the full one', () => {
    const thirds = (carry: string): RatingBook =>
      withBook(
        order('d1', 1, `round: { quantum: '1', carry: ${carry} }\neffect: { kind: multiply, by: '0.9993' }`),
        order('d2', 2, "effect: { kind: multiply, by: '0' }"),
      );
    expect(fates(rate(thirds('rounded')))).toEqual({ d1: '0', d2: '60000' });
    const full = rate(thirds('full'));
    expect(fates(full)).toEqual({ d1: '0', d2: '59958' });
  });
});

describe('exclusive groups', () => {
  const member = (id: string, choose: string, by: string, more = ''): string =>
    discount(id, `group: { id: g, choose: ${choose} }\n${more}\neffect: { kind: multiply, by: '${by}' }`);

  it('the best for the payer', () => {
    const book = withBook(
      member('a', 'best-for-payer', '0.9'),
      member('b', 'best-for-payer', '0.7'),
      member('c', 'best-for-payer', '0.8'),
    );
    expect(fates(rate(book))).toEqual({ a: 'discount.group-lost', b: '18000', c: 'discount.group-lost' });
  });

  it('the highest priority that applies', () => {
    const book = withBook(
      member('a', 'highest-priority', '0.9', 'order: 2'),
      member('b', 'highest-priority', '0.7', 'order: 3'),
      member('c', 'highest-priority', '0.8', "order: 1\nscope: { goods: { ETSNG: ['201'] } }"),
    );
    expect(fates(rate(book))).toEqual({ a: '6000', b: 'discount.group-lost', c: 'discount.scope' });
  });

  it('members of different stages compete as well', () => {
    const book = withBook(
      member('a', 'best-for-payer', '0.9'),
      discount(
        'b',
        "group: { id: g, choose: best-for-payer }\neffect: { kind: reduce, amount: '2', per: tonne, currency: EUR }",
      ),
    );
    expect(fates(rate(book))).toEqual({ a: 'discount.group-lost', b: '12000' });
  });
});

describe('scales from now on', () => {
  const meter = 'meter: { measure: mass, key: [consignor], window: { calendar: year } }, unit: TNE';
  const tier = (content: string): RatingBook => withBook(discount('d', `effect: { kind: tier, ${meter}, ${content} }`));
  const earlier = (tonnes: number): readonly Record<string, unknown>[] => [
    { note: 'A', accepted: '2025-01-05', items: [{ codes: {}, mass_kg: tonnes * 1000 }], wagons: [] },
  ];
  const steps = "bounds: lower, steps: [{ from: '100', rate: '10' }, { from: '150', rate: '20' }]";

  it('all-units: the step reached before the consignment, or with it', () => {
    const before = tier(`method: all-units, amount: percent, ${steps}`);
    expect(fates(rate(before, {}, earlier(90)))).toEqual({ d: 'discount.below-first-step' });
    expect(fates(rate(before, {}, earlier(100)))).toEqual({ d: '6000' });
    const self = tier(`method: all-units, amount: percent, include: self, ${steps}`);
    expect(fates(rate(self, {}, earlier(90)))).toEqual({ d: '12000' });
    expect(rate(before, {}, earlier(90)).discounts).toMatchObject([
      { reason: { params: { value: '90', bound: '100', short: '10', unit: 'TNE' } } },
    ]);
  });

  it('incremental: a consignment that straddles bounds is split, its charge pro rata', () => {
    const book = tier(`method: incremental, amount: percent, ${steps}`);
    expect(fates(rate(book, {}, earlier(80)))).toEqual({ d: '4000' });
    expect(fates(rate(book, {}, earlier(120)))).toEqual({ d: '9000' });
    const [granted] = rate(book, {}, earlier(120)).discounts;
    expect(granted?.kind === 'applied' ? granted.trace.map((one) => one.step) : []).toEqual([
      'discount-tier-share',
      'discount-tier-share',
    ]);
  });

  it('a consignment dated outside a fixed window is not counted in it', () => {
    const fixed = 'meter: { measure: mass, window: { fixed: { from: 2025-01-01, to: 2025-03-01 } } }, unit: TNE';
    const scale = "amount: percent, bounds: lower, steps: [{ from: '0', rate: '10' }]";
    const book = withBook(discount('d', `effect: { kind: tier, ${fixed}, method: incremental, ${scale} }`));
    expect(fates(rate(book, { accepted: '2025-02-28' }))).toEqual({ d: '6000' });
    expect(fates(rate(book, { accepted: '2025-03-01' }))).toEqual({ d: 'discount.not-counted' });
  });

  it('money per unit, coefficients and lumps', () => {
    expect(
      fates(
        rate(
          tier(
            `method: incremental, amount: per-unit, currency: EUR, bounds: lower, steps: [{ from: '100', rate: '0.50' }, { from: '150', rate: '1' }]`,
          ),
          {},
          earlier(80),
        ),
      ),
    ).toEqual({ d: '2000' });
    expect(
      fates(rate(tier(`method: all-units, amount: coefficient, bounds: lower, steps: [{ from: '0', rate: '0.95' }]`))),
    ).toEqual({ d: '3000' });
    expect(
      fates(
        rate(tier(`method: all-units, amount: lump, currency: EUR, bounds: lower, steps: [{ from: '0', rate: '12' }]`)),
      ),
    ).toEqual({ d: '1200' });
    expect(
      fates(
        rate(
          tier(
            `method: all-units, amount: per-unit, per: wagon, currency: EUR, bounds: lower, steps: [{ from: '0', rate: '7' }]`,
          ),
        ),
      ),
    ).toEqual({ d: '700' });
  });

  it('only the volume above a baseline', () => {
    const book = withBook(
      discount(
        'd',
        `effect: { kind: tier, meter: { measure: mass, window: { calendar: year }, baseline: { fixed: '100000' } }, unit: TNE, method: incremental, amount: coefficient, bounds: lower, steps: [{ from: '0', rate: '0.5' }] }`,
      ),
    );
    expect(fates(rate(book, {}, earlier(30)))).toEqual({ d: 'discount.below-first-step' });
    expect(fates(rate(book, {}, earlier(70)))).toEqual({ d: '15000' });
    expect(fates(rate(book, {}, earlier(130)))).toEqual({ d: '30000' });
  });
});

describe('coefficients looked up in a table', () => {
  const book = withBook(
    discount(
      'timber',
      `tables:
  by-distance: { columns: [from, to, value], rows: [['1', '150', '0.69'], ['151', '300', '0.59'], ['301', '', '0.52']], keys: { km: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } } }
effect: { kind: multiply, by: { table: by-distance } }`,
    ),
  );
  const over = (distanceKm?: string): Record<string, unknown> => ({
    legs: [
      {
        carrier: 'rail',
        mode: 'rail',
        from: 'a',
        to: 'b',
        payer: 'works',
        ...(distanceKm === undefined ? {} : { distanceKm }),
      },
    ],
  });

  it.each([
    ['150', '18600'],
    ['151', '24600'],
    ['301', '28800'],
  ])('%s km', (km, amount) => {
    expect(fates(rate(book, over(km)))).toEqual({ timber: amount });
  });

  it('no row for the facts, or no fact', () => {
    expect(fates(rate(book, over('0')))).toEqual({ timber: 'discount.no-row' });
    expect(fates(rate(book, over()))).toEqual({ timber: 'missing leg.distanceKm' });
  });
});

describe('a discount on the goods price of an agreement', () => {
  const agreement = `kind: agreement
id: cement
parties: { supplier: plant, buyer: works }
goods: { name: Cement }
claims: [{ id: c, quantity: { value: '80500', unit: TNE }, claimed: 2025-01-01, source: { note: example } }]
inForce: c
period: { from: 2025-01-01, to: 2026-01-01 }
measure: mass
price: { amount: '50.25', currency: BYN, per: TNE, source: { note: example } }
schedule: even`;
  const book = bookFromText([
    TARIFF,
    agreement,
    discount(
      'goods',
      "touches: { goodsPrice: true }\nscope: { agreement: [cement] }\neffect: { kind: multiply, by: '0.98' }",
    ),
  ]);

  it('is priced beside the freight, in one delivered price', () => {
    const rating = rateConsignment(book, consignmentOf({ agreement: 'cement' }), {
      knownBy: KNOWN_BY,
      screening: 'ALLOW',
    });
    expect(rating.goods).toMatchObject({
      currency: 'BYN',
      gross: 301_500n,
      net: 295_470n,
      discounts: [{ kind: 'applied', amount: 6030n, shares: [{ party: 'works' }] }],
    });
    expect(rating.legs).toMatchObject([{ ok: true, rating: { discounts: [] } }]);
  });

  it('there is none without the agreement', () => {
    expect(rateConsignment(book, consignmentOf(), { knownBy: KNOWN_BY, screening: 'ALLOW' }).goods).toBeUndefined();
  });
});
