/** Settlements between the domain and the ledger: what an entry is about stands in its memo. */
import { localDateSchema } from '@kontor/domain/kernel/schema';
import { OUTCOMES } from '@kontor/domain/restriction/schema';
import type { LedgerEntry } from '@kontor/domain/settlement/entry';
import type { NewEntry } from '@kontor/store/ledger/entry';
import type { BookedPosting } from '@kontor/store/ledger/read-postings';
import { z } from 'zod';

const SCHEMA = 'kontor.settlement-entry/1';

const memoSchema = z.object({
  schema: z.literal(SCHEMA),
  discount: z.string(),
  grantor: z.string(),
  synthetic: z.boolean(),
  party: z.string(),
  currency: z.string(),
  from: localDateSchema,
  to: localDateSchema.nullable(),
  withheld: z.enum(OUTCOMES).nullable(),
});

const kindSchema = z.enum(['accrual', 'settlement', 'withhold', 'release']);

/** An entry of a settlement as the ledger takes it. */
export function newEntryOf({ about, withheld, ...entry }: LedgerEntry): NewEntry {
  const { window, ...item } = about;
  const memo = { schema: SCHEMA, ...item, from: window.from, to: window.to ?? null, withheld: withheld ?? null };
  return { ...entry, memo };
}

/** An entry of the ledger as a settlement's; undefined when it is something else. `keyOf` knows the entries before it. */
function entryOf(
  postings: readonly [BookedPosting, ...BookedPosting[]],
  keyOf: (id: bigint) => string | undefined,
): LedgerEntry | undefined {
  const [{ key, period, booked, document, refersTo, ...head }] = postings;
  const kind = kindSchema.safeParse(head.kind);
  const memo = memoSchema.safeParse(head.memo);
  if (!kind.success || !memo.success) return undefined;
  const { schema: _schema, from, to, withheld, ...item } = memo.data;
  return {
    key,
    kind: kind.data,
    period,
    booked,
    document,
    refersTo: refersTo === null ? null : (keyOf(refersTo) ?? null),
    about: { ...item, window: { from, to: to ?? undefined } },
    withheld: withheld ?? undefined,
    postings: postings.map(({ account, amount }) => ({ account, amount })),
  };
}

/** Entries of settlements as the ledger holds them. `older`: keys of those that do not say what they are about. */
export type SettlementLedger = { readonly entries: readonly LedgerEntry[]; readonly older: readonly string[] };

/** Entries of settlements, in the order of the ledger, from its postings in that order. */
export async function settlementLedger(postings: AsyncIterable<BookedPosting>): Promise<SettlementLedger> {
  const byEntry = new Map<bigint, [BookedPosting, ...BookedPosting[]]>();
  for await (const posting of postings) {
    const entry = byEntry.get(posting.entryId);
    if (entry === undefined) byEntry.set(posting.entryId, [posting]);
    else entry.push(posting);
  }
  const keyOf = (id: bigint): string | undefined => byEntry.get(id)?.[0].key;
  const all = [...byEntry.values()];
  return {
    entries: all.flatMap((entry) => entryOf(entry, keyOf) ?? []),
    older: all.flatMap(([{ key, kind, memo }]) =>
      kindSchema.safeParse(kind).success && !memoSchema.safeParse(memo).success ? [key] : [],
    ),
  };
}
