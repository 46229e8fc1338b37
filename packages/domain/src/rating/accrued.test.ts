import { describe, expect, it } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { bookFromText, consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount } from '../testing/rated-leg.ts';
import type { Earned } from './entitled.ts';
import { entitlements } from './entitlement.ts';
import { rateJournal } from './rate-journal.ts';

const PIECES = `kind: tariff
id: by-piece
carrier: rail
traffic: [export]
currency: EUR
parts:
  - id: price
    charge: freight
    steps:
      - { step: lookup, name: rate, value: '480' }
      - { step: multiply, name: pieces, by: { fact: pieces } }
`;

const sold = (note: string, accepted: string, pieces: number): Consignment =>
  consignmentOf({ note, accepted, items: [{ codes: {}, pieces, mass_kg: pieces * 1000 }], wagons: [{}] });

function earnedOn(tariff: string, rebate: string, journal: readonly Consignment[], day: string): Earned {
  const book = bookFromText([tariff, rebate]);
  const knownBy = localDate(day);
  const known = journal.filter(({ accepted }) => accepted <= knownBy);
  const rated = rateJournal(book, known, { knownBy, screeningOf: () => 'ALLOW' });
  const [one] = entitlements(book, rated, knownBy);
  if (one?.kind !== 'earned') throw new Error('nothing earned');
  return one;
}

const tier = (more: string): string => discount('retro', `at: settlement\n${more}`);

describe('what is set aside for an open window', () => {
  const retro = (accrual: string): string =>
    tier(
      `effect: { kind: tier, meter: { measure: pieces, key: [payer], window: { calendar: year } }, method: all-units, bounds: lower, closed: upper, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '0' }, { from: '600', rate: '48' }] }\n${accrual}`,
    );
  const forecast = "forecast: [{ known: 2025-01-01, value: '500' }, { known: 2025-06-15, value: '900' }]";
  const journal = [sold('q1', '2025-02-10', 75), sold('q2', '2025-05-10', 225)];

  it('T-IFRS-1: at the step of the forecast as known, 36 000 of revenue in the first quarter and 93 600 in the second', () => {
    const at = (day: string): Earned => earnedOn(PIECES, retro(`accrual: { at: forecast, ${forecast} }`), journal, day);
    const [first, second] = [at('2025-03-31'), at('2025-06-30')];
    expect([first.amount, second.amount]).toEqual([0n, 0n]);
    const revenue = ({ base, accrual }: Earned): bigint => base - (accrual?.amount ?? 0n);
    expect(revenue(first)).toBe(3_600_000n);
    expect(revenue(second) - revenue(first)).toBe(9_360_000n);
    expect(second.accrual?.shares.map(({ party, amount }) => [party, amount])).toEqual([
      ['works', 360_000n],
      ['works', 1_080_000n],
    ]);
    expect(second.accrual?.trace[0]).toMatchObject({ step: 'accrual-forecast', name: 'retro' });
  });

  it('is what was reached once the window has ended, and without a forecast known by the day', () => {
    const rebate = retro("accrual: { at: forecast, forecast: [{ known: 2025-06-15, value: '900' }] }");
    expect(earnedOn(PIECES, rebate, journal, '2025-03-31').accrual).toBeUndefined();
    expect(earnedOn(PIECES, rebate, journal, '2025-12-31').accrual).toBeUndefined();
  });

  it('takes the forecast of its own window where one is named', () => {
    const rebate = retro(
      "accrual: { at: forecast, forecast: [{ known: 2025-01-01, value: '900', window: '2025' }, { known: 2025-01-02, value: '1', window: '2026' }] }",
    );
    expect(earnedOn(PIECES, rebate, journal, '2025-03-31').accrual?.amount).toBe(360_000n);
  });

  it('at the average rate, with a rounding of its own, of an incremental scale', () => {
    const incremental = (round: string): string =>
      tier(
        `effect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: year } }, unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '0', rate: '0' }, { from: '100', rate: '5' }] }\naccrual: { at: average, forecast: [{ known: 2025-01-01, value: '300' }]${round} }`,
      );
    const moved = [sold('a', '2025-02-10', 60)];
    // Of 300 t 200 earn 5 %: on average a thirtieth of the charge, of 600.00 so far 20.00; rounded to a hundredth 18.00.
    expect(earnedOn(TARIFF, incremental(''), moved, '2025-03-31').accrual?.amount).toBe(2000n);
    const rounded = earnedOn(TARIFF, incremental(", round: { quantum: '0.01' }"), moved, '2025-03-31');
    expect(rounded.accrual?.amount).toBe(1800n);
    const rate = rounded.accrual?.trace[0]?.inputs.find(({ label }) => label === 'rate')?.value;
    expect(rate === undefined || typeof rate === 'string' ? rate : toText(rate)).toBe('0.03');
  });

  it('is refused without a forecast, and where nothing settles later by a scale', () => {
    const codes = (entry: string): readonly string[] => readBookText([TARIFF, entry]).refusals.map(({ code }) => code);
    expect(codes(retro('accrual: { at: forecast }'))).toEqual(['discount.accrual-forecast']);
    const plain = discount(
      'plain',
      `at: settlement\neffect: { kind: multiply, by: '0.9' }\naccrual: { at: average, ${forecast} }`,
    );
    expect(codes(plain)).toEqual(['discount.accrual-forecast']);
  });
});
