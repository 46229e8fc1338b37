declare const brand: unique symbol;

/**
 * A moment, 'YYYY-MM-DDTHH:MM:SS.sssZ': ISO 8601 in UTC with milliseconds. Being text of fixed width, instants compare
 * as plain strings.
 */
export type Instant = string & { readonly [brand]: 'Instant' };

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const CANONICAL = /^(?:19|2\d)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function isInstant(text: string): text is Instant {
  return CANONICAL.test(text);
}

function fromMilliseconds(ms: number): Instant | undefined {
  if (Number.isNaN(ms)) return undefined;
  const text = new Date(ms).toISOString();
  return isInstant(text) ? text : undefined;
}

/** JavaScript reads 31 April as 1 May; comparing the day that went in with the day of the month's length forbids it. */
function isRealDay(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/**
 * Reads an ISO 8601 instant with an offset, to the millisecond, in the years 1900 to 2999. Undefined when it is
 * malformed, finer than a millisecond, or says no offset.
 */
export function parseInstant(text: string): Instant | undefined {
  if (!WITH_OFFSET.test(text) || !isRealDay(text)) return undefined;
  return fromMilliseconds(Date.parse(text));
}

/** An instant literal in code. Throws on anything {@link parseInstant} does not read. */
export function instant(text: string): Instant {
  const read = parseInstant(text);
  if (read === undefined) throw new SyntaxError(`not an instant: ${JSON.stringify(text.slice(0, 40))}`);
  return read;
}

/** PostgreSQL writes '2025-10-01 00:00:00.123456+00' when the session's zone is UTC; what is finer than a ms is cut. */
export function fromPostgresInstant(text: string): Instant {
  const read = fromMilliseconds(Date.parse(text.replace(' ', 'T').replace(/\+00$/, 'Z')));
  if (read === undefined) throw new RangeError(`the database holds an instant outside the years 1900 to 2999: ${text}`);
  return read;
}
