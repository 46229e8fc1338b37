import { type LoadedBook, readEntry } from '../book/load.ts';
import { worldOf } from '../consignment/world.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { World } from '../scope/fields.ts';
import { compileTariff } from '../tariff/compile.ts';
import type { TariffForm } from '../tariff/form.ts';
import { tariffSchema } from '../tariff/schema.ts';

/** Everything rating needs of a book, compiled once: frozen data that the interpreter walks. */
export type RatingBook = {
  readonly tariffs: readonly TariffForm[];
  readonly world: World;
};

/** Compiles a book for rating; entries that do not compile are left out and named in the refusals. */
export function compileRatingBook(book: LoadedBook): { readonly book: RatingBook; readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = [];
  const tariffs: TariffForm[] = [];
  for (const entry of book.entries) {
    if (entry.kind !== 'tariff') continue;
    const compiled = compileTariff(entry, readEntry(entry, tariffSchema));
    if (compiled.ok) {
      tariffs.push(compiled.value);
      refusals.push(...(compiled.warnings ?? []));
    } else refusals.push(...compiled.refusals);
  }
  return { book: Object.freeze({ tariffs: Object.freeze(tariffs), world: worldOf(book) }), refusals };
}
