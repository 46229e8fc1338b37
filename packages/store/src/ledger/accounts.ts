import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { DEFAULT_REGION, type Store } from '../store.ts';
import type { AccountNature } from './entry.ts';

export type Account = { readonly code: string; readonly nature: AccountNature };

/**
 * Opens accounts; those that are open stay as they are. Answers how many were opened now.
 * Refuses: ledger.account-differs, when an account is open with another nature (the others are opened all the same).
 */
export async function openAccounts(
  store: Store,
  { accounts, region = DEFAULT_REGION }: { readonly accounts: readonly Account[]; readonly region?: string },
): Promise<Result<number>> {
  if (accounts.length === 0) return ok(0);
  const opened = await store.db
    .insertInto('account')
    .values(accounts.map(({ code, nature }) => ({ region, code, nature })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('code')
    .execute();
  const natures = new Map((await readAccounts(store, region)).map(({ code, nature }) => [code, nature]));
  const differing = accounts.flatMap(({ code, nature }): readonly Refusal[] => {
    const found = natures.get(code);
    if (found === undefined || found === nature) return [];
    return [refusal('ledger.account-differs', { account: code, found, asked: nature }, { record: code })];
  });
  return differing.length === 0 ? ok(opened.length) : refused(...differing);
}

/** All accounts by code. */
export async function readAccounts(store: Store, region: string = DEFAULT_REGION): Promise<readonly Account[]> {
  return store.db
    .selectFrom('account')
    .select(['code', 'nature'])
    .where('region', '=', region)
    .orderBy('code')
    .execute();
}
