/**
 * Guaranteed volumes (pricing.md section 7): what was promised of a meter in each of its windows, and how the windows answer
 * it one after the other. Quantities are in the unit of the guarantee.
 */
import { add, compare, type Decimal, isNegative, minimum, negate, subtract, ZERO } from '../kernel/decimal.ts';
import type { Period } from '../kernel/period.ts';
import type { ExcludedPart, MeterForm } from '../meter/form.ts';
import type { BoundForm } from './form.ts';

export type GuaranteeFailure =
  | { readonly kind: 'claw-back' }
  | {
      readonly kind: 'pay';
      /** Money per unit of the shortfall; or the fee at which the minimum is charged, less the charges payable. */
      readonly by: 'rate' | 'base-fee';
      readonly rate: Decimal;
      readonly currency: string;
      /** Share of the amount that is due. */
      readonly share: Decimal;
      /** In how many later windows a shortfall paid for may be made up. */
      readonly makeUp: number;
    };

export type GuaranteeForm = {
  readonly meter: MeterForm;
  /** Unit of the promise, and how many of them one unit of the meter is. */
  readonly unit: string;
  readonly factor: Decimal;
  readonly atLeast: BoundForm;
  /** Of a window only the part in the validity of the discount counts, and is asked for. */
  readonly proRata: boolean;
  readonly cumulative: boolean;
  readonly by: string | undefined;
  readonly graceDays: number;
  readonly failure: GuaranteeFailure;
  readonly refused: { readonly rate: Decimal; readonly currency: string } | undefined;
};

/** Volume that lowers a minimum, with the reason. */
export type Excluded = Pick<ExcludedPart, 'reason' | 'quantity'>;

/** What a window holds, and what was promised of it: as stated, and less what is excluded. `sure`: nothing is missing that may still count. */
export type WindowMeasured = {
  readonly span: Period;
  readonly measured: Decimal;
  readonly stated: Decimal;
  readonly required: Decimal;
  readonly excluded: readonly Excluded[];
  readonly sure: boolean;
};

/** A part of a shortfall that was paid for in an earlier window and is made up now; `before`: made up already. */
export type Credit = { readonly window: number; readonly quantity: Decimal; readonly before: Decimal };

export type WindowAnswer = WindowMeasured & {
  /** Surplus of earlier windows, when they are counted together. */
  readonly carried: Decimal;
  readonly short: Decimal;
  readonly credits: readonly Credit[];
  /** Whether the answer can be told: by this window, and by those before it on which it depends. */
  readonly told: boolean;
};

type Terms = {
  readonly cumulative: boolean;
  readonly makeUp: number;
};

export const termsOf = ({ cumulative, failure }: GuaranteeForm): Terms => ({
  cumulative,
  makeUp: failure.kind === 'pay' ? failure.makeUp : 0,
});

type Paid = { readonly window: number; readonly short: Decimal; made: Decimal };

/** Uses surplus for shortfalls paid for, the oldest first, as long as they have not expired. */
function makeUp(paid: readonly Paid[], window: number, surplus: Decimal, windows: number): readonly Credit[] {
  const credits: Credit[] = [];
  let left = surplus;
  for (const one of paid) {
    if (window - one.window > windows) continue;
    const quantity = minimum(left, subtract(one.short, one.made));
    if (compare(quantity, ZERO) <= 0) continue;
    credits.push({ window: one.window, quantity, before: one.made });
    one.made = add(one.made, quantity);
    left = subtract(left, quantity);
  }
  return credits;
}

/**
 * Answers windows in their order. A shortfall is answered for in its own window; counted together, it does not burden the
 * next one again, and surplus helps those after it.
 */
export function answerWindows(terms: Terms, windows: readonly WindowMeasured[]): readonly WindowAnswer[] {
  const paid: Paid[] = [];
  let carried = ZERO;
  let told = true;
  return windows.map((window, index) => {
    const balance = subtract(add(window.measured, carried), window.required);
    const short = isNegative(balance) ? negate(balance) : ZERO;
    const surplus = isNegative(balance) ? ZERO : balance;
    const dependent = terms.cumulative || terms.makeUp > 0;
    const open = dependent && !told;
    // What is known so far can only grow: enough stays enough, but how much is left over is not told.
    const sure = window.sure || (compare(short, ZERO) === 0 && !dependent);
    if (!sure) told = false;
    const answer = { ...window, carried, short, told: sure && !open };
    if (terms.makeUp > 0 && compare(short, ZERO) > 0) paid.push({ window: index, short, made: ZERO });
    const credits = makeUp(paid, index, surplus, terms.makeUp);
    const used = credits.reduce((sum, one) => add(sum, one.quantity), ZERO);
    carried = terms.cumulative ? subtract(surplus, used) : ZERO;
    return { ...answer, credits };
  });
}
