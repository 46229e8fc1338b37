/**
 * The facts a scope, a table key or a meter may read, by name, with their type and how they are read from a consignment.
 * One registry for all: a name that is not here is an error of the book (pricing.md section 5).
 */
import { destinationOf } from '../consignment/destination.ts';
import type { CodeSystem, Consignment, Container, GoodsItem, Leg, Wagon } from '../consignment/schema.ts';
import { CODE_SYSTEMS } from '../consignment/schema.ts';
import { add, type Decimal, ofInteger, parseDecimal, ZERO } from '../kernel/decimal.ts';
import { isCurrency } from '../kernel/money.ts';
import { isUnit } from '../kernel/quantity.ts';

/** What is being looked at: a consignment, and within it perhaps one leg, item, wagon or container. */
export type Subject = {
  readonly consignment: Consignment;
  readonly leg?: Leg;
  readonly item?: GoodsItem;
  readonly wagon?: Wagon;
  readonly container?: Container;
  /** What the leg, or the goods, cost so far; only where discounts ask. */
  readonly amounts?: Amounts;
  /** Facts that come from the book: groups of a party, country, railway and region of a place, the payer of the leg. */
  readonly world: World;
};

/**
 * The charge of a leg in its currency, read as `amount.gross.EUR` (before any discount) and `amount.running.EUR` (what the
 * discounts before it have left). `running` is unknown until a discount's turn comes; a charge in another currency is missing.
 */
export type Amounts = { readonly currency: string; readonly gross: Decimal; readonly running: Decimal | undefined };

export type PlaceFacts = {
  readonly country?: string;
  readonly region?: string;
  readonly railway?: string;
  readonly role?: string;
};
export type PartyFacts = { readonly country?: string; readonly region?: string; readonly groups: readonly string[] };

/** What the book knows of parties and places. */
export type World = {
  readonly place: (id: string) => PlaceFacts | undefined;
  readonly party: (id: string) => PartyFacts | undefined;
  /** The payer of a leg, or undefined when neither the note nor the Incoterm tells. */
  readonly payerOf: (consignment: Consignment, leg: Leg) => string | undefined;
};

export type FieldType = 'text' | 'number' | 'date' | 'flag';
export type FieldValue = string | Decimal | boolean;

/** What was read: several values for several wagons or items; not `complete` when some of them are not known. */
export type Reading = { readonly values: readonly FieldValue[]; readonly complete: boolean };

export type Field = {
  readonly name: string;
  readonly type: FieldType;
  /** Unit of a number, UN/ECE Rec 20. */
  readonly unit?: string;
  readonly read: (subject: Subject) => Reading;
};

const NONE: Reading = Object.freeze({ values: Object.freeze([]), complete: false });
const EMPTY: Reading = Object.freeze({ values: Object.freeze([]), complete: true });

type Raw = string | number | boolean | undefined;

function known(value: FieldValue | undefined): Reading {
  return value === undefined ? NONE : { values: [value], complete: true };
}

function valueOf(raw: Raw, type: FieldType): FieldValue | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw === 'number') return ofInteger(raw);
  return type === 'number' && typeof raw === 'string' ? parseDecimal(raw) : raw;
}

/** Reads of every element; an empty list is nothing known of it. */
function each<T>(list: readonly T[], type: FieldType, read: (element: T) => Raw): Reading {
  if (list.length === 0) return NONE;
  const values: FieldValue[] = [];
  for (const element of list) {
    const value = valueOf(read(element), type);
    if (value !== undefined) values.push(value);
  }
  return { values, complete: values.length === list.length };
}

const itemsOf = (s: Subject): readonly GoodsItem[] => (s.item === undefined ? s.consignment.items : [s.item]);
const wagonsOf = (s: Subject): readonly Wagon[] => (s.wagon === undefined ? s.consignment.wagons : [s.wagon]);
const containersOf = (s: Subject): readonly Container[] =>
  s.container === undefined ? s.consignment.containers : [s.container];
const legsOf = (s: Subject): readonly Leg[] => (s.leg === undefined ? s.consignment.legs : [s.leg]);

