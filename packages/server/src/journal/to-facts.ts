import type { Consignment } from '@kontor/domain/consignment/schema';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import type { JournalFact } from '@kontor/domain/office/journal';
import type { Json } from '@kontor/store/journal/canonical-json';
import type { FactSource, NewFact } from '@kontor/store/journal/fact';
import { type Instant, instant } from '@kontor/store/journal/instant';
import { z } from 'zod';

/** How a record enters the journal: as itself, as a later version of itself, or as its cancellation. */
export const FACT_KINDS = ['consignment', 'correction', 'cancellation'] as const;
export type ConsignmentFactKind = (typeof FACT_KINDS)[number];

/** A record as plain JSON: fields that say nothing are left out. */
function bodyOf(consignment: Consignment): Json {
  return z.json().parse(JSON.parse(JSON.stringify(consignment)));
}

/** The end of a day in UTC: what was learned on a day is known by its end. */
export function endOfDay(day: LocalDate): Instant {
  return instant(`${day}T23:59:59.999Z`);
}

/** A consignment as a fact of the journal. A cancellation's body says only what is cancelled and when it was known. */
export function factOf(
  kind: ConsignmentFactKind,
  consignment: Consignment,
  learned: Instant,
  source: FactSource,
): NewFact {
  const { note, accepted } = consignment;
  const replaces = kind === 'consignment' ? null : note;
  const body: Json = kind === 'cancellation' ? { note } : bodyOf(consignment);
  return { kind, subject: note, happened: accepted, learned, replaces, source, body };
}

/** Facts made elsewhere (a demonstration, another office) as facts of the journal; `source` names where they come from. */
export function newFactsOf(facts: readonly JournalFact[], source: string): NewFact[] {
  const accepted = new Map<string, LocalDate>();
  for (const fact of facts) if (fact.kind !== 'cancellation') accepted.set(fact.note, fact.consignment.accepted);
  return facts.map((fact, index): NewFact => {
    const place: FactSource = { file: source, row: index + 1 };
    const learned = endOfDay(fact.learned);
    if (fact.kind !== 'cancellation') return factOf(fact.kind, fact.consignment, learned, place);
    return {
      kind: 'cancellation',
      subject: fact.note,
      happened: accepted.get(fact.note) ?? fact.learned,
      learned,
      replaces: fact.note,
      source: place,
      body: { note: fact.note },
    };
  });
}
