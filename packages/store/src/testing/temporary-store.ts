import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Refusal, Result } from '@kontor/domain/kernel/refusal';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';

/** A folder of a test's own, private as `mktemp` makes it. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'kontor-test-'));
}

export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

/** The value of a result that a test expects to hold; throws with the codes of its refusals. */
export function expectOk<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.refusals)}`);
}

/** The refusals of a result that a test expects not to hold; throws when it does. */
export function expectRefused(result: Result<unknown>): readonly Refusal[] {
  if (result.ok) throw new Error('expected a refusal');
  return result.refusals;
}

export const codesOf = (result: Result<unknown>): readonly string[] => expectRefused(result).map(({ code }) => code);

export type TemporaryStore = {
  readonly store: Store;
  readonly dataDir: string;
  /** Closes the store and removes its folder. */
  readonly end: () => Promise<void>;
};

/** A new store with a server of its own: a test file opens one in `beforeAll` and ends it in `afterAll`. */
export async function openTemporaryStore(): Promise<TemporaryStore> {
  const folder = await temporaryFolder();
  const dataDir = join(folder, 'data');
  const store = expectOk(await openStore({ dataDir }));
  const end = async () => {
    await store.close();
    await removeFolder(folder);
  };
  return { store, dataDir, end };
}
