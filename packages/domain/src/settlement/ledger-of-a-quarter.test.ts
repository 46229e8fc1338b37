import { describe, expect, it, test } from 'vitest';
import { addDays, localDate } from '../kernel/local-date.ts';
import { type Period, period, quarterOf } from '../kernel/period.ts';
import type { Earned, Entitlement, Unknown } from '../rating/entitled.ts';
import type { LedgerEntry } from './entry.ts';
import { openItems, type QuarterStand, settleQuarter } from './settle.ts';
import { type SettledQuarter, settlementsOf } from './statement.ts';

const FIRST = quarterOf(localDate('2025-01-01'));
const SECOND = quarterOf(localDate('2025-04-01'));

const of = (window: Period) => ({
  entry: { id: 'scheme', version: '1' },
  grantor: 'bch',
  synthetic: true,
  budget: undefined,
  key: 'plant',
  window,
  currency: 'BYN',
});

const earned = (amount: bigint, changes: Partial<Earned> = {}): Earned => ({
  ...of(FIRST),
  kind: 'earned',
  base: 0n,
  amount,
  cuts: [],
  shares: [{ party: 'shipper', role: 'consignor', amount, by: 'settlement' }],
  legs: [],
  trace: [],
  ...changes,
});

const unknown = (changes: Partial<Unknown> = {}): Unknown => ({
  ...of(FIRST),
  kind: 'not-evaluated',
  missing: ['item.origin'],
  notes: ['N1', 'N7'],
  ...changes,
});

const at = (quarter: Period, atEnd: readonly Entitlement[], atCut: readonly Entitlement[]): QuarterStand => ({
  quarter,
  cut: addDays(quarter.to ?? quarter.from, 20),
  atEnd,
  atCut,
});

const settle = (stand: QuarterStand, ledger: readonly LedgerEntry[] = []): readonly LedgerEntry[] =>
  settleQuarter(stand, ledger, () => 'ALLOW');

const posted = ({ postings }: LedgerEntry): readonly (readonly [string, bigint])[] =>
  postings.map(({ account, amount }) => [account, amount.minor]);

/** The first quarter settled at 100. */
const SETTLED = settle(at(FIRST, [earned(100n)], [earned(100n)]));

