import { describe, expect, it, test } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { decimal } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { consignmentOf } from '../testing/book-from-text.ts';
import { asksFor, compileScope, EVERYTHING, type ScopeAsks, type ScopeForm } from './compile.ts';
import { askedBy, evaluateScope, type Verdict } from './evaluate.ts';
import { type ScopeText, scopeSchema } from './schema.ts';
import type { Amounts, World } from './subject.ts';

const world: World = {
  place: (id) =>
    ({
      gomel: { country: 'BY', region: 'BY-HO' },
      kgd: { country: 'RU', region: 'RU-KGD' },
      halfway: { country: 'RU' },
      kaunas: { country: 'LT' },
      bare: {},
    })[id],
  party: () => undefined,
  payerOf: (_, leg) => leg.payer,
};

const NOTE = consignmentOf({
  origin: 'gomel',
  destination: 'kgd',
  crossings: [
    { place: 'gudogai', role: 'exit' },
    { place: 'kena', role: 'entry' },
  ],
  wagons: [{ ownership: 'private' }, { ownership: 'leased' }],
});

function compiled(text: object, asks: ScopeAsks = 'amounts'): ScopeForm {
  const refusals: Refusal[] = [];
  const form = compileScope(scopeSchema.parse(text), refusals, asks);
  expect(refusals).toEqual([]);
  return form;
}

const verdictOf = (text: object, consignment: Consignment = NOTE, amounts?: Amounts): Verdict =>
  evaluateScope(compiled(text), { consignment, world, ...(amounts === undefined ? {} : { amounts }) });

describe('what is asked and found, in signs that need no language', () => {
  test.each<[object, string, string, string]>([
    [{ traffic: ['import', 'transit'] }, 'traffic', 'import, transit', 'export'],
    [{ 'wagon.ownership': { is: 'private', match: 'all' } }, 'wagon.ownership', 'private', 'private, leased'],
    [{ diverted: true }, 'diverted', 'true', 'false'],
    [{ mass_kg: { from: '1', below: '5' } }, 'mass_kg', '1…5', '60000'],
    [{ mass_kg: { above: '1' } }, 'mass_kg', '1…', '60000'],
    [{ mass_kg: { to: '5' } }, 'mass_kg', '…5', '60000'],
    [{ mass_kg: ['1', '2'] }, 'mass_kg', '1, 2', '60000'],
    [{ accepted: { since: '2025-01-01', before: '2025-02-01' } }, 'accepted', '2025-01-01…2025-02-01', '2025-03-10'],
    [{ accepted: { since: '2025-01-01' } }, 'accepted', '2025-01-01…', '2025-03-10'],
    [{ accepted: { before: '2025-01-01' } }, 'accepted', '…2025-01-01', '2025-03-10'],
    [{ accepted: { months: [3, 11] } }, 'accepted', '*-03, *-11', '2025-03-10'],
    [{ accepted: { weekdays: [6, 7] } }, 'accepted', 'W6, W7', '2025-03-10'],
    [{ accepted: { yearly: { from: '04-01', to: '11-30' } } }, 'accepted', '04-01…11-30', '2025-03-10'],
    [
      { accepted: { since: '2025-01-01', yearly: { from: '04-01', to: '11-30' }, months: [5], weekdays: [1] } },
      'accepted',
      '2025-01-01…, 04-01…11-30, *-05, W1',
      '2025-03-10',
    ],
    [
      { goods: { GNG: ['27', '28'], ETSNG: ['1-3'], except: { GNG: ['2701'], ETSNG: ['16', '17'] } } },
      'goods',
      'GNG 27, 28; ETSNG 1-3; ≠ GNG 2701; ≠ ETSNG 16, 17',
      'ETSNG 281000, GNG 25232900',
    ],
    [
      { crossings: { pair: ['a', 'b'], pairs: [['c', 'd']], any: ['e', 'f'], entry: ['g'], exit: ['h'] } },
      'crossings',
      'a → b, c → d, e, f, g, h',
      'gudogai → kena',
    ],
    [
      { direction: { of: 'RU-KGD', is: ['outbound', 'within'] } },
      'direction',
      'RU-KGD: outbound, within',
      'RU-KGD: gomel → kgd',
    ],
    [{ any: [{ traffic: 'import' }, { diverted: true }] }, 'any', 'import; true', 'export; false'],
    [{ traffic: 'import', diverted: true }, 'all', 'import; true', 'export; false'],
    [{ not: { traffic: 'export' } }, 'not', '≠ export', 'export'],
    [{ not: { not: { traffic: 'import' } } }, 'not', '≠ ≠ import', 'export'],
  ])('%j', (text, condition, expected, actual) => {
    expect(askedBy(compiled(text), { consignment: NOTE, world })).toEqual({ condition, expected, actual });
  });

  test.each<[object, string, string, string]>([
    [{ not: { goods: { GNG: ['25'] } } }, 'goods', '≠ GNG 25', 'ETSNG 281000, GNG 25232900'],
    [{ not: { crossings: { any: ['kena'] } } }, 'crossings', '≠ kena', 'gudogai → kena'],
    [{ not: { direction: { of: 'RU', is: ['inbound'] } } }, 'direction', '≠ RU: inbound', 'RU: gomel → kgd'],
    [{ not: { diverted: false } }, 'diverted', '≠ false', 'false'],
    [{ not: { any: [{ traffic: 'export' }] } }, 'any', '≠ export', 'export'],
    [{ not: { not: { traffic: 'import' } } }, 'not', '≠ ≠ import', 'export'],
  ])('%j fails with them', (text, condition, expected, actual) => {
    expect(verdictOf(text)).toEqual({ kind: 'fails', condition, expected, actual });
  });

  it('a way without crossings or places is shown as far as it is known', () => {
    const bare = consignmentOf();
    const of = (text: object) => askedBy(compiled(text), { consignment: bare, world }).actual;
    expect(of({ crossings: { any: ['kena'] } })).toBe('');
    expect(of({ direction: { of: 'BY', is: ['within'] } })).toBe('BY:  → ');
  });

  it('of alternatives that all fail the first is told', () => {
    expect(verdictOf({ any: [{ traffic: 'import' }, { kind: 'small' }] })).toMatchObject({ condition: 'traffic' });
  });
});

