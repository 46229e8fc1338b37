import { describe, expect, it, test } from 'vitest';
import type { Refusal } from '../kernel/refusal.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { compileScope } from './compile.ts';
import { asksOf, matchingParts, PART_SORTS, sortOfFact, withParts } from './matching.ts';
import { scopeSchema } from './schema.ts';

const { world } = bookFromText([TARIFF]);

const scopeOf = (scope: object): ReturnType<typeof compileScope> => {
  const refusals: Refusal[] = [];
  const form = compileScope(scopeSchema.parse(scope), refusals);
  expect(refusals).toEqual([]);
  return form;
};

/** Cement and steel in two wagons, a hopper and a tank, and a box of twenty feet and one of forty. */
const MIXED = {
  items: [
    { codes: { ETSNG: '281000' }, mass_kg: 1 },
    { codes: { ETSNG: '312000' }, mass_kg: 2 },
  ],
  wagons: [{ type: 'hopper' }, { type: 'tank' }],
  containers: [{ size_ft: 20 }, { size_ft: 40 }],
};

/** The parts that match, by their places in their list. */
function matched(scope: object): object {
  const consignment = consignmentOf(MIXED);
  const found = matchingParts(scopeOf(scope), { consignment, world });
  if (found.kind === 'missing') return { ...found, fields: found.fields.toSorted() };
  if (found.kind !== 'some') return found;
  const list: readonly object[] = consignment[`${found.sort}s`];
  const { of, ...rest } = found;
  return { ...rest, at: list.flatMap((part, index) => (of.has(part) ? [index] : [])) };
}

const some = (sort: string, at: readonly number[], from = 2): object => ({
  kind: 'some',
  sort,
  at,
  count: at.length,
  from,
});

describe('which parts of a consignment a scope means', () => {
  test.each<[string, object, object]>([
    ['all where it asks of none', { traffic: 'export' }, { kind: 'all' }],
    ['goods by their codes', { goods: { ETSNG: ['281'] } }, some('item', [0])],
    ['wagons by their facts', { 'wagon.type': 'tank' }, some('wagon', [1])],
    ['containers by theirs', { 'container.size_ft': '40' }, some('container', [1])],
    ['all that match', { 'wagon.type': ['tank', 'hopper'] }, { kind: 'all' }],
    ['none of those', { 'wagon.type': 'flat' }, { kind: 'none', sort: 'wagon' }],
    ['one of several scopes', { any: [{ 'wagon.type': 'tank' }, { 'wagon.type': 'flat' }] }, some('wagon', [1])],
    [
      'any part where the consignment itself is enough',
      { any: [{ 'wagon.type': 'tank' }, { traffic: 'export' }] },
      { kind: 'all' },
    ],
    ['those that are not', { not: { 'wagon.type': 'tank' } }, some('wagon', [0])],
    [
      'neither of two',
      { not: { any: [{ 'wagon.type': 'tank' }, { 'wagon.type': 'hopper' }] } },
      { kind: 'none', sort: 'wagon' },
    ],
    ['both of two', { all: [{ 'wagon.type': 'tank' }, { not: { 'wagon.type': 'hopper' } }] }, some('wagon', [1])],
    [
      'none where the consignment itself is not meant',
      { traffic: 'import', 'wagon.type': 'tank' },
      { kind: 'none', sort: 'wagon' },
    ],
    [
      'of two sorts it is not known which goods are in which wagon',
      { goods: { ETSNG: ['281'] }, 'wagon.type': 'tank' },
      { kind: 'unrelated', first: 'item', second: 'wagon' },
    ],
    [
      'of two sorts of which one is meant whole',
      { 'wagon.type': ['tank', 'hopper'], 'container.size_ft': '20' },
      some('container', [0]),
    ],
    [
      'none of one sort decides, whatever of another',
      { goods: { ETSNG: ['999'] }, 'wagon.type': 'tank' },
      { kind: 'none', sort: 'item' },
    ],
    ['what each lacks, once', { 'wagon.model': '19-752' }, { kind: 'missing', fields: ['wagon.model'] }],
    [
      'all that is lacking',
      { all: [{ 'wagon.model': '19-752' }, { agreement: 'ag-1' }] },
      { kind: 'missing', fields: ['agreement', 'wagon.model'] },
    ],
    [
      'what those lack that are not ruled out',
      { all: [{ 'wagon.type': 'tank' }, { not: { 'wagon.model': '19-752' } }] },
      { kind: 'missing', fields: ['wagon.model'] },
    ],
    [
      'nothing is lacking of those ruled out',
      { all: [{ 'wagon.type': 'flat' }, { 'wagon.model': '19-752' }] },
      { kind: 'none', sort: 'wagon' },
    ],
  ])('%s', (_, scope, expected) => {
    expect(matched(scope)).toEqual(expected);
  });

  it('asks of a sort wherever in a scope it stands', () => {
    const asked = (scope: object): readonly string[] => PART_SORTS.filter((sort) => asksOf(scopeOf(scope), sort));
    expect(asked({ traffic: 'export' })).toEqual([]);
    expect(asked({ goods: { ETSNG: ['281'] } })).toEqual(['item']);
    expect(asked({ 'item.origin': 'BY', not: { 'wagon.type': 'tank' } })).toEqual(['item', 'wagon']);
    expect(asked({ any: [{ traffic: 'export' }, { all: [{ 'container.size_ft': '20' }] }] })).toEqual(['container']);
    expect(['item.origin', 'wagon.type', 'container.size_ft', 'wagons.count', 'leg.mode'].map(sortOfFact)).toEqual([
      'item',
      'wagon',
      'container',
      undefined,
      undefined,
    ]);
  });

  it('leaves those alone of their sort, and all of the others', () => {
    const consignment = consignmentOf(MIXED);
    const { items, wagons, containers } = consignment;
    for (const sort of PART_SORTS) {
      const list: readonly object[] = consignment[`${sort}s`];
      const kept = withParts({ consignment, world }, { sort, of: new Set(list.slice(1)) }).consignment;
      expect([kept.items, kept.wagons, kept.containers]).toEqual([
        sort === 'item' ? items.slice(1) : items,
        sort === 'wagon' ? wagons.slice(1) : wagons,
        sort === 'container' ? containers.slice(1) : containers,
      ]);
    }
  });
});
