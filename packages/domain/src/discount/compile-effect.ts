/** Compiles what a discount does and on which meters it depends. */
import { compare, type Decimal, decimal, ONE } from '../kernel/decimal.ts';
import { refusal } from '../kernel/refusal.ts';
import { addsUp, type Counted } from '../meter/form.ts';
import { compileOperand } from '../tariff/compile-operand.ts';
import type { OperandForm } from '../tariff/form.ts';
import type { OperandText } from '../tariff/schema.ts';
import { type DiscountBuild, factorTo, meterFor, type Path, refuseAt, settlesLater } from './compile-build.ts';
import { compileScale } from './compile-scale.ts';
import { countedForm } from './compile-terms.ts';
import type { AmountForm, EffectForm, PerForm, TierForm } from './form.ts';
import type { EffectText, PerText, TierText } from './schema.ts';

type Pay = Extract<EffectText, { kind: 'pay' }>;
type AmountText = Exclude<EffectText, Pay> | Pay['by'];

const COUNTED_PER: Readonly<Record<Extract<PerText, string>, { readonly what: Counted; readonly factor: Decimal }>> = {
  tonne: { what: 'mass', factor: decimal('0.001') },
  kilogram: { what: 'mass', factor: ONE },
  wagon: { what: 'wagons', factor: ONE },
  container: { what: 'containers', factor: ONE },
  teu: { what: 'teu', factor: ONE },
  piece: { what: 'pieces', factor: ONE },
  head: { what: 'heads', factor: ONE },
  package: { what: 'packages', factor: ONE },
  train: { what: 'trains', factor: ONE },
  consignment: { what: 'consignments', factor: ONE },
  'tonne-km': { what: 'tonne-km', factor: ONE },
  'wagon-km': { what: 'wagon-km', factor: ONE },
  'train-km': { what: 'train-km', factor: ONE },
  'axle-km': { what: 'axle-km', factor: ONE },
};

export function perForm(text: PerText): PerForm {
  if (typeof text !== 'string') return { name: text.unit, measure: { kind: 'quantity', unit: text.unit }, factor: ONE };
  const { what, factor } = COUNTED_PER[text];
  return { name: text, measure: { kind: 'counted', what }, factor };
}

function moneyProblems(build: DiscountBuild, text: TierText, path: Path): void {
  const flats = text.steps.some((step) => step.flat !== undefined);
  const money = text.amount === 'per-unit' || text.amount === 'lump' || flats;
  if (money && text.currency === undefined) refuseAt(build, path, 'discount.tier-currency');
  if (flats && text.amount === 'coefficient') refuseAt(build, [...path, 'amount'], 'discount.flat-beside-coefficient');
  if (text.per !== undefined && text.amount !== 'per-unit')
    refuseAt(build, [...path, 'per'], 'discount.per-without-rate', { amount: text.amount });
}

/** From now on only all-units and incremental scales have a meaning; the other two settle the whole window. */
function methodProblems(build: DiscountBuild, text: TierText, path: Path): void {
  if (!settlesLater(build) && (text.method === 'reached-slices' || text.method === 'reached-steps')) {
    refuseAt(build, [...path, 'method'], 'discount.tier-settlement-only', { method: text.method });
  }
  if (text.include === 'self' && text.method !== 'all-units')
    refuseAt(build, [...path, 'include'], 'discount.include-all-units', { method: text.method });
}

/** Whether steps bring money once they are reached: then a consignment reaches them only by what it measures itself. */
const bringsFlat = (text: TierText): boolean =>
  text.amount === 'lump' || text.steps.some((step) => step.flat !== undefined);

/** Whether a scale splits the measure of a consignment, counts it in or is paid by it, and not only chooses a step. */
const needsSum = (build: DiscountBuild, text: TierText): boolean =>
  text.method !== 'all-units' ||
  text.include === 'self' ||
  (text.amount === 'per-unit' && text.per === undefined) ||
  (!settlesLater(build) && bringsFlat(text));

function tierForm(build: DiscountBuild, text: TierText, path: Path): TierForm | undefined {
  const meter = meterFor(build, text.meter, [...path, 'meter']);
  const { scale, problems } = compileScale(text);
  for (const { code, index, params } of problems)
    refuseAt(build, [...path, 'steps', index], code, { step: index + 1, ...params });
  moneyProblems(build, text, path);
  methodProblems(build, text, path);
  if (text.amount === 'percent' && text.steps.every((step) => compare(decimal(step.rate ?? '0'), ONE) < 0)) {
    build.refusals.push(
      refusal(
        'discount.percent-below-one',
        { discount: build.entry.id },
        build.entry.place([...path, 'steps', 0]),
        'warning',
      ),
    );
  }
  if (meter === undefined) return undefined;
  if (
    meter.window.lag > 0 &&
    (text.method !== 'all-units' || text.include === 'self' || settlesLater(build) || bringsFlat(text))
  ) {
    refuseAt(build, [...path, 'meter'], 'discount.tier-lagged', { meter: meter.id });
  }
  if (!addsUp(meter) && needsSum(build, text))
    refuseAt(build, [...path, 'meter'], 'discount.meter-not-sum', { meter: meter.id });
  const unit = text.unit ?? meter.unit;
  const factor =
    factorTo(meter, unit) ??
    refuseAt(build, [...path, 'unit'], 'discount.unit-of-meter', { unit, meter: meter.id, expected: meter.unit });
  if (factor === undefined) return undefined;
  const per = text.per === undefined ? undefined : perForm(text.per);
  const amount = text.amount === 'percent' ? 'share' : text.amount;
  return { kind: 'tier', meter, unit, factor, scale, amount, per, currency: text.currency, include: text.include };
}

/** Whatever takes something off; undefined when its reasons stand in the refusals. */
function amountFormOf(build: DiscountBuild, text: AmountText, path: Path): AmountForm | undefined {
  const operand = (one: OperandText, key: string): OperandForm =>
    compileOperand(
      {
        tables: build.tables,
        quantities: new Set(),
        steps: new Set(),
        parts: new Set(),
        place: build.entry.place([...path, key]),
        refusals: build.refusals,
      },
      one,
    );
  switch (text.kind) {
    case 'replace':
    case 'reduce':
    case 'money': {
      const per = perForm(text.per);
      const rate = text.kind === 'replace' ? operand(text.rate, 'rate') : operand(text.amount, 'amount');
      const counted = countedForm(build, text.counted, per, [...path, 'counted']);
      return { kind: text.kind === 'replace' ? 'replace' : 'reduce', rate, per, currency: text.currency, counted };
    }
    case 'multiply':
      return { kind: 'multiply', by: operand(text.by, 'by') };
    case 'share':
    case 'percent':
      return { kind: text.kind, of: operand(text.of, 'of') };
    case 'equalise':
      if (build.text.touches !== undefined && 'goodsPrice' in build.text.touches)
        refuseAt(build, path, 'discount.equalise-goods-price');
      return text;
    case 'tier':
      return tierForm(build, text, path);
  }
}

/** The effect's form; undefined when its reasons stand in the refusals. */
export function effectForm(build: DiscountBuild, text: EffectText): EffectForm | undefined {
  if (text.kind !== 'pay') return amountFormOf(build, text, ['effect']);
  const by = amountFormOf(build, text.by, ['effect', 'by']);
  return by === undefined ? undefined : { kind: 'pay', by };
}
