/** Random effects of discounts: scales, rates, shares, equalisation, subsidies, with the terms beside them. */
import fc from 'fast-check';
import { shape } from './generate-meters.ts';
import {
  CARRIERS,
  coefficient,
  distance,
  listOf,
  PLACES,
  pick,
  rate,
  record,
  sometimes,
  type Text,
  weighed,
} from './generate-values.ts';

const PER = [
  'tonne',
  'kilogram',
  'wagon',
  'container',
  'teu',
  'piece',
  'head',
  'package',
  'train',
  'consignment',
  'tonne-km',
  'wagon-km',
  'train-km',
  'axle-km',
] as const;
const per = weighed<unknown>([4, pick('tonne', 'wagon', 'consignment')], [3, pick(...PER)], [1, pick({ unit: 'LBR' })]);

const operand = weighed<unknown>(
  [5, rate],
  [1, pick({ table: 'owners' })],
  [1, pick({ fact: 'leg.distanceKm', per: '100' }, { fact: 'wagons.count' })],
);
const factor = weighed<unknown>([6, coefficient], [1, pick({ table: 'owners' })]);

export const tables = fc.tuple(coefficient, coefficient, coefficient).map(([a, b, c]) => ({
  owners: {
    columns: ['owner', 'value'],
    rows: [
      ['private', a],
      ['carrier', b],
      ['*', c],
    ],
    keys: { owner: { match: 'exact', column: 'owner', fact: 'wagon.ownership' } },
  },
}));

const BOUNDS = ['0', '20', '40', '100'] as const;

/** Steps with bounds printed in one of the three ways; flat fees where the amount is money. */
function stepsOf(
  kind: string,
  count: number,
  rates: readonly string[],
  open: boolean,
  flat: string | undefined,
): readonly Text[] {
  return Array.from({ length: count }, (_, index) => {
    const last = index === count - 1;
    const from = BOUNDS[index];
    const to = BOUNDS[index + 1];
    const ends = last && open ? {} : { to };
    const bounds = kind === 'lower' ? { from } : kind === 'upper' ? ends : { from, ...ends };
    return { ...bounds, rate: rates[index], ...(flat === undefined || index % 2 === 0 ? {} : { flat }) };
  });
}

const RATES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  percent: pick('0', '1', '5', '10', '33.3'),
  share: pick('0', '0.05', '0.1', '0.333'),
  coefficient: pick('0.9', '0.95', '1', '0.8'),
  'per-unit': rate,
  lump: pick('0', '10', '7.49', '100'),
};

const measuresMass = (meter: Text): boolean =>
  !JSON.stringify(meter['baseline'] ?? '').includes('ratio') &&
  [meter, ...listOf(meter['of'])].some((one) => one['measure'] === 'mass');

const tier = (currency: string, atSettlement: boolean): fc.Arbitrary<Text> =>
  fc
    .tuple(
      shape({ lagged: false, currency }),
      weighed<string>(
        [2, pick('all-units', 'incremental')],
        [atSettlement ? 2 : 0, pick('reached-slices', 'reached-steps')],
      ),
      pick('lower', 'upper', 'from-to'),
      pick('percent', 'share', 'coefficient', 'per-unit', 'lump'),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      fc.record({
        closed: sometimes(30, pick('lower', 'upper')),
        whole: sometimes(15, fc.boolean()),
        include: sometimes(40, pick('before', 'self')),
        below: sometimes(30, pick('nothing', 'first')),
        above: sometimes(40, pick('nothing', 'last')),
        flatAtZero: sometimes(20, fc.boolean()),
        per: sometimes(25, per),
        flat: sometimes(25, pick('5', '0.01')),
        inTonnes: fc.boolean(),
      }),
    )
    .chain(([meter, method, bounds, amount, count, open, more]) =>
      fc.array(RATES[amount] ?? rate, { minLength: count, maxLength: count }).map((rates) => {
        const { flat, per: by, include, whole, inTonnes, ...plain } = more;
        const inMoney = amount === 'per-unit' || amount === 'lump';
        const text = {
          kind: 'tier',
          meter,
          method,
          bounds,
          amount,
          ...plain,
          ...(meter['baseline'] === undefined ? {} : { below: undefined }),
          ...(whole === true && bounds === 'from-to' ? {} : { whole }),
          steps: stepsOf(bounds, count, rates, open, amount === 'per-unit' ? flat : undefined),
          ...(inTonnes && measuresMass(meter) ? { unit: 'TNE' } : {}),
          ...(amount === 'per-unit' ? { per: by } : {}),
          ...(inMoney ? { currency } : {}),
          ...(method === 'all-units' ? { include } : {}),
        };
        return Object.fromEntries(Object.entries(text).filter(([, value]) => value !== undefined));
      }),
    );

