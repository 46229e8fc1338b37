/** Random scopes over the facts the random consignments state, or lack. */
import fc from 'fast-check';
import {
  CARRIERS,
  day,
  distance,
  GROUPS,
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

const some = <T>(...values: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.uniqueArray(pick(...values), { minLength: 1, maxLength: 2 });

const band = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  weighed<unknown>(
    [1, fc.uniqueArray(value, { minLength: 1, maxLength: 2 }).map((list) => list.map(String))],
    [2, pick('from', 'above', 'to', 'below').chain((key) => value.map((bound) => ({ [key]: String(bound) })))],
    [1, fc.record({ from: value.map(String), to: value.map(String) })],
  );

/** Goods are named by one system at least. */
const goods = record({
  ETSNG: sometimes(60, some('281', '301-304', '28', '542011', '2-3')),
  GNG: sometimes(40, some('2523', '25232900', '44', '6907', '25-44')),
  HS: sometimes(10, some('252329', '4407')),
  CN: sometimes(10, some('25232900', '44')),
  except: sometimes(20, record({ ETSNG: sometimes(70, some('2819', '281000')), GNG: sometimes(40, some('252310')) })),
  items: sometimes(30, pick('any', 'all')),
}).map((one) =>
  Object.keys(one).some((key) => key.length > 1 && key === key.toUpperCase()) ? one : { ...one, ETSNG: ['28'] },
);

const crossings = record({
  pair: sometimes(40, fc.tuple(pick(...PLACES), pick(...PLACES))),
  pairs: sometimes(15, fc.array(fc.tuple(pick(...PLACES), pick(...PLACES)), { minLength: 1, maxLength: 2 })),
  any: sometimes(30, some(...PLACES)),
  entry: sometimes(25, some(...PLACES)),
  exit: sometimes(25, some(...PLACES)),
});

/** Facts by name, each with a condition on it. */
const FIELDS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  note: pick('N1', 'N2', 'Z'),
  accepted: fc.oneof(
    fc.record({ since: day }),
    fc.record({ before: day }),
    fc.tuple(day, day).map(([a, b]) => (a < b ? { since: a, before: b } : { since: b })),
  ),
  kind: some('wagonload', 'group', 'container', 'small', 'block-train'),
  traffic: some('export', 'import', 'transit', 'domestic'),
  consignor: some(...PARTIES),
  consignee: some(...PARTIES),
  payer: some(...PARTIES),
  incoterm: some('EXW', 'FCA', 'CPT', 'DAP'),
  origin: some(...PLACES),
  destination: some(...PLACES),
  'origin.country': some('BY', 'RU'),
  'destination.country': some('BY', 'RU'),
  'origin.region': pick('RU-KGD'),
  'destination.railway': pick('rw-one', 'rw-two'),
  'consignor.group': some(...GROUPS),
  'consignee.group': some(...GROUPS),
  'payer.group': some(...GROUPS),
  mass_kg: band(mass),
  'wagons.count': band(pick(1, 2, 3)),
  'containers.count': band(pick(1, 2)),
  pieces: band(pick(0, 1, 10)),
  heads: band(pick(1, 5)),
  packages: band(pick(1, 20)),
  'train.type': pick('block-direct', 'block-split'),
  'train.wagons': band(pick(2, 40)),
  marks: some(...MARKS),
  documents: some('D1', 'D2'),
  agreement: pick('deal'),
  'contract.number': pick('C-1'),
  'dates.delivered': fc.record({ since: day }),
  'dates.crossed': fc.record({ before: day }),
  via: some(...PLACES),
  vessel: pick('Amber', 'Baltic'),
  'leg.carrier': some(...CARRIERS),
  'leg.mode': some('rail', 'sea'),
  'leg.traffic': some('export', 'transit'),
  'leg.from': some(...PLACES),
  'leg.to': some(...PLACES),
  'leg.distanceKm': band(distance),
  'leg.carrier.country': pick('BY', 'RU'),
  'item.origin': some('BY', 'KZ'),
  'item.mass_kg': band(mass),
  'item.ETSNG': some('281000', '301020'),
  'item.unNumber': pick('3480'),
  'wagon.type': some('hopper', 'gondola'),
  'wagon.ownership': some('private', 'carrier', 'leased'),
  'wagon.axles': band(pick(4, 6)),
  'wagon.length_m': band(pick('13.92', '14')),
  'wagon.loaded': fc.boolean(),
  'wagon.mass_kg': band(mass),
  'container.size_ft': band(pick(20, 40)),
  'container.ownership': some('private', 'carrier'),
  'container.loaded': fc.boolean(),
  'extra.route': some('north', 'south'),
  'quantity.LBR': band(pick('100', '250.5')),
};

/** Facts nearly every consignment states, so that scopes often decide; the rest by turns. */
const COMMON = [
  'traffic',
  'consignee',
  'mass_kg',
  'wagon.ownership',
  'leg.carrier',
  'leg.distanceKm',
  'accepted',
] as const;

const fieldCondition: fc.Arbitrary<Text> = weighed<string>(
  [3, pick(...COMMON)],
  [2, pick(...Object.keys(FIELDS))],
).chain((name) => (FIELDS[name] ?? fc.constant('x')).map((condition) => ({ [name]: condition })));

const leaf: fc.Arbitrary<Text> = weighed<Text>(
  [6, fieldCondition],
  [2, fc.tuple(fieldCondition, fieldCondition).map(([a, b]) => ({ ...a, ...b }))],
  [2, goods.map((one) => ({ goods: one }))],
  [1, crossings.map((one) => ({ crossings: one }))],
);

const nested: fc.Arbitrary<Text> = weighed<Text>(
  [6, leaf],
  [1, fc.array(leaf, { minLength: 1, maxLength: 3 }).map((any) => ({ any }))],
  [1, fc.array(leaf, { minLength: 1, maxLength: 3 }).map((all) => ({ all }))],
  [2, leaf.map((not) => ({ not }))],
  [1, fc.tuple(leaf, leaf).map(([own, not]) => ({ ...own, not }))],
);

export const scope: fc.Arbitrary<Text> = weighed<Text>(
  [5, nested],
  [1, nested.map((not) => ({ not }))],
  [1, fc.array(nested, { minLength: 1, maxLength: 2 }).map((any) => ({ any }))],
);

/** "The consignment's own … amounts (gross or running)": of the leg, of some kinds of charge. */
export const amountScope = (currency: string): fc.Arbitrary<Text> =>
  fc
    .tuple(
      pick('gross', 'running', 'running'),
      weighed<string>([5, pick(currency)], [1, pick('USD')]),
      pick('', ':freight', ':freight+service', ':wagon'),
      band(pick('0', '10', '100', '1000.5')),
      sometimes(40, leaf),
    )
    .map(([of, money, kinds, holds, other]) => ({ ...other, [`amount.${of}.${money}${kinds}`]: holds }))
    .chain((one) =>
      weighed<Text>(
        [4, fc.constant(one)],
        [1, fc.constant({ not: one })],
        [1, leaf.map((any) => ({ any: [one, any] }))],
      ),
    );
