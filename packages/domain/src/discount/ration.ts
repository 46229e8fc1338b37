/** A budget that is rationed pro rata at the end of its window (pricing.md section 7): every claim is cut in one proportion. */

import { type Decimal, divide, multiply, ONE, ofInteger, toBigInt } from '../kernel/decimal.ts';
import { roundTo } from '../kernel/rounding.ts';
import { splitLump } from '../kernel/split.ts';
import type { BudgetForm } from './budget.ts';
import { cut } from './limits.ts';
import type { Granted } from './work.ts';

/** The part of every claim that is granted: all of it while the budget suffices; of a printed rate, the rounded real rate. */
export function rationed({ realRate }: Pick<BudgetForm, 'realRate'>, room: bigint, claimed: bigint): Decimal {
  if (claimed <= room || claimed <= 0n) return ONE;
  const share = divide(ofInteger(room > 0n ? room : 0n), ofInteger(claimed));
  if (realRate === undefined) return share;
  const { printed, round } = realRate;
  return divide(roundTo(multiply(printed, share), round.quantum, round.mode), printed);
}

/**
 * Cuts claims in one proportion, so that they add up to what is granted in all. Rounding a real rate up never grants more than
 * the budget has.
 */
export function ration(budget: Pick<BudgetForm, 'realRate'>, room: bigint, claims: readonly Granted[]): void {
  const claimed = claims.reduce((sum, one) => sum + one.amount, 0n);
  if (claimed <= room) return;
  const share = rationed(budget, room, claimed);
  const due = toBigInt(roundTo(multiply(ofInteger(claimed), share), ONE, 'half-up'));
  const most = room > 0n ? room : 0n;
  const parts = splitLump(
    due < most ? due : most,
    claims.map((one) => ofInteger(one.amount)),
    'largest-remainder',
  );
  for (const [index, one] of claims.entries()) cut(one, 'budget', one.amount - (parts[index] ?? 0n));
}
