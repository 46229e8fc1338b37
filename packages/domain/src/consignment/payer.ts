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

/** Indexes of the legs that begin at the place, with the number of legs for the end of the way. */
function startsAt({ legs, origin, destination }: Consignment, place: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [index, leg] of legs.entries()) {
    if (leg.from === place) found.add(index);
    if (leg.to === place) found.add(index + 1);
  }
  if (found.size === 0 && place === origin) found.add(0);
  if (found.size === 0 && place === destination) found.add(legs.length);
  return found;
}

/** A place passed twice divides the way only where both passages give the same answer. */
export function sideOf(consignment: Consignment, legIndex: number, place: string): Side {
  const starts = startsAt(consignment, place);
  const passing = consignment.legs.flatMap((leg, index) => (leg.via?.includes(place) === true ? [index] : []));
  const sides = new Set<Side>([
    ...[...starts].map((start): Side => (legIndex < start ? 'before' : 'after')),
    ...passing
      .filter((index) => !starts.has(index) && !starts.has(index + 1))
      .map((index): Side => (index === legIndex ? 'across' : legIndex < index ? 'before' : 'after')),
  ]);
  const [only] = sides;
  if (sides.size > 1) return 'across';
  return only ?? 'unknown';
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
