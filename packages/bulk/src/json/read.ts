import { refusal } from '@kontor/domain/kernel/refusal';
import { z } from 'zod';
import type { Encoding } from '../file/encoding.ts';
import type { FileFacts } from '../file/inspect.ts';
import { readText } from '../file/text.ts';
import type { CellKind, RawRow, ReadMeter, RowChunk } from '../row.ts';
import { arraySplitter, type JsonSplitter, type JsonText, lineSplitter } from './splitter.ts';

const objectSchema = z.record(z.string(), z.unknown());

/** One record as parsed, with its own text for the rejects. */
export type JsonRecord = {
  readonly line: number;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>> | undefined;
};

export type JsonChunk =
  | { readonly kind: 'records'; readonly records: readonly JsonRecord[] }
  | Extract<RowChunk, { kind: 'stopped' }>;

function parseRecord({ text, line }: JsonText): JsonRecord {
  try {
    const parsed = objectSchema.safeParse(JSON.parse(text));
    return { line, text, value: parsed.success ? parsed.data : undefined };
  } catch {
    // JSON.parse has no other way to say that a text is no JSON; the row says so with its line.
    return { line, text, value: undefined };
  }
}

/** Streams the records of a JSON-lines file or of one JSON array of objects. */
export async function* readJson(facts: FileFacts, encoding: Encoding, meter: ReadMeter): AsyncGenerator<JsonChunk> {
  let splitter: JsonSplitter | undefined;
  for await (const chunk of readText(facts, encoding, meter)) {
    if (chunk.kind === 'stopped') {
      yield chunk;
      return;
    }
    if (splitter === undefined && chunk.text.trim() === '') continue;
    splitter ??= chunk.text.trimStart().startsWith('[') ? arraySplitter(facts.file) : lineSplitter(facts.file);
    const records = splitter.push(chunk.text).map(parseRecord);
    if (records.length > 0) yield { kind: 'records', records };
    if (splitter.stopped() !== undefined) break;
  }
  const last = splitter === undefined || splitter.stopped() !== undefined ? [] : splitter.end().map(parseRecord);
  if (last.length > 0) yield { kind: 'records', records: last };
  const reason = splitter?.stopped();
  if (reason !== undefined) yield { kind: 'stopped', refusal: reason };
}

function cellOf(value: unknown): { readonly cell: string; readonly kind: CellKind } {
  switch (typeof value) {
    case 'string':
      return { cell: value, kind: 'text' };
    case 'number':
      return { cell: plainNumber(value), kind: 'number' };
    case 'boolean':
      return { cell: value ? 'true' : 'false', kind: 'flag' };
    default:
      return value === null || value === undefined
        ? { cell: '', kind: 'text' }
        : { cell: JSON.stringify(value), kind: 'error' };
  }
}

/** A number as a plain decimal; what would need an exponent is left so, and refused where a number is wanted. */
export function plainNumber(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

/** A flat record as a row under the titles. A name that is not among them faults the row: nothing is dropped silently. */
export function rowOfRecord(record: JsonRecord, titles: readonly string[], file: string): RawRow {
  const { line, value } = record;
  const place = { file, line };
  if (value === undefined) return { line, cells: [record.text], fault: refusal('import.row.json', {}, place) };
  const cells = titles.map((title) => cellOf(value[title]));
  const stranger = Object.keys(value).find((name) => !titles.includes(name));
  const row = { line, cells: cells.map((each) => each.cell), kinds: cells.map((each) => each.kind) };
  return stranger === undefined ? row : { ...row, fault: refusal('import.row.new-name', { name: stranger }, place) };
}
