import type { Store } from '../store.ts';

/**
 * Runs `work` while no other process does work of the same name: who comes second waits. The lock lives in a session of its own
 * and ends with it, so a process that is killed leaves nothing locked.
 */
export async function whileLocked<T>(store: Store, name: string, work: () => Promise<T>): Promise<T> {
  const client = await store.pool.connect();
  let isFree = false;
  try {
    await client.query("select pg_advisory_lock(hashtextextended('kontor work ' || $1, 0))", [name]);
    return await work();
  } finally {
    try {
      await client.query("select pg_advisory_unlock(hashtextextended('kontor work ' || $1, 0))", [name]);
      isFree = true;
    } finally {
      // A session that could not be unlocked is ended, and its lock with it.
      client.release(!isFree);
    }
  }
}
