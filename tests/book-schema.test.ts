import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bookJsonSchema } from '@kontor/domain/office/json-schema';
import { expect, test } from 'vitest';

test('the published schema of the book is the one the loader reads by (else: npm run schema)', () => {
  const published = readFileSync(join(import.meta.dirname, '..', 'docs', 'reference', 'book.schema.json'), 'utf8');
  expect(published).toBe(`${JSON.stringify(bookJsonSchema(), null, 2)}\n`);
});
