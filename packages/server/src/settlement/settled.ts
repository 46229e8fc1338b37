/**
 * Settlements kept with what they were made from. Settling rates the journal once for every quarter, by what was known then;
 * the same facts, book and day always give the same, so an answer is kept under the hash of all three.
 */
import { createHash } from 'node:crypto';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { money } from '@kontor/domain/kernel/money';
import { localDateSchema } from '@kontor/domain/kernel/schema';
import type { JournalFact } from '@kontor/domain/office/journal';
import type { OfficeBook } from '@kontor/domain/office/report';
import { officeSettlements } from '@kontor/domain/office/settlements';
import { OUTCOMES } from '@kontor/domain/restriction/schema';
import type { Settlement } from '@kontor/domain/settlement/settle';
import { lastSeq } from '@kontor/store/journal/read-facts';
import { readSetting, writeSetting } from '@kontor/store/setting/settings';
import type { Store } from '@kontor/store/store';
import { z } from 'zod';
import { endOfDay } from '../journal/to-facts.ts';

const amount = z
  .string()
  .regex(/^-?\d+$/u)
  .transform(BigInt);
const postingSchema = z.object({
  account: z.string(),
  amount: z.object({ currency: z.string(), minor: amount }).transform(({ currency, minor }) => money(currency, minor)),
});
const entrySchema = z.object({
  key: z.string(),
  kind: z.enum(['accrual', 'settlement', 'withhold']),
  period: z.string(),
  booked: localDateSchema,
  document: z.string(),
  refersTo: z.string().nullable(),
  postings: z.array(postingSchema),
});
const lineSchema = z
  .object({
    discount: z.string(),
    grantor: z.string(),
    synthetic: z.boolean(),
    party: z.string(),
    currency: z.string(),
    window: z.string(),
    earned: amount,
    before: amount,
    now: amount,
    withheld: z.enum(OUTCOMES).nullable(),
    carried: z.boolean(),
  })
  .transform(({ withheld, ...line }) => ({ ...line, withheld: withheld ?? undefined }));
const settlementsSchema = z.array(
  z.object({ quarter: z.string(), cut: localDateSchema, lines: z.array(lineSchema), entries: z.array(entrySchema) }),
);

const keptSchema = z.object({ of: z.string(), settlements: settlementsSchema });

function written(settlements: readonly Settlement[]): unknown {
  return JSON.parse(
    JSON.stringify(
      settlements.map((one) => ({
        ...one,
        lines: one.lines.map((line) => ({ ...line, withheld: line.withheld ?? null })),
      })),
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    ),
  );
}

/** What settlements depend on: the program's way of settling, the book as written, the journal's length, the day. */
async function nameOf(store: Store, book: OfficeBook, asOf: LocalDate): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(['settlements/1', asOf, String(await lastSeq(store))]));
  for (const entry of book.loaded.entries)
    hash.update(
      JSON.stringify([
        entry.kind,
        entry.raw,
        [...entry.tables].map(([name, table]) => [name, table.rows.map((row) => row.cells)]),
      ]),
    );
  return hash.digest('hex');
}

/** Settles what has come by the day, or takes it from the store when nothing it depends on has changed. */
export async function settledBy(
  store: Store,
  book: OfficeBook,
  facts: readonly JournalFact[],
  asOf: LocalDate,
): Promise<readonly Settlement[]> {
  const of = await nameOf(store, book, asOf);
  const key = `settlements/${asOf}`;
  const kept = keptSchema.safeParse((await readSetting(store, { key }))?.value);
  if (kept.success && kept.data.of === of) return kept.data.settlements;
  const settlements = officeSettlements(book, facts, asOf);
  await writeSetting(store, {
    key,
    value: z.json().parse({ of, settlements: written(settlements) }),
    learned: endOfDay(asOf),
  });
  return settlements;
}
