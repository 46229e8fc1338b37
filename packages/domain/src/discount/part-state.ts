/** The part of a charge line that is of some wagons, containers or goods, while discounts act on it. */
import { add, type Decimal, divide, isZero, multiply, ofUnits, subtract, ZERO } from '../kernel/decimal.ts';
import { minorDigits, ofMinor, toMinor } from '../kernel/money.ts';
import { roundTo } from '../kernel/rounding.ts';
import type { PartSort, SomeParts } from '../scope/matching.ts';
import type { Charged } from './eligibility.ts';
import { weightsOfLine } from './parts.ts';
import type { LineState } from './work.ts';

/** Shares of one: of the line as charged, of what later discounts work on, and of what is left. */
type PartShare = { readonly part: object; readonly gross: Decimal; base: Decimal; left: Decimal };

/** By the sort of the parts. What is taken off the whole line leaves the shares as they are. */
export type PartsWithin = Partial<Record<PartSort, PartShare[]>>;

function sharesWithin(state: LineState, some: SomeParts, charged: Charged): readonly PartShare[] {
  state.within ??= {};
  const found =
    state.within[some.sort] ??
    weightsOfLine(charged, some, state.line).map(({ part, weight }) => ({
      part,
      gross: weight,
      base: weight,
      left: weight,
    }));
  state.within[some.sort] = found;
  return found;
}

/** Shares of what a line comes to after something was taken off some of its parts, from each by what it had. */
function takeFrom(
  shares: readonly PartShare[],
  own: ReadonlySet<PartShare>,
  of: 'base' | 'left',
  line: Decimal,
  taken: Decimal,
): void {
  const whole = subtract(line, taken);
  const had = sumOf(own, of);
  if (isZero(whole) || isZero(had)) return;
  for (const share of shares) {
    const lost = own.has(share) ? divide(multiply(taken, share[of]), had) : ZERO;
    share[of] = divide(subtract(multiply(line, share[of]), lost), whole);
  }
}

function sumOf(shares: Iterable<PartShare>, of: 'gross' | 'base' | 'left'): Decimal {
  let sum = ZERO;
  for (const share of shares) sum = add(sum, share[of]);
  return sum;
}

/** Some of a line's parts as a line of their own: what is taken off them is taken off the line, and off no other part. */
export function partOfState(state: LineState, some: SomeParts, charged: Charged): LineState {
  const { currency } = charged;
  const minor = ofUnits(1n, minorDigits(currency) ?? 0);
  const shares = sharesWithin(state, some, charged);
  const own = new Set(shares.filter(({ part }) => some.of.has(part)));
  return {
    line: state.line,
    gross: multiply(state.gross, sumOf(own, 'gross')),
    get base() {
      return multiply(state.base, sumOf(own, 'base'));
    },
    set base(value: Decimal) {
      const taken = subtract(multiply(state.base, sumOf(own, 'base')), value);
      const line = state.base;
      state.base = subtract(line, taken);
      takeFrom(shares, own, 'base', line, taken);
    },
    // A part that ends within a minor unit has that unit too: else all of it could not be taken off.
    get left() {
      const exact = multiply(ofMinor(state.left, currency), sumOf(own, 'left'));
      return toMinor(roundTo(exact, minor, 'up'), currency);
    },
    set left(value: bigint) {
      const taken = this.left - value;
      const line = ofMinor(state.left, currency);
      state.left -= taken;
      takeFrom(shares, own, 'left', line, ofMinor(taken, currency));
    },
  };
}
