import { isUtf8 } from 'node:buffer';

/** How many bytes at the end belong to a character that is not complete yet: 0 to 3. */
function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** Checks a stream of pieces for valid UTF-8; characters may straddle pieces. */
export function utf8Check(): { readonly push: (bytes: Buffer) => void; readonly isValid: () => boolean } {
  let carried: Buffer = Buffer.alloc(0);
  let valid = true;
  return {
    push: (bytes) => {
      if (!valid) return;
      const all = carried.length === 0 ? bytes : Buffer.concat([carried, bytes]);
      const cut = all.length - unfinishedTail(all);
      valid = isUtf8(all.subarray(0, cut));
      carried = Buffer.from(all.subarray(cut));
    },
    isValid: () => valid && carried.length === 0,
  };
}
