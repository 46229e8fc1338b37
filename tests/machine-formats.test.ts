import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { ratingJson } from '@kontor/domain/explain/rating-json';
import { ratingSchema } from '@kontor/domain/explain/rating-schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import { entriesSchema, entrySchema } from '@kontor/domain/office/entry-format';
import { knownJournal } from '@kontor/domain/office/journal';
import { formatJsonSchema, MACHINE_FORMATS } from '@kontor/domain/office/machine-formats';
import { openBook } from '@kontor/domain/office/open-book';
import { undescribed } from '@kontor/domain/office/undescribed';
import { priceDiscountExamples } from '@kontor/domain/rating/price-discount-example';
import { rateJournal } from '@kontor/domain/rating/rate-journal';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { makeDemoJournal } from '@kontor/server/demo/make-demo-journal';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inRepository, kontor, scenarioFolder } from './scenarios/kontor.ts';

const PATIENCE_MS = 300_000;
const LATE = localDate('2030-01-01');

async function ratingBook(folder: string) {
  const files = await readBookFolder(inRepository(folder));
  if (!files.ok) throw new Error(`${folder} cannot be read`);
  const { book: loaded } = openBook(files.value);
  return { loaded, rating: compileRatingBook(loaded).book };
}

/** What is wrong with a value by the form of a name; nothing where it fits, to the last key. */
function wrong(name: string, value: unknown): readonly unknown[] {
  const format = MACHINE_FORMATS[name];
  const [whole] = Object.values(format?.parts ?? {});
  if (format === undefined || whole === undefined) throw new Error(`no form ${name}`);
  const parsed = whole.schema.safeParse(value);
  const published = z.fromJSONSchema(formatJsonSchema(format)).safeParse(value);
  return [...(parsed.error?.issues ?? []), ...(published.error?.issues ?? [])];
}

/** Prices consignments in one journal and reads each price by the form, with every screening there is. */
function misread(book: Awaited<ReturnType<typeof ratingBook>>, consignments: readonly Consignment[]) {
  return (['ALLOW', 'HOLD'] as const).flatMap((screening) =>
    rateJournal(book.rating, consignments, { knownBy: LATE, screeningOf: () => screening }).rated.flatMap(
      ({ rating }) => ratingSchema.safeParse({ ...ratingJson(rating), screening }).error?.issues ?? [],
    ),
  );
}

test.each(Object.entries(MACHINE_FORMATS))('the form %s says of every field what it means', (_, format) => {
  expect(undescribed(formatJsonSchema(format))).toEqual([]);
});

describe('kontor.rating/1', () => {
  test(
    'is what every consignment of the demonstration is priced as, granted its discounts or on hold',
    async () => {
      const { consignments } = knownJournal(makeDemoJournal(), LATE);
      expect(consignments.length).toBeGreaterThan(500);
      expect(misread(await ratingBook('books/demo'), consignments)).toEqual([]);
    },
    PATIENCE_MS,
  );

  test('is what the notices’ examples are priced as', async () => {
    const book = await ratingBook('books/notices');
    const examples = book.loaded.entries
      .filter(({ kind }) => kind === 'discount')
      .flatMap((entry) => priceDiscountExamples(book.rating, entry))
      .map(({ example }, index) => ({ ...example.consignment, note: `${example.consignment.note}/${String(index)}` }));
    expect(examples.length).toBeGreaterThan(100);
    expect(misread(book, examples)).toEqual([]);
  });

  test('has no key that is not told, and none too few', () => {
    const rating = { schema: 'kontor.rating/1', note: 'n', accepted: '2025-01-01', legs: [], screening: 'ALLOW' };
    expect(wrong('rating', rating)).toEqual([]);
    expect(wrong('rating', { ...rating, more: 1 })).not.toEqual([]);
    expect(wrong('rating', { ...rating, note: undefined })).not.toEqual([]);
  });
});

