/** Random meters, and conditions that compare them. */
import fc from 'fast-check';
import { amountScope, scope } from './generate-scopes.ts';
import { listOf, pick, record, sometimes, type Text, weighed } from './generate-values.ts';

const cycle = pick<Text>(
  { from: '2025-01-01', months: 2 },
  { from: '2024-12-31', months: 1 },
  { from: '2025-03-15', months: 5 },
  { from: '2025-01-15', days: 10 },
  { from: '2024-06-01', days: 30 },
);

const window = weighed<Text>(
  [4, record({ calendar: pick('month', 'quarter', 'year'), lag: sometimes(25, pick(0, 1, 2)) })],
  [1, record({ calendar: pick('week', 'half-year'), lag: sometimes(25, pick(1, 2)) })],
  [1, record({ cycle: cycle, lag: sometimes(25, pick(1)) })],
  [1, record({ freightYearFrom: pick(4, 10, 1), lag: sometimes(25, pick(1)) })],
  [1, pick<Text>({ fixed: { from: '2025-01-01', to: '2025-03-01' } }, { fixed: { from: '2024-12-31' } })],
  [
    1,
    record({
      rollingDays: pick(1, 30, 90),
      rollingTo: sometimes(40, pick('the-day', 'the-day-before')),
      lag: sometimes(25, pick(1)),
    }),
  ],
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

const earlier = sometimes(50, pick('zero', 'left-out', 'not-evaluated'));

const baseline = weighed<Text>(
  [3, record({ fixed: pick('0', '1', '20000', '50000.5') })],
  [1, record({ lastYear: fc.constant(true), whenEmpty: earlier })],
  [1, record({ lastYears: pick(1, 2), whenEmpty: earlier })],
  [2, record({ meanOf: pick(1, 2, 3), whenEmpty: earlier })],
);

/** "a growth ratio": the total divided by its baseline. */
const ratio = fc
  .tuple(baseline, pick('0', '1', '2'))
  .map(([one, whenZero]): Text => ({ ...one, as: 'ratio', whenZero }));

const namedKey = pick<unknown>(
  'consignor',
  'consignee',
  'payer',
  'carrier',
  'agreement',
  'route',
  'party-group',
  'consignee-group',
  'payer-group',
);
const factKey = pick<unknown>(
  { fact: 'leg.mode' },
  { fact: 'vessel' },
  { fact: 'kind' },
  { fact: 'wagon.ownership' },
  { fact: 'marks' },
  { fact: 'extra.route' },
  { goods: 'ETSNG', digits: 2 },
  { goods: 'GNG', digits: 4 },
);

const keys = fc.uniqueArray(weighed<unknown>([4, namedKey], [1, factKey]), { minLength: 1, maxLength: 2 });

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

const single = ({ lagged, currency }: Options): fc.Arbitrary<Text> =>
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

/** Two or three meters of one measure and window read as one, each with a scope and keys of its own. */
const readAsOne = (options: Options): fc.Arbitrary<Text> =>
  fc
    .tuple(
      single(options),
      fc.array(record({ scope: sometimes(60, scope), key: sometimes(50, keys) }), { minLength: 1, maxLength: 2 }),
      pick('sum', 'lesser', 'greater'),
    )
    .map(([{ baseline: over, ...first }, others, combine]) => {
      const { key: count } = first;
      const many = Array.isArray(count) ? count.length : 0;
      const same = others.map(({ key, ...other }) => {
        const { measure: of, window: days, countAt } = first;
        const own = Array.isArray(key) && key.length === many ? { key } : many === 0 ? {} : { key: count };
        return { measure: of, window: days, ...(countAt === undefined ? {} : { countAt }), ...other, ...own };
      });
      return { combine, of: [first, ...same], ...(over === undefined ? {} : { baseline: over }) };
    });

const asRatio = (options: Options): fc.Arbitrary<Text> =>
  fc.tuple(single(options), ratio).map(([meter, over]) => {
    const alone = /fixed|agreement/u.test(JSON.stringify(meter['window']));
    return { ...meter, baseline: alone ? { fixed: '20000', as: 'ratio' } : over };
  });

export const shape = (options: Options): fc.Arbitrary<Text> =>
  weighed<Text>([10, single(options)], [1, readAsOne(options)], [1, asRatio(options)]);

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
  if (JSON.stringify(meter['baseline'] ?? '').includes('ratio')) return { value, unit: 'C62' };
  const [part] = listOf(meter['of']);
  if (part !== undefined) return thresholdFor(part, value);
  const { measure: of } = meter;
  if (typeof of === 'string') return { value, unit: UNITS[of] };
  return JSON.stringify(of).includes('money')
    ? { amount: value, currency: JSON.stringify(of).match(/[A-Z]{3}/u)?.[0] }
    : { value, unit: 'LBR' };
}

const bound = pick('0', '1', '2', '20', '40', '60', '60.001', '100', '1000');

/** A bound for each month is asked of whole months alone. */
function growing(meter: Text, per: string | undefined): Text {
  const inMonths = /calendar":"(?:month|quarter|half-year|year)|freightYear/u.test(
    JSON.stringify([meter['window'], meter['of']]),
  );
  return per === undefined || (per === 'month' && !inMonths) ? {} : { per };
}

const comparison = (currency: string): fc.Arbitrary<Text> =>
  fc
    .tuple(
      shape({ lagged: true, currency }),
      pick('atLeast', 'lessThan', 'above', 'atMost'),
      bound,
      sometimes(10, pick('2025-01-15')),
      sometimes(15, pick('day', 'month')),
      sometimes(15, pick('pro-rata', 'whole')),
    )
    .map(([meter, way, value, from, per, partial]) => ({
      meter,
      [way]: { ...thresholdFor(meter, value), ...growing(meter, per) },
      ...(from === undefined ? {} : { from }),
      ...(partial === undefined || meter['baseline'] !== undefined ? {} : { partial }),
    }));

/** A comparison, a scope, or several combined. */
export const condition = (currency: string): fc.Arbitrary<Text> => {
  const plain = weighed<Text>(
    [4, comparison(currency)],
    [1, weighed<Text>([6, scope], [1, amountScope(currency)]).map((one) => ({ scope: one }))],
  );
  const several = fc.array(plain, { minLength: 1, maxLength: 3 });
  const combined = weighed<Text>(
    [1, several.map((any) => ({ any }))],
    [1, several.map((all) => ({ all }))],
    [1, plain.map((not) => ({ not }))],
  );
  return weighed<Text>(
    [6, plain],
    [2, combined],
    [1, fc.tuple(combined, plain).map((any) => ({ any }))],
    [1, combined.map((not) => ({ not }))],
  );
};
