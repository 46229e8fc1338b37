import { Client, type ClientConfig } from 'pg';
import { APP_ROLE } from '../connection/pool.ts';
import { sqlState } from '../connection/transaction.ts';
import type { Access } from './access-file.ts';
import { OWNER_ROLE } from './make-cluster.ts';
import type { Listening } from './server-settings.ts';
import { SOCKET_PORT } from './socket-place.ts';

const DATABASE = 'kontor';
const NO_SUCH_DATABASE = '3D000';

export type Entrances = {
  /** For migrations. */
  readonly owner: ClientConfig;
  /** For work. */
  readonly app: ClientConfig;
};

export function entrances(listening: Listening, access: Access): Entrances {
  const place =
    listening.kind === 'socket'
      ? { host: listening.folder, port: SOCKET_PORT }
      : { host: '127.0.0.1', port: listening.port };
  return {
    owner: { ...place, database: DATABASE, user: OWNER_ROLE, password: access.owner },
    app: { ...place, database: DATABASE, user: APP_ROLE, password: access.app },
  };
}

/** Runs statements in a session of their own. */
async function execute(connection: ClientConfig, statements: readonly string[]): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Makes the role and the database of a new cluster. The database comes last and stands for both: a process killed in
 * between is made good by the next start. The password is of hexadecimal digits, so it can stand in a statement.
 */
export async function provision({ owner }: Entrances, access: Access): Promise<void> {
  try {
    await execute(owner, ['select 1']);
  } catch (error) {
    if (sqlState(error) !== NO_SUCH_DATABASE) throw error;
    await execute({ ...owner, database: 'postgres' }, [
      `do $$ begin
         if not exists (select from pg_roles where rolname = '${APP_ROLE}') then create role ${APP_ROLE} nologin; end if;
       end $$`,
      `alter role ${APP_ROLE} login password '${access.app}'`,
      `create database ${DATABASE}`,
    ]);
  }
}
