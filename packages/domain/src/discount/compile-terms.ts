/** Compiles the terms beside an effect: what is counted, which volume earns, conversions, the least amount. */
import { compareCodePoints } from '../kernel/code-point.ts';
import { compare, decimal, divide, isZero, ONE, ZERO } from '../kernel/decimal.ts';
import { addsUp, type MeasureForm, type MeterForm } from '../meter/form.ts';
import { compileRounding } from '../tariff/compile-operand.ts';
import { type DiscountBuild, factorTo, meterFor, type Path, refuseAt } from './compile-build.ts';
import { type DiscountForm, type EffectForm, type PerForm, tierOf } from './form.ts';
import type { AccrualForm, ConversionForm, CountedForm, VolumeForm } from './terms-form.ts';
import type { CountedText } from './terms-schema.ts';

const sameMeasure = (a: MeasureForm, b: MeasureForm): boolean =>
  (a.kind === 'counted' && b.kind === 'counted' && a.what === b.what) ||
  (a.kind === 'quantity' && b.kind === 'quantity' && a.unit === b.unit);

/** A meter counts towards what settles or acts now only when its window holds the consignment itself. */
function ownWindow(build: DiscountBuild, meter: MeterForm, path: Path): void {
  if (meter.window.lag > 0) refuseAt(build, path, 'discount.volume-lagged', { meter: meter.id });
  if (!addsUp(meter)) refuseAt(build, path, 'discount.meter-not-sum', { meter: meter.id });
}

export function countedForm(
  build: DiscountBuild,
  text: CountedText | undefined,
  per: PerForm,
  path: Path,
): CountedForm | undefined {
  if (text === undefined) return undefined;
  const over = text.over === undefined ? undefined : meterFor(build, text.over, [...path, 'over']);
  if (over !== undefined) {
    ownWindow(build, over, [...path, 'over']);
    if (!sameMeasure(over.measure, per.measure))
      refuseAt(build, [...path, 'over'], 'discount.counted-measure', { meter: over.id, per: per.name });
  }
  const size = text.package === undefined ? undefined : decimal(text.package);
  if (size !== undefined && compare(size, ZERO) <= 0) refuseAt(build, [...path, 'package'], 'discount.package-size');
  return {
    free: decimal(text.free ?? '0'),
    most: text.most === undefined ? undefined : decimal(text.most),
    package: size,
    over,
  };
}

export function volumeForm(build: DiscountBuild): VolumeForm | undefined {
  const text = build.text.volume;
  if (text === undefined) return undefined;
  const above = decimal(text.above ?? '0');
  const upTo = text.upTo === undefined ? undefined : decimal(text.upTo);
  if ((text.above === undefined && upTo === undefined) || (upTo !== undefined && compare(upTo, above) <= 0))
    refuseAt(build, ['volume'], 'discount.volume-bounds');
  const meter = meterFor(build, text.meter, ['volume', 'meter']);
  if (meter === undefined) return undefined;
  ownWindow(build, meter, ['volume', 'meter']);
  const unit = text.unit ?? meter.unit;
  const factor = factorTo(meter, unit);
  if (factor === undefined)
    return refuseAt(build, ['volume', 'unit'], 'discount.unit-of-meter', {
      unit,
      meter: meter.id,
      expected: meter.unit,
    });
  return { meter, unit, factor, above, upTo };
}

function conversionForm(build: DiscountBuild, index: number): ConversionForm | undefined {
  const text = build.text.convert[index];
  if (text === undefined) return undefined;
  const path = ['convert', index];
  const { from, to, multiply, divide: by, date, source } = text;
  const printed = multiply ?? by;
  const published = printed === undefined ? ZERO : decimal(printed);
  if ((multiply === undefined) === (by === undefined) || compare(published, ZERO) <= 0)
    return refuseAt(build, path, 'discount.conversion-coefficient', { from, to });
  const round = compileRounding(text.round, { place: build.entry.place([...path, 'round']), refusals: build.refusals });
  const factor = multiply === undefined ? divide(ONE, published) : published;
  return { from, to, published, factor, date, source, round };
}

/** The conversions, each pair of currencies once. */
export function conversionForms(build: DiscountBuild): readonly ConversionForm[] {
  const forms = build.text.convert.map((_, index) => conversionForm(build, index)).filter((one) => one !== undefined);
  for (const [index, { from, to }] of forms.entries()) {
    if (forms.slice(0, index).some((one) => one.from === from && one.to === to))
      refuseAt(build, ['convert', index], 'discount.conversion-twice', { from, to });
  }
  return forms;
}

/** What is set aside at a forecast: only of a scale that settles later, whose meter adds up, and with a forecast. */
export function accrualForm(build: DiscountBuild, effect: EffectForm): AccrualForm | undefined {
  const { accrual, at } = build.text;
  if (accrual === undefined || accrual.at === 'reached') return undefined;
  const tier = tierOf({ effect });
  const later = at === 'settlement' || effect.kind === 'pay';
  if (!later || tier === undefined || !addsUp(tier.meter) || accrual.forecast.length === 0)
    return refuseAt(build, ['accrual'], 'discount.accrual-forecast');
  const forecast = accrual.forecast
    .map(({ known, value, window }) => ({ known, value: decimal(value), window }))
    .toSorted((a, b) => compareCodePoints(a.known, b.known));
  const place = build.entry.place(['accrual', 'round']);
  return { at: accrual.at, forecast, round: compileRounding(accrual.round, { place, refusals: build.refusals }) };
}

/** A least amount is of one consignment; a scale that settles a whole window has none. */
export function leastForm(build: DiscountBuild): DiscountForm['least'] {
  const { least, at, effect } = build.text;
  if (least === undefined) return undefined;
  const value = decimal(least.amount);
  if (isZero(value) || value.units < 0n) refuseAt(build, ['least'], 'discount.least-amount');
  if (at === 'settlement' && effect.kind === 'tier') refuseAt(build, ['least'], 'discount.least-of-window');
  return { value, currency: least.currency };
}
