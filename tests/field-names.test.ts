import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHOICES } from '@kontor/domain/scope/choices';
import { FIELD_NAMES } from '@kontor/domain/scope/fields';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** What can be missing beside the facts: conditions of a scope that read several of them, the baseline of a meter. */
const CONDITIONS = ['all', 'amount', 'any', 'baseline', 'crossings', 'crossings.role', 'direction', 'goods'];

const LANGUAGES = ['en', 'de', 'ru', 'be'];

function messagesOf(language: string): Readonly<Record<string, string>> {
  const path = join(import.meta.dirname, '..', 'catalogues', language, 'scope.json');
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8')));
}

test.each(LANGUAGES)('every fact a scope can read has a name in %s', (language) => {
  const names = Object.keys(messagesOf(language)).filter((key) => key.startsWith('field.'));
  const expected = [...FIELD_NAMES, ...CONDITIONS].map((name) => `field.${name}`);
  expect(names.toSorted()).toEqual(expected.toSorted());
});

test.each(LANGUAGES)(
  'every choice a fact has, but for Incoterms, which are codes everywhere, has a word in %s',
  (language) => {
    const messages = messagesOf(language);
    const words = Object.keys(messages).filter((key) => key.startsWith('choice.'));
    const choices = [...CHOICES].filter(([fact]) => fact !== 'incoterm').flatMap(([, values]) => values);
    for (const value of choices) expect(words.some((key) => key.endsWith(`.${value}`))).toBe(true);
    expect(Object.values(messages).every((text) => text !== '')).toBe(true);
  },
);
