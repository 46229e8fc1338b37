/** The worked examples of the rule book books/tr1, priced through the book itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BookFile, readEntry } from '@kontor/domain/book/load';
import type { Refusal } from '@kontor/domain/kernel/refusal';
import { openBook } from '@kontor/domain/office/open-book';
import { type ExampleFigure, priceExample } from '@kontor/domain/rating/price-example';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import type { TariffExample } from '@kontor/domain/tariff/example-schema';
import { tariffSchema } from '@kontor/domain/tariff/schema';

/** An example of a tariff with what became of each figure it names. */
export type PricedExample = {
  readonly entry: string;
  readonly example: TariffExample;
  readonly figures: readonly ExampleFigure[];
};

/** Every file of a book's folder, read for the loader. */
export const bookFiles = (folder: string): readonly BookFile[] =>
  readdirSync(folder).map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));

/** A book read, compiled, and all its tariffs' examples priced as of the day the tariff was known. */
export function priceFiles(files: readonly BookFile[]): {
  readonly errors: readonly Refusal[];
  readonly priced: readonly PricedExample[];
} {
  const { book, refusals } = openBook(files);
  const compiled = compileRatingBook(book);
  const errors = [...refusals, ...compiled.refusals].filter((one) => one.severity === 'error');
  const priced = book.entries
    .filter((entry) => entry.kind === 'tariff')
    .flatMap((entry) =>
      readEntry(entry, tariffSchema).examples.map((example) => ({
        entry: entry.id,
        example,
        figures: priceExample(compiled.book, example, entry.known),
      })),
    );
  return { errors, priced };
}

export const priceFolder = (folder: string): ReturnType<typeof priceFiles> => priceFiles(bookFiles(folder));
