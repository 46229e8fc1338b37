/**
 * Facts by name, as scopes, tables and steps ask for them (pricing.md section 2). A fact of a list, such as the ownership of
 * the wagons, has as many values as the list has members; `lacks` says that one of them, or the whole, is not stated.
 */
import type { Consignment, Leg } from '@kontor/domain/consignment/schema';
import { amountText, isAmount } from './asked-amounts.ts';
import { codeOf } from './goods.ts';
import { decimalText, rational, total } from './rational.ts';
import { legOf, partyNamed, payerOf, placeNamed, type View } from './world.ts';

export type Fact = { readonly values: readonly string[]; readonly lacks: boolean };

type Stated = string | number | boolean | undefined;

const LACKING: Fact = { values: [], lacks: true };

function stated(...values: readonly Stated[]): Fact {
  const known = values.filter((one) => one !== undefined).map(String);
  return { values: known, lacks: known.length < values.length };
}

/** Of the members of a list, one that states nothing leaves the fact lacking; so does an empty list. */
const ofEach = <T>(list: readonly T[], value: (one: T) => Stated): Fact =>
  list.length === 0 ? LACKING : stated(...list.map(value));

/** A sum is known when every member states its part. */
function sumOf(values: readonly (string | number | undefined)[]): string | undefined {
  const known = values.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < values.length) return undefined;
  return decimalText(total(known.map((one) => rational(String(one)))));
}

const members = <T>(one: T | undefined, all: readonly T[]): readonly T[] => (one === undefined ? all : [one]);

/** The mass stated on the note, else what the items add up to, else what the wagons hold. */
export function massOf({ mass_kg, items, wagons }: Consignment): string | undefined {
  return mass_kg === undefined
    ? (sumOf(items.map((one) => one.mass_kg)) ?? sumOf(wagons.map((one) => one.mass_kg)))
    : String(mass_kg);
}

function placeFact(view: View, id: string | undefined, name: 'country' | 'region' | 'railway'): Stated {
  return id === undefined ? undefined : placeNamed(view.world, id)?.[name];
}

function groupsFact(view: View, parties: readonly (string | undefined)[]): Fact {
  const found = parties.map((id) => (id === undefined ? undefined : partyNamed(view.world, id)));
  return { values: found.flatMap((party) => party?.groups ?? []), lacks: found.includes(undefined) };
}

const legsInView = (view: View): readonly Leg[] => {
  const leg = legOf(view);
  return leg === undefined ? view.consignment.legs : [leg];
};

function payersInView(view: View): readonly (string | undefined)[] {
  const all = view.consignment.legs.map((_, leg) => payerOf(view.consignment, leg));
  return view.leg === undefined ? all : [all[view.leg]];
}

/** In view of one wagon, item or container its own mass is meant; else the whole consignment's. */
function massFact({ consignment, wagon, item, container }: View): Fact {
  const one = item ?? container ?? wagon;
  return stated(one === undefined ? massOf(consignment) : one.mass_kg);
}

/** Pieces, heads and packages of the item in view, else of all of them. */
const countFact =
  (field: 'pieces' | 'heads' | 'packages') =>
  ({ consignment, item }: View): Fact =>
    stated(sumOf(members(item, consignment.items).map((one) => one[field])));

const CONSIGNMENT_FACTS: Readonly<Record<string, (view: View) => Fact>> = {
  note: ({ consignment }) => stated(consignment.note),
  form: ({ consignment }) => stated(consignment.form),
  accepted: ({ consignment }) => stated(consignment.accepted),
  kind: ({ consignment }) => stated(consignment.kind),
  traffic: ({ consignment, leg }) =>
    stated((leg === undefined ? undefined : consignment.legs[leg]?.traffic) ?? consignment.traffic),
  consignor: ({ consignment }) => stated(consignment.consignor),
  consignee: ({ consignment }) => stated(consignment.consignee),
  payer: (view) => ofEach(payersInView(view), (one) => one),
  incoterm: ({ consignment }) => stated(consignment.incoterm?.code),
  origin: ({ consignment }) => stated(consignment.origin),
  destination: ({ consignment }) => stated(consignment.destination),
  dispatchCountry: ({ consignment }) => stated(consignment.dispatchCountry),
  destinationCountry: ({ consignment }) => stated(consignment.destinationCountry),
  'origin.country': (view) => stated(placeFact(view, view.consignment.origin, 'country')),
  'origin.region': (view) => stated(placeFact(view, view.consignment.origin, 'region')),
  'origin.railway': (view) => stated(placeFact(view, view.consignment.origin, 'railway')),
  'destination.country': (view) => stated(placeFact(view, view.consignment.destination, 'country')),
  'destination.region': (view) => stated(placeFact(view, view.consignment.destination, 'region')),
  'destination.railway': (view) => stated(placeFact(view, view.consignment.destination, 'railway')),
  'consignor.group': (view) => groupsFact(view, [view.consignment.consignor]),
  'consignee.group': (view) => groupsFact(view, [view.consignment.consignee]),
  'payer.group': (view) => groupsFact(view, payersInView(view)),
  mass_kg: massFact,
  'wagons.count': ({ consignment: { wagons } }) => (wagons.length === 0 ? LACKING : stated(wagons.length)),
  'containers.count': ({ consignment: { containers } }) =>
    containers.length === 0 ? LACKING : stated(containers.length),
  pieces: countFact('pieces'),
  heads: countFact('heads'),
  packages: countFact('packages'),
  'train.type': ({ consignment }) => stated(consignment.train?.type),
  'train.wagons': ({ consignment }) => stated(consignment.train?.wagons),
  /** Marks and documents are what the note bears: bearing none is no lack. */
  marks: ({ consignment }) => stated(...consignment.marks),
  documents: ({ consignment }) => stated(...consignment.documents),
  agreement: ({ consignment }) => stated(consignment.agreement),
  'contract.number': ({ consignment }) => stated(consignment.contract?.number),
  'contract.date': ({ consignment }) => stated(consignment.contract?.date),
  'dates.ordered': ({ consignment }) => stated(consignment.dates.ordered),
  'dates.crossed': ({ consignment }) => stated(consignment.dates.crossed),
  'dates.delivered': ({ consignment }) => stated(consignment.dates.delivered),
  'dates.received': ({ consignment }) => stated(consignment.dates.received),
};

