import type { Consignment } from '@kontor/domain/consignment/schema';
import type { Json } from '@kontor/store/journal/canonical-json';
import type { FactSource, NewFact } from '@kontor/store/journal/fact';
import type { Instant } from '@kontor/store/journal/instant';

/** How a record enters the journal: as itself, as a later version of itself, or as its cancellation. */
export const FACT_KINDS = ['consignment', 'correction', 'cancellation'] as const;
export type ConsignmentFactKind = (typeof FACT_KINDS)[number];

/** A record as plain JSON: fields that say nothing are left out. A value that JSON cannot hold is a mistake of the program. */
function jsonOf(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object') throw new TypeError(`no JSON: ${typeof value}`);
  const said: Record<string, Json> = {};
  for (const [key, one] of Object.entries(value)) if (one !== undefined) said[key] = jsonOf(one);
  return said;
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
  const body: Json = kind === 'cancellation' ? { note } : jsonOf(consignment);
  return { kind, subject: note, happened: accepted, learned, replaces, source, body };
}
