import type { Result } from '@kontor/domain/kernel/refusal';
import type pg from 'pg';

/** A session that could not be put back in order is thrown away rather than handed to the next user. */
async function rollBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}

async function transact<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  isToBeKept: (value: T) => boolean,
): Promise<T> {
  const client = await pool.connect();
  let isInOrder = true;
  try {
    await client.query('begin');
    const value = await work(client);
    if (isToBeKept(value)) await client.query('commit');
    else isInOrder = await rollBack(client);
    return value;
  } catch (error) {
    isInOrder = await rollBack(client);
    throw error;
  } finally {
    client.release(!isInOrder);
  }
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return transact(pool, work, () => true);
}

/** As {@link inTransaction}, and rolled back as well when `work` answers with a refusal. */
export function unlessRefused<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result<T>>,
): Promise<Result<T>> {
  return transact(pool, work, (result) => result.ok);
}

/** The SQLSTATE of an error from the database; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
