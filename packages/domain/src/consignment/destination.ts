/**
 * Where goods go when they are diverted under way (pricing.md section 2). A leg before the place of the diversion was carried
 * for the destination on the note, a leg from it on for the new one, as with its payer. The consignment as a whole went where
 * it was diverted to: that is its route on meters.
 */
import { sideOf } from './payer.ts';
import type { Consignment, Leg } from './schema.ts';

/**
 * The destination of a leg, or of the whole consignment. Undefined when the note names none, or when it cannot be told on
 * which side of the diversion the leg lies: that is a missing fact, never a guess.
 */
export function destinationOf(consignment: Consignment, leg: Leg | undefined): string | undefined {
  const { destination: planned, diversion } = consignment;
  const diverted = diversion?.destination;
  if (diverted === undefined || diverted === planned) return planned;
  const index = leg === undefined ? -1 : consignment.legs.indexOf(leg);
  if (index < 0) return diverted;
  const side = diversion?.at === undefined ? 'unknown' : sideOf(consignment, index, diversion.at);
  if (side === 'after') return diverted;
  return side === 'before' ? planned : undefined;
}
