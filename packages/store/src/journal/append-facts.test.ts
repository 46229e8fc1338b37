import { localDate } from '@kontor/domain/kernel/local-date';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../store.ts';
import { exampleConsignment, exampleConsignments } from '../testing/example-facts.ts';
import { codesOf, expectOk, openTemporaryStore, type TemporaryStore } from '../testing/temporary-store.ts';
import { appendFacts } from './append-facts.ts';
import { type Fact, factHash, type NewFact } from './fact.ts';
import { beginImport, findImport } from './import-run.ts';
import { instant } from './instant.ts';
import { type FactQuery, factHistory, lastSeq, readFacts } from './read-facts.ts';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await openTemporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.end());

async function readAll(query: FactQuery): Promise<readonly Fact[]> {
  const facts: Fact[] = [];
  for await (const fact of readFacts(store, query)) facts.push(fact);
  return facts;
}

async function named(region: string, query: FactQuery): Promise<readonly string[]> {
  return (await readAll({ region, ...query })).map(({ kind, seq }) => `${kind} ${seq}`);
}

const append = async (region: string, facts: readonly NewFact[]) =>
  expectOk(await appendFacts(store, { region, facts }));

describe('appending', () => {
  it('gives back exactly what was written, numbered without gaps', async () => {
    const facts = exampleConsignments(3);
    expect(await append('exact', facts)).toEqual({ inserted: 3, duplicates: 0, conflicts: [] });
    const read = await readAll({ region: 'exact' });
    expect(read).toEqual(
      facts.map((fact, index) => ({
        ...fact,
        region: 'exact',
        seq: BigInt(index + 1),
        contentHash: factHash(fact).toString('hex'),
      })),
    );
  });

  it('changes nothing when the same is written twice, also from another file and on a later day', async () => {
    const facts = exampleConsignments(20);
    await append('twice', facts);
    const before = await readAll({ region: 'twice' });
    const again = facts.map((fact) => ({
      ...fact,
      learned: instant('2026-03-01T00:00:00Z'),
      source: { file: 'again.csv', row: 1 },
    }));
    expect(await append('twice', again)).toEqual({ inserted: 0, duplicates: 20, conflicts: [] });
    expect(await readAll({ region: 'twice' })).toEqual(before);
  });

  it('reports the same number with another content, and writes only what is new', async () => {
    const [first, second, third] = [exampleConsignment(1), exampleConsignment(2), exampleConsignment(3)];
    await append('conflict', [first, second]);
    const changed = { ...second, body: { massKg: 1 } };
    const result = await append('conflict', [changed, third, first]);
    expect(result).toEqual({
      inserted: 1,
      duplicates: 1,
      conflicts: [{ index: 0, kind: 'consignment', subject: second.subject, existingSeq: 2n }],
    });
    const read = await readAll({ region: 'conflict' });
    expect(read.map(({ body }) => body)).toEqual([first.body, second.body, third.body]);
  });

  it('compares inside a batch as it does with the journal', async () => {
    const fact = exampleConsignment(1);
    const other = { ...fact, body: { other: true } };
    const result = await append('batch', [fact, other, fact, exampleConsignment(2)]);
    expect(result).toMatchObject({ inserted: 2, duplicates: 1, conflicts: [{ index: 1, existingSeq: 1n }] });
    // The first of the batch is in conflict with the journal, and its rival is what the journal holds.
    const later = await append('batch', [other, fact]);
    expect(later).toMatchObject({ inserted: 0, duplicates: 1, conflicts: [{ index: 0, existingSeq: 1n }] });
  });

  it('takes corrections and cancellations as facts of their own that name the old', async () => {
    const fact = exampleConsignment(1);
    const correct = (massKg: number): NewFact => ({
      ...fact,
      kind: 'correction',
      replaces: fact.subject,
      learned: instant('2026-01-10T00:00:00Z'),
      body: { massKg },
    });
    await append('corrected', [fact]);
    expect(await append('corrected', [correct(1), correct(2), correct(1)])).toMatchObject({
      inserted: 2,
      duplicates: 1,
      conflicts: [],
    });
    const history = await factHistory(store, { region: 'corrected', subject: fact.subject });
    expect(history.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['consignment', 1n],
      ['correction', 2n],
      ['correction', 3n],
    ]);
  });

  it('keeps numbers gapless when many write at once', async () => {
    const batches = Array.from({ length: 8 }, (_, batch) =>
      Array.from({ length: 40 }, (_fact, index) => exampleConsignment((batch % 4) * 40 + index + 1)),
    );
    const results = await Promise.all(batches.map((facts) => append('crowd', facts)));
    expect(results.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(160);
    expect(await lastSeq(store, 'crowd')).toBe(160n);
    expect((await readAll({ region: 'crowd' })).length).toBe(160);
  });

  it('refuses what cannot be kept, and then writes nothing', async () => {
    const good = exampleConsignment(1);
    const bad: NewFact[] = [
      { ...good, kind: 'Lieferung' },
      { ...good, subject: '' },
      { ...good, body: { share: 0.1 } },
      { ...good, subject: 'a\0b' },
    ];
    expect(codesOf(await appendFacts(store, { region: 'refused', facts: [good, ...bad] }))).toEqual([
      'journal.kind-malformed',
      'journal.subject-missing',
      'journal.unstorable',
      'journal.unstorable',
    ]);
    expect(await lastSeq(store, 'refused')).toBe(0n);
  });
});

