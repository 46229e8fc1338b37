import { localDate } from '@kontor/domain/kernel/local-date';
import { money } from '@kontor/domain/kernel/money';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../connection/transaction.ts';
import type { Store } from '../store.ts';
import { codesOf, expectOk, openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { openAccounts, readAccounts } from './accounts.ts';
import { closePeriod, readClosedPeriods } from './close-period.ts';
import type { NewEntry } from './entry.ts';
import { postEntries } from './post-entries.ts';
import { type PostingQuery, readPostings } from './read-postings.ts';
import { trialBalance } from './trial-balance.ts';

const ACCOUNTS = [
  { code: 'rebate expense', nature: 'expense' },
  { code: 'rebate payable', nature: 'liability' },
  { code: 'bank', nature: 'asset' },
] as const;

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await openTemporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.end());

/** An accrual of the amount, in minor units of roubles. */
function accrual(key: string, minor: bigint): NewEntry {
  return {
    key,
    kind: 'accrual',
    period: '2025-Q1',
    booked: localDate('2025-03-31'),
    document: 'BY-0000001',
    memo: { scheme: 'cement-2025' },
    refersTo: null,
    postings: [
      { account: 'rebate expense', amount: money('RUB', minor) },
      { account: 'rebate payable', amount: money('RUB', -minor) },
    ],
  };
}

/** A region of its own for each test, with the accounts open. */
async function newLedger(region: string): Promise<string> {
  expectOk(await openAccounts(store, { region, accounts: ACCOUNTS }));
  return region;
}

const post = (region: string, ...entries: readonly NewEntry[]) => postEntries(store, { region, entries });

async function postingsOf(query: PostingQuery): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { entryId, line, account, amount } of readPostings(store, query)) {
    found.push(`${entryId}.${line} ${account} ${amount.minor} ${amount.currency}`);
  }
  return found;
}

