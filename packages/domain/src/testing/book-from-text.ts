/** Books and consignments written out in a test: entries as YAML, joined into one file. */
import { type LoadedBook, loadBook } from '../book/load.ts';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { KINDS } from '../office/kinds.ts';
import { compileRatingBook, type RatingBook } from '../rating/rating-book.ts';

const HEADER = `title: Example
source: { note: made up for a test, synthetic: true }
valid: { from: 2025-01-01 }`;

/** Entries in YAML without their headers; each gets the same title, source and validity unless it states its own. */
export function readBookText(entries: readonly string[]): {
  readonly book: RatingBook;
  readonly loaded: LoadedBook;
  readonly refusals: readonly Refusal[];
} {
  const files = entries.map((entry, index) => {
    const lines = HEADER.split('\n').filter((line) => !entry.includes(`\n${line.split(':')[0]}:`));
    return { path: `${String(index)}.yaml`, text: `${entry.trim()}\n${lines.join('\n')}\n` };
  });
  const loaded = loadBook(files, KINDS);
  const compiled = compileRatingBook(loaded.book);
  return { book: compiled.book, loaded: loaded.book, refusals: [...loaded.refusals, ...compiled.refusals] };
}

/** The same for a book that has to be without a problem. */
export function bookFromText(entries: readonly string[]): RatingBook {
  const { book, refusals } = readBookText(entries);
  if (refusals.length > 0) throw new Error(`the test's book has problems: ${JSON.stringify(refusals)}`);
  return book;
}

/** A wagonload of 60 t of cement for 100 km by one carrier, with what a test changes. */
export function consignmentOf(changes: Readonly<Record<string, unknown>> = {}): Consignment {
  return consignmentSchema.parse({
    note: 'N1',
    accepted: '2025-03-10',
    kind: 'wagonload',
    traffic: 'export',
    consignor: 'plant',
    consignee: 'works',
    items: [{ codes: { ETSNG: '281000', GNG: '25232900' }, mass_kg: 60_000 }],
    wagons: [{ type: 'hopper', ownership: 'private', axles: 4, mass_kg: 60_000 }],
    legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', distanceKm: '100', payer: 'works' }],
    ...changes,
  });
}

/** 10 EUR a tonne for freight, 5 EUR a wagon for the wagon, which no discount touches. */
export const TARIFF = `
kind: tariff
id: rail-2025
carrier: rail
traffic: [export]
currency: EUR
parts:
  - id: loaded
    charge: freight.loaded
    steps:
      - { step: lookup, name: rate, value: '10' }
      - { step: multiply, name: tonnes, by: { fact: mass_kg, per: '1000' } }
  - id: wagon
    charge: wagon
    discountable: false
    steps:
      - { step: lookup, name: fee, value: '5' }
      - { step: multiply, name: wagons, by: { fact: wagons.count } }
`;
