import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ration, rationed } from '../discount/ration.ts';
import type { Granted } from '../discount/work.ts';
import { decimal, multiply, toText } from '../kernel/decimal.ts';
import { type LocalDate, localDate } from '../kernel/local-date.ts';
import { roundTo } from '../kernel/rounding.ts';
import { bookFromText, consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount } from '../testing/rated-leg.ts';
import type { Earned } from './entitled.ts';
import { entitlements } from './entitlement.ts';
import { rateJournal } from './rate-journal.ts';

const budget = (more: string): string =>
  `kind: budget\nid: pot\nwindow: year\nshare: pro-rata\namount: { amount: '900', currency: EUR }\n${more}`;
const funded = (more = ''): string =>
  discount('d', `budget: pot\nat: settlement\nsettle: year\n${more}\neffect: { kind: multiply, by: '0' }`);

function earnedOn(knownBy: LocalDate, more = ''): Earned | undefined {
  const book = bookFromText([TARIFF, budget(more), funded()]);
  const mass = (note: string, tonnes: number): Record<string, unknown> => ({
    note,
    items: [{ codes: {}, mass_kg: tonnes * 1000 }],
    wagons: [{}],
  });
  const journal = rateJournal(book, [mass('A', 60), mass('B', 60), mass('C', 15)].map(consignmentOf), {
    knownBy,
    screeningOf: () => 'ALLOW',
  });
  return entitlements(book, journal, knownBy).find((one) => one.kind === 'earned');
}

describe('a budget shared pro rata', () => {
  it('Ferrobonus: 37 759 457 EUR over what 2.5 EUR a train-km would cost come to 1.153145 EUR', () => {
    const realRate = {
      printed: decimal('2.5'),
      round: { quantum: decimal('0.000001'), mode: 'half-up', carry: 'rounded' },
    } as const;
    const trainKm = 32_744_759n;
    const share = rationed({ realRate }, 3_775_945_700n, trainKm * 250n);
    expect(toText(roundTo(multiply(decimal('2.5'), share), decimal('0.000001'), 'half-up'))).toBe('1.153145');
  });

  it('cuts every claim in one proportion when the window has ended, and no earlier', () => {
    expect(earnedOn(localDate('2026-01-01'))?.legs.map((leg) => leg.amount)).toEqual([40_000n, 40_000n, 10_000n]);
    expect(earnedOn(localDate('2026-01-01'))?.cuts).toEqual([{ by: 'budget', amount: 45_000n }]);
    expect(earnedOn(localDate('2025-12-31'))?.amount).toBe(0n);
  });

  it('announces a real rate where it prints one: 0.66 instead of two thirds', () => {
    const rate = "realRate: { printed: '1', round: { quantum: '0.01', mode: down } }";
    expect(earnedOn(localDate('2026-01-01'), rate)?.legs.map((leg) => leg.amount)).toEqual([39_600n, 39_600n, 9900n]);
  });

  it('never grants more than it has, where a real rate rounds up to the printed one', () => {
    const rate = "realRate: { printed: '2.5', round: { quantum: '0.01' } }";
    const book = bookFromText([TARIFF, budget(rate).replace("'900'", "'1349.99'"), funded()]);
    const whole = consignmentOf({ note: 'A', items: [{ codes: {}, mass_kg: 135_000 }], wagons: [{}] });
    const knownBy = localDate('2026-01-01');
    const journal = rateJournal(book, [whole], { knownBy, screeningOf: () => 'ALLOW' });
    const [earned] = entitlements(book, journal, knownBy);
    expect(earned).toMatchObject({ amount: 134_999n, cuts: [{ by: 'budget', amount: 1n }] });
  });

  it('grants the claims whole while it suffices, else all of itself, to the last cent', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10_000n }),
        fc.array(fc.bigInt({ min: 1n, max: 5000n }), { minLength: 1, maxLength: 10 }),
        (room, amounts) => {
          const book = bookFromText([TARIFF, budget(''), funded()]);
          const [form] = book.discounts;
          if (form === undefined) throw new Error('no discount');
          const claims = amounts.map(
            (amount): Granted => ({
              form,
              base: decimal('0'),
              raw: amount,
              parts: [],
              trace: [],
              next: undefined,
              amount,
              cuts: [],
            }),
          );
          ration({ realRate: undefined }, room, claims);
          const claimed = amounts.reduce((sum, one) => sum + one, 0n);
          const granted = claims.reduce((sum, one) => sum + one.amount, 0n);
          expect(granted).toBe(claimed < room ? claimed : room);
          for (const claim of claims) expect(claim.amount).toBeGreaterThanOrEqual(0n);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('by the recorded sequence of reservations where declared, those without one after them by acceptance', () => {
    const pot = budget('order: reservation').replace('share: pro-rata', 'share: first-come');
    const book = bookFromText([TARIFF, pot, funded()]);
    const notes = ['A', 'B', 'C', 'D'].map((note) => consignmentOf({ note }));
    const numbers: Readonly<Record<string, number>> = { B: 2, C: 1 };
    const journal = rateJournal(book, notes, {
      knownBy: localDate('2026-01-01'),
      screeningOf: () => 'ALLOW',
      reservedAs: (id, note) => (id === 'pot' ? numbers[note] : undefined),
    });
    const earned = entitlements(book, journal, localDate('2026-01-01')).find((one) => one.kind === 'earned');
    expect(earned?.legs.map((leg) => [leg.note, leg.amount])).toEqual([
      ['A', 0n],
      ['B', 30_000n],
      ['C', 60_000n],
      ['D', 0n],
    ]);
    const invoiced = discount('d', "budget: pot\neffect: { kind: multiply, by: '0.9' }");
    expect(readBookText([TARIFF, pot, invoiced]).refusals).toMatchObject([{ code: 'discount.rationed-at-rating' }]);
  });

  it('funds only what settles later, and prints a rate only then', () => {
    const codes = (...entries: readonly string[]): readonly string[] =>
      readBookText([TARIFF, ...entries]).refusals.map((one) => one.code);
    expect(codes(budget(''), discount('d', "budget: pot\neffect: { kind: multiply, by: '0.9' }"))).toEqual([
      'discount.rationed-at-rating',
    ]);
    expect(codes(budget("realRate: { printed: '0', round: '0.01' }"))).toEqual(['budget.real-rate']);
  });
});
