/** The engine as its users meet it: a book read from text, a journal rated, windows settled. */
import { type LoadedBook, loadBook } from '@kontor/domain/book/load';
import type { Refusal } from '@kontor/domain/kernel/refusal';
import { KINDS } from '@kontor/domain/office/kinds';
import { compileRatingBook, type RatingBook } from '@kontor/domain/rating/rating-book';
import { WORLD } from './generate.ts';
import type { Text } from './generate-values.ts';

const asText = (entries: readonly Text[]): string => entries.map((entry) => JSON.stringify(entry)).join('\n---\n');

/** Parties and places are the same in every random book, and are read once. */
const world = loadBook([{ path: 'world.yaml', text: asText(WORLD) }], KINDS).book;

export function engineBook(entries: readonly Text[]): {
  readonly book: RatingBook;
  readonly errors: readonly Refusal[];
} {
  const loaded = loadBook([{ path: 'book.yaml', text: asText(entries) }], KINDS);
  const whole: LoadedBook = {
    entries: [...world.entries, ...loaded.book.entries],
    files: [...world.files, ...loaded.book.files],
  };
  const compiled = compileRatingBook(whole);
  return {
    book: compiled.book,
    errors: [...loaded.refusals, ...compiled.refusals].filter(({ severity }) => severity === 'error'),
  };
}
