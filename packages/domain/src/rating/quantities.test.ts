import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earning } from '../discount/measured.ts';
import { add, compare, type Decimal, ofInteger, subtract, toText, ZERO } from '../kernel/decimal.ts';
import { bookFromText, consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount, fates, KNOWN_BY, rate, withBook } from '../testing/rated-leg.ts';
import { rateJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';

const heads = (count: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  items: [{ codes: {}, mass_kg: 10_000_000, heads: count }],
  wagons: [{}],
  ...more,
});

const problemsOf = (content: string): readonly string[] =>
  readBookText([TARIFF, discount('d', content)]).refusals.map((one) => one.code);

describe('what is counted of a quantity', () => {
  const perHead = (counted: string): RatingBook =>
    withBook(discount('d', `effect: { kind: reduce, amount: '100', per: head, currency: EUR, counted: ${counted} }`));

  it('Lago: started packages of 10 at 100, the first 10 units free: 121 units bring 1200', () => {
    expect(fates(rate(perHead("{ package: '10', free: '10' }"), heads(121)))).toEqual({ d: '120000' });
    expect(fates(rate(perHead("{ package: '10', free: '10' }"), heads(120)))).toEqual({ d: '110000' });
    expect(fates(rate(perHead("{ package: '10', free: '10' }"), heads(10)))).toEqual({ d: '0' });
  });

  it('no more than the greatest quantity earns', () => {
    expect(fates(rate(perHead("{ most: '3' }"), heads(7)))).toEqual({ d: '30000' });
    expect(fates(rate(perHead("{ most: '3', free: '5' }"), heads(7)))).toEqual({ d: '20000' });
  });

  it('over a window a package begun by an earlier consignment is not begun again', () => {
    const book = perHead("{ package: '10', free: '10', over: { measure: heads, window: { calendar: year } } }");
    const journal = [
      { note: 'A', accepted: '2025-02-01', ...heads(15) },
      { note: 'B', accepted: '2025-02-02', ...heads(5) },
      { note: 'C', accepted: '2025-02-03', ...heads(101) },
    ];
    const { rated } = rateJournal(book, journal.map(consignmentOf), { knownBy: KNOWN_BY, screeningOf: () => 'ALLOW' });
    expect(rated.map(({ rating }) => rating.legs.map((leg) => (leg.ok ? fates(leg.rating) : leg)))).toEqual([
      [{ d: '10000' }],
      [{ d: '0' }],
      [{ d: '110000' }],
    ]);
  });

  it('the parts of a window add up to what the whole of it earns', () => {
    const quantity = fc.bigInt({ min: 0n, max: 500n }).map(ofInteger);
    const whole = fc.array(quantity, { maxLength: 12 });
    fc.assert(
      fc.property(whole, quantity, fc.option(quantity), fc.bigInt({ min: 1n, max: 30n }), (parts, free, most, size) => {
        const counted = { free, most: most ?? undefined, package: ofInteger(size), over: undefined };
        let before: Decimal = ZERO;
        let earned: Decimal = ZERO;
        for (const part of parts) {
          const one = subtract(earning(counted, add(before, part)), earning(counted, before));
          expect(compare(one, ZERO)).toBeGreaterThanOrEqual(0);
          earned = add(earned, one);
          before = add(before, part);
        }
        expect(toText(earned)).toBe(toText(earning(counted, before)));
      }),
    );
  });

  it('a meter of another measure, an earlier window, or a package of nothing is a mistake in the book', () => {
    const counted = (text: string): readonly string[] =>
      problemsOf(`effect: { kind: reduce, amount: '1', per: head, currency: EUR, counted: ${text} }`);
    expect(counted('{ over: { measure: mass, window: { calendar: year } } }')).toEqual(['discount.counted-measure']);
    expect(counted('{ over: { measure: heads, window: { calendar: year, lag: 1 } } }')).toEqual([
      'discount.volume-lagged',
    ]);
    expect(counted("{ package: '0' }")).toEqual(['discount.package-size']);
  });
});

