import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BookFile } from '@kontor/domain/book/load';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { type Refusal, refusal, type Result } from '@kontor/domain/kernel/refusal';

/** Limits of a book folder: beyond them it is not a book but an accident. */
const MOST_FILES = 5_000;
const LARGEST_FILE = 32 * 1024 * 1024;
const DEEPEST = 12;

const BOOK_FILE = /\.(?:ya?ml|csv)$/iu;

type Walk = { readonly root: string; readonly files: BookFile[]; readonly refusals: Refusal[] };

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
}

async function readText(walk: Walk, path: string): Promise<void> {
  const full = join(walk.root, path);
  const handle = await open(full, 'r');
  try {
    const { size } = await handle.stat();
    if (size > LARGEST_FILE) {
      walk.refusals.push(refusal('book-folder.file-too-large', { most: LARGEST_FILE }, { file: path }));
      return;
    }
    const bytes = await handle.readFile();
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\u0000')) walk.refusals.push(refusal('book-folder.not-text', {}, { file: path }));
    else walk.files.push({ path, text });
  } catch (error) {
    if (error instanceof TypeError) walk.refusals.push(refusal('book-folder.not-text', {}, { file: path }));
    else walk.refusals.push(refusal('book-folder.unreadable', { reason: reasonOf(error) }, { file: path }));
  } finally {
    await handle.close();
  }
}

async function visit(walk: Walk, folder: string, depth: number): Promise<void> {
  const entries = (await readdir(join(walk.root, folder), { withFileTypes: true })).toSorted((a, b) =>
    compareCodePoints(a.name, b.name),
  );
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith('.') || entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) {
      if (depth >= DEEPEST) walk.refusals.push(refusal('book-folder.too-deep', { most: DEEPEST }, { file: path }));
      else await visit(walk, path, depth + 1);
    } else if (entry.isFile() && BOOK_FILE.test(entry.name)) {
      if (walk.files.length >= MOST_FILES) {
        walk.refusals.push(refusal('book-folder.too-many-files', { most: MOST_FILES }, { file: path }));
        return;
      }
      await readText(walk, path);
    }
  }
}

/**
 * Reads the YAML and CSV files of a book folder, in order of code points, as UTF-8 text with paths relative to the folder.
 * Hidden files and symbolic links are passed over: a book stays within its folder.
 */
export async function readBookFolder(folder: string): Promise<Result<readonly BookFile[]>> {
  try {
    const stat = await lstat(folder);
    if (!stat.isDirectory()) return { ok: false, refusals: [refusal('book-folder.not-a-folder', { folder })] };
    const walk: Walk = { root: folder, files: [], refusals: [] };
    await visit(walk, '', 0);
    return walk.refusals.length > 0 ? { ok: false, refusals: walk.refusals } : { ok: true, value: walk.files };
  } catch (error) {
    const reason = reasonOf(error);
    return {
      ok: false,
      refusals: [refusal(reason === 'ENOENT' ? 'book-folder.missing' : 'book-folder.unreadable', { folder, reason })],
    };
  }
}
