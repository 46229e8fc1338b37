/**
 * Numbers as people write them. A number with one comma or point before exactly three digits can be read in two ways;
 * it is read only where the column's decimal mark is known.
 */

/** The decimal mark of a column. */
export type DecimalMark = ',' | '.';

export type NumberReading =
  /** Plain decimal text: optional minus, digits, optionally a point and digits. */
  | { readonly kind: 'number'; readonly text: string; readonly mark: DecimalMark | undefined }
  /** `1,234`: with a decimal comma 1.234, with a decimal point 1234. */
  | { readonly kind: 'unclear'; readonly byMark: Readonly<Record<DecimalMark, string>> }
  | { readonly kind: 'malformed' };

const MALFORMED: NumberReading = Object.freeze({ kind: 'malformed' });
const LONGEST = 60;
/** Space, no-break, narrow no-break, thin and figure space; typewriter, typographic and Swiss apostrophes. */
const GROUP_SPACE = "[ \\u00A0\\u202F\\u2009\\u2007'\u2019\u02BC]";
const PLAIN = /^[0-9]+$/;
const SPACED = new RegExp(`^[0-9]{1,3}(?:(${GROUP_SPACE})[0-9]{3})(?:\\1[0-9]{3})*$`, 'u');
const SPACES = new RegExp(GROUP_SPACE, 'gu');

const bare = (whole: string): string => whole.replace(/^0+(?=[0-9])/, '');

/** The digits of a whole part that may be grouped by spaces or apostrophes; undefined when it is neither. */
function wholeDigits(text: string): string | undefined {
  if (PLAIN.test(text)) return bare(text);
  return SPACED.test(text) ? bare(text.replace(SPACES, '')) : undefined;
}

/** `1.234.567` or `1,234,567`: groups by the other mark. */
function groupedDigits(text: string, group: DecimalMark): string | undefined {
  const parts = text.split(group);
  const isGrouped =
    parts.length > 1 && /^[0-9]{1,3}$/.test(parts[0] ?? '') && parts.slice(1).every((part) => /^[0-9]{3}$/.test(part));
  return isGrouped ? bare(parts.join('')) : undefined;
}

const other = (mark: DecimalMark): DecimalMark => (mark === ',' ? '.' : ',');

/** Reads `whole` and `fraction` split at the decimal mark; the whole part may be grouped in any way but by that mark. */
function withFraction(whole: string, fraction: string, mark: DecimalMark): NumberReading {
  const digits = wholeDigits(whole) ?? groupedDigits(whole, other(mark));
  if (digits === undefined || !PLAIN.test(fraction)) return MALFORMED;
  return { kind: 'number', text: `${digits}.${fraction}`, mark };
}

function readOneMark(text: string, mark: DecimalMark): NumberReading {
  const at = text.indexOf(mark);
  const [whole, fraction] = [text.slice(0, at), text.slice(at + 1)];
  const asFraction = withFraction(whole === '' ? '0' : whole, fraction, mark);
  // A group has three digits after it and one to three before, of which the first is no zero: 0,125 has a fraction.
  const canGroup = /^[1-9][0-9]{0,2}$/.test(whole) && /^[0-9]{3}$/.test(fraction);
  if (asFraction.kind !== 'number' || !canGroup) return asFraction;
  const grouped = whole + fraction;
  return mark === ','
    ? { kind: 'unclear', byMark: { ',': asFraction.text, '.': grouped } }
    : { kind: 'unclear', byMark: { '.': asFraction.text, ',': grouped } };
}

function readUnsigned(text: string): NumberReading {
  const whole = wholeDigits(text);
  if (whole !== undefined) return { kind: 'number', text: whole, mark: undefined };
  const [commas, points] = [text.split(',').length - 1, text.split('.').length - 1];
  if (commas === 1 && points === 0) return readOneMark(text, ',');
  if (points === 1 && commas === 0) return readOneMark(text, '.');
  if (commas > 0 && points > 0) {
    const mark: DecimalMark = text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.';
    const at = text.lastIndexOf(mark);
    return text.indexOf(mark) === at ? withFraction(text.slice(0, at), text.slice(at + 1), mark) : MALFORMED;
  }
  const group: DecimalMark = commas > 0 ? ',' : '.';
  const digits = groupedDigits(text, group);
  return digits === undefined ? MALFORMED : { kind: 'number', text: digits, mark: other(group) };
}

/** Reads a number in any of the usual spellings, saying what decimal mark it shows; `unclear` when it can be two numbers. */
export function readNumber(text: string): NumberReading {
  const trimmed = text.trim().replace(/^[\u2212\u2013]/u, '-');
  if (trimmed === '' || trimmed.length > LONGEST) return MALFORMED;
  const isNegative = trimmed.startsWith('-');
  const reading = readUnsigned(trimmed.replace(/^[-+]\s?/, ''));
  if (!isNegative || reading.kind === 'malformed') return reading;
  if (reading.kind === 'number') return { ...reading, text: `-${reading.text}` };
  return { kind: 'unclear', byMark: { ',': `-${reading.byMark[',']}`, '.': `-${reading.byMark['.']}` } };
}

/** Plain decimal text; or unclear without a known mark; or malformed. */
export type NumberUnder =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'unclear' }
  | { readonly kind: 'malformed' };

/**
 * The number under a known decimal mark; malformed when it contradicts the mark. Without a known mark
 * only what can be read in one way is read.
 */
export function numberWith(text: string, mark: DecimalMark | undefined): NumberUnder {
  const reading = readNumber(text);
  if (reading.kind === 'malformed') return reading;
  if (reading.kind === 'unclear')
    return mark === undefined ? { kind: 'unclear' } : { kind: 'number', text: reading.byMark[mark] };
  return mark === undefined || reading.mark === undefined || reading.mark === mark ? reading : { kind: 'malformed' };
}
