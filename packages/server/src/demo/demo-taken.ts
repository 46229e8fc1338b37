import { join } from 'node:path';
import { inspectFile } from '@kontor/bulk/file/inspect';
import { findImport } from '@kontor/store/journal/import-run';
import type { Store } from '@kontor/store/store';
import { FACT_KINDS } from '../journal/to-facts.ts';
import { DEMO_FILE_NAMES } from './demo-files.ts';

/** Whether every file of the demonstration lies in the folder and is, by its hash, one that was taken to its end before. */
export async function isDemoTaken(store: Store, folder: string): Promise<boolean> {
  for (const kind of FACT_KINDS) {
    const file = await inspectFile(join(folder, DEMO_FILE_NAMES[kind]));
    if (!file.ok) return false;
    const run = await findImport(store, { fileHash: file.value.sha256, profile: kind });
    if (run?.isFinished !== true) return false;
  }
  return true;
}