describe('entries of a quarter', () => {
  test('what is earned at its end is set aside on its last day, and used up by the settlement', () => {
    const [accrual, settlement, ...more] = settle(at(FIRST, [earned(100n)], [earned(130n)]));
    const about = {
      discount: 'scheme',
      grantor: 'bch',
      synthetic: true,
      party: 'shipper',
      currency: 'BYN',
      window: FIRST,
    };
    expect(accrual).toMatchObject({
      key: 'accrual|2025-Q1|scheme|2025-Q1|shipper|BYN',
      kind: 'accrual',
      period: '2025-Q1',
      booked: '2025-04-01',
      document: 'accrual 2025-Q1',
      refersTo: null,
      about,
    });
    expect(settlement).toMatchObject({
      key: 'settlement|2025-Q1|scheme|2025-Q1|shipper|BYN',
      kind: 'settlement',
      booked: '2025-04-21',
      document: 'settlement 2025-Q1',
      refersTo: null,
      about,
    });
    expect([accrual, settlement].map((entry) => (entry === undefined ? [] : posted(entry)))).toEqual([
      [
        ['expense/bch/scheme', 100n],
        ['accrued/scheme/shipper', -100n],
      ],
      [
        ['accrued/scheme/shipper', 100n],
        ['expense/bch/scheme', 30n],
        ['payable/shipper', -130n],
      ],
    ]);
    expect(more).toEqual([]);
  });

  test('amounts of nothing are not posted', () => {
    const [accrual, settlement] = SETTLED;
    expect(settlement === undefined ? [] : posted(settlement).map(([account]) => account)).toEqual([
      'accrued/scheme/shipper',
      'payable/shipper',
    ]);
    expect(accrual?.postings.length).toBe(2);
    expect(settle(at(FIRST, [earned(0n)], [earned(0n)]))).toEqual([]);
  });

  test('what the end of a later quarter shows beyond what was posted is set aside for that quarter alone', () => {
    const [accrual] = settle(at(SECOND, [earned(130n)], [earned(130n)]), SETTLED);
    expect(accrual).toMatchObject({ key: 'accrual|2025-Q2|scheme|2025-Q1|shipper|BYN' });
    expect(accrual === undefined ? [] : posted(accrual)).toEqual([
      ['expense/bch/scheme', 30n],
      ['accrued/scheme/shipper', -30n],
    ]);
  });

  test('what was set aside and fell away by the day of settlement is taken back, and nothing is paid', () => {
    const [, settlement, ...more] = settle(at(FIRST, [earned(100n)], []));
    expect(settlement === undefined ? [] : posted(settlement)).toEqual([
      ['accrued/scheme/shipper', 100n],
      ['expense/bch/scheme', -100n],
    ]);
    expect(more).toEqual([]);
  });

  it('counts only shares paid at settlement: what the invoice gave is given', () => {
    const onInvoice = earned(100n, {
      shares: [
        { party: 'shipper', role: 'payer', amount: 60n, by: 'invoice' },
        { party: 'buyer', role: 'consignee', amount: 40n, by: 'settlement' },
      ],
    });
    const parties = settle(at(FIRST, [], [onInvoice])).map(({ about }) => about.party);
    expect(parties).toEqual(['buyer']);
  });

  it('adds up what several meters of one discount earn for one party', () => {
    const entries = settle(at(FIRST, [], [earned(100n), earned(20n, { key: 'other plant' })]));
    expect(entries.map(posted)).toEqual([
      [
        ['expense/bch/scheme', 120n],
        ['payable/shipper', -120n],
      ],
    ]);
  });

  it('comes in the order of discount, window, party and currency, accruals first', () => {
    const all = ['z', 'B', 'a'].map((id) => earned(10n, { entry: { id, version: '1' } }));
    expect(settle(at(FIRST, all, all)).map(({ key }) => key.split('|')[2])).toEqual(['B', 'a', 'z', 'B', 'a', 'z']);
  });

  it('asks the screening once for each party', () => {
    const asked: string[] = [];
    const two = [earned(10n), earned(5n, { entry: { id: 'other', version: '1' } })];
    settleQuarter(at(FIRST, [], two), [], (party, on) => {
      asked.push(`${party} ${on}`);
      return 'ALLOW';
    });
    expect(asked).toEqual(['shipper 2025-04-21']);
  });
});

describe('what is withheld', () => {
  const held = settleQuarter(at(FIRST, [], [earned(40n)]), [], () => 'HOLD');

  it('lies on an account of its own, with what screening said', () => {
    expect(held).toMatchObject([{ kind: 'withhold', withheld: 'HOLD' }]);
    expect(held.map(posted)).toEqual([
      [
        ['expense/bch/scheme', 40n],
        ['withheld/shipper', -40n],
      ],
    ]);
  });

  test.each([
    ['a part', 30n, [['withheld/shipper', 10n]]],
    ['all of it', 0n, [['withheld/shipper', 40n]]],
    [
      'more than lies there: the rest is owed by the party',
      -5n,
      [
        ['payable/shipper', 5n],
        ['withheld/shipper', 40n],
      ],
    ],
  ] as const)('is reduced first while it is still held: %s', (_, now, expected) => {
    const entries = settleQuarter(at(SECOND, [], [earned(now)]), held, () => 'HOLD');
    expect(
      entries.map(posted).map((postings) => postings.filter(([account]) => account !== 'expense/bch/scheme')),
    ).toEqual([expected]);
    expect(entries[0]?.refersTo).toBe('settlement|2025-Q1|scheme|2025-Q1|shipper|BYN');
  });

  it('is let go by an entry of its own that names the one which withheld it, and only once', () => {
    const released = settle(at(SECOND, [], [earned(40n)]), held);
    expect(released).toMatchObject([
      {
        kind: 'release',
        period: '2025-Q2',
        booked: '2025-07-21',
        document: 'settlement 2025-Q2',
        refersTo: 'settlement|2025-Q1|scheme|2025-Q1|shipper|BYN',
        withheld: undefined,
      },
    ]);
    const third = quarterOf(localDate('2025-07-01'));
    expect(settle(at(third, [], [earned(40n)]), [...held, ...released])).toEqual([]);
  });

  it('is released with the entry that withheld last, though a reduction was posted since', () => {
    const more = settleQuarter(at(SECOND, [], [earned(70n)]), held, () => 'HOLD');
    const third = quarterOf(localDate('2025-07-01'));
    const [release] = settle(at(third, [], [earned(70n)]), [...held, ...more]);
    expect(release).toMatchObject({ kind: 'release', refersTo: 'settlement|2025-Q2|scheme|2025-Q1|shipper|BYN' });
  });
});

