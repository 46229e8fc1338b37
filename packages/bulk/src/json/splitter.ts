/**
 * Cuts a stream of JSON text into records: lines of a JSON-lines file, or the objects of one array, whatever their
 * layout. Only the record in hand is held, so a file may be of any size.
 */
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { LIMITS } from '../file/limits.ts';

export type JsonText = { readonly text: string; readonly line: number };

export type JsonSplitter = {
  readonly push: (text: string) => readonly JsonText[];
  readonly end: () => readonly JsonText[];
  readonly stopped: () => Refusal | undefined;
};

/** One record per line, so that a malformed one spoils nothing but itself. */
export function lineSplitter(file: string): JsonSplitter {
  let carried = '';
  let line = 0;
  let stopped: Refusal | undefined;
  const take = (pieces: readonly string[]): JsonText[] => {
    const records: JsonText[] = [];
    for (const piece of pieces) {
      line += 1;
      if (piece.trim() !== '') records.push({ text: piece, line });
    }
    return records;
  };
  return {
    push: (text) => {
      const pieces = (carried + text).split('\n');
      carried = pieces.pop() ?? '';
      if (carried.length > LIMITS.rowChars) {
        stopped ??= refusal('file.row-without-end', { limit: LIMITS.rowChars }, { file, line: line + 1 });
        carried = '';
      }
      return take(pieces);
    },
    end: () => take([carried]),
    stopped: () => stopped,
  };
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, FEED] = [34, 92, 123, 125, 91, 93, 10];

/** The objects of an array. What stands between them other than commas and space stops the reading. */
export function arraySplitter(file: string): JsonSplitter {
  let [record, line, startLine, depth] = ['', 1, 1, 0];
  let [inText, escaped, opened, closed] = [false, false, false, false];
  let stopped: Refusal | undefined;

  const isStopped = (): boolean => stopped !== undefined;

  const between = (code: number): void => {
    if (code === OPEN_BRACKET && !opened) opened = true;
    else if (code === CLOSE_BRACKET && opened && !closed) closed = true;
    else if (!' \t\r\n,'.includes(String.fromCharCode(code)) && code !== 0xfeff) {
      stopped = refusal('file.json-array', {}, { file, line });
    }
  };
  const inside = (code: number): void => {
    if (inText) {
      if (escaped) escaped = false;
      else if (code === BACKSLASH) escaped = true;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  };

  const push = (text: string): readonly JsonText[] => {
    const records: JsonText[] = [];
    let from = 0;
    for (let at = 0; at < text.length && !isStopped(); at += 1) {
      const code = text.charCodeAt(at);
      if (code === FEED) line += 1;
      if (depth === 0 && code === OPEN_BRACE && opened && !closed) {
        [depth, from, startLine] = [1, at, line];
      } else if (depth === 0) between(code);
      else {
        inside(code);
        if (depth === 0) {
          records.push({ text: record + text.slice(from, at + 1), line: startLine });
          record = '';
        }
      }
    }
    if (depth > 0) record += text.slice(from);
    if (record.length > LIMITS.rowChars) {
      stopped ??= refusal('file.row-without-end', { limit: LIMITS.rowChars }, { file, line: startLine });
    }
    return records;
  };
  return {
    push,
    end: () => {
      if (!closed) stopped ??= refusal('file.json-cut', {}, { file, line });
      return [];
    },
    stopped: () => stopped,
  };
}
