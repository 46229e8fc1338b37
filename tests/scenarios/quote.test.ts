import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { expectNoInside, inRepository, kontor, scenarioFolder } from './kontor.ts';

const PATIENCE_MS = 120_000;
const TR1 = ['--book', inRepository('books/tr1')] as const;
const CONSIGNMENT = inRepository('books/tr1/example.json');

const folder = await scenarioFolder();

describe('a quote', () => {
  test(
    'draws its price into a file of its own, in the language of the quote',
    async () => {
      const file = folder.path('price.svg');
      const ran = await kontor(['quote', CONSIGNMENT, ...TR1, '--lang', 'be', '--svg', file]);
      expectNoInside(ran);
      expect(ran.code).toBe(0);
      const picture = await readFile(file, 'utf8');
      expect(picture).toContain('<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="be"');
      const payable = /Да аплаты +(.+)\n/u.exec(ran.out)?.[1] ?? 'no price';
      expect(picture).toContain(`да аплаты ${payable}`);
    },
    PATIENCE_MS,
  );

  test(
    'says so when the picture cannot be written',
    async () => {
      const file = folder.path('nowhere/price.svg');
      const ran = await kontor(['quote', CONSIGNMENT, ...TR1, '--lang', 'en', '--svg', file]);
      expectNoInside(ran);
      expect([ran.code, ran.err.includes('cannot be written')]).toEqual([2, true]);
    },
    PATIENCE_MS,
  );
});

test(
  'questions that only read write no file of rejects; the rows left out are told with their reasons',
  async () => {
    const rows = await readFile(inRepository('docs/how-to/my.jsonl'), 'utf8');
    const journal = await folder.write('journal.jsonl', rows);
    const before = await readdir(folder.path('.'));
    const quoted = await kontor(['quote', CONSIGNMENT, ...TR1, '--lang', 'en', '--journal', journal]);
    const candidate = inRepository('books/tr1/parties-and-places.yaml');
    const simulated = await kontor(['simulate', journal, ...TR1, '--lang', 'en', '--with', candidate]);
    for (const { err } of [quoted, simulated]) {
      expect(err).toContain(`1 row of ${journal} left out`);
      expect(err).toContain(`${journal}:3, at accepted: error:`);
    }
    expect(await readdir(folder.path('.'))).toEqual(before);
  },
  PATIENCE_MS,
);

test(
  'a consignment held says by which rule or for want of what, with the act; a line of an import file is taken as it is',
  async () => {
    const consignment: unknown = JSON.parse(await readFile(CONSIGNMENT, 'utf8'));
    const nobody = JSON.stringify(consignment).replace(',"payer":"my-firm"', '');
    const file = await folder.write('nobody.json', nobody.replace('{', '{"kontor":{"learned":"2026-06-09"},'));
    const { out, code } = await kontor(['quote', file, ...TR1, '--lang', 'de']);
    expect(code).toBe(0);
    expect(out).toContain('Embargoprüfung: angehalten\n  angehalten: ');
  },
  PATIENCE_MS,
);
