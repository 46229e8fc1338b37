/** What a consignment brings onto a meter (pricing.md section 6). Masses in kilograms, work in tonne-kilometres and the like. */
import type { Consignment, Leg } from '@kontor/domain/consignment/schema';
import type { MeterShapeText } from '@kontor/domain/meter/schema';
import { coversKind } from './charge-kinds.ts';
import { massOf } from './facts.ts';
import { fromMinor, sum } from './money.ts';
import { over, type Rational, rational, times, total, whole, ZERO } from './rational.ts';
import { lacking } from './refused.ts';
import type { Line } from './tariffs.ts';

/** Lines of a leg that was rated, by which money is measured. */
export type RatedLines = { readonly leg: number; readonly currency: string; readonly lines: readonly Line[] };

type Measure = NonNullable<MeterShapeText['measure']>;

function counted(list: readonly unknown[], name: string): Rational {
  if (list.length === 0) throw lacking(name);
  return whole(list.length);
}

function summed<T>(list: readonly T[], name: string, value: (one: T) => number | undefined): Rational {
  const values = list.map(value);
  if (values.length === 0 || values.includes(undefined)) throw lacking(name);
  return total(values.map((one) => whole(one ?? 0)));
}

function tonnes(consignment: Consignment): Rational {
  const mass = massOf(consignment);
  if (mass === undefined) throw lacking('mass_kg');
  return over(rational(mass), whole(1000));
}

const trains = ({ kind }: Consignment): Rational => {
  if (kind === undefined) throw lacking('kind');
  return whole(kind === 'block-train' ? 1 : 0);
};

/** A note of another kind than containers that lists none has none. */
const hasNone = ({ containers, kind }: Consignment): boolean =>
  containers.length === 0 && kind !== undefined && kind !== 'container';

/** Twenty feet are one unit. */
function teus(consignment: Consignment): Rational {
  const { containers } = consignment;
  if (hasNone(consignment)) return ZERO;
  return over(
    summed(containers, 'container.size_ft', (one) => one.size_ft),
    whole(20),
  );
}

/** Counts of the consignment itself, whatever leg is meant. */
function ofConsignment(measure: string, consignment: Consignment): Rational | undefined {
  const { items, wagons, containers } = consignment;
  switch (measure) {
    case 'mass':
      return times(tonnes(consignment), whole(1000));
    case 'wagons':
      return counted(wagons, 'wagons');
    case 'trains':
      return trains(consignment);
    case 'containers':
      return hasNone(consignment) ? ZERO : counted(containers, 'containers');
    case 'teu':
      return teus(consignment);
    case 'pieces':
    case 'heads':
    case 'packages':
      return summed(items, measure, (one) => one[measure]);
    case 'consignments':
      return whole(1);
    default:
      return undefined;
  }
}

/** What a leg's kilometres are multiplied with. */
function carried(measure: string, consignment: Consignment): Rational {
  switch (measure) {
    case 'tonne-km':
      return tonnes(consignment);
    case 'wagon-km':
      return counted(consignment.wagons, 'wagons');
    case 'train-km':
      return trains(consignment);
    default:
      return summed(consignment.wagons, 'wagon.axles', (one) => one.axles);
  }
}

function kilometres(leg: Leg): Rational {
  if (leg.distanceKm === undefined) throw lacking('leg.distanceKm');
  return rational(leg.distanceKm);
}

type Money = Extract<Measure, { money: unknown }>['money'];

/** Gross: the tariff's lines; net: with what discounts took off those kinds. */
function moneyOf({ charges, of, currency }: Money, legs: readonly number[], rated: readonly RatedLines[]): Rational {
  if (legs.some((leg) => !rated.some((one) => one.leg === leg))) throw lacking('leg.charges');
  const lines = rated.filter((one) => legs.includes(one.leg) && one.currency === currency).flatMap((one) => one.lines);
  const meant = lines.filter(
    ({ source, charge }) => coversKind(charges, charge) && (source === 'tariff' || (of === 'net' && source !== 'tax')),
  );
  return fromMinor(sum(meant.map(({ amount }) => amount)), currency);
}

function quantityOf(consignment: Consignment, unit: string): Rational {
  const inUnit = consignment.items.flatMap(({ quantities = [] }) => quantities).filter((one) => one.unit === unit);
  if (inUnit.length === 0) throw lacking(`quantity.${unit}`);
  return total(inUnit.map(({ value }) => rational(value)));
}

/** Meters that are read as one; of any other the meter itself. */
export function partsOf(meter: MeterShapeText): readonly MeterPartShape[] {
  return (meter.of ?? [meter]).map((part) => {
    if (typeof part === 'string') throw new Error('a part that was not looked up');
    return part;
  });
}

type MeterPartShape = Exclude<NonNullable<MeterShapeText['of']>[number], string>;

/** What a meter measures; meters that are read as one measure in the same unit. */
export function measured(meter: MeterShapeText): Measure {
  const [first] = partsOf(meter);
  if (first?.measure === undefined) throw new Error('a meter that measures nothing');
  return first.measure;
}

/** The measure of a consignment over the legs that count; what is not stated is thrown as missing. */
export function measureOf(
  measure: Measure,
  consignment: Consignment,
  legs: readonly number[],
  rated: readonly RatedLines[],
): Rational {
  if (typeof measure !== 'string')
    return 'money' in measure ? moneyOf(measure.money, legs, rated) : quantityOf(consignment, measure.quantity);
  const once = ofConsignment(measure, consignment);
  if (once !== undefined) return once;
  const load = carried(measure, consignment);
  if (legs.length === 0) throw lacking('leg.distanceKm');
  return legs.reduce((sumSoFar, index) => {
    const leg = consignment.legs[index];
    return leg === undefined ? sumSoFar : total([sumSoFar, times(load, kilometres(leg))]);
  }, ZERO);
}