describe('reading', () => {
  it('orders by day, then number by code point, then place in the journal', async () => {
    const day = localDate('2025-05-05');
    const subjects = ['б', 'a', 'B', '10', '9', 'Ў'];
    await append('order', [
      { ...exampleConsignment(1), subject: 'z', happened: localDate('2025-05-04') },
      ...subjects.map((subject) => ({ ...exampleConsignment(1), subject, happened: day })),
    ]);
    expect((await readAll({ region: 'order' })).map(({ subject }) => subject)).toEqual([
      'z',
      '10',
      '9',
      'B',
      'a',
      'Ў',
      'б',
    ]);
  });

  it('gives what was known at an instant, of the kinds and days asked for', async () => {
    const fact = exampleConsignment(1);
    const late = { ...exampleConsignment(2), learned: instant('2026-02-01T12:00:00+03:00') };
    const cancelled = { ...late, kind: 'cancellation', replaces: fact.subject };
    await append('known', [fact, late, cancelled]);
    expect(await named('known', { asOf: instant('2026-02-01T08:59:59.999Z') })).toEqual(['consignment 1']);
    expect(await named('known', { asOf: instant('2026-02-01T09:00:00Z') })).toHaveLength(3);
    expect(await named('known', { kinds: ['cancellation'] })).toEqual(['cancellation 3']);
    expect(await named('known', { kinds: [] })).toEqual([]);
    expect(await named('known', { from: late.happened })).toEqual(['consignment 2', 'cancellation 3']);
    expect(await named('known', { before: late.happened })).toEqual(['consignment 1']);
  });

  it('reads page after page, and leaves out what is written meanwhile', async () => {
    await append('pages', exampleConsignments(12_001));
    let count = 0;
    let last = '';
    for await (const { happened, subject } of readFacts(store, { region: 'pages' })) {
      if (count === 0) await append('pages', [{ ...exampleConsignment(1), subject: 'late' }]);
      const key = `${happened} ${subject}`;
      expect(key > last).toBe(true);
      last = key;
      count += 1;
    }
    expect(count).toBe(12_001);
  });
});

describe('an import', () => {
  const name = { region: 'import', fileHash: 'ab'.repeat(32), profile: 'smgs 1' };

  it('moves on together with its facts, once, and tells where it stopped', async () => {
    expect(await findImport(store, name)).toBeUndefined();
    const run = await beginImport(store, { ...name, fileName: 'shipments.csv' });
    expect(run).toMatchObject({ attempt: 1, lastRow: 0n, isFinished: false });
    const facts = exampleConsignments(10);
    const progress = { ...name, attempt: 1, fromRow: 0n, lastRow: 12n, rejected: 2, isLast: false };
    expectOk(await appendFacts(store, { region: 'import', facts, progress }));
    const resumed = await beginImport(store, { ...name, fileName: 'shipments.csv' });
    expect(resumed).toMatchObject({ attempt: 1, lastRow: 12n, inserted: 10n, rejected: 2n, isFinished: false });

    const repeated = await appendFacts(store, { region: 'import', facts: [exampleConsignment(99)], progress });
    expect(codesOf(repeated)).toEqual(['import.moved-on']);
    expect(await lastSeq(store, 'import')).toBe(10n);

    const end = { ...progress, fromRow: 12n, lastRow: 13n, rejected: 0, isLast: true };
    expectOk(await appendFacts(store, { region: 'import', facts: [exampleConsignment(10)], progress: end }));
    expect(await findImport(store, name)).toMatchObject({ duplicates: 1n, lastRow: 13n, isFinished: true });
  });

  it('that is finished comes back as it is, or is done again when asked', async () => {
    const finished = await beginImport(store, { ...name, fileName: 'shipments.csv' });
    expect(finished).toMatchObject({ attempt: 1, isFinished: true });
    const again = await beginImport(store, { ...name, fileName: 'shipments.csv', again: true });
    expect(again).toMatchObject({ attempt: 2, lastRow: 0n, isFinished: false });
    const other = await beginImport(store, { ...name, profile: 'smgs 2', fileName: 'shipments.csv' });
    expect(other).toMatchObject({ attempt: 1, lastRow: 0n });
  });
});
