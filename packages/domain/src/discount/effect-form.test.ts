import { describe, expect, it } from 'vitest';
import { formOf } from '../testing/form-of.ts';

const MASS = '{ measure: mass, window: { calendar: month } }';
const tier = (text: string, meter = MASS): string => `effect: { kind: tier, meter: ${meter}, ${text} }`;
const effectOf = (content: string, ...more: readonly string[]): unknown => formOf(content, ...more)['effect'];

describe('effects', () => {
  it.each<[string, string, unknown]>([
    [
      'a rate in the place of the charge',
      "effect: { kind: replace, rate: '7', per: kilogram, currency: EUR }",
      {
        kind: 'replace',
        rate: { kind: 'literal', value: '7' },
        per: { name: 'kilogram', measure: { kind: 'counted', what: 'mass' }, factor: '1' },
        currency: 'EUR',
      },
    ],
    ['a share', "effect: { kind: share, of: '0.1' }", { kind: 'share', of: { kind: 'literal', value: '0.1' } }],
    ['a percent', "effect: { kind: percent, of: '10' }", { kind: 'percent', of: { kind: 'literal', value: '10' } }],
    [
      'a subsidy of money',
      "effect: { kind: pay, by: { kind: money, amount: '2', per: { unit: LTR }, currency: EUR } }",
      {
        kind: 'pay',
        by: {
          kind: 'reduce',
          rate: { kind: 'literal', value: '2' },
          per: { name: 'LTR', measure: { kind: 'quantity', unit: 'LTR' }, factor: '1' },
          currency: 'EUR',
        },
      },
    ],
    [
      'an equalisation',
      "effect: { kind: equalise, over: consignment, reference: [{ carrier: sea, mode: sea, from: a, to: b, distanceKm: '9', charges: [freight] }] }",
      {
        kind: 'equalise',
        reference: [{ carrier: 'sea', mode: 'sea', from: 'a', to: 'b', distanceKm: '9', charges: ['freight'] }],
        over: 'consignment',
      },
    ],
    [
      'a scale in percent becomes one of shares, in its own unit',
      tier(
        "unit: TNE, method: all-units, include: self, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }, { from: '10', rate: '7' }]",
      ),
      {
        kind: 'tier',
        meter: 'meter d@2025-01-01#effect.meter',
        unit: 'TNE',
        factor: '0.001',
        scale: {
          method: 'all-units',
          closed: 'lower',
          steps: [
            { lower: '0', upper: '10', rate: '0.05', flat: '0' },
            { lower: '10', rate: '0.07', flat: '0' },
          ],
          below: 'nothing',
          above: 'nothing',
          flatAtZero: false,
        },
        amount: 'share',
        include: 'self',
      },
    ],
    [
      'a scale of money per unit',
      tier(
        "method: incremental, bounds: upper, below: first, above: last, amount: per-unit, per: wagon, currency: EUR, steps: [{ from: '2', to: '5', rate: '3', flat: '1' }, { to: '9', rate: '4' }]",
      ),
      {
        kind: 'tier',
        meter: 'meter d@2025-01-01#effect.meter',
        unit: 'KGM',
        factor: '1',
        scale: {
          method: 'incremental',
          closed: 'upper',
          steps: [
            { lower: '2', upper: '5', rate: '3', flat: '1' },
            { lower: '5', upper: '9', rate: '4', flat: '0' },
          ],
          below: 'first',
          above: 'last',
          flatAtZero: false,
        },
        amount: 'per-unit',
        per: { name: 'wagon', measure: { kind: 'counted', what: 'wagons' }, factor: '1' },
        currency: 'EUR',
        include: 'before',
      },
    ],
    [
      'a scale of lumps, to which flat fees add up',
      tier(
        "method: all-units, bounds: from-to, closed: lower, flatAtZero: true, amount: lump, currency: EUR, steps: [{ from: '0', to: '5', rate: '3', flat: '1' }]",
      ),
      {
        kind: 'tier',
        meter: 'meter d@2025-01-01#effect.meter',
        unit: 'KGM',
        factor: '1',
        scale: {
          method: 'all-units',
          closed: 'lower',
          steps: [{ lower: '0', upper: '5', rate: '0', flat: '4' }],
          below: 'nothing',
          above: 'nothing',
          flatAtZero: true,
        },
        amount: 'lump',
        currency: 'EUR',
        include: 'before',
      },
    ],
    [
      'a scale in whole units: 6 begins after 5',
      tier(
        "method: all-units, whole: true, bounds: from-to, amount: coefficient, steps: [{ from: '1', to: '5', rate: '0.9' }, { from: '6', to: '9', rate: '0.8' }]",
      ),
      {
        kind: 'tier',
        meter: 'meter d@2025-01-01#effect.meter',
        unit: 'KGM',
        factor: '1',
        scale: {
          method: 'all-units',
          closed: 'upper',
          steps: [
            { lower: '0', upper: '5', rate: '0.9', flat: '0' },
            { lower: '5', upper: '9', rate: '0.8', flat: '0' },
          ],
          below: 'nothing',
          above: 'nothing',
          flatAtZero: false,
        },
        amount: 'coefficient',
        include: 'before',
      },
    ],
    [
      'in whole units by lower bounds, the first from nothing',
      tier(
        "method: all-units, whole: true, bounds: lower, amount: share, steps: [{ from: '0', rate: '0.1' }, { from: '6', rate: '0.2' }]",
      ),
      {
        kind: 'tier',
        meter: 'meter d@2025-01-01#effect.meter',
        unit: 'KGM',
        factor: '1',
        scale: {
          method: 'all-units',
          closed: 'upper',
          steps: [
            { lower: '0', upper: '5', rate: '0.1', flat: '0' },
            { lower: '5', rate: '0.2', flat: '0' },
          ],
          below: 'nothing',
          above: 'nothing',
          flatAtZero: false,
        },
        amount: 'share',
        include: 'before',
      },
    ],
  ])('%s', (_, content, expected) => {
    expect(effectOf(content)).toEqual(expected);
  });
});

