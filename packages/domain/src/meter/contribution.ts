/** What one consignment adds to one meter, under which keys (pricing.md section 6). */
import type { Consignment } from '../consignment/schema.ts';
import { add, type Decimal, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ofMinor } from '../kernel/money.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject, World } from '../scope/subject.ts';
import type { CountAt, Measured, MeasureForm, MeterForm, MoneyMeasure } from './form.ts';
import { keyOf } from './key.ts';
import { countedBy } from './matching-measure.ts';
import { isWork } from './measure.ts';

/** What one leg was charged, by kind, in minor units of its currency: as tariffed, and after discounts and limits. */
export type LegCharges = {
  readonly leg: number;
  readonly currency: string;
  readonly lines: readonly { readonly charge: string; readonly gross: bigint; readonly net: bigint }[];
};

/** `key` undefined: it belongs to some key, but it is not known to which. */
export type Contribution =
  | { readonly kind: 'adds'; readonly key: string; readonly value: Decimal }
  | { readonly kind: 'missing'; readonly key: string | undefined; readonly fields: readonly string[] };

/** The date at which the consignment counts; undefined while it has not got that far, and so does not count yet. */
export function countDate(at: CountAt, consignment: Consignment): LocalDate | undefined {
  return at === 'accepted' ? consignment.accepted : consignment.dates[at];
}

/** Whether a charge kind falls under a prefix: `freight` covers `freight` and `freight.loaded`, not `freightage`. */
export function coversCharge(prefixes: readonly string[], charge: string): boolean {
  for (const prefix of prefixes)
    if (charge.startsWith(prefix) && (charge.length === prefix.length || charge[prefix.length] === '.')) return true;
  return false;
}

/** Money of the leg in the meter's currency; a leg charged in another currency is not this measure. */
function moneyOf(measure: MoneyMeasure, charges: LegCharges | undefined): Measured {
  if (charges === undefined) return { kind: 'missing', fields: ['leg.charges'] };
  let minor = 0n;
  if (charges.currency === measure.currency) {
    for (const line of charges.lines) if (coversCharge(measure.charges, line.charge)) minor += line[measure.of];
  }
  return { kind: 'known', value: ofMinor(minor, measure.currency) };
}

const NONE: readonly Contribution[] = Object.freeze([]);

function contributionOf(form: MeterForm, subject: Subject, charges: LegCharges | undefined): Contribution | undefined {
  const verdict = evaluateScope(form.scope, subject);
  if (verdict.kind === 'fails') return undefined;
  const key = keyOf(form, subject);
  const keyText = key.kind === 'key' ? key.text : undefined;
  if (verdict.kind === 'missing') return { kind: 'missing', key: keyText, fields: verdict.fields };
  const measured =
    form.measure.kind === 'money' ? moneyOf(form.measure, charges) : countedBy(form, form.measure, subject);
  if (measured === undefined) return undefined;
  if (measured.kind === 'missing') return { kind: 'missing', key: keyText, fields: measured.fields };
  if (key.kind === 'missing') return { kind: 'missing', key: undefined, fields: key.fields };
  return { kind: 'adds', key: key.text, value: measured.value };
}

/** Measures that run over legs add up leg by leg; of the others a consignment adds its own once to each key. */
const sumsLegs = (measure: MeasureForm): boolean =>
  measure.kind === 'money' || (measure.kind === 'counted' && isWork(measure.what));

function merged(form: MeterForm, found: readonly Contribution[]): readonly Contribution[] {
  const sums = new Map<string, Decimal>();
  const perLeg = sumsLegs(form.measure);
  for (const one of found) {
    if (one.kind === 'adds') sums.set(one.key, perLeg ? add(sums.get(one.key) ?? ZERO, one.value) : one.value);
  }
  const unsure = found.filter(
    (one) => one.kind === 'missing' && (perLeg || one.key === undefined || !sums.has(one.key)),
  );
  return [...[...sums].map(([key, value]): Contribution => ({ kind: 'adds', key, value })), ...unsure];
}

/** What a consignment adds to a meter that combines others: what it adds to all of them, by key. */
function ofParts(contributions: readonly Contribution[]): readonly Contribution[] {
  const sums = new Map<string, Decimal>();
  for (const one of contributions)
    if (one.kind === 'adds') sums.set(one.key, add(sums.get(one.key) ?? ZERO, one.value));
  const adds = [...sums].map(([key, value]): Contribution => ({ kind: 'adds', key, value }));
  return [...adds, ...contributions.filter((one) => one.kind === 'missing')];
}

/** A consignment and its legs as scopes look at them: every meter of a book asks for the same ones. */
type Seen = { readonly whole: Subject; readonly legs: readonly Subject[] };

let lastSeen: Seen | undefined;

function seen(consignment: Consignment, world: World): Seen {
  if (lastSeen?.whole.consignment === consignment && lastSeen.whole.world === world) return lastSeen;
  lastSeen = {
    whole: { consignment, world },
    legs: consignment.legs.map((leg): Subject => ({ consignment, leg, world })),
  };
  return lastSeen;
}

/** What the consignment adds to the meter: at most one value for each key, and what cannot be told. */
export function contributionsOf(
  form: MeterForm,
  consignment: Consignment,
  world: World,
  charges: readonly LegCharges[],
): readonly Contribution[] {
  if (form.combination !== undefined)
    return ofParts(form.combination.of.flatMap((part) => contributionsOf(part, consignment, world, charges)));
  const { whole, legs } = seen(consignment, world);
  if (!form.byLeg || legs.length < 2) {
    const one = contributionOf(form, (form.byLeg ? legs[0] : undefined) ?? whole, charges[0]);
    return one === undefined ? NONE : [one];
  }
  let found: Contribution[] | undefined;
  for (let index = 0; index < legs.length; index += 1) {
    const subject = legs[index];
    if (subject === undefined) continue;
    const one = contributionOf(form, subject, charges.length === 0 ? undefined : chargesOfLeg(charges, index));
    if (one === undefined) continue;
    if (found === undefined) found = [one];
    else found.push(one);
  }
  if (found === undefined) return NONE;
  return found.length === 1 ? found : merged(form, found);
}

const chargesOfLeg = (charges: readonly LegCharges[], leg: number): LegCharges | undefined =>
  charges.find((one) => one.leg === leg);
