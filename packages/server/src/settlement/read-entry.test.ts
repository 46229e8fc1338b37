import { localDate } from '@kontor/domain/kernel/local-date';
import { LANGUAGES } from '@kontor/domain/kernel/schema';
import { entriesSchema, entrySchema } from '@kontor/domain/office/entry-format';
import type { JournalFact } from '@kontor/domain/office/journal';
import { consignmentOf, readBookText, TARIFF } from '@kontor/domain/testing/book-from-text';
import { expectOk, openTemporaryStore, type TemporaryStore } from '@kontor/store/testing/temporary-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesJson, entryJson } from '../explain/entry-json.ts';
import { entryText } from '../explain/entry-text.ts';
import { loadTexts } from '../texts/texts.ts';
import { openEntry, readEntries } from './read-entry.ts';
import { settleDue } from './settle-due.ts';

const { loaded, book } = readBookText([
  TARIFF,
  'kind: party\nid: works\ntitle: { en: The Works, de: Das Werk, ru: Завод, be: Завод }',
  "kind: discount\nid: yearly\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nat: settlement\ncap: { share: '0.2' }\neffect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: year } }, unit: TNE, method: all-units, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }, { from: '100', rate: '30' }] }\ncliff: accepted",
]);

const factOf = (note: string, accepted: string): JournalFact => ({
  kind: 'consignment',
  note,
  learned: localDate(accepted),
  order: 1,
  consignment: consignmentOf({ note, accepted }),
});

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await openTemporaryStore();
  const facts = [factOf('A', '2025-01-10'), factOf('B', '2025-05-10')];
  expectOk(await settleDue(temporary.store, { loaded, rating: book }, { facts, asOf: localDate('2025-08-01') }));
});
afterAll(() => temporary.end());

const names = (id: string) => loaded.entries.find((entry) => entry.id === id)?.header.title;
const keys = async (): Promise<readonly string[]> => (await readEntries(temporary.store)).map(({ key }) => key);
const lastKey = async (): Promise<string> => (await keys()).findLast((key) => key.startsWith('settlement|')) ?? '';
const opened = async (key: string) => {
  const found = await openEntry(temporary.store, key);
  if (!found.ok) throw new Error(JSON.stringify(found.refusals));
  return found.value;
};

describe('a posted entry', () => {
  it('is opened in words down to the legs, with its steps and what a cap took back', async () => {
    const text = entryText(loadTexts('en'), names, await opened(await lastKey()));
    const lines = text.split('\n').map((line) => line.trim().replaceAll(/\s+/gu, ' '));
    // 120 t reach the second step: 30 % of 1,200.00, of which the cap leaves 20 % on each leg; 30.00 were posted before.
    expect(lines).toContain('accrued/yearly/works EUR 210.00');
    expect(lines).toContain('payable/works EUR -210.00');
    expect(lines).toContain('+ Example [yearly] 2025-01-01, window 2025, The Works EUR 240.00');
    expect(lines).toContain('tier: share of the charge (measured 120 t; step 2; slice 120 t; rate 30%) 840');
    expect(lines).toContain('A of 10 Jan 2025, leg 1, on EUR 600.00 EUR 120.00');
    expect(lines.filter((line) => line === "cut by the discount's own cap: EUR 60.00")).toHaveLength(2);
    expect(text).toContain('The Works');
  });

  it('of an open window tells what more is needed, and what that is worth', async () => {
    const key = (await keys()).find((one) => one.startsWith('settlement|2025-Q1'));
    const text = entryText(loadTexts('en'), names, await opened(key ?? '')).replaceAll(/\s+/gu, ' ');
    // 60 t at 5 % are 30.00; 600.00 at 30 % would be 180.00.
    expect(text).toContain('40 t more reach step 2, at 30%: EUR 150.00 more on what the window holds');
  });

  it.each(LANGUAGES)('has words for all of it in %s, and nothing of the inside', async (language) => {
    for (const key of await keys()) {
      const text = entryText(loadTexts(language), names, await opened(key));
      expect(text).toContain(key);
      expect(text).not.toMatch(/entry\.|explain\.|undefined|\[object|\{/u);
    }
  });

  it('has the published form for machines, and so has the list of all', async () => {
    for (const key of await keys()) expect(entrySchema.safeParse(entryJson(await opened(key))).error).toBeUndefined();
    expect(entriesSchema.safeParse(entriesJson(await readEntries(temporary.store))).error).toBeUndefined();
    expect(await keys()).not.toEqual([]);
  });

  it('that the ledger does not have is refused, with the nearest key', async () => {
    const key = await lastKey();
    expect(await openEntry(temporary.store, key.replace('yearly', 'yearli'))).toMatchObject({
      refusals: [{ code: 'entry.unknown', params: { nearest: key } }],
    });
  });
});
