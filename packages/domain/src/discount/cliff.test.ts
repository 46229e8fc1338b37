import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, compare, type Decimal, decimal, ofInteger, subtract, toText } from '../kernel/decimal.ts';
import { bookFromText } from '../testing/book-from-text.ts';
import { cliffsOf } from './cliff.ts';
import type { DiscountForm } from './form.ts';
import { tierAmount } from './scale.ts';

type Step = { readonly width: number; readonly rate: number };

/** A rebate of shares in thousandths, its steps each so many tonnes wide. */
function rebate(method: string, steps: readonly Step[], above = 'last'): DiscountForm {
  let begin = 0;
  const written = steps.map(({ width, rate }) => {
    const from = begin;
    begin += width;
    return `{ from: '${String(from)}', to: '${String(begin)}', rate: '${String(rate / 1000)}' }`;
  });
  const [form] = bookFromText([
    `kind: discount
id: r
grantor: { party: rail, role: carrier }
touches: { charges: [freight] }
at: settlement
effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: ${method}, bounds: from-to, closed: lower, above: ${above}, amount: share, steps: [${written.join(', ')}] }
`,
  ]).discounts;
  if (form === undefined) throw new Error('no discount');
  return form;
}

/** What a quantity costs when a tonne costs one. */
function total(form: DiscountForm, quantity: Decimal): Decimal {
  if (form.effect.kind !== 'tier') return quantity;
  return subtract(quantity, tierAmount(form.effect.scale, quantity).amount);
}

const anyStep = fc.record({ width: fc.integer({ min: 1, max: 50 }), rate: fc.integer({ min: 0, max: 400 }) });
const anySteps = fc.array(anyStep, { minLength: 1, maxLength: 6 });
const NEAR = decimal('0.000001');

describe('cliffs of a scale', () => {
  it.each(['all-units', 'reached-slices', 'incremental'])(
    'are where the total falls, and nowhere else: %s',
    (method) => {
      fc.assert(
        fc.property(anySteps, (steps) => {
          const form = rebate(method, steps);
          const named = new Set(
            cliffsOf(form).flatMap((one) => (one.kind === 'charge' ? [compareKey(one.bound)] : [])),
          );
          let bound = 0;
          for (const { width } of steps.slice(0, -1)) {
            bound += width;
            const at = ofInteger(bound);
            const falls = compare(total(form, add(at, NEAR)), total(form, subtract(at, NEAR))) < 0;
            expect(named.has(compareKey(at))).toBe(falls);
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  it('the dead zone begins where as much is paid as at its bound', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const form = rebate('all-units', steps);
        for (const { kind, bound, other, after } of cliffsOf(form)) {
          if (kind !== 'charge' || other === undefined) continue;
          expect(compare(total(form, bound), after)).toBe(0);
          expect(compare(total(form, add(other, NEAR)), after)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('past a printed end nothing more is given: the rebate falls to nothing', () => {
    const form = rebate('all-units', [{ width: 100, rate: 50 }], 'nothing');
    const told = cliffsOf(form).map(({ before, after, ...rest }) => ({
      ...rest,
      fall: toText(subtract(before, after)),
    }));
    expect(told).toEqual([{ kind: 'rebate', step: 2, bound: decimal('100'), other: undefined, fall: '5' }]);
    expect(cliffsOf(rebate('incremental', [{ width: 100, rate: 50 }], 'nothing'))).toEqual([]);
  });

  it('a scale whose step is chosen by what went before has none: nothing earlier changes', () => {
    const form = {
      ...rebate('all-units', [
        { width: 100, rate: 0 },
        { width: 100, rate: 100 },
      ]),
      at: 'rating' as const,
    };
    expect(cliffsOf(form)).toEqual([]);
  });
});

function compareKey({ units, scale }: Decimal): string {
  return `${String(units)}e${String(scale)}`;
}
