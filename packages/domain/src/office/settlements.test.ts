import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCodePoints } from '../kernel/code-point.ts';
import { addDays, type LocalDate, localDate } from '../kernel/local-date.ts';
import { itemKey, type LedgerEntry } from '../settlement/entry.ts';
import { ledgerStanding } from '../settlement/standing.ts';
import { consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import type { JournalFact } from './journal.ts';
import type { OfficeBook } from './report.ts';
import { dueSettlements } from './settlements.ts';

const rebate = (id: string, content: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nat: settlement\n${content}`;

/** A scale over the year, a rebate by the month for two beneficiaries, and one published in summer for the whole year. */
const { loaded, book, refusals } = readBookText([
  TARIFF,
  rebate(
    'scale',
    "order: 1\neffect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: year } }, unit: TNE, method: all-units, bounds: lower, amount: percent, steps: [{ from: '100', rate: '3' }, { from: '300', rate: '7' }] }",
  ),
  rebate(
    'monthly',
    "effect: { kind: multiply, by: '0.95' }\nbeneficiary: { shares: { consignor: '0.6', consignee: '0.4' } }\norder: 2",
  ),
  rebate(
    'by-heads',
    "order: 0\neffect: { kind: tier, meter: { measure: heads, key: [payer], window: { calendar: year } }, method: all-units, bounds: lower, amount: percent, steps: [{ from: '50', rate: '5' }] }",
  ),
  rebate('back-dated', "order: 3\nknown: 2025-08-15\neffect: { kind: multiply, by: '0.98' }\nsettle: quarter"),
]);
const office: OfficeBook = { loaded, rating: book };

type Run = { readonly ledger: LedgerEntry[]; settledTo: LocalDate | undefined };

/** Settles what is due by a day on top of what a run has settled so far; answers the quarters. */
function settle(run: Run, facts: readonly JournalFact[], asOf: LocalDate): readonly string[] {
  return [...dueSettlements(office, facts, { ...run, asOf })].map(({ quarter, cut, entries }) => {
    run.ledger.push(...entries);
    run.settledTo = addDays(cut, -20);
    return quarter;
  });
}

const newRun = (): Run => ({ ledger: [], settledTo: undefined });

const postedBy = (run: Run): readonly (readonly [string, bigint])[] =>
  [...ledgerStanding(run.ledger)]
    .filter(([, item]) => item.posted !== 0n)
    .map(([key, item]) => [key, item.posted] as const)
    .toSorted(([a], [b]) => compareCodePoints(a, b));

const YEAR = localDate('2025-01-01');
const FINAL = localDate('2026-11-01');

type Drawn = { readonly day: number; readonly tonnes: number; readonly late: number; readonly fate: string };

/** What is learned of a consignment, one fact after the other. */
function factsOf({ day, tonnes, late, fate }: Drawn, index: number): JournalFact[] {
  const note = `N${String(index)}`;
  const accepted = addDays(YEAR, day);
  const learned = addDays(accepted, late);
  const of = (mass: number) =>
    consignmentOf({ note, accepted, items: [{ codes: {}, mass_kg: mass * 1000 }], wagons: [{ mass_kg: mass * 1000 }] });
  const first: JournalFact = { kind: 'consignment', note, learned, order: 2 * index, consignment: of(tonnes) };
  const later = { note, learned: addDays(learned, 1 + (day % 90)), order: 2 * index + 1 };
  if (fate === 'corrected') return [first, { ...later, kind: 'correction', consignment: of(tonnes + 7) }];
  if (fate === 'cancelled') return [first, { ...later, kind: 'cancellation' }];
  return [first];
}

const drawn = fc.record({
  day: fc.integer({ min: 0, max: 364 }),
  tonnes: fc.integer({ min: 1, max: 200 }),
  late: fc.integer({ min: 0, max: 120 }),
  fate: fc.constantFrom('kept', 'kept', 'corrected', 'cancelled'),
});

describe('settling what is due', () => {
  it('reads a book without a problem', () => {
    expect(refusals).toEqual([]);
  });

  it('comes to the same however it is split, in whatever order and however late documents come', () => {
    const settlingDays = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 3 });
    // In which run a fact has come: some come long after the day they say they were learned on.
    const arrivals = fc.array(fc.nat(3), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 5 }), settlingDays, arrivals, (all, days, come) => {
        const facts = all.flatMap(factsOf);
        const once = newRun();
        settle(once, facts, FINAL);
        const split = newRun();
        for (const [run, day] of days.toSorted((a, b) => a - b).entries())
          settle(split, facts.filter((_, index) => (come[index] ?? 0) <= run).toReversed(), addDays(YEAR, day));
        settle(split, facts, FINAL);
        expect(postedBy(split)).toEqual(postedBy(once));
        const sums = [...ledgerStanding(split.ledger).values()];
        expect(sums.every((item) => item.accrued === 0n && item.withheld === 0n)).toBe(true);
        expect(new Set(split.ledger.map((entry) => entry.key)).size).toBe(split.ledger.length);
      }),
      { numRuns: 12 },
    );
  });

  const first = factsOf({ day: 10, tonnes: 120, late: 1, fate: 'kept' }, 1);
  const late = factsOf({ day: 40, tonnes: 200, late: 1, fate: 'kept' }, 2);

  it('leaves windows of the next quarter to it, though they have begun by the day of settlement', () => {
    const run = newRun();
    const facts = [
      { day: 40, tonnes: 50, late: 1, fate: 'stands' },
      { day: 99, tonnes: 50, late: 1, fate: 'stands' },
    ].flatMap((one, index) => factsOf(one, index));
    expect(settle(run, facts, localDate('2025-04-21'))).toEqual(['2025-Q1']);
    expect(postedBy(run).filter(([key]) => key.includes('2025-04'))).toEqual([]);
    expect(postedBy(run).filter(([key]) => key.includes('2025-02')).length).toBe(2);
    settle(run, facts, localDate('2025-07-21'));
    expect(postedBy(run).filter(([key]) => key.includes('2025-04')).length).toBe(2);
  });

  it('settles each quarter once; run again it settles nothing', () => {
    const run = newRun();
    expect(settle(run, first, localDate('2025-04-20'))).toEqual([]);
    expect(settle(run, first, localDate('2025-04-21'))).toEqual(['2025-Q1']);
    const held = run.ledger.length;
    expect(settle(run, first, localDate('2025-04-21'))).toEqual([]);
    expect(settle(run, first, localDate('2025-03-01'))).toEqual([]);
    expect(run.ledger.length).toBe(held);
  });

  it('leaves a settled quarter alone when a document comes late, and settles the difference in the next with a reference', () => {
    const run = newRun();
    settle(run, first, localDate('2025-05-01'));
    const before = [...run.ledger];
    settle(run, [...late, ...first], localDate('2025-08-01'));
    expect(run.ledger.slice(0, before.length)).toEqual(before);
    const added = run.ledger.slice(before.length).filter((entry) => entry.kind === 'settlement');
    expect(added.every((entry) => entry.period === '2025-Q2')).toBe(true);
    const scale = added.find((entry) => itemKey(entry.about) === 'scale|2025|works|EUR');
    expect(scale?.refersTo).toBe('settlement|2025-Q1|scale|2025|works|EUR');
    expect(scale?.postings.find((one) => one.account === 'payable/works')?.amount.minor).toBe(-(22_400n - 3_600n));
  });

  it('takes an entry of the book that was published after the settlement into the next open quarter', () => {
    const run = newRun();
    settle(run, first, localDate('2025-08-01'));
    expect(run.ledger.some((entry) => entry.about.discount === 'back-dated')).toBe(false);
    settle(run, first, localDate('2025-11-01'));
    const added = run.ledger.filter((entry) => entry.about.discount === 'back-dated');
    expect(new Set(added.map((entry) => entry.period))).toEqual(new Set(['2025-Q3']));
    expect(postedBy(run)).toContainEqual(['back-dated|2025-Q1|works|EUR', 2_212n]);
  });

  it('leaves what was settled as posted while a fact is missing to tell it, and posts the difference once it is there', () => {
    const heads = (
      note: string,
      day: number,
      count: number | undefined,
      order: number,
      learned: string,
    ): JournalFact => ({
      kind: order > 10 ? 'correction' : 'consignment',
      note,
      learned: localDate(learned),
      order,
      consignment: consignmentOf({
        note,
        accepted: addDays(YEAR, day),
        items: [{ codes: {}, mass_kg: 20_000, ...(count === undefined ? {} : { heads: count }) }],
      }),
    });
    const known = [heads('A', 5, 40, 1, '2025-01-10'), heads('B', 8, 40, 2, '2025-01-12')];
    const lacking = heads('C', 20, undefined, 3, '2025-06-01');
    const completed = heads('C', 20, 30, 11, '2025-08-20');
    const byHeads = (run: Run) => postedBy(run).filter(([key]) => key.startsWith('by-heads|'));
    const [twoHeads, threeHeads] = [known, [...known, lacking, completed]].map((facts) => {
      const run = newRun();
      settle(run, facts, localDate('2025-11-01'));
      return byHeads(run);
    });
    expect([twoHeads?.length, threeHeads?.length]).toEqual([1, 1]);
    expect(threeHeads).not.toEqual(twoHeads);
    const run = newRun();
    settle(run, known, localDate('2025-05-01'));
    expect(byHeads(run)).toEqual(twoHeads);
    const facts = [...known, lacking];
    const [second] = [...dueSettlements(office, facts, { ...run, asOf: localDate('2025-08-01') })];
    const about = { discount: 'by-heads', window: '2025', currency: 'EUR', key: 'works' };
    expect(second?.open).toEqual([{ ...about, missing: ['heads'], notes: ['C'] }]);
    settle(run, facts, localDate('2025-08-01'));
    expect(byHeads(run)).toEqual(twoHeads);
    expect(run.ledger.filter((entry) => entry.period === '2025-Q2' && entry.about.discount === 'by-heads')).toEqual([]);
    settle(run, [...known, lacking, completed], localDate('2025-11-01'));
    expect(byHeads(run)).toEqual(threeHeads);
  });

  it('does not begin before the quarter after the last that is settled, however old a late document is', () => {
    const run = newRun();
    settle(run, first, localDate('2025-08-01'));
    const old: JournalFact = {
      kind: 'consignment',
      note: 'OLD',
      learned: localDate('2025-09-01'),
      order: 9,
      consignment: consignmentOf({ note: 'OLD', accepted: '2023-02-01' }),
    };
    expect(settle(run, [...first, old], localDate('2025-11-01'))).toEqual(['2025-Q3']);
  });
});
