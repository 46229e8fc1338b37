import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIELD_NAMES } from '@kontor/domain/scope/fields';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** What can be missing beside the facts: conditions of a scope that read several of them, the baseline of a meter. */
const CONDITIONS = ['all', 'amount', 'any', 'baseline', 'crossings', 'crossings.role', 'direction', 'goods'];

test.each(['en', 'de', 'ru', 'be'])('every fact a scope can read has a name in %s', (language) => {
  const path = join(import.meta.dirname, '..', 'catalogues', language, 'scope.json');
  const messages = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8')));
  const expected = [...FIELD_NAMES, ...CONDITIONS].map((name) => `field.${name}`);
  expect(Object.keys(messages).toSorted()).toEqual(expected.toSorted());
});
