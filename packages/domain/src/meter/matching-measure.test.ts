import { describe, expect, it, test } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import type { PartSort } from '../scope/matching.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { measureOfParts, tellsApart } from './matching-measure.ts';
import { COUNTED } from './schema.ts';

const { world } = bookFromText([TARIFF]);

/** Two items, wagons and containers each, of which the first is meant: 10 of 30 tonnes over 100 km. */
const TWO = {
  kind: 'block-train',
  mass_kg: 30_000,
  items: [
    { codes: {}, mass_kg: 10_000, pieces: 1, heads: 2, packages: 3, quantities: [{ value: '7', unit: 'LBR' }] },
    { codes: {}, mass_kg: 20_000, pieces: 10, heads: 20, packages: 30, quantities: [{ value: '70', unit: 'LBR' }] },
  ],
  wagons: [
    { axles: 4, mass_kg: 12_000 },
    { axles: 6, mass_kg: 18_000 },
  ],
  containers: [
    { size_ft: 20, mass_kg: 11_000 },
    { size_ft: 40, mass_kg: 19_000 },
  ],
};

function ofFirst(
  measure: (typeof COUNTED)[number] | 'LBR',
  sort: PartSort,
  changes: Readonly<Record<string, unknown>> = {},
): string {
  const consignment = consignmentOf({ ...TWO, ...changes });
  const [first] = consignment[`${sort}s`];
  if (first === undefined) throw new Error('no part');
  const form =
    measure === 'LBR' ? ({ kind: 'quantity', unit: measure } as const) : ({ kind: 'counted', what: measure } as const);
  const found = measureOfParts(form, { consignment, world }, { sort, of: new Set([first]) });
  if (found.kind === 'known') return toText(found.value);
  return found.kind === 'untold' ? 'untold' : `missing ${found.fields.join(', ')}`;
}

describe('what some parts of a consignment come to in a measure', () => {
  test.each<[(typeof COUNTED)[number] | 'LBR', string, string, string]>([
    ['mass', '10000', '12000', '11000'],
    ['tonne-km', '1000', '1200', '1100'],
    ['wagons', 'untold', '1', 'untold'],
    ['wagon-km', 'untold', '100', 'untold'],
    ['axle-km', 'untold', '400', 'untold'],
    ['containers', 'untold', 'untold', '1'],
    ['teu', 'untold', 'untold', '1'],
    ['pieces', '1', 'untold', 'untold'],
    ['heads', '2', 'untold', 'untold'],
    ['packages', '3', 'untold', 'untold'],
    ['LBR', '7', 'untold', 'untold'],
    ['consignments', '1', '1', '1'],
    ['trains', '1', '1', '1'],
    ['train-km', '100', '100', '100'],
  ])('%s: of goods %s, of wagons %s, of containers %s', (measure, item, wagon, container) => {
    expect([ofFirst(measure, 'item'), ofFirst(measure, 'wagon'), ofFirst(measure, 'container')]).toEqual([
      item,
      wagon,
      container,
    ]);
  });

  it('is missing where a part meant states no mass; what others state is not asked', () => {
    const unweighed = { codes: {} };
    expect(ofFirst('mass', 'item', { items: [unweighed, ...TWO.items] })).toBe('missing item.mass_kg');
    expect(ofFirst('mass', 'wagon', { wagons: [{}, {}] })).toBe('missing wagon.mass_kg');
    expect(ofFirst('mass', 'container', { containers: [{ size_ft: 20 }] })).toBe('missing container.mass_kg');
    expect(ofFirst('mass', 'item', { items: [...TWO.items, unweighed] })).toBe('10000');
  });
});

describe('whether a measure can be told of each part by itself', () => {
  test.each<[PartSort, readonly string[]]>([
    ['item', ['mass', 'pieces', 'heads', 'packages', 'tonne-km']],
    ['wagon', ['mass', 'wagons', 'tonne-km', 'wagon-km', 'axle-km']],
    ['container', ['mass', 'containers', 'teu', 'tonne-km']],
  ])('%s: %j', (sort, expected) => {
    expect(COUNTED.filter((what) => tellsApart({ kind: 'counted', what }, sort))).toEqual(expected);
    expect(tellsApart({ kind: 'quantity', unit: 'LBR' }, sort)).toBe(sort === 'item');
  });
});
