import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where the house keeps what it only needs to be quick; removed together with the dependencies. */
export const NOTES = join(ROOT, 'node_modules', '.kontor');
