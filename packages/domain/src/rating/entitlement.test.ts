import { describe, expect, it } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { localDate } from '../kernel/local-date.ts';
import { periodLabel } from '../kernel/period.ts';
import type { Outcome } from '../restriction/schema.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import type { Earned, Entitlement } from './entitled.ts';
import { entitlements } from './entitlement.ts';
import { rateJournal } from './rate-journal.ts';

const KNOWN_BY = localDate('2027-01-01');

const rebate = (content: string): string =>
  `kind: discount\nid: rebate\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nat: settlement\n${content}`;

const charge = (
  euros: string,
  note: string,
  accepted: string,
  more: Readonly<Record<string, unknown>> = {},
): Consignment =>
  consignmentOf({ note, accepted, items: [{ codes: {}, mass_kg: Number(euros) * 100 }], wagons: [{}], ...more });

function settle(
  entries: readonly string[],
  consignments: readonly Consignment[],
  screeningOf: (one: Consignment) => Outcome = () => 'ALLOW',
): readonly Entitlement[] {
  const book = bookFromText([TARIFF, ...entries]);
  return entitlements(book, rateJournal(book, consignments, { knownBy: KNOWN_BY, screeningOf }), KNOWN_BY);
}

const earnedOf = (found: readonly Entitlement[]): readonly Earned[] => found.filter((one) => one.kind === 'earned');
const total = (found: readonly Entitlement[]): bigint => earnedOf(found).reduce((sum, one) => sum + one.amount, 0n);

const TURNOVER =
  'meter: { measure: { money: { charges: [freight], of: gross, currency: EUR } }, key: [payer], window: { calendar: year } }';

