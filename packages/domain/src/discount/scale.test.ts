import { describe, expect, it } from 'vitest';
import { decimal, toText } from '../kernel/decimal.ts';
import { compileScale } from './compile-scale.ts';
import { amountOf, nextStep, type Scale, splitOverSteps, stepOf, tierAmount } from './scale.ts';
import { type TierText, tierSchema } from './schema.ts';

const METER = { measure: 'mass', window: { calendar: 'year' }, countAt: 'accepted' };

function scaleOf(tier: Readonly<Record<string, unknown>>): Scale {
  const text: TierText = tierSchema.parse({
    kind: 'tier',
    meter: METER,
    method: 'incremental',
    bounds: 'from-to',
    amount: 'per-unit',
    ...tier,
  });
  const { scale, problems } = compileScale(text);
  expect(problems).toEqual([]);
  return scale;
}

const amount = (scale: Scale, value: string): string => toText(tierAmount(scale, decimal(value)).amount);

const D365 = [
  { to: '1000', rate: '0.1' },
  { to: '2500', rate: '0.25' },
];
const LAGO = [
  { from: '0', to: '10', rate: '10', flat: '2' },
  { from: '11', to: '20', rate: '5', flat: '3' },
  { from: '21', rate: '5', flat: '3' },
];
const LAGO_VOLUME = [
  { from: '0', to: '100', rate: '2', flat: '10' },
  { from: '101', to: '200', rate: '1', flat: '0' },
  { from: '201', rate: '0.5', flat: '50' },
];
const OPENMETER = [{ to: '5', flat: '100' }, { to: '10', flat: '150' }, { to: '15', rate: '10' }, { rate: '5' }];
const OPENMETER_GRADUATED = [
  { to: '5', rate: '0', flat: '100' },
  { to: '10', flat: '50' },
  { to: '15', rate: '5' },
  { rate: '1' },
];
const NETSUITE = [
  { from: '1', to: '100', rate: '0.05' },
  { from: '101', to: '350', rate: '0.1' },
  { from: '351', to: '500', rate: '0.15' },
];
const OCA = [
  { to: '100', rate: '0.1' },
  { to: '300', rate: '0.2' },
  { to: '6000', rate: '0.3' },
];

