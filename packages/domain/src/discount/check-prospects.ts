/**
 * Problems of a book's discounts that `check` looks for before publication (pricing.md section 11): those that can never
 * apply or always lose, scales with a cliff, superseded bases, effects outside the corridor. Warnings, but for what
 * contradicts itself.
 */
import {
  compare,
  type Decimal,
  divide,
  HUNDRED,
  multiply,
  ONE,
  ofInteger,
  ofUnits,
  subtract,
  toText,
} from '../kernel/decimal.ts';
import { overlaps } from '../kernel/period.ts';
import { type Place, type Refusal, refusal } from '../kernel/refusal.ts';
import { roundTo } from '../kernel/rounding.ts';
import type { MeterForm } from '../meter/form.ts';
import type { TariffForm } from '../tariff/form.ts';
import type { BudgetForm } from './budget.ts';
import { type Cliff, cliffsOf } from './cliff.ts';
import { contradictionIn } from './contradiction.ts';
import { converterTo } from './converted.ts';
import { conditionsOf, disjointScopes } from './disjoint.ts';
import { alwaysBeats } from './dominated.ts';
import type { BoundForm, ConditionForm, DiscountForm, TierForm } from './form.ts';
import { everInForce, partsTouched, supersededBases, tariffsFor } from './prospects.ts';

/** A discount with where it stands, and whether its cliffs are declared as meant. */
export type Checked = {
  readonly form: DiscountForm;
  readonly place: (path: readonly (string | number)[]) => Place;
  readonly cliffAccepted: boolean;
};

export type CheckedBook = {
  readonly discounts: readonly Checked[];
  readonly tariffs: readonly TariffForm[];
  readonly budgets: readonly BudgetForm[];
};

function contradictions({ form, place }: Checked): readonly Refusal[] {
  const found = contradictionIn(form.scope);
  return found === undefined
    ? []
    : [refusal('discount.scope-contradicts', { discount: form.id, ...found }, place(['scope']))];
}

function neverInForce({ form, place }: Checked, { discounts }: CheckedBook): readonly Refusal[] {
  if (
    everInForce(
      form,
      discounts.map((one) => one.form),
    )
  )
    return [];
  const { id, version } = form;
  return [refusal('discount.never-in-force', { discount: id, version }, place(['valid']), 'warning')];
}

const PLACES = { base: 'base', validity: 'valid', carrier: 'scope', traffic: 'scope', charges: 'touches' } as const;

function withoutTariff({ form, place }: Checked, { tariffs }: CheckedBook): readonly Refusal[] {
  if (form.touches.kind !== 'charges') return [];
  const { none } = tariffsFor(form, tariffs);
  if (none === undefined) return [];
  const charges = form.touches.charges.join(', ');
  return [refusal('discount.no-tariff', { discount: form.id, why: none, charges }, place([PLACES[none]]), 'warning')];
}

/** A threshold that cannot be met, a meter that never counts when the discount asks it, a scope that cannot meet the discount's. */
/** Whether no reading is inside both bounds: one value is, where both are closed on it. */
function nothingBetween(lower: BoundForm, upper: BoundForm): boolean {
  const side = compare(lower.value, upper.value);
  return side > 0 || (side === 0 && !(lower.closed && upper.closed));
}

function unreachableBy(checked: Checked, condition: ConditionForm, at: Place): readonly Refusal[] {
  const { form } = checked;
  if (condition.kind === 'scope') {
    const found = contradictionIn(condition.scope, conditionsOf(form.scope));
    return found === undefined ? [] : [refusal('discount.scope-contradicts', { discount: form.id, ...found }, at)];
  }
  if (condition.kind === 'all') return condition.of.flatMap((one) => unreachableBy(checked, one, at));
  if (condition.kind !== 'meter') return [];
  const { meter, lower, upper, proRata } = condition;
  const found: Refusal[] = [];
  if (lower !== undefined && upper !== undefined && lower.per === upper.per && nothingBetween(lower, upper)) {
    const bounds = { from: toText(lower.value), to: toText(upper.value), unit: meter.unit };
    found.push(refusal('discount.threshold-empty', { discount: form.id, ...bounds }, at));
  }
  if (!proRata && !windowMeets(form, meter)) found.push(windowNever(form, meter, at));
  if (contradictionIn(meter.scope) !== undefined) found.push(meterEmpty(form, meter, at));
  return found;
}

