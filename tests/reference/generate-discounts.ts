/** Random discounts with the meters, groups, caps, budgets and agreements they speak of. */
import fc from 'fast-check';
import { scope } from './generate-scopes.ts';
import { coefficient, pick, rate, record, rounding, sometimes, type Text, weighed } from './generate-values.ts';

const window = weighed<Text>(
  [4, record({ calendar: pick('month', 'quarter', 'year'), lag: sometimes(25, pick(0, 1, 2)) })],
  [1, record({ freightYearFrom: pick(4, 10, 1), lag: sometimes(25, pick(1)) })],
  [1, pick<Text>({ fixed: { from: '2025-01-01', to: '2025-03-01' } }, { fixed: { from: '2024-12-31' } })],
  [1, record({ rollingDays: pick(1, 30, 90), lag: sometimes(25, pick(1)) })],
  [1, fc.constant<Text>({ agreement: true })],
);

const COUNTS = [
  'mass',
  'wagons',
  'trains',
  'containers',
  'teu',
  'pieces',
  'heads',
  'consignments',
  'packages',
] as const;
const WORK = ['tonne-km', 'wagon-km', 'train-km', 'axle-km'] as const;

const baseline = weighed<Text>(
  [3, pick('0', '1', '20000', '50000.5').map((fixed) => ({ fixed }))],
  [1, fc.constant<Text>({ lastYear: true })],
  [1, pick(1, 2, 3).map((meanOf) => ({ meanOf }))],
);

const keys = fc.uniqueArray(
  pick(
    'consignor',
    'consignee',
    'payer',
    'carrier',
    'agreement',
    'route',
    'party-group',
    'consignee-group',
    'payer-group',
  ),
  { minLength: 1, maxLength: 2 },
);

const measure = (currency: string): fc.Arbitrary<unknown> =>
  weighed<unknown>(
    [4, pick('mass')],
    [5, pick(...COUNTS)],
    [2, pick(...WORK)],
    [1, pick({ quantity: 'LBR' })],
    [
      1,
      pick<Text>(
        { charges: ['freight'], of: 'gross' },
        { charges: ['freight.loaded', 'wagon'], of: 'gross' },
        { charges: ['service'], of: 'net' },
      )
        .map((one) => ({ ...one, currency }))
        .map((money) => ({ money })),
    ],
  );

/** A scale cannot read an earlier window. */
const withoutLag = (of: Text): Text => Object.fromEntries(Object.entries(of).filter(([key]) => key !== 'lag'));

type Options = { readonly lagged: boolean; readonly currency: string };

const shape = ({ lagged, currency }: Options): fc.Arbitrary<Text> =>
  record({
    measure: measure(currency),
    scope: sometimes(30, scope),
    key: sometimes(45, keys),
    window: lagged ? window : window.map(withoutLag),
    countAt: sometimes(35, pick('accepted', 'crossed', 'delivered', 'received')),
    baseline: sometimes(20, baseline),
  }).map((meter) => {
    const { window: of } = meter;
    const fixed = JSON.stringify(of).includes('fixed') || JSON.stringify(of).includes('agreement');
    const { baseline: over, ...rest } = meter;
    return fixed && over !== undefined && !JSON.stringify(over).includes('fixed') ? rest : meter;
  });

const UNITS: Readonly<Record<string, string>> = {
  mass: 'TNE',
  wagons: 'wagon',
  trains: 'train',
  containers: 'container',
  teu: 'E22',
  pieces: 'H87',
  heads: 'HEA',
  consignments: 'consignment',
  packages: 'XPK',
  'tonne-km': 'TKM',
  'wagon-km': 'wagon-km',
  'train-km': 'train-km',
  'axle-km': 'axle-km',
};

function thresholdFor(meter: Text, value: string): Text {
  const { measure: of } = meter;
  if (typeof of === 'string') return { value, unit: UNITS[of] };
  return JSON.stringify(of).includes('money')
    ? { amount: value, currency: JSON.stringify(of).match(/[A-Z]{3}/u)?.[0] }
    : { value, unit: 'LBR' };
}

const bound = pick('0', '1', '2', '20', '40', '60', '60.001', '100', '1000');

const condition = (currency: string): fc.Arbitrary<Text> =>
  fc
    .tuple(
      shape({ lagged: true, currency }),
      pick('atLeast', 'lessThan', 'above', 'atMost'),
      bound,
      sometimes(10, pick('2025-01-15')),
    )
    .map(([meter, way, value, from]) => ({
      meter,
      [way]: thresholdFor(meter, value),
      ...(from === undefined ? {} : { from }),
    }));

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

