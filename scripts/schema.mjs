import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from './house/root.mjs';
import { publishedFiles } from './pages/published.ts';

/** Writes what is generated below docs/reference: the published schemas and their pages, from the schemas the program reads by. */
for (const [path, text] of publishedFiles()) {
  const file = join(ROOT, 'docs', 'reference', path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
