/** The demonstration's journal as the files an office would import: one for each kind of fact, each record with its day. */
import type { Consignment } from '@kontor/domain/consignment/schema';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import type { JournalFact } from '@kontor/domain/office/journal';
import { type ConsignmentFactKind, FACT_KINDS } from '../journal/to-facts.ts';

export type DemoFile = { readonly kind: ConsignmentFactKind; readonly name: string; readonly text: string };

export const DEMO_FILE_NAMES: Readonly<Record<ConsignmentFactKind, string>> = {
  consignment: 'consignments.jsonl',
  correction: 'corrections.jsonl',
  cancellation: 'cancellations.jsonl',
};

const recordOf = (consignment: Consignment, learned: LocalDate): string =>
  `${JSON.stringify({ ...consignment, kontor: { learned } })}\n`;

/** JSON lines by kind, in the order in which they are to be imported; within a file in the order of learning. None is empty. */
export function demoFiles(facts: readonly JournalFact[]): readonly DemoFile[] {
  const known = new Map<string, Consignment>();
  const texts: Record<ConsignmentFactKind, string[]> = { consignment: [], correction: [], cancellation: [] };
  for (const fact of facts) {
    const consignment = fact.kind === 'cancellation' ? known.get(fact.note) : fact.consignment;
    if (consignment === undefined) throw new Error(`cancelled before it was known: ${fact.note}`);
    known.set(fact.note, consignment);
    texts[fact.kind].push(recordOf(consignment, fact.learned));
  }
  return FACT_KINDS.map((kind) => ({ kind, name: DEMO_FILE_NAMES[kind], text: texts[kind].join('') })).filter(
    ({ text }) => text !== '',
  );
}
