import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../house/root.mjs';

const messages = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(join(ROOT, 'catalogues', 'en', 'scope.json'), 'utf8')));

/** What a fact of a scope is called in English, as surfaces call it. */
export const factName = (fact: string): string | undefined => messages[`field.${fact}`];
