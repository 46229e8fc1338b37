import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { canonicalJson, type Json } from '../journal/canonical-json.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';

export type PeriodClose = {
  readonly region?: string;
  readonly period: string;
  /** The day it was closed, as the settlement officer dates it. */
  readonly closed: LocalDate;
  readonly memo: Json;
};

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

/** The closed periods by name, each with its day. */
export async function readClosedPeriods(
  store: Store,
  region: string = DEFAULT_REGION,
): Promise<readonly { readonly period: string; readonly closed: LocalDate }[]> {
  return store.db
    .selectFrom('period_close')
    .select(['period', 'closed'])
    .where('region', '=', region)
    .orderBy('period')
    .execute();
}
