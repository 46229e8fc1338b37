/**
 * Reads a ZIP archive by its directory at the end of the file, unpacking one member at a time. Written out here because
 * the readers at hand take a cut archive for an endless one, and none bounds what a member may unpack to.
 * Format: PKWARE APPNOTE 6.3, sections 4.3 and 4.5.3 (ZIP64).
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { fileRefusal } from '../file/access.ts';
import { LIMITS, looksLikeBomb } from '../file/limits.ts';

export type ZipMember = {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly offset: number;
  readonly isEncrypted: boolean;
};

export type Zip = { readonly file: string; readonly size: number; readonly members: ReadonlyMap<string, ZipMember> };

const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const MAX_DIRECTORY_BYTES = 16 * 1024 ** 2;
const [STORED, DEFLATED] = [0, 8];
const SENTINEL_32 = 0xffff_ffff;

type Directory = { readonly offset: number; readonly bytes: number };

/** The bytes that are there: fewer, or none, where a damaged archive points past its end. */
async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  if (!Number.isSafeInteger(position) || position < 0) return Buffer.alloc(0);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function findDirectory(handle: FileHandle, size: number): Promise<Directory | undefined> {
  const tailBytes = Math.min(size, END_BYTES + LONGEST_COMMENT);
  const tail = await readAt(handle, size - tailBytes, tailBytes);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + END_BYTES > tail.length) return undefined;
  const plain = { bytes: tail.readUInt32LE(end + 12), offset: tail.readUInt32LE(end + 16) };
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x0706_4b50) return plain;
  const record = await readAt(handle, Number(tail.readBigUInt64LE(locator + 8)), 56);
  if (record.length < 56 || record.readUInt32LE(0) !== 0x0606_4b50) return undefined;
  return { bytes: Number(record.readBigUInt64LE(40)), offset: Number(record.readBigUInt64LE(48)) };
}

/** The 64-bit sizes and offset of a member, in the order in which their 32-bit places are all ones. */
function wideFields(extra: Buffer, narrow: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    return narrow.map((value) => {
      if (value !== SENTINEL_32 || from + 8 > extra.length) return value;
      from += 8;
      return Number(extra.readBigUInt64LE(from - 8));
    });
  }
  return [...narrow];
}

function membersOf(directory: Buffer): Map<string, ZipMember> | undefined {
  const members = new Map<string, ZipMember>();
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === 0x0201_4b50) {
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    if (extraEnd > directory.length) return undefined;
    const name = directory.toString('utf8', at + 46, nameEnd).replaceAll('\\', '/');
    const narrow = [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)];
    const [unpackedBytes = 0, packedBytes = 0, offset = 0] = wideFields(directory.subarray(nameEnd, extraEnd), narrow);
    members.set(name.toLowerCase(), {
      name,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedBytes,
      unpackedBytes,
      offset,
      isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    });
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return members.size === 0 ? undefined : members;
}

/** Reads the directory. A file cut short has none and is refused here. */
export async function openZip(file: string): Promise<Result<Zip>> {
  const cut = refused(refusal('file.zip-cut', { file }, { file }));
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const directory = await findDirectory(handle, size);
      if (directory === undefined || directory.offset + directory.bytes > size) return cut;
      if (directory.bytes > MAX_DIRECTORY_BYTES) return refused(refusal('file.bomb', { file }, { file }));
      const members = membersOf(await readAt(handle, directory.offset, directory.bytes));
      return members === undefined ? cut : ok({ file, size, members });
    } finally {
      await handle.close();
    }
  } catch (error) {
    return refused(fileRefusal(error, file));
  }
}

export type MemberChunk =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'stopped'; readonly refusal: Refusal };

async function dataStart(file: string, member: ZipMember): Promise<number | undefined> {
  const handle = await open(file, 'r');
  try {
    const header = await readAt(handle, member.offset, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== 0x0403_4b50) return undefined;
    return member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await handle.close();
  }
}

/** Unpacks a member piece by piece, checking its bounds and, at its end, its size and checksum. */
export async function* readMember(
  zip: Zip,
  member: ZipMember,
  limit: number = LIMITS.unpackedBytes,
): AsyncGenerator<MemberChunk, void> {
  const { file } = zip;
  const stop = (code: string): MemberChunk => ({
    kind: 'stopped',
    refusal: refusal(code, { file, member: member.name }, { file }),
  });
  if (member.isEncrypted) {
    yield stop('file.zip-locked');
    return;
  }
  if (member.method !== STORED && member.method !== DEFLATED) {
    yield stop('file.zip-method');
    return;
  }
  if (looksLikeBomb(member.packedBytes, member.unpackedBytes)) {
    yield stop('file.bomb');
    return;
  }
  try {
    const start = await dataStart(file, member);
    if (start === undefined || start + member.packedBytes > zip.size) {
      yield stop('file.zip-damaged');
      return;
    }
    let [done, crc] = [0, 0];
    for await (const bytes of unpack(file, start, member)) {
      done += bytes.length;
      if (done > limit || done > member.unpackedBytes || looksLikeBomb(member.packedBytes, done)) {
        yield stop('file.bomb');
        return;
      }
      crc = crc32(bytes, crc);
      yield { kind: 'bytes', bytes };
    }
    if (done !== member.unpackedBytes || crc !== member.crc) yield stop('file.zip-damaged');
  } catch (error) {
    const isZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    yield isZlib ? stop('file.zip-damaged') : { kind: 'stopped', refusal: fileRefusal(error, file) };
  }
}

async function* unpack(file: string, start: number, member: ZipMember): AsyncGenerator<Buffer> {
  if (member.packedBytes === 0) return;
  const disk = createReadStream(file, { start, end: start + member.packedBytes - 1, highWaterMark: 64 * 1024 });
  const inflate = member.method === DEFLATED ? createInflateRaw({ chunkSize: 128 * 1024 }) : undefined;
  if (inflate !== undefined) disk.on('error', (error) => inflate.destroy(error));
  const stream: AsyncIterable<Buffer> = inflate === undefined ? disk : disk.pipe(inflate);
  try {
    for await (const bytes of stream) yield bytes;
  } finally {
    inflate?.destroy();
    disk.destroy();
  }
}