describe('what cannot be told', () => {
  it('is listed with the facts that are missing and the notes that lack them', () => {
    expect(openItems([earned(10n), unknown()])).toEqual([
      {
        discount: 'scheme',
        window: '2025-Q1',
        currency: 'BYN',
        key: 'plant',
        missing: ['item.origin'],
        notes: ['N1', 'N7'],
      },
    ]);
  });

  test('what was settled stays as posted: nothing is taken back, nothing added, nothing set aside', () => {
    expect(settle(at(SECOND, [unknown()], [unknown()]), SETTLED)).toEqual([]);
    expect(settle(at(SECOND, [unknown(), earned(30n)], [unknown(), earned(30n)]), SETTLED)).toEqual([]);
  });

  test('what was never settled is settled at what can be told', () => {
    expect(settle(at(FIRST, [], [unknown(), earned(30n)])).map(posted)).toEqual([
      [
        ['expense/bch/scheme', 30n],
        ['payable/shipper', -30n],
      ],
    ]);
  });

  test('what was only set aside is not held at that', () => {
    const [accrual] = settle(at(FIRST, [earned(100n)], [earned(100n)]));
    const ledger = accrual === undefined ? [] : [accrual];
    expect(settle(at(SECOND, [], [unknown()]), ledger).map(posted)).toEqual([
      [
        ['accrued/scheme/shipper', 100n],
        ['expense/bch/scheme', -100n],
      ],
    ]);
  });

  const TAKEN_BACK = [
    [
      ['expense/bch/scheme', -100n],
      ['payable/shipper', 100n],
    ],
  ];
  test.each([
    ['another discount', { entry: { id: 'other', version: '1' } }, TAKEN_BACK],
    ['another currency', { currency: 'EUR' }, TAKEN_BACK],
    ['another window', { window: SECOND }, TAKEN_BACK],
    ['another party', { parties: ['buyer'] }, TAKEN_BACK],
    ['this party among others', { parties: ['buyer', 'shipper'] }, []],
  ] as const)('keeps exactly its own item as posted: %s', (_, changes, expected) => {
    expect(settle(at(SECOND, [], [unknown(changes)]), SETTLED).map(posted)).toEqual(expected);
  });
});

