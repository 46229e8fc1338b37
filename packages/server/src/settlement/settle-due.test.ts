import { addDays, localDate } from '@kontor/domain/kernel/local-date';
import type { JournalFact } from '@kontor/domain/office/journal';
import type { OfficeBook } from '@kontor/domain/office/report';
import { consignmentOf, readBookText, TARIFF } from '@kontor/domain/testing/book-from-text';
import { closePeriod, readClosedPeriods } from '@kontor/store/ledger/close-period';
import { postEntries } from '@kontor/store/ledger/post-entries';
import { trialBalance } from '@kontor/store/ledger/trial-balance';
import type { Store } from '@kontor/store/store';
import { expectOk, openTemporaryStore, type TemporaryStore } from '@kontor/store/testing/temporary-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettlements } from './read-settlements.ts';
import { settleDue } from './settle-due.ts';

const { loaded, book } = readBookText([
  TARIFF,
  "kind: discount\nid: yearly\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nat: settlement\nsettle: year\neffect: { kind: multiply, by: '0.9' }",
]);
const office: OfficeBook = { loaded, rating: book };

const factOf = (note: string, accepted: string, learned: string): JournalFact => ({
  kind: 'consignment',
  note,
  learned: localDate(learned),
  order: 1,
  consignment: consignmentOf({ note, accepted }),
});

const FACTS = [factOf('A', '2025-01-10', '2025-01-12'), factOf('B', '2025-05-10', '2025-05-12')];
const LATE = factOf('L', '2025-02-10', '2025-08-12');
const LAST = localDate('2026-02-01');

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await openTemporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.end());

/** A ledger of its own for each test. */
function newLedger(region: string) {
  return {
    settle: async (facts: readonly JournalFact[], asOf: string) =>
      expectOk(await settleDue(store, office, { facts, asOf: localDate(asOf), region })),
    balances: async (): Promise<readonly unknown[]> =>
      (await trialBalance(store, { region })).map(({ account, balance }) => [account, balance]),
    shown: async (upTo: string): Promise<readonly unknown[]> =>
      (await readSettlements(store, { region, upTo: localDate(upTo) })).map(({ quarter, lines }) => [
        quarter,
        lines.map((line) => [line.window, line.before, line.now, line.earned]),
      ]),
  };
}

describe('settling into the ledger', () => {
  it('posts each quarter once and closes it; run again it posts nothing, and shows what the ledger holds', async () => {
    const { settle, balances, shown } = newLedger('once');
    expect((await settle(FACTS, '2025-08-01')).quarters).toEqual(['2025-Q1', '2025-Q2']);
    const held = await balances();
    expect(await settle(FACTS, '2025-08-01')).toEqual({ quarters: [], entries: 0 });
    expect(await balances()).toEqual(held);
    expect(await shown('2025-08-01')).toEqual([
      ['2025-Q1', [['2025', 0n, 6000n, 6000n]]],
      ['2025-Q2', [['2025', 6000n, 6000n, 12_000n]]],
    ]);
    expect((await readClosedPeriods(store, 'once')).map((one) => one.closed)).toEqual(['2025-04-21', '2025-07-21']);
  });

  it('keeps with a quarter which rebates could not be told, and for lack of what in which notes', async () => {
    const byHeads = readBookText([
      TARIFF,
      "kind: discount\nid: by-heads\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nat: settlement\neffect: { kind: tier, meter: { measure: heads, key: [payer], window: { calendar: year } }, method: all-units, bounds: lower, amount: percent, steps: [{ from: '1', rate: '5' }] }",
    ]);
    const region = 'open';
    const asked = { facts: FACTS, asOf: localDate('2025-05-01'), region };
    expectOk(await settleDue(store, { loaded: byHeads.loaded, rating: byHeads.book }, asked));
    const about = { discount: 'by-heads', window: '2025', currency: 'EUR', key: 'works' };
    expect(await readSettlements(store, { region })).toMatchObject([
      { quarter: '2025-Q1', open: [{ ...about, missing: ['heads'], notes: ['A'] }], lines: [] },
    ]);
  });

  it('shows as of a day only what was booked by then, and settles nothing for it', async () => {
    const { settle, shown } = newLedger('as-of');
    await settle(FACTS, '2025-08-01');
    expect(await settle(FACTS, '2025-05-01')).toEqual({ quarters: [], entries: 0 });
    expect(await shown('2025-05-01')).toEqual([['2025-Q1', [['2025', 0n, 6000n, 6000n]]]]);
  });

  it('posts a late document with the next open quarter and leaves what was posted', async () => {
    const { settle, shown } = newLedger('late');
    await settle(FACTS, '2025-08-01');
    const before = await shown('2025-08-01');
    expect((await settle([...FACTS, LATE], '2025-11-01')).quarters).toEqual(['2025-Q3']);
    expect(await shown('2025-08-01')).toEqual(before);
    expect((await shown('2025-11-01')).at(-1)).toEqual(['2025-Q3', [['2025', 12_000n, 6000n, 18_000n]]]);
  });

  it('settles once when asked twice at the same time', async () => {
    const { settle, balances } = newLedger('twice');
    const both = await Promise.all([settle(FACTS, '2026-02-01'), settle(FACTS, '2026-02-01')]);
    expect(both.map((one) => one.quarters.length).toSorted((a, b) => a - b)).toEqual([0, 4]);
    expect(await balances()).toContainEqual(['payable/works', -12_000n]);
  });

  it('goes on with the next quarter when it was cut short between two', async () => {
    const cutShort = newLedger('cut-short');
    await cutShort.settle(FACTS, '2025-05-01');
    await cutShort.settle(FACTS, '2025-08-01');
    await cutShort.settle([...FACTS, LATE], LAST);
    const atOnce = newLedger('at-once');
    await atOnce.settle([...FACTS, LATE], LAST);
    expect(await cutShort.shown(LAST)).toEqual(await atOnce.shown(LAST));
    expect(await cutShort.balances()).toEqual(await atOnce.balances());
  });

  it('posts nothing of a quarter that somebody else has closed', async () => {
    const { settle } = newLedger('closed');
    await closePeriod(store, { region: 'closed', period: '2025-Q1', closed: localDate('2025-04-21'), memo: {} });
    const closing = { period: '2025-Q1', closed: addDays(LAST, 1), memo: {} };
    const posted = await postEntries(store, { region: 'closed', entries: [], closing });
    expect(posted.ok ? [] : posted.refusals.map((one) => one.code)).toEqual(['ledger.period-closed']);
    expect((await settle(FACTS, '2025-08-01')).quarters).toEqual(['2025-Q2']);
  });
});
