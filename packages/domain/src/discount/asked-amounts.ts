/**
 * Amounts of the charge that a discount's scopes ask for (pricing.md section 5): the gross is known from the tariff; what is
 * left is known when the discount's turn in the stack comes.
 */

import { type Decimal } from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';
import { coversCharge } from '../meter/contribution.ts';
import { asksFor, type ScopeForm } from '../scope/compile.ts';
import type { AmountAsked, Subject } from '../scope/subject.ts';
import { converterTo } from './converted.ts';
import type { Charged } from './eligibility.ts';
import type { ConditionForm, DiscountForm } from './form.ts';
import type { LineState } from './work.ts';

/** Every scope of a discount's conditions. */
function scopesOf(conditions: readonly ConditionForm[]): readonly ScopeForm[] {
  return conditions.flatMap((one) => {
    if (one.kind === 'meter') return [];
    return one.kind === 'scope' ? [one.scope] : scopesOf(one.of);
  });
}

/** Which amounts a discount asks for; what is left can be told only in the stack. */
export function amountsAskedBy(scope: ScopeForm, when: readonly ConditionForm[]): DiscountForm['amountsAsked'] {
  const scopes = [scope, ...scopesOf(when)];
  if (scopes.some((one) => asksFor(one, 'running'))) return 'running';
  return scopes.some((one) => asksFor(one, 'gross')) ? 'gross' : 'none';
}

/** Money of the charge kinds asked for: as tariffed, or as it stands now. */
function minorOf({ of, charges }: AmountAsked, charged: Charged, states: readonly LineState[]): bigint {
  let minor = 0n;
  for (const line of charged.lines) {
    if (charges !== undefined && !coversCharge(charges, line.charge)) continue;
    const state = of === 'running' ? states.find((one) => one.line === line) : undefined;
    minor += state?.left ?? line.amount;
  }
  return minor;
}

/**
 * What the discount's scopes look at. Without the states of the lines nothing is known yet of what is left. An amount in
 * another currency than that of the charge is known when the discount states how the charge is converted into it.
 */
export function subjectFor(form: DiscountForm, charged: Charged, states?: readonly LineState[]): Subject {
  if (form.amountsAsked === 'none') return charged.subject;
  const amounts = (asked: AmountAsked): Decimal | undefined => {
    if (asked.of === 'running' && states === undefined) return undefined;
    const converter = converterTo(form, charged.currency, asked);
    if (converter.kind === 'fails') return undefined;
    return converter.money(ofMinor(minorOf(asked, charged, states ?? []), charged.currency));
  };
  return { ...charged.subject, amounts };
}
