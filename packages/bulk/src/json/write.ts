/** Writes JSON lines: one record per line, LF, no line break inside. */

/** One record as a line. Keys keep the order they were given in, so equal records made alike give equal bytes. */
export function jsonLine(record: unknown): string {
  const text = JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  if (text === undefined) throw new TypeError('a record of JSON lines must be a JSON value');
  // JSON allows these two, and some readers take them for the end of a line.
  return `${text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;
}

/** Records as a stream of text. */
export async function* jsonLines(records: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const record of records) yield jsonLine(record);
}
