/** The ways goods take in the demonstration: legs, crossings and days under way. Distances and days are synthetic. */
import type { Consignment, Crossing, Leg } from '@kontor/domain/consignment/schema';

export const ROUTES = [
  'lt-rail',
  'mainland-lt-rail',
  'ferry-in',
  'ferry-out',
  'sea-in',
  'road-in',
  'road-out',
  'by-road-in',
  'truck-ferry-in',
] as const;
export type RouteName = (typeof ROUTES)[number];

/** Traffic as the first carrier sees it, the note's form, what crosses where, and who pays from where on. */
export type Route = Pick<Consignment, 'traffic' | 'form' | 'incoterm' | 'origin' | 'destination'> & {
  readonly legs: Leg[];
  readonly crossings: Crossing[];
  /** Days from acceptance to the border, and to arrival. */
  readonly crossAfter: number;
  readonly arriveAfter: number;
  readonly dispatchCountry: string;
  readonly destinationCountry: string;
};

/** Tariff kilometres of a station to the two borders of the Belarusian Railway that the corridor uses. */
const TO_BORDER: Readonly<Record<string, { readonly gudogai: number; readonly osinovka: number }>> = {
  minsk: { gudogai: 138, osinovka: 233 },
  gomel: { gudogai: 440, osinovka: 289 },
  brest: { gudogai: 477, osinovka: 592 },
  krichev: { gudogai: 421, osinovka: 182 },
  kostyukovichi: { gudogai: 466, osinovka: 214 },
  krasnoselsky: { gudogai: 188, osinovka: 471 },
  molodechno: { gudogai: 76, osinovka: 304 },
};

const VESSEL = 'Marshal Rokossovsky';

const toBorder = (station: string, border: 'gudogai' | 'osinovka'): string =>
  String(TO_BORDER[station]?.[border] ?? TO_BORDER['minsk']?.[border] ?? 1);

type Ends = { readonly station: string };

const rail = (
  carrier: string,
  from: string,
  to: string,
  traffic: Leg['traffic'],
  distanceKm: string,
  via?: string[],
): Leg => ({
  carrier,
  mode: 'rail',
  from,
  to,
  traffic,
  distanceKm,
  ...(via === undefined ? {} : { via }),
});

const ferry = (from: string, to: string): Leg => ({
  carrier: 'rosmorport',
  mode: 'ferry',
  from,
  to,
  traffic: 'transit',
  distanceKm: '1025',
  vessel: VESSEL,
});

function road(carrier: string, from: string, to: string, traffic: 'export' | 'import'): Leg {
  const outward = ['benyakoni', 'kybartai', 'chernyshevskoye'];
  return {
    carrier,
    mode: 'road',
    from,
    to,
    traffic,
    distanceKm: '650',
    via: traffic === 'export' ? outward : outward.toReversed(),
  };
}

const INTO_REGION = { destination: 'kaliningrad', destinationCountry: 'RU', dispatchCountry: 'BY' } as const;
const OUT_OF_REGION = { origin: 'kaliningrad', destinationCountry: 'BY', dispatchCountry: 'RU' } as const;

const THROUGH_LITHUANIA: readonly Crossing[] = [
  { place: 'gudogai', role: 'exit' },
  { place: 'kena', role: 'entry' },
  { place: 'kybartai', role: 'exit' },
  { place: 'chernyshevskoye', role: 'entry' },
];

const LITHUANIAN_LEGS: readonly Leg[] = [
  rail('lg', 'gudogai', 'kybartai', 'transit', '232', ['kena']),
  rail('rzd', 'kybartai', 'kaliningrad', 'import', '156', ['chernyshevskoye']),
];

const ltRail = ({ station }: Ends): Route => ({
  ...INTO_REGION,
  origin: station,
  traffic: 'export',
  form: 'SMGS',
  incoterm: { code: 'FCA', place: 'gudogai' },
  legs: [rail('bch', station, 'gudogai', 'export', toBorder(station, 'gudogai')), ...LITHUANIAN_LEGS],
  crossings: [...THROUGH_LITHUANIA],
  crossAfter: 1,
  arriveAfter: 6,
});

const mainlandLtRail = (): Route => ({
  ...ltRail({ station: 'minsk' }),
  origin: 'zakopytye',
  dispatchCountry: 'RU',
  traffic: 'transit',
  incoterm: { code: 'EXW' },
  legs: [rail('bch', 'zakopytye', 'gudogai', 'transit', '523'), ...LITHUANIAN_LEGS],
  arriveAfter: 7,
});

