import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A value of one column as COPY reads it; bytes are written as hex. */
export type CopyValue = string | number | bigint | boolean | Uint8Array | null;

/** Rows are handed over in pieces of about this many characters: small enough to stream, large enough to be few. */
const PIECE_CHARACTERS = 1 << 18;

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return value.replace(SPECIAL, (character) => ESCAPED[character] ?? character);
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString('hex')}`;
  return String(value);
}

/** One row in the text format of COPY, with its line end. */
export function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(copyText).join('\t')}\n`;
}

/** Sends rows into a table by COPY. `target` is a table with its columns, written in code and never by a user. */
export async function copyRows(
  client: pg.ClientBase,
  target: string,
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${target} from stdin`));
  const done = finished(stream);
  // A failure is reported by `done`; waiting for `drain` alone would hang on it.
  const send = async (piece: string): Promise<void> => {
    if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), done]);
  };
  let piece = '';
  for (const row of rows) {
    piece += copyLine(row);
    if (piece.length < PIECE_CHARACTERS) continue;
    await send(piece);
    piece = '';
  }
  stream.end(piece);
  await done;
}