describe('an amount outside of its band says which end it misses', () => {
  const amounts: Amounts = () => decimal('100');
  const beyond = (band: object): unknown => {
    const verdict = verdictOf({ 'amount.gross.EUR': band }, NOTE, amounts);
    return verdict.kind === 'fails' ? (verdict.missed ?? 'no end') : verdict.kind;
  };
  const value = decimal('100');

  test.each<[object, unknown]>([
    [{ from: '150' }, { side: 'lower', closed: true, bound: decimal('150'), value }],
    [{ above: '100' }, { side: 'lower', closed: false, bound: decimal('100'), value }],
    [{ to: '99.99' }, { side: 'upper', closed: true, bound: decimal('99.99'), value }],
    [{ below: '100' }, { side: 'upper', closed: false, bound: decimal('100'), value }],
    [
      { from: '150', to: '200' },
      { side: 'lower', closed: true, bound: decimal('150'), value },
    ],
    [
      { from: '50', below: '90' },
      { side: 'upper', closed: false, bound: decimal('90'), value },
    ],
    [{ exactly: ['90', '110'] }, 'no end'],
    [{ from: '100', to: '100' }, 'applies'],
    [{ exactly: ['90', '100'] }, 'applies'],
  ])('%j of 100', (band, expected) => {
    expect(beyond(band)).toEqual(expected);
  });

  it('a fact outside of its band does not: its bound is not approached by money', () => {
    expect(verdictOf({ mass_kg: { from: '70000' } })).not.toHaveProperty('missed');
  });
});

describe('bounds of dates and seasons', () => {
  test.each<[object, string]>([
    [{ since: '2025-03-10' }, 'applies'],
    [{ since: '2025-03-11' }, 'fails'],
    [{ before: '2025-03-11' }, 'applies'],
    [{ before: '2025-03-10' }, 'fails'],
    [{ since: '2025-03-10', before: '2025-03-11' }, 'applies'],
    [{ since: '2024-03-10', before: '2025-03-10' }, 'fails'],
    [{ yearly: { from: '03-10', to: '03-10' } }, 'applies'],
    [{ yearly: { from: '03-11', to: '03-11' } }, 'fails'],
    [{ yearly: { from: '03-09', to: '03-09' } }, 'fails'],
    [{ yearly: { from: '03-10', to: '01-31' } }, 'applies'],
    [{ yearly: { from: '03-11', to: '03-10' } }, 'applies'],
    [{ yearly: { from: '03-11', to: '03-09' } }, 'fails'],
    [{ months: [2, 4] }, 'fails'],
    [{ weekdays: [7, 2] }, 'fails'],
  ])('%j on Monday, 10 March 2025', (accepted, kind) => {
    expect(verdictOf({ accepted }).kind).toBe(kind);
  });
});

describe('pairs of crossings', () => {
  const way = (...places: readonly string[]) => consignmentOf({ crossings: places.map((place) => ({ place })) });
  test.each<[string, readonly string[], string]>([
    ['in their order', ['a', 'b'], 'applies'],
    ['with others between', ['a', 'x', 'b'], 'applies'],
    ['first in the list', ['a', 'b', 'x'], 'applies'],
    ['the other way round', ['b', 'a'], 'fails'],
    ['there, and the second again before', ['b', 'a', 'b'], 'applies'],
    ['only the second', ['x', 'b'], 'fails'],
    ['only the first', ['a', 'x'], 'fails'],
  ])('a before b: %s', (_, places, kind) => {
    expect(verdictOf({ crossings: { pair: ['a', 'b'] } }, way(...places)).kind).toBe(kind);
  });

  it('a place twice is a pair with itself only when it is passed twice', () => {
    expect(verdictOf({ crossings: { pair: ['a', 'a'] } }, way('a')).kind).toBe('fails');
    expect(verdictOf({ crossings: { pair: ['a', 'a'] } }, way('a', 'a')).kind).toBe('applies');
  });

  it('roles are asked for one by one, and a role is not that of another crossing', () => {
    const kinds = (crossings: object) => verdictOf({ crossings }).kind;
    expect([kinds({ exit: ['kena'] }), kinds({ entry: ['kena'] }), kinds({ entry: ['kena'], exit: ['kena'] })]).toEqual(
      ['fails', 'applies', 'fails'],
    );
    const half = consignmentOf({ crossings: [{ place: 'a', role: 'exit' }, { place: 'b' }] });
    expect(verdictOf({ crossings: { entry: ['b'] } }, half)).toEqual({ kind: 'missing', fields: ['crossings.role'] });
  });
});

