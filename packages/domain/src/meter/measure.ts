/** What one consignment, or one leg of it, adds to a measure (pricing.md section 6). A missing fact is missing, never zero. */
import type { Consignment, Container, Leg, Wagon } from '../consignment/schema.ts';
import { add, type Decimal, decimal, divide, multiply, ONE, ofInteger, parseDecimal, ZERO } from '../kernel/decimal.ts';
import type { Field } from '../scope/field.ts';
import { fieldNamed } from '../scope/fields.ts';
import type { Subject } from '../scope/subject.ts';
import type { Counted, Measured, MeasureForm } from './form.ts';

const TONNES_PER_KILOGRAM = decimal('0.001');
/** A twenty-foot equivalent is one container of 20 feet; so 40 are 2 and 45 are 2.25. */
const FEET_PER_TEU = decimal('20');

const known = (value: Decimal): Measured => ({ kind: 'known', value });
const missing = (...fields: readonly string[]): Measured => ({ kind: 'missing', fields });

function field(name: string): Field {
  const found = fieldNamed(name);
  if (found === undefined) throw new RangeError(`no such field: ${name}`);
  return found;
}

/** Counts that the registry of fields already knows how to read. */
const FIELDS: Partial<Record<Counted, Field>> = {
  mass: field('mass_kg'),
  wagons: field('wagons.count'),
  pieces: field('pieces'),
  heads: field('heads'),
  packages: field('packages'),
};

/** The single number of a field. */
function numberIn(of: Field, subject: Subject): Measured {
  const { values, complete } = of.read(subject);
  const [value] = values;
  return complete && typeof value === 'object' ? known(value) : missing(of.name);
}

function sumOver<T>(parts: readonly T[], name: string, read: (part: T) => number | undefined): Measured {
  let total = 0n;
  for (const part of parts) {
    const value = read(part);
    if (value === undefined) return missing(name);
    total += BigInt(value);
  }
  return parts.length === 0 ? missing(name) : known(ofInteger(total));
}

/** A note of another kind than containers that lists none has none: it is counted as nought, and its count is not missing. */
const carriesNone = ({ containers, kind }: Consignment): boolean =>
  containers.length === 0 && kind !== undefined && kind !== 'container';

const containersField = field('containers.count');

function containersOf(subject: Subject): Measured {
  return carriesNone(subject.consignment) ? known(ZERO) : numberIn(containersField, subject);
}

function teuOf(consignment: Consignment): Measured {
  const feet = sumOver(consignment.containers, 'container.size_ft', (container: Container) => container.size_ft);
  if (feet.kind === 'known') return known(divide(feet.value, FEET_PER_TEU));
  return carriesNone(consignment) ? known(ZERO) : feet;
}

/** A block train is one train; a consignment of another kind is none of its own. */
function trainsOf(consignment: Consignment): Measured {
  if (consignment.kind === undefined) return missing('kind');
  return known(consignment.kind === 'block-train' ? ONE : ZERO);
}

function axlesOf(consignment: Consignment): Measured {
  return sumOver(consignment.wagons, 'wagon.axles', (wagon: Wagon) => wagon.axles);
}

function distanceOf(leg: Leg): Measured {
  const value = leg.distanceKm === undefined ? undefined : parseDecimal(leg.distanceKm);
  return value === undefined ? missing('leg.distanceKm') : known(value);
}

/** What is moved, for the measures of work: tonnes, wagons, trains or axles. */
function loadOf(what: Counted, subject: Subject): Measured {
  switch (what) {
    case 'tonne-km': {
      const mass = countedOf('mass', subject);
      return mass.kind === 'known' ? known(multiply(mass.value, TONNES_PER_KILOGRAM)) : mass;
    }
    case 'wagon-km':
      return countedOf('wagons', subject);
    case 'train-km':
      return countedOf('trains', subject);
    default:
      return axlesOf(subject.consignment);
  }
}

/** Load × kilometres over the subject's leg, or over every leg. */
function workOf(what: Counted, subject: Subject): Measured {
  const load = loadOf(what, subject);
  if (load.kind === 'missing') return load;
  const legs = subject.leg === undefined ? subject.consignment.legs : [subject.leg];
  if (legs.length === 0) return missing('leg.distanceKm');
  let km = ZERO;
  for (const leg of legs) {
    const distance = distanceOf(leg);
    if (distance.kind === 'missing') return distance;
    km = add(km, distance.value);
  }
  return known(multiply(load.value, km));
}

/** The amount of a counted measure: mass in kilograms, work in tonne-, wagon-, train- or axle-kilometres. */
export function countedOf(what: Counted, subject: Subject): Measured {
  const read = FIELDS[what];
  if (read !== undefined) return numberIn(read, subject);
  switch (what) {
    case 'consignments':
      return known(ONE);
    case 'containers':
      return containersOf(subject);
    case 'teu':
      return teuOf(subject.consignment);
    case 'trains':
      return trainsOf(subject.consignment);
    default:
      return workOf(what, subject);
  }
}

const quantityFields = new Map<string, Field>();

function quantityField(unit: string): Field {
  const found = quantityFields.get(unit) ?? field(`quantity.${unit}`);
  quantityFields.set(unit, found);
  return found;
}

/** What the subject adds to a measure that is not of money. Money comes from its rating, see `charges.ts`. */
export function measureOf(form: Exclude<MeasureForm, { kind: 'money' }>, subject: Subject): Measured {
  return form.kind === 'counted' ? countedOf(form.what, subject) : numberIn(quantityField(form.unit), subject);
}

/** Whether a measure runs over legs, so that a consignment adds the sum of its legs in scope. */
export function isWork(what: Counted): boolean {
  return what.endsWith('-km');
}
