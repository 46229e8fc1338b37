/**
 * Deficit weight (pricing.md section 4): "the lower of the mass at its own rate and a higher bracket's minimum at that bracket's
 * rate, reaching the `next` bracket (default) or `any`; in a mixed consignment the scale is that of the aggregate and the
 * deficit is charged at the lowest rate of that scale."
 */
import type { StepText } from '@kontor/domain/tariff/schema';
import {
  compare,
  decimalText,
  less,
  lesser,
  minus,
  notBelowZero,
  ONE,
  over,
  plus,
  type Rational,
  rational,
  times,
  total,
} from './rational.ts';
import { lacking, Refused } from './refused.ts';
import type { Reader, Reading } from './steps.ts';
import { beltOf, rowsOf } from './tables.ts';

type Deficit = Extract<StepText, { step: 'deficit' }>;

/** Least masses of the brackets above one, in rising order. */
function higherMinima({ tableNamed }: Reader, step: Deficit, reading: Reading, mass: Rational): readonly Rational[] {
  const table = tableNamed(reading, step.table);
  const key = table.keys[step.key];
  if (key?.match !== 'belt') throw new Error(`${step.key} is no belt`);
  const rows = rowsOf(table);
  const lows = rows.flatMap((row) => beltOf(key, row, rows).low ?? []);
  const distinct = [...new Map(lows.map((low) => [decimalText(low), low])).values()].toSorted(compare);
  const above = distinct.filter((low) => less(mass, low));
  return step.reach === 'none' ? [] : step.reach === 'next' ? above.slice(0, 1) : above;
}

const rateAt = ({ tableValue }: Reader, step: Deficit, reading: Reading, mass: Rational): Rational =>
  tableValue(reading, { table: step.table, at: { [step.key]: decimalText(mass) } });

/** Each item at its own rate on the scale of a bracket, and the deficit up to the bracket's least mass at the lowest of them. */
function chargeAt(
  reader: Reader,
  step: Deficit,
  items: readonly (readonly [Reading, Rational])[],
  scale: Rational,
): Rational {
  const rates = items.map(([reading]) => rateAt(reader, step, reading, scale));
  const masses = items.map(([, mass]) => mass);
  const deficit = notBelowZero(minus(scale, total(masses)));
  const [first, ...others] = rates;
  if (first === undefined) throw new Refused('missing-fact');
  const own = total(masses.map((mass, index) => times(mass, rates[index] ?? ONE)));
  return plus(own, times(deficit, others.reduce(lesser, first)));
}

export function deficitCharge(reader: Reader, step: Deficit, reading: Reading): Rational {
  const { items } = reading.view.consignment;
  if (step.items && items.length === 0) throw lacking('items');
  const views = step.items
    ? items.map((item): Reading => ({ ...reading, view: { ...reading.view, item } }))
    : [reading];
  const parts = views.map((one) => [one, reader.operandValue(one, step.of)] as const);
  const mass = total(parts.map(([, own]) => own));
  const scales = [mass, ...higherMinima(reader, step, reading, mass)];
  const charges = scales.map((scale) => chargeAt(reader, step, parts, scale));
  const [first, ...others] = charges;
  if (first === undefined) throw new Refused('no-row');
  return over(others.reduce(lesser, first), rational(step.per));
}
