/** Files and imports for tests: what stands in the test is written out, imported, and cleared away. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { isIdentifier } from '@kontor/domain/kernel/identifier';
import type { Refusal, Result } from '@kontor/domain/kernel/refusal';
import { afterAll } from 'vitest';
import type { ImportBatch } from '../import/batch.ts';
import { type ImportOptions, type ImportReport, importFile } from '../import/import-file.ts';
import { EMPTY_PROFILE, type Profile, profileSchema } from '../profile/schema.ts';
import type { Names } from '../values/names.ts';

/** A folder of its own for a test file, removed at its end. */
export function scratchFolder(): {
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
  readonly path: (name: string) => string;
} {
  const made = mkdtemp(join(tmpdir(), 'kontor-bulk-'));
  let folder = '';
  afterAll(async () => rm(await made, { recursive: true, force: true }));
  return {
    write: async (name, content) => {
      folder = await made;
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    path: (name) => join(folder, name),
  };
}

/** Windows-1251, for the characters that tests use. */
export function windows1251(text: string): Uint8Array {
  const table = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Uint8Array.from(text, (sign) => {
    const byte = table.indexOf(sign);
    if (byte < 0) throw new RangeError(`not in Windows-1251: ${sign}`);
    return byte;
  });
}

/** Any one-byte encoding that the platform decodes. */
export function encodedAs(encoding: string, text: string): Uint8Array {
  const table = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Uint8Array.from(text, (sign) => table.indexOf(sign));
}

const slug = (text: string): string =>
  isIdentifier(text) ? text : `id-${Buffer.from(text).toString('hex').slice(0, 40)}`;

/** Knows everybody and every place, ids as such and names by a made-up id; `НЕИЗВЕСТНО` is unknown and `двое` is two. */
export const ANY_NAMES: Names = {
  party: (text) => (text === 'НЕИЗВЕСТНО' ? [] : text === 'двое' ? ['a', 'b'] : [slug(text)]),
  place: (text) => (text === 'НЕИЗВЕСТНО' ? [] : [slug(text)]),
  has: () => true,
  near: () => [],
};

export const profileOf = (settings: Partial<Profile>): Profile =>
  profileSchema.parse({ ...EMPTY_PROFILE, ...settings });

export type Outcome = {
  readonly result: Result<ImportReport>;
  readonly batches: readonly ImportBatch[];
  readonly consignments: readonly Consignment[];
  readonly rejects: readonly { readonly line: number; readonly codes: readonly string[] }[];
  readonly refusals: readonly Refusal[];
};

/** Imports with everybody known and no checks, unless said otherwise. */
export async function importing(path: string, options: Partial<ImportOptions> = {}): Promise<Outcome> {
  const batches: ImportBatch[] = [];
  const all: ImportOptions = { path, names: ANY_NAMES, check: () => [], rejects: false, ...options };
  const result = await importFile(all, async (batch) => {
    batches.push(batch);
  });
  return {
    result,
    batches,
    consignments: batches.flatMap((batch) => batch.consignments.map((each) => each.consignment)),
    rejects: batches.flatMap((batch) =>
      batch.rejects.map(({ row, reasons }) => ({ line: row.line, codes: reasons.map((reason) => reason.code) })),
    ),
    refusals: result.ok ? [] : result.refusals,
  };
}

const english = new Map<string, string>();

async function messages(): Promise<ReadonlyMap<string, string>> {
  if (english.size > 0) return english;
  for (const file of ['import', 'cli', 'book']) {
    const text = await readFile(new URL(`../../../../catalogues/en/${file}.json`, import.meta.url), 'utf8');
    const content: unknown = JSON.parse(text);
    for (const [key, message] of Object.entries(content ?? {})) english.set(key, String(message));
  }
  return english;
}

/** What is wrong with the words of refusals: no text, or a text that fills in what the refusal does not carry. */
export async function speechless(refusals: readonly Refusal[]): Promise<readonly string[]> {
  const texts = await messages();
  return refusals.flatMap(({ code, params }) =>
    ['reason', 'remedy'].flatMap((part) => {
      const text = texts.get(`refusal.${code}.${part}`);
      if (text === undefined) return [`${code}.${part} has no words`];
      const names = [...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1] ?? '');
      return names.filter((name) => params[name] === undefined).map((name) => `${code}.${part} lacks ${name}`);
    }),
  );
}