describe('direction with places that tell only a part', () => {
  const seen = (origin: string | undefined, destination: string | undefined, of: string, ...is: readonly string[]) => {
    const verdict = verdictOf({ direction: { of, is } }, consignmentOf({ origin, destination }));
    return verdict.kind === 'missing' ? verdict.fields.join() : verdict.kind;
  };
  test.each<[string, string | undefined, string | undefined, string, readonly string[], string]>([
    ['a country is known without a region', 'halfway', 'gomel', 'RU', ['outbound'], 'applies'],
    ['another country has no region of this one', 'gomel', 'kaunas', 'RU-KGD', ['outside'], 'applies'],
    ['the country of the region leaves it open', 'halfway', 'gomel', 'RU-KGD', ['outbound'], 'origin.region'],
    ['a place of which nothing is told', 'bare', 'gomel', 'RU-KGD', ['outbound'], 'origin.region'],
    ['a place the book has not', 'nowhere', 'kgd', 'RU-KGD', ['within'], 'origin.region'],
    ['no origin', undefined, 'kgd', 'RU-KGD', ['inbound'], 'origin.region'],
    ['no destination', 'kgd', undefined, 'RU-KGD', ['within'], 'destination.region'],
    ['neither', undefined, undefined, 'RU-KGD', ['within'], 'origin.region,destination.region'],
    ['neither, but either way is meant', 'nowhere', 'kgd', 'RU-KGD', ['within', 'inbound'], 'applies'],
    ['a region whose name begins alike', 'gomel', 'kgd', 'RU-K', ['outside'], 'applies'],
  ])('%s', (_, origin, destination, of, is, expected) => {
    expect(seen(origin, destination, of, ...is)).toBe(expected);
  });
});

describe('what a scope asks for', () => {
  const amount = { 'amount.running.EUR': { from: '1' } };
  test.each<[string, object, boolean]>([
    ['the amount itself', amount, true],
    ['gross is not running', { 'amount.gross.EUR': { from: '1' } }, false],
    ['a fact', { traffic: 'export' }, false],
    ['one of several conditions', { traffic: 'export', ...amount }, true],
    ['an alternative', { any: [{ traffic: 'export' }, amount] }, true],
    ['no alternative', { any: [{ traffic: 'export' }, { goods: { GNG: ['25'] } }] }, false],
    ['within a not', { not: amount }, true],
    ['within a not, a fact', { not: { traffic: 'export' } }, false],
  ])('%s', (_, text, asked) => {
    expect(asksFor(compiled(text), 'running')).toBe(asked);
  });
});

describe('a scope that does not compile', () => {
  /** Past the schema, as for a scope made by a program. */
  function refusedIn(fields: ScopeText['fields'], asks: ScopeAsks = 'facts'): readonly object[] {
    const refusals: Refusal[] = [];
    expect(compileScope({ fields }, refusals, asks)).toBe(EVERYTHING);
    return refusals.map(({ code, params }) => ({ code, ...params }));
  }
  const wrong = (field: string, expected: string) => [{ code: 'scope.wrong-condition', field, expected }];

  test.each<[string, ScopeText['fields'], readonly object[]]>([
    ['an unknown fact', { weather: 'fair' }, [{ code: 'scope.unknown-field', key: 'weather', nearest: 'none' }]],
    ['a flag asked of a text', { traffic: true }, wrong('traffic', 'text')],
    ['a text asked of a flag', { diverted: 'yes' }, wrong('diverted', 'flag')],
    ['a text asked of a date', { accepted: '2025-01-01' }, wrong('accepted', 'date')],
    ['a band asked of a text', { traffic: { from: '1' } }, wrong('traffic', 'text')],
    ['a date asked of a number', { mass_kg: { since: localDate('2025-01-01') } }, wrong('mass_kg', 'number')],
    [
      'an amount, where only facts are known',
      { 'amount.gross.EUR': '1' },
      [{ code: 'scope.amount-unknown', field: 'amount.gross.EUR' }],
    ],
  ])('%s', (_, fields, expected) => {
    expect(refusedIn(fields)).toEqual(expected);
  });

  it('of one condition is that condition, of none everything, and neither changes afterwards', () => {
    expect(compiled({ traffic: 'export' }).kind).toBe('texts');
    expect(compiled({ any: [{ traffic: 'export' }] }).kind).toBe('any');
    expect(compiled({})).toEqual({ kind: 'all', of: [] });
    expect(Object.isFrozen(compiled({ traffic: 'export', kind: 'small' }))).toBe(true);
  });
});
