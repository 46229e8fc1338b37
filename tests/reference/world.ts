/** What is asked about: a consignment seen from one leg, perhaps from one wagon, item or container, and the book's world. */

import type { Consignment, Container, GoodsItem, Leg, Wagon } from '@kontor/domain/consignment/schema';
import type { PlaceText } from '@kontor/domain/network/schema';
import type { PartyText } from '@kontor/domain/party/schema';
import type { Amounts } from './asked-amounts.ts';

export type World = { readonly parties: readonly PartyText[]; readonly places: readonly PlaceText[] };

export type View = {
  readonly world: World;
  readonly consignment: Consignment;
  /** Absent: the consignment as a whole. */
  readonly leg?: number;
  readonly wagon?: Wagon;
  readonly item?: GoodsItem;
  readonly container?: Container;
  /** What the leg costs, where discounts ask. */
  readonly amounts?: Amounts;
};

export const legOf = (view: View): Leg | undefined =>
  view.leg === undefined ? undefined : view.consignment.legs[view.leg];

export const partyNamed = (world: World, id: string): PartyText | undefined =>
  world.parties.find((party) => party.id === id);
export const placeNamed = (world: World, id: string): PlaceText | undefined =>
  world.places.find((place) => place.id === id);

/** Where a place stands on the way: 0 at its begin, 1 after the first leg; passed on a leg without being an end of one, between two such numbers. */
function standsAt({ legs, origin, destination }: Consignment, place: string): readonly number[] {
  const ends = legs.flatMap(({ from, to }, leg) => [
    ...(from === place ? [leg] : []),
    ...(to === place ? [leg + 1] : []),
  ]);
  const passed = legs.flatMap(({ via, from, to }, leg) =>
    via?.includes(place) === true && from !== place && to !== place ? [leg + 0.5] : [],
  );
  if (ends.length > 0) return [...ends, ...passed];
  const edges = [...(place === origin ? [0] : []), ...(place === destination ? [legs.length] : [])];
  return [...edges.slice(0, 1), ...passed];
}

/**
 * On which side of the Incoterm's named place a leg lies. A place passed on the leg itself tells nothing; one passed twice
 * tells only where both passages agree.
 */
function legLiesBefore(consignment: Consignment, leg: number, place: string): boolean | undefined {
  const sides = standsAt(consignment, place).flatMap((stand) => {
    if (leg + 1 <= stand) return true;
    return leg >= stand ? false : [];
  });
  const [first] = sides;
  return sides.every((side) => side === first) ? first : undefined;
}

/**
 * Section 2: "The payer of a leg is the one named, else by Incoterm: E consignee; F consignor before and consignee from the
 * named place; C and D consignor up to it, consignee beyond; else HOLD."
 */
export function payerOf(consignment: Consignment, leg: number): string | undefined {
  const named = consignment.legs[leg]?.payer;
  if (named !== undefined) return named;
  const { incoterm } = consignment;
  if (incoterm === undefined) return undefined;
  if (incoterm.code === 'EXW') return consignment.consignee;
  if (incoterm.place === undefined) return undefined;
  const before = legLiesBefore(consignment, leg, incoterm.place);
  if (before === undefined) return undefined;
  return before ? consignment.consignor : consignment.consignee;
}
