import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { sql } from 'kysely';
import { DEFAULT_REGION, type Store } from '../store.ts';

export type BalanceQuery = {
  readonly region?: string;
  /** Only what was booked up to and including this day; everything when left out. */
  readonly upTo?: LocalDate;
  /** Only entries of this period. */
  readonly period?: string;
  /** Only these accounts. */
  readonly accounts?: readonly string[];
};

/** One account in one currency, in minor units. `balance` is debits less credits. */
export type BalanceLine = {
  readonly account: string;
  readonly currency: string;
  readonly debits: bigint;
  readonly credits: bigint;
  readonly balance: bigint;
};

/** Debits, credits and balance of each account, by account and currency. In each currency the balances come to zero. */
export async function trialBalance(store: Store, query: BalanceQuery = {}): Promise<readonly BalanceLine[]> {
  const { region = DEFAULT_REGION, upTo, period, accounts } = query;
  let lines = store.db
    .selectFrom('posting as p')
    .innerJoin('entry as e', (join) => join.onRef('e.region', '=', 'p.region').onRef('e.id', '=', 'p.entry_id'))
    .select([
      'p.account',
      'p.currency',
      // A sum of 64-bit integers is a numeric, which comes as text.
      sql<string>`coalesce(sum(p.amount_minor) filter (where p.amount_minor > 0), 0)`.as('debits'),
      sql<string>`coalesce(-sum(p.amount_minor) filter (where p.amount_minor < 0), 0)`.as('credits'),
    ])
    .where('p.region', '=', region)
    .groupBy(['p.account', 'p.currency'])
    .orderBy('p.account')
    .orderBy('p.currency');
  if (upTo !== undefined) lines = lines.where('e.booked', '<=', upTo);
  if (period !== undefined) lines = lines.where('e.period', '=', period);
  if (accounts !== undefined) lines = lines.where('p.account', 'in', accounts.length === 0 ? [''] : accounts);
  return (await lines.execute()).map(({ account, currency, ...sums }) => {
    const [debits, credits] = [BigInt(sums.debits), BigInt(sums.credits)];
    return { account, currency, debits, credits, balance: debits - credits };
  });
}
