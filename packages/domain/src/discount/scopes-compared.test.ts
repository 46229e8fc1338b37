import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Refusal } from '../kernel/refusal.ts';
import { compileScope, type ScopeForm } from '../scope/compile.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import { scopeSchema } from '../scope/schema.ts';
import { consignmentOf } from '../testing/book-from-text.ts';
import { contradictionIn, isScopeWithin, statedOf } from './contradiction.ts';
import { disjointScopes } from './disjoint.ts';

function scope(text: object): ScopeForm {
  const refusals: Refusal[] = [];
  const form = compileScope(scopeSchema.parse(text), refusals, 'amounts');
  expect(refusals).toEqual([]);
  return form;
}

const goods = (...GNG: readonly string[]) => ({ goods: { GNG } });
const mass = (band: object) => ({ mass_kg: band });
const day = (span: object) => ({ accepted: span });

describe('one scope within another: it holds wherever the other does', () => {
  test.each<[object, object, boolean]>([
    [{ traffic: 'export' }, { traffic: ['export', 'import'] }, true],
    [{ traffic: ['export', 'import'] }, { traffic: 'export' }, false],
    [{ traffic: 'export' }, { kind: ['small'] }, false],
    [{ traffic: 'export' }, {}, true],
    [{}, { traffic: 'export' }, false],
    [{ diverted: true }, { diverted: true }, true],
    [{ diverted: true }, { diverted: false }, false],
    [mass({ from: '10' }), mass({ from: '10' }), true],
    [mass({ from: '10' }), mass({ above: '10' }), false],
    [mass({ above: '10' }), mass({ from: '10' }), true],
    [mass({ above: '10' }), mass({ above: '10' }), true],
    [mass({ from: '11' }), mass({ above: '10' }), true],
    [mass({ from: '9' }), mass({ from: '10' }), false],
    [mass({ to: '9' }), mass({ from: '10' }), false],
    [mass({ to: '10' }), mass({ to: '10' }), true],
    [mass({ to: '10' }), mass({ below: '10' }), false],
    [mass({ below: '10' }), mass({ to: '10' }), true],
    [mass({ below: '10' }), mass({ below: '10' }), true],
    [mass({ to: '9' }), mass({ below: '10' }), true],
    [mass({ to: '11' }), mass({ to: '10' }), false],
    [mass({ from: '5' }), mass({ to: '10' }), false],
    [mass({ from: '5', to: '9' }), mass({ from: '4', to: '10' }), true],
    [mass({ from: '5', to: '11' }), mass({ from: '4', to: '10' }), false],
    [mass({ exactly: ['5', '9'] }), mass({ from: '5', to: '9' }), true],
    [mass({ exactly: ['5', '9.01'] }), mass({ from: '5', to: '9' }), false],
    [mass({ exactly: ['5'] }), mass({ exactly: ['4', '5.0'] }), true],
    [mass({ exactly: ['5', '6'] }), mass({ exactly: ['4', '5'] }), false],
    [mass({ from: '5', to: '5' }), mass({ exactly: ['5'] }), false],
    [goods('2523'), goods('25'), true],
    [goods('25'), goods('2523'), false],
    [goods('2523', '27'), goods('25'), false],
    [goods('2523', '27'), goods('25', '27'), true],
    [goods('2510-2520'), goods('25'), true],
    [goods('2510-2620'), goods('25'), false],
    [goods('=25232900'), goods('=25232900'), true],
    [goods('2523'), { goods: { ETSNG: ['25'] } }, false],
    [goods('2523'), { goods: { GNG: ['25'], except: { GNG: ['2524'] } } }, false],
    [{ goods: { GNG: ['25'], except: { GNG: ['24'] } } }, { goods: { GNG: ['25'], except: { GNG: ['24'] } } }, true],
    [goods('2523'), { goods: { GNG: ['25'], items: 'all' } }, false],
    [{ goods: { GNG: ['2523'], ETSNG: ['1'] } }, goods('25'), false],
    [goods('2523'), { goods: { GNG: ['25'], ETSNG: ['1'] } }, false],
    [{ crossings: { any: ['a'] } }, { crossings: { any: ['a'] } }, true],
    [{ crossings: { any: ['a'] } }, { crossings: { any: ['b'] } }, false],
    [day({ since: '2025-02-01' }), day({ since: '2025-02-01' }), true],
    [day({ since: '2025-02-01' }), day({ since: '2025-02-02' }), false],
    [day({ since: '2025-02-01', before: '2025-03-01' }), day({ since: '2025-01-01', before: '2025-03-01' }), true],
    [day({ since: '2025-02-01', before: '2025-03-02' }), day({ before: '2025-03-01' }), false],
    [day({ before: '2025-03-01' }), day({ since: '2025-01-01' }), false],
    [{ any: [goods('2523'), goods('27')] }, goods('25', '27'), true],
    [{ any: [goods('2523'), goods('28')] }, goods('25', '27'), false],
    [{ traffic: 'export', kind: 'small' }, { kind: 'small' }, true],
    [{ traffic: 'export', kind: 'small' }, { kind: ['group'] }, false],
    [{ kind: 'small' }, { traffic: 'export', kind: 'small' }, false],
    [goods('2523'), { any: [goods('27'), goods('25')] }, true],
    [goods('2523'), { any: [goods('27'), goods('28')] }, false],
    [{ not: goods('25') }, { not: goods('2523') }, true],
    [{ not: goods('2523') }, { not: goods('25') }, false],
    [{ not: goods('25') }, goods('25'), false],
  ])('%j within %j: %s', (inner, outer, expected) => {
    expect(isScopeWithin(scope(inner), scope(outer))).toBe(expected);
  });
});

