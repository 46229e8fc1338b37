/**
 * The fields a column can fill: the consignment's own names (packages/domain/src/consignment/schema.ts), flattened.
 * `item.`, `wagon.` and `container.` fill one of these per row; `leg1.` to `leg9.` the legs in order.
 */
import { CODE_SYSTEMS, INCOTERMS, MODES, OWNERSHIPS, SHIPMENT_KINDS, TRAFFIC } from '@kontor/domain/consignment/schema';
import { isUnit } from '@kontor/domain/kernel/quantity';

export type FieldType =
  | 'text'
  | 'whole'
  | 'decimal'
  /** Whole kilograms; the column's unit is kilograms or tonnes. */
  | 'mass'
  | 'date'
  | 'party'
  | 'place'
  /** Several places or texts in one cell, separated by semicolon, comma, slash or line break. */
  | 'places'
  | 'list'
  | 'country'
  | 'code'
  | 'choice'
  | 'flag'
  | 'currency'
  | 'unNumber'
  | 'identifier'
  /** A code of delivery terms, perhaps with the named place: `DAP` or `DAP Kaliningrad`. */
  | 'incoterm';

export type FieldSpec = {
  readonly name: string;
  readonly type: FieldType;
  /** The words the record knows, for `choice`; the code system, for `code`. */
  readonly choices?: readonly string[];
};

/** Which part of the record a field belongs to; parts other than the head may differ from row to row of one note. */
export type FieldPart = 'head' | 'item' | 'wagon' | 'container';

const FORMS = ['SMGS', 'CIM', 'CIM/SMGS', 'CMR', 'BL', 'other'] as const;

const LEG_FIELDS: readonly FieldSpec[] = [
  { name: 'carrier', type: 'party' },
  { name: 'mode', type: 'choice', choices: MODES },
  { name: 'from', type: 'place' },
  { name: 'to', type: 'place' },
  { name: 'traffic', type: 'choice', choices: TRAFFIC },
  { name: 'distanceKm', type: 'decimal' },
  { name: 'emptyDistanceKm', type: 'decimal' },
  { name: 'payer', type: 'party' },
  { name: 'vessel', type: 'text' },
  { name: 'via', type: 'places' },
];

const OTHERS: readonly FieldSpec[] = [
  { name: 'note', type: 'text' },
  { name: 'form', type: 'choice', choices: FORMS },
  { name: 'accepted', type: 'date' },
  { name: 'kind', type: 'choice', choices: SHIPMENT_KINDS },
  { name: 'traffic', type: 'choice', choices: TRAFFIC },
  { name: 'consignor', type: 'party' },
  { name: 'consignee', type: 'party' },
  { name: 'incoterm', type: 'incoterm' },
  { name: 'incoterm.code', type: 'choice', choices: INCOTERMS },
  { name: 'incoterm.place', type: 'place' },
  { name: 'mass_kg', type: 'mass' },
  { name: 'train.type', type: 'text' },
  { name: 'train.wagons', type: 'whole' },
  { name: 'origin', type: 'place' },
  { name: 'destination', type: 'place' },
  { name: 'dispatchCountry', type: 'country' },
  { name: 'destinationCountry', type: 'country' },
  { name: 'crossings', type: 'places' },
  { name: 'marks', type: 'list' },
  { name: 'documents', type: 'list' },
  { name: 'contract.number', type: 'text' },
  { name: 'contract.date', type: 'date' },
  { name: 'agreement', type: 'identifier' },
  { name: 'dates.ordered', type: 'date' },
  { name: 'dates.crossed', type: 'date' },
  { name: 'dates.delivered', type: 'date' },
  { name: 'dates.received', type: 'date' },
  { name: 'diversion.at', type: 'place' },
  { name: 'diversion.date', type: 'date' },
  { name: 'diversion.destination', type: 'place' },
  { name: 'diversion.payer', type: 'party' },
  ...CODE_SYSTEMS.map((system): FieldSpec => ({ name: `item.${system}`, type: 'code', choices: [system] })),
  { name: 'item.name', type: 'text' },
  { name: 'item.mass_kg', type: 'mass' },
  { name: 'item.pieces', type: 'whole' },
  { name: 'item.heads', type: 'whole' },
  { name: 'item.packages', type: 'whole' },
  { name: 'item.value', type: 'decimal' },
  { name: 'item.currency', type: 'currency' },
  { name: 'item.origin', type: 'country' },
  { name: 'item.unNumber', type: 'unNumber' },
  { name: 'wagon.number', type: 'text' },
  { name: 'wagon.type', type: 'text' },
  { name: 'wagon.ownership', type: 'choice', choices: OWNERSHIPS },
  { name: 'wagon.model', type: 'text' },
  { name: 'wagon.axles', type: 'whole' },
  { name: 'wagon.capacity_kg', type: 'mass' },
  { name: 'wagon.length_m', type: 'decimal' },
  { name: 'wagon.tare_kg', type: 'mass' },
  { name: 'wagon.mass_kg', type: 'mass' },
  { name: 'wagon.loaded', type: 'flag' },
  { name: 'container.number', type: 'text' },
  { name: 'container.ownership', type: 'choice', choices: OWNERSHIPS },
  { name: 'container.size_ft', type: 'whole' },
  { name: 'container.type', type: 'text' },
  { name: 'container.mass_kg', type: 'mass' },
  { name: 'container.loaded', type: 'flag' },
];

const BY_NAME: ReadonlyMap<string, FieldSpec> = new Map(OTHERS.map((field) => [field.name, field]));
const LEG_BY_NAME: ReadonlyMap<string, FieldSpec> = new Map(LEG_FIELDS.map((field) => [field.name, field]));

/** A column that is read by nobody, because the profile says so. */
export const IGNORE = 'ignore';

/** All fields that can be offered in a question, of the first leg only. */
export const FIELD_NAMES: readonly string[] = [...BY_NAME.keys(), ...LEG_FIELDS.map((field) => `leg1.${field.name}`)];

/** The field of a name, or undefined when the record has none so called. */
export function fieldSpec(name: string): FieldSpec | undefined {
  const plain = BY_NAME.get(name);
  if (plain !== undefined) return plain;
  const leg = /^leg([1-9])\.(\w+)$/.exec(name);
  if (leg !== null) {
    const field = LEG_BY_NAME.get(leg[2] ?? '');
    return field === undefined ? undefined : { ...field, name };
  }
  const crossing = /^crossing[1-9](\.role)?$/.exec(name);
  if (crossing !== null) {
    return crossing[1] === undefined
      ? { name, type: 'place' }
      : { name, type: 'choice', choices: ['entry', 'exit', 'transit'] };
  }
  const unit = /^item\.quantity\.([A-Z0-9]{2,3})$/.exec(name)?.[1];
  if (unit !== undefined && isUnit(unit)) return { name, type: 'decimal' };
  return /^extra\.[\p{L}\p{N}_.-]{1,60}$/u.test(name) ? { name, type: 'text' } : undefined;
}

/** The part of the record a field fills. */
export function partOf(name: string): FieldPart {
  if (name.startsWith('item.')) return 'item';
  if (name.startsWith('wagon.')) return 'wagon';
  return name.startsWith('container.') ? 'container' : 'head';
}
