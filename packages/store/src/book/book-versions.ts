import type pg from 'pg';
import { canonicalJson, type Json } from '../journal/canonical-json.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';

export type BookVersion = {
  readonly region?: string;
  /** The hash of the book's content. */
  readonly hash: string;
  /** Its files and entries with their versions. */
  readonly manifest: Json;
};

/** Records that a book was used. True when it was not known before. */
export async function recordBook(store: Store, book: BookVersion): Promise<boolean> {
  const { region = DEFAULT_REGION, hash, manifest } = book;
  const made = await store.db
    .insertInto('book_version')
    .values({ region, hash, manifest: canonicalJson(manifest) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('hash')
    .execute();
  return made.length === 1;
}

/** Records in a transaction that is open that a book was used. */
export async function recordBookWithin(
  client: pg.ClientBase,
  { region, hash, manifest }: Required<BookVersion>,
): Promise<void> {
  await client.query('insert into book_version (region, hash, manifest) values ($1, $2, $3) on conflict do nothing', [
    region,
    hash,
    canonicalJson(manifest),
  ]);
}

/** What a book that was used consisted of; undefined when no such book was. */
export async function findBook(
  store: Store,
  { hash, region = DEFAULT_REGION }: { readonly hash: string; readonly region?: string },
): Promise<Json | undefined> {
  const found = await store.db
    .selectFrom('book_version')
    .select('manifest')
    .where('region', '=', region)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return found?.manifest;
}