describe('posting', () => {
  it('writes an entry once, however often it is sent', async () => {
    const region = await newLedger('once');
    const entry = accrual('a', 12_345n);
    expect(expectOk(await post(region, entry))).toEqual({ posted: 1, repeated: 0, ids: [1n] });
    expect(expectOk(await post(region, accrual('b', 1n), entry, entry))).toEqual({
      posted: 1,
      repeated: 2,
      ids: [2n, 1n, 1n],
    });
    expect(await postingsOf({ region })).toEqual([
      '1.1 rebate expense 12345 RUB',
      '1.2 rebate payable -12345 RUB',
      '2.1 rebate expense 1 RUB',
      '2.2 rebate payable -1 RUB',
    ]);
  });

  it('holds amounts that no floating-point number does, to the last unit', async () => {
    const region = await newLedger('large');
    const large = 2n ** 63n - 1n;
    expectOk(await post(region, accrual('a', large), accrual('b', large), accrual('c', -large)));
    expect(await trialBalance(store, { region, accounts: ['rebate expense'] })).toEqual([
      { account: 'rebate expense', currency: 'RUB', debits: 2n * large, credits: large, balance: large },
    ]);
  });

  it('balances each currency for itself', async () => {
    const region = await newLedger('currencies');
    const two: NewEntry = {
      ...accrual('two', 5n),
      postings: [
        ...accrual('', 5n).postings,
        ...accrual('', 7n).postings.map((p) => ({ ...p, amount: { ...p.amount, currency: 'BYN' } })),
      ],
    };
    expectOk(await post(region, two));
    const lines = await trialBalance(store, { region });
    expect(lines.map(({ account, currency, balance }) => `${account} ${currency} ${balance}`)).toEqual([
      'rebate expense BYN 7',
      'rebate expense RUB 5',
      'rebate payable BYN -7',
      'rebate payable RUB -5',
    ]);
  });

  it('comes to zero in every currency after any entries', async () => {
    const region = await newLedger('zero');
    const amounts = fc.array(
      fc.bigInt({ min: -1_000_000n, max: 1_000_000n }).filter((n) => n !== 0n),
      { maxLength: 6 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(amounts, async (minors) => {
        run += 1;
        expectOk(await post(region, ...minors.map((minor, index) => accrual(`${run}/${index}`, minor))));
        const lines = await trialBalance(store, { region });
        expect(lines.reduce((sum, { balance }) => sum + balance, 0n)).toBe(0n);
      }),
      { numRuns: 20 },
    );
  });

  it('lets an entry refer to an older one, also to one posted with it', async () => {
    const region = await newLedger('reference');
    const reversal: NewEntry = { ...accrual('r', -9n), kind: 'reversal', refersTo: 'a' };
    expectOk(await post(region, accrual('a', 9n), reversal));
    expectOk(await post(region, { ...reversal, key: 'again' }));
    const found: (bigint | null)[] = [];
    for await (const { refersTo } of readPostings(store, { region, account: 'rebate payable' })) found.push(refersTo);
    expect(found).toEqual([null, 1n, 1n]);
  });
});

describe('an entry is refused, and nothing posted', () => {
  const unbalanced = {
    ...accrual('u', 5n),
    postings: [...accrual('', 5n).postings, ...accrual('', 1n).postings.slice(1)],
  };
  const [debit] = accrual('', 5n).postings;
  const withAmount = (currency: string, minor: bigint): NewEntry => ({
    ...accrual('x', 1n),
    postings: [1n, -1n].map((sign) => ({ account: 'bank', amount: { currency, minor: sign * minor } })),
  });

  it.each<[string, NewEntry]>([
    ['ledger.key-missing', { ...accrual('', 1n) }],
    ['ledger.too-few-postings', { ...accrual('x', 1n), postings: debit === undefined ? [] : [debit] }],
    [
      'ledger.account-missing',
      { ...accrual('x', 1n), postings: accrual('', 1n).postings.map((p) => ({ ...p, account: '' })) },
    ],
    ['ledger.currency-unknown', withAmount('XXZ', 5n)],
    ['ledger.amount-zero', withAmount('EUR', 0n)],
    ['ledger.amount-too-large', withAmount('EUR', 2n ** 63n)],
    ['ledger.unbalanced', unbalanced],
    ['ledger.unstorable', { ...accrual('x', 1n), memo: { share: 0.5 } }],
    ['ledger.refers-to-unknown', { ...accrual('x', 1n), refersTo: 'nothing' }],
    [
      'ledger.account-unknown',
      { ...accrual('x', 1n), postings: accrual('', 1n).postings.map((p) => ({ ...p, account: 'till' })) },
    ],
  ])('%s', async (code, entry) => {
    const region = await newLedger('refused');
    expect(codesOf(await post(region, accrual('good', 1n), entry))).toEqual([code]);
    expect(await postingsOf({ region })).toEqual([]);
  });

  it('ledger.key-reused', async () => {
    const region = await newLedger('reused');
    expectOk(await post(region, accrual('a', 1n)));
    expect(codesOf(await post(region, accrual('b', 1n), accrual('a', 2n)))).toEqual(['ledger.key-reused']);
    expect(codesOf(await post(region, accrual('c', 1n), accrual('c', 2n)))).toEqual(['ledger.key-reused']);
    expect(await postingsOf({ region })).toHaveLength(2);
  });

  it('ledger.period-closed', async () => {
    const region = await newLedger('closed');
    expectOk(await post(region, accrual('a', 1n)));
    const close = { region, period: '2025-Q1', closed: localDate('2025-04-10'), memo: {} };
    expect(await closePeriod(store, close)).toBe(true);
    expect(await closePeriod(store, close)).toBe(false);
    expect(await readClosedPeriods(store, region)).toEqual([{ period: '2025-Q1', closed: '2025-04-10', memo: {} }]);
    expect(codesOf(await post(region, accrual('b', 1n)))).toEqual(['ledger.period-closed']);
    expect(expectOk(await post(region, accrual('a', 1n))).repeated).toBe(1);
    expectOk(await post(region, { ...accrual('b', 1n), period: '2025-Q2', refersTo: 'a' }));
  });
});

describe('the database itself refuses', () => {
  const HEAD = `insert into entry (region, id, idempotency_key, kind, period, booked, document, memo, lines, content_hash)`;

  function insertEntry(region: string, period: string, minors: readonly number[], lines = minors.length) {
    return inTransaction(store.pool, async (client) => {
      await client.query(`${HEAD} values ($1, 900, 'raw', 'accrual', $2, '2025-01-01', '', '{}', $3, sha256(''))`, [
        region,
        period,
        lines,
      ]);
      for (const [index, minor] of minors.entries()) {
        await client.query(`insert into posting values ($1, 900, $2, 'bank', 'EUR', $3)`, [region, index + 1, minor]);
      }
    });
  }

  it('an entry that does not balance, or lacks its postings', async () => {
    const region = await newLedger('raw');
    await expect(insertEntry(region, 'p', [5, -4])).rejects.toMatchObject({ code: 'KN002' });
    await expect(insertEntry(region, 'p', [], 2)).rejects.toMatchObject({ code: 'KN002' });
    await expect(insertEntry(region, 'p', [5, -5], 3)).rejects.toMatchObject({ code: 'KN002' });
    expect(await trialBalance(store, { region })).toEqual([]);
  });

  it('a posting added later to an entry that is complete', async () => {
    const region = await newLedger('raw');
    await insertEntry(region, 'p', [5, -5]);
    const added = `insert into posting values ($1, 900, 3, 'bank', 'EUR', 1), ($1, 900, 4, 'bank', 'EUR', -1)`;
    await expect(store.pool.query(added, [region])).rejects.toMatchObject({ code: 'KN003' });
  });

  it('an entry in a closed period', async () => {
    const region = await newLedger('raw-closed');
    await closePeriod(store, { region, period: 'p', closed: localDate('2025-04-10'), memo: {} });
    await expect(insertEntry(region, 'p', [5, -5])).rejects.toMatchObject({ code: 'KN004' });
  });
});

describe('reading', () => {
  it('answers as of a day, for a period, an account, a document', async () => {
    const region = await newLedger('reading');
    const early = { ...accrual('a', 100n), booked: localDate('2025-01-31') };
    const late = { ...accrual('b', 20n), period: '2025-Q2', booked: localDate('2025-06-30'), document: 'BY-0000002' };
    expectOk(await post(region, late, early));
    const balance = async (query: Parameters<typeof trialBalance>[1]) =>
      (await trialBalance(store, { region, accounts: ['rebate expense'], ...query })).map((line) => line.balance);
    expect(await balance({})).toEqual([120n]);
    expect(await balance({ upTo: localDate('2025-06-29') })).toEqual([100n]);
    expect(await balance({ period: '2025-Q2' })).toEqual([20n]);
    expect(await balance({ accounts: [] })).toEqual([]);
    expect(await postingsOf({ region, account: 'rebate payable' })).toEqual([
      '2.2 rebate payable -100 RUB',
      '1.2 rebate payable -20 RUB',
    ]);
    expect(await postingsOf({ region, upTo: localDate('2025-02-01') })).toHaveLength(2);
    expect(await postingsOf({ region, document: 'BY-0000002', period: '2025-Q1' })).toEqual([]);
  });

  it('reads on from page to page', async () => {
    const region = await newLedger('pages');
    const entries = Array.from({ length: 5_100 }, (_, index) => accrual(`e${index}`, BigInt(index + 1)));
    expectOk(await post(region, ...entries));
    const read = await postingsOf({ region });
    expect(read).toHaveLength(10_200);
    expect(new Set(read).size).toBe(10_200);
    expect(read.at(-1)).toBe('5100.2 rebate payable -5100 RUB');
  });
});

describe('accounts', () => {
  it('are opened once and keep their nature', async () => {
    const region = await newLedger('accounts');
    expect(expectOk(await openAccounts(store, { region, accounts: ACCOUNTS }))).toBe(0);
    expect(expectOk(await openAccounts(store, { region, accounts: [] }))).toBe(0);
    expect((await readAccounts(store, region)).map(({ code }) => code)).toEqual([
      'bank',
      'rebate expense',
      'rebate payable',
    ]);
    expect(codesOf(await openAccounts(store, { region, accounts: [{ code: 'bank', nature: 'income' }] }))).toEqual([
      'ledger.account-differs',
    ]);
  });
});
