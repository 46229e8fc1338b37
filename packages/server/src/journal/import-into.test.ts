import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile } from '@kontor/bulk/import/import-file';
import { namesOf } from '@kontor/bulk/values/names';
import { localDate } from '@kontor/domain/kernel/local-date';
import { knownJournal } from '@kontor/domain/office/journal';
import { beginImport } from '@kontor/store/journal/import-run';
import { readFacts } from '@kontor/store/journal/read-facts';
import type { Store } from '@kontor/store/store';
import { expectOk, openTemporaryStore, type TemporaryStore } from '@kontor/store/testing/temporary-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../demo/demo-files.ts';
import { isDemoTaken } from '../demo/demo-taken.ts';
import { makeDemoJournal } from '../demo/make-demo-journal.ts';
import { importInto, learnedOn } from './import-into.ts';
import { readJournal } from './read-journal.ts';
import type { ConsignmentFactKind } from './to-facts.ts';

let folder: string;
let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kontor-import-'));
  temporary = await openTemporaryStore();
  store = temporary.store;
});
afterAll(async () => {
  await temporary.end();
  await rm(folder, { recursive: true });
});

const NO_NAMES = namesOf({ parties: [], places: [] });
const LEARNED = learnedOn(localDate('2026-06-01'));

async function take(name: string, text: string, kind: ConsignmentFactKind, { again = false, batchRows = 2 } = {}) {
  const path = join(folder, name);
  await writeFile(path, text);
  const options = { path, names: NO_NAMES, check: () => [], batchRows };
  const opened = expectOk(await openFile({ ...options, rejects: false }));
  return expectOk(await importInto(store, { name, kind, learned: LEARNED, opened, again }));
}

const record = (note: string, more: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify({ note, accepted: '2025-03-01', items: [{ codes: {} }], legs: [], wagons: [], ...more })}\n`;

async function learnedOf(note: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const fact of readFacts(store)) if (fact.subject === note) found.push(fact.learned.slice(0, 10));
  return found;
}

describe('taking a file into the journal', () => {
  it('learns a record on the day it names, and any other on the day of the import', async () => {
    const text = `${record('D-1', { kontor: { learned: '2025-03-08' } })}${record('D-2')}`;
    expect(await take('days.jsonl', text, 'consignment')).toMatchObject({ inserted: 2, refusals: [] });
    expect([await learnedOf('D-1'), await learnedOf('D-2')]).toEqual([['2025-03-08'], ['2026-06-01']]);
  });

  it('rejects a record whose day of learning is none', async () => {
    const taken = await take('bad.jsonl', record('D-3', { kontor: { learned: '2025-02-30' } }), 'consignment');
    expect(taken.inserted).toBe(0);
    expect(taken.report?.rejectedRows).toBe(1);
  });

  it('takes the same file twice without a change, and does not read it again unless asked to', async () => {
    const text = `${record('T-1')}${record('T-2')}${record('T-3')}`;
    expect((await take('twice.jsonl', text, 'consignment')).inserted).toBe(3);
    expect(await take('twice.jsonl', text, 'consignment')).toMatchObject({ inserted: 0, report: undefined });
    expect(await take('twice.jsonl', text, 'consignment', { again: true })).toMatchObject({
      inserted: 0,
      duplicates: 3,
    });
  });

  it('goes on behind the last row that was committed', async () => {
    const text = `${record('R-1')}${record('R-2')}${record('R-3')}${record('R-4')}`;
    const path = join(folder, 'cut.jsonl');
    await writeFile(path, text);
    const facts = { path, names: NO_NAMES, check: () => [] };
    const { sha256 } = expectOk(await openFile(facts)).facts;
    await beginImport(store, { fileHash: sha256, profile: 'consignment', fileName: 'cut.jsonl' });
    await store.pool.query('update import_run set last_row = 2 where file_hash = $1', [sha256]);
    expect((await take('cut.jsonl', text, 'consignment')).inserted).toBe(2);
    expect([await learnedOf('R-2'), await learnedOf('R-3')]).toEqual([[], ['2026-06-01']]);
  });

  it('brings in the demonstration as its journal has it', async () => {
    const journal = makeDemoJournal().slice(0, 900);
    expect(new Set(journal.map((fact) => fact.kind)).size).toBe(3);
    expect(await isDemoTaken(store, folder)).toBe(false);
    for (const { kind, name, text } of demoFiles(journal)) await take(name, text, kind, { batchRows: 300 });
    expect(await isDemoTaken(store, folder)).toBe(true);
    const notes = new Set(journal.map((fact) => fact.note));
    const taken = (await readJournal(store)).filter((fact) => notes.has(fact.note));
    for (const day of ['2024-02-01', '2024-03-01', '2027-01-01'])
      expect(knownJournal(taken, localDate(day))).toEqual(knownJournal(journal, localDate(day)));
    await writeFile(join(folder, 'corrections.jsonl'), record('C-1'));
    expect(await isDemoTaken(store, folder)).toBe(false);
  });
});