const unreachable = (checked: Checked): readonly Refusal[] =>
  checked.form.when.flatMap((one, index) => unreachableBy(checked, one, checked.place(['when', index])));

/** A fixed window holds only consignments of its own days; with a lag it would not be fixed. */
function windowMeets(form: DiscountForm, { window, countAt }: MeterForm): boolean {
  return window.kind !== 'fixed' || countAt !== 'accepted' || overlaps(window.span, form.valid);
}

const windowNever = (form: DiscountForm, meter: MeterForm, at: Place): Refusal =>
  refusal('discount.window-never', { discount: form.id, meter: meter.id }, at, 'warning');

const meterEmpty = (form: DiscountForm, meter: MeterForm, at: Place): Refusal =>
  refusal('discount.meter-never', { discount: form.id, meter: meter.id }, at, 'warning');

function idleScale({ form, place }: Checked): readonly Refusal[] {
  if (form.effect.kind !== 'tier') return [];
  const { meter, scale, include } = form.effect;
  const at = place(['effect', 'meter']);
  const found: Refusal[] = [];
  if (!windowMeets(form, meter)) found.push(windowNever(form, meter, at));
  if (contradictionIn(meter.scope) !== undefined) found.push(meterEmpty(form, meter, at));
  const ownCounts = form.at === 'settlement' || scale.method !== 'all-units' || include === 'self';
  if (ownCounts && disjointScopes(meter.scope, form.scope))
    found.push(refusal('discount.meter-elsewhere', { discount: form.id, meter: meter.id }, at, 'warning'));
  return found;
}

function losers({ form, place }: Checked, { discounts }: CheckedBook): readonly Refusal[] {
  const winner = discounts.find((other) => alwaysBeats(other.form, form));
  if (winner === undefined) return [];
  const params = { discount: form.id, winner: winner.form.id, group: form.group?.id ?? '' };
  return [refusal('discount.always-loses', params, place(['group']), 'warning')];
}

/** As people compare it; the exact value would hide it. */
const shownTo = (value: Decimal, digits: number): string => toText(roundTo(value, ofUnits(1n, digits), 'half-up'));

/** A share as a percent with at most two digits. */
const percent = (share: Decimal): string => shownTo(multiply(share, HUNDRED), 2);

const rounded = (value: Decimal): string => shownTo(value, 3);

function cliffRefusal({ form, place }: Checked, tier: TierForm, cliff: Cliff): Refusal {
  const { kind, bound, before, after, other, step } = cliff;
  const at = place(['effect', 'steps', Math.min(step, tier.scale.steps.length) - 1]);
  const named = { discount: form.id, bound: toText(bound), unit: tier.unit };
  const shares = tier.amount === 'share' || tier.amount === 'coefficient';
  const shown = (value: Decimal): string => (shares ? percent(divide(value, bound)) : toText(value));
  const unit = shares ? '%' : (tier.currency ?? '');
  const amounts = { before: shown(before), after: shown(after), of: unit };
  if (kind === 'rebate') {
    const regained = other === undefined ? 'never' : rounded(other);
    return refusal('discount.rebate-falls', { ...named, ...amounts, regained }, at, 'warning');
  }
  if (other === undefined) return refusal('discount.cliff-money', { ...named, ...amounts }, at, 'warning');
  const zone = { from: rounded(other), width: rounded(subtract(bound, other)) };
  return refusal('discount.cliff', { ...named, ...amounts, ...zone }, at, 'warning');
}

function cliffs(checked: Checked): readonly Refusal[] {
  const { effect } = checked.form;
  if (checked.cliffAccepted || effect.kind !== 'tier') return [];
  return cliffsOf(checked.form).map((cliff) => cliffRefusal(checked, effect, cliff));
}

function superseded({ form, place }: Checked, { tariffs }: CheckedBook): readonly Refusal[] {
  return supersededBases(form, tariffs).map(({ base, by }) => {
    const granted = `${base.tariff} ${base.version ?? ''}`.trimEnd();
    const params = { discount: form.id, granted, by: `${by.id} ${by.version}`, from: by.valid.from };
    return refusal('discount.base-superseded', params, place(['base']), 'warning');
  });
}