describe('entitlement to rebates', () => {
  const sap = rebate(
    `effect: { kind: tier, ${TURNOVER}, method: all-units, bounds: lower, amount: share, steps: [{ from: '5000', rate: '0.02' }, { from: '27000', rate: '0.04' }] }`,
  );
  const months = [
    charge('3000', 'oct', '2025-10-05'),
    charge('4000', 'nov', '2025-11-05'),
    charge('20000', 'dec', '2025-12-05'),
  ];

  it('SAP: nothing in October, 140 by November, 1080 in the end, of which 940 are left to pay', () => {
    const upTo = (count: number): bigint => total(settle([sap], months.slice(0, count)));
    expect([upTo(1), upTo(2), upTo(3)]).toEqual([0n, 14_000n, 108_000n]);
    expect(upTo(3) - upTo(2)).toBe(94_000n);
  });

  it('names the window, the key, the legs it falls to and their shares, all adding up', () => {
    const [one] = earnedOf(settle([sap], months));
    expect(one).toMatchObject({
      key: 'works',
      currency: 'EUR',
      base: 2_700_000n,
      amount: 108_000n,
      cuts: [],
      shares: [{ party: 'works', role: 'payer', amount: 108_000n, by: 'settlement' }],
    });
    expect(one === undefined ? '' : periodLabel(one.window)).toBe('2025');
    expect(one?.legs.map((leg) => [leg.note, leg.amount])).toEqual([
      ['oct', 12_000n],
      ['nov', 16_000n],
      ['dec', 80_000n],
    ]);
  });

  it('whose cap is in a currency that is not converted earns nothing, as on the invoice: it would be held by no cap', () => {
    const capped = (currency: string): string => `${sap}\ncap: { amount: '100', currency: ${currency} }`;
    expect(total(settle([capped('EUR')], months))).toBe(10_000n * 3n);
    expect(settle([capped('RUB')], months)).toEqual([]);
  });

  it('a held consignment counts on the meter and earns nothing', () => {
    const found = settle([sap], months, ({ note }) => (note === 'dec' ? 'HOLD' : 'ALLOW'));
    expect(earnedOf(found).flatMap((one) => one.legs.map((leg) => [leg.note, leg.amount]))).toEqual([
      ['oct', 12_000n],
      ['nov', 16_000n],
    ]);
  });

  it('is not evaluated while a consignment on the meter lacks a fact', () => {
    const heads = rebate(
      "effect: { kind: tier, meter: { measure: heads, window: { calendar: year } }, method: all-units, bounds: lower, amount: percent, steps: [{ from: '1', rate: '5' }] }",
    );
    const found = settle(
      [heads],
      [
        charge('100', 'a', '2025-01-05', { items: [{ codes: {}, heads: 5, mass_kg: 10_000 }] }),
        charge('100', 'b', '2025-01-06'),
      ],
    );
    expect(found).toMatchObject([{ kind: 'not-evaluated', missing: ['heads'], notes: ['b'] }]);
  });

  it('a leg that lacks a fact of the scope is not passed over: the others earn, of this one it says what is missing', () => {
    const scoped = rebate("scope: { item.origin: [BY] }\neffect: { kind: multiply, by: '0.9' }\nsettle: quarter");
    const from = (origin?: string): Record<string, unknown> => ({
      items: [{ codes: {}, mass_kg: 10_000, ...(origin === undefined ? {} : { origin }) }],
    });
    const found = settle(
      [scoped],
      [
        charge('100', 'a', '2025-01-05', from('BY')),
        charge('100', 'b', '2025-01-06', from()),
        charge('100', 'c', '2025-01-07', from('RU')),
        charge('100', 'd', '2025-04-07', from()),
      ],
    );
    expect(total(found)).toBe(1000n);
    expect(
      found.flatMap((one) =>
        one.kind === 'not-evaluated' ? [[periodLabel(one.window), one.missing, one.notes, one.parties]] : [],
      ),
    ).toEqual([
      ['2025-Q1', ['item.origin'], ['b'], ['works']],
      ['2025-Q2', ['item.origin'], ['d'], ['works']],
    ]);
  });

  it('a leg of whose measure too little is known for a scale is shown as well, whatever is missing for it', () => {
    const per = rebate(
      "effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: all-units, bounds: lower, amount: per-unit, per: head, currency: EUR, steps: [{ from: '1', rate: '1' }] }",
    );
    const found = settle(
      [per],
      [
        charge('100', 'a', '2025-01-05', { items: [{ codes: {}, heads: 5, mass_kg: 10_000 }] }),
        charge('100', 'b', '2025-01-06', { items: [{ codes: {}, mass_kg: 10_000 }] }),
      ],
    );
    expect(total(found)).toBe(500n);
    expect(found).toMatchObject([{ kind: 'earned' }, { kind: 'not-evaluated', missing: ['heads'], notes: ['b'] }]);
  });

  it('a guarantee that is not met yet earns nothing; once it is, the whole window earns', () => {
    const guarantee = rebate(
      "when: [{ meter: { measure: mass, window: { calendar: year } }, atLeast: { value: '800', unit: TNE } }]\neffect: { kind: multiply, by: '0.551' }\nsettle: year",
    );
    const [oct, nov, dec] = months;
    if (oct === undefined || nov === undefined || dec === undefined) throw new Error('three months');
    expect(total(settle([guarantee], [oct, nov]))).toBe(0n);
    expect(total(settle([guarantee], [oct, nov, dec]))).toBe(1_212_300n);
  });

  it('settles without a scale by its own period', () => {
    const monthly = rebate("effect: { kind: multiply, by: '0.99' }");
    expect(earnedOf(settle([monthly], months)).map((one) => [periodLabel(one.window), one.amount])).toEqual([
      ['2025-10', 3000n],
      ['2025-11', 4000n],
      ['2025-12', 20_000n],
    ]);
    const yearly = rebate("settle: year\neffect: { kind: multiply, by: '0.99' }");
    expect(earnedOf(settle([yearly], months)).map((one) => [periodLabel(one.window), one.amount])).toEqual([
      ['2025', 27_000n],
    ]);
  });

  it('works on what rating has left, and the corridor’s floor holds for both', () => {
    const book = [
      `${TARIFF.replace('id: rail-2025', 'id: rail-2026').replace('carrier: rail', 'carrier: floored')}corridor: { floor: '0.7' }\n`,
      "kind: discount\nid: at-once\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\neffect: { kind: multiply, by: '0.8' }",
      rebate("settle: year\neffect: { kind: multiply, by: '0.5' }"),
    ];
    const legs = [{ carrier: 'floored', mode: 'rail', from: 'a', to: 'b', payer: 'works' }];
    const [one] = earnedOf(settle(book, [charge('1000', 'a', '2025-01-05', { legs })]));
    expect(one).toMatchObject({ base: 80_000n, amount: 10_000n, cuts: [{ by: 'corridor-floor', amount: 30_000n }] });
  });

  it('a budget pays rebates first come by acceptance order, after what rating took', () => {
    const pot = "kind: budget\nid: pot\nwindow: whole\namount: { amount: '100', currency: EUR }";
    const [one] = earnedOf(
      settle(
        [rebate("budget: pot\nsettle: year\neffect: { kind: multiply, by: '0.99' }"), pot],
        [charge('4000', 'c', '2025-01-07'), charge('5000', 'b', '2025-01-05'), charge('3000', 'a', '2025-01-06')],
      ),
    );
    expect(one?.legs.map((leg) => [leg.note, leg.amount])).toEqual([
      ['b', 5000n],
      ['a', 3000n],
      ['c', 2000n],
    ]);
    expect(one?.cuts).toEqual([{ by: 'budget', amount: 2000n }]);
  });

  it('a percentage of a window in which nothing was measured is nothing, whatever is due at zero', () => {
    const trains = (more: string): string =>
      rebate(
        `effect: { kind: tier, meter: { measure: trains, window: { calendar: year } }, method: all-units, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }]${more} }`,
      );
    const wagonload = [charge('4000', 'a', '2025-01-07')];
    expect(total(settle([trains('')], wagonload))).toBe(0n);
    expect(total(settle([trains(', flatAtZero: true')], wagonload))).toBe(0n);
    expect(total(settle([trains('')], [charge('4000', 'a', '2025-01-07', { kind: 'block-train' })]))).toBe(20_000n);
  });

  it('what a discount at rating leaves to later ones as their base, it leaves to rebates too', () => {
    const base = (more: string): bigint | undefined => {
      const now = `kind: discount\nid: now\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\neffect: { kind: multiply, by: '0.9' }\n${more}`;
      const book = [now, rebate("settle: year\neffect: { kind: multiply, by: '0.5' }")];
      return earnedOf(settle(book, [charge('4000', 'a', '2025-01-07')]))[0]?.base;
    };
    expect([base(''), base('lowersLater: false')]).toEqual([360_000n, 400_000n]);
  });

  it('a rebate that raises the charge raises it no further than the ceiling of the corridor', () => {
    const book = bookFromText([
      `${TARIFF}corridor: { ceiling: '1.05' }\n`,
      rebate("settle: year\neffect: { kind: multiply, by: '1.1' }"),
    ]);
    const journal = rateJournal(book, [charge('4000', 'a', '2025-01-07')], {
      knownBy: KNOWN_BY,
      screeningOf: () => 'ALLOW',
    });
    expect(entitlements(book, journal, KNOWN_BY)).toMatchObject([
      { amount: -20_000n, cuts: [{ by: 'corridor-ceiling', amount: -20_000n }] },
    ]);
  });

  it('the minimum charge looks at the charge on which discounts act, as at rating: steps after it are not counted', () => {
    const amountWith = (steps: string): bigint => {
      const tariff = `${TARIFF}minimumCharge: '400'\ntotal:\n  - { step: discounts }\n${steps}`;
      const book = bookFromText([tariff, rebate("settle: year\neffect: { kind: multiply, by: '0.5' }")]);
      const journal = rateJournal(book, [charge('600', 'a', '2025-01-07')], {
        knownBy: KNOWN_BY,
        screeningOf: () => 'ALLOW',
      });
      return total(entitlements(book, journal, KNOWN_BY));
    };
    const halved = "  - { step: multiply, name: half, by: '0.5' }\n";
    expect([amountWith("  - { step: add, name: none, value: '0' }\n"), amountWith(halved)]).toEqual([20_500n, 20_500n]);
  });

  it('a rate per unit of money is multiplied with the charges measured, not with others of the leg', () => {
    const perEuro = rebate(
      "effect: { kind: tier, meter: { measure: { money: { charges: [freight], of: gross, currency: EUR } }, window: { calendar: year } }, method: all-units, bounds: lower, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '0.1' }] }",
    );
    expect(total(settle([perEuro], [charge('4000', 'a', '2025-01-07')]))).toBe(40_000n);
  });

  it('a rate per unit of a fixed window pays for what was moved in it, not for what came later', () => {
    const spring = rebate(
      "effect: { kind: tier, meter: { measure: mass, window: { fixed: { from: 2025-03-01, to: 2025-06-01 } } }, unit: TNE, method: all-units, bounds: lower, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '1' }] }",
    );
    const inSpring = charge('400', 'a', '2025-03-07');
    expect(total(settle([spring], [inSpring, charge('400', 'b', '2025-07-07')]))).toBe(4000n);
  });

  it('only the additional volume over last year’s earns', () => {
    const additional = rebate(
      "effect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: year }, baseline: { lastYear: true } }, unit: TNE, method: incremental, bounds: lower, amount: coefficient, steps: [{ from: '0', rate: '0.707' }] }",
    );
    const more = [charge('100000', 'base', '2024-05-05'), charge('130000', 'now', '2025-05-05')];
    const found = earnedOf(
      settle(
        [
          additional.concat('\nvalid: { from: 2025-01-01 }'),
          TARIFF.replace('id: rail-2025', 'id: rail-2024').concat('valid: { from: 2024-01-01, to: 2025-01-01 }\n'),
        ],
        more,
      ),
    );
    expect(found).toMatchObject([{ base: 13_000_000n, amount: 879_000n }]);
  });
});
