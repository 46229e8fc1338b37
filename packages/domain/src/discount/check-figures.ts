/**
 * Figures of a discount with which every leg would fail, be free or be paid for (pricing.md section 11): coefficients and money
 * below nought, parts of more than the whole, caps of nothing, a currency that is never the charge's.
 */
import { compare, type Decimal, divide, HUNDRED, isZero, multiply, ONE, toText } from '../kernel/decimal.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import type { OperandForm, TariffForm } from '../tariff/form.ts';
import type { Checked, CheckedBook } from './check-prospects.ts';
import { type AmountForm, amountForm, paysOut, type TierForm } from './form.ts';
import { tariffsFor } from './prospects.ts';

type Path = readonly (string | number)[];
type Figure = { readonly value: Decimal; readonly path: Path };

const isBelowZero = (value: Decimal): boolean => value.units < 0n;

/** Every figure an operand can come to, where the book has it written. */
function writtenIn(operand: OperandForm, path: Path): readonly Figure[] {
  if (operand.kind === 'literal') return [{ value: operand.value, path }];
  if (operand.kind !== 'table' || operand.less !== undefined) return [];
  const { table, column, otherwise } = operand;
  const values = [...table.rows.map((row) => row.values.get(column)), otherwise ?? table.otherwise];
  return values.flatMap((value) => (value === undefined ? [] : [{ value, path }]));
}

/** What a figure is: a coefficient on the charge, a part of it, or money. */
type Figures = {
  readonly coefficients: readonly Figure[];
  readonly parts: readonly Figure[];
  readonly money: readonly Figure[];
};

const NONE: Figures = { coefficients: [], parts: [], money: [] };

function figuresOfTier({ scale, amount }: TierForm, at: Path): Figures {
  const of = (choose: 'rate' | 'flat'): readonly Figure[] =>
    scale.steps.map((step, index) => ({ value: step[choose], path: [...at, 'steps', index] }));
  const flats = of('flat');
  if (amount === 'coefficient') return { ...NONE, coefficients: of('rate'), money: flats };
  if (amount === 'share') return { ...NONE, parts: of('rate'), money: flats };
  return { ...NONE, money: [...of('rate'), ...flats] };
}

function figuresOf(effect: AmountForm, at: Path): Figures {
  switch (effect.kind) {
    case 'multiply':
      return { ...NONE, coefficients: writtenIn(effect.by, [...at, 'by']) };
    case 'share':
      return { ...NONE, parts: writtenIn(effect.of, [...at, 'of']) };
    case 'percent':
      return {
        ...NONE,
        parts: writtenIn(effect.of, [...at, 'of']).map((one) => ({ ...one, value: divide(one.value, HUNDRED) })),
      };
    case 'replace':
    case 'reduce':
      return { ...NONE, money: writtenIn(effect.rate, [...at, effect.kind === 'replace' ? 'rate' : 'amount']) };
    case 'tier':
      return figuresOfTier(effect, at);
    case 'equalise':
      return NONE;
  }
}

/** The first figure at each place that must not be. */
function refuseFigures(
  { form, place }: Checked,
  code: string,
  figures: readonly Figure[],
  shown: (value: Decimal) => string = toText,
): readonly Refusal[] {
  const places = new Map<string, Figure>();
  for (const figure of figures) if (!places.has(figure.path.join('.'))) places.set(figure.path.join('.'), figure);
  return [...places.values()].map(({ value, path }) =>
    refusal(code, { discount: form.id, value: shown(value) }, place(path)),
  );
}

const percentText = (value: Decimal): string => toText(multiply(value, HUNDRED));

function impossible(checked: Checked): readonly Refusal[] {
  const { form } = checked;
  const pays = paysOut(form);
  const { coefficients, parts, money } = figuresOf(amountForm(form), pays ? ['effect', 'by'] : ['effect']);
  const tooGreat = (value: Decimal): boolean => !pays && compare(value, ONE) > 0;
  return [
    ...refuseFigures(
      checked,
      'discount.coefficient-below-zero',
      coefficients.filter(({ value }) => isBelowZero(value)),
    ),
    ...refuseFigures(
      checked,
      'discount.part-outside',
      parts.filter(({ value }) => isBelowZero(value) || tooGreat(value)),
      percentText,
    ),
    ...refuseFigures(
      checked,
      'discount.money-below-zero',
      money.filter(({ value }) => isBelowZero(value)),
    ),
  ];
}

/** A charge waived whole is meant where a clause says so; without one it is rather a figure left out. */
function free({ form, place }: Checked): readonly Refusal[] {
  const { effect } = form;
  if (form.clause !== undefined || (effect.kind !== 'replace' && effect.kind !== 'multiply')) return [];
  const multiplies = effect.kind === 'multiply';
  const operand = multiplies ? effect.by : effect.rate;
  const key = multiplies ? 'by' : 'rate';
  if (operand.kind !== 'literal' || !isZero(operand.value)) return [];
  return [refusal('discount.free', { discount: form.id }, place(['effect', key]), 'warning')];
}

function idleCap({ form, place }: Checked): readonly Refusal[] {
  const { amount, share } = form.cap ?? {};
  const nothing = [amount?.value, share].some((one) => one !== undefined && one.units <= 0n);
  return nothing ? [refusal('discount.cap-nothing', { discount: form.id }, place(['cap']), 'warning')] : [];
}

/** Tariffs in a currency into which the discount's money is not converted. */
function strangers({ form }: Checked, currency: string, tariffs: readonly TariffForm[]): readonly TariffForm[] {
  const becomes = (to: string): boolean => form.conversions.some((one) => one.from === currency && one.to === to);
  return tariffs.filter((tariff) => tariff.currency !== currency && !becomes(tariff.currency));
}

function otherCurrency(checked: Checked, { tariffs }: CheckedBook): readonly Refusal[] {
  const { form, place } = checked;
  const amount = amountForm(form);
  const currency = 'currency' in amount ? amount.currency : undefined;
  const met = tariffsFor(form, tariffs).tariffs;
  if (currency === undefined || met.length === 0 || strangers(checked, currency, met).length < met.length) return [];
  const charged = [...new Set(met.map((tariff) => tariff.currency))].join(', ');
  const at = place(paysOut(form) ? ['effect', 'by', 'currency'] : ['effect', 'currency']);
  return [refusal('discount.currency-never', { discount: form.id, currency, charged }, at)];
}

export const FIGURE_CHECKS = [impossible, free, idleCap, otherCurrency] as const;
