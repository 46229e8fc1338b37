/**
 * Cement. Public totals: a quota of 212 thousand t by rail through Lithuania in 2024, exhausted on 26 November; 80.5 thousand t
 * agreed for 2025. The split by month, way and party is synthetic.
 */
import { localDate } from '@kontor/domain/kernel/local-date';
import type { Flow, Movement, Season } from './flow.ts';

const CEMENT_2025 = { id: 'cement-2025', from: localDate('2025-01-01') } as const;

const CEMENT = {
  codes: { GNG: '25232900', ETSNG: '281000' },
  name: 'Portland cement',
  wagon: { type: 'hopper', axles: 4, capacity_kg: 72_000, tare_kg: 21_500 },
  ownerships: ['private', 'private', 'carrier'],
  stations: ['krichev', 'kostyukovichi', 'krasnoselsky'],
} as const;

/** The months of the agreement's schedule, in percent of the year's average. */
const BUILDING_SEASON: Season = [48, 60, 84, 108, 132, 144, 144, 132, 120, 96, 72, 60];

/** Through Lithuania in 2024: falling to nothing as the quota runs out at the end of November. */
const QUOTA_SEASON: Season = [66, 72, 100, 108, 120, 128, 130, 126, 118, 112, 108, 0];

/** Roubles per tonne: 276.3 million for 50 thousand t, as published. */
const PRICE = { 2024: 5350, 2025: 5526 } as const;

export const QUOTA_FLOWS: readonly Flow[] = [
  {
    ...CEMENT,
    id: 'CEM-T',
    consignor: 'ru-cement',
    consignee: 'kgd-builders',
    route: 'mainland-lt-rail',
    stations: ['minsk'],
    perMonth: { 2024: 12, 2025: 0 },
    season: QUOTA_SEASON,
    wagons: [14, 18],
    kgPerWagon: [65_000, 70_000],
    faultless: true,
  },
  {
    ...CEMENT,
    id: 'CEM-L',
    consignor: 'bcc',
    consignee: 'ktk-logistic',
    route: 'lt-rail',
    perMonth: { 2024: 15, 2025: 0 },
    season: QUOTA_SEASON,
    wagons: [4, 6],
    kgPerWagon: [65_000, 70_000],
    price: PRICE,
    faultless: true,
  },
];

export const CEMENT_FLOWS: readonly Flow[] = [
  {
    ...CEMENT,
    id: 'CEM-F',
    consignor: 'bcc',
    consignee: 'ktk-logistic',
    route: 'ferry-in',
    perMonth: { 2024: 10, 2025: 21 },
    season: BUILDING_SEASON,
    wagons: [2, 4],
    kgPerWagon: [65_000, 70_000],
    price: PRICE,
    agreement2025: CEMENT_2025,
  },
  {
    ...CEMENT,
    id: 'CEM-S',
    consignor: 'bcc',
    consignee: 'ktk-logistic',
    route: 'sea-in',
    perMonth: { 2024: 3, 2025: 4 },
    season: BUILDING_SEASON,
    wagons: [5, 7],
    kgPerWagon: [65_000, 70_000],
    price: PRICE,
    agreement2025: CEMENT_2025,
  },
  {
    ...CEMENT,
    id: 'CEM-R',
    consignor: 'bcc',
    consignee: 'ktk-logistic',
    route: 'lt-rail',
    perMonth: { 2024: 0, 2025: 5 },
    season: BUILDING_SEASON,
    wagons: [2, 4],
    kgPerWagon: [65_000, 70_000],
    price: PRICE,
    agreement2025: CEMENT_2025,
  },
];

const QUOTA_2024_KG = 212_000_000;

/** In the order of crossing, what still finds room in the year's quota; nothing goes once it has run out. */
export function withinQuota(movements: readonly Movement[]): Movement[] {
  const crossed = ({ consignment }: Movement): string => `${consignment.dates.crossed ?? ''} ${consignment.note}`;
  const ordered = movements.toSorted((a, b) => (crossed(a) < crossed(b) ? -1 : 1));
  let used = 0;
  return ordered.filter(({ consignment }) => {
    used += consignment.mass_kg ?? 0;
    return used <= QUOTA_2024_KG;
  });
}