const part = weighed<unknown>([6, pick('0', '0.05', '0.263', '1')], [1, pick({ table: 'owners' })]);
const percent = weighed<unknown>([6, pick('0', '5', '26.3', '100')], [1, pick({ table: 'owners' })]);

/** Money is now and then in another currency, which the discount may convert. */
const moneyIn = (currency: string): fc.Arbitrary<string> => weighed<string>([9, pick(currency)], [1, pick('USD')]);

/** A meter that adds up: over no baseline. */
const plainMeter = (currency: string): fc.Arbitrary<Text> =>
  shape({ lagged: false, currency }).map((meter) =>
    Object.fromEntries(Object.entries(meter).filter(([key]) => key !== 'baseline')),
  );

const overMass = (currency: string): fc.Arbitrary<Text> =>
  plainMeter(currency).map((meter) => (meter['of'] === undefined ? { ...meter, measure: 'mass' } : meter));

/** What is free, the most that earns, started packages; over a meter of the same measure. */
const counted = (currency: string): fc.Arbitrary<Text> =>
  record({
    free: sometimes(50, pick('0', '1', '20', '25.5')),
    most: sometimes(50, pick('1', '2', '40', '60')),
    package: sometimes(40, pick('1', '3', '10', '0.5')),
    over: sometimes(40, overMass(currency)),
  });

/** A rate per unit of what is counted; a meter of masses counts tonnes and kilograms. */
const perCounted = (currency: string): fc.Arbitrary<Text> =>
  fc.tuple(per, sometimes(20, counted(currency)), moneyIn(currency)).map(([by, of, money]) => {
    const isMass = by === 'tonne' || by === 'kilogram';
    const { over, ...alone } = of ?? {};
    const counts = isMass && over !== undefined ? { ...alone, over } : alone;
    return { per: by, currency: money, ...(of === undefined ? {} : { counted: counts }) };
  });

const routeLeg = record({
  carrier: pick(...CARRIERS),
  mode: pick('rail', 'sea'),
  from: pick(...PLACES),
  to: pick(...PLACES),
  traffic: sometimes(60, pick('export', 'transit')),
  distanceKm: sometimes(90, distance),
  charges: pick(['freight'], ['freight.loaded'], ['freight', 'service', 'wagon'], ['adjustment', 'freight']),
});

/** Over all legs on the invoice only: whether a leg that cannot be rated to its end has a charge as tariffed no rule says. */
const equalise = (atSettlement: boolean): fc.Arbitrary<Text> =>
  record({
    kind: fc.constant('equalise'),
    reference: fc.array(routeLeg, { minLength: 1, maxLength: 2 }),
    over: sometimes(50, atSettlement ? pick('leg') : pick('leg', 'consignment')),
  });

const inMoney = (kind: string, rateAs: string, currency: string): fc.Arbitrary<Text> =>
  fc.tuple(operand, perCounted(currency)).map(([value, more]) => ({ kind, [rateAs]: value, ...more }));

const paid = (currency: string): fc.Arbitrary<Text> =>
  weighed<Text>(
    [2, inMoney('money', 'amount', currency)],
    [1, part.map((of) => ({ kind: 'share', of }))],
    [1, percent.map((of) => ({ kind: 'percent', of }))],
    [2, tier(currency, true)],
    [1, equalise(true)],
  ).map((by) => ({ kind: 'pay', by }));

export const effect = (currency: string, atSettlement: boolean): fc.Arbitrary<Text> =>
  weighed<Text>(
    [3, inMoney('replace', 'rate', currency)],
    [4, factor.map((by) => ({ kind: 'multiply', by }))],
    [1, part.map((of) => ({ kind: 'share', of }))],
    [1, percent.map((of) => ({ kind: 'percent', of }))],
    [4, inMoney('reduce', 'amount', currency)],
    [1, equalise(atSettlement)],
    [7, tier(currency, atSettlement)],
    [atSettlement ? 4 : 0, paid(currency)],
  );

/** Additional volume, or a limited one: of tonnes where masses are measured. */
export const volume = (currency: string): fc.Arbitrary<Text> =>
  fc
    .tuple(
      plainMeter(currency),
      pick<Text>({ above: '20' }, { upTo: '40' }, { above: '1', upTo: '60' }, { upTo: '1000' }, { above: '0' }),
    )
    .map(([meter, bounds]) => ({
      meter,
      ...bounds,
      ...(measuresMass(meter) ? { unit: 'TNE' } : {}),
    }));
