import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { NOTES } from '../../scripts/house/root.mjs';

const require = createRequire(import.meta.url);

/**
 * The browser the registry's package carries, unpacked beside the dependencies it came with. The package itself unpacks
 * into the machine's folder for temporary files and takes whatever already has that name there, even half a file.
 */
export async function unpackBrowser(): Promise<string> {
  const main = require.resolve('@sparticuz/chromium');
  const packed = join(dirname(main), '..', '..', 'bin', 'chromium.br');
  const unpacked = join(NOTES, 'chromium');
  if (existsSync(unpacked)) return unpacked;
  mkdirSync(NOTES, { recursive: true });
  const partial = `${unpacked}-${String(process.pid)}`;
  await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(partial, { mode: 0o755 }));
  renameSync(partial, unpacked);
  return unpacked;
}