describe('the volume that earns', () => {
  const volume = (bounds: string, more = ''): string =>
    discount(
      'd',
      `effect: { kind: multiply, by: '0.707' }\nvolume: { meter: { measure: mass, window: { calendar: year } }, unit: TNE, ${bounds} }\n${more}`,
    );
  const tonnes = (note: string, mass: number): Record<string, unknown> => ({
    note,
    accepted: '2025-02-01',
    items: [{ codes: {}, mass_kg: mass * 1000 }],
    wagons: [{}],
  });
  const journalOf = (book: RatingBook, masses: readonly number[]): readonly string[] =>
    rateJournal(
      book,
      masses.map((mass, index) => consignmentOf(tonnes(`N${String(index)}`, mass))),
      { knownBy: KNOWN_BY, screeningOf: () => 'ALLOW' },
    ).rated.flatMap(({ rating }) => rating.legs.map((leg) => (leg.ok ? (fates(leg.rating)['d'] ?? '') : 'refused')));

  it('RZD 2023: 0.707 only on the volume above a base of 10 kt: 3000 of 13 000 t; the straddling one is split', () => {
    const book = withBook(volume("above: '10000'"));
    expect(journalOf(book, [9000, 2000, 2000])).toEqual(['discount.volume-below', '293000', '586000']);
    const [, straddling] = rateJournal(book, [consignmentOf(tonnes('A', 9000)), consignmentOf(tonnes('B', 2000))], {
      knownBy: KNOWN_BY,
      screeningOf: () => 'ALLOW',
    }).rated;
    const [leg] = straddling?.rating.legs ?? [];
    expect(leg?.ok === true ? leg.rating.discounts : []).toMatchObject([
      { trace: [{ step: 'discount-volume' }, { step: 'discount-multiply' }] },
    ]);
  });

  it('a limit of so many tonnes: the last is partial, then it ends and says so', () => {
    expect(journalOf(withBook(volume("upTo: '1500'")), [1000, 1000, 1000])).toEqual([
      '293000',
      '146500',
      'discount.volume-used-up',
    ]);
  });

  it('the same at settlement', () => {
    const book = withBook(volume("above: '1000', upTo: '2500'", 'at: settlement'));
    expect(journalOf(book, [1500, 1500])).toEqual(['146500', '293000']);
  });

  it('however a volume is split into consignments, the whole earns the same', () => {
    const book = withBook(volume("above: '300', upTo: '900'"));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }), (masses) => {
        const total = masses.reduce((sum, one) => sum + one, 0);
        const earns = Math.max(0, Math.min(total, 900) - 300);
        const granted = journalOf(book, masses).filter((one) => /^\d+$/u.test(one));
        expect(granted.reduce((sum, one) => sum + BigInt(one), 0n)).toBe(BigInt(earns) * 293n);
      }),
      { numRuns: 30 },
    );
  });

  it('without a bound, or over an earlier window, it is a mistake in the book', () => {
    const meter = 'meter: { measure: mass, window: { calendar: year } }';
    const effect = "effect: { kind: multiply, by: '0.9' }\nvolume:";
    expect(problemsOf(`${effect} { ${meter} }`)).toEqual(['discount.volume-bounds']);
    expect(problemsOf(`${effect} { ${meter}, above: '5', upTo: '5' }`)).toEqual(['discount.volume-bounds']);
    expect(problemsOf(`${effect} { ${meter}, above: '5', unit: EUR }`)).toEqual(['discount.unit-of-meter']);
  });
});

describe('least and greatest of each event', () => {
  it('Lago: 2.99 % of 10, 80 and 10 000, at least 1.75 and at most 12: 1.75 + 2.392 + 12', () => {
    const book = withBook(
      discount(
        'd',
        "touches: { charges: [freight] }\neffect: { kind: multiply, by: '0.9701' }\nround: '0.001'\nleast: { amount: '1.75', currency: EUR }\ncap: { amount: '12', currency: EUR }",
      ),
    );
    const of = (mass: number): string | undefined =>
      fates(rate(book, { items: [{ codes: {}, mass_kg: mass }], wagons: [{}] }))['d'];
    expect([1000, 8000, 1_000_000].map(of)).toEqual(['175', '239', '1200']);
    expect(rate(book, { items: [{ codes: {}, mass_kg: 1000 }], wagons: [{}] }).discounts).toMatchObject([
      { trace: [{ step: 'discount-multiply' }, { step: 'discount-least' }] },
    ]);
  });

  it('a least amount is above zero and not of a whole window', () => {
    expect(problemsOf("effect: { kind: multiply, by: '0.9' }\nleast: { amount: '0', currency: EUR }")).toEqual([
      'discount.least-amount',
    ]);
  });
});

