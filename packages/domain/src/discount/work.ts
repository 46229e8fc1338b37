/** The charge lines of a leg while discounts act on them: what was charged, what later ones work on, and what is left. */

import type { ChargeLine, Cut, NextTier, TraceStep } from '../charge/rating.ts';
import { add, type Decimal, divide, isZero, multiply, ofInteger, subtract, ZERO } from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';
import { splitLump } from '../kernel/split.ts';
import { type Charged, touchedBy } from './eligibility.ts';
import { type DiscountForm, paysOut } from './form.ts';
import { type PartsWithin, partOfState } from './part-state.ts';
import { actsOn } from './parts.ts';

/** State of one line. Kept only while one leg is rated; nothing else sees it. */
export type LineState = {
  readonly line: ChargeLine;
  readonly gross: Decimal;
  /** What discounts on the remainder work on: lowered by those that say so. */
  base: Decimal;
  /** What is left of the line, in minor units. */
  left: bigint;
  /** Where discounts act on some of its parts alone: how much of the line each part is. */
  within?: PartsWithin;
};

/** A part of a discount's amount that falls to one line. */
export type Part = { readonly line: ChargeLine; readonly weight: Decimal };

/** A discount that has taken something off, and what limits have taken back of it since. */
export type Granted = {
  readonly form: DiscountForm;
  readonly base: Decimal;
  /** What the rule gives, rounded by its own rule: minor units, negative when it raises the charge. */
  readonly raw: bigint;
  readonly parts: readonly Part[];
  readonly trace: readonly TraceStep[];
  readonly next: NextTier | undefined;
  /** Raw less cuts. */
  amount: bigint;
  readonly cuts: Cut[];
};

export function lineStates(lines: readonly ChargeLine[], currency: string): readonly LineState[] {
  return lines
    .filter((line) => line.discountable)
    .map((line): LineState => {
      const gross = ofMinor(line.amount, currency);
      return { line, gross, base: gross, left: line.amount };
    });
}

const baseOf = (form: DiscountForm, state: LineState): Decimal => (form.on === 'gross' ? state.gross : state.base);

/** What is left of lines, in minor units. */
export function leftOf(states: readonly LineState[]): bigint {
  let left = 0n;
  for (const state of states) left += state.left;
  return left;
}

/** The lines a discount touches; of one that acts on the matching parts alone, as much of each line as is theirs. */
export function touchedStates(
  form: DiscountForm,
  states: readonly LineState[],
  charged: Charged,
): readonly LineState[] {
  const touched = states.filter((state) => touchedBy(form, state.line));
  const some = form.parts === 'whole' ? undefined : actsOn(form, charged);
  return some === undefined ? touched : touched.map((state) => partOfState(state, some, charged));
}

/** What the discount works on, over all the lines it touches. */
export function baseOver(form: DiscountForm, touched: readonly LineState[]): Decimal {
  let base = ZERO;
  for (const state of touched) base = add(base, baseOf(form, state));
  return base;
}

/** Weights by which an amount falls to the lines touched: what it works on in each; a line below zero takes none. */
export function partsOver(form: DiscountForm, touched: readonly LineState[]): readonly Part[] {
  return touched.map((state) => {
    const weight = baseOf(form, state);
    return { line: state.line, weight: weight.units < 0n ? ZERO : weight };
  });
}

/** An amount over its parts, to the last minor unit. */
export function splitOver({ form, parts }: Pick<Granted, 'form' | 'parts'>, amount: bigint): readonly bigint[] {
  if (parts.length === 1) return [amount];
  return splitLump(
    amount,
    parts.map((part) => part.weight),
    form.residue,
  );
}

/** An exact amount in parts, unrounded: by their weights, or in equal shares where all of them are nought. */
export function exactOver(weights: readonly Decimal[], exact: Decimal): readonly Decimal[] {
  if (weights.length === 1) return [exact];
  const whole = weights.reduce(add, ZERO);
  if (isZero(whole)) return weights.map(() => divide(exact, ofInteger(weights.length)));
  return weights.map((weight) => divide(multiply(exact, weight), whole));
}

/**
 * Takes a granted amount off the lines. The base of later discounts falls by the same parts, rounded as they are posted. With
 * `carry: full` it falls on each line by the line's own exact part: a later discount may touch some of the lines only, and must
 * find there neither more nor less of what rounding changed than belongs to them. What is posted is rounded either way. An amount
 * that a limit has cut is no longer what the rule gives, and is carried as cut.
 */
export function takeOff(granted: Granted, touched: readonly LineState[], currency: string, exact: Decimal): void {
  const { form } = granted;
  if (paysOut(form)) return;
  const split = splitOver(granted, granted.amount);
  const carriesFull = form.round?.carry === 'full' && granted.cuts.length === 0;
  const full = carriesFull
    ? exactOver(
        granted.parts.map((part) => part.weight),
        exact,
      )
    : undefined;
  for (const [index, state] of touched.entries()) {
    const part = split[index] ?? 0n;
    state.left -= part;
    if (form.lowersLater) state.base = subtract(state.base, full?.[index] ?? ofMinor(part, currency));
  }
}
