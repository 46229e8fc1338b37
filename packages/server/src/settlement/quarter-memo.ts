/** What is noted on closing a quarter: how much was posted, and what could not be told then. */
import type { OpenItem } from '@kontor/domain/settlement/statement';
import type { Json } from '@kontor/store/journal/canonical-json';
import { z } from 'zod';

const SCHEMA = 'kontor.settled-quarter/1';

const openItemSchema = z.strictObject({
  discount: z.string(),
  window: z.string(),
  currency: z.string(),
  key: z.string(),
  missing: z.array(z.string()),
  notes: z.array(z.string()),
});

/** Quarters closed before open items were noted have none. */
const memoSchema = z.object({ schema: z.literal(SCHEMA), open: z.array(openItemSchema).default([]) });

export function quarterMemo(entries: number, open: readonly OpenItem[]): Json {
  return {
    schema: SCHEMA,
    entries,
    open: open.map((one) => ({ ...one, missing: [...one.missing], notes: [...one.notes] })),
  };
}

/** What was open on closing a quarter; nothing where the memo says something else. */
export function openIn(memo: Json): readonly OpenItem[] {
  const read = memoSchema.safeParse(memo);
  return read.success ? read.data.open : [];
}
