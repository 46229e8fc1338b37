import { describe, expect, it } from 'vitest';
import type { LegRating } from '../charge/rating.ts';
import { netBy, priceBy, tariffText } from '../testing/price-steps.ts';

function rated(tariff: string, changes: Readonly<Record<string, unknown>> = {}): LegRating {
  const priced = priceBy(tariff, changes);
  if (!('rating' in priced)) throw new Error(priced.refused.join(', '));
  return priced.rating;
}

const amounts = (rating: LegRating): Record<string, bigint> =>
  Object.fromEntries(rating.lines.map((line) => [line.id, line.amount]));

const part = (id: string, rate: string, more = ''): string => `  - id: ${id}
    charge: freight
    ${more}
    steps: [{ step: lookup, name: rate, value: ${rate} }]
`;

const WAGON_RATE = `tables:
  rates:
    columns: [type, value]
    rows: [[hopper, '10'], [tank, '20']]
    keys: { type: { match: exact, column: type, fact: wagon.type } }
`;

describe('running a tariff', () => {
  it('rounds a line without a rule half-up to the minor unit, once, at its end', () => {
    const tariff = tariffText(`parts:\n${part('a', "'1.005'")}${part('b', "'-1.005'")}${part('c', "'1.0049'")}`);
    expect(amounts(rated(tariff))).toEqual({ a: 101n, b: -101n, c: 100n });
  });

  it('knows currencies without a minor unit, or with three digits', () => {
    expect(netBy(tariffText(`currency: JPY\nparts:\n${part('a', "'10.5'")}`))).toBe('11');
    expect(netBy(tariffText(`currency: KWD\nparts:\n${part('a', "'10.0005'")}`))).toBe('10.001');
  });

  it('runs a part for each wagon, equal ones once, and says how many a step stands for', () => {
    const tariff = tariffText(`${WAGON_RATE}parts:\n${part('w', '{ table: rates }', 'per: wagon')}`);
    const rating = rated(tariff, {
      wagons: [
        { number: '1', type: 'hopper' },
        { number: '2', type: 'tank' },
        { number: '3', type: 'hopper' },
      ],
    });
    expect(amounts(rating)).toEqual({ w: 2n * 1000n + 2000n });
    expect(rating.lines[0]?.trace.map((step) => step.times)).toEqual([2, 1]);
  });

  it('runs a part for each item and for each container', () => {
    const items = tariffText(`parts:\n${part('i', "{ fact: item.mass_kg, per: '1000' }", 'per: item')}`);
    expect(netBy(items, { items: [{ mass_kg: 1500 }, { mass_kg: 2500 }] })).toBe('4.00');
    const boxes = tariffText(`parts:\n${part('c', '{ fact: container.size_ft }', 'per: container')}`);
    expect(netBy(boxes, { containers: [{ size_ft: 20 }, { size_ft: 20 }, { size_ft: 40 }] })).toBe('80.00');
    expect(priceBy(boxes)).toMatchObject({ refused: ['tariff.missing-fact'], params: [{ fact: 'containers' }] });
  });

  it('a line of several wagons, items or containers rounds once, at its end; each of them where a step rounds', () => {
    const thirds = { wagons: [{ mass_kg: 1 }, { mass_kg: 2 }, { mass_kg: 3 }] };
    const tariff = (more: string): string =>
      tariffText(
        `parts:\n  - id: w\n    charge: freight\n    per: wagon\n    steps: [{ step: lookup, name: own, value: { fact: wagon.mass_kg, per: '250' }${more} }]\n`,
      );
    // 0.004 + 0.008 + 0.012 = 0.024; rounded each: 0.00 + 0.01 + 0.01.
    expect(netBy(tariff(''), thirds)).toBe('0.02');
    expect(netBy(tariff(", round: { quantum: '0.01', mode: up }"), thirds)).toBe('0.04');
    // Three equal ones: 3 · 0.004 = 0.012.
    const equal = { wagons: [{ mass_kg: 1 }, { mass_kg: 1 }, { mass_kg: 1 }] };
    expect([netBy(tariff(''), equal), netBy(tariff(", round: '0.01'"), equal)]).toEqual(['0.01', '0.00']);
    expect(netBy(`${tariff('')}per: wagon\n`, equal)).toBe('0.01');
  });

  it('what a wagon comes to is exact for a later part and for the steps over its sum, unless its part rounds', () => {
    const content = (round: string): string => `per: wagon
parts:
  - { id: a, charge: freight, steps: [{ step: lookup, name: own, value: '0.335'${round} }] }
  - { id: b, charge: freight, steps: [{ step: lookup, name: own, value: { part: a } }] }
total: [{ step: add, name: fee, value: '0.005' }, { step: round, name: tenths, to: '0.1' }]
`;
    const wagons = { wagons: [{ type: 'hopper' }, { type: 'tank' }] };
    // Each wagon 0.335 + 0.335 + 0.005 = 0.675, rounded to 0.7; the lines are 0.67 + 0.67, the fees 0.01.
    expect(amounts(rated(tariffText(content('')), wagons))).toEqual({ a: 67n, b: 67n, fee: 1n, tenths: 5n });
    // Rounded each to 0.34: 0.68 + 0.005 = 0.685, rounded to 0.7.
    expect(amounts(rated(tariffText(content(", round: '0.01'")), wagons))).toEqual({
      a: 68n,
      b: 68n,
      fee: 1n,
      tenths: 3n,
    });
  });

  it('guards a part wagon by wagon, and lets a later part see that wagon’s amount', () => {
    const guarded = part('w', '{ table: rates }', 'per: wagon\n    when: { wagon.type: [tank] }');
    const half = `  - id: half
    charge: freight
    per: wagon
    when: { wagon.type: [tank] }
    steps: [{ step: lookup, name: own, value: { part: w } }, { step: multiply, name: half, by: '0.5' }]
`;
    const rating = rated(tariffText(`${WAGON_RATE}parts:\n${guarded}${half}`), {
      wagons: [{ type: 'hopper' }, { type: 'tank' }, { type: 'tank' }],
    });
    expect(amounts(rating)).toEqual({ w: 4000n, half: 2000n });
  });

  it('rounds each wagon’s sum by itself where the tariff says per wagon', () => {
    const content = `${WAGON_RATE}parts:\n${part('w', '{ table: rates }')}total: [{ step: add, name: fee, value: '0.40' }, { step: round, name: whole, to: '1' }]\n`;
    const rating = rated(tariffText(`per: wagon\n${content}`), {
      wagons: [{ type: 'hopper' }, { type: 'hopper' }, { type: 'tank' }],
    });
    expect(amounts(rating)).toEqual({ w: 4000n, fee: 120n, whole: -120n });
  });

  it('runs a part per wagon once for each wagon, also where the whole tariff is per wagon', () => {
    const content = `${WAGON_RATE}parts:\n${part('w', '{ table: rates }', 'per: wagon')}`;
    const wagons = [{ type: 'hopper' }, { type: 'hopper' }, { type: 'tank' }];
    expect(amounts(rated(tariffText(`per: wagon\n${content}`), { wagons }))).toEqual({ w: 4000n });
  });

  it('posts what rounding a sum leaves as a line of its own, and a reduction in money as another', () => {
    const tariff = tariffText(
      `parts:\n${part('a', "'110923.86'")}total: [{ step: subtract, name: reduction, value: '754' }, { step: round, name: whole, to: '1' }]\n`,
    );
    const rating = rated(tariff);
    expect(rating.lines.map(({ id, source, amount }) => [id, source, amount])).toEqual([
      ['a', 'tariff', 11_092_386n],
      ['reduction', 'step', -75_400n],
      ['whole', 'rounding', 14n],
    ]);
    expect(rating.lines.filter((line) => line.discountable).map((line) => line.id)).toEqual(['a']);
  });

  it('keeps a line within its least and greatest amount, and shows that it did', () => {
    const bounded = (rate: string): LegRating =>
      rated(tariffText(`parts:\n${part('a', `'${rate}'`, "least: '5'\n    greatest: '9'")}`));
    expect(['4', '7', '10'].map((rate) => bounded(rate).net)).toEqual([500n, 700n, 900n]);
    expect(bounded('4').lines[0]?.trace.map((step) => step.step)).toEqual(['lookup', 'least', 'greatest']);
  });

  it('raises the sum to the minimum charge as a line', () => {
    const rating = rated(tariffText(`minimumCharge: '50'\nparts:\n${part('a', "'20'")}`));
    expect(amounts(rating)).toEqual({ a: 2000n, 'minimum-charge': 3000n });
  });

  it('computes tax last, by the first rule that applies, on the rounded sum', () => {
    const tax =
      "tax: [{ when: { leg.traffic: [domestic] }, category: S, rate: '0.22' }, { when: { leg.traffic: [export] }, category: Z, rate: '0' }]\n";
    const tariff = (traffic: string): string =>
      tariffText(`parts:\n${part('a', "'110169.86'")}total: [{ step: round, name: whole, to: '1' }]\n${tax}`).replace(
        'traffic: [export]',
        `traffic: [${traffic}]`,
      );
    const domestic = rated(tariff('domestic'), { traffic: 'domestic' });
    expect([domestic.net, domestic.tax, domestic.payable]).toEqual([11_017_000n, 2_423_740n, 13_440_740n]);
    expect(rated(tariff('export')).tax).toBe(0n);
  });

  it('computes quantities when they are first asked for, by the wagon looked at', () => {
    const tariff = tariffText(`quantities:
  unused: { steps: [{ step: lookup, name: x, value: { fact: leg.emptyDistanceKm } }] }
  tonnes: { steps: [{ step: lookup, name: x, value: { fact: wagon.mass_kg, per: '1000' } }, { step: maximum, name: norm, with: '58' }] }
parts:
${part('w', '{ quantity: tonnes }', 'per: wagon')}`);
    expect(netBy(tariff, { wagons: [{ mass_kg: 14_000 }, { mass_kg: 69_000 }] })).toBe('127.00');
  });

  it('shows in a line’s trace how the quantities it reads came about, each once', () => {
    const tariff = tariffText(`quantities:
  tonnes: { steps: [{ step: lookup, name: actual, value: { fact: mass_kg, per: '1000' } }, { step: maximum, name: norm, with: '70' }] }
parts:
  - id: a
    charge: freight
    steps: [{ step: lookup, name: first, value: { quantity: tonnes } }, { step: add, name: second, value: { quantity: tonnes } }]
`);
    const trace = rated(tariff).lines[0]?.trace ?? [];
    expect(trace.map((step) => step.name)).toEqual(['tonnes.actual', 'tonnes.norm', 'first', 'second']);
  });

  it('names every fact it lacks, each once, and posts nothing', () => {
    const tariff = tariffText(
      `parts:\n${part('a', '{ fact: leg.emptyDistanceKm }')}${part('b', '{ fact: leg.emptyDistanceKm }')}${part('c', '{ fact: heads }')}`,
    );
    expect(priceBy(tariff)).toMatchObject({
      refused: ['tariff.missing-fact', 'tariff.missing-fact'],
      params: [{ fact: 'leg.emptyDistanceKm' }, { fact: 'heads' }],
    });
  });

  it('refuses a leg no part speaks of instead of carrying it for nothing', () => {
    expect(netBy(tariffText(`parts:\n${part('a', "'1'", 'when: { wagon.type: [tank] }')}`))).toBe(
      'tariff.no-part-applies',
    );
  });
});
