/** The corridor's other trade. Parties marked as demonstration stand for many; volumes, prices and seasons are synthetic. */
import { localDate } from '@kontor/domain/kernel/local-date';
import type { Flow, Season } from './flow.ts';

const REFRIGERATED_TRUCK = { type: 'refrigerated', axles: 5, capacity_kg: 22_000, tare_kg: 16_000 } as const;
const TRUCK = { type: 'tilt', axles: 5, capacity_kg: 24_000, tare_kg: 14_000 } as const;
const COVERED = { type: 'covered', axles: 4, capacity_kg: 68_000, tare_kg: 24_000 } as const;
const PLATFORM = { type: 'platform', axles: 4, capacity_kg: 72_000, tare_kg: 21_000 } as const;
const REEFER_WAGON = { type: 'refrigerated', axles: 4, capacity_kg: 50_000, tare_kg: 34_000 } as const;

const DAIRY = { codes: { GNG: '04069021', ETSNG: '571000' }, name: 'cheese and dairy products' } as const;
const TIMBER = { codes: { GNG: '44079100', ETSNG: '081000' }, name: 'sawn timber' } as const;
const CERAMICS = { codes: { GNG: '69072100', ETSNG: '303000' }, name: 'ceramic tiles' } as const;

const BUILDING: Season = [70, 75, 90, 105, 115, 120, 125, 120, 115, 105, 85, 75];
const DAIRY_SEASON: Season = [90, 90, 97, 103, 110, 112, 108, 104, 100, 98, 94, 94];
const HARVEST: Season = [105, 100, 95, 90, 80, 75, 85, 110, 120, 120, 115, 105];

const DAIRY_FLOWS: readonly Flow[] = [
  { ...DAIRY, id: 'DRY', consignor: 'by-dairy', consignee: 'kgd-food', route: 'road-in', stations: ['minsk'], perMonth: { 2024: 86, 2025: 88 }, season: DAIRY_SEASON, wagons: [1, 1], kgPerWagon: [17_000, 20_500], wagon: REFRIGERATED_TRUCK, ownerships: ['private'], price: { 2024: 402_000, 2025: 413_000 }, detour: 'truck-ferry-in' },
  { ...DAIRY, id: 'DRB', consignor: 'by-dairy', consignee: 'kgd-food', route: 'by-road-in', stations: ['minsk'], perMonth: { 2024: 5, 2025: 4 }, wagons: [1, 1], kgPerWagon: [17_000, 20_500], wagon: REFRIGERATED_TRUCK, ownerships: ['private'], price: { 2024: 402_000, 2025: 413_000 } },
  { ...DAIRY, id: 'DRF', consignor: 'by-dairy', consignee: 'kgd-food', route: 'ferry-in', stations: ['minsk', 'molodechno'], perMonth: { 2024: 5, 2025: 7 }, season: DAIRY_SEASON, wagons: [1, 2], kgPerWagon: [36_000, 44_000], wagon: REEFER_WAGON, ownerships: ['private'], price: { 2024: 395_000, 2025: 406_000 } },
  { ...DAIRY, id: 'DRL', consignor: 'by-dairy', consignee: 'kgd-food', route: 'lt-rail', stations: ['minsk', 'molodechno'], perMonth: { 2024: 4, 2025: 3 }, wagons: [1, 2], kgPerWagon: [36_000, 44_000], wagon: REEFER_WAGON, ownerships: ['private'], price: { 2024: 395_000, 2025: 406_000 } },
];

const BUILDING_FLOWS: readonly Flow[] = [
  { ...CERAMICS, id: 'TIL', consignor: 'by-ceramics', consignee: 'kgd-builders', route: 'road-in', stations: ['minsk'], perMonth: { 2024: 31, 2025: 30 }, season: BUILDING, wagons: [1, 1], kgPerWagon: [19_500, 22_500], wagon: TRUCK, ownerships: ['private'], price: { 2024: 37_200, 2025: 39_400 } },
  { ...CERAMICS, id: 'TIR', consignor: 'by-ceramics', consignee: 'kgd-builders', route: 'lt-rail', stations: ['minsk', 'brest', 'gomel'], perMonth: { 2024: 9, 2025: 8 }, season: BUILDING, wagons: [1, 3], kgPerWagon: [52_000, 62_000], wagon: COVERED, ownerships: ['carrier', 'private'], price: { 2024: 35_800, 2025: 38_000 } },
  { ...CERAMICS, id: 'TIF', consignor: 'by-ceramics', consignee: 'kgd-builders', route: 'ferry-in', stations: ['minsk', 'gomel'], perMonth: { 2024: 4, 2025: 5 }, season: BUILDING, wagons: [1, 3], kgPerWagon: [52_000, 62_000], wagon: COVERED, ownerships: ['carrier', 'private'], price: { 2024: 35_800, 2025: 38_000 } },
  { ...TIMBER, id: 'TMF', consignor: 'by-timber', consignee: 'kgd-builders', route: 'ferry-in', stations: ['gomel', 'krichev', 'molodechno'], perMonth: { 2024: 7, 2025: 9 }, season: BUILDING, wagons: [1, 3], kgPerWagon: [42_000, 54_000], wagon: PLATFORM, ownerships: ['carrier', 'private'], price: { 2024: 21_500, 2025: 22_400 } },
  { ...TIMBER, id: 'TML', consignor: 'by-timber', consignee: 'kgd-builders', route: 'lt-rail', stations: ['gomel', 'molodechno'], perMonth: { 2024: 5, 2025: 3 }, wagons: [1, 2], kgPerWagon: [42_000, 54_000], wagon: PLATFORM, ownerships: ['carrier', 'private'], price: { 2024: 21_500, 2025: 22_400 } },
  { ...TIMBER, id: 'TMR', consignor: 'by-timber', consignee: 'kgd-builders', route: 'road-in', stations: ['minsk'], perMonth: { 2024: 3, 2025: 1 }, wagons: [1, 1], kgPerWagon: [18_000, 22_000], wagon: TRUCK, ownerships: ['private'], price: { 2024: 21_500, 2025: 22_400 }, contractDate: localDate('2023-11-20') },
];

