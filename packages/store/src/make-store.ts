import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { endPool, makePool } from './connection/pool.ts';
import type { Schema } from './schema.ts';
import type { Store, StoreKind } from './store.ts';

export type StoreParts = {
  readonly kind: StoreKind;
  readonly connection: pg.ClientConfig;
  readonly role?: string;
  readonly beforeClosing?: () => void;
  readonly afterClosing?: () => Promise<void>;
};

/** A store over a database whose schema is up to date. */
export function makeStore({ kind, connection, role, beforeClosing, afterClosing }: StoreParts): Store {
  // A broken idle connection is replaced at the next query, which fails by itself if the server is gone.
  const pool = makePool({ connection, ...(role === undefined ? {} : { role }), onLost: () => undefined });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const closeOnce = async () => {
    beforeClosing?.();
    await endPool(pool);
    await afterClosing?.();
  };
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeOnce();
    return closing;
  };
  return Object.freeze({ kind, db, pool, close });
}
