/**
 * The facts a scope, a table key or a meter may read, by name, with their type and how they are read from a consignment.
 * One registry for all: a name that is not here is an error of the book (pricing.md section 5).
 */
import { destinationOf } from '../consignment/destination.ts';
import { CODE_SYSTEMS, type CodeSystem, type GoodsItem } from '../consignment/schema.ts';
import { ofInteger } from '../kernel/decimal.ts';
import { isCurrency } from '../kernel/money.ts';
import { isUnit } from '../kernel/quantity.ts';
import { amountField } from './amounts.ts';
import {
  crossingReading,
  groupsOf,
  legPlace,
  massOf,
  partyField,
  payerIn,
  payerReading,
  placeFields,
  quantityIn,
  trainLength,
  valueIn,
  vesselReading,
  viaReading,
  wholeDistance,
} from './facts.ts';
import {
  count,
  date,
  EMPTY,
  type Field,
  field,
  itemSum,
  known,
  NONE,
  ofContainers,
  ofItems,
  ofLegs,
  ofWagons,
  text,
} from './field.ts';

const consignmentFields: readonly Field[] = [
  text('note', (s) => s.consignment.note),
  text('form', (s) => s.consignment.form),
  date('accepted', (c) => c.accepted),
  text('kind', (s) => s.consignment.kind),
  text('traffic', (s) => s.leg?.traffic ?? s.consignment.traffic),
  text('consignor', (s) => s.consignment.consignor),
  text('consignee', (s) => s.consignment.consignee),
  field('payer', 'text', payerReading),
  text('incoterm', (s) => s.consignment.incoterm?.code),
  text('origin', (s) => s.consignment.origin),
  text('destination', (s) => destinationOf(s.consignment, s.leg)),
  ...placeFields('origin'),
  ...placeFields('destination'),
  text('dispatchCountry', (s) => s.consignment.dispatchCountry),
  text('destinationCountry', (s) => s.consignment.destinationCountry),
  field('mass_kg', 'number', (s) => known(massOf(s)), 'KGM'),
  field(
    'wagons.count',
    'number',
    (s) => (s.consignment.wagons.length === 0 ? NONE : known(ofInteger(s.consignment.wagons.length))),
    'C62',
  ),
  field(
    'containers.count',
    'number',
    (s) => (s.consignment.containers.length === 0 ? NONE : known(ofInteger(s.consignment.containers.length))),
    'C62',
  ),
  itemSum('pieces', 'H87', (item) => item.pieces),
  itemSum('heads', 'HEA', (item) => item.heads),
  itemSum('packages', 'C62', (item) => item.packages),
  text('train.type', (s) => s.consignment.train?.type),
  count('train.wagons', (s) => s.consignment.train?.wagons),
  field('marks', 'text', (s) =>
    s.consignment.marks.length === 0 ? EMPTY : { values: s.consignment.marks, complete: true },
  ),
  field('documents', 'text', (s) =>
    s.consignment.documents.length === 0 ? EMPTY : { values: s.consignment.documents, complete: true },
  ),
  text('agreement', (s) => s.consignment.agreement),
  text('contract.number', (s) => s.consignment.contract?.number),
  date('contract.date', (c) => c.contract?.date),
  date('dates.ordered', (c) => c.dates.ordered),
  date('dates.crossed', (c) => c.dates.crossed),
  date('dates.delivered', (c) => c.dates.delivered),
  date('dates.received', (c) => c.dates.received),
  field('via', 'text', viaReading),
  field('consignor.group', 'text', (s) => groupsOf(s, s.consignment.consignor)),
  field('consignee.group', 'text', (s) => groupsOf(s, s.consignment.consignee)),
  field('payer.group', 'text', (s) => groupsOf(s, payerIn(s))),
  partyField('consignor', (s) => s.consignment.consignor, 'country'),
  partyField('consignor', (s) => s.consignment.consignor, 'region'),
  partyField('consignee', (s) => s.consignment.consignee, 'country'),
  partyField('consignee', (s) => s.consignment.consignee, 'region'),
  partyField('payer', payerIn, 'country'),
  field('distanceKm', 'number', (s) => known(wholeDistance(s)), 'KMT'),
  field('wagons.length_m', 'number', (s) => known(trainLength(s)), 'MTR'),
  field('crossing.country', 'text', crossingReading('country')),
  field('crossing.railway', 'text', crossingReading('railway')),
  field('diverted', 'flag', (s) => known(s.consignment.diversion !== undefined)),
];