describe('another currency than the charge', () => {
  const usd = (convert: string): RatingBook =>
    withBook(discount('d', `effect: { kind: replace, rate: '7.25', per: tonne, currency: USD }\n${convert}`));

  it('BCh 1031NZ: 7.25 USD a tonne, by the published coefficient it declares, multiplied or divided', () => {
    const by = (how: string): string => `convert: [{ from: USD, to: EUR, ${how}, date: 2025-03-01, source: ECB }]`;
    expect(fates(rate(usd(by("multiply: '0.96'"))))).toEqual({ d: '18240' });
    expect(fates(rate(usd(by("divide: '1.25'"))))).toEqual({ d: '25200' });
    expect(fates(rate(usd(by("multiply: '0.96', round: '1'"))))).toEqual({ d: '18200' });
    expect(fates(rate(usd('')))).toEqual({ d: 'discount.other-currency' });
  });

  it('a cap and a scale are converted as well; a cap that cannot be is no licence to exceed it', () => {
    const convert = "convert: [{ from: USD, to: EUR, multiply: '0.5', date: 2025-03-01, source: ECB }]";
    const capped = (more: string): RatingBook =>
      withBook(discount('d', `effect: { kind: multiply, by: '0.5' }\ncap: { amount: '100', currency: USD }\n${more}`));
    expect(fates(rate(capped(convert)))).toEqual({ d: '5000' });
    expect(fates(rate(capped('')))).toEqual({ d: 'discount.other-currency' });
    const tier = withBook(
      discount(
        'd',
        `effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: incremental, bounds: lower, amount: per-unit, currency: USD, steps: [{ from: '0', rate: '2' }] }\n${convert}`,
      ),
    );
    expect(fates(rate(tier))).toEqual({ d: '6000' });
  });

  it('one coefficient for each pair of currencies', () => {
    const one = "{ from: USD, to: EUR, multiply: '0.5', date: 2025-03-01, source: ECB }";
    const effect = "effect: { kind: multiply, by: '0.9' }";
    expect(problemsOf(`${effect}\nconvert: [${one}, ${one}]`)).toEqual(['discount.conversion-twice']);
    expect(problemsOf(`${effect}\nconvert: [{ from: USD, to: EUR, date: 2025-03-01, source: ECB }]`)).toEqual([
      'discount.conversion-coefficient',
    ]);
  });
});

describe('odd units', () => {
  const lines = (residue: string): Record<string, string> => {
    const part = (id: string, value: string): string =>
      `  - { id: ${id}, charge: freight.${id}, steps: [{ step: lookup, name: rate, value: '${value}' }] }`;
    const tariff = `kind: tariff\nid: t\ncarrier: rail\ntraffic: [export]\ncurrency: EUR\nparts:\n${part('a', '120')}\n${part('b', '230')}\n${part('c', '300')}\n`;
    const capped = discount(
      'd',
      `effect: { kind: multiply, by: '0.85' }\ncap: { amount: '50', currency: EUR }\n${residue}`,
    );
    const rating = rate(bookFromText([tariff, capped]));
    const found: Record<string, bigint> = {};
    for (const line of rating.lines)
      if (line.source !== 'tariff') found[line.charge] = (found[line.charge] ?? 0n) - line.amount;
    return Object.fromEntries(Object.entries(found).map(([charge, amount]) => [charge, String(amount)]));
  };

  it('Solidus: 15 % of 120, 230 and 300, at most 50: the parts add up whatever the residue rule', () => {
    for (const residue of ['', 'residue: first', 'residue: last']) {
      const parts = Object.values(lines(residue)).map(BigInt);
      expect(parts.reduce((sum, one) => sum + one, 0n)).toBe(5000n);
    }
    expect(lines('residue: largest-remainder')).toEqual({
      'freight.a': '923',
      'freight.b': '1769',
      'freight.c': '2308',
    });
  });

  it('a beneficiary’s share may have a rule of its own', () => {
    const shared = (residue: string): readonly bigint[] => {
      const [one] = rate(
        withBook(
          discount(
            'd',
            `effect: { kind: reduce, amount: '0.01', per: consignment, currency: EUR }\nbeneficiary: { shares: { consignor: '0.4', consignee: '0.6' }${residue} }`,
          ),
        ),
      ).discounts;
      return one?.kind === 'applied' ? one.shares.map((share) => share.amount) : [];
    };
    expect(shared('')).toEqual([0n, 1n]);
    expect(shared(', residue: first')).toEqual([1n, 0n]);
  });

  it('weights share what no two decimals could: a third and two thirds of 100', () => {
    const shared = (weights: string): readonly bigint[] => {
      const [one] = rate(
        withBook(
          discount(
            'd',
            `effect: { kind: reduce, amount: '1.00', per: consignment, currency: EUR }\nbeneficiary: { weights: { ${weights} } }`,
          ),
        ),
      ).discounts;
      return one?.kind === 'applied' ? one.shares.map((share) => share.amount) : [];
    };
    expect(shared("consignor: '1', consignee: '2'")).toEqual([33n, 67n]);
    expect(shared("consignor: '0', consignee: '7'")).toEqual([0n, 100n]);
    expect(shared("consignor: '1', consignee: '1', payer: '1'")).toEqual([34n, 33n, 33n]);
  });
});