describe('published scales', () => {
  it.each([
    ['D365 stepped', { bounds: 'upper', method: 'incremental', steps: D365 }, '2000', '350'],
    ['D365 cumulative', { bounds: 'upper', method: 'all-units', steps: D365 }, '2000', '500'],
    ['D365 rolling', { bounds: 'upper', method: 'reached-slices', steps: D365 }, '2000', '600'],
    ['D365 total', { bounds: 'upper', method: 'reached-steps', steps: D365 }, '2000', '700'],
    [
      'Phocas 6000',
      {
        steps: [
          { from: '0', to: '10000', rate: '0.05' },
          { from: '10000', to: '50000', rate: '0.1' },
        ],
      },
      '6000',
      '300',
    ],
    [
      'Phocas 20000',
      {
        steps: [
          { from: '0', to: '10000', rate: '0.05' },
          { from: '10000', to: '50000', rate: '0.1' },
        ],
      },
      '20000',
      '1500',
    ],
    [
      'Phocas units 120',
      {
        steps: [
          { from: '0', to: '100', rate: '1' },
          { from: '100', to: '500', rate: '2' },
        ],
      },
      '120',
      '140',
    ],
    [
      'E-bate',
      {
        bounds: 'lower',
        method: 'all-units',
        steps: [
          { from: '1000', rate: '0.02' },
          { from: '5000', rate: '0.04' },
          { from: '10000', rate: '0.06' },
        ],
      },
      '7500',
      '300',
    ],
    ['OCA whole', { bounds: 'upper', method: 'all-units', steps: OCA }, '3800', '1140'],
    ['OCA pro rata, corrected', { bounds: 'upper', steps: OCA }, '3800', '1100'],
    ['OCA pro rata, corrected', { bounds: 'upper', steps: OCA }, '1000', '260'],
    ['NetSuite 60', { whole: true, steps: NETSUITE }, '60', '3'],
    ['NetSuite 200', { whole: true, steps: NETSUITE }, '200', '15'],
    ['Lago graduated 10', { whole: true, steps: LAGO }, '10', '102'],
    ['Lago graduated 21', { whole: true, steps: LAGO }, '21', '163'],
    [
      'Lago adjacent 0.5',
      {
        steps: [
          { from: '0', to: '0.1', rate: '10' },
          { from: '0.1', to: '1', rate: '5' },
          { from: '1', rate: '2' },
        ],
      },
      '0.5',
      '3',
    ],
    ['Lago volume 100', { whole: true, method: 'all-units', steps: LAGO_VOLUME }, '100', '210'],
    [
      'Lago volume 100.5: between whole bounds the next step holds it',
      { whole: true, method: 'all-units', steps: LAGO_VOLUME },
      '100.5',
      '100.5',
    ],
    ['Lago volume 300', { whole: true, method: 'all-units', steps: LAGO_VOLUME }, '300', '200'],
    ['OpenMeter graduated 22', { bounds: 'upper', steps: OPENMETER_GRADUATED }, '22', '182'],
    ['OpenMeter volume 5', { bounds: 'upper', method: 'all-units', steps: OPENMETER }, '5', '100'],
    ['OpenMeter volume 16: a cliff', { bounds: 'upper', method: 'all-units', steps: OPENMETER }, '16', '80'],
    [
      'Autumn',
      { bounds: 'upper', steps: [{ to: '1000', rate: '0.01' }, { to: '10000', rate: '0.008' }, { rate: '0.005' }] },
      '15000',
      '107',
    ],
    [
      'Zuplo graduated',
      { bounds: 'upper', steps: [{ to: '1000', rate: '0.10' }, { to: '10000', rate: '0.05' }, { rate: '0.01' }] },
      '15000',
      '600',
    ],
    [
      'Zuplo volume',
      {
        bounds: 'upper',
        method: 'all-units',
        steps: [{ to: '1000', rate: '0.10' }, { to: '10000', rate: '0.05' }, { rate: '0.01' }],
      },
      '15000',
      '150',
    ],
    [
      'Kill Bill capacity',
      {
        bounds: 'upper',
        method: 'all-units',
        amount: 'lump',
        steps: [
          { to: '1000', rate: '750' },
          { to: '10000', rate: '500' },
        ],
      },
      '1200',
      '500',
    ],
  ])('%s', (_, tier, value, expected) => {
    expect(amount(scaleOf(tier), value)).toBe(expected);
  });

  it('Lago graduated percentage: a percent of each slice and a flat fee for each step', () => {
    const steps = [
      { from: '0', to: '10', rate: '1', flat: '200' },
      { from: '11', to: '20', rate: '2', flat: '300' },
      { from: '21', rate: '3', flat: '400' },
    ];
    expect(amount(scaleOf({ whole: true, amount: 'percent', steps }), '11')).toBe('500.12');
  });

  it('OpenMeter with prior usage: 10 units after 12 fall on the third and the fourth step', () => {
    const slices = splitOverSteps(
      scaleOf({ bounds: 'upper', steps: OPENMETER_GRADUATED }),
      decimal('12'),
      decimal('10'),
    );
    expect(slices.map(({ step, quantity }) => [step, toText(quantity)])).toEqual([
      [2, '3'],
      [3, '7'],
    ]);
    expect(toText(amountOf(slices))).toBe('22');
  });
});

