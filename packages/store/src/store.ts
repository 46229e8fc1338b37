import type { Refusal } from '@kontor/domain/kernel/refusal';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Schema } from './schema.ts';

/** Where the data lies: in a folder, with a server of Kontor's own, or on a server that somebody else runs. */
export type StoreKind = 'embedded' | 'external';

/**
 * An open store, its schema up to date. Connections work in the role `kontor_app`, which may insert and read and can
 * change nothing. `db` and `pool` share their connections; `pool` is for what a query builder cannot say (COPY).
 */
export type Store = {
  readonly kind: StoreKind;
  readonly db: Kysely<Schema>;
  readonly pool: pg.Pool;
  /** Ends the connections and, when it is Kontor's own, the server; safe to call twice. */
  readonly close: () => Promise<void>;
};

/** Something that happened to the store while it opened or ran: a refusal of severity `warning`, with its texts. */
export type OnNotice = (notice: Refusal) => void;

/** The region that everything belongs to until an installation is divided into several. */
export const DEFAULT_REGION = 'all';
