import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  type Decimal,
  equals,
  multiply,
  ofUnits,
  subtract,
  sum,
  toText,
  ZERO,
} from '../kernel/decimal.ts';
import { amountOf, type Scale, splitOverSteps, stepOf, tierAmount } from './scale.ts';

const cents = (most: number): fc.Arbitrary<Decimal> =>
  fc.integer({ min: 0, max: most }).map((units) => ofUnits(BigInt(units), 2));

/** Scales whose bounds rise; rates rise with them when `rising`. */
const scales = (method: Scale['method'], rising: boolean): fc.Arbitrary<Scale> =>
  fc
    .record({
      widths: fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 }),
      rates: fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 6, maxLength: 6 }),
      flats: fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 6, maxLength: 6 }),
      closed: fc.constantFrom('lower' as const, 'upper' as const),
      first: fc.integer({ min: 0, max: 300 }),
      open: fc.boolean(),
      above: fc.constantFrom('nothing' as const, 'last' as const),
    })
    .map(({ widths, rates, flats, closed, first, open, above }): Scale => {
      const ordered = rising ? rates.toSorted((a, b) => a - b) : rates;
      let lower = ofUnits(BigInt(first), 2);
      const steps = widths.map((width, index) => {
        const upper = add(lower, ofUnits(BigInt(width), 2));
        const last = index === widths.length - 1;
        const step = {
          lower,
          upper: last && open ? undefined : upper,
          rate: ofUnits(BigInt(ordered[index] ?? 0), 3),
          flat: rising ? ZERO : ofUnits(BigInt(flats[index] ?? 0), 2),
        };
        lower = upper;
        return step;
      });
      return { method, closed, steps, below: 'nothing', above, flatAtZero: false };
    });

describe('laws of scales', () => {
  it('incremental: the sum over consignments, however a quantity is split, is the amount of the whole', () => {
    fc.assert(
      fc.property(
        scales('incremental', false),
        fc.array(cents(4000), { minLength: 1, maxLength: 12 }),
        (scale, quantities) => {
          let before = ZERO;
          let total = ZERO;
          for (const quantity of quantities) {
            total = add(total, amountOf(splitOverSteps(scale, before, quantity)));
            before = add(before, quantity);
          }
          expect(toText(total)).toBe(toText(tierAmount(scale, before).amount));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('the slices of a consignment add up to its quantity where the scale covers it all', () => {
    fc.assert(
      fc.property(scales('incremental', false), cents(20_000), cents(9000), (scale, before, quantity) => {
        const [first] = scale.steps;
        const endless = scale.steps.at(-1)?.upper === undefined || scale.above === 'last';
        const covered = splitOverSteps(scale, before, quantity);
        const beginning = first === undefined || compare(before, first.lower) >= 0 ? before : first.lower;
        const expected = subtract(add(before, quantity), beginning);
        const part = sum(covered.map((slice) => slice.quantity));
        if (endless) expect(toText(part)).toBe(toText(expected.units > 0n ? expected : ZERO));
        else expect(compare(part, quantity)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('all-units gives at least what incremental gives where rates rise', () => {
    fc.assert(
      fc.property(scales('incremental', true), cents(30_000), (scale, value) => {
        const open: Scale = { ...scale, above: 'last' };
        const whole = tierAmount({ ...open, method: 'all-units' }, value).amount;
        expect(compare(whole, tierAmount(open, value).amount)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('each method is its formula', () => {
    fc.assert(
      fc.property(scales('incremental', false), cents(30_000), (rising, value) => {
        const scale: Scale = { ...rising, above: 'last', steps: rising.steps.map((step) => ({ ...step, flat: ZERO })) };
        const holder = stepOf(scale, value);
        const reached = holder === undefined ? [] : scale.steps.slice(0, holder + 1);
        const top = (index: number): Decimal => {
          const upper = scale.steps[index]?.upper;
          const last = index === scale.steps.length - 1;
          return upper === undefined || last || compare(value, upper) < 0 ? value : upper;
        };
        const rates = sum(reached.map((step) => step.rate));
        const slices = sum(reached.map((step, index) => multiply(top(index), step.rate)));
        const own = reached.at(-1)?.rate ?? ZERO;
        const by = (method: Scale['method']): Decimal => tierAmount({ ...scale, method }, value).amount;
        expect(equals(by('all-units'), multiply(value, own))).toBe(true);
        expect(equals(by('reached-steps'), multiply(value, rates))).toBe(true);
        expect(equals(by('reached-slices'), slices)).toBe(true);
        expect(
          equals(
            by('incremental'),
            sum(reached.map((step, index) => multiply(subtract(top(index), step.lower), step.rate))),
          ),
        ).toBe(true);
      }),
    );
  });
});
