import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, ofInteger, toBigInt, toText, ZERO } from '../kernel/decimal.ts';
import { addMonths, localDate } from '../kernel/local-date.ts';
import { monthOf } from '../kernel/period.ts';
import { answerWindows, type WindowAnswer, type WindowMeasured } from './guarantee.ts';
import { boundOver } from './minimum.ts';

type Held = { readonly measured: number; readonly excluded?: number; readonly sure?: boolean };

function windowHeld(least: number, { measured, excluded = 0, sure = true }: Held, index: number): WindowMeasured {
  const span = monthOf(addMonths(localDate('2025-01-01'), index));
  const part = { entry: { id: 'e', version: '1' }, reason: 'force-majeure', discount: undefined } as const;
  const parts = excluded === 0 ? [] : [{ ...part, quantity: ofInteger(excluded) }];
  const value = ofInteger(measured);
  const reading = {
    kind: 'read',
    meter: 'm',
    unit: 'TNE',
    key: '',
    window: span,
    span,
    total: value,
    baseline: undefined,
    value,
    missing: [],
    notes: [],
    excluded: parts,
  } as const;
  const bound =
    boundOver({ value: ofInteger(least), per: 'window', closed: true, relieved: true }, reading, 'd') ?? expect.fail();
  return { span, measured: value, stated: bound.stated, required: bound.value, excluded: parts, sure };
}

const windows = (least: number, held: readonly Held[]): readonly WindowMeasured[] =>
  held.map((one, index) => windowHeld(least, one, index));

const answers = (
  least: number,
  how: { readonly cumulative?: boolean; readonly makeUp?: number },
  held: readonly Held[],
): readonly WindowAnswer[] => answerWindows({ cumulative: false, makeUp: 0, ...how }, windows(least, held));

const texts = (list: readonly WindowAnswer[], of: (one: WindowAnswer) => Decimal): readonly string[] =>
  list.map((one) => toText(of(one)));

const madeUp = (one: WindowAnswer): number =>
  one.credits.reduce((sum, { quantity }) => sum + Number(toBigInt(quantity)), 0);
const shortOf = (one: WindowAnswer): number => Number(toBigInt(one.short));

describe('windows that answer a guarantee', () => {
  it('excluded volume lowers the minimum, never below zero', () => {
    const held = [
      { measured: 60, excluded: 30 },
      { measured: 60, excluded: 40 },
      { measured: 0, excluded: 500 },
    ];
    expect(texts(answers(100, {}, held), (one) => one.short)).toEqual(['10', '0', '0']);
    expect(texts(answers(100, {}, held), (one) => one.required)).toEqual(['70', '60', '0']);
  });

  it('what is uncertain stays untold, with all that depends on it; enough stays enough', () => {
    const held = [{ measured: 100, sure: false }, { measured: 90, sure: false }, { measured: 100 }];
    const told = (list: readonly WindowAnswer[]): readonly boolean[] => list.map((one) => one.told);
    expect(told(answers(100, {}, held))).toEqual([true, false, true]);
    expect(told(answers(100, { makeUp: 1 }, held))).toEqual([false, false, false]);
    expect(told(answers(100, { cumulative: true }, held))).toEqual([false, false, false]);
  });
});

const heldWindows = fc.array(
  fc.record({ measured: fc.integer({ min: 0, max: 30 }), excluded: fc.integer({ min: 0, max: 12 }) }),
  { minLength: 1, maxLength: 12 },
);

describe('laws of guarantees', () => {
  it('each by itself, a window is short of exactly what its own minimum lacks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 }), heldWindows, (least, held) => {
        const expected = held.map(({ measured, excluded }) => Math.max(0, Math.max(0, least - excluded) - measured));
        expect(answers(least, {}, held).map(shortOf)).toEqual(expected);
      }),
    );
  });

  it('counted together, the shortfalls so far are what the worst moment so far lacked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 }), heldWindows, (least, held) => {
        const found = answers(least, { cumulative: true }, held);
        let [balance, worst, paid] = [0, 0, 0];
        for (const [index, { measured, excluded }] of held.entries()) {
          balance += measured - Math.max(0, least - excluded);
          worst = Math.min(worst, balance);
          paid += shortOf(found[index] ?? expect.fail());
          expect(paid + worst).toBe(0);
        }
      }),
    );
  });

  it('made up: never more than was short or is over, only within its windows, and nothing that could be is left', () => {
    const unit = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 }), unit, heldWindows, (least, makeUp, held) => {
        const found = answers(least, { makeUp }, held);
        // Unit by unit: every unit over looks for the oldest unit short that has not expired.
        const open: { window: number; left: number }[] = [];
        for (const [index, { measured, excluded }] of held.entries()) {
          const balance = measured - Math.max(0, least - excluded);
          let taken = 0;
          for (let over = 0; over < balance; over += 1) {
            const oldest = open.find((one) => one.left > 0 && index - one.window <= makeUp);
            if (oldest === undefined) break;
            oldest.left -= 1;
            taken += 1;
          }
          if (balance < 0) open.push({ window: index, left: -balance });
          expect(madeUp(found[index] ?? expect.fail())).toBe(taken);
        }
      }),
    );
  });

  it('without surplus carried over nothing is carried', () => {
    fc.assert(
      fc.property(heldWindows, (held) => {
        for (const one of answers(10, { makeUp: 2 }, held)) expect(one.carried).toBe(ZERO);
      }),
    );
  });
});
