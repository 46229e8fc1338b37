/** Compiles a guaranteed volume: its meter, its minimum in the unit written, and what failing it costs. */
import { type Decimal, decimal, divide, HUNDRED, multiply, ONE } from '../kernel/decimal.ts';
import type { MeterForm, MeterKey } from '../meter/form.ts';
import { type DiscountBuild, factorTo, meterFor, refuseAt } from './compile-build.ts';
import { boundForm, isProRata } from './compile-condition.ts';
import type { GuaranteeFailure, GuaranteeForm } from './guarantee.ts';
import type { GuaranteeText } from './schema.ts';

const PARTY_KEYS: ReadonlySet<MeterKey> = new Set(['consignor', 'consignee', 'payer', 'carrier']);

/** Money per unit of the guarantee, from money per the unit a rate is written in. */
function rateIn(
  build: DiscountBuild,
  meter: MeterForm,
  unit: string,
  text: { readonly rate: string; readonly per: string | undefined; readonly at: string },
): Decimal {
  if (text.per === undefined || text.per === unit) return decimal(text.rate);
  const from = factorTo(meter, unit);
  const to = factorTo(meter, text.per);
  if (from !== undefined && to !== undefined) return multiply(decimal(text.rate), divide(to, from));
  refuseAt(build, ['guarantee', text.at, 'per'], 'discount.unit-of-meter', {
    unit: text.per,
    meter: meter.id,
    expected: meter.unit,
  });
  return decimal(text.rate);
}

function failureForm(
  build: DiscountBuild,
  text: GuaranteeText,
  meter: MeterForm,
  unit: string,
): GuaranteeFailure | undefined {
  const { onFailure } = text;
  if (onFailure.kind === 'claw-back') return { kind: 'claw-back' };
  const { rate, baseFee, per, currency, percent, makeUpWindows } = onFailure;
  const written = rate ?? baseFee;
  if (written === undefined || (rate !== undefined && baseFee !== undefined))
    return refuseAt(build, ['guarantee', 'onFailure'], 'discount.guarantee-rate');
  return {
    kind: 'pay',
    by: rate === undefined ? 'base-fee' : 'rate',
    rate: rateIn(build, meter, unit, { rate: written, per, at: 'onFailure' }),
    currency,
    share: percent === undefined ? ONE : divide(decimal(percent), HUNDRED),
    makeUp: makeUpWindows ?? 0,
  };
}

/** Whether it is known who pays: named, or the one party the meter's key stands for. */
function namesPromisor(text: GuaranteeText, meter: MeterForm): boolean {
  const [key] = meter.key;
  return text.by !== undefined || (meter.key.length === 1 && key !== undefined && PARTY_KEYS.has(key));
}

/** The guarantee's form; undefined when there is none, or when its reasons stand in the refusals. */
export function guaranteeForm(build: DiscountBuild): GuaranteeForm | undefined {
  const text = build.text.guarantee;
  if (text === undefined) return undefined;
  if ('goodsPrice' in build.text.touches) return refuseAt(build, ['guarantee'], 'discount.guarantee-goods-price');
  const meter = meterFor(build, text.meter, ['guarantee', 'meter']);
  if (meter === undefined) return undefined;
  if (meter.window.kind === 'rolling' || meter.window.lag > 0)
    return refuseAt(build, ['guarantee', 'meter'], 'discount.guarantee-window', { meter: meter.id });
  const unit = 'unit' in text.atLeast ? text.atLeast.unit : text.atLeast.currency;
  const factor = factorTo(meter, unit) ?? ONE;
  const atLeast = boundForm(build, meter, text.atLeast, ['guarantee'], 'atLeast');
  const failure = failureForm(build, text, meter, unit);
  if (failure === undefined || atLeast === undefined) return undefined;
  const pays = failure.kind === 'pay' || text.refused !== undefined;
  if (pays && !namesPromisor(text, meter))
    return refuseAt(build, ['guarantee'], 'discount.guarantee-by', { meter: meter.id });
  const { refused } = text;
  return Object.freeze({
    meter,
    unit,
    factor,
    atLeast,
    proRata: isProRata(build, meter, text.partial, ['guarantee']),
    cumulative: text.count === 'cumulative',
    by: text.by,
    graceDays: text.graceDays,
    failure: Object.freeze(failure),
    refused:
      refused === undefined
        ? undefined
        : {
            rate: rateIn(build, meter, unit, { rate: refused.rate, per: refused.per, at: 'refused' }),
            currency: refused.currency,
          },
  });
}
