/** A rate that differs from wagon to wagon, container to container or item to item: each at its own. */
import type { PerText } from '@kontor/domain/discount/schema';
import type { OperandText } from '@kontor/domain/tariff/schema';
import { plus, type Rational, times, ZERO } from './rational.ts';
import { attempt, lacking } from './refused.ts';
import { operandValue, type Reading } from './steps.ts';
import { countOf } from './terms.ts';
import type { View } from './world.ts';

const MASSES: readonly PerText[] = ['tonne', 'kilogram', 'tonne-km'];

/** What is counted of each by itself, besides mass. */
const COUNTED = {
  item: ['piece', 'head', 'package'],
  wagon: ['wagon', 'wagon-km', 'axle-km'],
  container: ['container', 'teu'],
} as const;
const SORTS = ['item', 'wagon', 'container'] as const;
type Sort = (typeof SORTS)[number];

function tellsApart(per: PerText, sort: Sort): boolean {
  if (typeof per !== 'string') return sort === 'item';
  return MASSES.includes(per) || COUNTED[sort].some((one) => one === per);
}

/** Each member of a sort in view alone, and a consignment of it alone. */
function aloneIn(
  view: View,
  sort: Sort,
): readonly { readonly view: View; readonly alone: View; readonly mass: number | undefined }[] {
  const { consignment } = view;
  const { items, wagons, containers } = consignment;
  switch (sort) {
    case 'item':
      return items.map((item) => ({
        view: { ...view, item },
        alone: { ...view, consignment: { ...consignment, items: [item] } },
        mass: item.mass_kg,
      }));
    case 'wagon':
      return wagons.map((wagon) => ({
        view: { ...view, wagon },
        alone: { ...view, consignment: { ...consignment, wagons: [wagon] } },
        mass: wagon.mass_kg,
      }));
    case 'container':
      return containers.map((container) => ({
        view: { ...view, container },
        alone: { ...view, consignment: { ...consignment, containers: [container] } },
        mass: container.mass_kg,
      }));
  }
}

export type Rated = { readonly money: Rational; readonly count: Rational };

/** Undefined: there is one rate for all, or none can be told of each. */
export function ratedEach(reading: Reading, operand: OperandText, per: PerText): Rated | undefined {
  const whole = attempt(() => operandValue(reading, operand));
  const fact = 'refused' in whole ? whole.refused.differs : undefined;
  const sort = SORTS.find((one) => fact?.startsWith(`${one}.`));
  if (sort === undefined || !tellsApart(per, sort)) return undefined;
  let [money, count] = [ZERO, ZERO];
  for (const { view, alone, mass } of aloneIn(reading.view, sort)) {
    const rate = operandValue({ ...reading, view }, operand);
    const byMass = MASSES.includes(per);
    if (byMass && mass === undefined) throw lacking(`${sort}.mass_kg`);
    const consignment = byMass ? { ...alone.consignment, mass_kg: mass } : alone.consignment;
    const own = countOf(per, { ...reading, view: { ...alone, consignment } });
    money = plus(money, times(rate, own));
    count = plus(count, own);
  }
  return { money, count };
}
