import { describe, expect, it, test } from 'vitest';
import { loadBook } from '../book/load.ts';
import { localDate } from '../kernel/local-date.ts';
import { placeSchema } from '../network/schema.ts';
import { partySchema } from '../party/schema.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { compileScope } from './compile.ts';
import { evaluateScope } from './evaluate.ts';
import { scopeSchema } from './schema.ts';
import { worldOf, worldsByKnowledge } from './world.ts';

const { world } = bookFromText([TARIFF]);

const verdictOf = (scope: object, changes: object): object =>
  evaluateScope(compileScope(scopeSchema.parse(scope), []), { consignment: consignmentOf({ ...changes }), world });

const APPLIES = { kind: 'applies' };
const goods = (...codes: readonly object[]): object => ({ items: codes.map((one) => ({ codes: one, mass_kg: 1 })) });
const missing = (...fields: readonly string[]): object => ({ kind: 'missing', fields });
const fails = (expected: string, actual: string): object => ({ kind: 'fails', condition: 'goods', expected, actual });

describe('goods by several patterns', () => {
  test.each<[string, object, object, object]>([
    [
      'one that holds is enough, whatever another cannot tell',
      { GNG: ['25232900', '2523'] },
      goods({ GNG: '2523' }),
      APPLIES,
    ],
    ['in any order', { GNG: ['2523', '25232900'] }, goods({ GNG: '2523' }), APPLIES],
    [
      'one that cannot tell leaves it open, whatever another says',
      { GNG: ['25232900', '99'] },
      goods({ GNG: '2523' }),
      missing('item.GNG'),
    ],
    ['in any order', { GNG: ['99', '25232900'] }, goods({ GNG: '2523' }), missing('item.GNG')],
    [
      'a range the code may lie in leaves it open',
      { ETSNG: ['301-304'] },
      goods({ ETSNG: '30' }),
      missing('item.ETSNG'),
    ],
    ['at its first digits', { ETSNG: ['301-404'] }, goods({ ETSNG: '40' }), missing('item.ETSNG')],
    ['not one it lies outside of', { ETSNG: ['301-304'] }, goods({ ETSNG: '31' }), fails('ETSNG 301-304', 'ETSNG 31')],
    ['below it', { ETSNG: ['301-304'] }, goods({ ETSNG: '29' }), fails('ETSNG 301-304', 'ETSNG 29')],
  ])('%s', (_, condition, changes, expected) => {
    expect(verdictOf({ goods: condition }, changes)).toEqual(expected);
  });
});

describe('goods by several code systems', () => {
  const BOTH = { ETSNG: ['281'], GNG: ['27160000'] };
  test.each<[string, object, object]>([
    ['one that holds is enough', goods({ ETSNG: '302000', GNG: '27160000' }), APPLIES],
    ['the other likewise', goods({ ETSNG: '281000', GNG: '25232900' }), APPLIES],
    ['one that is unknown says nothing', goods({ ETSNG: '302000' }), fails('GNG 27160000; ETSNG 281', 'ETSNG 302000')],
    ['both unknown leave it open', goods({}), missing('item.GNG', 'item.ETSNG')],
    [
      'one that cannot tell leaves it open, the other failing',
      goods({ ETSNG: '302000', GNG: '2716' }),
      missing('item.GNG', 'item.ETSNG'),
    ],
    ['the other likewise', goods({ ETSNG: '28', GNG: '25232900' }), missing('item.GNG', 'item.ETSNG')],
    [
      'both fail',
      goods({ ETSNG: '302000', GNG: '25232900' }),
      fails('GNG 27160000; ETSNG 281', 'ETSNG 302000, GNG 25232900'),
    ],
  ])('%s', (_, changes, expected) => {
    expect(verdictOf({ goods: BOTH }, changes)).toEqual(expected);
  });

  it('an exception is not asked where the goods are not meant anyway', () => {
    const except = { GNG: ['25232900'] };
    expect(verdictOf({ goods: { ETSNG: ['281'], except } }, goods({ ETSNG: '302000' }))).toEqual(
      fails('ETSNG 281; ≠ GNG 25232900', 'ETSNG 302000'),
    );
    expect(verdictOf({ goods: { ETSNG: ['281'], except } }, goods({ ETSNG: '281000' }))).toEqual(
      missing('item.ETSNG', 'item.GNG'),
    );
    expect(verdictOf({ goods: { ETSNG: ['281'], except } }, goods({ ETSNG: '281000', GNG: '99' }))).toEqual(APPLIES);
  });

  it('all goods are asked: one that fails decides, one that is unknown leaves it open', () => {
    const all = { goods: { ETSNG: ['281'], items: 'all' } };
    const [cement, steel, unknown] = [{ ETSNG: '281000' }, { ETSNG: '312000' }, {}];
    expect(verdictOf(all, goods(cement, cement))).toEqual(APPLIES);
    expect(verdictOf(all, goods(cement, unknown))).toEqual(missing('item.ETSNG'));
    expect(verdictOf(all, goods(unknown, cement))).toEqual(missing('item.ETSNG'));
    expect(verdictOf(all, goods(unknown, steel))).toEqual(fails('ETSNG 281', 'ETSNG 312000'));
    expect(verdictOf(all, { items: [] })).toEqual(missing('item.ETSNG'));
    const any = { goods: { ETSNG: ['281'] } };
    expect(verdictOf(any, goods(steel, unknown))).toEqual(missing('item.ETSNG'));
    expect(verdictOf(any, goods(unknown, steel))).toEqual(missing('item.ETSNG'));
    expect(verdictOf(any, goods(unknown, cement))).toEqual(APPLIES);
    expect(verdictOf(any, goods(steel, steel))).toEqual(fails('ETSNG 281', 'ETSNG 312000, ETSNG 312000'));
  });
});