describe('two scopes apart: no consignment meets both', () => {
  test.each<[object, object, boolean]>([
    [{ traffic: 'export' }, { traffic: ['import', 'transit'] }, true],
    [{ traffic: 'export' }, { traffic: ['import', 'export'] }, false],
    [{ traffic: 'export' }, { kind: 'small' }, false],
    [{ diverted: true }, { diverted: false }, true],
    [{ diverted: true }, { diverted: true }, false],
    [mass({ to: '10' }), mass({ from: '10' }), false],
    [mass({ below: '10' }), mass({ from: '10' }), true],
    [mass({ to: '10' }), mass({ above: '10' }), true],
    [mass({ to: '9' }), mass({ from: '10' }), true],
    [mass({ from: '10' }), mass({ to: '9' }), true],
    [mass({ to: '11' }), mass({ from: '10' }), false],
    [mass({ from: '1' }), mass({ from: '10' }), false],
    [mass({ exactly: ['5'] }), mass({ from: '5' }), false],
    [mass({ exactly: ['5'] }), mass({ above: '5' }), true],
    [mass({ above: '5' }), mass({ exactly: ['5'] }), true],
    [mass({ from: '5' }), mass({ exactly: ['5'] }), false],
    [mass({ exactly: ['5', '6'] }), mass({ exactly: ['7', '6.0'] }), false],
    [mass({ exactly: ['5', '6'] }), mass({ exactly: ['7'] }), true],
    [goods('25'), goods('27'), true],
    [goods('25'), goods('2523'), false],
    [goods('2523'), goods('25'), false],
    [goods('24-26'), goods('27'), true],
    [goods('24-26'), goods('2699'), false],
    [goods('=25232900'), goods('=25232900'), false],
    [goods('=25232900'), goods('=25232901'), true],
    [goods('25'), { goods: { ETSNG: ['27'] } }, false],
    [goods('25'), { goods: { GNG: ['27'], ETSNG: ['27'] } }, false],
    [day({ before: '2025-02-01' }), day({ since: '2025-02-01' }), true],
    [day({ since: '2025-02-01' }), day({ before: '2025-02-01' }), true],
    [day({ before: '2025-02-02' }), day({ since: '2025-02-01' }), false],
    [day({ since: '2025-02-01' }), day({ since: '2025-03-01' }), false],
    [{ traffic: 'export', kind: 'small' }, { kind: 'group' }, true],
    [{ 'amount.gross.EUR': { below: '5' } }, { 'amount.gross.EUR': { from: '5' } }, true],
    [{ 'amount.running.EUR': { below: '5' } }, { 'amount.running.EUR': { from: '5' } }, false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(disjointScopes(scope(a), scope(b))).toBe(expected);
    expect(disjointScopes(scope(b), scope(a))).toBe(expected);
  });
});

describe('a scope that contradicts itself', () => {
  const found = (text: object, given: readonly object[] = []): string => {
    const one = contradictionIn(scope(text), given.map(scope));
    return one === undefined ? 'nothing' : `${one.first} | ${one.second}`;
  };
  test.each<[object, string]>([
    [{ traffic: 'export', all: [{ traffic: 'import' }] }, 'traffic export | traffic import'],
    [{ diverted: true, all: [{ diverted: false }] }, 'diverted true | diverted false'],
    [{ 'wagon.type': 'tank', all: [{ 'wagon.type': 'hopper' }] }, 'nothing'],
    [{ 'item.origin': 'KZ', all: [{ 'item.origin': 'BY' }] }, 'nothing'],
    [{ 'container.type': 'a', all: [{ 'container.type': 'b' }] }, 'nothing'],
    [{ 'consignor.group': 'a', all: [{ 'consignor.group': 'b' }] }, 'nothing'],
    [{ via: 'a', all: [{ via: 'b' }] }, 'nothing'],
    [{ marks: 'a', all: [{ marks: 'b' }] }, 'nothing'],
    [mass({ from: '10', to: '10' }), 'nothing'],
    [mass({ from: '10', below: '10' }), 'mass_kg 10…10 | mass_kg 10…10'],
    [mass({ above: '10', to: '10' }), 'mass_kg 10…10 | mass_kg 10…10'],
    [mass({ from: '11', to: '10' }), 'mass_kg 11…10 | mass_kg 11…10'],
    [mass({ from: '11' }), 'nothing'],
    [
      day({ since: '2025-02-01', before: '2025-02-01' }),
      'accepted 2025-02-01…2025-02-01 | accepted 2025-02-01…2025-02-01',
    ],
    [day({ since: '2025-02-01', before: '2025-02-02' }), 'nothing'],
    [day({ since: '2025-02-01' }), 'nothing'],
    [{ ...goods('2523'), not: goods('25') }, 'goods GNG 2523 | ≠ goods GNG 25'],
    [{ ...goods('25'), not: goods('2523') }, 'nothing'],
    [{ all: [{ not: goods('25') }, goods('2523')] }, '≠ goods GNG 25 | goods GNG 2523'],
    [{ all: [{ not: goods('25') }, { not: goods('2523') }] }, 'nothing'],
    [
      { traffic: 'export', not: { any: [{ traffic: 'export' }, { kind: 'small' }] } },
      'traffic export | ≠ traffic export; kind small',
    ],
    [{ traffic: 'export', any: [{ traffic: 'import' }, { traffic: 'transit' }] }, 'traffic export | traffic import'],
    [{ traffic: 'export', any: [{ traffic: 'import' }, { kind: 'small' }] }, 'nothing'],
    [{ any: [{ traffic: 'import' }, { kind: 'small' }] }, 'nothing'],
  ])('%j: %s', (text, expected) => {
    expect(found(text)).toBe(expected);
  });

  it('is told beside conditions that hold already, but not what those say among themselves', () => {
    expect(found({ traffic: 'import' }, [{ traffic: 'export' }])).toBe('traffic export | traffic import');
    expect(found({ kind: 'small' }, [{ traffic: 'export' }, { traffic: 'import' }])).toBe('nothing');
    expect(found({ any: [{ traffic: 'import' }] }, [{ traffic: 'export' }])).toBe('traffic export | traffic import');
  });

  test.each<[object, string]>([
    [{ crossings: { any: ['a', 'b'] } }, 'crossings a, b'],
    [{ traffic: 'export', kind: 'small' }, 'kind small; traffic export'],
    [{ not: { diverted: true } }, '≠ diverted true'],
    [{ direction: { of: 'BY', is: ['within'] } }, 'direction BY: within'],
  ])('%j is stated as %s', (text, expected) => {
    expect(statedOf(scope(text))).toBe(expected);
  });
});

describe('what is said of two scopes holds for every consignment', () => {
  const bound = fc.integer({ min: 1, max: 6 }).map(String);
  const text = fc.oneof(
    fc.subarray(['export', 'import', 'transit'], { minLength: 1 }).map((traffic): object => ({ traffic })),
    fc.tuple(fc.constantFrom('from', 'above'), bound).map(([end, value]): object => mass({ [end]: value })),
    fc.tuple(fc.constantFrom('to', 'below'), bound).map(([end, value]): object => mass({ [end]: value })),
    fc.subarray(['1', '2', '3', '4', '5'], { minLength: 1 }).map((exactly): object => mass({ exactly })),
    fc.subarray(['25', '2523', '27', '26-27'], { minLength: 1 }).map((list): object => goods(...list)),
  );
  const nested = fc.oneof(
    text,
    fc.tuple(text, text).map((all): object => ({ all })),
    fc.tuple(text, text).map((any): object => ({ any })),
    text.map((not): object => ({ not })),
  );
  const some = fc
    .tuple(
      fc.constantFrom('export', 'import', 'transit'),
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom('25232900', '25010000', '26010000', '27010000'),
    )
    .map(([traffic, mass_kg, GNG]) => consignmentOf({ traffic, mass_kg, items: [{ codes: { GNG } }], wagons: [] }));
  const world = { place: () => undefined, party: () => undefined, payerOf: () => undefined };

  it('within: what meets the one meets the other; apart: nothing meets both; contradicting: nothing meets it', () => {
    fc.assert(
      fc.property(nested, nested, some, (one, other, consignment) => {
        const [a, b] = [scope(one), scope(other)];
        const [inA, inB] = [a, b].map((form) => evaluateScope(form, { consignment, world }).kind === 'applies');
        if (isScopeWithin(a, b) && inA === true) expect(inB).toBe(true);
        if (disjointScopes(a, b)) expect([inA, inB]).not.toEqual([true, true]);
        if (contradictionIn(a) !== undefined) expect(inA).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
