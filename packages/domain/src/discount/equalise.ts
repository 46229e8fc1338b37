/** Equalisation: what the named charges exceed the same goods' charges over a reference route by (pricing.md section 7). */

import type { EntryReference, TraceInput } from '../charge/rating.ts';
import { add, compare, type Decimal, multiply, subtract, toText, ZERO } from '../kernel/decimal.ts';
import { converterTo } from './converted.ts';
import type { Charged } from './eligibility.ts';
import type { DiscountForm, EqualiseForm } from './form.ts';
import { fails, type Holds } from './holds.ts';
import type { ReferenceLegText } from './reference-schema.ts';

/** What one leg of a reference route is charged by its tariff, before discounts, in the tariff's currency. */
export type ReferenceCharge = {
  readonly tariff: EntryReference;
  readonly currency: string;
  readonly amount: Decimal;
};

export type ReferenceCharges =
  | { readonly kind: 'known'; readonly legs: readonly ReferenceCharge[] }
  | Extract<Holds, { kind: 'fails' | 'missing' }>;

/** Prices the goods of what is charged over other legs; whoever lets discounts act hands it in. */
export type ReferencePricer = (legs: readonly ReferenceLegText[]) => ReferenceCharges;

export type Equalised =
  | { readonly kind: 'equalised'; readonly exact: Decimal; readonly inputs: readonly TraceInput[] }
  | Extract<Holds, { kind: 'fails' | 'missing' }>;

/** `base` is the part `share` of the charges named; the reference counts in the same proportion. */
export function equalised(
  form: DiscountForm,
  effect: EqualiseForm,
  charged: Charged,
  on: { readonly base: Decimal; readonly share: Decimal },
): Equalised {
  const found = charged.reference?.(effect.reference) ?? fails('discount.reference-not-priced', { cause: '' });
  if (found.kind !== 'known') return found;
  const inputs: TraceInput[] = [];
  let reference = ZERO;
  for (const [index, leg] of found.legs.entries()) {
    const converter = converterTo(form, leg.currency, charged);
    if (converter.kind === 'fails') return converter;
    const written = effect.reference[index];
    const route = written === undefined ? '' : `${written.carrier} ${written.from}–${written.to}`;
    inputs.push({ label: `reference:${route}`, value: leg.amount, unit: leg.currency });
    inputs.push({ label: 'reference-tariff', value: `${leg.tariff.id} ${leg.tariff.version}` }, ...converter.inputs);
    reference = add(reference, converter.money(leg.amount));
  }
  const exact = subtract(on.base, multiply(reference, on.share));
  if (compare(exact, ZERO) > 0) return { kind: 'equalised', exact, inputs };
  return fails('discount.reference-not-lower', {
    value: toText(on.base),
    bound: toText(multiply(reference, on.share)),
    unit: charged.currency,
  });
}
