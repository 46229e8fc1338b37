import { readFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BookFile, readEntry } from '@kontor/domain/book/load';
import { entriesOf } from '@kontor/domain/book/select';
import type { DiscountExample } from '@kontor/domain/discount/example-schema';
import { discountSchema } from '@kontor/domain/discount/schema';
import { parseDecimal, toText } from '@kontor/domain/kernel/decimal';
import { checkBook } from '@kontor/domain/office/check-book';
import { openBook } from '@kontor/domain/office/open-book';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { loadTexts } from '@kontor/server/texts/texts';
import { beforeAll, describe, expect, test } from 'vitest';
import { inRepository, kontor, scenarioFolder } from '../scenarios/kontor.ts';
import { pageText, type Section, sectionsOf, type Table } from './page.ts';

const PATIENCE_MS = 120_000;
const texts = loadTexts('en');
const sections = sectionsOf(pageText('how-to/discounts.md'));
const base = await Promise.all(
  ['base-tariffs.yaml', 'parties-and-places.yaml'].map(
    async (path): Promise<BookFile> => ({ path, text: await readFile(inRepository(`books/notices/${path}`), 'utf8') }),
  ),
);

const withPieces = sections.filter(({ yaml }) => yaml.length > 0);
const tablesBy = (title: string) =>
  withPieces.flatMap((section) =>
    section.tables.filter(({ titles }) => titles[0] === title).map((table) => ({ section, table })),
  );

/** A book of the base and one piece of the page, with all that `check` says of it. */
function checked(piece: string) {
  const { book: loaded, refusals } = openBook([...base, { path: 'piece.yaml', text: piece }]);
  const { book: rating, refusals: uncompiled } = compileRatingBook(loaded);
  const said = [...refusals, ...uncompiled, ...checkBook(loaded, rating)].map((one) => {
    const { reason, remedy } = texts.refusal(one);
    return `${reason} ${remedy}`;
  });
  return { loaded, said };
}

const examplesOf = (piece: string): ReadonlyMap<string, DiscountExample> =>
  new Map(
    entriesOf(checked(piece).loaded, 'discount')
      .flatMap((entry) => readEntry(entry, discountSchema).examples)
      .map((one) => [one.name, one]),
  );

/** A figure as one writes it, thousands apart or not, with or without trailing noughts. */
const plain = (figure: string | undefined): string => {
  const decimal = parseDecimal((figure ?? '').replaceAll(',', ''));
  return decimal === undefined ? `no figure: ${figure ?? ''}` : toText(decimal);
};

function expectSame(shown: string, paid: string | undefined, what: string): void {
  expect(`${what}: ${plain(paid)}`).toBe(`${what}: ${plain(shown)}`);
}

const pieceOf = ({ yaml: [piece = ''] }: Section): string => piece;

test('the page has pieces, and tables of every sort beside them', () => {
  expect(withPieces.length).toBeGreaterThan(12);
  expect(tablesBy('Note').length).toBeGreaterThan(4);
  expect(tablesBy('Example').length).toBeGreaterThan(7);
  expect(tablesBy('Method')).toHaveLength(1);
  expect(withPieces.every(({ yaml, tables }) => yaml.length === 1 && tables.length > 0)).toBe(true);
});

test.each(withPieces.map((section) => [section.title, section] as const))(
  'the piece under “%s” is a whole book with the base, of which check has nothing to say',
  (_, section) => {
    expect(checked(pieceOf(section)).said).toEqual([]);
  },
);

test('the readme shows the first piece of the page, and what it pays', () => {
  const readme = readFileSync(inRepository('README.md'), 'utf8');
  expect(readme).toContain(pieceOf(withPieces[0] ?? { title: '', yaml: [], tables: [] }));
  const row = tablesBy('Note')[0]?.table.rows[0];
  expect(readme).toContain(`${row?.['To pay'] ?? 'nothing'} to pay`);
});

