import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bookJsonSchema } from '@kontor/domain/office/json-schema';
import { ROOT } from './house/root.mjs';

/** Writes the published JSON Schema of book entries, made from the schemas the loader reads by. */
const FOLDER = join(ROOT, 'docs', 'reference');
await mkdir(FOLDER, { recursive: true });
await writeFile(join(FOLDER, 'book.schema.json'), `${JSON.stringify(bookJsonSchema(), null, 2)}\n`);
