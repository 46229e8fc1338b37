/** Random tariffs: every kind of step, table, rounding and guard. */
import fc from 'fast-check';
import { scope } from './generate-scopes.ts';
import {
  CARRIERS,
  CURRENCIES,
  coefficient,
  isText,
  listOf,
  pick,
  rate,
  record,
  rounding,
  sometimes,
  type Text,
  weighed,
} from './generate-values.ts';

const table = (columns: readonly string[], rows: readonly (readonly string[])[], more: Text): Text => ({
  columns,
  rows,
  value: 'value',
  ...more,
});

/** Belts from–to in whole kilometres, with both ends closed; gaps where the table says so. */
const wholeBelts = fc
  .tuple(fc.array(rate, { minLength: 3, maxLength: 3 }), fc.boolean(), sometimes(30, rate))
  .map(([values, gaps, otherwise]) =>
    table(
      ['from', 'to', 'value'],
      [
        ['1', '100', values[0] ?? ''],
        ['101', '200', values[1] ?? ''],
        [gaps ? '301' : '201', '500', values[2] ?? ''],
      ],
      {
        keys: { distance: { match: 'belt', from: 'from', to: 'to', whole: true, gaps, fact: 'leg.distanceKm' } },
        ...(otherwise === undefined ? {} : { otherwise }),
      },
    ),
  );

const openBelts = fc
  .tuple(fc.array(rate, { minLength: 3, maxLength: 3 }), pick('lower', 'upper'))
  .map(([values, closed]) =>
    table(
      ['bound', 'value'],
      ['0', '100', '300'].map((bound, index) => [bound, values[index] ?? '']),
      {
        keys: {
          distance: { match: 'belt', [closed === 'lower' ? 'from' : 'to']: 'bound', closed, fact: 'leg.distanceKm' },
        },
      },
    ),
  );

const exactTable = fc.tuple(coefficient, coefficient, coefficient, fc.boolean()).map(([a, b, other, star]) =>
  table(['owner', 'value'], [['private', a], ['carrier', b], ...(star ? [['*', other]] : [])], {
    keys: { owner: { match: 'exact', column: 'owner', fact: 'wagon.ownership' } },
  }),
);

const goodsTable = fc
  .tuple(coefficient, coefficient, coefficient, sometimes(60, coefficient))
  .map(([a, b, c, otherwise]) =>
    table(
      ['codes', 'value'],
      [
        ['281', a],
        ['2819 301-304', b],
        ['28', c],
      ],
      {
        keys: { goods: { match: 'goods', column: 'codes', system: 'ETSNG' } },
        ...(otherwise === undefined ? {} : { otherwise }),
      },
    ),
  );

/** Rates per tonne by mass in tonnes, for deficit weight. */
const bracketTable = fc.array(rate, { minLength: 4, maxLength: 4 }).map((values) =>
  table(
    ['from', 'value'],
    ['0', '20', '40', '60'].map((bound, index) => [bound, values[index] ?? '']),
    { keys: { tonnes: { match: 'belt', from: 'from', closed: 'lower', quantity: 'tonnes' } } },
  ),
);

/** The same by goods too, so that items of a mixed consignment have rates of their own. */
const mixedTable = fc.array(rate, { minLength: 6, maxLength: 6 }).map((values) =>
  table(
    ['codes', 'from', 'value'],
    ['28', '*'].flatMap((codes, one) =>
      ['0', '20', '40'].map((bound, index) => [codes, bound, values[one * 3 + index] ?? '']),
    ),
    {
      keys: {
        goods: { match: 'goods', column: 'codes', system: 'ETSNG' },
        tonnes: { match: 'belt', from: 'from', closed: 'lower', quantity: 'tonnes' },
      },
    },
  ),
);

const tables = fc.record({
  belts: wholeBelts,
  open: openBelts,
  owner: exactTable,
  goods: goodsTable,
  brackets: bracketTable,
});

