import { type LoadedBook, readEntry } from '../book/load.ts';
import { placeSchema } from '../network/schema.ts';
import { partySchema } from '../party/schema.ts';
import type { PartyFacts, PlaceFacts, World } from '../scope/fields.ts';
import { payerOf } from './payer.ts';

/** What a book says of parties and places. The newest known version of an id speaks. */
export function worldOf(book: LoadedBook): World {
  const places = new Map<string, PlaceFacts>();
  const parties = new Map<string, PartyFacts>();
  const entries = book.entries.toSorted((a, b) => (a.known < b.known ? -1 : a.known > b.known ? 1 : 0));
  for (const entry of entries) {
    if (entry.kind === 'place') {
      const { country, region, railway } = readEntry(entry, placeSchema);
      places.set(entry.id, { country, ...(region === undefined ? {} : { region }), ...(railway === undefined ? {} : { railway }) });
    }
    if (entry.kind === 'party') {
      const { country, groups } = readEntry(entry, partySchema);
      parties.set(entry.id, { groups, ...(country === undefined ? {} : { country }) });
    }
  }
  return Object.freeze({ place: (id: string) => places.get(id), party: (id: string) => parties.get(id), payerOf });
}

/** A world that knows nothing, for pricing a file without a book of parties. */
export const EMPTY_WORLD: World = Object.freeze({ place: () => undefined, party: () => undefined, payerOf });
