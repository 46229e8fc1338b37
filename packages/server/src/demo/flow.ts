/** A flow of the demonstration: the same goods between the same parties on the same way, month by month. */
import type { Consignment, Wagon } from '@kontor/domain/consignment/schema';
import { addDays, type LocalDate, localDate } from '@kontor/domain/kernel/local-date';
import type { Random } from './random.ts';
import { passesBenyakoni, type Route, type RouteName, routeOf } from './routes.ts';

/** Counts or prices of the two years. */
export type Years = { readonly 2024: number; readonly 2025: number };

/** Share of the year's average by month, in percent. */
export type Season = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
export const EVEN: Season = [100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100];

export type Range = readonly [least: number, greatest: number];

export type Flow = {
  /** Begins the note's number. */
  readonly id: string;
  readonly codes: { readonly GNG: string; readonly ETSNG?: string };
  readonly name: string;
  readonly consignor: string;
  readonly consignee: string;
  readonly route: RouteName;
  readonly stations: readonly [string, ...string[]];
  readonly perMonth: Years;
  readonly season?: Season;
  /** Wagons or trucks of a consignment, and kilograms in each. */
  readonly wagons: Range;
  readonly kgPerWagon: Range;
  readonly wagon: Pick<Wagon, 'type' | 'axles' | 'capacity_kg' | 'tare_kg'>;
  readonly ownerships: readonly ['carrier' | 'private', ...('carrier' | 'private')[]];
  /** Whole roubles per tonne, per piece or per head; absent: the note states no value. */
  readonly price?: Years;
  readonly unit?: 'pieces' | 'heads';
  readonly perWagonUnits?: Range;
  readonly container?: true;
  /** Named on the notes from the first day of its period. */
  readonly agreement2025?: { readonly id: string; readonly from: LocalDate };
  /** The notes come back without delay or mistake. */
  readonly faultless?: true;
  readonly documents?: readonly string[];
  /** One note in so many lacks its documents. */
  readonly withoutDocuments?: number;
  readonly contractDate?: LocalDate;
  /** Taken instead by one in three while the road is closed. */
  readonly detour?: RouteName;
};

/**
 * A consignment as it really was. `tracked`: known when it sets out and again when it arrives; `faultless`: its notes come back
 * without delay or mistake.
 */
export type Movement = {
  readonly consignment: Consignment;
  readonly flow: string;
  readonly tracked: boolean;
  readonly faultless: boolean;
};

/** The road closure: nothing is accepted for it on these days. */
const CLOSED_FROM = localDate('2025-10-28');
const CLOSED_TO = localDate('2025-11-20');

const isClosed = (route: RouteName, date: LocalDate): boolean =>
  passesBenyakoni(route) && date >= CLOSED_FROM && date < CLOSED_TO;

const twoDigits = (count: number): string => String(count).padStart(2, '0');
export const monthStart = (year: number, month: number): LocalDate =>
  localDate(`${String(year)}-${twoDigits(month)}-01`);

const SHORTEST_MONTH = 28;

function wagonsOf(flow: Flow, random: Random): Wagon[] {
  const ownership = random.pick(flow.ownerships);
  const count = random.between(...flow.wagons);
  return Array.from({ length: count }, () => ({
    ...flow.wagon,
    ownership,
    mass_kg: random.between(...flow.kgPerWagon),
    loaded: true,
  }));
}

/** Whole roubles: price times tonnes, or times pieces or heads. */
function valueOf(
  flow: Flow,
  year: 2024 | 2025,
  of: { readonly mass: number; readonly units: number },
): { amount: string; currency: string } | undefined {
  if (flow.price === undefined) return undefined;
  const price = flow.price[year];
  const amount = flow.unit === undefined ? Math.trunc((of.mass * price) / 1000) : of.units * price;
  return { amount: String(amount), currency: 'RUB' };
}

function kindOf(flow: Flow, wagons: number): NonNullable<Consignment['kind']> {
  if (flow.container === true) return 'container';
  return wagons > 1 ? 'group' : 'wagonload';
}

