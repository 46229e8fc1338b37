import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';

/** Deepest nesting read; a document nested deeper is hostile or broken. */
export const DEEPEST = 40;

/** Most values one document may come to once its aliases are written out; a few aliases can stand for billions. */
export const MOST_VALUES = 200_000;

/** What keeps a document from being read as values, and the node where that shows. */
export type ValueProblem = { readonly kind: 'too-deep' | 'too-many-values' | 'unknown-alias'; readonly node: Node };

type Reading = { readonly document: Document; left: number; problem: ValueProblem | undefined };

/**
 * A scalar as the office reads it. A number is handed on as a number only when it is a whole number written the one
 * canonical way; `0.551`, `0102` and `1e3` stay the text that was written, so that no digit is lost on the way.
 */
function scalarValue(node: Scalar): unknown {
  const { value, source } = node;
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  const written = source ?? String(value);
  return typeof value === 'number' && Number.isSafeInteger(value) && String(value) === written ? value : written;
}

type Pair = { readonly key: Node; readonly value: Node | null };

/** `<<`: the keys of another mapping stand here too, unless they are written anew; one without a value takes its key out. */
const isMerge = ({ key, value }: Pair): boolean => isScalar(key) && key.value === '<<' && isAlias(value);

function mapValue(items: readonly Pair[], reading: Reading, depth: number): unknown {
  const entries = new Map<string, unknown>();
  for (const { value } of items.filter(isMerge)) {
    const merged = value === null ? undefined : valueOf(value, reading, depth + 1);
    if (isMapping(merged)) for (const [name, one] of Object.entries(merged)) entries.set(name, one);
  }
  for (const item of items) {
    const { key, value } = item;
    if (!isScalar(key) || isMerge(item)) continue;
    const inner = value === null ? undefined : valueOf(value, reading, depth + 1);
    if (inner === undefined || inner === null) entries.delete(String(key.value));
    else entries.set(String(key.value), inner);
  }
  return Object.fromEntries(entries);
}

const isMapping = (value: unknown): value is object =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Stops at the first problem: what follows is not read, so that a hostile document costs no more than a good one. */
function valueOf(node: Node, reading: Reading, depth: number): unknown {
  if (reading.problem !== undefined) return undefined;
  reading.left -= 1;
  if (reading.left < 0 || depth > DEEPEST) {
    reading.problem = { kind: depth > DEEPEST ? 'too-deep' : 'too-many-values', node };
    return undefined;
  }
  if (isAlias(node)) {
    const target = node.resolve(reading.document);
    if (target !== undefined) return valueOf(target, reading, depth + 1);
    reading.problem = { kind: 'unknown-alias', node };
    return undefined;
  }
  if (isScalar(node)) return scalarValue(node);
  if (isSeq<Node>(node)) return node.items.map((item) => valueOf(item, reading, depth + 1));
  return isMap<Node, Node | null>(node) ? mapValue(node.items, reading, depth) : undefined;
}

/**
 * The plain values of a parsed document, freshly made, aliases written out. A key without a value is as if it were not
 * there.
 */
export function plainValue(
  root: Node,
  document: Document,
): { readonly value: unknown; readonly problem: ValueProblem | undefined } {
  const reading: Reading = { document, left: MOST_VALUES, problem: undefined };
  const value = valueOf(root, reading, 0);
  return { value, problem: reading.problem };
}
