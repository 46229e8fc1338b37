import type { Consignment, Leg } from './schema.ts';

/** Group of an Incoterm by its first letter: who pays the main carriage follows from it. */
type IncotermGroup = 'E' | 'F' | 'C' | 'D';

function groupOf(code: NonNullable<Consignment['incoterm']>['code']): IncotermGroup {
  if (code === 'EXW') return 'E';
  if (code.startsWith('F')) return 'F';
  return code.startsWith('C') ? 'C' : 'D';
}

/** Index of the first leg that lies beyond the named place: its start, or the end of the leg before, is the place. */
function firstLegBeyond(legs: readonly Leg[], place: string): number | undefined {
  const start = legs.findIndex((leg) => leg.from === place);
  if (start >= 0) return start;
  const end = legs.findIndex((leg) => leg.to === place);
  return end < 0 ? undefined : end + 1;
}

/** Payer from the diversion on: legs that start at or after the place of diversion. */
function divertedPayer(consignment: Consignment, index: number): string | undefined {
  const { diversion, legs } = consignment;
  if (diversion?.payer === undefined || diversion.at === undefined) return undefined;
  const from = firstLegBeyond(legs, diversion.at);
  return from !== undefined && index >= from ? diversion.payer : undefined;
}

/**
 * The payer of a leg (pricing.md section 2): the one named for it, else by Incoterm: E the consignee; F the consignor before
 * and the consignee from the named place on; C and D the consignor up to it, the consignee beyond. A diversion under way
 * may name another payer from its place on. Undefined is HOLD: nobody is charged by guess.
 */
export function payerOf(consignment: Consignment, leg: Leg): string | undefined {
  const index = consignment.legs.indexOf(leg);
  const diverted = divertedPayer(consignment, index);
  if (diverted !== undefined) return diverted;
  if (leg.payer !== undefined) return leg.payer;
  const { incoterm, consignor, consignee, legs } = consignment;
  if (incoterm === undefined) return undefined;
  const group = groupOf(incoterm.code);
  if (group === 'E') return consignee;
  const place = incoterm.place ?? (group === 'F' ? consignment.origin : consignment.destination);
  const beyond = place === undefined ? undefined : firstLegBeyond(legs, place);
  if (beyond === undefined || index < 0) return undefined;
  return index < beyond ? consignor : consignee;
}
