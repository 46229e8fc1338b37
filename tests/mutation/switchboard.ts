/** Which mutant is active, and which places are passed: one for the whole process, as modules are loaded anew. */

/** Thrown out of a mutant that goes round and round. */
export class Endless extends Error {}

const MOST_PASSES = 400_000;

type Ask = { (first: number, last: number): boolean; id: number };

export type Switchboard = {
  readonly ask: Ask;
  /** Where passes are noted, by the first mutant of the place; nothing is noted while there is none. */
  passed: Set<number> | undefined;
  passes: number;
  /** What a test file registers its tests with. */
  gathered: GatheredTest[];
};

export type GatheredTest = { readonly name: string; readonly run: () => unknown };

declare global {
  var kontorMutation: Switchboard | undefined;
}

function makeSwitchboard(): Switchboard {
  const ask = (first: number, last: number): boolean => {
    board.passed?.add(first);
    if (board.ask.id < first || board.ask.id > last) return false;
    board.passes += 1;
    if (board.passes > MOST_PASSES) throw new Endless('the mutant does not come to an end');
    return true;
  };
  const board: Switchboard = { ask: Object.assign(ask, { id: 0 }), passed: undefined, passes: 0, gathered: [] };
  return board;
}

/** The switchboard; made when it is first asked for. */
export function switchboard(): Switchboard {
  globalThis.kontorMutation ??= makeSwitchboard();
  return globalThis.kontorMutation;
}

type Passing = { readonly passed: ReadonlySet<number> };

/**
 * Places passed in a first run and never again, such as what is made when it is first asked for and then kept: a mutant there
 * shows only where modules are loaded anew.
 */
export function passedOnce(first: readonly Passing[], again: readonly Passing[]): ReadonlySet<number> {
  const later = new Set(again.flatMap(({ passed }) => [...passed]));
  return new Set(first.flatMap(({ passed }) => [...passed]).filter((place) => !later.has(place)));
}
