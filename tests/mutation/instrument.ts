/** A source with a switch at every place of a mutant, so that one loading serves for all of them. */
import type { Mutant, Place } from './operators.ts';

type Spot = { readonly place: Place; readonly mutants: readonly Mutant[] };

/** Mutants of the same place, in the order of places, outer before inner. */
function spotsOf(mutants: readonly Mutant[]): readonly Spot[] {
  const spots = new Map<string, Mutant[]>();
  for (const mutant of mutants) {
    const { kind, start, end } = mutant.place;
    const key = `${kind} ${String(start)} ${String(end)}`;
    spots.set(key, [...(spots.get(key) ?? []), mutant]);
  }
  return [...spots.values()].flatMap((own) => (own[0] === undefined ? [] : [{ place: own[0].place, mutants: own }]));
}

/** The text of a place as one of its mutants has it. */
export const mutated = (text: string, { place, start, end, replacement }: Mutant): string =>
  text.slice(place.start, start) + replacement + text.slice(end, place.end);

function switched(text: string, { place, mutants }: Spot, inner: string): string {
  const ids = mutants.map(({ id }) => id);
  const asked = `__m(${String(ids[0])},${String(ids.at(-1))})`;
  if (place.kind !== 'expression') return `if(!${asked}){${inner}}`;
  const last = mutants.at(-1);
  const chosen = mutants.slice(0, -1).map((one) => `__m.id===${String(one.id)}?(${mutated(text, one)}):`);
  return `(${asked}?(${chosen.join('')}(${last === undefined ? '' : mutated(text, last)})):(${inner}))`;
}

function rendered(text: string, from: number, to: number, spots: readonly Spot[]): string {
  const parts: string[] = [];
  let cursor = from;
  let index = 0;
  while (index < spots.length) {
    const spot = spots[index];
    if (spot === undefined) break;
    const { start, end } = spot.place;
    let next = index + 1;
    while ((spots[next]?.place.start ?? end) < end) next += 1;
    parts.push(text.slice(cursor, start));
    parts.push(switched(text, spot, rendered(text, start, end, spots.slice(index + 1, next))));
    cursor = end;
    index = next;
  }
  return parts.join('') + text.slice(cursor, to);
}

/** `__m(first, last)` says whether the active mutant is one of these, and notes that it was asked. */
export function instrument(text: string, mutants: readonly Mutant[]): string {
  return `const __m = globalThis.kontorMutation.ask;${rendered(text, 0, text.length, spotsOf(mutants))}`;
}
