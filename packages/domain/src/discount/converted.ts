/** Money of a discount in the currency of the charge, by a published coefficient that the discount declares. */

import type { TraceInput } from '../charge/rating.ts';
import { type Decimal, multiply } from '../kernel/decimal.ts';
import { roundTo } from '../kernel/rounding.ts';
import type { Charged } from './eligibility.ts';
import type { DiscountForm } from './form.ts';
import { fails, type Holds } from './holds.ts';

export type Converter = {
  readonly kind: 'converts';
  readonly money: (value: Decimal) => Decimal;
  readonly inputs: readonly TraceInput[];
};

const SAME: Converter = Object.freeze({
  kind: 'converts',
  money: (value: Decimal): Decimal => value,
  inputs: Object.freeze([]),
});

/** How money in a currency becomes money of the charge; a discount without the coefficient is not applied there. */
export function converterTo(
  form: Pick<DiscountForm, 'conversions'>,
  currency: string | undefined,
  charged: Pick<Charged, 'currency'>,
): Converter | Extract<Holds, { kind: 'fails' }> {
  if (currency === undefined || currency === charged.currency) return SAME;
  const found = form.conversions.find((one) => one.from === currency && one.to === charged.currency);
  if (found === undefined) return fails('discount.other-currency', { currency, charged: charged.currency });
  const { factor, round, published, date, source } = found;
  return {
    kind: 'converts',
    money: (value) => {
      const full = multiply(value, factor);
      return round === undefined ? full : roundTo(full, round.quantum, round.mode);
    },
    inputs: [
      { label: `conversion:${currency}`, value: published, unit: charged.currency },
      { label: 'published', value: date },
      { label: 'source', value: source },
    ],
  };
}