/** Columns of a table of examples, and where the example says the figure; `check` holds what the example says. */
const FIGURES: ReadonlyMap<string, (expected: DiscountExample['expected']) => string | undefined> = new Map([
  ['Off', (expected) => expected.amount],
  ['Off by `second`', (expected) => expected.amount],
  ['To pay', (expected) => expected.net],
  ['At settlement', (expected) => expected.own],
  ['Short, kt', (expected) => expected.guarantee?.short],
]);

test.each(tablesBy('Example').map((one) => [one.section.title, one] as const))(
  'each row of the table under “%s” is an example of the piece, with its figures',
  (_, { section, table }) => {
    const examples = examplesOf(pieceOf(section));
    expect(table.rows.map((row) => row['Example'])).toEqual([...examples.keys()]);
    for (const row of table.rows) {
      const expected = examples.get(row['Example'] ?? '')?.expected;
      if (expected === undefined) throw new Error(`no example ${row['Example'] ?? ''}`);
      for (const [title, shown] of Object.entries(row)) {
        const figure = FIGURES.get(title);
        if (figure === undefined) continue;
        if (shown === '') expect(figure(expected)).toBeUndefined();
        else expectSame(shown, figure(expected), `${row['Example'] ?? ''}, ${title}`);
      }
      if (row['Guarantee'] !== undefined) expect(row['Guarantee']).toBe(expected.guarantee?.status);
    }
  },
);

test('each method pays what its row says on the same numbers', () => {
  const [{ section, table } = { section: undefined, table: undefined }] = tablesBy('Method');
  if (section === undefined) throw new Error('no table of methods');
  for (const { Method = '', Earned = '' } of table.rows) {
    const earned = Earned.replaceAll(/,|\.00$/gu, '');
    const piece = pieceOf(section)
      .replace('method: all-units', `method: ${Method}`)
      .replace('earned: "750"', `earned: "${earned}"`);
    const off = checked(piece).said.filter((one) => !one.includes('pay less for more'));
    expect([Method, off.filter((one) => /expected|worked example/iu.test(one))]).toEqual([Method, []]);
  }
});

describe('consignments of the page', () => {
  const rates = new Map<string, ReadonlyMap<string, readonly string[]>>();

  beforeAll(async () => {
    const folder = await scenarioFolder();
    for (const { section } of tablesBy('Note')) {
      const book = folder.path(String(rates.size));
      await mkdir(book);
      for (const { path } of base) await cp(inRepository(`books/notices/${path}`), join(book, path));
      await writeFile(join(book, 'piece.yaml'), pieceOf(section));
      const file = inRepository('docs/how-to/consignments.csv');
      const { out } = await kontor(['rate', book, file, '--format', 'csv', '--lang', 'en']);
      rates.set(section.title, new Map(out.split(/\r?\n/u).map((line) => [line.split(',')[0] ?? '', line.split(',')])));
    }
  }, PATIENCE_MS);

  test.each(tablesBy('Note').map((one) => [one.section.title, one] as const))(
    'pay by the piece under “%s” what the table beside it says',
    (title, { table }: { table: Table }) => {
      const rated = rates.get(title);
      const titles = rated?.get('note') ?? [];
      for (const { Note = '', Off = '', 'To pay': toPay = '' } of table.rows) {
        const row = rated?.get(Note) ?? [];
        expectSame(Off, row[titles.indexOf('discounts')]?.replace('-', ''), `${Note} off`);
        expectSame(toPay, row[titles.indexOf('payable')], `${Note} to pay`);
      }
    },
  );
});

test('each common mistake is told as the page says', () => {
  const first = pieceOf(withPieces[0] ?? { title: '', yaml: [], tables: [] });
  const rows = sections
    .flatMap(({ tables }) => tables.filter(({ titles }) => titles[0] === 'Written'))
    .flatMap(({ rows: all }) => all);
  expect(rows.length).toBeGreaterThan(5);
  const code = (text: string): string => text.replaceAll('`', '');
  for (const { Written = '', 'Instead of': right = '', '`check` says': says = '' } of rows) {
    expect(first).toContain(code(right));
    const said = checked(first.replace(code(right), code(Written))).said.join(' ');
    if (says === 'nothing') expect([Written, said]).toEqual([Written, '']);
    else expect(said).toContain(says);
  }
});
