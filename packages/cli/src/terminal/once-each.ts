import { isDeepStrictEqual } from 'node:util';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';

/** Each note of a file once, as rating wants it: a meter would count it, and a budget pay for it, as often as it stands there. */
export type OnceEach = {
  /** What is wrong with a note that stood in the file before: an error when its content is another, else a warning. */
  readonly check: (consignment: Consignment) => readonly Refusal[];
  /** Of consignments that passed the check, those that are not repeated. */
  readonly fresh: (consignments: readonly Consignment[]) => readonly Consignment[];
};

/** A journal refuses the same note with other content by itself; a file that is only read needs this. */
export function onceEach(): OnceEach {
  const seen = new Map<string, Consignment>();
  const repeated = new WeakSet<Consignment>();
  return {
    check: (consignment) => {
      const { note } = consignment;
      const first = seen.get(note);
      if (first === undefined) {
        seen.set(note, consignment);
        return [];
      }
      repeated.add(consignment);
      if (!isDeepStrictEqual(first, consignment)) return [refusal('cli.note-twice', { note })];
      return [{ ...refusal('cli.note-repeated', { note }), severity: 'warning' }];
    },
    fresh: (consignments) => consignments.filter((one) => !repeated.has(one)),
  };
}
