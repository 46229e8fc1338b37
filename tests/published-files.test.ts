import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../scripts/house/root.mjs';
import { publishedFiles } from '../scripts/pages/published.ts';

test.each([...publishedFiles()])(
  'docs/reference/%s is what is made of the schemas (else: npm run schema)',
  (path, text) => {
    expect(readFileSync(join(ROOT, 'docs', 'reference', path), 'utf8')).toBe(text);
  },
);