describe('what commands write for machines has the form that is published', () => {
  const json = async (args: readonly string[]): Promise<unknown> => {
    const { out } = await kontor([...args, '--format', 'json', '--lang', 'en']);
    return JSON.parse(out);
  };

  test(
    'quote and quote --why, of a consignment with a price and of one without',
    async () => {
      const folder = await scenarioFolder();
      const notices = inRepository('books/notices');
      const priced = inRepository('docs/how-to/one.json');
      const text = await readFile(priced, 'utf8');
      const unpriced = await folder.write('unpriced.json', text.replace('"carrier": "rzd"', '"carrier": "shipper"'));
      for (const file of [priced, unpriced])
        expect(wrong('rating', await json(['quote', file, '--book', notices]))).toEqual([]);
      const why = await json(['quote', priced, '--book', notices, '--why', 'n01-crude-baklanka']);
      expect(wrong('why', why)).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'rate, a price on each line',
    async () => {
      const file = inRepository('docs/how-to/consignments.csv');
      const { out } = await kontor(['rate', inRepository('books/notices'), file, '--format', 'json', '--lang', 'en']);
      const lines = out.trim().split('\n');
      expect(lines.length).toBeGreaterThan(10);
      expect(lines.flatMap((line) => wrong('rating', JSON.parse(line)))).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'check, of a book with problems; simulate',
    async () => {
      const folder = await scenarioFolder();
      const broken = folder.path('broken');
      await mkdir(broken);
      for (const name of ['base-tariffs.yaml', 'parties-and-places.yaml'])
        await copyFile(inRepository(`books/notices/${name}`), join(broken, name));
      const candidate = inRepository('docs/how-to/simulate-crude.yaml');
      await copyFile(candidate, join(broken, 'more.yaml'));
      await folder.write('broken/bad.yaml', 'kind: discount\nid: Bad\n');
      const found = await json(['check', broken]);
      expect(wrong('check', found)).toEqual([]);
      expect(found).not.toHaveProperty('problems', []);
      const file = inRepository('docs/how-to/consignments.csv');
      const args = ['simulate', file, '--book', inRepository('books/notices'), '--with', candidate];
      expect(wrong('simulation', await json(args))).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'import, turnover, settle, brief and entry, over a journal',
    async () => {
      const folder = await scenarioFolder();
      const where = ['--book', inRepository('books/notices'), '--data', folder.path('data')];
      const all = await readFile(inRepository('docs/how-to/consignments.csv'), 'utf8');
      // Without the note that does not say what wagon it is: the guarantee it counts for could not be told.
      const sample = await folder.write('some.csv', all.replace(/^A-3,.*\n/mu, ''));
      expect(wrong('import', await json(['import', sample, ...where, '--learned', '2018-08-02']))).toEqual([]);
      expect(wrong('turnover', await json(['turnover', ...where]))).toEqual([]);
      const settled = await json(['settle', ...where, '--as-of', '2018-12-31']);
      expect(wrong('settlements', settled)).toEqual([]);
      for (const part of ['quarters', 'guarantees', 'lines']) expect(settled).not.toHaveProperty(part, []);
      const brief = await json(['brief', ...where, '--as-of', '2018-12-31']);
      expect(wrong('brief', brief)).toEqual([]);
      expect(brief).not.toHaveProperty('settlements', []);
      const listed = await json(['entry', ...where]);
      expect(wrong('entries', listed)).toEqual([]);
      const { entries } = entriesSchema.parse(listed);
      const settlement = entries.find(({ kind }) => kind === 'settlement');
      const opened = await json(['entry', settlement?.key ?? '', ...where]);
      expect(wrong('entry', opened)).toEqual([]);
      expect(entrySchema.parse(opened).earned.flatMap(({ legs }) => legs)).not.toEqual([]);
    },
    // Six commands, each of which starts a database.
    3 * PATIENCE_MS,
  );
});
