import { z } from 'zod';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { nearestName } from '../kernel/nearest.ts';
import type { Period } from '../kernel/period.ts';
import { type Refusal, refusal, sortRefusals } from '../kernel/refusal.ts';
import { periodSchema } from '../kernel/schema.ts';
import { type BookDocument, type BookFile, readDocuments } from './documents.ts';
import { type Header, headerSchema } from './header.ts';
import { refusalsOf } from './issues.ts';
import { mendEntry } from './mend.ts';
import { parseEntry } from './parse.ts';
import type { Locate } from './position.ts';
import { readTables, type TableRows, type TableText } from './table-rows.ts';

export type { BookFile } from './documents.ts';

/** The kinds of entries a book may hold, each with its schema. */
export type KindRegistry = Readonly<Record<string, z.ZodType>>;

/** One entry, checked against its schema, with the way back to its place in the file. */
export type LoadedEntry<T = unknown> = {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
  readonly header: Header;
  /** The entry as its schema reads it. */
  readonly value: T;
  /** Read on without what its schema refused: only to find what else is wrong in it. */
  readonly mended: boolean;
  /** The entry as written, for a room that reads it by its own schema. */
  readonly raw: unknown;
  readonly known: LocalDate;
  readonly valid: Period;
  readonly place: Locate;
  readonly tables: ReadonlyMap<string, TableRows>;
};

export type LoadedBook = { readonly entries: readonly LoadedEntry[]; readonly files: readonly string[] };

const tablesShape = z.looseObject({
  tables: z
    .record(
      z.string(),
      z.looseObject({
        file: z.string().optional(),
        columns: z.array(z.string()).optional(),
        rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))).optional(),
      }),
    )
    .optional(),
});

type Loading = {
  readonly kinds: KindRegistry;
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly refusals: Refusal[];
  readonly entries: LoadedEntry[];
};

function kindOf(root: unknown): string | undefined {
  if (root === null || typeof root !== 'object' || Array.isArray(root)) return undefined;
  const kind: unknown = Reflect.get(root, 'kind');
  return typeof kind === 'string' ? kind : undefined;
}

const validityShape = z.looseObject({ valid: periodSchema });

/** A period of validity that ends before it begins, whatever else the entry says. */
function emptyValidity(root: unknown, locate: Locate): Refusal | undefined {
  const read = validityShape.safeParse(root);
  if (!read.success) return undefined;
  const { from, to } = read.data.valid;
  return to !== undefined && to <= from ? refusal('book.empty-validity', { from, to }, locate(['valid'])) : undefined;
}

function loadEntry(file: string, { root, locate, doubled }: BookDocument, loading: Loading): void {
  const kind = kindOf(root);
  if (kind === undefined) {
    loading.refusals.push(
      refusal('book.no-kind', { kinds: Object.keys(loading.kinds).toSorted(compareCodePoints).join(', ') }, locate([])),
    );
    return;
  }
  const schema = loading.kinds[kind];
  if (schema === undefined) {
    const nearest = nearestName(kind, Object.keys(loading.kinds)) ?? 'none';
    loading.refusals.push(refusal('book.unknown-kind', { kind, nearest }, locate(['kind'])));
    return;
  }
  const parsed = parseEntry(schema, root);
  if (!parsed.ok) loading.refusals.push(...refusalsOf(parsed.issues, root, locate));
  const entry = parsed.ok ? { raw: root, value: parsed.value } : mendEntry(schema, root, parsed.issues);
  const withTables = tablesShape.safeParse(root);
  const tables: Record<string, TableText> = withTables.success ? (withTables.data.tables ?? {}) : {};
  const read = readTables(file, tables, loading.files, locate);
  loading.refusals.push(...read.refusals);
  const empty = emptyValidity(root, locate);
  if (empty !== undefined) loading.refusals.push(empty);
  const header = headerSchema.safeParse(entry?.raw);
  if (entry === undefined || empty !== undefined || !header.success) return;
  const { id, valid, known = valid.from, version = known } = header.data;
  const period: Period = { from: valid.from, to: valid.to };
  loading.entries.push(
    Object.freeze({
      kind,
      id,
      version,
      header: header.data,
      mended: !parsed.ok || doubled,
      value: entry.value,
      raw: entry.raw,
      known,
      valid: period,
      place: locate,
      tables: read.tables,
    }),
  );
}

function duplicateEntries(entries: readonly LoadedEntry[]): Refusal[] {
  const seen = new Map<string, LoadedEntry>();
  const found: Refusal[] = [];
  for (const entry of entries) {
    const key = `${entry.kind} ${entry.id} ${entry.version}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, entry);
    else {
      const other = first.place(['id']);
      found.push(
        refusal(
          'book.duplicate-entry',
          { id: entry.id, version: entry.version, file: other.file ?? '', line: other.line ?? 0 },
          entry.place(['id']),
        ),
      );
    }
  }
  return found;
}

/** The entry by a room's own schema, typed. The loader has already accepted it by the schema of its kind. */
export function readEntry<S extends z.ZodType>(entry: Pick<LoadedEntry, 'raw'>, schema: S): z.infer<S> {
  return schema.parse(entry.raw);
}

/**
 * Reads a whole book: every file, every problem at once, in reading order. Files that are not YAML are tables. `unread` are
 * paths of files that whoever gives the others could not read, and has said so.
 */
export function loadBook(
  files: readonly BookFile[],
  kinds: KindRegistry,
  unread: readonly string[] = [],
): { readonly book: LoadedBook; readonly refusals: readonly Refusal[] } {
  const ordered = files.toSorted((a, b) => compareCodePoints(a.path, b.path));
  const loading: Loading = {
    kinds,
    files: new Map([
      ...unread.map((path) => [path, undefined] as const),
      ...ordered.map(({ path, text }) => [path, text] as const),
    ]),
    refusals: [],
    entries: [],
  };
  for (const file of ordered) {
    if (!/\.ya?ml$/iu.test(file.path)) continue;
    const { documents, refusals } = readDocuments(file);
    loading.refusals.push(...refusals);
    for (const document of documents) loadEntry(file.path, document, loading);
  }
  loading.refusals.push(...duplicateEntries(loading.entries));
  if (loading.entries.length === 0 && loading.refusals.length === 0 && unread.length === 0)
    loading.refusals.push(refusal('book.empty', {}));
  return {
    book: Object.freeze({ entries: Object.freeze(loading.entries), files: ordered.map((file) => file.path) }),
    refusals: sortRefusals(loading.refusals),
  };
}
