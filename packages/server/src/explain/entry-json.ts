/** Posted entries for machines, by the forms kontor.entry/1 and kontor.entries/1. */
import { formatMinor } from '@kontor/domain/kernel/money';
import type { LedgerEntry } from '@kontor/domain/settlement/entry';
import type { OpenedEntry } from '../settlement/read-entry.ts';

function postedJson({ about, withheld, postings, ...entry }: LedgerEntry) {
  const { discount, grantor, synthetic, party, window, currency } = about;
  return {
    key: entry.key,
    kind: entry.kind,
    period: entry.period,
    booked: entry.booked,
    document: entry.document,
    refersTo: entry.refersTo,
    discount,
    grantor,
    synthetic,
    party,
    window: { from: window.from, to: window.to ?? null },
    withheld: withheld ?? null,
    currency,
    postings: postings.map(({ account, amount }) => ({ account, amount: formatMinor(amount.minor, amount.currency) })),
  };
}

export const entriesJson = (entries: readonly LedgerEntry[]) => ({
  schema: 'kontor.entries/1',
  entries: entries.map(postedJson),
});

/** The day of knowledge of an entry. */
export const knownOn = (asOf: string): string => asOf.slice(0, 10);

export const entryJson = ({ entry, follows }: OpenedEntry) => ({
  schema: 'kontor.entry/1',
  entry: postedJson(entry),
  knownBy: follows === undefined ? null : knownOn(follows.asOf),
  book: follows?.book ?? null,
  earned: follows?.earned ?? [],
});
