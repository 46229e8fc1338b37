import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { readEntry } from '@kontor/domain/book/load';
import { entriesOf } from '@kontor/domain/book/select';
import { discountSchema } from '@kontor/domain/discount/schema';
import { openBook } from '@kontor/domain/office/open-book';
import { type StepText, tariffSchema } from '@kontor/domain/tariff/schema';
import { expect, test } from 'vitest';
import { inRepository } from './scenarios/kontor.ts';

const files = await readBookFolder(inRepository('books/demo'));
if (!files.ok) throw new Error('the demonstration cannot be read');
const { book } = openBook(files.value);

/** Steps that say no clause; the place where discounts act is no line of a price. */
const without = (steps: readonly StepText[]): readonly string[] =>
  steps.filter((step) => step.step !== 'discounts' && step.clause === undefined).map(({ name }) => name);

test('every line of a price by the demonstration’s tariffs names its clause, and that it is made up', () => {
  const tariffs = entriesOf(book, 'tariff');
  expect(tariffs.length).toBeGreaterThan(5);
  for (const entry of tariffs) {
    const { quantities, parts, total, tax, tables, source } = readEntry(entry, tariffSchema);
    const steps = [
      ...Object.values(quantities).flatMap((one) => one.steps),
      ...parts.flatMap((one) => one.steps),
      ...total,
    ];
    expect([entry.id, without(steps)]).toEqual([entry.id, []]);
    expect([entry.id, tax.filter(({ clause }) => clause === undefined)]).toEqual([entry.id, []]);
    expect([entry.id, Object.values(tables).filter(({ clause }) => clause === undefined)]).toEqual([entry.id, []]);
    expect([entry.id, [source].flat().some(({ synthetic }) => synthetic === true)]).toEqual([entry.id, true]);
  }
});

test('every discount of the demonstration names its clause', () => {
  const unnamed = entriesOf(book, 'discount').filter((entry) => readEntry(entry, discountSchema).clause === undefined);
  expect(unnamed.map(({ id }) => id)).toEqual([]);
});
