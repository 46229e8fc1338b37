import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { z } from 'zod';
import type { Language } from './language.ts';

/** Messages by key, in ICU message syntax. */
export type Catalogue = ReadonlyMap<string, string>;

const catalogueFileSchema = z.record(z.string(), z.string());

/** In the published package the catalogues lie beside `dist`; in the repository at its root (from `src` as from `dist`). */
const CATALOGUE_FOLDERS = ['../../catalogues/', '../../../../catalogues/'] as const;

/** The folder that holds one folder of catalogues per language. Throws when the installation has none. */
export function catalogueFolder(): string {
  for (const candidate of CATALOGUE_FOLDERS) {
    const folder = fileURLToPath(new URL(candidate, import.meta.url));
    if (existsSync(folder)) return folder;
  }
  throw new Error('the message catalogues are missing from this installation');
}

/**
 * All messages of a language: every `*.json` of its folder, merged. Throws on a file that is no flat object of
 * messages and on a key in two files; both are mistakes in the program and are held by the tidy test.
 */
export function readCatalogue(language: Language, folder: string = catalogueFolder()): Catalogue {
  const messages = new Map<string, string>();
  const files = readdirSync(`${folder}/${language}`)
    .filter((name) => name.endsWith('.json'))
    .toSorted(compareCodePoints);
  for (const file of files) {
    const content: unknown = JSON.parse(readFileSync(`${folder}/${language}/${file}`, 'utf8'));
    for (const [key, message] of Object.entries(catalogueFileSchema.parse(content))) {
      if (messages.has(key)) throw new Error(`the message ${key} is in two catalogues; one is ${language}/${file}`);
      messages.set(key, message);
    }
  }
  return messages;
}
