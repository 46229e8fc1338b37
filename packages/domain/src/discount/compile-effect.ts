/** Compiles what a discount does and on which meters it depends. */
import type { LoadedEntry } from '../book/load.ts';
import { compare, type Decimal, decimal, ONE, ZERO } from '../kernel/decimal.ts';
import { convert, isUnit } from '../kernel/quantity.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import { compileMeter } from '../meter/compile.ts';
import type { Counted, MeterForm } from '../meter/form.ts';
import type { MeterReferenceText } from '../meter/schema.ts';
import { compileOperand, type Names } from '../tariff/compile-operand.ts';
import type { TableForm } from '../tariff/form.ts';
import { compileScale } from './compile-scale.ts';
import type { ConditionForm, EffectForm, PerForm, TierForm } from './form.ts';
import type { DiscountText, EffectText, PerText, ThresholdText, TierText } from './schema.ts';

/** What compiling one discount needs: its entry, the book's meters and its own tables, and where problems go. */
export type DiscountBuild = {
  readonly entry: LoadedEntry;
  readonly text: DiscountText;
  readonly meterNamed: (id: string) => MeterForm | undefined;
  readonly tables: ReadonlyMap<string, TableForm>;
  readonly refusals: Refusal[];
};

type Path = readonly (string | number)[];

export function refuseAt(
  build: DiscountBuild,
  path: Path,
  code: string,
  params: Readonly<Record<string, string | number>> = {},
): undefined {
  build.refusals.push(refusal(code, { discount: build.entry.id, ...params }, build.entry.place(path)));
  return undefined;
}

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

/** A meter of the book by id, or one written in place; then its id is that of its place. */
export function meterFor(build: DiscountBuild, text: MeterReferenceText, path: Path): MeterForm | undefined {
  if (typeof text !== 'string') {
    const id = `${build.entry.id}@${build.entry.version}#${path.join('.')}`;
    return compileMeter(text, { id, place: build.entry.place, path }, build.refusals);
  }
  return build.meterNamed(text) ?? refuseAt(build, path, 'discount.unknown-meter', { meter: text });
}

/** How many of `unit` one unit of the meter is; a currency only equals itself. */
export function factorTo(meter: MeterForm, unit: string): Decimal | undefined {
  if (unit === meter.unit) return ONE;
  if (!isUnit(meter.unit) || !isUnit(unit)) return undefined;
  return convert({ value: ONE, unit: meter.unit }, unit)?.value;
}

function moneyProblems(build: DiscountBuild, text: TierText): void {
  const flats = text.steps.some((step) => step.flat !== undefined);
  const money = text.amount === 'per-unit' || text.amount === 'lump' || flats;
  if (money && text.currency === undefined) refuseAt(build, ['effect'], 'discount.tier-currency');
  if (flats && text.amount === 'coefficient') refuseAt(build, ['effect', 'amount'], 'discount.flat-beside-coefficient');
  if (text.per !== undefined && text.amount !== 'per-unit')
    refuseAt(build, ['effect', 'per'], 'discount.per-without-rate', { amount: text.amount });
}

/** From now on only all-units and incremental scales have a meaning; the other two settle the whole window. */
function methodProblems(build: DiscountBuild, text: TierText): void {
  if (build.text.at === 'rating' && (text.method === 'reached-slices' || text.method === 'reached-steps')) {
    refuseAt(build, ['effect', 'method'], 'discount.tier-settlement-only', { method: text.method });
  }
  if (text.include === 'self' && text.method !== 'all-units')
    refuseAt(build, ['effect', 'include'], 'discount.include-all-units', { method: text.method });
}

