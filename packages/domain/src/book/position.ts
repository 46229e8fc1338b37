import { isMap, isPair, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { Place } from '../kernel/refusal.ts';

/** Where in a file a path of an entry stands. */
export type Locate = (path: readonly PropertyKey[], target?: 'key' | 'value') => Place;

function rangeStart(node: unknown): number | undefined {
  if (node === null || typeof node !== 'object' || !('range' in node)) return undefined;
  const range = node.range;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}

/** The child of a node under one step of a path, and where its key stands. */
function child(node: unknown, step: PropertyKey): { value: unknown; key: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
    );
    return pair === undefined ? undefined : { value: pair.value, key: pair.key };
  }
  if (isSeq(node) && typeof step === 'number') {
    const value = node.items[step];
    return value === undefined ? undefined : { value, key: value };
  }
  return undefined;
}

/** A locator for one document: the deepest node of the path that exists answers for what is missing below it. */
export function locator(file: string, root: Node | null, lines: LineCounter): Locate {
  return (path, target = 'value') => {
    let node: unknown = root;
    let start = rangeStart(root) ?? 0;
    for (const [index, step] of path.entries()) {
      const next = child(node, step);
      if (next === undefined) break;
      const last = index === path.length - 1;
      start = rangeStart(last && target === 'key' ? next.key : next.value) ?? rangeStart(next.key) ?? start;
      node = next.value;
    }
    const { line, col } = lines.linePos(start);
    return { file, line, column: col, path: path.map(String).join('.') };
  };
}
