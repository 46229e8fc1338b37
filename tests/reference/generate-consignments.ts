/** Random consignments: several wagons, items, containers and legs, facts left out, dates at the ends of windows. */
import fc from 'fast-check';
import {
  CARRIERS,
  day,
  distance,
  ETSNG,
  GNG,
  isText,
  listOf,
  MARKS,
  mass,
  PARTIES,
  PLACES,
  pick,
  record,
  sometimes,
  type Text,
  weighed,
} from './generate-values.ts';

const codes = weighed<Text>(
  [5, fc.record({ ETSNG: pick(...ETSNG) })],
  [3, fc.record({ ETSNG: pick(...ETSNG), GNG: pick(...GNG) })],
  [1, fc.record({ GNG: pick(...GNG) })],
  [1, pick<Text>({ HS: '252329' }, { CN: '44071110' }, { TNVED: '2523290000' })],
  [1, fc.constant<Text>({})],
);

const item = record({
  codes,
  name: sometimes(10, pick('cement')),
  mass_kg: sometimes(92, mass),
  pieces: sometimes(30, pick(0, 1, 10, 11)),
  heads: sometimes(15, pick(0, 5, 6)),
  packages: sometimes(40, pick(0, 1, 20, 21)),
  quantities: sometimes(
    15,
    pick(
      [{ value: '100', unit: 'LBR' }],
      [
        { value: '250.5', unit: 'LBR' },
        { value: '3', unit: 'MTQ' },
      ],
    ),
  ),
  origin: sometimes(40, pick('BY', 'KZ', 'RU')),
  unNumber: sometimes(5, pick('3480', '1202')),
});

const wagon = record({
  type: sometimes(85, pick('hopper', 'gondola', 'platform')),
  ownership: sometimes(90, pick('private', 'carrier', 'leased', 'common')),
  model: sometimes(20, pick('12-9853')),
  axles: sometimes(85, pick(4, 6, 8)),
  capacity_kg: sometimes(40, pick(60_000, 66_000)),
  length_m: sometimes(30, pick('13.92', '14')),
  tare_kg: sometimes(20, pick(23_000)),
  mass_kg: sometimes(92, mass),
  loaded: sometimes(25, fc.boolean()),
});

const container = record({
  ownership: sometimes(80, pick('private', 'carrier')),
  size_ft: sometimes(90, pick(20, 40, 45)),
  type: sometimes(40, pick('22G1', '42G1')),
  mass_kg: sometimes(60, mass),
  loaded: sometimes(25, fc.boolean()),
});

const leg = record({
  carrier: weighed<string>([8, pick(CARRIERS[0])], [3, pick(CARRIERS[1])], [1, pick('nobody')]),
  mode: pick('rail', 'sea'),
  from: pick(...PLACES),
  to: pick(...PLACES),
  traffic: sometimes(25, pick('export', 'import', 'transit')),
  distanceKm: sometimes(95, distance),
  emptyDistanceKm: sometimes(20, distance),
  payer: sometimes(70, pick(...PARTIES)),
  vessel: sometimes(15, pick('Amber', 'Baltic')),
  via: sometimes(20, fc.uniqueArray(pick(...PLACES), { maxLength: 2 })),
});

const crossing = record({ place: pick(...PLACES), role: sometimes(80, pick('entry', 'exit', 'transit')) });

/** `N1` and the numbers about it; the last two differ in code-point order from UTF-16 order. */
export const NOTES = ['N1', 'N10', 'N2', 'n1', 'Z', 'Я-1', '￰', '𐐷', 'A1', 'N3', '0', 'N01'] as const;

/** What an Incoterm says of a place that is passed on a leg and again elsewhere is for no rule to tell: no such way is made. */
function withoutPassingTwice(one: Text): Text {
  const { incoterm, legs } = one;
  if (!isText(incoterm)) return one;
  const { place } = incoterm;
  const ways = listOf(legs).map((way) => {
    const { via, ...rest } = way;
    return Array.isArray(via) ? { ...rest, via: via.filter((passed) => passed !== place) } : way;
  });
  return { ...one, legs: ways };
}

export const consignment: fc.Arbitrary<Text> = record({
  accepted: day,
  kind: sometimes(90, pick('wagonload', 'group', 'container', 'small', 'block-train')),
  traffic: sometimes(95, weighed<string>([5, pick('export')], [2, pick('import', 'transit', 'domestic')])),
  consignor: sometimes(92, pick(...PARTIES)),
  consignee: sometimes(92, pick(...PARTIES)),
  incoterm: sometimes(
    60,
    record({ code: pick('EXW', 'FCA', 'FOB', 'CPT', 'DAP', 'DDP'), place: sometimes(80, pick(...PLACES)) }),
  ),
  items: fc.array(item, { maxLength: 3, size: 'max' }).map((list) => list.slice(0, 3)),
  wagons: fc.array(wagon, { maxLength: 3, size: 'max' }),
  containers: weighed<readonly Text[]>([3, fc.constant([])], [1, fc.array(container, { maxLength: 2, size: 'max' })]),
  mass_kg: sometimes(75, mass),
  train: sometimes(
    20,
    record({ type: sometimes(80, pick('block-direct', 'block-split')), wagons: sometimes(80, pick(2, 40)) }),
  ),
  origin: sometimes(85, pick(...PLACES)),
  destination: sometimes(85, pick(...PLACES)),
  dispatchCountry: sometimes(20, pick('BY', 'RU')),
  destinationCountry: sometimes(20, pick('BY', 'RU')),
  crossings: sometimes(50, fc.array(crossing, { maxLength: 3, size: 'max' })),
  legs: weighed<readonly Text[]>(
    [4, fc.array(leg, { minLength: 1, maxLength: 1 })],
    [2, fc.array(leg, { minLength: 2, maxLength: 3, size: 'max' })],
  ),
  marks: sometimes(30, fc.uniqueArray(pick(...MARKS), { maxLength: 2 })),
  contract: sometimes(20, record({ number: sometimes(70, pick('C-1', 'C-2')), date: sometimes(70, day) })),
  agreement: sometimes(40, pick('deal', 'other')),
  documents: sometimes(20, fc.uniqueArray(pick('D1', 'D2'), { maxLength: 2 })),
  dates: sometimes(
    80,
    record({
      ordered: sometimes(30, day),
      crossed: sometimes(50, day),
      delivered: sometimes(70, day),
      received: sometimes(60, day),
    }),
  ),
  extra: sometimes(25, record({ route: sometimes(80, pick('north', 'south')), weight: sometimes(30, pick('12.5')) })),
}).map(withoutPassingTwice);
