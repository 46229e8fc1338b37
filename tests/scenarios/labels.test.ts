import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { expectNoInside, inRepository, kontor, scenarioFolder } from './kontor.ts';

const PATIENCE_MS = 90_000;
const DEMO = inRepository('books/demo');
const FOOTNOTE = 'synthetic figures for demonstration';

/** A truckload by a carrier whose rates are made up. */
const TRUCK = {
  note: 'L-1',
  accepted: '2025-03-03',
  kind: 'wagonload',
  traffic: 'export',
  form: 'CMR',
  origin: 'minsk',
  destination: 'kaliningrad',
  dispatchCountry: 'BY',
  destinationCountry: 'RU',
  consignor: 'by-dairy',
  consignee: 'kgd-food',
  incoterm: { code: 'FCA', place: 'minsk' },
  items: [{ codes: { GNG: '04069021' }, mass_kg: 19000, origin: 'BY', value: { amount: '7700000', currency: 'RUB' } }],
  wagons: [{ type: 'refrigerated', axles: 5, ownership: 'private', mass_kg: 19000, loaded: true }],
  mass_kg: 19000,
  crossings: [
    { place: 'benyakoni', role: 'exit' },
    { place: 'chernyshevskoye', role: 'entry' },
  ],
  legs: [
    { carrier: 'kgd-haulier', mode: 'road', from: 'minsk', to: 'kaliningrad', traffic: 'export', distanceKm: '650' },
  ],
};

describe('made-up figures are marked wherever they are shown', () => {
  test(
    'by rate: in the table, in CSV and in JSON; a published rule book has no mark',
    async () => {
      const folder = await scenarioFolder();
      const file = await folder.write('one.jsonl', `${JSON.stringify(TRUCK)}\n`);
      const rate = async (format: string) => kontor(['rate', DEMO, file, '--format', format, '--lang', 'en']);
      const [table, csv, json] = [await rate('table'), await rate('csv'), await rate('json')];
      expect(table.out).toContain('kgd-haulier *');
      expect(table.out).toContain(FOOTNOTE);
      expect(csv.out).toMatch(/,synthetic\r?\nL-1,.*,true\r?\n$/);
      expect(json.out).toContain('"synthetic":true');

      const own = await folder.write('my.jsonl', await readFile(inRepository('docs/how-to/my.jsonl')));
      const published = await kontor(['rate', inRepository('books/tr1'), own, '--lang', 'en']);
      expect(published.out).not.toContain('*');
      expectNoInside(published);
    },
    PATIENCE_MS,
  );

  test(
    'by turnover: every row says so',
    async () => {
      const folder = await scenarioFolder();
      const file = await folder.write('one.jsonl', `${JSON.stringify(TRUCK)}\n`);
      const where = ['--book', DEMO, '--data', folder.path('data'), '--lang', 'en'];
      expect((await kontor(['import', file, ...where])).code).toBe(0);
      const { out } = await kontor(['turnover', ...where, '--format', 'csv']);
      const [titles = '', ...rows] = out.trim().split(/\r?\n/);
      expect(titles).toMatch(/,COMMENT_OBS$/);
      expect(rows.length).toBeGreaterThan(3);
      for (const row of rows) expect(row).toMatch(/,synthetic$/);
    },
    PATIENCE_MS,
  );
});
