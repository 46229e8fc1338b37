import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { Client, type ClientConfig } from 'pg';
import { APP_ROLE } from '../connection/pool.ts';
import { sqlState } from '../connection/transaction.ts';
import { makeStore } from '../make-store.ts';
import { migrate } from '../migration/migrate.ts';
import { readMigrations } from '../migration/read-migrations.ts';
import type { Store } from '../store.ts';

/** The oldest PostgreSQL whose dialect the queries use. */
const OLDEST_MAJOR = 15;

export type ExternalRequest = {
  /** A connection URI, `postgres://user:password@host:port/database`. */
  readonly url: string;
};

/** SQLSTATE classes and codes of a server that was reached and says no. */
const NOT_ADMITTED = new Set(['28000', '28P01', '42501', '3D000']);

/** The host and database of the address; never the user or the password. */
function shownAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, pathname } = new URL(url);
  return /^postgres(ql)?:$/.test(protocol) ? `${host}${pathname}` : undefined;
}

function connectionRefusal(error: unknown, address: string): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const state = sqlState(error);
  if (state === undefined) return refusal('store.unreachable', { address, detail: error.message });
  if (NOT_ADMITTED.has(state)) return refusal('store.not-admitted', { address, detail: error.message, state });
  // What is no SQLSTATE comes from the network: ECONNREFUSED, ENOTFOUND, ETIMEDOUT.
  return /^[0-9A-Z]{5}$/.test(state) ? undefined : refusal('store.unreachable', { address, detail: state });
}

async function checkServer(connection: ClientConfig, address: string): Promise<Refusal | undefined> {
  const client = new Client(connection);
  try {
    await client.connect();
  } catch (error) {
    const reason = connectionRefusal(error, address);
    if (reason === undefined) throw error;
    return reason;
  }
  try {
    const found = await client.query<{ version: string; encoding: string }>(
      "select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding",
    );
    const [row] = found.rows;
    const major = Math.floor(Number(row?.version) / 10_000);
    if (major < OLDEST_MAJOR) return refusal('store.server-too-old', { address, found: major, oldest: OLDEST_MAJOR });
    if (row?.encoding !== 'UTF8') {
      return refusal('store.server-not-utf8', { address, encoding: row?.encoding ?? '' });
    }
    return undefined;
  } finally {
    await client.end();
  }
}

/**
 * Opens the store on a server that somebody else runs. The user of the address owns the tables; work is done in the
 * role `kontor_app`, which the first migration makes. Refuses: store.url-malformed, store.unreachable,
 * store.not-admitted, store.server-too-old, store.server-not-utf8, and what the migrations refuse.
 */
export async function openExternal({ url }: ExternalRequest): Promise<Result<Store>> {
  const address = shownAddress(url);
  if (address === undefined) return refused(refusal('store.url-malformed', {}));
  const connection: ClientConfig = { connectionString: url };
  const unfit = await checkServer(connection, address);
  if (unfit !== undefined) return refused(unfit);
  try {
    const migrated = await migrate(connection, await readMigrations());
    return migrated.ok ? ok(makeStore({ kind: 'external', connection, role: APP_ROLE })) : migrated;
  } catch (error) {
    const reason = connectionRefusal(error, address);
    if (reason === undefined) throw error;
    return refused(reason);
  }
}