describe('what a rate is for one of', () => {
  it.each<[string, string, string]>([
    ['tonne', 'mass', '0.001'],
    ['kilogram', 'mass', '1'],
    ['wagon', 'wagons', '1'],
    ['container', 'containers', '1'],
    ['teu', 'teu', '1'],
    ['piece', 'pieces', '1'],
    ['head', 'heads', '1'],
    ['package', 'packages', '1'],
    ['train', 'trains', '1'],
    ['consignment', 'consignments', '1'],
    ['tonne-km', 'tonne-km', '1'],
    ['wagon-km', 'wagon-km', '1'],
    ['train-km', 'train-km', '1'],
    ['axle-km', 'axle-km', '1'],
  ])('a %s is measured by %s, times %s', (per, what, factor) => {
    expect(effectOf(`effect: { kind: reduce, amount: '2', per: ${per}, currency: EUR }`)).toEqual({
      kind: 'reduce',
      rate: { kind: 'literal', value: '2' },
      per: { name: per, measure: { kind: 'counted', what }, factor },
      currency: 'EUR',
    });
  });
});

describe('its stage', () => {
  const SCALE = (amount: string): string =>
    tier(`method: incremental, bounds: lower, amount: ${amount}, currency: EUR, steps: [{ from: '0', rate: '1' }]`);

  it.each<[string, string]>([
    ["effect: { kind: replace, rate: '7', per: tonne, currency: EUR }", 'replace at rating'],
    ["effect: { kind: multiply, by: '0.9' }", 'multiply at rating'],
    ["effect: { kind: share, of: '0.1' }", 'multiply at rating'],
    ["effect: { kind: percent, of: '10' }", 'multiply at rating'],
    ["effect: { kind: reduce, amount: '7', per: tonne, currency: EUR }", 'reduce at rating'],
    [
      'effect: { kind: equalise, reference: [{ carrier: sea, mode: sea, from: a, to: b, charges: [freight] }] }',
      'equalise at rating',
    ],
    [SCALE('percent'), 'multiply at rating'],
    [SCALE('share'), 'multiply at rating'],
    [SCALE('coefficient'), 'multiply at rating'],
    [SCALE('per-unit'), 'reduce at rating'],
    [SCALE('lump'), 'reduce at rating'],
    ["at: settlement\neffect: { kind: multiply, by: '0.9' }", 'rebate at settlement'],
    [`at: settlement\n${SCALE('lump')}`, 'rebate at settlement'],
    ["effect: { kind: pay, by: { kind: share, of: '0.1' } }", 'pay at settlement'],
    ["at: settlement\neffect: { kind: pay, by: { kind: share, of: '0.1' } }", 'pay at settlement'],
  ])('%s: %s', (content, expected) => {
    const { stage, at } = formOf(content);
    expect(`${String(stage)} at ${String(at)}`).toBe(expected);
  });
});
