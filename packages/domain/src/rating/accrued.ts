/**
 * What is set aside of a rebate while its window is open (pricing.md section 9): at the step that a forecast of the window reaches,
 * or at the average rate the forecast comes to, on what has been measured so far. What the rebate itself has earned is not
 * touched by it; caps of the discount and the choice of its group hold, limits over several discounts come with the true-up.
 */

import type { Share, TraceStep } from '../charge/rating.ts';
import type { Converter } from '../discount/converted.ts';
import { type DiscountForm, type TierForm, tierOf } from '../discount/form.ts';
import { stepOf } from '../discount/scale.ts';
import { sharesOf } from '../discount/shares.ts';
import { capOf, rounded } from '../discount/stack.ts';
import type { AccrualForm } from '../discount/terms-form.ts';
import { windowAmount } from '../discount/window-rebate.ts';
import { compare, type Decimal, divide, isZero, maximum, multiply, ONE, subtract, ZERO } from '../kernel/decimal.ts';
import { addDays, type LocalDate } from '../kernel/local-date.ts';
import { ofMinor } from '../kernel/money.ts';
import { periodLabel } from '../kernel/period.ts';
import { roundTo } from '../kernel/rounding.ts';
import { splitLump } from '../kernel/split.ts';
import type { Accrued } from './entitled.ts';
import type { RebateLeg } from './rebate-legs.ts';
import { amountOfWindow, broughtInto, type WindowRebate } from './rebate-windows.ts';

/** The forecast of a window that is newest on a day, in the unit of the scale. */
function forecastOf({ forecast }: AccrualForm, { window }: WindowRebate, knownBy: LocalDate): Decimal | undefined {
  const label = periodLabel(window.span);
  return forecast.findLast((one) => one.known <= knownBy && (one.window ?? label) === label)?.value;
}

type Rate = { readonly rate: Decimal; readonly step: number | undefined };

/** What the rate is multiplied with: the charge for a share of it, else the quantity. */
const ofCharge = (tier: TierForm): boolean => tier.amount === 'share' || tier.amount === 'coefficient';

type At = {
  readonly tier: TierForm;
  readonly form: DiscountForm;
  readonly accrual: AccrualForm;
  readonly rebate: WindowRebate;
  readonly forecast: Decimal;
  readonly measured: Decimal;
  readonly converter: Pick<Converter, 'money'> | undefined;
};

/** The rate of the step that holds the forecast, on all there is; a lump falls on the quantity forecast. */
function rateOfStep({ tier, forecast, converter }: At): Rate | undefined {
  const index = stepOf(tier.scale, forecast);
  const step = index === undefined ? undefined : tier.scale.steps[index];
  if (index === undefined || step === undefined) return undefined;
  const money = (value: Decimal): Decimal => converter?.money(value) ?? value;
  switch (tier.amount) {
    case 'share':
      return { rate: step.rate, step: index };
    case 'coefficient':
      return { rate: subtract(ONE, step.rate), step: index };
    case 'per-unit':
      return { rate: money(step.rate), step: index };
    case 'lump':
      return { rate: divide(money(step.flat), forecast), step: index };
  }
}

/** What the whole window comes to as forecast, the charge grown with the quantity, by unit of charge or quantity. */
function averageRate({ tier, form, accrual, rebate, forecast, measured, converter }: At): Rate | undefined {
  const { reading, currency } = rebate.window;
  if (reading === undefined) return undefined;
  const grown = (value: Decimal): Decimal => divide(multiply(value, forecast), measured);
  const { base, multiplied } = broughtInto(rebate);
  const on = { base: grown(base), multiplied: grown(multiplied), currency };
  const total = divide(forecast, tier.factor);
  const read = { ...reading, total, value: subtract(total, reading.baseline ?? ZERO) };
  const { exact } = windowAmount(tier, form.id, read, on, converter);
  const over = ofCharge(tier) ? on.base : on.multiplied;
  if (isZero(over)) return undefined;
  const rate = divide(exact, over);
  return {
    rate: accrual.round === undefined ? rate : roundTo(rate, accrual.round.quantum, accrual.round.mode),
    step: undefined,
  };
}

function traceOf(
  { form, accrual, forecast, measured, tier, rebate }: At,
  { rate, step }: Rate,
  minor: bigint,
): TraceStep {
  const { currency } = rebate.window;
  return {
    step: `accrual-${accrual.at}`,
    name: form.id,
    inputs: [
      { label: 'meter', value: measured, unit: tier.unit },
      { label: 'forecast', value: forecast, unit: tier.unit },
      ...(step === undefined ? [] : [{ label: 'tier-step', value: String(step + 1) }]),
      { label: 'rate', value: rate },
    ],
    rows: [],
    after: ofMinor(minor, currency),
    currency,
  };
}

/** The amount over the legs, by the weights of the window; nothing where the group chose another. */
function allocated(
  { form, rebate }: At,
  minor: bigint,
): { readonly amount: bigint; readonly shares: readonly Share[] } {
  const { weights } = amountOfWindow(rebate);
  const split = splitLump(minor, weights, form.residue);
  const shares: Share[] = [];
  let amount = 0n;
  for (const [index, { leg, base, charged }] of rebate.contributors.entries()) {
    const part = ownPart(form, leg, split[index] ?? 0n, capOf(form, base, charged.currency));
    amount += part;
    shares.push(...sharesOf({ form, amount: part }, charged));
  }
  return { amount, shares };
}

function ownPart(form: DiscountForm, leg: RebateLeg, part: bigint, cap: bigint | undefined): bigint {
  if (leg.lost.has(form)) return 0n;
  return cap !== undefined && part > cap ? cap : part;
}

/** Whether the last day of a window has come. */
export const isOver = ({ window }: WindowRebate, knownBy: LocalDate): boolean =>
  window.span.to !== undefined && addDays(knownBy, 1) >= window.span.to;

/** What is to be set aside for an open window by the day; undefined where that is what is earned so far. */
export function accruedOver(rebate: WindowRebate, knownBy: LocalDate): Accrued | undefined {
  const { form, window } = rebate;
  const { accrual } = form;
  const tier = tierOf(form);
  if (accrual === undefined || tier === undefined || window.reading === undefined || isOver(rebate, knownBy))
    return undefined;
  const stated = forecastOf(accrual, rebate, knownBy);
  const measured = multiply(window.reading.total, tier.factor);
  if (stated === undefined || compare(measured, ZERO) <= 0) return undefined;
  const converter = rebate.contributors[0]?.converter;
  const forecast = maximum(stated, measured);
  const at: At = { tier, form, accrual, rebate, forecast, measured, converter };
  const rate = accrual.at === 'forecast' ? rateOfStep(at) : averageRate(at);
  const { base, multiplied } = broughtInto(rebate);
  const exact = rate === undefined ? ZERO : multiply(ofCharge(tier) ? base : multiplied, rate.rate);
  const { amount, shares } = allocated(at, rounded(form, exact, window.currency));
  return { amount, shares, trace: [traceOf(at, rate ?? { rate: ZERO, step: undefined }, amount)] };
}
