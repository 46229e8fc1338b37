/** Who pays a leg (pricing.md section 2): the one named, else what the Incoterm says, else nobody can tell. */
import type { Consignment, INCOTERMS, Leg } from './schema.ts';

/** What an Incoterm says of carriage: who pays it on each side of the named place. */
type Division = { readonly upTo: 'consignor' | 'consignee'; readonly beyond: 'consignee' };

/**
 * E: the consignee pays all. F: the consignor up to the named place, where he hands over, the consignee from it. C and
 * D: the consignor up to the named place, the consignee beyond it.
 */
function divisionOf(code: (typeof INCOTERMS)[number]): Division {
  return code === 'EXW' ? { upTo: 'consignee', beyond: 'consignee' } : { upTo: 'consignor', beyond: 'consignee' };
}

/** How a leg lies to a place of the way. `across`: the place is passed on the leg; `unknown`: it is not on the way. */
type Side = 'before' | 'after' | 'across' | 'unknown';

/** Whether the way passes the place as the end of a leg. */
const namesEnd = ({ legs }: Consignment, place: string): boolean =>
  legs.some(({ from, to }) => from === place || to === place);

/** Whether a leg begins at the place; the number of legs stands for the end of the way. */
function startsAt({ legs, origin, destination }: Consignment, index: number, place: string, named: boolean): boolean {
  if (named) return legs[index]?.from === place || legs[index - 1]?.to === place;
  if (place === origin) return index === 0;
  return place === destination && index === legs.length;
}

/** A place passed twice divides the way only where both passages give the same answer. */
export function sideOf(consignment: Consignment, legIndex: number, place: string): Side {
  const { legs } = consignment;
  const named = namesEnd(consignment, place);
  let found: Side = 'unknown';
  for (let index = 0; index <= legs.length; index += 1) {
    const starts = startsAt(consignment, index, place, named);
    let side: Side = 'unknown';
    if (starts) side = legIndex < index ? 'before' : 'after';
    else if (legs[index]?.via?.includes(place) === true && !startsAt(consignment, index + 1, place, named))
      side = index === legIndex ? 'across' : legIndex < index ? 'before' : 'after';
    if (side === 'unknown' || side === found) continue;
    if (found !== 'unknown') return 'across';
    found = side;
  }
  return found;
}

/** The payer before any diversion. */
function plannedPayer(consignment: Consignment, legIndex: number, leg: Leg): string | undefined {
  if (leg.payer !== undefined) return leg.payer;
  const { incoterm } = consignment;
  if (incoterm === undefined) return undefined;
  const { upTo, beyond } = divisionOf(incoterm.code);
  if (upTo === beyond) return consignment[upTo];
  if (incoterm.place === undefined) return undefined;
  switch (sideOf(consignment, legIndex, incoterm.place)) {
    case 'before':
      return consignment[upTo];
    case 'after':
      return consignment[beyond];
    case 'across':
    case 'unknown':
      return undefined;
  }
}

/**
 * The payer of one leg (index from 0), or undefined when neither the note nor the Incoterm tells: then the leg is on
 * HOLD, never charged to somebody guessed. From the place of a diversion on, the payer it names pays; a leg on which
 * the diversion happened midway, or one of which that cannot be told, has no certain payer unless both are the same.
 */
export function payerOf(consignment: Consignment, legIndex: number): string | undefined {
  const leg = consignment.legs[legIndex];
  if (leg === undefined) return undefined;
  const planned = plannedPayer(consignment, legIndex, leg);
  const { at, payer: diverted } = consignment.diversion ?? {};
  if (diverted === undefined || diverted === planned) return planned;
  const side = at === undefined ? 'unknown' : sideOf(consignment, legIndex, at);
  if (side === 'after') return diverted;
  return side === 'before' ? planned : undefined;
}
