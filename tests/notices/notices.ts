/** The notices of a book: every discount's worked examples, priced by the engine, under the notice they come from. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BookFile, type LoadedBook, type LoadedEntry, readEntry } from '@kontor/domain/book/load';
import { entriesOf } from '@kontor/domain/book/select';
import { discountSchema } from '@kontor/domain/discount/schema';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import type { Refusal } from '@kontor/domain/kernel/refusal';
import { openBook } from '@kontor/domain/office/open-book';
import { type PricedDiscountExample, priceDiscountExamples } from '@kontor/domain/rating/price-discount-example';
import { compileRatingBook, type RatingBook } from '@kontor/domain/rating/rating-book';
import { z } from 'zod';

export const NOTICES_BOOK = fileURLToPath(new URL('../../books/notices', import.meta.url));

const listSchema = z.object({ notices: z.array(z.object({ id: z.string(), src: z.string() })) });
const LIST = fileURLToPath(new URL('../../cases/notices.json', import.meta.url));

/** The published notices that must stand in the book, by id and address. */
export const listedNotices = (): readonly { readonly id: string; readonly src: string }[] =>
  listSchema.parse(JSON.parse(readFileSync(LIST, 'utf8'))).notices;

type PricedEntry = { readonly entry: LoadedEntry; readonly examples: readonly PricedDiscountExample[] };

/** The discounts of one file. Files are named by the notice, `n01-crude-baklanka.yaml`, or as one likes. */
export type Notice = { readonly id: string; readonly entries: readonly PricedEntry[] };

export type PricedBook = {
  readonly loaded: LoadedBook;
  readonly book: RatingBook;
  readonly errors: readonly Refusal[];
  readonly notices: readonly Notice[];
};

function noticeOf(entry: LoadedEntry): string {
  const name = basename(entry.place([]).file ?? entry.id).replace(/\.[a-z]+$/u, '');
  return /^n\d+(?=-)/u.exec(name)?.[0].toUpperCase() ?? name;
}

/** Opens a book and prices the examples of its discounts, notice by notice. */
export function priceNotices(files: readonly BookFile[]): PricedBook {
  const { book: loaded, refusals } = openBook(files);
  const { book, refusals: uncompiled } = compileRatingBook(loaded);
  const notices = new Map<string, PricedEntry[]>();
  for (const entry of entriesOf(loaded, 'discount')) {
    const id = noticeOf(entry);
    notices.set(id, [...(notices.get(id) ?? []), { entry, examples: priceDiscountExamples(book, entry) }]);
  }
  return {
    loaded,
    book,
    errors: [...refusals, ...uncompiled].filter((one) => one.severity === 'error'),
    notices: [...notices]
      .toSorted(([a], [b]) => compareCodePoints(a, b))
      .map(([id, entries]): Notice => ({ id, entries })),
  };
}

export const agreesIn = ({ figures, refusals }: PricedDiscountExample): boolean =>
  refusals.length === 0 && figures.length > 0 && figures.every((one) => one.agrees);

/** Acts and addresses an entry names as its sources; of one that has neither, the remark. */
export function sourcesOf(entry: LoadedEntry): readonly string[] {
  const { source } = readEntry(entry, discountSchema);
  return [source].flat().map(({ act, address, note = '' }) => {
    const named = [act, address].filter((one) => one !== undefined);
    return named.length > 0 ? named.join(' ') : note;
  });
}