describe('settlements read from the ledger', () => {
  const quarter = (label: string, more: Partial<SettledQuarter> = {}): SettledQuarter => ({
    quarter: label,
    cut: localDate('2025-04-21'),
    ...more,
  });

  it('have no line for what was only set aside, nor for what was set aside and fell away', () => {
    const [accrual] = SETTLED;
    expect(settlementsOf(accrual === undefined ? [] : [accrual], [quarter('2025-Q1')])).toEqual([
      { quarter: '2025-Q1', cut: '2025-04-21', lines: [] },
    ]);
    const fallen = settle(at(FIRST, [earned(100n)], []));
    expect(settlementsOf(fallen, [quarter('2025-Q1')])[0]?.lines).toEqual([]);
  });

  it('say what could not be told then', () => {
    const open = openItems([unknown()]);
    expect(settlementsOf([], [quarter('2025-Q1', { open }), quarter('2025-Q2')])).toStrictEqual([
      { quarter: '2025-Q1', cut: '2025-04-21', open, lines: [] },
      { quarter: '2025-Q2', cut: '2025-04-21', lines: [] },
    ]);
  });

  it('show a release by itself: paid and taken from what was held, nothing new earned', () => {
    const held = settleQuarter(at(FIRST, [], [earned(40n)]), [], () => 'HOLD');
    const released = settle(at(SECOND, [], [earned(40n)]), held);
    const [first, second] = settlementsOf([...held, ...released], [quarter('2025-Q1'), quarter('2025-Q2')]);
    expect(first?.lines).toMatchObject([
      { window: '2025-Q1', earned: 40n, before: 0n, now: 40n, paid: 0n, held: 40n, withheld: 'HOLD', carried: false },
    ]);
    expect(second?.lines).toMatchObject([
      { earned: 40n, before: 40n, now: 0n, paid: 40n, held: -40n, withheld: undefined, carried: true },
    ]);
  });

  it('have their lines in the order of discount, window, party and currency', () => {
    const all = ['z', 'B', 'a'].map((id) => earned(10n, { entry: { id, version: '1' } }));
    const entries = settle(at(FIRST, [], all)).toReversed();
    expect(settlementsOf(entries, [quarter('2025-Q1')])[0]?.lines.map(({ discount }) => discount)).toEqual([
      'B',
      'a',
      'z',
    ]);
  });

  test('a window without an end is never over, so nothing of it is carried', () => {
    const open = earned(10n, { window: period(localDate('2024-01-01')) });
    const entries = settle(at(SECOND, [], [open]));
    expect(settlementsOf(entries, [quarter('2025-Q2')])[0]?.lines).toMatchObject([
      { window: '2024-01-01/..', carried: false },
    ]);
  });
});

describe('an accrual at a forecast', () => {
  const YEAR = period(localDate('2025-01-01'), localDate('2026-01-01'));
  const share = (amount: bigint) => ({ party: 'shipper', role: 'consignor', amount, by: 'settlement' }) as const;
  const open = (amount: bigint, setAside: bigint): Earned =>
    earned(amount, { window: YEAR, accrual: { amount: setAside, shares: [share(setAside)], trace: [] } });

  it('sets aside as forecast, pays what is reached out of that, keeps the rest, and is trued up in the end', () => {
    const first = settle(at(FIRST, [open(20n, 100n)], [open(20n, 100n)]));
    expect(first.map(posted)).toEqual([
      [
        ['expense/bch/scheme', 100n],
        ['accrued/scheme/shipper', -100n],
      ],
      [
        ['accrued/scheme/shipper', 20n],
        ['payable/shipper', -20n],
      ],
    ]);
    const second = settle(at(SECOND, [open(50n, 260n)], [open(50n, 260n)]), first);
    expect(second.map(posted)).toEqual([
      [
        ['expense/bch/scheme', 160n],
        ['accrued/scheme/shipper', -160n],
      ],
      [
        ['accrued/scheme/shipper', 30n],
        ['payable/shipper', -30n],
      ],
    ]);
    const done = earned(200n, { window: YEAR });
    const last = settle(at(quarterOf(localDate('2025-10-01')), [done], [done]), [...first, ...second]);
    expect(last.map(posted)).toEqual([
      [
        ['expense/bch/scheme', -60n],
        ['accrued/scheme/shipper', 60n],
      ],
      [
        ['accrued/scheme/shipper', 150n],
        ['payable/shipper', -150n],
      ],
    ]);
  });

  it('of one beneficiary under several keys keeps the rest while any of them is open, in whatever order they come', () => {
    const closed = earned(10n, { window: YEAR, key: 'other' });
    // Set aside 100 + 10, of which 20 + 10 are paid and 80 stay.
    for (const both of [
      [open(20n, 100n), closed],
      [closed, open(20n, 100n)],
    ])
      expect(settle(at(FIRST, both, both)).map(posted)).toEqual([
        [
          ['expense/bch/scheme', 110n],
          ['accrued/scheme/shipper', -110n],
        ],
        [
          ['accrued/scheme/shipper', 30n],
          ['payable/shipper', -30n],
        ],
      ]);
    const all = [closed, earned(20n, { window: YEAR })];
    expect(settle(at(FIRST, [closed, open(20n, 100n)], all)).map(posted)[1]).toEqual([
      ['accrued/scheme/shipper', 110n],
      ['expense/bch/scheme', -80n],
      ['payable/shipper', -30n],
    ]);
  });
});
