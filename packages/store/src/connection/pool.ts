import { type ClientConfig, Pool } from 'pg';
import { exactTypes } from './exact-types.ts';

/** The schema everything lives in, so that Kontor can share a database with others. */
export const SCHEMA = 'kontor';

/** The role that works with the data: it may insert and read, and can change or remove nothing. */
export const APP_ROLE = 'kontor_app';

/** Connections held by one process; the embedded server admits three such processes' worth. */
const MOST_CONNECTIONS = 8;

export type PoolOptions = {
  /** Where and as whom to connect. */
  readonly connection: ClientConfig;
  /** A role to take on after connecting, for a server where Kontor has one log-in only. */
  readonly role?: string;
  readonly most?: number;
  /** Called when a connection that is not in use breaks; queries in flight reject on their own. */
  readonly onLost: (error: Error) => void;
};

/** Settings every session has, whatever the server's own say: dates are read as ISO and instants as UTC. */
function sessionOptions(role: string | undefined): string {
  const settings = [`search_path=${SCHEMA}`, 'timezone=UTC', 'datestyle=ISO', 'intervalstyle=iso_8601'];
  if (role !== undefined) settings.push(`role=${role}`);
  return settings.map((setting) => `-c ${setting}`).join(' ');
}

/** A pool whose sessions all read values exactly and find Kontor's tables. */
export function makePool({ connection, role, most, onLost }: PoolOptions): Pool {
  const pool = new Pool({
    application_name: 'kontor',
    ...connection,
    options: sessionOptions(role),
    types: exactTypes,
    max: most ?? MOST_CONNECTIONS,
  });
  pool.on('error', onLost);
  return pool;
}

/** How long closing waits for queries in flight before the connections are left to the server to end. */
const CLOSING_PATIENCE_MS = 5_000;

/** Ends the pool once its queries are done, or after a while without them. */
export async function endPool(pool: Pool): Promise<void> {
  if (pool.ending) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSING_PATIENCE_MS);
  });
  await Promise.race([pool.end(), patience]);
  clearTimeout(timer);
}
