/** Reads a book: the YAML, CSV and JSON files of a folder and its sub-folders, as texts. What they say is not looked at. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { BookFile } from '@kontor/domain/book/load';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { ok, type Refusal, type Result, refusal, refused, sortRefusals } from '@kontor/domain/kernel/refusal';
import { fileRefusal } from '../file/access.ts';

export type BookLimits = {
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly depth: number;
};

/** A real book of a corridor is a few hundred files and a few megabytes. */
export const BOOK_LIMITS: BookLimits = Object.freeze({
  fileBytes: 32 * 1024 ** 2,
  totalBytes: 256 * 1024 ** 2,
  files: 20_000,
  depth: 12,
});

/** JSON is YAML too. A published schema that lies beside the entries for editors is no entry. */
const READ = /(?<!\.schema)\.(?:ya?ml|csv|json)$/i;

type Walk = {
  readonly root: string;
  readonly realRoot: string;
  readonly limits: BookLimits;
  readonly paths: string[];
  /** Files that are there and of which nothing could be read. */
  readonly unread: string[];
  readonly refusals: Refusal[];
};

/** What of a book could be read, the files that are there but could not be, and why. */
export type ReadBook = {
  readonly files: readonly BookFile[];
  readonly unread: readonly string[];
  readonly refusals: readonly Refusal[];
};

const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

/** Links that stay inside are skipped: what they point to is read at its own place. Links that leave are refused. */
async function checkLink(walk: Walk, path: string): Promise<void> {
  try {
    const target = await realpath(join(walk.root, path));
    if (target !== walk.realRoot && !target.startsWith(walk.realRoot + sep)) {
      walk.unread.push(path);
      walk.refusals.push(refusal('book-folder.link-outside', { path }, { file: path }));
    }
  } catch (error) {
    walk.refusals.push(fileRefusal(error, path));
  }
}

async function visit(walk: Walk, folder: string, entry: Dirent, depth: number): Promise<void> {
  const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
  if (isHidden(entry.name)) return;
  if (entry.isSymbolicLink()) return checkLink(walk, path);
  if (entry.isDirectory()) return listFolder(walk, path, depth + 1);
  if (entry.isFile() && READ.test(entry.name)) walk.paths.push(path);
}

async function listFolder(walk: Walk, folder: string, depth: number): Promise<void> {
  if (depth > walk.limits.depth) {
    walk.refusals.push(refusal('book-folder.too-deep', { most: walk.limits.depth }, { file: folder }));
    return;
  }
  try {
    const entries = await readdir(join(walk.root, folder), { withFileTypes: true });
    for (const entry of entries) {
      if (walk.paths.length > walk.limits.files) return;
      await visit(walk, folder, entry, depth);
    }
  } catch (error) {
    walk.refusals.push(fileRefusal(error, folder === '' ? walk.root : folder));
  }
}

/** The file's text; a refusal when it is too large, no UTF-8, or no text. */
async function readText(root: string, path: string, limit: number): Promise<string | Refusal> {
  const place = { file: path };
  try {
    const { size } = await stat(join(root, path));
    if (size > limit) return refusal('book-folder.file-too-large', { most: limit }, place);
    const bytes = await readFile(join(root, path));
    if (bytes.includes(0)) return refusal('book-folder.not-text', {}, place);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    // A fatal decoder reports what is no UTF-8 by throwing.
    if (error instanceof TypeError) return refusal('book-folder.not-text', {}, place);
    return fileRefusal(error, path);
  }
}

async function readAll(walk: Walk): Promise<readonly BookFile[]> {
  const files: BookFile[] = [];
  let total = 0;
  const paths = walk.paths.toSorted(compareCodePoints);
  for (const [index, path] of paths.entries()) {
    const text = await readText(walk.root, path, walk.limits.fileBytes);
    if (typeof text !== 'string') {
      walk.unread.push(path);
      walk.refusals.push(text);
      continue;
    }
    total += text.length;
    if (total > walk.limits.totalBytes) {
      walk.refusals.push(refusal('book-folder.too-large', { most: walk.limits.totalBytes }, { file: path }));
      walk.unread.push(...paths.slice(index));
      break;
    }
    files.push({ path, text });
  }
  return files;
}

const nothing = (reason: Refusal): ReadBook => ({ files: [], unread: [], refusals: [reason] });

/**
 * The files of a book in code-point order of their paths, with every reason why one could not be read: too large, too deep,
 * no UTF-8 text, linked from outside. Neither files nor unread ones when the folder is missing, no folder, too full or empty.
 */
export async function readBookFiles(root: string, limits: BookLimits = BOOK_LIMITS): Promise<ReadBook> {
  const place = { file: root };
  try {
    if (!(await stat(root)).isDirectory()) return nothing(refusal('book-folder.not-a-folder', { folder: root }, place));
    const walk: Walk = { root, realRoot: await realpath(root), limits, paths: [], unread: [], refusals: [] };
    await listFolder(walk, '', 0);
    if (walk.paths.length > limits.files)
      return nothing(refusal('book-folder.too-many-files', { most: limits.files }, place));
    const files = await readAll(walk);
    if (files.length === 0 && walk.refusals.length === 0)
      return nothing(refusal('book-folder.empty', { folder: root }, place));
    return { files, unread: walk.unread.toSorted(compareCodePoints), refusals: sortRefusals(walk.refusals) };
  } catch (error) {
    const reason = fileRefusal(error, root);
    const isMissing = reason.code === 'file.missing';
    const code = isMissing ? 'book-folder.missing' : 'book-folder.unreadable';
    return nothing(refusal(code, { folder: root, reason: String(reason.params['error'] ?? reason.code) }, place));
  }
}

/** The files of a book that could be read whole; else refused, with every reason. */
export async function readBookFolder(
  root: string,
  limits: BookLimits = BOOK_LIMITS,
): Promise<Result<readonly BookFile[]>> {
  const { files, refusals } = await readBookFiles(root, limits);
  return refusals.length === 0 ? ok(files) : refused(...refusals);
}
