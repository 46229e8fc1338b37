/** Compiles the conditions of a discount (pricing.md section 7); every problem is named with its place. */
import { type Decimal, decimal, divide } from '../kernel/decimal.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import type { MeterForm } from '../meter/form.ts';
import { compileScope } from '../scope/compile.ts';
import { type DiscountBuild, factorTo, meterFor, type Path, refuseAt } from './compile-build.ts';
import type { ConditionText, ThresholdText } from './condition-schema.ts';
import type { BoundForm, ConditionForm, MeterConditionForm } from './form.ts';

/** A threshold in the meter's own unit. */
function thresholdOf(build: DiscountBuild, meter: MeterForm, text: ThresholdText, path: Path): Decimal | undefined {
  const unit = 'unit' in text ? text.unit : text.currency;
  const value = decimal('unit' in text ? text.value : text.amount);
  const factor = factorTo(meter, unit);
  if (factor !== undefined) return divide(value, factor);
  return refuseAt(build, path, 'discount.unit-of-meter', { unit, meter: meter.id, expected: meter.unit });
}

/** By the key a bound is written under: whether what equals it is inside, and whether excluded volumes lower it. */
const BOUNDS = {
  atLeast: { closed: true, relieved: true },
  above: { closed: false, relieved: true },
  lessThan: { closed: false, relieved: false },
  atMost: { closed: true, relieved: false },
} as const;
type BoundKey = keyof typeof BOUNDS;

/** A bound on a meter, of a condition or a guarantee, in the meter's own unit. */
export function boundForm(
  build: DiscountBuild,
  meter: MeterForm,
  text: ThresholdText,
  above: Path,
  key: BoundKey,
): BoundForm | undefined {
  const path = [...above, key];
  const value = thresholdOf(build, meter, text, path);
  if (value === undefined) return undefined;
  const endless = meter.window.kind === 'fixed' && meter.window.span.to === undefined;
  if (text.per !== 'window' && endless)
    refuseAt(build, path, 'discount.bound-endless', { meter: meter.id, per: text.per });
  return { value, per: text.per, ...BOUNDS[key] };
}

/** Whether only the part of a window inside the validity counts; of a baseline there is no part. */
export function isProRata(
  build: DiscountBuild,
  meter: MeterForm,
  partial: ConditionText['partial'],
  path: Path,
): boolean {
  const proRata = partial === 'pro-rata';
  if (proRata && meter.baseline !== undefined)
    refuseAt(build, [...path, 'partial'], 'discount.pro-rata-baseline', { meter: meter.id });
  return proRata;
}

/** The bound of one end: of two keys for it only one may be written. */
function endOf(
  build: DiscountBuild,
  meter: MeterForm,
  text: ConditionText,
  path: Path,
  keys: readonly [BoundKey, BoundKey],
): BoundForm | undefined {
  const [key, second] = keys.filter((one) => text[one] !== undefined);
  if (key === undefined) return undefined;
  if (second !== undefined) refuseAt(build, [...path, second], 'discount.bound-twice', { one: key, other: second });
  const written = text[key];
  return written === undefined ? undefined : boundForm(build, meter, written, path, key);
}

function meterCondition(build: DiscountBuild, text: ConditionText, path: Path): MeterConditionForm | undefined {
  if (text.meter === undefined) return undefined;
  if (Object.keys(BOUNDS).every((key) => Reflect.get(text, key) === undefined))
    refuseAt(build, path, 'discount.condition-without-bound');
  const meter = meterFor(build, text.meter, [...path, 'meter']);
  if (meter === undefined) return undefined;
  return {
    kind: 'meter',
    meter,
    lower: endOf(build, meter, text, path, ['atLeast', 'above']),
    upper: endOf(build, meter, text, path, ['lessThan', 'atMost']),
    from: text.from,
    proRata: isProRata(build, meter, text.partial, path),
  };
}

function scopeCondition(build: DiscountBuild, text: ConditionText, path: Path): ConditionForm {
  const found: Refusal[] = [];
  const scope = compileScope(text.scope, found, 'amounts');
  const place = build.entry.place([...path, 'scope']);
  build.refusals.push(...found.map((one) => refusal(one.code, one.params, place)));
  return { kind: 'scope', scope };
}

/** What lies outside a bound, the bound itself included where it was not inside. */
const beyond = (bound: BoundForm): BoundForm => ({ ...bound, closed: !bound.closed });

/** A comparison turned round: not at least is less than, not above is at most. Asked from the same day on. */
function turnedMeter(form: MeterConditionForm): ConditionForm {
  const { lower, upper } = form;
  const parts: ConditionForm[] = [];
  if (lower !== undefined) parts.push({ ...form, lower: undefined, upper: beyond(lower) });
  if (upper !== undefined) parts.push({ ...form, lower: beyond(upper), upper: undefined });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'any', of: parts };
}

/** The condition that holds exactly when the other fails, and is missing the same facts. */
function turned(form: ConditionForm): ConditionForm {
  switch (form.kind) {
    case 'meter':
      return turnedMeter(form);
    case 'scope':
      return { kind: 'scope', scope: { kind: 'not', of: form.scope } };
    case 'all':
      return { kind: 'any', of: form.of.map(turned) };
    case 'any':
      return { kind: 'all', of: form.of.map(turned) };
  }
}

const KINDS = ['meter', 'scope', 'all', 'any', 'not'] as const;
const OF_METER = ['atLeast', 'above', 'lessThan', 'atMost', 'from', 'partial'] as const;

/** One condition; undefined when its reasons stand in the refusals. */
function conditionForm(build: DiscountBuild, text: ConditionText, path: Path): ConditionForm | undefined {
  const given = KINDS.filter((kind) => text[kind] !== undefined);
  const [kind] = given;
  if (given.length !== 1 || kind === undefined)
    return refuseAt(build, path, 'discount.condition-kind', { given: given.length });
  const stray = kind === 'meter' ? undefined : OF_METER.find((key) => text[key] !== undefined);
  if (stray !== undefined) refuseAt(build, [...path, stray], 'discount.condition-stray', { key: stray });
  if (kind === 'meter') return meterCondition(build, text, path);
  if (kind === 'scope') return scopeCondition(build, text, path);
  if (kind === 'not') {
    const inner = text.not === undefined ? undefined : conditionForm(build, text.not, [...path, 'not']);
    return inner === undefined ? undefined : turned(inner);
  }
  return { kind, of: formsOf(build, text[kind] ?? [], [...path, kind]) };
}

function formsOf(build: DiscountBuild, texts: readonly ConditionText[], path: Path): readonly ConditionForm[] {
  return texts.map((text, index) => conditionForm(build, text, [...path, index])).filter((one) => one !== undefined);
}

/** The conditions of the discount, in the order written: all must hold. */
export function conditionForms(build: DiscountBuild): readonly ConditionForm[] {
  return Object.freeze(formsOf(build, build.text.when, ['when']));
}