/** A sum that is known only when every part is. */
function total<T>(list: readonly T[], read: (element: T) => number | undefined): Decimal | undefined {
  if (list.length === 0) return undefined;
  let sum = 0;
  for (const element of list) {
    const part = read(element);
    if (part === undefined) return undefined;
    sum += part;
  }
  return ofInteger(sum);
}

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
function quantityIn(s: Subject, unit: string): Decimal | undefined {
  let sum: Decimal | undefined;
  for (const item of itemsOf(s)) {
    for (const quantity of item.quantities ?? []) {
      const value = quantity.unit === unit ? parseDecimal(quantity.value) : undefined;
      if (value !== undefined) sum = add(sum ?? ZERO, value);
    }
  }
  return sum;
}

function payerReading(s: Subject): Reading {
  const legs = legsOf(s);
  return each(legs, 'text', (leg) => s.world.payerOf(s.consignment, leg));
}

const payerIn = (s: Subject): string | undefined =>
  s.leg === undefined ? undefined : s.world.payerOf(s.consignment, s.leg);

function groupsOf(s: Subject, party: string | undefined): Reading {
  const facts = party === undefined ? undefined : s.world.party(party);
  return facts === undefined ? NONE : { values: facts.groups, complete: true };
}

function placeField(read: (s: Subject) => string | undefined, part: keyof PlaceFacts): Field['read'] {
  return (s) => {
    const id = read(s);
    return known(id === undefined ? undefined : s.world.place(id)?.[part]);
  };
}

/** A fact of the place at one end of each leg. */
const legPlace = (name: 'from' | 'to', part: keyof PlaceFacts): Field =>
  ofLegs(`leg.${name}.${part}`, 'text', (leg, s) => s.world.place(leg[name])?.[part]);

const partyField = (name: string, read: (s: Subject) => string | undefined, part: 'country' | 'region'): Field =>
  text(`${name}.${part}`, (s) => {
    const party = read(s);
    return party === undefined ? undefined : s.world.party(party)?.[part];
  });

const placeFields = (name: 'origin' | 'destination'): readonly Field[] =>
  (['country', 'region', 'railway', 'role'] as const).map((part) =>
    field(
      `${name}.${part}`,
      'text',
      placeField((s) => (name === 'origin' ? s.consignment.origin : destinationOf(s.consignment, s.leg)), part),
    ),
  );

/** Tariff kilometres of the whole way, whichever leg is looked at. */
function wholeDistance({ consignment }: Subject): Decimal | undefined {
  let sum: Decimal | undefined;
  for (const leg of consignment.legs) {
    const own = leg.distanceKm === undefined ? undefined : parseDecimal(leg.distanceKm);
    if (own === undefined) return undefined;
    sum = add(sum ?? ZERO, own);
  }
  return sum;
}

function trainLength({ consignment }: Subject): Decimal | undefined {
  let sum: Decimal | undefined;
  for (const wagon of consignment.wagons) {
    const own = wagon.length_m === undefined ? undefined : parseDecimal(wagon.length_m);
    if (own === undefined) return undefined;
    sum = add(sum ?? ZERO, own);
  }
  return sum;
}

function crossingReading(part: keyof PlaceFacts): Field['read'] {
  return ({ consignment, world }) => {
    const crossings = consignment.crossings;
    if (crossings === undefined) return NONE;
    return crossings.length === 0 ? EMPTY : each(crossings, 'text', (one) => world.place(one.place)?.[part]);
  };
}

/** Sum of the goods' values stated in a currency; unknown when an item states none in it. */
function valueIn(s: Subject, currency: string): Decimal | undefined {
  let sum: Decimal | undefined;
  for (const { value } of itemsOf(s)) {
    const own = value?.currency === currency ? parseDecimal(value.amount) : undefined;
    if (own === undefined) return undefined;
    sum = add(sum ?? ZERO, own);
  }
  return sum;
}

function amountIn({ amounts }: Subject, which: 'gross' | 'running', currency: string): Decimal | undefined {
  return amounts?.currency === currency ? amounts[which] : undefined;
}