function datesOf(route: Route, accepted: LocalDate, random: Random): Consignment['dates'] {
  const received = addDays(accepted, route.arriveAfter + random.below(4));
  return {
    ordered: addDays(accepted, -10 - random.below(10)),
    crossed: addDays(accepted, route.crossAfter),
    delivered: addDays(received, -1),
    received,
  };
}

/** One consignment of a flow, accepted on a day. */
export function consignmentOf(
  flow: Flow,
  at: { readonly accepted: LocalDate; readonly serial: number; readonly route: RouteName },
  random: Random,
): Movement {
  const { accepted, serial } = at;
  const year = accepted < '2025-01-01' ? 2024 : 2025;
  const truck = at.route === 'truck-ferry-in';
  const wagons = wagonsOf(flow, random).map((wagon) => (truck ? { ...wagon, type: 'truck' } : wagon));
  const mass = wagons.reduce((sum, wagon) => sum + (wagon.mass_kg ?? 0), 0);
  const units = flow.unit === undefined ? 0 : wagons.length * random.between(...(flow.perWagonUnits ?? [1, 1]));
  const value = valueOf(flow, year, { mass, units });
  const route = routeOf(at.route, random.pick(flow.stations));
  const { crossAfter: _cross, arriveAfter: _arrive, ...way } = route;
  const agreement =
    flow.agreement2025 !== undefined && accepted >= flow.agreement2025.from ? flow.agreement2025.id : undefined;
  const lacking = flow.withoutDocuments !== undefined && serial % flow.withoutDocuments === 0;
  const consignment: Consignment = {
    note: `${flow.id}-${String(year).slice(2)}-${String(serial).padStart(4, '0')}`,
    accepted,
    ...way,
    kind: kindOf(flow, wagons.length),
    consignor: flow.consignor,
    consignee: flow.consignee,
    items: [
      {
        codes: flow.codes,
        name: flow.name,
        mass_kg: mass,
        origin: way.dispatchCountry,
        ...(flow.unit === undefined ? {} : { [flow.unit]: units }),
        ...(value === undefined ? {} : { value }),
      },
    ],
    wagons,
    containers:
      flow.container === true
        ? wagons.map((wagon) => ({ ownership: 'private' as const, size_ft: 40, mass_kg: wagon.mass_kg, loaded: true }))
        : [],
    mass_kg: mass,
    marks: [],
    contract: { date: flow.contractDate ?? localDate(`${String(year - 1)}-12-10`) },
    ...(agreement === undefined ? {} : { agreement }),
    documents: lacking ? [] : [...(flow.documents ?? [])],
    dates: datesOf(route, accepted, random),
  };
  return { consignment, flow: flow.id, tracked: agreement !== undefined, faultless: flow.faultless === true };
}

function monthOf(flow: Flow, year: 2024 | 2025, month: number, random: Random, serial: () => number): Movement[] {
  const percent = (flow.season ?? EVEN)[month - 1] ?? 100;
  const count = Math.trunc((flow.perMonth[year] * percent + 50) / 100);
  const found: Movement[] = [];
  for (let index = 0; index < count; index += 1) {
    const accepted = addDays(monthStart(year, month), random.below(SHORTEST_MONTH));
    const closed = isClosed(flow.route, accepted);
    const route = closed && index % 3 === 0 ? flow.detour : closed ? undefined : flow.route;
    if (route !== undefined) found.push(consignmentOf(flow, { accepted, serial: serial(), route }, random));
  }
  return found;
}

/** All consignments of a flow in both years, numbered year by year. */
export function movementsOf(flow: Flow, random: Random): Movement[] {
  return ([2024, 2025] as const).flatMap((year) => {
    let last = 0;
    const serial = (): number => (last += 1);
    return Array.from({ length: 12 }, (_, index) => monthOf(flow, year, index + 1, random, serial)).flat();
  });
}
