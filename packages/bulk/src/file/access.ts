import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';

const systemErrorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** A failure of the file system as a refusal; anything that is no such failure is a bug and is thrown on. */
export function fileRefusal(error: unknown, file: string): Refusal {
  const code = systemErrorCode(error);
  if (code === undefined) throw error;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return refusal('file.missing', { file }, { file });
    case 'EISDIR':
      return refusal('file.directory', { file }, { file });
    case 'EACCES':
    case 'EPERM':
      return refusal('file.permission', { file }, { file });
    default:
      if (!/^E[A-Z0-9]+$/.test(code)) throw error;
      return refusal('file.unreadable', { file, error: code }, { file });
  }
}

/** The size of a file that can be read, or why it cannot: missing, a folder, no permission, no plain file, empty. */
export async function sizeOfReadable(file: string): Promise<Result<number>> {
  if (file.includes('\0')) return refused(refusal('file.missing', { file }, { file }));
  try {
    const facts = await stat(file);
    if (facts.isDirectory()) return refused(refusal('file.directory', { file }, { file }));
    if (!facts.isFile()) return refused(refusal('file.not-plain', { file }, { file }));
    await access(file, constants.R_OK);
    return facts.size === 0 ? refused(refusal('file.empty', { file }, { file })) : ok(facts.size);
  } catch (error) {
    return refused(fileRefusal(error, file));
  }
}
