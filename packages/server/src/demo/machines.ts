/**
 * Machines. Public totals: 16 tractors, 1 combine and 11 other machines in 2025 by the session on 1 October, almost three
 * times those of the year before. Days, ways and values are synthetic.
 */
import { localDate } from '@kontor/domain/kernel/local-date';
import { consignmentOf, type Flow, type Movement } from './flow.ts';
import type { Random } from './random.ts';
import type { RouteName } from './routes.ts';

const MACHINES_2025 = { id: 'machines-2025', from: localDate('2025-01-01') } as const;

type Delivery = readonly [accepted: string, pieces: number, route: RouteName];

type Machine = Pick<Flow, 'id' | 'codes' | 'name' | 'consignor' | 'consignee' | 'kgPerWagon' | 'price'> & {
  readonly deliveries: readonly Delivery[];
};

const MACHINES: readonly Machine[] = [
  {
    id: 'TRA',
    codes: { GNG: '87019390', ETSNG: '401000' },
    name: 'wheeled tractor',
    consignor: 'mtz',
    consignee: 'kgd-melio',
    kgPerWagon: [9_600, 10_400],
    price: { 2024: 5_900_000, 2025: 6_200_000 },
    deliveries: [
      ['2024-03-12', 2, 'road-in'],
      ['2024-05-20', 2, 'ferry-in'],
      ['2024-09-03', 2, 'road-in'],
      ['2025-02-11', 2, 'road-in'],
      ['2025-03-04', 2, 'ferry-in'],
      ['2025-03-19', 2, 'road-in'],
      ['2025-04-08', 2, 'lt-rail'],
      ['2025-04-24', 2, 'ferry-in'],
      ['2025-05-27', 2, 'road-in'],
      ['2025-07-08', 2, 'ferry-in'],
      ['2025-08-26', 2, 'road-in'],
    ],
  },
  {
    id: 'CMB',
    codes: { GNG: '84335100', ETSNG: '401000' },
    name: 'combine harvester',
    consignor: 'gomselmash',
    consignee: 'kgd-agro',
    kgPerWagon: [17_000, 17_400],
    price: { 2024: 21_000_000, 2025: 22_400_000 },
    deliveries: [
      ['2024-06-18', 1, 'ferry-in'],
      ['2025-06-17', 1, 'ferry-in'],
    ],
  },
  {
    id: 'EXC',
    codes: { GNG: '84295290', ETSNG: '401000' },
    name: 'excavator for drainage works',
    consignor: 'mtz',
    consignee: 'kgd-melio',
    kgPerWagon: [14_200, 15_000],
    price: { 2024: 9_700_000, 2025: 10_300_000 },
    deliveries: [
      ['2024-04-16', 1, 'ferry-in'],
      ['2024-08-21', 1, 'lt-rail'],
      ['2025-03-25', 2, 'ferry-in'],
      ['2025-05-13', 1, 'lt-rail'],
      ['2025-06-10', 1, 'ferry-in'],
      ['2025-09-02', 1, 'ferry-in'],
    ],
  },
  {
    id: 'SOI',
    codes: { GNG: '84322100', ETSNG: '401000' },
    name: 'soil-working machine',
    consignor: 'gomselmash',
    consignee: 'kgd-agro',
    kgPerWagon: [4_100, 5_200],
    price: { 2024: 1_850_000, 2025: 1_960_000 },
    deliveries: [
      ['2024-03-27', 1, 'road-in'],
      ['2025-03-11', 2, 'road-in'],
      ['2025-04-15', 2, 'road-in'],
      ['2025-07-22', 1, 'road-in'],
      ['2025-08-12', 1, 'road-in'],
    ],
  },
];

function flowOf(machine: Machine, route: RouteName, pieces: number): Flow {
  const { deliveries: _deliveries, ...rest } = machine;
  const byRoad = route === 'road-in';
  const wagon = byRoad
    ? { type: 'low-loader', axles: 7, capacity_kg: 40_000, tare_kg: 19_000 }
    : { type: 'platform', axles: 4, capacity_kg: 72_000, tare_kg: 21_000 };
  return {
    ...rest,
    route,
    stations: [machine.consignor === 'mtz' ? 'minsk' : 'gomel'],
    perMonth: { 2024: 0, 2025: 0 },
    wagons: [pieces, pieces],
    wagon,
    ownerships: ['private'],
    unit: 'pieces',
    agreement2025: MACHINES_2025,
    faultless: true,
  };
}

/** Every machine of both years, each on its wagon or truck. */
export function machineMovements(random: Random): Movement[] {
  return MACHINES.flatMap((machine) =>
    machine.deliveries.map(([accepted, pieces, route], index) =>
      consignmentOf(
        flowOf(machine, route, pieces),
        { accepted: localDate(accepted), serial: index + 1, route },
        random,
      ),
    ),
  );
}
