/**
 * A bound for the search of the best combination: below it no combination of the discounts given can bring the charge. Where
 * no such bound is certain there is none, and every lawful set is weighed.
 */

import { compare, divide, maximum, ONE, ofUnits, toBigInt } from '../kernel/decimal.ts';
import { minorDigits } from '../kernel/money.ts';
import { roundTo } from '../kernel/rounding.ts';
import type { Charged } from './eligibility.ts';
import { amountForm, type DiscountForm } from './form.ts';
import { chargeAfter, reckon, runStack, type StackTerms } from './stack.ts';
import { lineStates } from './work.ts';

/** What a discount takes when it is the only one, its conditions on amounts held; undefined: it raises the charge. */
function aloneOn(form: DiscountForm, charged: Charged, terms: StackTerms): bigint | undefined {
  const granted = reckon(form, lineStates(charged.lines, charged.currency), charged, terms.readings);
  if (!('parts' in granted)) return 0n;
  return granted.amount < 0n || granted.raw < 0n ? undefined : granted.amount;
}

/** The greatest difference that rounding one discount may make, in minor units, over the lines it falls to. */
function slackOf(form: DiscountForm, charged: Charged): bigint {
  const minor = ofUnits(1n, minorDigits(charged.currency) ?? 0);
  const quantum = maximum(form.round?.quantum ?? minor, minor);
  const steps = toBigInt(roundTo(divide(quantum, minor), ONE, 'up'));
  return 2n * (steps + BigInt(charged.lines.length));
}

const many = (forms: readonly DiscountForm[], kind: string): boolean =>
  forms.filter((form) => amountForm(form).kind === kind).length > 1;

/**
 * Whether adding a discount never costs the payer anything but rounding: nothing is taken back for a budget or for several
 * discounts together, nothing goes to others than the payer, none waits for what others leave, and none sets a sum anew
 * after another has shifted it between lines.
 */
function onlyGains(forms: readonly DiscountForm[], terms: StackTerms): boolean {
  if (many(forms, 'equalise')) return false;
  return forms.every(
    (form) =>
      form.budget === undefined &&
      form.amountsAsked !== 'running' &&
      form.receivers.every((one) => one.role === 'payer') &&
      compare(form.cap?.share ?? ONE, ONE) <= 0 &&
      !terms.caps.some((cap) => cap.covers(form)),
  );
}

/** The bound for sets out of these discounts; `undefined` for a set of which none is certain. */
export function chargeBound(
  forms: readonly DiscountForm[],
  charged: Charged,
  terms: StackTerms,
): (set: readonly DiscountForm[]) => bigint | undefined {
  const alone = new Map(forms.map((form) => [form, aloneOn(form, charged, terms)]));
  if (many(forms, 'replace') || [...alone.values()].includes(undefined)) return () => undefined;
  const sum = charged.lines.reduce((total, line) => total + line.amount, 0n);
  const gains = onlyGains(forms, terms);
  return (set) => {
    const together = set.reduce((total, form) => total + (alone.get(form) ?? 0n), 0n);
    if (!gains) return sum - together;
    const slack = set.reduce((total, form) => total + slackOf(form, charged), 0n);
    const relaxed = chargeAfter(runStack(set, charged, terms), charged) - slack;
    return relaxed > sum - together ? relaxed : sum - together;
  };
}