const operand: fc.Arbitrary<unknown> = weighed<unknown>(
  [4, rate],
  [1, fc.record({ table: pick('belts', 'open', 'owner', 'goods') })],
  [1, fc.record({ fact: pick('leg.distanceKm', 'mass_kg', 'wagons.count'), per: pick('1', '1000') })],
  [1, fc.record({ fact: pick('wagon.axles', 'pieces', 'heads', 'train.wagons'), otherwise: pick('2', '0') })],
  [1, fc.record({ quantity: pick('tonnes', 'chargeable') })],
  [1, fc.record({ table: pick('goods', 'owner'), less: pick('1'), otherwise: pick('1', '0.5') })],
);

type Step = (name: string, before: readonly string[]) => fc.Arbitrary<Text>;

const plainStep =
  (step: string, key: string, value: fc.Arbitrary<unknown>): Step =>
  (name) =>
    record({
      step: fc.constant(step),
      name: fc.constant(name),
      [key]: value,
      round: sometimes(25, rounding),
      when: sometimes(15, scope),
    });

const correction: Step = (name, before) =>
  record({
    step: fc.constant('greater-correction'),
    name: fc.constant(name),
    round: sometimes(20, rounding),
    candidates: fc.array(
      record({
        on:
          before.length === 0
            ? operand
            : fc.oneof(
                operand,
                pick(...before).map((step) => ({ step })),
              ),
        rate: weighed<unknown>(
          [2, pick('0.03', '-0.04', '-0.03', '0.04')],
          [1, pick({ table: 'owner', less: '1', otherwise: '1' })],
        ),
        round: sometimes(40, rounding),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  });

const piecewise: Step = (name) =>
  record({
    step: fc.constant('piecewise'),
    name: fc.constant(name),
    table: fc.constant('belts'),
    key: fc.constant('distance'),
    from: pick('100', '150', '200'),
    coefficient: coefficient,
    round: sometimes(30, rounding),
  });

const clampStep: Step = (name) =>
  record({
    step: fc.constant('clamp'),
    name: fc.constant(name),
    least: sometimes(60, rate),
    greatest: sometimes(60, pick('100', '1000', '7.49')),
  });

const flatStep: Step = (name) =>
  record({
    step: fc.constant('flat-per-step'),
    name: fc.constant(name),
    of: operand,
    steps: pick(
      [
        { from: '0', fee: '5' },
        { from: '100', fee: '7.5' },
      ],
      [
        { from: '1', fee: '3' },
        { from: '20', fee: '0.01' },
        { from: '200', fee: '4' },
      ],
    ),
  });

const deficitStep: Step = (name) =>
  record({
    step: fc.constant('deficit'),
    name: fc.constant(name),
    table: fc.constant('brackets'),
    key: fc.constant('tonnes'),
    of: fc.constant({ quantity: 'tonnes' }),
    per: sometimes(30, pick('1', '10')),
    reach: sometimes(70, pick('next', 'any', 'none')),
    round: sometimes(30, rounding),
  });

const mixedDeficit: Step = (name) =>
  record({
    step: fc.constant('deficit'),
    name: fc.constant(name),
    table: fc.constant('mixed'),
    key: fc.constant('tonnes'),
    of: fc.constant({ fact: 'item.mass_kg', per: '1000' }),
    reach: sometimes(70, pick('next', 'any')),
    items: fc.constant(true),
  });

/** The last step of a part whose rates are printed in another currency; the tariff's own is put in when it is known. */
const convertStep: fc.Arbitrary<Text> = pick('multiply', 'divide').chain((way) =>
  record({
    step: fc.constant('convert'),
    name: fc.constant('exchange'),
    [way]: pick('3.2', '0.3', '1'),
    valid: sometimes(20, pick<Text>({ from: '2025-01-01', to: '2025-03-01' }, { from: '2024-01-01' })),
    round: sometimes(30, rounding),
  }),
);

const blocks: Step = (name) =>
  record({
    step: fc.constant('blocks'),
    name: fc.constant(name),
    size: pick('10', '25', '0.5', '1'),
    result: sometimes(50, pick('count', 'quantity')),
    when: sometimes(10, scope),
  });

const roundStep: Step = (name) =>
  record({ step: fc.constant('round'), name: fc.constant(name), to: rounding, when: sometimes(10, scope) });

const LATER: readonly (readonly [number, Step])[] = [
  [5, plainStep('multiply', 'by', fc.oneof(coefficient, operand))],
  [1, plainStep('divide', 'by', pick('3', '7', '2.5', '0'))],
  [2, plainStep('add', 'value', operand)],
  [1, plainStep('subtract', 'value', operand)],
  [1, correction],
  [1, plainStep('maximum', 'with', operand)],
  [1, plainStep('minimum', 'with', operand)],
  [1, clampStep],
  [1, blocks],
  [1, plainStep('free', 'allowance', pick('1', '30', '0.5'))],
  [1, flatStep],
  [2, roundStep],
];

const FIRST: readonly (readonly [number, Step])[] = [
  [6, plainStep('lookup', 'value', operand)],
  [3, (name) => fc.constant({ step: 'lookup', name, value: { table: 'belts' } })],
  [1, piecewise],
  [2, deficitStep],
  [1, mixedDeficit],
];

const later: Step = (name, before) => weighed(...LATER.map(([weight, step]) => [weight, step(name, before)] as const));
const first: Step = (name) => weighed(...FIRST.map(([weight, step]) => [weight, step(name, [])] as const));

const NAMES = ['one', 'two', 'three', 'four', 'five'] as const;

const steps = (most: number): fc.Arbitrary<readonly Text[]> =>
  fc.integer({ min: 0, max: most - 1 }).chain((count) => {
    const names = NAMES.slice(0, count + 1);
    return fc.tuple(
      ...names.map((name, index) => (index === 0 ? first(name, []) : later(name, names.slice(0, index)))),
    );
  });

const part = (index: number, currency: string): fc.Arbitrary<Text> =>
  fc.tuple(plainPart(index), sometimes(8, convertStep)).map(([one, convert]) =>
    convert === undefined
      ? one
      : {
          ...one,
          currency: 'USD',
          steps: [...listOf(one['steps']), { ...convert, to: currency }],
        },
  );

const plainPart = (index: number): fc.Arbitrary<Text> =>
  record({
    id: fc.constant(`part${String(index)}`),
    charge:
      index === 0
        ? pick('freight.loaded', 'freight.loaded', 'freight')
        : pick('freight.loaded', 'freight.empty', 'wagon', 'service.station'),
    discountable: sometimes(index === 0 ? 10 : 40, fc.boolean()),
    per: sometimes(40, pick('consignment', 'wagon', 'wagon', 'item', 'container')),
    when: sometimes(15, scope),
    steps: steps(4),
    least: sometimes(15, operand),
    greatest: sometimes(12, pick('100', '500', '2000.01')),
  });

const totalStep = (name: string): fc.Arbitrary<Text> =>
  weighed<Text>(
    [2, plainStep('multiply', 'by', coefficient)(name, [])],
    [2, roundStep(name, [])],
    [1, plainStep('add', 'value', rate)(name, [])],
    [1, plainStep('maximum', 'with', pick('10', '1000'))(name, [])],
  );

const totals: fc.Arbitrary<readonly Text[]> = weighed<readonly Text[]>(
  [4, fc.constant([])],
  [2, totalStep('t1').map((one) => [one])],
  [2, totalStep('t1').map((one) => [{ step: 'discounts' }, one])],
  [1, fc.tuple(totalStep('t1'), totalStep('t2')).map(([a, b]) => [a, { step: 'discounts' }, b])],
  [1, fc.tuple(totalStep('t1'), totalStep('t2')).map(([a, b]) => [a, b])],
);

const taxRule = record({
  when: sometimes(50, scope),
  category: pick('S', 'Z', 'E'),
  rate: pick('0', '0.2', '0.22', '0.075'),
  round: sometimes(30, rounding),
});

const quantities = fc.record({ norm: pick('0', '20', '40') }).map(({ norm }) => ({
  tonnes: { steps: [{ step: 'lookup', name: 'mass', value: { fact: 'mass_kg', per: '1000' } }] },
  chargeable: {
    steps: [
      { step: 'lookup', name: 'mass', value: { fact: 'wagon.mass_kg', per: '1000' } },
      { step: 'maximum', name: 'norm', with: norm },
      { step: 'round', name: 'wholes', to: { quantum: '1', mode: 'up' } },
    ],
  },
}));

const tariffIn = (carrier: string, currency: string): fc.Arbitrary<Text> =>
  wholeTariff(carrier, currency).map(withoutPartsInWagons).map(withoutUnused);

const namesIn = (entry: Text, what: 'table' | 'quantity'): ReadonlySet<string> =>
  new Set([...JSON.stringify(entry).matchAll(new RegExp(`"${what}":"([^"]*)"`, 'gu'))].map(([, name = '']) => name));

/** Tables and quantities that nothing names are left out: a small book is read in less time, and a small example is clear. */
function withoutUnused(entry: Text): Text {
  const { tables: some, quantities: others, ...rest } = entry;
  const keep = (from: unknown, names: ReadonlySet<string>): Text =>
    Object.fromEntries(Object.entries(isText(from) ? from : {}).filter(([name]) => names.has(name)));
  const kept = keep(some, namesIn(rest, 'table'));
  return { ...rest, tables: kept, quantities: keep(others, namesIn({ rest, kept }, 'quantity')) };
}

/** Nothing says which items and containers are in which wagon: a tariff run for each wagon has no parts for each of them. */
function withoutPartsInWagons(entry: Text): Text {
  if (entry['per'] !== 'wagon') return entry;
  const parts = listOf(entry['parts']).map((one) =>
    one['per'] === 'item' || one['per'] === 'container' ? { ...one, per: 'wagon' } : one,
  );
  return { ...entry, parts };
}

const wholeTariff = (carrier: string, currency: string): fc.Arbitrary<Text> =>
  record({
    kind: fc.constant('tariff'),
    id: fc.constant(`tariff-${carrier}`),
    carrier: fc.constant(carrier),
    traffic: pick(
      ['export', 'import', 'transit', 'domestic'],
      ['export', 'import', 'transit', 'domestic'],
      ['export', 'transit'],
    ),
    currency: fc.constant(currency),
    per: sometimes(15, pick('wagon', 'consignment')),
    scope: sometimes(5, scope),
    tables: fc.tuple(tables, mixedTable).map(([some, mixed]) => ({ ...some, mixed })),
    quantities,
    parts: weighed<readonly Text[]>(
      [3, fc.tuple(part(0, currency))],
      [3, fc.tuple(part(0, currency), part(1, currency))],
      [1, fc.tuple(part(0, currency), part(1, currency), part(2, currency))],
    ),
    total: totals,
    minimumCharge: sometimes(20, pick('50', '500', '0.01')),
    corridor: sometimes(
      25,
      record({
        floor: sometimes(70, pick('0.5', '0.75', '0.333', '0')),
        ceiling: sometimes(50, pick('1', '1.1', '0.9')),
      }),
    ),
    tax: fc.array(taxRule, { maxLength: 2, size: 'max' }),
  });

/** Both carriers' tariffs, mostly in the currency of the discounts. */
export const tariffs = (currency: string): fc.Arbitrary<readonly Text[]> =>
  weighed<string>([8, fc.constant(currency)], [1, pick(...CURRENCIES)]).chain((other) =>
    fc.tuple(tariffIn(CARRIERS[0], currency), tariffIn(CARRIERS[1], other)),
  );
