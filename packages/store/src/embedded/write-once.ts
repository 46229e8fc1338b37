import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from './file-errors.ts';

/** Files being written; left behind only by a process that was killed in the act. */
export const UNFINISHED_PREFIX = '.kontor-';

/**
 * Creates a file that appears complete or not at all, and only if there is none: the content goes to a file of another
 * name, then a hard link gives it the right one. False when the name was taken. Readable by the owner only.
 */
export async function writeOnce(path: string, content: string): Promise<boolean> {
  const unfinished = join(dirname(path), `${UNFINISHED_PREFIX}${randomBytes(8).toString('hex')}`);
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
    await file.close();
    await link(unfinished, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
  }
}
