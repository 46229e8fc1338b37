/** Posted entries of settlements, and what one of them follows from, as it was kept when it was posted. */
import { entitlementSchema, type WrittenEntitlement } from '@kontor/domain/explain/entitlement-schema';
import { nearestName } from '@kontor/domain/kernel/nearest';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { LedgerEntry } from '@kontor/domain/settlement/entry';
import type { Instant } from '@kontor/store/journal/instant';
import { readTrace } from '@kontor/store/ledger/entry-trace';
import { readPostings } from '@kontor/store/ledger/read-postings';
import type { Store } from '@kontor/store/store';
import { z } from 'zod';
import { settlementLedger } from './ledger-lines.ts';

/** `follows` undefined: it was posted without what it follows from. */
export type OpenedEntry = {
  readonly entry: LedgerEntry;
  readonly follows:
    | { readonly asOf: Instant; readonly book: string; readonly earned: readonly WrittenEntitlement[] }
    | undefined;
};

const bodySchema = z.object({ earned: z.array(entitlementSchema) });

/** Every entry of settlements, in the order of the ledger. */
export async function readEntries(store: Store, region?: string): Promise<readonly LedgerEntry[]> {
  const { entries } = await settlementLedger(readPostings(store, region === undefined ? {} : { region }));
  return entries;
}

/** One entry by its key; refused (`entry.unknown`) with the nearest key where the ledger has none of it. */
export async function openEntry(store: Store, key: string, region?: string): Promise<Result<OpenedEntry>> {
  const entries = await readEntries(store, region);
  const entry = entries.find((one) => one.key === key);
  if (entry === undefined) {
    const nearest = nearestName(
      key,
      entries.map((one) => one.key),
    );
    return refused(refusal('entry.unknown', { key, nearest: nearest ?? 'none' }));
  }
  const trace = await readTrace(store, region === undefined ? { key } : { key, region });
  if (trace === undefined) return ok({ entry, follows: undefined });
  const { earned } = bodySchema.parse(trace.body);
  return ok({ entry, follows: { asOf: trace.asOf, book: trace.bookHash, earned } });
}