const tables = fc.tuple(coefficient, coefficient, coefficient).map(([a, b, c]) => ({
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
          ...(meter['measure'] === 'mass' && inTonnes ? { unit: 'TNE' } : {}),
          ...(amount === 'per-unit' ? { per: by } : {}),
          ...(inMoney ? { currency } : {}),
          ...(method === 'all-units' ? { include } : {}),
        };
        return Object.fromEntries(Object.entries(text).filter(([, value]) => value !== undefined));
      }),
    );

const effect = (currency: string, atSettlement: boolean): fc.Arbitrary<Text> =>
  weighed<Text>(
    [2, record({ kind: fc.constant('replace'), rate: operand, per, currency: fc.constant(currency) })],
    [4, record({ kind: fc.constant('multiply'), by: factor })],
    [3, record({ kind: fc.constant('reduce'), amount: operand, per, currency: fc.constant(currency) })],
    [5, tier(currency, atSettlement)],
  );

const beneficiary = weighed<unknown>(
  [3, pick('payer')],
  [1, pick('consignor', 'consignee', 'carrier')],
  [1, pick({ party: 'works' }, { party: 'fund' })],
  [
    1,
    pick(
      { shares: { consignor: '0.6', consignee: '0.4' } },
      { shares: { payer: '0.333', carrier: '0.667' } },
      { weights: { payer: '2', consignor: '1' } },
      { shares: { consignee: '0.5', payer: '0.25', consignor: '0.25' } },
    ),
  ],
);

const discount = (index: number, currency: string, atSettlement: boolean): fc.Arbitrary<Text> =>
  plainDiscount(index, currency, atSettlement).chain((one) =>
    atSettlement ? pick('month', 'quarter', 'year').map((settle) => ({ ...one, settle })) : fc.constant(one),
  );

const plainDiscount = (index: number, currency: string, atSettlement: boolean): fc.Arbitrary<Text> =>
  record({
    kind: fc.constant('discount'),
    id: pick(`d${String(index)}`, `b${String(index)}`),
    valid: sometimes(15, pick<Text>({ from: '2025-01-01', to: '2025-04-01' }, { from: '2024-03-01' })),
    grantor: fc.constant({ party: 'rail', role: 'carrier' }),
    budget: sometimes(20, fc.constant('purse')),
    base: sometimes(
      10,
      pick(
        [{ tariff: 'tariff-rail' }],
        [{ tariff: 'tariff-sea' }, { tariff: 'tariff-rail', version: '2020-01-01' }],
        [{ tariff: 'tariff-rail', version: 'old' }],
      ),
    ),
    touches: weighed<unknown>(
      [4, pick({ charges: ['freight'] })],
      [
        2,
        pick(
          { charges: ['freight.loaded'] },
          { charges: ['freight', 'wagon'] },
          { charges: ['service', 'freight.empty'] },
        ),
      ],
    ),
    scope: sometimes(35, scope),
    when: weighed<readonly Text[]>(
      [5, fc.constant([])],
      [3, fc.tuple(condition(currency))],
      [1, fc.tuple(condition(currency), condition(currency))],
    ),
    effect: effect(currency, atSettlement),
    on: sometimes(25, pick('gross', 'remaining')),
    lowersLater: sometimes(20, fc.boolean()),
    round: sometimes(30, rounding),
    order: fc.constant(index),
    group: sometimes(
      atSettlement ? 0 : 25,
      pick(
        { id: 'best', choose: 'best-for-payer' },
        { id: 'best', choose: 'best-for-payer' },
        { id: 'first', choose: 'highest-priority' },
      ),
    ),
    at: fc.constant(atSettlement ? 'settlement' : undefined),
    settle: fc.constant(atSettlement ? 'x' : undefined),
    beneficiary: sometimes(40, beneficiary),
    cap: sometimes(
      20,
      record({
        amount: sometimes(60, pick('10', '0.01', '100.5')),
        currency: fc.constant(currency),
        share: sometimes(50, pick('0.1', '0.333', '0.5')),
      }),
    ),
    tables,
  });

const withoutUnused = (entry: Text): Text => {
  const { tables: own, ...rest } = entry;
  return JSON.stringify(rest).includes('"owners"') ? { ...rest, tables: own } : rest;
};

export const budget = (currency: string): fc.Arbitrary<Text> =>
  record({
    kind: fc.constant('budget'),
    id: fc.constant('purse'),
    amount: pick('0', '50', '100.01', '1000').map((amount) => ({ amount, currency })),
    window: pick('month', 'quarter', 'year', 'whole'),
    whole: sometimes(40, fc.boolean()),
  });

export const discounts = (currency: string): fc.Arbitrary<readonly Text[]> =>
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
    .chain(([count, later]) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, index) =>
          discount(index, currency, later[index] === true && index % 2 === 1).map(withoutUnused),
        ),
      ),
    );