/** Facts of the way: of the leg in view, else of every leg. */
const LEG_FACTS: Readonly<Record<string, (leg: Leg, view: View) => Stated>> = {
  'leg.carrier': (leg) => leg.carrier,
  'leg.carrier.country': (leg, { world }) => partyNamed(world, leg.carrier)?.country,
  'leg.mode': (leg) => leg.mode,
  'leg.traffic': (leg, { consignment }) => leg.traffic ?? consignment.traffic,
  'leg.from': (leg) => leg.from,
  'leg.to': (leg) => leg.to,
  'leg.distanceKm': (leg) => leg.distanceKm,
  'leg.emptyDistanceKm': (leg) => leg.emptyDistanceKm,
};

const WAGON_FACTS = [
  'type',
  'ownership',
  'model',
  'axles',
  'capacity_kg',
  'length_m',
  'tare_kg',
  'mass_kg',
  'loaded',
] as const;
const CONTAINER_FACTS = ['ownership', 'size_ft', 'type', 'mass_kg', 'loaded'] as const;
const ITEM_FACTS = ['name', 'mass_kg', 'origin', 'unNumber'] as const;
const CODE_FACTS = ['GNG', 'ETSNG', 'HS', 'CN', 'TNVED'] as const;

function listFact(name: string, view: View): Fact | undefined {
  const [list = '', field = ''] = name.split('.');
  const wagonFact = WAGON_FACTS.find((one) => list === 'wagon' && one === field);
  if (wagonFact !== undefined) return ofEach(members(view.wagon, view.consignment.wagons), (one) => one[wagonFact]);
  const containerFact = CONTAINER_FACTS.find((one) => list === 'container' && one === field);
  if (containerFact !== undefined)
    return ofEach(members(view.container, view.consignment.containers), (one) => one[containerFact]);
  const itemFact = ITEM_FACTS.find((one) => list === 'item' && one === field);
  if (itemFact !== undefined) return ofEach(members(view.item, view.consignment.items), (one) => one[itemFact]);
  const system = CODE_FACTS.find((one) => list === 'item' && one === field);
  if (system === undefined) return undefined;
  return ofEach(members(view.item, view.consignment.items), (one) => codeOf(one, system)?.digits);
}

/** Only on water is a vessel missing where none is stated; on rails and roads there is none. */
function vesselFact(view: View): Fact {
  const onWater = legsInView(view).filter(({ mode }) => mode !== 'rail' && mode !== 'road');
  return stated(...onWater.map(({ vessel }) => vessel));
}

function wayFact(name: string, view: View): Fact | undefined {
  const leg = LEG_FACTS[name];
  if (leg !== undefined) return ofEach(legsInView(view), (one) => leg(one, view));
  if (name === 'vessel') return vesselFact(view);
  if (name !== 'via') return undefined;
  return { values: legsInView(view).flatMap(({ from, to, via = [] }) => [from, ...via, to]), lacks: false };
}

/** `extra.<name>` of the operator's own, `quantity.<unit>` of the items measured in that unit. */
function openFact(name: string, { consignment, item }: View): Fact {
  const [space = '', ...rest] = name.split('.');
  const key = rest.join('.');
  if (space === 'extra') return stated(consignment.extra?.[key]);
  if (space !== 'quantity') throw new Error(`no fact ${name}`);
  const measured = members(item, consignment.items).flatMap((one) => one.quantities ?? []);
  const inUnit = measured.filter(({ unit }) => unit === key).map(({ value }) => value);
  return stated(sumOf(inUnit));
}

export function factOf(name: string, view: View): Fact {
  if (isAmount(name)) return stated(amountText(name, view.amounts));
  const plain = CONSIGNMENT_FACTS[name];
  if (plain !== undefined) return plain(view);
  return listFact(name, view) ?? wayFact(name, view) ?? openFact(name, view);
}

const NUMBERS =
  /^(?:.*mass_kg|.*\.count|pieces|heads|packages|train\.wagons|leg\..*istanceKm|wagon\.(?:axles|capacity_kg|length_m|tare_kg)|container\.size_ft|quantity\..*|amount\..*)$/u;

/** Numbers are compared as numbers, so that `100` and `100.0` are the same; all else is text, leading zeros included. */
export const isNumberFact = (name: string): boolean => NUMBERS.test(name);
