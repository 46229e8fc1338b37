import { readFile } from 'node:fs/promises';
import type { BookFile } from '@kontor/domain/book/load';
import { readEntry } from '@kontor/domain/book/load';
import { entriesOf } from '@kontor/domain/book/select';
import { discountSchema } from '@kontor/domain/discount/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import { formatMinor } from '@kontor/domain/kernel/money';
import { checkBook } from '@kontor/domain/office/check-book';
import { openBook } from '@kontor/domain/office/open-book';
import { rateJournal } from '@kontor/domain/rating/rate-journal';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { expect, test } from 'vitest';
import { inRepository } from '../scenarios/kontor.ts';
import { pageText, sectionsOf } from './page.ts';

const sections = sectionsOf(pageText('explanation/pricing.md'));
const shown = sections.find(({ yaml }) => yaml.length > 0);
const corrected = sections.find(({ title }) => title === 'What corrects it');
const parties = 'parties-and-places.yaml';
const files: readonly BookFile[] = [
  { path: parties, text: await readFile(inRepository(`books/notices/${parties}`), 'utf8') },
  { path: 'page.yaml', text: shown?.yaml[0] ?? '' },
];
const { book: loaded, refusals } = openBook(files);
const { book, refusals: uncompiled } = compileRatingBook(loaded);
const [example] = entriesOf(loaded, 'discount').flatMap((entry) => readEntry(entry, discountSchema).examples);
if (example === undefined) throw new Error('the page has no example');
const notes = [...example.journal, example.consignment];

/** The one leg of each note, as the journal without some of the notes is rated. */
function ratedWithout(cancelled: readonly string[]) {
  const { rated } = rateJournal(
    book,
    notes.filter(({ note }) => !cancelled.includes(note)),
    { knownBy: localDate('2025-03-31'), screeningOf: () => 'ALLOW' },
  );
  return new Map(
    rated.map(({ rating }) => {
      const [leg] = rating.legs;
      if (leg?.ok !== true) throw new Error(`${rating.note} has no price`);
      return [rating.note, leg.rating] as const;
    }),
  );
}

const amount = (minor: bigint): string => formatMinor(minor, 'RUB').replaceAll(/\B(?=(?:\d{3})+\.)/gu, ',');

test('the book of the page is one of which check has nothing to say', () => {
  expect([...refusals, ...uncompiled, ...checkBook(loaded, book)]).toEqual([]);
});

test('the number is carried through as the lines of the price have it', () => {
  const lines = ratedWithout([]).get('P-3')?.lines ?? [];
  let sum = 0n;
  const rows = lines.map((line) => {
    sum += line.amount;
    return [line.id, amount(line.amount), amount(sum)];
  });
  const table = shown?.tables[0]?.rows.map((row) => [row['Line'], row['Amount'], row['Then']]);
  expect(table).toEqual(rows);
});

test('a cancelled note changes what the page says, and nothing else', () => {
  const [before, after] = [ratedWithout([]), ratedWithout(['P-1'])];
  const rows = [...after].map(([note, rating]) => {
    const was = before.get(note)?.payable ?? 0n;
    return [note, amount(was), amount(rating.payable), amount(rating.payable - was)];
  });
  const table = corrected?.tables[0]?.rows.map((row) => [row['Note'], row['Before'], row['After'], row['Difference']]);
  expect(table).toEqual(rows);
});
