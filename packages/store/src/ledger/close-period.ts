import type { LocalDate } from '@kontor/domain/kernel/local-date';
import type pg from 'pg';
import { canonicalJson, type Json } from '../journal/canonical-json.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';

export type PeriodClosing = {
  readonly period: string;
  /** The day it was closed, as the settlement officer dates it. */
  readonly closed: LocalDate;
  readonly memo: Json;
};

export type PeriodClose = PeriodClosing & { readonly region?: string };

/**
 * Closes a period for good: its numbers are frozen, and what arrives later posts into an open one. Waits for entries
 * being posted into it. True when it was closed now, false when it was closed before.
 */
export async function closePeriod(store: Store, request: PeriodClose): Promise<boolean> {
  const { region = DEFAULT_REGION, period, closed, memo } = request;
  const made = await store.db
    .insertInto('period_close')
    .values({ region, period, closed, memo: canonicalJson(memo) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('period')
    .execute();
  return made.length === 1;
}

/** Closes a period in a transaction that is open; false when it was closed before. */
export async function closeWithin(
  client: pg.ClientBase,
  region: string,
  { period, closed, memo }: PeriodClosing,
): Promise<boolean> {
  const made = await client.query(
    'insert into period_close (region, period, closed, memo) values ($1, $2, $3, $4) on conflict do nothing',
    [region, period, closed, canonicalJson(memo)],
  );
  return made.rowCount === 1;
}

/** The closed periods by name, each with its day and what was noted on closing it. */
export async function readClosedPeriods(
  store: Store,
  region: string = DEFAULT_REGION,
): Promise<readonly PeriodClosing[]> {
  return store.db
    .selectFrom('period_close')
    .select(['period', 'closed', 'memo'])
    .where('region', '=', region)
    .orderBy('period')
    .execute();
}
