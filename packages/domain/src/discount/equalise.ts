/** Equalisation: what the named charges exceed the same goods' charges over a reference route by (pricing.md section 7). */

import type { EntryReference, TraceInput } from '../charge/rating.ts';
import { add, compare, type Decimal, multiply, subtract, toText, ZERO } from '../kernel/decimal.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import { roundTo } from '../kernel/rounding.ts';
import { splitLump } from '../kernel/split.ts';
import { subjectFor } from './asked-amounts.ts';
import { scopeHolds } from './condition.ts';
import { converterTo } from './converted.ts';
import { type Charged, type Sibling, touchedBy } from './eligibility.ts';
import type { DiscountForm, EqualiseForm } from './form.ts';
import { fails, failsBy, type Holds } from './holds.ts';
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

type Reference = { readonly amount: Decimal; readonly inputs: readonly TraceInput[] };
type Not = Extract<Holds, { kind: 'fails' | 'missing' }>;

/** What the reference route costs, in the currency of what is charged. */
function referenceOf(form: DiscountForm, effect: EqualiseForm, charged: Charged): Reference | Not {
  const found = charged.reference?.(effect.reference) ?? failsBy('discount.reference-not-priced', undefined);
  if (found.kind !== 'known') return found;
  const inputs: TraceInput[] = [];
  let amount = ZERO;
  for (const [index, leg] of found.legs.entries()) {
    const converter = converterTo(form, leg.currency, charged);
    if (converter.kind === 'fails') return converter;
    const written = effect.reference[index];
    const route = written === undefined ? '' : `${written.carrier} ${written.from}–${written.to}`;
    inputs.push({ label: `reference:${route}`, value: leg.amount, unit: leg.currency });
    inputs.push({ label: 'reference-tariff', value: `${leg.tariff.id} ${leg.tariff.version}` }, ...converter.inputs);
    amount = add(amount, converter.money(leg.amount));
  }
  return { amount, inputs };
}

const notLower = (value: Decimal, bound: Decimal, unit: string): Not =>
  fails('discount.reference-not-lower', { value: toText(value), bound: toText(bound), unit });

const UNPRICED: Not = { kind: 'missing', fields: ['leg.charges'] };

/** The charges a discount names on a leg of the consignment, as tariffed; nothing on one its scope does not speak of. */
function namedOn(form: DiscountForm, { subject, charged: leg }: Sibling, charged: Charged): Decimal | Not {
  const scope = scopeHolds(form.scope, leg === undefined ? subject : subjectFor(form, leg));
  if (scope.kind === 'fails') return ZERO;
  if (scope.kind === 'missing') return scope;
  if (leg === undefined) return UNPRICED;
  const converter = converterTo(form, leg.currency, charged);
  if (converter.kind === 'fails') return converter;
  const minor = leg.lines.reduce((sum, line) => (touchedBy(form, line) ? sum + line.amount : sum), 0n);
  return converter.money(ofMinor(minor, leg.currency));
}

/** The charges named, leg by leg. */
function namedOver(form: DiscountForm, charged: Charged, legs: readonly Sibling[]): readonly Decimal[] | Not {
  const named: Decimal[] = [];
  for (const leg of legs) {
    const one = namedOn(form, leg, charged);
    if ('kind' in one) return one;
    named.push(one);
  }
  return named;
}

/** The part of one leg in what all legs named exceed the reference by: to the last minor unit, the residue as the discount says. */
function overConsignment(form: DiscountForm, effect: EqualiseForm, charged: Charged, share: Decimal): Equalised {
  const siblings = charged.siblings?.();
  if (siblings === undefined) return UNPRICED;
  const named = namedOver(form, charged, siblings.legs);
  if ('kind' in named) return named;
  const reference = referenceOf(form, effect, charged);
  if ('kind' in reference) return reference;
  const { currency } = charged;
  const whole = named.reduce(add, ZERO);
  const exceeds = subtract(whole, reference.amount);
  if (compare(exceeds, ZERO) <= 0) return notLower(whole, reference.amount, currency);
  const minor = roundToMinor(
    form.round === undefined ? exceeds : roundTo(exceeds, form.round.quantum, form.round.mode),
    currency,
  );
  const weights = named.map((one) => (compare(one, ZERO) < 0 ? ZERO : one));
  // Whole steps of its rounding are split, so that rounding a part again leaves it as it is.
  const step = form.round === undefined ? 1n : roundToMinor(form.round.quantum, currency);
  const quantum = step > 0n && minor % step === 0n ? step : 1n;
  const part = quantum * (splitLump(minor / quantum, weights, form.residue)[siblings.own] ?? 0n);
  const inputs: readonly TraceInput[] = [
    { label: 'named', value: whole, unit: currency },
    ...reference.inputs,
    { label: 'exceeds', value: exceeds, unit: currency },
  ];
  return { kind: 'equalised', exact: multiply(ofMinor(part, currency), share), inputs };
}

/** `base` is the part `share` of the charges named; the reference counts in the same proportion. */
export function equalised(
  form: DiscountForm,
  effect: EqualiseForm,
  charged: Charged,
  on: { readonly base: Decimal; readonly share: Decimal },
): Equalised {
  if (effect.over === 'consignment') return overConsignment(form, effect, charged, on.share);
  const reference = referenceOf(form, effect, charged);
  if ('kind' in reference) return reference;
  const bound = multiply(reference.amount, on.share);
  const exact = subtract(on.base, bound);
  if (compare(exact, ZERO) > 0) return { kind: 'equalised', exact, inputs: reference.inputs };
  return notLower(on.base, bound, charged.currency);
}