describe('the ends of steps', () => {
  const steps = [
    { from: '10', rate: '1' },
    { from: '20', rate: '2' },
  ];

  it('lower bounds printed: the bound itself is in the step that begins there; below the first is nothing', () => {
    const scale = scaleOf({ bounds: 'lower', steps });
    expect(['9.99', '10', '19.99', '20'].map((value) => stepOf(scale, decimal(value)))).toEqual([undefined, 0, 0, 1]);
  });

  it('upper bounds printed: the bound itself is in the step that ends there; above a printed end is nothing', () => {
    const scale = scaleOf({
      bounds: 'upper',
      steps: [
        { to: '10', rate: '1' },
        { to: '20', rate: '2' },
      ],
    });
    expect(['0', '10', '10.01', '20', '20.01'].map((value) => stepOf(scale, decimal(value)))).toEqual([
      0,
      0,
      1,
      1,
      undefined,
    ]);
  });

  it('declared otherwise, the first step reaches down and the last up', () => {
    const scale = scaleOf({
      bounds: 'from-to',
      below: 'first',
      above: 'last',
      steps: [
        { from: '10', to: '20', rate: '1' },
        { from: '20', to: '30', rate: '2' },
      ],
    });
    expect([stepOf(scale, decimal('5')), stepOf(scale, decimal('99'))]).toEqual([0, 1]);
    expect(amount(scale, '40')).toBe('60');
  });

  it('nothing measured earns nothing, but a flat fee where it is declared at zero', () => {
    const tier = { bounds: 'upper', steps: [{ to: '10', rate: '1', flat: '7' }] };
    expect(amount(scaleOf(tier), '0')).toBe('0');
    expect(amount(scaleOf({ ...tier, flatAtZero: true }), '0')).toBe('7');
    const later = { bounds: 'lower', steps: [{ from: '10', rate: '1', flat: '7' }], flatAtZero: true };
    expect(amount(scaleOf(later), '0')).toBe('0');
  });

  it('says how far the next step is', () => {
    const scale = scaleOf({ bounds: 'lower', steps });
    expect(nextStep(scale, decimal('14'))).toMatchObject({ step: 1, missing: decimal('6') });
    expect(nextStep(scale, decimal('20'))).toBeUndefined();
  });
});

describe('what is wrong with a scale', () => {
  const problemsOf = (tier: Readonly<Record<string, unknown>>): (readonly [string, number])[] =>
    compileScale(
      tierSchema.parse({
        kind: 'tier',
        meter: METER,
        method: 'incremental',
        bounds: 'from-to',
        amount: 'per-unit',
        ...tier,
      }),
    ).problems.map(({ code, index }) => [code, index]);

  it.each([
    [
      'a gap',
      {
        steps: [
          { from: '0', to: '10', rate: '1' },
          { from: '11', rate: '2' },
        ],
      },
      [['discount.scale-gap', 1]],
    ],
    [
      'no gap in whole units',
      {
        whole: true,
        steps: [
          { from: '0', to: '10', rate: '1' },
          { from: '11', rate: '2' },
        ],
      },
      [],
    ],
    [
      'an overlap',
      {
        steps: [
          { from: '0', to: '10', rate: '1' },
          { from: '9', rate: '2' },
        ],
      },
      [['discount.scale-overlap', 1]],
    ],
    [
      'a step that goes back',
      {
        bounds: 'upper',
        steps: [
          { to: '10', rate: '1' },
          { to: '5', rate: '2' },
        ],
      },
      [['discount.scale-backward', 1]],
    ],
    [
      'lower bounds that go back',
      {
        bounds: 'lower',
        steps: [
          { from: '10', rate: '1' },
          { from: '5', rate: '2' },
        ],
      },
      [['discount.scale-backward', 0]],
    ],
    ['a bound missing', { bounds: 'lower', steps: [{ rate: '1' }] }, [['discount.scale-bound-missing', 0]]],
    [
      'an open end in the middle',
      { bounds: 'upper', steps: [{ rate: '1' }, { to: '5', rate: '2' }] },
      [['discount.scale-bound-missing', 0]],
    ],
    [
      'a bound too much',
      {
        bounds: 'upper',
        steps: [
          { to: '5', rate: '2' },
          { from: '4', to: '9', rate: '1' },
        ],
      },
      [['discount.scale-bound-extra', 1]],
    ],
    ['no rate', { steps: [{ from: '0', to: '5' }] }, [['discount.scale-no-rate', 0]]],
  ])('%s', (_, tier, expected) => {
    expect(problemsOf(tier)).toEqual(expected);
  });
});
