import { consignmentSchema } from '@kontor/domain/consignment/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import type { JournalFact } from '@kontor/domain/office/journal';
import { readFacts } from '@kontor/store/journal/read-facts';
import type { Store } from '@kontor/store/store';
import { FACT_KINDS } from './to-facts.ts';

/** The facts of consignments in the store, parsed; the office chooses from them what was known on a day. */
export async function readJournal(store: Store): Promise<JournalFact[]> {
  const facts: JournalFact[] = [];
  for await (const fact of readFacts(store, { kinds: FACT_KINDS })) {
    const head = { note: fact.subject, learned: localDate(fact.learned.slice(0, 10)), order: Number(fact.seq) };
    if (fact.kind === 'cancellation') facts.push({ ...head, kind: 'cancellation' });
    else
      facts.push({
        ...head,
        kind: fact.kind === 'correction' ? 'correction' : 'consignment',
        consignment: consignmentSchema.parse(fact.body),
      });
  }
  return facts;
}
