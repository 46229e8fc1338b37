/** Comparisons on money, asked when the discount's turn in the stack comes (pricing.md section 7). */

import type { NotAppliedReason } from '../charge/rating.ts';
import { compare, type Decimal, subtract, toText } from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';
import { coversCharge } from '../meter/contribution.ts';
import { converterTo } from './converted.ts';
import type { Charged } from './eligibility.ts';
import type { AmountConditionForm, DiscountForm } from './form.ts';
import type { LineState } from './work.ts';

/** Money of the charge kinds a condition names, in whole currency units. */
function moneyOf({ charges, of }: AmountConditionForm, charged: Charged, states: readonly LineState[]): Decimal {
  let minor = 0n;
  for (const line of charged.lines) {
    if (charges !== undefined && !coversCharge(charges, line.charge)) continue;
    const state = of === 'running' ? states.find((one) => one.line === line) : undefined;
    minor += state?.left ?? line.amount;
  }
  return ofMinor(minor, charged.currency);
}

function failing(
  form: DiscountForm,
  condition: AmountConditionForm,
  charged: Charged,
  states: readonly LineState[],
): NotAppliedReason | undefined {
  const value = moneyOf(condition, charged, states);
  for (const [name, bound] of [
    ['below', condition.atLeast],
    ['not-below', condition.lessThan],
  ] as const) {
    if (bound === undefined) continue;
    const converter = converterTo(form, bound.currency, charged);
    if (converter.kind === 'fails') return converter.reason;
    const limit = converter.money(bound.value);
    const order = compare(value, limit);
    if (name === 'below' ? order >= 0 : order < 0) continue;
    const short = toText(subtract(limit, value));
    return {
      code: `discount.amount-${name}`,
      params: { value: toText(value), bound: toText(limit), short, unit: charged.currency, of: condition.of },
    };
  }
  return undefined;
}

/** Why the discount may not act on the amounts as they stand; undefined when it may. */
export function amountsFail(
  form: DiscountForm,
  charged: Charged,
  states: readonly LineState[],
): NotAppliedReason | undefined {
  for (const condition of form.amounts) {
    const reason = failing(form, condition, charged, states);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
