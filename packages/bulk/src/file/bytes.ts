/** A file's bytes as a stream, unpacked where it is a gzip, with the bounds that a zip bomb would break. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { fileRefusal } from './access.ts';
import { looksLikeBomb } from './limits.ts';

/** A piece of the file, or why it cannot be read further. */
export type ByteChunk =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'stopped'; readonly refusal: Refusal };

export type ByteOptions = {
  readonly gzip: boolean;
  /** Told every piece as it lies on disk, before unpacking: for the hash and for progress. */
  readonly onPacked?: (bytes: Buffer) => void;
};

const CHUNK_BYTES = 256 * 1024;

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

/** Streams a file; ends with `stopped` when it cannot be read to its end. Holds one piece at a time. */
export async function* readBytes(file: string, options: ByteOptions): AsyncGenerator<ByteChunk> {
  let [packed, unpacked] = [0, 0];
  const disk = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const count = (bytes: Buffer): void => {
    packed += bytes.length;
    options.onPacked?.(bytes);
  };
  const gunzip = options.gzip ? createGunzip({ chunkSize: CHUNK_BYTES }) : undefined;
  if (gunzip !== undefined) {
    disk.on('data', (piece) => count(typeof piece === 'string' ? Buffer.from(piece) : piece));
    disk.on('error', (error) => gunzip.destroy(error));
  }
  const stream: AsyncIterable<Buffer> = gunzip === undefined ? disk : disk.pipe(gunzip);
  try {
    for await (const bytes of stream) {
      if (gunzip === undefined) count(bytes);
      unpacked += bytes.length;
      if (gunzip !== undefined && looksLikeBomb(packed, unpacked)) {
        yield { kind: 'stopped', refusal: refusal('file.bomb', { file }, { file }) };
        return;
      }
      yield { kind: 'bytes', bytes };
    }
  } catch (error) {
    const reason = isZlibError(error) ? refusal('file.gzip', { file }, { file }) : fileRefusal(error, file);
    yield { kind: 'stopped', refusal: reason };
  } finally {
    gunzip?.destroy();
    disk.destroy();
  }
}
