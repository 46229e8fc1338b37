/** What a loaded book says of parties and places, in the form scopes and keys read it. */
import { type LoadedBook, type LoadedEntry, readEntry } from '../book/load.ts';
import { type At, entriesOf, inForce, isNewer } from '../book/select.ts';
import { payerOf } from '../consignment/payer.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { placeSchema } from '../network/schema.ts';
import { partySchema } from '../party/schema.ts';
import type { PartyFacts, PlaceFacts, World } from './subject.ts';

type Located = {
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly railway?: string | undefined;
  readonly role?: string | undefined;
};

function placeFacts({ country, region, railway, role }: Located): PlaceFacts {
  return Object.freeze({
    ...(country === undefined ? {} : { country }),
    ...(region === undefined ? {} : { region }),
    ...(railway === undefined ? {} : { railway }),
    ...(role === undefined ? {} : { role }),
  });
}

function partyFacts({
  country,
  region,
  groups,
}: {
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly groups: readonly string[];
}): PartyFacts {
  return Object.freeze({
    groups,
    ...(country === undefined ? {} : { country }),
    ...(region === undefined ? {} : { region }),
  });
}

/** The newest knowledge of each id, where no day is asked about. */
function newest(entries: readonly LoadedEntry[]): readonly LoadedEntry[] {
  return entries.filter((entry) => !entries.some((other) => other.id === entry.id && isNewer(other, entry)));
}

function entriesAt(book: LoadedBook, kind: string, at: At | undefined): readonly LoadedEntry[] {
  const entries = entriesOf(book, kind);
  return at === undefined ? newest(entries) : inForce(entries, at);
}

/**
 * Parties and places as the book known by a day has them on a day of acceptance. Without `at`, the newest version of
 * each, whatever the day.
 */
export function worldOf(book: LoadedBook, at?: At): World {
  const placesIn = entriesAt(book, 'place', at).map((entry) => readEntry(entry, placeSchema));
  const partiesIn = entriesAt(book, 'party', at).map((entry) => readEntry(entry, partySchema));
  const places = new Map(placesIn.map((place) => [place.id, placeFacts(place)]));
  const parties = new Map(partiesIn.map((party) => [party.id, partyFacts(party)]));
  return Object.freeze({
    place: (id: string) => places.get(id),
    party: (id: string) => parties.get(id),
    payerOf: (consignment, leg) => payerOf(consignment, consignment.legs.indexOf(leg)),
  } satisfies World);
}

/** Index of the last of the ascending dates that is not after `on`; −1 before the first. */
function lastNotAfter(dates: readonly LocalDate[], on: LocalDate): number {
  let [low, high] = [0, dates.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((dates[middle] ?? on) <= on) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Worlds by day of acceptance, for the book known by one day. Between two days on which a party or a place begins or
 * ends to be valid the world is the same, and it is made only once.
 */
export function worldsOf(book: LoadedBook, knownBy: LocalDate): (on: LocalDate) => World {
  const entries: readonly LoadedEntry[] = [...entriesOf(book, 'place'), ...entriesOf(book, 'party')];
  const bounds = entries.flatMap(({ valid }) => (valid.to === undefined ? [valid.from] : [valid.from, valid.to]));
  const changes = [...new Set(bounds)].toSorted(compareCodePoints);
  const made = new Map<number, World>();
  return (on) => {
    const span = lastNotAfter(changes, on);
    const world = made.get(span) ?? worldOf(book, { on, knownBy });
    made.set(span, world);
    return world;
  };
}

/**
 * Worlds by day of acceptance and day of knowledge. Between two days on which something of a party or a place became known
 * the knowledge is the same: a journal that is asked by each day's own knowledge meets few worlds.
 */
export function worldsByKnowledge(
  book: LoadedBook,
): (at: { readonly date: LocalDate; readonly knownBy: LocalDate }) => World {
  const entries: readonly LoadedEntry[] = [...entriesOf(book, 'place'), ...entriesOf(book, 'party')];
  const learned = [...new Set(entries.map(({ known }) => known))].toSorted(compareCodePoints);
  const made = new Map<number, (on: LocalDate) => World>();
  return ({ date, knownBy }) => {
    const span = lastNotAfter(learned, knownBy);
    const worlds = made.get(span) ?? worldsOf(book, knownBy);
    made.set(span, worlds);
    return worlds(date);
  };
}
