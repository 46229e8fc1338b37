/**
 * The code systems goods are named in. GNG (Гармонизированная номенклатура грузов) is the NHM of the OSJD and UIC;
 * ETSNG is the rail tariff nomenclature of the CIS; HS the world's, of which GNG, CN (EU) and TNVED (EAEU) share the
 * first six digits. Codes are strings: leading zeros count.
 */
export type CodeSystem = 'GNG' | 'ETSNG' | 'HS' | 'CN' | 'TNVED';

/** A selection of codes by their first digits, or one code exactly. */
export type GoodsPattern =
  | { readonly kind: 'prefix'; readonly digits: string }
  | { readonly kind: 'range'; readonly first: string; readonly last: string }
  | { readonly kind: 'exact'; readonly digits: string };

/** Every digit count a full code of the system may have; ETSNG is written with or without its check digit. */
const DIGITS: Readonly<Record<CodeSystem, readonly number[]>> = Object.freeze({
  GNG: [8],
  ETSNG: [5, 6],
  HS: [6],
  CN: [8],
  TNVED: [10],
});

const HS_DIGITS = 6;
const CHAPTER_DIGITS = 2;
const MOST_DIGITS = 10;
const LONGEST_TEXT = 60;
const SEPARATORS = /[\s.\u2060]/g;
const RANGE_DASH = /[-\u2013]/;

/** The system a text names, in any letter case; NHM is GNG. */
export function parseCodeSystem(text: string): CodeSystem | undefined {
  const name = text.toUpperCase();
  switch (name) {
    case 'NHM':
      return 'GNG';
    case 'GNG':
    case 'ETSNG':
    case 'HS':
    case 'CN':
    case 'TNVED':
      return name;
    default:
      return undefined;
  }
}

/** One to ten digits of a text without spaces (of any kind) and dots; undefined when anything else is in it. */
function digitsOf(text: string): string | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const digits = text.replace(SEPARATORS, '');
  return digits.length <= MOST_DIGITS && /^[0-9]+$/.test(digits) ? digits : undefined;
}

/**
 * The code as digits only: '0102 29.10' becomes '01022910'. Undefined unless it has exactly the digits of its system;
 * with `prefix` allowed, two digits (a chapter) up to the full length will do.
 */
export function normaliseCode(
  system: CodeSystem | 'NHM',
  text: string,
  options: { readonly prefix?: boolean } = {},
): string | undefined {
  const counts = DIGITS[system === 'NHM' ? 'GNG' : system];
  const digits = digitsOf(text);
  if (digits === undefined) return undefined;
  if (counts.includes(digits.length)) return digits;
  const isPrefix = digits.length >= CHAPTER_DIGITS && digits.length < Math.max(...counts);
  return options.prefix === true && isPrefix ? digits : undefined;
}

/** Whether the text is a full code of the system, already in its plain form. */
export function isCode(system: CodeSystem | 'NHM', text: string): boolean {
  return normaliseCode(system, text) === text;
}

/**
 * Reads a pattern: '281' (every code that begins so), '301-304' (the first three digits lie from 301 to 304, both
 * included) or '=28100000' (this code only). The ends of a range have equally many digits and do not run backward.
 */
export function parsePattern(text: string): GoodsPattern | undefined {
  if (text.startsWith('=')) {
    const digits = digitsOf(text.slice(1));
    return digits === undefined ? undefined : Object.freeze({ kind: 'exact', digits });
  }
  const [from = '', to, ...more] = text.split(RANGE_DASH);
  const first = digitsOf(from);
  if (first === undefined || more.length > 0) return undefined;
  if (to === undefined) return Object.freeze({ kind: 'prefix', digits: first });
  const last = digitsOf(to);
  if (last === undefined || last.length !== first.length || last < first) return undefined;
  return Object.freeze({ kind: 'range', first, last });
}

/** Whether a plain code (digits only) falls under the pattern. A code shorter than the pattern does not. */
export function matchesPattern(code: string, pattern: GoodsPattern): boolean {
  switch (pattern.kind) {
    case 'prefix':
      return code.startsWith(pattern.digits);
    case 'range': {
      const head = code.slice(0, pattern.first.length);
      return head.length === pattern.first.length && pattern.first <= head && head <= pattern.last;
    }
    case 'exact':
      return code === pattern.digits;
  }
}

/** The first two digits: the chapter (for ETSNG the tariff group). Throws when the code is not one of its system. */
export function chapterOf(system: CodeSystem | 'NHM', code: string): string {
  assertCode(system, code);
  return code.slice(0, CHAPTER_DIGITS);
}

/** The HS subheading a code belongs to; undefined for ETSNG, which is not built on HS. Throws as {@link chapterOf}. */
export function hsOf(system: CodeSystem | 'NHM', code: string): string | undefined {
  assertCode(system, code);
  return system === 'ETSNG' ? undefined : code.slice(0, HS_DIGITS);
}

function assertCode(system: CodeSystem | 'NHM', code: string): void {
  if (!isCode(system, code))
    throw new RangeError(`not a ${system} code: ${JSON.stringify(code.slice(0, LONGEST_TEXT))}`);
}
