/** Consignments waiting to be rated, the first by acceptance first; each note waits once, as it was put last. */
import type { Consignment } from '../consignment/schema.ts';
import { compareAccepted } from './rate-journal.ts';

export type Queue = {
  readonly put: (consignment: Consignment) => void;
  readonly drop: (note: string) => void;
  readonly take: () => Consignment | undefined;
};

/** Moves the last of a heap up to its place. */
function rise(heap: Consignment[]): void {
  for (let index = heap.length - 1; index > 0; ) {
    const parent = (index - 1) >>> 1;
    if (!swapWhenBefore(heap, index, parent)) return;
    index = parent;
  }
}

/** Moves the first of a heap down to its place. */
function sink(heap: Consignment[]): void {
  for (let index = 0; ; ) {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const [a, b] = [heap[left], heap[right]];
    const least = a !== undefined && b !== undefined && compareAccepted(b, a) < 0 ? right : left;
    if (!swapWhenBefore(heap, least, index)) return;
    index = least;
  }
}

/** Swaps when the one at `lower` belongs before the one at `upper`. */
function swapWhenBefore(heap: Consignment[], lower: number, upper: number): boolean {
  const [low, up] = [heap[lower], heap[upper]];
  if (low === undefined || up === undefined || compareAccepted(low, up) >= 0) return false;
  heap[lower] = up;
  heap[upper] = low;
  return true;
}

export function createQueue(): Queue {
  const heap: Consignment[] = [];
  const waiting = new Map<string, Consignment>();

  const pop = (): Consignment | undefined => {
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    sink(heap);
    return first;
  };

  return {
    put: (consignment) => {
      if (waiting.get(consignment.note) === consignment) return;
      waiting.set(consignment.note, consignment);
      heap.push(consignment);
      rise(heap);
    },
    drop: (note) => waiting.delete(note),
    take: () => {
      for (let next = pop(); next !== undefined; next = pop()) {
        if (waiting.get(next.note) !== next) continue;
        waiting.delete(next.note);
        return next;
      }
      return undefined;
    },
  };
}
