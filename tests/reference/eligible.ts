/** Whether a discount applies to a leg (pricing.md section 7): base tariff, screening, charges touched, scope, conditions. */
import type { DiscountText } from '@kontor/domain/discount/schema';
import type { MeterReferenceText, MeterShapeText } from '@kontor/domain/meter/schema';
import { isRunning } from './asked-amounts.ts';
import { type At, type Book, inForce, knownOf, versionOf } from './book.ts';
import { daysIn, meet, monthsIn, type Span } from './calendar.ts';
import { coversKind } from './charge-kinds.ts';
import { type Journal, type Reading as MeterReading, readMeter, type Sum, wholly } from './meters.ts';
import { less, over, type Rational, rational, times, whole } from './rational.ts';
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
  /** What the consignment has been given for reaching steps, on earlier legs. */
  readonly reached: Set<string>;
};

/** A meter named by an entry is the version known when the entry was published; so are meters it reads as one. */
function meterNamed({ book }: Setting, id: string, by: DiscountText): Book['meters'][number] {
  const versions = book.meters.filter((one) => one.id === id).toSorted((a, b) => (knownOf(a) < knownOf(b) ? -1 : 1));
  const found = versions.findLast((one) => knownOf(one) <= knownOf(by)) ?? versions[0];
  if (found === undefined) throw new Error(`no meter ${id}`);
  return found;
}

export function meterOf(setting: Setting, reference: MeterReferenceText, by: DiscountText): MeterShapeText {
  const meter = typeof reference === 'string' ? meterNamed(setting, reference, by) : reference;
  if (meter.of === undefined) return meter;
  return { ...meter, of: meter.of.map((part) => (typeof part === 'string' ? meterNamed(setting, part, by) : part)) };
}

type Condition = DiscountText['when'][number];
type Threshold = NonNullable<Condition['atLeast']>;

function thresholdIn(threshold: Threshold, meter: MeterShapeText): Rational {
  if ('currency' in threshold) return rational(threshold.amount);
  return inUnit(rational(threshold.value), threshold.unit, unitOfMeter(meter));
}

/** What of the window lies in the validity of the discount, and in the agreement the consignment names. */
function undertaken({ book, knownBy }: Setting, by: DiscountText, { consignment }: View): readonly Span[] {
  const { accepted, agreement } = consignment;
  const named = inForce(book.agreements, { on: accepted, knownBy }).find(({ id }) => id === agreement);
  return named === undefined ? [by.valid] : [by.valid, named.period];
}

/** "Minimums per day or month scale with the window; a partial window is pro-rated where the entry says so." (section 6) */
function grown({ per }: Threshold, bound: Rational, { window, part }: Pick<MeterReading, 'window' | 'part'>): Rational {
  if (per === 'day') return times(bound, whole(daysIn(part)));
  if (per === 'month') return times(bound, monthsIn(part));
  const isWhole = window.from === part.from && window.to === part.to;
  return isWhole ? bound : over(times(bound, whole(daysIn(part))), whole(daysIn(window)));
}

/** "`from`: Date of acceptance from which the comparison is asked for; before it the condition holds, within `not` too." */
function comparisonHolds(setting: Setting, condition: Condition, { by, view, wanted }: Asked): Truth {
  const { atLeast, above, lessThan, atMost, meter: reference, partial, from } = condition;
  if (reference === undefined) return truth(wanted);
  if (from !== undefined && view.consignment.accepted < from) return YES;
  const meter = meterOf(setting, reference, by);
  const cut = partial === 'pro-rata' ? undertaken(setting, by, view) : [];
  const read = attempt(() => {
    const reading = readMeter({ ...setting, meter, view, cut });
    if (reading.part.to !== undefined && reading.part.to <= reading.part.from) return 'nothing undertaken';
    const sum = settlesLater(by) ? reading.whole() : reading.before;
    const value: Sum = meter.baseline === undefined ? sum : { known: wholly(sum), missing: [] };
    const bound = (one: Threshold): Rational => grown(one, thresholdIn(one, meter), reading);
    return allOf([
      atLeast === undefined ? YES : reaches(value, bound(atLeast)),
      above === undefined ? YES : exceeds(value, bound(above)),
      lessThan === undefined ? YES : notOf(reaches(value, bound(lessThan))),
      atMost === undefined ? YES : notOf(exceeds(value, bound(atMost))),
    ]);
  });
  if ('refused' in read) return unknown(...read.refused.missing);
  if (read.value === 'nothing undertaken') return YES;
  return wanted ? read.value : notOf(read.value);
}

