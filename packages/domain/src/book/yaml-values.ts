import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';

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

/** Deepest nesting read; a document nested deeper is hostile or broken. */
export const DEEPEST = 40;

/** The plain values of a parsed document. Aliases are resolved by the document, within its own limit. */
export function plainValue(node: Node | null | undefined, document: Document, depth = 0): unknown {
  if (node === null || node === undefined) return undefined;
  if (depth > DEEPEST) return undefined;
  if (isAlias(node)) return plainValue(node.resolve(document), document, depth + 1);
  if (isScalar(node)) return scalarValue(node);
  if (isSeq<Node>(node)) return node.items.map((item) => plainValue(item, document, depth + 1));
  if (!isMap<Node, Node | null>(node)) return undefined;
  const entries: [string, unknown][] = [];
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    entries.push([name, plainValue(value, document, depth + 1)]);
  }
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
