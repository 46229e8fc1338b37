import { describe, expect, it } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import type { Counted } from './form.ts';
import { countedOf, measureOf } from './measure.ts';

const { world } = bookFromText([TARIFF]);

function measured(what: Counted, changes: Readonly<Record<string, unknown>> = {}): string {
  const found = countedOf(what, { consignment: consignmentOf(changes), world });
  return found.kind === 'known' ? toText(found.value) : `missing ${found.fields.join(', ')}`;
}

const leg = (distanceKm?: string): Record<string, unknown> => ({
  carrier: 'rail',
  mode: 'rail',
  from: 'a',
  to: 'b',
  ...(distanceKm === undefined ? {} : { distanceKm }),
});

describe('what a consignment adds to a measure', () => {
  it.each<readonly [Counted, Record<string, unknown>, string]>([
    ['mass', {}, '60000'],
    ['mass', { items: [{ codes: {} }], wagons: [] }, 'missing mass_kg'],
    ['mass', { items: [{ codes: {}, mass_kg: 5 }, { codes: {} }], wagons: [] }, 'missing mass_kg'],
    ['pieces', { items: [{ codes: {}, pieces: 5 }, { codes: {} }] }, 'missing pieces'],
    ['tonne-km', { legs: [] }, 'missing leg.distanceKm'],
    ['tonne-km', { items: [{ codes: {} }], wagons: [] }, 'missing mass_kg'],
    ['containers', { kind: undefined, containers: [] }, 'missing containers.count'],
    ['teu', { kind: undefined, containers: [] }, 'missing container.size_ft'],
    ['wagons', { wagons: [{}, {}, {}] }, '3'],
    ['consignments', {}, '1'],
    ['trains', {}, '0'],
    ['trains', { kind: 'block-train' }, '1'],
    ['trains', { kind: undefined }, 'missing kind'],
    ['teu', { kind: 'container', containers: [{ size_ft: 20 }, { size_ft: 40 }, { size_ft: 45 }] }, '5.25'],
    ['teu', { kind: 'container', containers: [{ size_ft: 20 }, {}] }, 'missing container.size_ft'],
    ['containers', { kind: 'wagonload', containers: [] }, '0'],
    ['containers', { kind: 'container', containers: [] }, 'missing containers.count'],
    ['containers', { kind: 'wagonload', containers: [{ size_ft: 20 }] }, '1'],
    ['teu', { kind: 'container' }, 'missing container.size_ft'],
    ['teu', {}, '0'],
    [
      'heads',
      {
        items: [
          { codes: {}, heads: 40 },
          { codes: {}, heads: 2 },
        ],
      },
      '42',
    ],
    ['heads', {}, 'missing heads'],
    ['tonne-km', { legs: [leg('100'), leg('50.5')] }, '9030'],
    ['tonne-km', { legs: [leg('100'), leg()] }, 'missing leg.distanceKm'],
    ['wagon-km', { wagons: [{}, {}], legs: [leg('100')] }, '200'],
    ['train-km', { kind: 'block-train', legs: [leg('100')] }, '100'],
    ['axle-km', { wagons: [{ axles: 4 }, { axles: 6 }], legs: [leg('10')] }, '100'],
    ['axle-km', { wagons: [{ axles: 4 }, {}], legs: [leg('10')] }, 'missing wagon.axles'],
  ])('%s of %o is %s', (what, changes, expected) => {
    expect(measured(what, changes)).toBe(expected);
  });

  it('a quantity in a unit, and only where the items state one', () => {
    const of = (quantities: unknown): string => {
      const subject = { consignment: consignmentOf({ items: [{ codes: {}, quantities }] }), world };
      const found = measureOf({ kind: 'quantity', unit: 'LBR' }, subject);
      return found.kind === 'known' ? toText(found.value) : found.fields.join();
    };
    expect(
      of([
        { value: '450.5', unit: 'LBR' },
        { value: '3', unit: 'LTR' },
      ]),
    ).toBe('450.5');
    expect(of([])).toBe('quantity.LBR');
  });

  it('quantities in one unit and another each by itself', () => {
    const quantities = [
      { value: '450.5', unit: 'LBR' },
      { value: '3', unit: 'LTR' },
    ];
    const subject = { consignment: consignmentOf({ items: [{ codes: {}, quantities }] }), world };
    const values = ['LBR', 'LTR', 'LBR'].map((unit) => measureOf({ kind: 'quantity', unit }, subject));
    expect(values.map((one) => (one.kind === 'known' ? toText(one.value) : one.fields.join()))).toEqual([
      '450.5',
      '3',
      '450.5',
    ]);
  });
});
