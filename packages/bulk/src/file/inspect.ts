/** What a file is, found by reading it once through: its hash, its format, its encoding. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { fileRefusal, sizeOfReadable } from './access.ts';
import { readBytes } from './bytes.ts';
import { type Encoding, encodingOfMark, guessEncoding } from './encoding.ts';
import { utf8Check } from './utf8-check.ts';

export type FileFormat = 'csv' | 'json' | 'xlsx';

export type FileFacts = {
  readonly file: string;
  /** Bytes on disk. */
  readonly size: number;
  /** SHA-256 of the bytes on disk, lower-case hexadecimal: what "the same file" means. */
  readonly sha256: string;
  readonly format: FileFormat;
  readonly gzip: boolean;
  /** Undefined for a workbook, and where only a person can tell. */
  readonly encoding: Encoding | undefined;
  /** The best bet when `encoding` is undefined. */
  readonly likeliest: Encoding | undefined;
};

export type InspectOptions = {
  /** Named by the person: then nothing is detected. */
  readonly encoding?: Encoding | undefined;
  readonly onBytes?: (done: number, total: number) => void;
};

const START_BYTES = 4096;
/** High bytes looked at to tell encodings apart, with their neighbours. */
const SAMPLE_BYTES = 1024 * 1024;

const startsWith = (bytes: Uint8Array, ...prefix: readonly number[]): boolean =>
  prefix.every((byte, i) => bytes[i] === byte);
const isGzip = (start: Uint8Array): boolean => startsWith(start, 0x1f, 0x8b, 0x08);
const isZip = (start: Uint8Array): boolean => startsWith(start, 0x50, 0x4b, 0x03, 0x04);
/** The container of Excel's format before 2007, and of any workbook locked with a password. */
const isOle = (start: Uint8Array): boolean => startsWith(start, 0xd0, 0xcf, 0x11, 0xe0);

async function readStart(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A text that begins with a bracket is JSON, unless its name says table. */
function formatOfText(file: string, start: string): FileFormat {
  const name = file.toLowerCase().replace(/\.gz$/, '');
  if (/\.(?:csv|tsv|txt)$/.test(name)) return 'csv';
  return /^\uFEFF?\s*[[{]/.test(start) || /\.(?:json|jsonl|ndjson)$/.test(name) ? 'json' : 'csv';
}

type Scan = {
  readonly sha256: string;
  readonly start: Buffer;
  readonly hasNul: boolean;
  readonly isUtf8: boolean;
  /** Pieces with bytes above 127, at most SAMPLE_BYTES. */
  readonly sample: Buffer;
  readonly stopped: Refusal | undefined;
};

async function scan(file: string, gzip: boolean, onPacked: (bytes: number) => void): Promise<Scan> {
  const hash = createHash('sha256');
  const utf8 = utf8Check();
  const kept: Buffer[] = [];
  let [keptBytes, hasNul] = [0, false];
  let start = Buffer.alloc(0);
  let stopped: Refusal | undefined;
  const tell = (bytes: Buffer): void => {
    hash.update(bytes);
    onPacked(bytes.length);
  };
  for await (const chunk of readBytes(file, { gzip, onPacked: tell })) {
    if (chunk.kind === 'stopped') {
      stopped = chunk.refusal;
      break;
    }
    if (start.length < START_BYTES) start = Buffer.concat([start, chunk.bytes.subarray(0, START_BYTES - start.length)]);
    hasNul ||= chunk.bytes.includes(0);
    utf8.push(chunk.bytes);
    if (!utf8.isValid() && keptBytes < SAMPLE_BYTES && chunk.bytes.some((byte) => byte >= 0x80)) {
      kept.push(Buffer.from(chunk.bytes));
      keptBytes += chunk.bytes.length;
    }
  }
  const sample = Buffer.concat(kept).subarray(0, SAMPLE_BYTES);
  return { sha256: hash.digest('hex'), start, hasNul, isUtf8: utf8.isValid(), sample, stopped };
}

type Told = Pick<FileFacts, 'encoding' | 'likeliest'>;

const isWide = (encoding: Encoding | undefined): boolean => encoding === 'utf-16le' || encoding === 'utf-16be';

function encodingOf(found: Scan, named: Encoding | undefined): Told | 'binary' {
  const marked = encodingOfMark(found.start);
  if (isWide(named) || isWide(marked)) return { encoding: isWide(named) ? named : marked, likeliest: undefined };
  // No text in a one-byte encoding or UTF-8 has a zero byte; without a mark, UTF-16 has to be named.
  if (found.hasNul) return 'binary';
  if (named !== undefined) return { encoding: named, likeliest: undefined };
  if (found.isUtf8) return { encoding: 'utf-8', likeliest: undefined };
  const guess = guessEncoding(found.sample);
  return guess.kind === 'certain'
    ? { encoding: guess.encoding, likeliest: undefined }
    : { encoding: undefined, likeliest: guess.likeliest };
}

/** Pictures, PDF and programs often have no zero byte early, but are full of control characters. */
function hasControls(start: Uint8Array): boolean {
  const controls = start.filter((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a)).length;
  return controls > start.length / 50 || startsWith(start, 0x25, 0x50, 0x44, 0x46);
}

/**
 * Reads a file once and tells what it is. Refuses what cannot be read at all: a missing file, a folder, no permission, an
 * empty or binary file, an old or locked workbook, a damaged or boundless gzip.
 */
export async function inspectFile(file: string, options: InspectOptions = {}): Promise<Result<FileFacts>> {
  const size = await sizeOfReadable(file);
  if (!size.ok) return size;
  const place = { file };
  try {
    const packedStart = await readStart(file);
    if (isOle(packedStart)) return refused(refusal('file.old-excel', { file }, place));
    const gzip = isGzip(packedStart);
    let done = 0;
    const found = await scan(file, gzip, (bytes) => {
      done += bytes;
      options.onBytes?.(done, size.value);
    });
    if (found.stopped !== undefined) return refused(found.stopped);
    const common = { file, size: size.value, sha256: found.sha256, gzip };
    if (isZip(found.start)) {
      if (gzip) return refused(refusal('file.packed-twice', { file }, place));
      return ok({ ...common, format: 'xlsx', encoding: undefined, likeliest: undefined });
    }
    if (found.start.length === 0) return refused(refusal('file.empty', { file }, place));
    const told = encodingOf(found, options.encoding);
    const wide = told !== 'binary' && isWide(told.encoding);
    if (told === 'binary' || (!wide && hasControls(found.start)))
      return refused(refusal('file.binary', { file }, place));
    const text = new TextDecoder(told.encoding ?? 'utf-8').decode(found.start);
    return ok({ ...common, ...told, format: formatOfText(file, text) });
  } catch (error) {
    return refused(fileRefusal(error, file));
  }
}
