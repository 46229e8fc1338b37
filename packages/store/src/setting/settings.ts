import { inTransaction } from '../connection/transaction.ts';
import { canonicalJson, type Json } from '../journal/canonical-json.ts';
import type { Instant } from '../journal/instant.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';

export type SettingName = { readonly region?: string; readonly key: string };

export type Setting = {
  readonly key: string;
  readonly version: number;
  readonly value: Json;
  readonly learned: Instant;
};

/** The setting in force, or in force as it was known at `asOf`; undefined when it was never set. */
export async function readSetting(
  store: Store,
  { key, region = DEFAULT_REGION, asOf }: SettingName & { readonly asOf?: Instant },
): Promise<Setting | undefined> {
  let query = store.db
    .selectFrom('setting')
    .select(['key', 'version', 'value', 'learned'])
    .where('region', '=', region)
    .where('key', '=', key);
  if (asOf !== undefined) query = query.where('learned', '<=', asOf);
  return query.orderBy('version', 'desc').limit(1).executeTakeFirst();
}

/** Sets a value as the next version; the same value again is no new version. Answers the version in force. */
export function writeSetting(
  store: Store,
  { key, value, learned, region = DEFAULT_REGION }: SettingName & { readonly value: Json; readonly learned: Instant },
): Promise<number> {
  return inTransaction(store.pool, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtextextended('kontor setting ' || $1 || ' ' || $2, 0))", [
      region,
      key,
    ]);
    const found = await client.query<{ version: number; is_same: boolean }>(
      `select version, value = $3::jsonb as is_same from setting
       where region = $1 and key = $2 order by version desc limit 1`,
      [region, key, canonicalJson(value)],
    );
    const [last] = found.rows;
    if (last?.is_same === true) return last.version;
    const version = (last?.version ?? 0) + 1;
    const values = [region, key, version, canonicalJson(value), learned];
    await client.query(
      'insert into setting (region, key, version, value, learned) values ($1, $2, $3, $4, $5)',
      values,
    );
    return version;
  });
}
