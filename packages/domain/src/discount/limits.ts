/**
 * What limits take back after stacking (pricing.md section 7): the tariff corridor per leg, then the minimum charge, which
 * wins over the ceiling, then the budget. The discount applied last is cut first.
 */

import type { Limit } from '../charge/rating.ts';
import { type Decimal, multiply, ONE, ofInteger, toBigInt } from '../kernel/decimal.ts';
import { roundTo } from '../kernel/rounding.ts';
import type { Granted } from './work.ts';

/** Takes an amount back from a discount (negative: from one that raises the charge) and notes which limit did. */
export function cut(granted: Granted, by: Limit, amount: bigint): void {
  if (amount === 0n) return;
  granted.amount -= amount;
  granted.cuts.push({ by, amount });
}

/** Cuts reductions, the last first, until `excess` is taken back; what could not be taken back. */
export function cutReductions(granted: readonly Granted[], by: Limit, excess: bigint): bigint {
  let rest = excess;
  for (const one of granted.toReversed()) {
    if (rest <= 0n) break;
    if (one.amount <= 0n) continue;
    const taken = one.amount < rest ? one.amount : rest;
    cut(one, by, taken);
    rest -= taken;
  }
  return rest;
}

/** Cuts what raises the charge, the last first, until `excess` is taken back. */
function cutRaises(granted: readonly Granted[], by: Limit, excess: bigint): void {
  let rest = excess;
  for (const one of granted.toReversed()) {
    if (rest <= 0n) break;
    if (one.amount >= 0n) continue;
    const taken = -one.amount < rest ? -one.amount : rest;
    cut(one, by, -taken);
    rest -= taken;
  }
}

export type Corridor = { readonly floor: Decimal | undefined; readonly ceiling: Decimal | undefined };

type Bounds = { readonly floor: bigint | undefined; readonly ceiling: bigint | undefined };

const NO_BOUNDS: Bounds = Object.freeze({ floor: undefined, ceiling: undefined });

const shareOf = (undiscounted: bigint, of: Decimal | undefined, mode: 'up' | 'down'): bigint | undefined =>
  of === undefined ? undefined : toBigInt(roundTo(multiply(ofInteger(undiscounted), of), ONE, mode));

/** The least and greatest that may remain of the undiscounted discountable lines; a floor is rounded up, a ceiling down. */
export function corridorBounds(corridor: Corridor | undefined, undiscounted: bigint): Bounds {
  if (corridor === undefined) return NO_BOUNDS;
  return {
    floor: shareOf(undiscounted, corridor.floor, 'up'),
    ceiling: shareOf(undiscounted, corridor.ceiling, 'down'),
  };
}

const sumOf = (granted: readonly Granted[]): bigint => granted.reduce((sum, one) => sum + one.amount, 0n);

/** Holds what remains of the discountable lines between floor and ceiling. */
export function applyCorridor(granted: readonly Granted[], corridor: Corridor | undefined, undiscounted: bigint): void {
  if (corridor === undefined || granted.length === 0) return;
  const { floor, ceiling } = corridorBounds(corridor, undiscounted);
  const remains = undiscounted - sumOf(granted);
  if (floor !== undefined && remains < floor) cutReductions(granted, 'corridor-floor', floor - remains);
  if (ceiling !== undefined && remains > ceiling) cutRaises(granted, 'corridor-ceiling', remains - ceiling);
}

/** Holds the leg at its minimum charge; what is short even without any discount. */
export function applyMinimum(granted: readonly Granted[], minimum: bigint | undefined, sum: bigint): bigint {
  if (minimum === undefined) return 0n;
  const net = sum - sumOf(granted);
  return net >= minimum ? 0n : cutReductions(granted, 'minimum-charge', minimum - net);
}

/** What a budget has left; `whole`: it grants a discount whole or not at all. */
export type BudgetRoom = { readonly left: bigint; readonly whole: boolean };

const NOTHING_USED: ReadonlyMap<string, bigint> = new Map();

/** Grants from budgets in the order of the stack. `roomOf` answers with what is left before these grants. */
export function applyBudgets(
  granted: readonly Granted[],
  roomOf: (granted: Granted) => BudgetRoom | undefined,
): ReadonlyMap<string, bigint> {
  if (granted.every((one) => one.form.budget === undefined)) return NOTHING_USED;
  const used = new Map<string, bigint>();
  for (const one of granted) {
    const { budget } = one.form;
    const room = budget === undefined ? undefined : roomOf(one);
    if (budget === undefined || room === undefined || one.amount <= 0n) continue;
    const before = used.get(budget) ?? 0n;
    const left = room.left - before > 0n ? room.left - before : 0n;
    if (one.amount > left) cut(one, 'budget', one.amount - (room.whole ? 0n : left));
    used.set(budget, before + one.amount);
  }
  return used;
}
