import { field, type Node } from '../tidy/source.ts';

/** A piece of a regular expression, and what comes instead of it. */
const PIECES: readonly (readonly [RegExp, string])[] = [
  [/^\^/u, ''],
  [/\$$/u, ''],
  [/(?<=[^\\(])[+*?](?!\))/gu, ''],
  [/\{\d+(?:,\d*)?\}/gu, ''],
  [/(?<!\\)\[\^/gu, '['],
  [/(?<!\\)\[(?!\^)/gu, '[^'],
  [/\\d/gu, '\\D'],
  [/\\D/gu, '\\d'],
  [/\\s/gu, '\\S'],
  [/\\S/gu, '\\s'],
  [/\\w/gu, '\\W'],
  [/\(\?!/gu, '(?='],
  [/\(\?=/gu, '(?!'],
];

function isPattern(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

/** The regular expression of a literal with one piece changed, once for each piece; none for another literal. */
export function brokenPatterns(candidate: Node): readonly string[] {
  const regex = field(candidate, 'regex');
  if (typeof regex !== 'object' || regex === null || !('pattern' in regex) || !('flags' in regex)) return [];
  const pattern = String(regex.pattern);
  const flags = String(regex.flags);
  return PIECES.flatMap(([piece, instead]) =>
    [...pattern.matchAll(new RegExp(piece.source, 'gu'))].map(
      ({ index, 0: found }) => pattern.slice(0, index) + instead + pattern.slice(index + found.length),
    ),
  )
    .filter((changed) => changed !== '' && changed !== pattern && isPattern(changed, flags))
    .map((changed) => `/${changed}/${flags}`);
}
