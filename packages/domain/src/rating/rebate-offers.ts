/** What discounts that settle later would give one leg, tried in any set: for groups that choose among them. */

import { computeAmount } from '../discount/amount.ts';
import { holdsAtTurn, notApplied } from '../discount/eligibility.ts';
import { type DiscountForm, tierOf } from '../discount/form.ts';
import { inStackOrder, rounded, type Stack, type Without } from '../discount/stack.ts';
import { baseOver, type Granted, partsOver, takeOff, touchedStates } from '../discount/work.ts';
import { type Decimal, divide, isZero, multiply, ofInteger, ZERO } from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';
import type { MeterReadings } from '../meter/ledger.ts';
import { limitLeg, type RebateLeg } from './rebate-legs.ts';
import { amountOfWindow, type Contributor, sumBy, type WindowRebate } from './rebate-windows.ts';

/** What one discount would give one leg; `untold` where facts are missing to tell its window. */
export type Offer = {
  readonly form: DiscountForm;
  readonly rebate: WindowRebate;
  readonly contributor: Contributor;
  /** The leg's part of the window, with what is left of its charge when the turn comes. */
  readonly amountOn: (base: Decimal) => Decimal;
  readonly untold: { readonly missing: readonly string[]; readonly notes: readonly string[] } | undefined;
};

/** A part of a window changes with the charge it works on; one paid by quantity, or a lump, does not. */
function scaled(rebate: WindowRebate, { touched }: Contributor, part: Decimal): (base: Decimal) => Decimal {
  const amount = tierOf(rebate.form)?.amount;
  const stood = baseOver(rebate.form, touched);
  if (amount === 'per-unit' || amount === 'lump' || isZero(stood)) return () => part;
  return (base) => divide(multiply(part, base), stood);
}

/** What a window offers each of its legs. */
export function offersIn(rebate: WindowRebate, readings: MeterReadings): readonly Offer[] {
  const { form, window, contributors } = rebate;
  const { reading } = window;
  if (reading === undefined) {
    return contributors.map((contributor) => ({
      form,
      rebate,
      contributor,
      untold: undefined,
      amountOn: (base) => {
        const computed = computeAmount(form, contributor.charged, base, readings);
        return computed.kind === 'amount' ? computed.exact : ZERO;
      },
    }));
  }
  const untold = reading.missing.length > 0 ? reading : undefined;
  const { exact, weights } = amountOfWindow(rebate);
  const whole = sumBy(weights, (one) => one);
  return contributors.map((contributor, index) => {
    const part = isZero(whole)
      ? divide(exact, ofInteger(contributors.length))
      : divide(multiply(exact, weights[index] ?? ZERO), whole);
    return { form, rebate, contributor, untold, amountOn: scaled(rebate, contributor, part) };
  });
}

/** A set of discounts on one leg, those on its invoice as they stand there, the others as offered. */
export function runOffers(
  leg: RebateLeg,
  offers: readonly Offer[],
  invoiced: readonly Granted[],
  forms: readonly DiscountForm[],
  readings: MeterReadings,
): Stack {
  const { charged } = leg;
  const { currency } = charged;
  const gone = invoiced.map(({ form }) => form).filter((form) => !forms.includes(form));
  const states = leg.statesWithout(gone);
  const at: RebateLeg = { ...leg, states, taken: leg.taken.filter(({ form }) => !gone.includes(form)) };
  const granted = invoiced.filter(({ form }) => forms.includes(form));
  const without: Without[] = [];
  for (const form of inStackOrder(forms)) {
    const offer = offers.find((one) => one.form === form);
    if (offer === undefined) continue;
    const touched = touchedStates(form, states, charged);
    const base = baseOver(form, touched);
    const holds = holdsAtTurn(form, charged, readings, states).kind === 'holds';
    const raw = holds ? rounded(form, offer.amountOn(base), currency) : 0n;
    if (raw === 0n) {
      without.push({ form, outcome: notApplied(form, { code: 'discount.nothing-left', params: {} }) });
      continue;
    }
    const parts = partsOver(form, touched);
    const one: Granted = { form, base, raw, parts, trace: [], next: undefined, amount: raw, cuts: [] };
    limitLeg(one, at, touched, currency);
    takeOff(one, touched, currency, ofMinor(one.amount, currency));
    at.taken.push(one);
    granted.push(one);
  }
  return { granted, without, short: 0n, budgets: new Map() };
}