const INDUSTRY_FLOWS: readonly Flow[] = [
  { id: 'ENG', codes: { GNG: '84082099', ETSNG: '403000' }, name: 'diesel engines', consignor: 'mmz', consignee: 'avtotor', route: 'road-in', stations: ['minsk'], perMonth: { 2024: 3, 2025: 3 }, wagons: [1, 1], kgPerWagon: [6_000, 8_500], wagon: TRUCK, ownerships: ['private'], price: { 2024: 760_000, 2025: 790_000 }, agreement2025: 'components-2025', documents: ['end-use-statement'], withoutDocuments: 3 },
  { id: 'CMP', codes: { GNG: '87089997', ETSNG: '391000' }, name: 'vehicle components', consignor: 'belkommunmash', consignee: 'avtotor', route: 'ferry-in', stations: ['minsk'], perMonth: { 2024: 1, 2025: 1 }, wagons: [1, 1], kgPerWagon: [9_000, 14_000], wagon: COVERED, ownerships: ['private'], price: { 2024: 540_000, 2025: 565_000 }, agreement2025: 'components-2025' },
  { id: 'SPA', codes: { GNG: '84339000', ETSNG: '411000' }, name: 'spare parts for farm machines', consignor: 'gomselmash', consignee: 'kgd-agro', route: 'sea-in', stations: ['gomel'], perMonth: { 2024: 6, 2025: 7 }, wagons: [1, 2], kgPerWagon: [11_000, 18_000], wagon: PLATFORM, ownerships: ['private'], container: true, price: { 2024: 330_000, 2025: 345_000 } },
  { id: 'INT', codes: { GNG: '85423190', ETSNG: '404000' }, name: 'integrated circuits', consignor: 'integral', consignee: 'gs-group', route: 'road-in', stations: ['minsk'], perMonth: { 2024: 4, 2025: 4 }, wagons: [1, 1], kgPerWagon: [900, 2_400], wagon: TRUCK, ownerships: ['private'], price: { 2024: 5_100_000, 2025: 5_300_000 } },
];

const OUTWARD_FLOWS: readonly Flow[] = [
  { id: 'FSH', codes: { GNG: '16041311', ETSNG: '581000' }, name: 'canned fish', consignor: 'kgd-fish', consignee: 'by-trade', route: 'road-out', stations: ['minsk'], perMonth: { 2024: 52, 2025: 54 }, season: [95, 98, 102, 100, 98, 96, 95, 98, 102, 106, 108, 102], wagons: [1, 1], kgPerWagon: [16_500, 20_000], wagon: TRUCK, ownerships: ['private'], price: { 2024: 255_000, 2025: 262_000 } },
  { id: 'CAR', codes: { GNG: '87032319', ETSNG: '381000' }, name: 'passenger cars', consignor: 'avtotor', consignee: 'by-trade', route: 'road-out', stations: ['minsk'], perMonth: { 2024: 18, 2025: 19 }, wagons: [1, 1], kgPerWagon: [10_800, 12_900], wagon: { type: 'car-carrier', axles: 5, capacity_kg: 18_000, tare_kg: 19_000 }, ownerships: ['private'], unit: 'pieces', perWagonUnits: [7, 8], price: { 2024: 1_690_000, 2025: 1_720_000 } },
  { id: 'FED', codes: { GNG: '23064100', ETSNG: '542000' }, name: 'rapeseed meal', consignor: 'kgd-oilmeal', consignee: 'by-feed', route: 'ferry-out', stations: ['gomel', 'gomel', 'krasnoselsky'], perMonth: { 2024: 21, 2025: 23 }, season: HARVEST, wagons: [2, 4], kgPerWagon: [60_000, 66_000], wagon: { type: 'hopper', axles: 4, capacity_kg: 70_000, tare_kg: 22_000 }, ownerships: ['private', 'private', 'private', 'carrier'], price: { 2024: 21_800, 2025: 22_300 } },
  { id: 'CAT', codes: { GNG: '01022110' }, name: 'breeding cattle', consignor: 'kgd-agro', consignee: 'by-farms', route: 'road-out', stations: ['minsk'], perMonth: { 2024: 1, 2025: 2 }, season: [100, 100, 100, 100, 100, 100, 50, 50, 100, 100, 100, 100], wagons: [1, 1], kgPerWagon: [12_000, 13_500], wagon: { type: 'livestock', axles: 5, capacity_kg: 18_000, tare_kg: 17_000 }, ownerships: ['private'], unit: 'heads', perWagonUnits: [25, 29], price: { 2024: 172_000, 2025: 178_000 }, agreement2025: 'cattle-2025', documents: ['veterinary-permit'], withoutDocuments: 9 },
];

export const TRADE_FLOWS: readonly Flow[] = [...DAIRY_FLOWS, ...BUILDING_FLOWS, ...INDUSTRY_FLOWS, ...OUTWARD_FLOWS];
