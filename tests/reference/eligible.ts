/** Whether a discount applies to a leg (pricing.md section 7): base tariff, screening, charges touched, scope, conditions. */
import type { DiscountText } from '@kontor/domain/discount/schema';
import type { MeterReferenceText, MeterShapeText } from '@kontor/domain/meter/schema';
import { type At, type Book, inForce, knownOf, versionOf } from './book.ts';
import { coversKind } from './measures.ts';
import { type Journal, readMeter, type Sum, wholly } from './meters.ts';
import { less, type Rational, rational } from './rational.ts';
import { attempt } from './refused.ts';
import { scopeHolds } from './scopes.ts';
import type { Charged } from './tariffs.ts';
import { allOf, anyOf, NO, notOf, type Truth, truth, unknown, YES } from './truth.ts';
import { inUnit, unitOfMeter } from './units.ts';
import type { View } from './world.ts';

/** Everything a discount is judged by, beside the leg. */
export type Setting = {
  readonly book: Book;
  readonly knownBy: string;
  readonly journal: Journal;
  readonly screening: string | undefined;
};

/** A meter named by an entry is the version known when the entry was published. */
export function meterOf({ book }: Setting, reference: MeterReferenceText, by: DiscountText): MeterShapeText {
  if (typeof reference !== 'string') return reference;
  const versions = book.meters
    .filter(({ id }) => id === reference)
    .toSorted((a, b) => (knownOf(a) < knownOf(b) ? -1 : 1));
  const found = versions.findLast((one) => knownOf(one) <= knownOf(by)) ?? versions[0];
  if (found === undefined) throw new Error(`no meter ${reference}`);
  return found;
}

type Condition = DiscountText['when'][number];
type Threshold = NonNullable<Condition['atLeast']>;

function thresholdIn(threshold: Threshold, meter: MeterShapeText): Rational {
  if ('currency' in threshold) return rational(threshold.amount);
  return inUnit(rational(threshold.value), threshold.unit, unitOfMeter(meter));
}

/** "`from`: Date of acceptance from which the comparison is asked for; before it the condition holds." */
function comparisonHolds(setting: Setting, condition: Condition, by: DiscountText, view: View): Truth {
  const { atLeast, above, lessThan, atMost, meter: reference } = condition;
  if (reference === undefined) return YES;
  const meter = meterOf(setting, reference, by);
  const read = attempt(() => {
    const reading = readMeter({ ...setting, meter, view });
    const sum = by.at === 'settlement' ? reading.whole() : reading.before;
    return meter.baseline === undefined ? sum : { known: wholly(sum), missing: [] };
  });
  if ('refused' in read) return unknown(...read.refused.missing);
  return allOf([
    atLeast === undefined ? YES : reaches(read.value, thresholdIn(atLeast, meter)),
    above === undefined ? YES : exceeds(read.value, thresholdIn(above, meter)),
    lessThan === undefined ? YES : notOf(reaches(read.value, thresholdIn(lessThan, meter))),
    atMost === undefined ? YES : notOf(exceeds(read.value, thresholdIn(atMost, meter))),
  ]);
}

/** A comparison on a meter, a scope, or several conditions combined by all, any and not. */
function conditionHolds(setting: Setting, condition: Condition, by: DiscountText, view: View): Truth {
  const { from, scope, all, any, not } = condition;
  if (from !== undefined && view.consignment.accepted < from) return YES;
  const each = (list: readonly Condition[]): readonly Truth[] =>
    list.map((one) => conditionHolds(setting, one, by, view));
  return allOf([
    comparisonHolds(setting, condition, by, view),
    scopeHolds(scope, view),
    all === undefined ? YES : allOf(each(all)),
    any === undefined ? YES : anyOf(each(any)),
    not === undefined ? YES : notOf(conditionHolds(setting, not, by, view)),
  ]);
}

/** Whether a sum comes to a bound. Where its known part does, what is missing makes no difference (but for an excess it does). */
function reaches({ known, missing }: Sum, bound: Rational): Truth {
  if (!less(known, bound)) return YES;
  return missing.length > 0 ? unknown(...missing) : NO;
}

/** Whether a sum is more than a bound. */
function exceeds({ known, missing }: Sum, bound: Rational): Truth {
  if (less(bound, known)) return YES;
  return missing.length > 0 ? unknown(...missing) : NO;
}

/** "A discount names the base tariff version it was granted on; when that base is superseded it … is not carried over silently." */
function baseHolds({ base }: DiscountText, { tariff }: Charged): Truth {
  if (base === undefined) return YES;
  return truth(
    base.some((one) => one.tariff === tariff.id && (one.version ?? versionOf(tariff)) === versionOf(tariff)),
  );
}

export const touchedBy = ({ touches }: DiscountText, kind: string): boolean =>
  'charges' in touches && coversKind(touches.charges, kind);

/** Money of an effect, and of a cap, is in a currency, which must be that of the charge. */
export function inCurrencyOf({ effect, cap }: DiscountText, currency: string): boolean {
  const stated = [
    'currency' in effect ? effect.currency : undefined,
    cap?.amount === undefined ? undefined : cap.currency,
  ];
  return stated.every((one) => one === undefined || one === currency);
}

/** Nothing but ALLOW and FLAG gets a discount. */
const screeningHolds = ({ screening }: Setting): Truth => truth(screening === 'ALLOW' || screening === 'FLAG');

/** All of it must hold; whatever fails decides, even where a fact is missing for something else. Screening is asked last. */
export function isEligible(setting: Setting, discount: DiscountText, charged: Charged, receives: Truth): Truth {
  const { view, lines } = charged;
  const touched = lines.some((line) => line.discountable && touchedBy(discount, line.charge));
  const asked = allOf([
    baseHolds(discount, charged),
    truth(touched),
    scopeHolds(discount.scope, view),
    ...discount.when.map((condition) => conditionHolds(setting, condition, discount, view)),
    receives,
  ]);
  return asked.is === 'yes' ? screeningHolds(setting) : asked;
}

export const discountsInForce = ({ book }: Setting, at: At): readonly DiscountText[] => inForce(book.discounts, at);