/** Who asks, of what; `wanted`: within `not` it is asked whether the condition fails. */
type Asked = { readonly by: DiscountText; readonly view: View; readonly wanted: boolean };

/** A comparison on a meter, a scope, or several conditions combined by all, any and not. */
function conditionHolds(setting: Setting, condition: Condition, asked: Asked): Truth {
  const { scope, all, any, not } = condition;
  const { view, wanted } = asked;
  const each = (list: readonly Condition[]): readonly Truth[] => list.map((one) => conditionHolds(setting, one, asked));
  const [together, oneOf] = wanted ? [allOf, anyOf] : [anyOf, allOf];
  if (scope !== undefined) return wanted ? scopeHolds(scope, view) : notOf(scopeHolds(scope, view));
  if (all !== undefined) return together(each(all));
  if (any !== undefined) return oneOf(each(any));
  if (not !== undefined) return conditionHolds(setting, not, { ...asked, wanted: !wanted });
  return comparisonHolds(setting, condition, asked);
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

/** "Without `version`: the one in force when the discount begins, as known when it was published, else the first one known later." */
function grantedVersion({ book }: Setting, id: string, discount: DiscountText): string | undefined {
  const versions = book.tariffs.filter((one) => one.id === id);
  const [first] = inForce(versions, { on: discount.valid.from, knownBy: knownOf(discount) });
  if (first !== undefined) return versionOf(first);
  const met = versions.filter(({ valid }) => meet(valid, discount.valid));
  const [next] = met.toSorted((a, b) => (knownOf(a) + a.valid.from < knownOf(b) + b.valid.from ? -1 : 1));
  return next === undefined ? undefined : versionOf(next);
}

/** "A discount names the base tariff version it was granted on; when that base is superseded it … is not carried over silently." */
function baseHolds(setting: Setting, discount: DiscountText, { tariff }: Charged): Truth {
  if (discount.base === undefined) return YES;
  const granted = discount.base
    .filter((one) => one.tariff === tariff.id)
    .map(({ version }) => version ?? grantedVersion(setting, tariff.id, discount));
  return truth(granted.includes(versionOf(tariff)));
}

export const touchedBy = ({ touches }: DiscountText, kind: string): boolean =>
  'charges' in touches && coversKind(touches.charges, kind);

/** Rebates, and subsidies, come after the invoice. */
export const settlesLater = ({ at, effect }: DiscountText): boolean => at === 'settlement' || effect.kind === 'pay';

/** What waits for the turn in the stack is no obstacle before it. */
const beforeTurn = (holds: Truth): Truth => (holds.is === 'unknown' && holds.missing.some(isRunning) ? YES : holds);

/** Scope and conditions, in view of what the leg costs. */
export function asksHold(
  setting: Setting,
  discount: DiscountText,
  view: View,
  judge = (one: Truth): Truth => one,
): Truth {
  const { scope, when } = discount;
  const conditions = when.map((one) => conditionHolds(setting, one, { by: discount, view, wanted: true }));
  return allOf([judge(scopeHolds(scope, view)), judge(allOf(conditions))]);
}

/** Nothing but ALLOW and FLAG gets a discount. */
const screeningHolds = ({ screening }: Setting): Truth => truth(screening === 'ALLOW' || screening === 'FLAG');

/** All of it must hold; whatever fails decides, even where a fact is missing for something else. Screening is asked last. */
export function isEligible(setting: Setting, discount: DiscountText, charged: Charged, receives: Truth): Truth {
  const { view, lines, currency } = charged;
  const amounts = { currency, lines: lines.map(({ charge, amount }) => ({ charge, amount, left: undefined })) };
  const touched = lines.some((line) => line.discountable && touchedBy(discount, line.charge));
  const asked = allOf([
    baseHolds(setting, discount, charged),
    truth(touched),
    asksHold(setting, discount, { ...view, amounts }, beforeTurn),
    receives,
  ]);
  return asked.is === 'yes' ? screeningHolds(setting) : asked;
}

export const discountsInForce = ({ book }: Setting, at: At): readonly DiscountText[] => inForce(book.discounts, at);
