/** What some of the items, wagons or containers of a consignment come to in a measure. */
import {
  type Matching,
  matchingParts,
  PART_SORTS,
  type PartSort,
  type SomeParts,
  withParts,
} from '../scope/matching.ts';
import type { Subject } from '../scope/subject.ts';
import type { Counted, Measured, MeasureForm, MeterForm } from './form.ts';
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

const WHOLE: Matching = Object.freeze({ kind: 'all' });

const matchingOf = ({ parts, scope }: MeterForm, subject: Subject): Matching =>
  parts === 'whole' ? WHOLE : matchingParts(scope, subject);

/** Which goods, wagons and containers belong together: no note says so, and it is missing under a name of its own. */
const belonging = (first: PartSort, second: PartSort): string =>
  PART_SORTS.filter((sort) => sort === first || sort === second).join('-in-');

/** The consignment as a meter counts it: where that counts matching parts alone, with these of their sort. */
export function countedParts(form: MeterForm, subject: Subject): Subject {
  const matching = matchingOf(form, subject);
  return matching.kind === 'some' ? withParts(subject, matching) : subject;
}

/**
 * What a subject that the meter's scope speaks of adds to it: of all there is, or of the matching parts alone. Undefined where no
 * single part meets all that the scope asks: then nothing counts.
 */
export function countedBy(meter: MeterForm, form: PlainMeasure, subject: Subject): Measured | undefined {
  const matching = matchingOf(meter, subject);
  switch (matching.kind) {
    case 'all':
      return measureOf(form, subject);
    case 'none':
      return undefined;
    case 'missing':
      return matching;
    case 'unrelated':
      return { kind: 'missing', fields: [belonging(matching.first, matching.second)] };
    case 'some': {
      const measured = measureOfParts(form, subject, matching);
      if (measured.kind !== 'untold') return measured;
      const of = measuredOf(form);
      return { kind: 'missing', fields: [belonging(matching.sort, isSort(of) ? of : matching.sort)] };
    }
  }
}

const isSort = (of: ReturnType<typeof measuredOf>): of is PartSort => of !== 'mass' && of !== 'consignment';
