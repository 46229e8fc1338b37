/**
 * What a candidate book shares with its base is worked out once: the tariffs' half of every price where tariffs, parties and
 * places are the same, and screening where its rules are.
 */
import type { LoadedBook, LoadedEntry } from '../book/load.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { sameStructure } from '../kernel/same-structure.ts';
import type { SimulatedBook } from './simulate-side.ts';

const PRICED_BY: ReadonlySet<string> = new Set(['tariff', 'party', 'place']);
const SCREENED_BY: ReadonlySet<string> = new Set([
  'restriction',
  'party-list',
  'party-decision',
  'quota',
  'meter',
  'party',
  'place',
]);

const nameOf = ({ kind, id, version }: LoadedEntry): string => `${kind}\n${id}\n${version}`;

/** An entry as written, with its tables: all that its room reads of it. */
const written = ({ raw, known, tables }: LoadedEntry): unknown => ({ raw, known, tables: [...tables] });

function sameEntries(a: LoadedBook, b: LoadedBook, kinds: ReadonlySet<string>): boolean {
  const of = ({ entries }: LoadedBook): readonly LoadedEntry[] =>
    entries.filter(({ kind }) => kinds.has(kind)).toSorted((x, y) => compareCodePoints(nameOf(x), nameOf(y)));
  const [left, right] = [of(a), of(b)];
  return (
    left.length === right.length &&
    left.every((one, index) => {
      const other = right[index];
      return (
        other !== undefined &&
        (one === other || (nameOf(one) === nameOf(other) && sameStructure(written(one), written(other))))
      );
    })
  );
}

/** The candidate with the base's tariffs and world where they say the same, so that each leg is opened once for both. */
export function withSharedTariffs(base: SimulatedBook, candidate: SimulatedBook): SimulatedBook {
  if (!sameEntries(base.book.loaded, candidate.book.loaded, PRICED_BY)) return candidate;
  const { tariffs, world, worldAt } = base.book.rating;
  const rating = Object.freeze({ ...candidate.book.rating, tariffs, world, worldAt });
  return { ...candidate, book: { ...candidate.book, rating } };
}

/** Whether both books screen alike: the same rules, known by the same day. */
export const screensAlike = (base: SimulatedBook, candidate: SimulatedBook): boolean =>
  base.knownBy === candidate.knownBy && sameEntries(base.book.loaded, candidate.book.loaded, SCREENED_BY);