function viaReading(s: Subject): Reading {
  const legs = legsOf(s);
  if (legs.length === 0) return NONE;
  const values = legs.flatMap((leg) => [leg.from, ...(leg.via ?? []), leg.to]);
  return { values, complete: true };
}

const ON_WATER: ReadonlySet<Leg['mode']> = new Set(['sea', 'ferry', 'inland-waterway']);

/** Vessels of the legs on water. A leg on land is known to have none. */
function vesselReading(s: Subject): Reading {
  const legs = legsOf(s);
  const afloat = legs.filter((leg) => ON_WATER.has(leg.mode));
  if (afloat.length === 0) return legs.length === 0 ? NONE : EMPTY;
  return each(afloat, 'text', (leg) => leg.vessel);
}

function field(name: string, type: FieldType, read: Field['read'], unit?: string): Field {
  return unit === undefined ? { name, type, read } : { name, type, read, unit };
}

const text = (name: string, read: (s: Subject) => string | undefined): Field =>
  field(name, 'text', (s) => known(read(s)));
const date = (name: string, read: (c: Consignment) => string | undefined): Field =>
  field(name, 'date', (s) => known(read(s.consignment)));
const count = (name: string, read: (s: Subject) => number | undefined, unit = 'C62'): Field =>
  field(name, 'number', (s) => known(valueOf(read(s), 'number')), unit);
const ofLegs = (name: string, type: FieldType, read: (leg: Leg, s: Subject) => Raw, unit?: string): Field =>
  field(name, type, (s) => each(legsOf(s), type, (leg) => read(leg, s)), unit);
const ofItems = (name: string, type: FieldType, read: (item: GoodsItem) => Raw, unit?: string): Field =>
  field(name, type, (s) => each(itemsOf(s), type, read), unit);
const ofWagons = (name: string, type: FieldType, read: (wagon: Wagon) => Raw, unit?: string): Field =>
  field(name, type, (s) => each(wagonsOf(s), type, read), unit);
const ofContainers = (name: string, type: FieldType, read: (container: Container) => Raw, unit?: string): Field =>
  field(name, type, (s) => each(containersOf(s), type, read), unit);

const itemSum = (name: string, unit: string, read: (item: GoodsItem) => number | undefined): Field =>
  field(name, 'number', (s) => known(total(itemsOf(s), read)), unit);

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
 * `value.EUR`, `amount.gross.EUR`, `amount.running.EUR`.
 */
export const FIELD_NAMES: readonly string[] = [...FIELDS.keys()];

const HS_DIGITS = 6;

const EXTRA = /^extra\.([A-Za-z][\w-]*)$/u;
const MONEY = /^(amount\.gross|amount\.running|value)\.([A-Z]{3})$/u;
const QUANTITY = /^quantity\.([A-Z0-9]{2,3})$/u;

/** The field of a name, or undefined when there is none. `extra.*` are texts that number conditions may read as decimals. */
export function fieldNamed(name: string): Field | undefined {
  const closed = FIELDS.get(name);
  if (closed !== undefined) return closed;
  const extra = EXTRA.exec(name)?.[1];
  if (extra !== undefined) return text(name, (s) => s.consignment.extra?.[extra]);
  const unit = QUANTITY.exec(name)?.[1];
  if (unit !== undefined && isUnit(unit)) return field(name, 'number', (s) => known(quantityIn(s, unit)), unit);
  return moneyField(name);
}

/** `amount.gross.EUR`, `amount.running.EUR`: the charge; `value.EUR`: the goods. */
function moneyField(name: string): Field | undefined {
  const [, kind = '', currency = ''] = MONEY.exec(name) ?? [];
  if (!isCurrency(currency)) return undefined;
  if (kind === 'value') return field(name, 'number', (s) => known(valueIn(s, currency)), currency);
  const which = kind === 'amount.gross' ? 'gross' : 'running';
  return field(name, 'number', (s) => known(amountIn(s, which, currency)), currency);
}

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
