/**
 * Imports a file of example consignments into the data folder named by the first argument, then accrues a rebate on
 * each, saying on standard output how far it is. Meant to be killed at any moment and started again: it goes on where
 * the store says it stopped.
 */
import { money } from '@kontor/domain/kernel/money';
import type { Result } from '@kontor/domain/kernel/refusal';
import { appendFacts } from '@kontor/store/journal/append-facts';
import { beginImport } from '@kontor/store/journal/import-run';
import { readFacts } from '@kontor/store/journal/read-facts';
import { openAccounts } from '@kontor/store/ledger/accounts';
import type { NewEntry } from '@kontor/store/ledger/entry';
import { postEntries } from '@kontor/store/ledger/post-entries';
import { openStore } from '@kontor/store/open-store';
import type { Store } from '@kontor/store/store';
import { exampleConsignment } from '@kontor/store/testing/example-facts';

const ROWS = 4_000;
const BATCH = 400;
/** Every so many rows one is not a consignment, as in files that people have. */
const BAD_ROW = 97;

const NAME = { fileHash: 'c4'.repeat(32), profile: 'example 1' };

const say = (text: string) => process.stdout.write(`${text}\n`);

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusals));
  return result.value;
}

async function importFile(store: Store): Promise<void> {
  const run = await beginImport(store, { ...NAME, fileName: 'shipments.csv' });
  say(`import from ${run.lastRow}`);
  for (let from = Number(run.lastRow); from < ROWS; from += BATCH) {
    const rows = Array.from({ length: BATCH }, (_, index) => from + index + 1);
    const good = rows.filter((row) => row % BAD_ROW !== 0);
    const progress = {
      ...NAME,
      attempt: run.attempt,
      fromRow: BigInt(from),
      lastRow: BigInt(from + BATCH),
      rejected: rows.length - good.length,
      isLast: from + BATCH >= ROWS,
    };
    value(await appendFacts(store, { facts: good.map(exampleConsignment), progress }));
    say(`imported ${from + BATCH}`);
  }
}

function accrual(subject: string, seq: bigint, booked: NewEntry['booked']): NewEntry {
  return {
    key: `accrual ${subject}`,
    kind: 'accrual',
    period: booked.slice(0, 7),
    booked,
    document: subject,
    memo: {},
    refersTo: null,
    postings: [
      { account: 'rebate expense', amount: money('BYN', 100n + seq) },
      { account: 'rebate payable', amount: money('BYN', -100n - seq) },
    ],
  };
}

async function accrue(store: Store): Promise<void> {
  value(
    await openAccounts(store, {
      accounts: [
        { code: 'rebate expense', nature: 'expense' },
        { code: 'rebate payable', nature: 'liability' },
      ],
    }),
  );
  const entries: NewEntry[] = [];
  for await (const { subject, seq, happened } of readFacts(store)) entries.push(accrual(subject, seq, happened));
  for (let from = 0; from < entries.length; from += BATCH) {
    value(await postEntries(store, { entries: entries.slice(from, from + BATCH) }));
    say(`accrued ${from + BATCH}`);
  }
}

const store = value(await openStore({ dataDir: process.argv[2] ?? '' }));
await importFile(store);
await accrue(store);
await store.close();
say('done');
