/** Bounds on what is read, so that no file can fill memory or run without end. */
export const LIMITS = Object.freeze({
  /** Unpacked bytes of one file; about 15 million rows. */
  unpackedBytes: 8 * 1024 ** 3,
  /** A packed file may unpack to at most this many times its size, once it is past `bombFloorBytes`. */
  bombRatio: 200,
  bombFloorBytes: 64 * 1024 ** 2,
  /** One row of a text file, or one JSON record. An unclosed quotation mark would otherwise swallow the rest. */
  rowChars: 1024 ** 2,
  columns: 1000,
  /** Shared texts of a workbook are held in memory. */
  sharedTexts: 2_000_000,
  sharedChars: 64 * 1024 ** 2,
  /** Small parts of a workbook: its list of sheets, its formats. */
  partBytes: 16 * 1024 ** 2,
});

/** Whether unpacking has gone further than an honest file would. */
export function looksLikeBomb(packedBytes: number, unpackedBytes: number): boolean {
  if (unpackedBytes > LIMITS.unpackedBytes) return true;
  return unpackedBytes > LIMITS.bombFloorBytes && unpackedBytes > packedBytes * LIMITS.bombRatio;
}
