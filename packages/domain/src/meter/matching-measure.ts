/** What some of the items, wagons or containers of a consignment come to in a measure. */
import type { PartSort, SomeParts } from '../scope/matching.ts';
import { withParts } from '../scope/matching.ts';
import type { Subject } from '../scope/subject.ts';
import type { Counted, Measured, MeasureForm } from './form.ts';
import { measureOf } from './measure.ts';

/** Of which parts a measure is: of one sort, of whatever has a mass, or of the consignment alone. */
const MEASURED_OF: Readonly<Record<Counted, PartSort | 'mass' | 'consignment'>> = {
  mass: 'mass',
  'tonne-km': 'mass',
  wagons: 'wagon',
  'wagon-km': 'wagon',
  'axle-km': 'wagon',
  containers: 'container',
  teu: 'container',
  pieces: 'item',
  heads: 'item',
  packages: 'item',
  consignments: 'consignment',
  trains: 'consignment',
  'train-km': 'consignment',
};

type PlainMeasure = Exclude<MeasureForm, { kind: 'money' }>;

const measuredOf = (form: PlainMeasure): PartSort | 'mass' | 'consignment' =>
  form.kind === 'quantity' ? 'item' : MEASURED_OF[form.what];

/** Whether a measure can be told of each part of a sort by itself. */
export function tellsApart(form: PlainMeasure, sort: PartSort): boolean {
  const of = measuredOf(form);
  return of === 'mass' || of === sort;
}

/** Mass of the goods in these parts, as the note states it part by part. */
function massOfParts({ consignment }: Subject, { sort, of }: Pick<SomeParts, 'sort' | 'of'>): number | undefined {
  const list: readonly { readonly mass_kg?: number | undefined }[] = consignment[`${sort}s`];
  let mass = 0;
  for (const one of list) {
    if (!of.has(one)) continue;
    if (one.mass_kg === undefined) return undefined;
    mass += one.mass_kg;
  }
  return mass;
}

/** How much there is of a measure in these parts; `untold`: the measure is of another sort, such as wagons of some of the goods. */
export function measureOfParts(
  form: PlainMeasure,
  subject: Subject,
  parts: Pick<SomeParts, 'sort' | 'of'>,
): Measured | { readonly kind: 'untold' } {
  const measured = measuredOf(form);
  if (measured === 'consignment') return measureOf(form, subject);
  if (measured === parts.sort) return measureOf(form, withParts(subject, parts));
  if (measured !== 'mass') return { kind: 'untold' };
  const mass = massOfParts(subject, parts);
  if (mass === undefined) return { kind: 'missing', fields: [`${parts.sort}.mass_kg`] };
  return measureOf(form, { ...subject, consignment: { ...subject.consignment, mass_kg: mass } });
}