const ferryIn = ({ station }: Ends): Route => ({
  ...INTO_REGION,
  origin: station,
  traffic: 'export',
  form: 'SMGS',
  incoterm: { code: 'FCA', place: 'osinovka' },
  legs: [
    rail('bch', station, 'osinovka', 'export', toBorder(station, 'osinovka')),
    rail('rzd', 'osinovka', 'ust-luga', 'transit', '655'),
    ferry('ust-luga', 'baltiysk'),
    rail('rzd', 'baltiysk', 'kaliningrad', 'import', '48'),
  ],
  crossings: [
    { place: 'osinovka', role: 'exit' },
    { place: 'ust-luga', role: 'transit' },
    { place: 'baltiysk', role: 'transit' },
  ],
  crossAfter: 3,
  arriveAfter: 12,
});

const ferryOut = ({ station }: Ends): Route => ({
  ...OUT_OF_REGION,
  destination: station,
  traffic: 'import',
  form: 'SMGS',
  incoterm: { code: 'FCA', place: 'baltiysk' },
  legs: [
    rail('rzd', 'kaliningrad', 'baltiysk', 'export', '48'),
    ferry('baltiysk', 'ust-luga'),
    rail('rzd', 'ust-luga', 'osinovka', 'transit', '655'),
    rail('bch', 'osinovka', station, 'import', toBorder(station, 'osinovka')),
  ],
  crossings: [
    { place: 'baltiysk', role: 'transit' },
    { place: 'ust-luga', role: 'transit' },
    { place: 'osinovka', role: 'entry' },
  ],
  crossAfter: 9,
  arriveAfter: 12,
});

const seaIn = ({ station }: Ends): Route => ({
  ...INTO_REGION,
  origin: station,
  traffic: 'export',
  form: 'SMGS',
  incoterm: { code: 'FCA', place: 'osinovka' },
  legs: [
    rail('bch', station, 'osinovka', 'export', toBorder(station, 'osinovka')),
    rail('rzd', 'osinovka', 'st-petersburg', 'transit', '628'),
    {
      carrier: 'sea-line',
      mode: 'sea',
      from: 'st-petersburg',
      to: 'kaliningrad',
      traffic: 'transit',
      distanceKm: '1097',
      vessel: 'coaster (demonstration)',
    },
  ],
  crossings: [
    { place: 'osinovka', role: 'exit' },
    { place: 'st-petersburg', role: 'transit' },
  ],
  crossAfter: 3,
  arriveAfter: 15,
});

const roadIn = (carrier: string) => (): Route => ({
  ...INTO_REGION,
  origin: 'minsk',
  traffic: 'export',
  form: 'CMR',
  incoterm: { code: 'FCA', place: 'minsk' },
  legs: [road(carrier, 'minsk', 'kaliningrad', 'export')],
  crossings: [
    { place: 'benyakoni', role: 'exit' },
    { place: 'chernyshevskoye', role: 'entry' },
  ],
  crossAfter: 1,
  arriveAfter: 3,
});

const roadOut = (): Route => ({
  ...OUT_OF_REGION,
  destination: 'minsk',
  traffic: 'import',
  form: 'CMR',
  incoterm: { code: 'DAP', place: 'minsk' },
  legs: [road('kgd-haulier', 'kaliningrad', 'minsk', 'import')],
  crossings: [
    { place: 'chernyshevskoye', role: 'exit' },
    { place: 'benyakoni', role: 'entry' },
  ],
  crossAfter: 1,
  arriveAfter: 3,
});

const truckFerryIn = (): Route => ({
  ...INTO_REGION,
  origin: 'minsk',
  traffic: 'export',
  form: 'CMR',
  incoterm: { code: 'FCA', place: 'minsk' },
  legs: [
    {
      carrier: 'by-haulier',
      mode: 'road',
      from: 'minsk',
      to: 'ust-luga',
      traffic: 'export',
      distanceKm: '905',
      via: ['osinovka'],
    },
    ferry('ust-luga', 'baltiysk'),
    {
      carrier: 'kgd-haulier',
      mode: 'road',
      from: 'baltiysk',
      to: 'kaliningrad',
      traffic: 'import',
      distanceKm: '48',
      via: [],
    },
  ],
  crossings: [
    { place: 'osinovka', role: 'exit' },
    { place: 'ust-luga', role: 'transit' },
    { place: 'baltiysk', role: 'transit' },
  ],
  crossAfter: 2,
  arriveAfter: 10,
});

const BUILDERS: Readonly<Record<RouteName, (ends: Ends) => Route>> = {
  'lt-rail': ltRail,
  'mainland-lt-rail': mainlandLtRail,
  'ferry-in': ferryIn,
  'ferry-out': ferryOut,
  'sea-in': seaIn,
  'road-in': roadIn('kgd-haulier'),
  'road-out': roadOut,
  'by-road-in': roadIn('by-haulier'),
  'truck-ferry-in': truckFerryIn,
};

/** The way of a name, from or to a Belarusian station. */
export const routeOf = (name: RouteName, station: string): Route => BUILDERS[name]({ station });

/** Whether the way passes the road crossing that was closed in the autumn of 2025. */
export const passesBenyakoni = (name: RouteName): boolean =>
  name === 'road-in' || name === 'road-out' || name === 'by-road-in';
