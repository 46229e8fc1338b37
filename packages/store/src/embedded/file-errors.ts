import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';

/** The code of an operating system's error, such as ENOENT; undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const NOT_ALLOWED = new Set(['EACCES', 'EPERM', 'EROFS']);
const NO_FOLDER = new Set(['ENOTDIR', 'EEXIST']);

/**
 * Why a file or folder of the store could not be read or written, as something a user can act on. Undefined for an
 * error that no user causes: the caller throws it on.
 */
export function fileRefusal(error: unknown, path: string): Refusal | undefined {
  const code = errorCode(error);
  if (code === undefined) return undefined;
  if (FULL.has(code)) return refusal('store.disk-full', { path }, { file: path });
  if (NOT_ALLOWED.has(code)) return refusal('store.not-writable', { path, error: code }, { file: path });
  if (NO_FOLDER.has(code)) return refusal('store.not-a-folder', { path }, { file: path });
  return undefined;
}

/** What a file read gave: absent is an answer, and other errors are thrown. */
export async function unlessAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
