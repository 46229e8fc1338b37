const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Where the strings first differ as UTF-16, moved back to the start of a surrogate pair it may lie inside. */
function firstDifference(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  let at = 0;
  while (at < shared && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at > 0 && at < shared && isHighSurrogate(a.charCodeAt(at - 1)) ? at - 1 : at;
}

/**
 * The order of everything that reaches output: by Unicode code point, never by locale. Plain `<` compares UTF-16
 * units and would put U+1F600 before U+FF21.
 */
export function compareCodePoints(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  let at = firstDifference(a, b);
  let left = a.codePointAt(at) ?? -1;
  let right = b.codePointAt(at) ?? -1;
  if (left === right) {
    // Both hold the same unpaired high surrogate here; the units after it decide.
    at += 1;
    left = a.codePointAt(at) ?? -1;
    right = b.codePointAt(at) ?? -1;
  }
  return left < right ? -1 : 1;
}
