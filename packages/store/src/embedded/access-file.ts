import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { z } from 'zod';
import type { DataPaths } from './data-paths.ts';
import { unlessAbsent } from './file-errors.ts';
import { writeOnce } from './write-once.ts';

const accessSchema = z.object({
  owner: z.string().regex(/^[0-9a-f]{48}$/),
  app: z.string().regex(/^[0-9a-f]{48}$/),
});

/** The passwords of the role that owns the tables and of the role that works with them. */
export type Access = z.infer<typeof accessSchema>;

const newPassword = (): string => randomBytes(24).toString('hex');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads the passwords of this data folder, made up at random when it is new. Refuses: store.access-damaged. */
export async function readOrMakeAccess(paths: DataPaths): Promise<Result<Access>> {
  const present = await unlessAbsent(readFile(paths.access, 'utf8'));
  if (present === undefined)
    await writeOnce(paths.access, JSON.stringify({ owner: newPassword(), app: newPassword() }));
  const read = accessSchema.safeParse(parseJson(present ?? (await readFile(paths.access, 'utf8'))));
  if (read.success) return ok(read.data);
  return refused(refusal('store.access-damaged', { path: paths.access }, { file: paths.access }));
}
