/** Tax on what is to pay, as a line of its own. */
import type { ChargeLine, TraceStep, Written } from '../charge/rating.ts';
import { multiply } from '../kernel/decimal.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import { roundTo } from '../kernel/rounding.ts';
import type { TariffForm, TaxForm } from './form.ts';
import { reference } from './new-run.ts';

export function taxLine(tariff: TariffForm, tax: TaxForm, net: bigint): ChargeLine {
  const base = ofMinor(net, tariff.currency);
  const full = multiply(base, tax.rate);
  const value = tax.round === undefined ? full : roundTo(full, tax.round.quantum, tax.round.mode);
  const amount = roundToMinor(value, tariff.currency);
  const step: Written<TraceStep> = {
    step: 'tax',
    name: tax.category,
    inputs: [
      { label: 'base', value: base },
      { label: 'rate', value: tax.rate },
    ],
    rows: [],
    before: base,
    after: ofMinor(amount, tariff.currency),
    unrounded: full,
    currency: tariff.currency,
  };
  if (tax.clause !== undefined) step.clause = tax.clause;
  return {
    id: 'tax',
    source: 'tax',
    charge: `tax.${tax.category}`,
    entry: reference(tariff),
    amount,
    discountable: false,
    trace: [step],
  };
}