const legFields: readonly Field[] = [
  field('vessel', 'text', vesselReading),
  ofLegs('leg.carrier', 'text', (leg) => leg.carrier),
  ofLegs('leg.carrier.country', 'text', (leg, s) => s.world.party(leg.carrier)?.country),
  ofLegs('leg.mode', 'text', (leg) => leg.mode),
  ofLegs('leg.traffic', 'text', (leg, s) => leg.traffic ?? s.consignment.traffic),
  ofLegs('leg.from', 'text', (leg) => leg.from),
  ofLegs('leg.to', 'text', (leg) => leg.to),
  ...(['country', 'region', 'railway', 'role'] as const).flatMap((part) => [
    legPlace('from', part),
    legPlace('to', part),
  ]),
  ofLegs('leg.distanceKm', 'number', (leg) => leg.distanceKm, 'KMT'),
  ofLegs('leg.emptyDistanceKm', 'number', (leg) => leg.emptyDistanceKm, 'KMT'),
];

const partFields: readonly Field[] = [
  ...CODE_SYSTEMS.map((system) => ofItems(`item.${system}`, 'text', (item) => item.codes[system])),
  ofItems('item.origin', 'text', (item) => item.origin),
  ofItems('item.mass_kg', 'number', (item) => item.mass_kg, 'KGM'),
  ofItems('item.unNumber', 'text', (item) => item.unNumber),
  ofItems('item.name', 'text', (item) => item.name),
  ofWagons('wagon.type', 'text', (wagon) => wagon.type),
  ofWagons('wagon.ownership', 'text', (wagon) => wagon.ownership),
  ofWagons('wagon.model', 'text', (wagon) => wagon.model),
  ofWagons('wagon.axles', 'number', (wagon) => wagon.axles, 'C62'),
  ofWagons('wagon.capacity_kg', 'number', (wagon) => wagon.capacity_kg, 'KGM'),
  ofWagons('wagon.length_m', 'number', (wagon) => wagon.length_m, 'MTR'),
  ofWagons('wagon.tare_kg', 'number', (wagon) => wagon.tare_kg, 'KGM'),
  ofWagons('wagon.mass_kg', 'number', (wagon) => wagon.mass_kg, 'KGM'),
  ofWagons('wagon.loaded', 'flag', (wagon) => wagon.loaded),
  ofContainers('container.ownership', 'text', (container) => container.ownership),
  ofContainers('container.size_ft', 'number', (container) => container.size_ft),
  ofContainers('container.type', 'text', (container) => container.type),
  ofContainers('container.mass_kg', 'number', (container) => container.mass_kg, 'KGM'),
  ofContainers('container.loaded', 'flag', (container) => container.loaded),
];

const FIELDS: ReadonlyMap<string, Field> = new Map(
  [...consignmentFields, ...legFields, ...partFields].map((entry) => [entry.name, entry]),
);

/**
 * Every closed name. Open names are `extra.<name>` (facts of the operator's own), `quantity.<Rec 20 unit>`, and in a currency
 * `value.EUR`; amounts of the charge are in `amounts.ts`.
 */
export const FIELD_NAMES: readonly string[] = [...FIELDS.keys()];

const HS_DIGITS = 6;

const EXTRA = /^extra\.([A-Za-z][\w-]*)$/u;
const VALUE = /^value\.([A-Z]{3})$/u;
const QUANTITY = /^quantity\.([A-Z0-9]{2,3})$/u;

/** The field of a name that the consignment itself, or the book, answers; `extra.*` are texts that number conditions may read as decimals. */
export function factNamed(name: string): Field | undefined {
  const closed = FIELDS.get(name);
  if (closed !== undefined) return closed;
  const extra = EXTRA.exec(name)?.[1];
  if (extra !== undefined) return text(name, (s) => s.consignment.extra?.[extra]);
  const unit = QUANTITY.exec(name)?.[1];
  if (unit !== undefined && isUnit(unit)) return field(name, 'number', (s) => known(quantityIn(s, unit)), unit);
  const currency = VALUE.exec(name)?.[1] ?? '';
  return isCurrency(currency) ? field(name, 'number', (s) => known(valueIn(s, currency)), currency) : undefined;
}

/** The field of a name a scope may ask for: a fact, or the amount of a charge; undefined when there is none. */
export const fieldNamed = (name: string): Field | undefined => factNamed(name) ?? amountField(name);

/**
 * The code of an item in a system, as far as it is known: GNG, CN, TNVED and HS share their first six digits, so one
 * may answer for another up to there.
 */
export function codeIn(item: GoodsItem, system: CodeSystem): { readonly code: string } | undefined {
  const own = item.codes[system];
  if (own !== undefined) return { code: own };
  if (system === 'ETSNG') return undefined;
  const other = item.codes.HS ?? item.codes.GNG ?? item.codes.CN ?? item.codes.TNVED;
  return other === undefined ? undefined : { code: other.slice(0, HS_DIGITS) };
}