function tierForm(build: DiscountBuild, text: TierText): TierForm | undefined {
  const meter = meterFor(build, text.meter, ['effect', 'meter']);
  const { scale, problems } = compileScale(text);
  for (const { code, index, params } of problems)
    refuseAt(build, ['effect', 'steps', index], code, { step: index + 1, ...params });
  moneyProblems(build, text);
  methodProblems(build, text);
  if (text.amount === 'percent' && text.steps.every((step) => compare(decimal(step.rate ?? '0'), ONE) < 0)) {
    build.refusals.push(
      refusal(
        'discount.percent-below-one',
        { discount: build.entry.id },
        build.entry.place(['effect', 'steps', 0]),
        'warning',
      ),
    );
  }
  if (meter === undefined) return undefined;
  if (
    meter.window.lag > 0 &&
    (text.method !== 'all-units' || text.include === 'self' || build.text.at === 'settlement')
  ) {
    refuseAt(build, ['effect', 'meter'], 'discount.tier-lagged', { meter: meter.id });
  }
  const unit = text.unit ?? meter.unit;
  const factor =
    factorTo(meter, unit) ??
    refuseAt(build, ['effect', 'unit'], 'discount.unit-of-meter', { unit, meter: meter.id, expected: meter.unit });
  if (factor === undefined) return undefined;
  const per = text.per === undefined ? undefined : perForm(text.per);
  const amount = text.amount === 'percent' ? 'share' : text.amount;
  return { kind: 'tier', meter, unit, factor, scale, amount, per, currency: text.currency, include: text.include };
}

/** The effect's form; undefined when its reasons stand in the refusals. */
export function effectForm(build: DiscountBuild, text: EffectText): EffectForm | undefined {
  const names = (path: Path): Names => ({
    tables: build.tables,
    quantities: new Set(),
    steps: new Set(),
    parts: new Set(),
    place: build.entry.place(path),
    refusals: build.refusals,
  });
  switch (text.kind) {
    case 'replace':
      return {
        kind: 'replace',
        rate: compileOperand(names(['effect', 'rate']), text.rate),
        per: perForm(text.per),
        currency: text.currency,
      };
    case 'multiply':
      return { kind: 'multiply', by: compileOperand(names(['effect', 'by']), text.by) };
    case 'reduce':
      return {
        kind: 'reduce',
        amount: compileOperand(names(['effect', 'amount']), text.amount),
        per: perForm(text.per),
        currency: text.currency,
      };
    case 'tier':
      return tierForm(build, text);
  }
}

/** A threshold in the meter's own unit. */
function thresholdOf(build: DiscountBuild, meter: MeterForm, text: ThresholdText, path: Path): Decimal | undefined {
  const unit = 'unit' in text ? text.unit : text.currency;
  const value = decimal('unit' in text ? text.value : text.amount);
  if (unit === meter.unit) return value;
  const converted = isUnit(unit) && isUnit(meter.unit) ? convert({ value, unit }, meter.unit)?.value : undefined;
  return converted ?? refuseAt(build, path, 'discount.unit-of-meter', { unit, meter: meter.id, expected: meter.unit });
}

function conditionForm(build: DiscountBuild, index: number): ConditionForm | undefined {
  const text = build.text.when[index];
  if (text === undefined) return undefined;
  const path = ['when', index];
  if (text.atLeast === undefined && text.lessThan === undefined)
    refuseAt(build, path, 'discount.condition-without-bound');
  const meter = meterFor(build, text.meter, [...path, 'meter']);
  if (meter === undefined) return undefined;
  const bound = (one: ThresholdText | undefined, key: string): Decimal | undefined =>
    one === undefined ? undefined : (thresholdOf(build, meter, one, [...path, key]) ?? ZERO);
  return {
    meter,
    atLeast: bound(text.atLeast, 'atLeast'),
    lessThan: bound(text.lessThan, 'lessThan'),
    from: text.from,
  };
}

/** Conditions on meters, in the order written. */
export function conditionForms(build: DiscountBuild): readonly ConditionForm[] {
  return build.text.when.map((_, index) => conditionForm(build, index)).filter((one) => one !== undefined);
}
