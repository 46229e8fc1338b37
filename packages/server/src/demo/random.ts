/** A small seeded generator of whole numbers: the same seed gives the same numbers on every machine. */
export type Random = {
  /** A whole number from 0 up to, and without, `count`. */
  readonly below: (count: number) => number;
  /** A whole number between both, both included. */
  readonly between: (least: number, greatest: number) => number;
  /** One of a list that is not empty. */
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
};

/** Mulberry32, in 32-bit whole numbers only. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (count: number): number => next() % count;
  return {
    below,
    between: (least, greatest) => least + below(greatest - least + 1),
    pick: (list) => list[below(list.length)] ?? list[0],
  };
}

/** A generator of its own for a part of the demonstration, so that a change in one part leaves the others as they were. */
export function randomFor(seed: number, part: string): Random {
  let hash = 0x811c9dc5;
  for (const character of part) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return createRandom((seed ^ hash) >>> 0);
}
