/** Whether the border crossings agree with the legs (pricing.md section 2). */
import type { Refusal } from '../kernel/refusal.ts';
import type { Consignment, Leg } from './schema.ts';

type Found = (code: string, path: string, params: Readonly<Record<string, string | number>>) => Refusal;

/** A position on the way: `leg` is the leg reached, `step` how far along it. The end of a leg is the start of the next. */
type Position = { readonly leg: number; readonly step: number };

const isBefore = (a: Position, b: Position): boolean => a.leg < b.leg || (a.leg === b.leg && a.step < b.step);

/** Where on one leg the place lies, as far as the leg tells. */
function positionsOn(leg: Leg, index: number, place: string): Position[] {
  const found: Position[] = [];
  if (leg.from === place) found.push({ leg: index, step: 0 });
  for (const [step, passed] of (leg.via ?? []).entries())
    if (passed === place) found.push({ leg: index, step: step + 1 });
  if (leg.to === place) found.push({ leg: index + 1, step: 0 });
  return found;
}

/**
 * Every position the place can have. A place at no end of a leg and on no list of places passed may still lie on a leg
 * that lists none; where on it cannot be told, so it stands at any step of that leg.
 */
function positionsOf(legs: readonly Leg[], place: string): readonly Position[] {
  const stated = legs.flatMap((leg, index) => positionsOn(leg, index, place));
  if (stated.length > 0) return stated;
  return legs.flatMap((leg, index) => (leg.via === undefined ? [{ leg: index, step: 1 }] : []));
}

/** The least position that is not before the last one. */
function nextPosition(positions: readonly Position[], last: Position): Position | undefined {
  let least: Position | undefined;
  for (const position of positions) {
    if (isBefore(position, last)) continue;
    if (least === undefined || isBefore(position, least)) least = position;
  }
  return least;
}

/**
 * Each crossing lies between two legs or on one, and they come in the order of the way. A record without legs, or
 * without crossings, has nothing to disagree on.
 */
export function checkCrossings({ legs, crossings }: Consignment, found: Found): Refusal[] {
  if (legs.length === 0 || crossings === undefined) return [];
  const refusals: Refusal[] = [];
  let last: Position = { leg: 0, step: 0 };
  let before: string | undefined;
  for (const [index, { place }] of crossings.entries()) {
    const path = `crossings.${index}.place`;
    const positions = positionsOf(legs, place);
    const position = nextPosition(positions, last);
    if (positions.length === 0)
      refusals.push(found('consignment.crossing-off-way', path, { crossing: place, way: wayOf(legs) }));
    else if (position === undefined)
      refusals.push(
        found('consignment.crossings-order', path, { crossing: place, before: before ?? '', way: wayOf(legs) }),
      );
    else [last, before] = [position, place];
  }
  return refusals;
}

/** The way as people write it, each place once where legs meet. */
function wayOf(legs: readonly Leg[]): string {
  const places = legs.flatMap((leg) => [leg.from, ...(leg.via ?? []), leg.to]);
  return places.filter((place, index) => place !== places[index - 1]).join(' – ');
}
