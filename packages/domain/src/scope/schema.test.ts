import { describe, expect, it } from 'vitest';
import { refusalsOf } from '../book/issues.ts';
import { parseEntry } from '../book/parse.ts';
import { CHOICES } from './choices.ts';
import { FIELD_NAMES, fieldNamed } from './fields.ts';
import { scopeSchema } from './schema.ts';

/** What is refused, as `code path` with the suggestion or what was expected. */
function refused(scope: object): readonly string[] {
  const parsed = parseEntry(scopeSchema, scope);
  if (parsed.ok) return [];
  return refusalsOf(parsed.issues, scope, (path) => ({ path: path.join(' ') })).map(({ code, place, params }) =>
    [code, place.path, params['nearest'] ?? params['expected'] ?? ''].join(' | '),
  );
}

describe('what a scope may say', () => {
  it.each<[string, object]>([
    ['one text or several', { traffic: 'export', consignor: ['bcc', 'mtz'] }],
    [
      'one number, several or a band',
      { mass_kg: '60000', 'leg.distanceKm': ['211', '212.5'], pieces: { from: '1', below: '5' } },
    ],
    ['whole numbers without quotes', { mass_kg: 60000, 'wagon.model': 19, 'wagon.axles': { exactly: [4, 6] } }],
    ['open names', { 'extra.tariffClass': '1', 'quantity.LBR': { above: '100' } }],
    ['nested scopes', { not: { any: [{ kind: 'small' }, { all: [{ 'wagon.loaded': false }] }] } }],
  ])('%s', (_, scope) => {
    expect(refused(scope)).toEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    ['an unknown fact, with the nearest', { trafic: 'export' }, ['book.scope-unknown-field | trafic | traffic']],
    ['nothing is near', { weather: 'fair' }, ['book.scope-unknown-field | weather | none']],
    ['a unit that does not exist', { 'quantity.LBS': '1' }, ['book.scope-unknown-field | quantity.LBS | none']],
    ['a text the field cannot have', { traffic: ['exprot'] }, ['book.not-a-choice | traffic 0 | export']],
    ['a code that is no pattern', { goods: { GNG: ['25x'] } }, ['book.goods-pattern-malformed | goods GNG 0 | ']],
    ['an unknown code system', { goods: { GNH: ['25'] } }, ['book.unknown-key | goods GNH | GNG']],
    ['a band misspelt', { mass_kg: { form: '1' } }, ['book.unknown-key | mass_kg form | from']],
    ['a number that is none', { mass_kg: { from: '1,5' } }, ['book.decimal-malformed | mass_kg from | ']],
    [
      'a band on a text',
      { consignor: { from: '1' } },
      ['book.missing | consignor is | ', 'book.unknown-key | consignor from | none'],
    ],
    ['text on a flag', { 'wagon.loaded': 'maybe' }, ['book.wrong-type | wagon.loaded | boolean, object']],
    ['a date that is none', { accepted: { since: '2025-02-30' } }, ['book.date-malformed | accepted since | ']],
    ['an empty list', { consignor: [] }, ['book.out-of-bounds | consignor | ']],
    [
      'all problems at once, at every depth',
      { trafic: 'export', kind: 'smal', not: { orign: 'gomel', any: [{ acepted: '1' }] } },
      [
        'book.scope-unknown-field | not any 0 acepted | accepted',
        'book.scope-unknown-field | not orign | origin',
        'book.not-a-choice | kind | small',
        'book.scope-unknown-field | trafic | traffic',
      ],
    ],
  ])('refuses %s', (_, scope, expected) => {
    expect(refused(scope)).toEqual(expected);
  });
});

describe('the registry of facts', () => {
  it('names every fact once', () => {
    expect(new Set(FIELD_NAMES).size).toBe(FIELD_NAMES.length);
    for (const name of FIELD_NAMES) expect(fieldNamed(name)?.name).toBe(name);
  });

  it('knows the fields whose texts are closed', () => {
    for (const name of CHOICES.keys()) expect(fieldNamed(name)?.type).toBe('text');
  });

  it('has open names for the operator’s own facts and for measured quantities', () => {
    expect(fieldNamed('extra.class')?.type).toBe('text');
    expect(fieldNamed('quantity.LBR')).toMatchObject({ type: 'number', unit: 'LBR' });
    expect([fieldNamed('extra.'), fieldNamed('extra.a b'), fieldNamed('quantity.'), fieldNamed('__proto__')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('seasons, months, days of the week and facts of one’s own', () => {
  const date = (condition: object): object => ({ accepted: condition });
  const season = (from: string, to: string): object => date({ yearly: { from, to } });
  it.each<[string, object, boolean]>([
    ['a season over the new year', season('11-01', '03-31'), true],
    ['a day in a thirteenth month', season('13-01', '03-31'), false],
    ['a day 32', season('11-01', '03-32'), false],
    ['a day with its year before it', season('2025-11-01', '03-31'), false],
    ['a day with something after it', season('11-01', '03-310'), false],
    ['a month and a day of the week', date({ months: [1, 12], weekdays: [1, 7] }), true],
    ['no month', date({ months: [] }), false],
    ['no day of the week', date({ weekdays: [] }), false],
    ['a fact of one’s own that is one text', { 'extra.class': { is: 'a', match: 'all' } }, true],
    ['or one of several', { 'extra.class': { is: ['a', 'b'] } }, true],
    ['or none of any', { 'extra.class': { is: [] } }, false],
    [
      'any of the goods, or all',
      { any: [{ goods: { GNG: ['25'], items: 'any' } }, { goods: { GNG: ['25'], items: 'all' } }] },
      true,
    ],
    ['some of the goods', { goods: { GNG: ['25'], items: 'some' } }, false],
  ])('%s', (_, scope, reads) => {
    expect(parseEntry(scopeSchema, scope).ok).toBe(reads);
  });
});
