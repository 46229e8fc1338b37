/** Facts that are not written down as they are asked for: sums, and what the book knows of places and parties. */
import { destinationOf } from '../consignment/destination.ts';
import type { Leg } from '../consignment/schema.ts';
import { add, type Decimal, ofInteger, parseDecimal, ZERO } from '../kernel/decimal.ts';
import { EMPTY, each, type Field, itemsOf, legsOf, NONE, ofLegs, type Reading, single, text, total } from './field.ts';
import type { PlaceFacts, Subject } from './subject.ts';

/** Mass of the goods in whole kilograms: of the item or wagon looked at, else as stated, else the sum of the parts. */
export function massOf(s: Subject): Decimal | undefined {
  const own = s.item?.mass_kg ?? s.wagon?.mass_kg ?? s.container?.mass_kg;
  if (s.item !== undefined || s.wagon !== undefined || s.container !== undefined) {
    return own === undefined ? undefined : ofInteger(own);
  }
  if (s.consignment.mass_kg !== undefined) return ofInteger(s.consignment.mass_kg);
  return total(s.consignment.items, (item) => item.mass_kg) ?? total(s.consignment.wagons, (wagon) => wagon.mass_kg);
}

/** Sum of the items' quantities in a unit; unknown when no item states one. */
export function quantityIn(s: Subject, unit: string): Decimal | undefined {
  let sum: Decimal | undefined;
  for (const item of itemsOf(s)) {
    for (const quantity of item.quantities ?? []) {
      const value = quantity.unit === unit ? parseDecimal(quantity.value) : undefined;
      if (value !== undefined) sum = add(sum ?? ZERO, value);
    }
  }
  return sum;
}

export function payerReading(s: Subject): Reading {
  const legs = legsOf(s);
  return each(legs, 'text', (leg) => s.world.payerOf(s.consignment, leg));
}

export const payerIn = (s: Subject): string | undefined =>
  s.leg === undefined ? undefined : s.world.payerOf(s.consignment, s.leg);

export function groupsOf(s: Subject, party: string | undefined): Reading {
  const facts = party === undefined ? undefined : s.world.party(party);
  return facts === undefined ? NONE : { values: facts.groups, complete: true };
}

function placeField(
  read: (s: Subject) => string | undefined,
  part: keyof PlaceFacts,
): (s: Subject) => string | undefined {
  return (s) => {
    const id = read(s);
    return id === undefined ? undefined : s.world.place(id)?.[part];
  };
}

/** A fact of the place at one end of each leg. */
export const legPlace = (name: 'from' | 'to', part: keyof PlaceFacts): Field =>
  ofLegs(`leg.${name}.${part}`, 'text', (leg, s) => s.world.place(leg[name])?.[part]);

export const partyField = (name: string, read: (s: Subject) => string | undefined, part: 'country' | 'region'): Field =>
  text(`${name}.${part}`, (s) => {
    const party = read(s);
    return party === undefined ? undefined : s.world.party(party)?.[part];
  });

export const placeFields = (name: 'origin' | 'destination'): readonly Field[] =>
  (['country', 'region', 'railway', 'role'] as const).map((part) =>
    single(
      `${name}.${part}`,
      'text',
      placeField((s) => (name === 'origin' ? s.consignment.origin : destinationOf(s.consignment, s.leg)), part),
    ),
  );

/** Tariff kilometres of the whole way, whichever leg is looked at. */
export function wholeDistance({ consignment }: Subject): Decimal | undefined {
  let sum: Decimal | undefined;
  for (const leg of consignment.legs) {
    const own = leg.distanceKm === undefined ? undefined : parseDecimal(leg.distanceKm);
    if (own === undefined) return undefined;
    sum = add(sum ?? ZERO, own);
  }
  return sum;
}

export function trainLength({ consignment }: Subject): Decimal | undefined {
  let sum: Decimal | undefined;
  for (const wagon of consignment.wagons) {
    const own = wagon.length_m === undefined ? undefined : parseDecimal(wagon.length_m);
    if (own === undefined) return undefined;
    sum = add(sum ?? ZERO, own);
  }
  return sum;
}

export function crossingReading(part: keyof PlaceFacts): Field['read'] {
  return ({ consignment, world }) => {
    const crossings = consignment.crossings;
    if (crossings === undefined) return NONE;
    return crossings.length === 0 ? EMPTY : each(crossings, 'text', (one) => world.place(one.place)?.[part]);
  };
}

/** Sum of the goods' values stated in a currency; unknown when an item states none in it. */
export function valueIn(s: Subject, currency: string): Decimal | undefined {
  let sum: Decimal | undefined;
  for (const { value } of itemsOf(s)) {
    const own = value?.currency === currency ? parseDecimal(value.amount) : undefined;
    if (own === undefined) return undefined;
    sum = add(sum ?? ZERO, own);
  }
  return sum;
}

export function viaReading(s: Subject): Reading {
  const legs = legsOf(s);
  if (legs.length === 0) return NONE;
  const values: string[] = [];
  for (const { from, via, to } of legs) {
    values.push(from);
    if (via !== undefined) for (const place of via) values.push(place);
    values.push(to);
  }
  return { values, complete: true };
}

export const ON_WATER: ReadonlySet<Leg['mode']> = new Set(['sea', 'ferry', 'inland-waterway']);

/** Vessels of the legs on water. A leg on land is known to have none. */
export function vesselReading(s: Subject): Reading {
  const legs = legsOf(s);
  const afloat = legs.filter((leg) => ON_WATER.has(leg.mode));
  if (afloat.length === 0) return legs.length === 0 ? NONE : EMPTY;
  return each(afloat, 'text', (leg) => leg.vessel);
}