describe('several scopes of which one is enough', () => {
  const [no, yes, unknown] = [{ traffic: 'import' }, { traffic: 'export' }, { agreement: 'ag-1' }];
  test.each<[string, readonly object[], object]>([
    ['holds by any of them', [no, unknown, yes], APPLIES],
    [
      'is open where one cannot tell and none holds',
      [no, unknown, { 'wagon.model': 'x' }, unknown],
      missing('agreement', 'wagon.model'),
    ],
    [
      'fails by the first that fails',
      [no, { kind: 'small' }],
      { kind: 'fails', condition: 'traffic', expected: 'import', actual: 'export' },
    ],
  ])('%s', (_, any, expected) => {
    expect(verdictOf({ any }, {})).toEqual(expected);
  });

  it('of all of them the first that fails decides, and all that cannot tell are told', () => {
    expect(verdictOf({ all: [unknown, no, { kind: 'small' }] }, {})).toEqual({
      kind: 'fails',
      condition: 'traffic',
      expected: 'import',
      actual: 'export',
    });
    expect(verdictOf({ all: [unknown, yes, { 'wagon.model': 'x' }] }, {})).toEqual(missing('agreement', 'wagon.model'));
  });
});

describe('what a book says of a place or a party', () => {
  const head = 'source: { note: x }\nvalid: { from: 2024-01-01 }\ntitle: x\n';
  const text = [
    `kind: place\nid: full\n${head}country: BY\nregion: BY-HO\nrailway: bch\nrole: border-crossing`,
    `kind: place\nid: bare\n${head}country: LT`,
    `kind: party\nid: full\n${head}country: BY\nregion: BY-HO\ngroups: [makers]`,
    `kind: party\nid: bare\n${head}`,
    `kind: party\nid: moved\n${head}country: BY`,
    `kind: party\nid: moved\n${head.replace('2024', '2025')}country: LT`,
    `kind: party\nid: moved\n${head.replace('2024', '2023')}country: PL`,
  ].join('\n---\n');
  const { book, refusals } = loadBook([{ path: 'a.yaml', text }], { party: partySchema, place: placeSchema });

  it('is all it says, and nothing it does not; without a day the newest of each', () => {
    expect(refusals).toEqual([]);
    const newest = worldOf(book);
    expect(newest.place('full')).toStrictEqual({
      country: 'BY',
      region: 'BY-HO',
      railway: 'bch',
      role: 'border-crossing',
    });
    expect(newest.place('bare')).toStrictEqual({ country: 'LT' });
    expect(newest.party('full')).toStrictEqual({ country: 'BY', region: 'BY-HO', groups: ['makers'] });
    expect(newest.party('bare')).toStrictEqual({ groups: [] });
    expect(newest.party('moved')).toStrictEqual({ country: 'LT', groups: [] });
    expect([newest.party('nobody'), newest.place('nowhere')]).toEqual([undefined, undefined]);
  });

  test.each([
    'origin.country',
    'destination.region',
    'leg.from.country',
    'leg.to.region',
    'consignor.country',
    'consignee.region',
  ])('is missing where the book does not know it, or the note names none: %s', (name) => {
    const unknown = { origin: 'nowhere', destination: 'nowhere', consignor: 'nobody', consignee: 'nobody' };
    expect(verdictOf({ [name]: 'BY' }, unknown)).toEqual(missing(name));
    const unnamed = { origin: undefined, destination: undefined, consignor: undefined, consignee: undefined };
    expect(verdictOf({ [name]: 'BY' }, unnamed)).toEqual(missing(name));
  });

  it('is followed by the day it became known, in whatever order the book stands', () => {
    const version = (known: string, country: string): string =>
      `kind: party\nid: late\n${head}known: ${known}\ncountry: ${country}`;
    const entries = [version('2025-06-01', 'LT'), version('2025-02-01', 'BY'), version('2025-09-01', 'PL')];
    const late = loadBook([{ path: 'a.yaml', text: entries.join('\n---\n') }], {
      party: partySchema,
      place: placeSchema,
    });
    expect(late.refusals).toEqual([]);
    const at = worldsByKnowledge(late.book);
    const country = (knownBy: string): string | undefined =>
      at({ date: localDate('2025-12-01'), knownBy: localDate(knownBy) }).party('late')?.country;
    expect(['2025-01-31', '2025-02-01', '2025-05-31', '2025-06-01', '2025-08-31', '2025-09-01'].map(country)).toEqual([
      undefined,
      'BY',
      'BY',
      'LT',
      'LT',
      'PL',
    ]);
  });
});
