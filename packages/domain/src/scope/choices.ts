import { INCOTERMS, MODES, OWNERSHIPS, SHIPMENT_KINDS, TRAFFIC } from '../consignment/schema.ts';

/** The texts a field can have, where the consignment allows no others: a scope that asks for another would never hold. */
export const CHOICES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['container.ownership', OWNERSHIPS],
  ['incoterm', INCOTERMS],
  ['kind', SHIPMENT_KINDS],
  ['leg.mode', MODES],
  ['leg.traffic', TRAFFIC],
  ['traffic', TRAFFIC],
  ['wagon.ownership', OWNERSHIPS],
]);
