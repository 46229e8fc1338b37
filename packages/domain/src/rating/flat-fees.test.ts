import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consignmentOf } from '../testing/book-from-text.ts';
import { discount, fates, KNOWN_BY, rate, withBook } from '../testing/rated-leg.ts';
import { entitlements } from './entitlement.ts';
import { rateConsignment } from './rate-consignment.ts';
import { rateJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';

const METER = 'meter: { measure: mass, window: { calendar: year } }, unit: TNE, currency: EUR, bounds: lower';

const tier = (content: string, at = 'rating'): RatingBook =>
  withBook(discount('d', `at: ${at}\neffect: { kind: tier, ${METER}, ${content} }`));

const earlier = (tonnes: number): readonly Record<string, unknown>[] =>
  tonnes === 0
    ? []
    : [{ note: 'A', accepted: '2025-01-05', items: [{ codes: {}, mass_kg: tonnes * 1000 }], wagons: [] }];

/** What the discount takes off 60 t when so much was carried before them, in cents. */
const after = (book: RatingBook, tonnes: number): string => fates(rate(book, {}, earlier(tonnes)))['d'] ?? '';

const all = (book: RatingBook, masses: readonly number[]): bigint => {
  const consignments = masses.map((kg, index) =>
    consignmentOf({
      note: `n${String(index + 10)}`,
      accepted: '2025-02-01',
      items: [{ codes: { ETSNG: '281000' }, mass_kg: kg }],
      wagons: [{ mass_kg: kg }],
    }),
  );
  const journal = rateJournal(book, consignments, { knownBy: KNOWN_BY, screeningOf: () => 'ALLOW' });
  const settled = entitlements(book, journal, KNOWN_BY).reduce(
    (sum, one) => (one.kind === 'earned' ? sum + one.amount : sum),
    0n,
  );
  return journal.rated
    .flatMap(({ rating }) => rating.legs.flatMap((leg) => (leg.ok ? leg.rating.discounts : [])))
    .reduce((sum, one) => (one.kind === 'applied' && one.at === 'rating' ? sum + one.amount : sum), settled);
};

describe('a flat fee beside a rate, from now on', () => {
  const steps = "steps: [{ from: '100', rate: '10', flat: '20' }, { from: '200', rate: '10', flat: '50' }]";
  const book = tier(`method: all-units, amount: percent, ${steps}`);

  it.each([
    ['nothing before the step is reached', 0, 'discount.below-first-step'],
    ['to the consignment that reaches the step, though its rate is not reached before it', 40, '2000'],
    ['not again to those on the step', 100, '6000'],
    ['of the next step only what it has more', 140, '9000'],
    ['once for the last step', 200, '6000'],
  ])('%s', (_, tonnes, expected) => {
    expect(after(book, tonnes)).toBe(expected);
  });

  it('of several steps passed at once, the last one’s fee less what was had', () => {
    const book2 = tier(
      `method: all-units, amount: percent, include: self, steps: [{ from: '10', rate: '1', flat: '20' }, { from: '50', rate: '1', flat: '50' }]`,
    );
    expect([after(book2, 0), after(book2, 20), after(book2, 50)]).toEqual(['5600', '3600', '600']);
  });

  it('stays given past a printed end, where nothing more is earned', () => {
    const printed = tier(
      "method: all-units, amount: percent, steps: [{ from: '100', to: '150', rate: '10', flat: '20' }]",
    );
    expect([after(printed, 60), after(printed, 149), after(printed, 150)]).toEqual([
      '2000',
      '6000',
      'discount.above-last-step',
    ]);
  });
});

describe('money for a step, on a consignment of several legs', () => {
  const legs = ['works', 'works', 'plant'].map((payer) => ({
    carrier: 'rail',
    mode: 'rail',
    from: 'a',
    to: 'b',
    payer,
  }));
  const onLegs = (key: string): readonly string[] => {
    const content = `effect: { kind: tier, ${METER}, method: all-units, amount: lump, steps: [{ from: '50', rate: '30' }] }`;
    const book = withBook(discount('d', content.replace('window:', `${key}window:`)));
    const { legs: rated } = rateConsignment(book, consignmentOf({ legs }), { knownBy: KNOWN_BY, screening: 'ALLOW' });
    return rated.map((leg) => (leg.ok ? (fates(leg.rating)['d'] ?? '') : 'refused'));
  };

  it('is given once, on the first of them', () => {
    expect(onLegs('')).toEqual(['3000', '0', '0']);
  });

  it('is given once to each payer where the meter is kept by payer', () => {
    expect(onLegs('key: [payer], ')).toEqual(['3000', '0', '3000']);
  });
});

describe('a scale by a ratio that settles later', () => {
  it('shows on the leg what it brings at the ratio the window has reached', () => {
    const book = withBook(
      discount(
        'd',
        "at: settlement\neffect: { kind: tier, meter: { measure: mass, window: { calendar: year }, baseline: { fixed: '50000', as: ratio } }, method: all-units, bounds: lower, amount: percent, steps: [{ from: '1.2', rate: '5' }] }",
      ),
    );
    const [rated] = rateJournal(book, [consignmentOf()], { knownBy: KNOWN_BY, screeningOf: () => 'ALLOW' }).rated;
    const [leg] = rated?.rating.legs ?? [];
    expect(leg?.ok === true ? fates(leg.rating) : {}).toEqual({ d: '3000' });
  });
});

describe('a lump', () => {
  it.each(['all-units', 'incremental'])('counts beside a flat fee: %s, from now on', (method) => {
    const book = tier(`method: ${method}, amount: lump, steps: [{ from: '10', rate: '30', flat: '7' }]`);
    expect([after(book, 0), after(book, 20)]).toEqual(['3700', '0']);
  });

  it.each([
    ['all-units', 10_100n],
    ['incremental', 13_800n],
    ['reached-slices', 13_800n],
    ['reached-steps', 13_800n],
  ])('counts beside a flat fee: %s, of the whole window', (method, expected) => {
    const steps = "steps: [{ from: '10', rate: '30', flat: '7' }, { from: '50', rate: '100', flat: '1' }]";
    expect(all(tier(`method: ${method}, amount: lump, ${steps}`, 'settlement'), [60_000])).toBe(expected);
  });

  it('is the same in all, given from now on or for the whole window, however the window is divided', () => {
    const content =
      "method: all-units, amount: lump, steps: [{ from: '0', rate: '3' }, { from: '20', rate: '9', flat: '2' }, { from: '75', rate: '5' }]";
    const [now, later] = [tier(content), tier(content, 'settlement')];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2000, max: 60_000 }), { minLength: 1, maxLength: 6 }), (masses) => {
        expect(all(now, masses)).toBe(all(later, masses));
      }),
      { numRuns: 60 },
    );
  });
});
