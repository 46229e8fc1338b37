const LONGEST_IDENTIFIER = 120;

const SEGMENT = '[a-z0-9]+(?:[.-][a-z0-9]+)*';

const IDENTIFIER = new RegExp(`^${SEGMENT}(?:/${SEGMENT})*$`);

/**
 * Whether a text can be the id of a book entry: segments of lower-case letters and digits, joined by single '-' or
 * '.', the segments by '/', at most 120 characters: `tr1-2026`, `rw-by/703nz`.
 */
export function isIdentifier(text: string): boolean {
  return text.length <= LONGEST_IDENTIFIER && IDENTIFIER.test(text);
}