/** The shares of the charge that an effect leaves, as far as they are written out, each with its place. */
function leavesOf(
  form: DiscountForm,
): readonly { readonly left: Decimal; readonly path: readonly (string | number)[] }[] {
  const { effect } = form;
  if (effect.kind === 'multiply')
    return effect.by.kind === 'literal' ? [{ left: effect.by.value, path: ['effect', 'by'] }] : [];
  if (effect.kind !== 'tier' || (effect.amount !== 'share' && effect.amount !== 'coefficient')) return [];
  const isShare = effect.amount === 'share';
  return effect.scale.steps.map(({ rate }, index) => ({
    left: isShare ? subtract(ONE, rate) : rate,
    path: ['effect', 'steps', index],
  }));
}

const touchesAll = (form: DiscountForm, tariff: TariffForm): boolean =>
  partsTouched(form, tariff).length === tariff.parts.filter((part) => part.discountable).length;

/** The tariff's floor or ceiling that always cuts what is left of the charge. */
function cutBy(left: Decimal, { corridor }: TariffForm): Decimal | undefined {
  const { floor, ceiling } = corridor ?? {};
  if (floor !== undefined && compare(left, floor) < 0) return floor;
  return ceiling !== undefined && compare(left, ceiling) > 0 ? ceiling : undefined;
}

function outsideCorridor({ form, place }: Checked, { tariffs }: CheckedBook): readonly Refusal[] {
  const reached = tariffsFor(form, tariffs).tariffs.filter((tariff) => touchesAll(form, tariff));
  return leavesOf(form).flatMap(({ left, path }) => {
    const tariff = reached.find((one) => cutBy(left, one) !== undefined);
    const limit = tariff === undefined ? undefined : cutBy(left, tariff);
    if (tariff === undefined || limit === undefined) return [];
    const params = { discount: form.id, tariff: tariff.id, left: percent(left), limit: percent(limit) };
    return [refusal('discount.outside-corridor', params, place(path), 'warning')];
  });
}

/** A budget that never has money for the discount: none in it, another currency, or other days. */
function emptyBudget({ form, place }: Checked, { budgets, tariffs }: CheckedBook): readonly Refusal[] {
  const own = budgets.filter(({ id }) => id === form.budget);
  if (form.budget === undefined || own.length === 0) return [];
  const timely = own.filter(({ valid }) => overlaps(valid, form.valid));
  const currencies = new Set(tariffsFor(form, tariffs).tariffs.map(({ currency }) => currency));
  const fitting = timely.filter(({ currency }) => currencies.size === 0 || currencies.has(currency));
  if (fitting.some(({ amount }) => amount > 0n)) return [];
  const why = timely.length === 0 ? 'days' : fitting.length === 0 ? 'currency' : 'amount';
  return [
    refusal('discount.budget-never', { discount: form.id, budget: form.budget, why }, place(['budget']), 'warning'),
  ];
}

/** What is left of a charge is seldom more than twice of it: then a percent was written for a coefficient. */
const TWICE: Decimal = ofInteger(2);

function farAbove({ form, place }: Checked): readonly Refusal[] {
  return leavesOf(form)
    .filter(({ left }) => compare(left, TWICE) > 0)
    .map(({ left, path }) =>
      refusal('discount.coefficient-large', { discount: form.id, left: percent(left) }, place(path), 'warning'),
    );
}

/** A cap or a least amount in a currency that no tariff charges and no conversion leads to keeps the discount from ever acting. */
function neverConverted({ form, place }: Checked, { tariffs }: CheckedBook): readonly Refusal[] {
  if (form.touches.kind !== 'charges') return [];
  const charged = [...new Set(tariffsFor(form, tariffs).tariffs.map(({ currency }) => currency))];
  const limits = [
    { what: 'cap', currency: form.cap?.amount?.currency },
    { what: 'least', currency: form.least?.currency },
  ];
  return limits.flatMap(({ what, currency }) => {
    if (currency === undefined || charged.length === 0) return [];
    if (charged.some((one) => converterTo(form, currency, { currency: one }).kind === 'converts')) return [];
    const params = { discount: form.id, what, currency, charged: charged.join(', ') };
    return [refusal('discount.currency-never', params, place([what]), 'warning')];
  });
}

const CHECKS = [
  contradictions,
  neverInForce,
  withoutTariff,
  unreachable,
  idleScale,
  losers,
  cliffs,
  superseded,
  outsideCorridor,
  farAbove,
  neverConverted,
  emptyBudget,
] as const;

/** Every problem of the discounts of a book that rating would only show consignment by consignment. */
export function prospectProblems(book: CheckedBook): readonly Refusal[] {
  return book.discounts.flatMap((one) => CHECKS.flatMap((find) => find(one, book)));
}
