/** How near the worked examples of a discount come to each of its bounds: one unit of the meter below, at it, one above. */
import type { LoadedEntry } from '@kontor/domain/book/load';
import type { DiscountExample } from '@kontor/domain/discount/example-schema';
import type { ConditionForm, DiscountForm } from '@kontor/domain/discount/form';
import type { DiscountText } from '@kontor/domain/discount/schema';
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  equals,
  ONE,
  subtract,
  toText,
  ZERO,
} from '@kontor/domain/kernel/decimal';
import type { MeterForm } from '@kontor/domain/meter/form';
import { rateJournal } from '@kontor/domain/rating/rate-journal';
import type { PricedBook } from './notices.ts';

export type Approach = 'below' | 'at' | 'above';
type Bound = { readonly meter: MeterForm; readonly value: Decimal; readonly read: 'condition' | 'window' | 'volume' };

function boundsOf(conditions: readonly ConditionForm[]): readonly Bound[] {
  return conditions.flatMap((one): readonly Bound[] => {
    if (one.kind === 'scope') return [];
    if (one.kind !== 'meter') return boundsOf(one.of);
    return [one.lower, one.upper].flatMap((bound) =>
      bound === undefined ? [] : [{ meter: one.meter, value: bound.value, read: 'condition' as const }],
    );
  });
}

function allBounds({ when, guarantee, volume }: DiscountForm): readonly Bound[] {
  const bounds: Bound[] = [...boundsOf(when)];
  if (guarantee !== undefined) bounds.push({ meter: guarantee.meter, value: guarantee.atLeast.value, read: 'window' });
  for (const value of [volume?.above, volume?.upTo])
    if (volume !== undefined && value !== undefined)
      bounds.push({ meter: volume.meter, value: divide(value, volume.factor), read: 'volume' });
  return bounds;
}

/** What an example gives a meter beside its notes. */
function heldIn(meter: MeterForm, { history }: DiscountExample): Decimal {
  const named = (name: string | undefined): boolean =>
    name === undefined || meter.id.startsWith(`${name}@`) || meter.id.endsWith(`#${name}`);
  return history.filter((one) => named(one.meter)).reduce((sum, one) => add(sum, decimal(one.value)), ZERO);
}

function reading(priced: PricedBook, form: DiscountForm, example: DiscountExample, bound: Bound): Decimal | undefined {
  const { book } = priced;
  const { consignment } = example;
  const [leg] = consignment.legs;
  const knownBy = example.knownBy ?? form.known;
  const journal = rateJournal(book, [...example.journal, consignment], { knownBy, screeningOf: () => 'ALLOW' });
  const subject = { consignment, world: book.world, ...(leg === undefined ? {} : { leg }) };
  const { readings } = journal.state;
  const before = bound.read === 'condition' && form.at === 'rating';
  const found = before ? readings.before(bound.meter, subject) : readings.within(bound.meter, subject);
  return found.kind === 'read' ? add(found.value, heldIn(bound.meter, example)) : undefined;
}

/** One unit of what meters count: a kilogram, a container. */
const UNIT = ONE;

/** Each bound of a discount with how its examples approach it. */
export function approaches(
  priced: PricedBook,
  entry: LoadedEntry,
  { examples }: DiscountText,
): readonly { readonly bound: string; readonly shown: ReadonlySet<Approach> }[] {
  const form = priced.book.discounts.find((one) => one.id === entry.id && one.version === entry.version);
  if (form === undefined) throw new RangeError(`${entry.id} does not compile`);
  return allBounds(form).map((bound) => {
    const shown = new Set<Approach>();
    for (const example of examples) {
      const value = reading(priced, form, example, bound);
      if (value === undefined) continue;
      const off = subtract(value, bound.value);
      if (compare(off, ZERO) === 0) shown.add('at');
      if (equals(off, UNIT)) shown.add('above');
      if (equals(off, subtract(ZERO, UNIT))) shown.add('below');
    }
    return { bound: `${toText(bound.value)} ${bound.meter.unit} of ${bound.meter.id}`, shown };
  });
}
