import { describe, expect, it } from 'vitest';
import { loadBook, readEntry } from '../book/load.ts';
import { localDate } from '../kernel/local-date.ts';
import { compileRestriction, type RestrictionForm } from './form.ts';
import { intervalOf, rulesInForce } from './in-force.ts';
import { restrictionSchema } from './schema.ts';

type Entry = Readonly<Record<string, unknown>>;

function rulesOf(...texts: readonly Entry[]): readonly RestrictionForm[] {
  const common: Entry = {
    kind: 'restriction',
    title: 'Closure',
    source: { address: 'https://ria.ru/20251120/litva-2056163191.html' },
    authority: 'Authority',
    basis: { act: 'Decision', clear: true },
    reviewed: { by: 'A. Reviewer', on: '2025-01-01', synthetic: true },
    scope: { 'leg.mode': ['road'] },
    outcome: 'REFUSE',
    reason: 'closed',
  };
  const text = texts.map((one) => JSON.stringify({ ...common, ...one })).join('\n---\n');
  const { book, refusals } = loadBook([{ path: 'book.yaml', text }], { restriction: restrictionSchema });
  expect(refusals).toEqual([]);
  return book.entries.map((entry) => {
    const compiled = compileRestriction(entry, readEntry(entry, restrictionSchema));
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusals));
    return compiled.value;
  });
}

/** Whether anything was in force on `date`, as it was known on `knownBy`. */
const isClosed = (rules: readonly RestrictionForm[], date: string, knownBy: string): boolean =>
  rulesInForce(rules, { date: localDate(date), knownBy: localDate(knownBy) }).length > 0;

describe('the road closure of 27 October 2025: decided on the 29th to 30 November, reopened on 20 November', () => {
  const rules = rulesOf({
    id: 'lt-road-2025',
    valid: { from: '2025-10-27' },
    announced: '2025-10-29',
    planned: { from: '2025-10-27', to: '2025-11-30' },
    actual: { from: '2025-10-27', to: '2025-11-20' },
  });

  it.each([
    ['2025-10-26', '2025-10-26', false],
    ['2025-10-27', '2025-10-27', false],
    ['2025-10-28', '2025-10-28', false],
    ['2025-10-29', '2025-10-29', true],
    ['2025-10-27', '2025-10-29', true],
    ['2025-10-26', '2025-10-29', false],
    ['2025-11-19', '2025-11-19', true],
    ['2025-11-20', '2025-11-19', true],
    ['2025-11-29', '2025-11-19', true],
    ['2025-11-30', '2025-11-19', false],
    ['2025-11-20', '2025-11-20', false],
    ['2025-11-25', '2025-11-20', false],
    ['2025-11-19', '2025-12-31', true],
    ['2025-10-27', '2025-10-28', false],
  ])('%s as known on %s: closed %s', (date, knownBy, expected) => {
    expect(isClosed(rules, date, knownBy)).toBe(expected);
  });

  it('says what its interval rests on', () => {
    const kinds = ['2025-10-26', '2025-10-29', '2025-11-20'].map((day) =>
      rules.map((rule) => intervalOf(rule, localDate(day))),
    );
    expect(kinds).toEqual([
      [{ kind: 'planned', span: { from: '2025-10-27', to: '2025-11-30' } }],
      [{ kind: 'actual', span: { from: '2025-10-27', to: '2025-11-30' } }],
      [{ kind: 'actual', span: { from: '2025-10-27', to: '2025-11-20' } }],
    ]);
  });
});

describe('the Polish closure of 12 to 25 September 2025, without a planned end', () => {
  const rules = rulesOf({
    id: 'pl-2025',
    valid: { from: '2025-09-12' },
    actual: { from: '2025-09-12', to: '2025-09-25' },
  });

  it.each([
    ['2025-09-11', '2025-09-11', false],
    ['2025-09-12', '2025-09-12', true],
    ['2025-09-24', '2025-09-24', true],
    ['2025-12-31', '2025-09-24', true],
    ['2025-09-25', '2025-09-25', false],
    ['2025-09-24', '2025-09-30', true],
    ['2025-09-20', '2025-09-11', false],
  ])('%s as known on %s: closed %s', (date, knownBy, expected) => {
    expect(isClosed(rules, date, knownBy)).toBe(expected);
  });
});

describe('plans that came out otherwise', () => {
  it('holds past its planned end until the end is known', () => {
    const rules = rulesOf({
      id: 'prolonged',
      valid: { from: '2025-05-01' },
      planned: { from: '2025-05-01', to: '2025-06-01' },
      actual: { from: '2025-05-01', to: '2025-07-01', known: '2025-06-15' },
    });
    expect(isClosed(rules, '2025-06-10', '2025-05-31')).toBe(false);
    expect(isClosed(rules, '2025-06-10', '2025-06-10')).toBe(true);
    expect(isClosed(rules, '2025-08-01', '2025-06-14')).toBe(true);
    expect(isClosed(rules, '2025-07-01', '2025-06-15')).toBe(false);
  });

  it('holds until further notice once it has begun and nobody knows an end', () => {
    const rules = rulesOf({
      id: 'open',
      valid: { from: '2025-05-01', to: '2025-05-02' },
      actual: { from: '2025-05-01' },
    });
    expect(isClosed(rules, '2030-01-01', '2025-05-01')).toBe(true);
  });

  it('is known before it begins when it was announced before', () => {
    const rules = rulesOf({ id: 'ahead', valid: { from: '2025-09-12' }, announced: '2025-09-09' });
    expect(isClosed(rules, '2025-09-12', '2025-09-08')).toBe(false);
    expect(isClosed(rules, '2025-09-12', '2025-09-09')).toBe(true);
  });
});

describe('versions', () => {
  const first = { id: 'rule', valid: { from: '2025-01-01' }, version: 'one' };

  it('the newer replaces the older from its own start', () => {
    const rules = rulesOf(first, {
      id: 'rule',
      version: 'two',
      valid: { from: '2025-06-01', to: '2025-07-01' },
      known: '2025-05-01',
    });
    const versions = (date: string, knownBy: string): readonly string[] =>
      rulesInForce(rules, { date: localDate(date), knownBy: localDate(knownBy) }).map((rule) => rule.version);
    expect(versions('2025-05-31', '2025-06-01')).toEqual(['one']);
    expect(versions('2025-06-01', '2025-04-30')).toEqual(['one']);
    expect(versions('2025-06-01', '2025-05-01')).toEqual(['two']);
    expect(versions('2025-07-01', '2025-07-01')).toEqual([]);
  });

  it('one that nobody signed does not end the signed one', () => {
    const rules = rulesOf(first, {
      id: 'rule',
      version: 'two',
      valid: { from: '2025-06-01', to: '2025-07-01' },
      reviewed: undefined,
    });
    expect(rulesInForce(rules, { date: localDate('2025-06-15'), knownBy: localDate('2025-06-15') })).toHaveLength(2);
    expect(isClosed(rules, '2025-08-01', '2025-08-01')).toBe(true);
  });

  it('a signed rule silences the ones it supersedes from its start on, an unsigned one does not', () => {
    const other = { id: 'other', valid: { from: '2025-06-01' }, supersedes: [{ entry: 'rule' }] };
    const ids = (date: string, more: Entry): readonly string[] =>
      rulesInForce(rulesOf(first, { ...other, ...more }), { date: localDate(date), knownBy: localDate(date) }).map(
        (rule) => rule.id,
      );
    expect(ids('2025-05-31', {})).toEqual(['rule']);
    expect(ids('2025-06-01', {})).toEqual(['other']);
    expect(ids('2025-06-01', { basis: { act: 'Decision', clear: false } })).toEqual(['other', 'rule']);
  });
});

describe('compiling', () => {
  const refusalsOf = (more: Entry): readonly string[] => {
    const text = JSON.stringify({
      kind: 'restriction',
      id: 'rule',
      title: 'Rule',
      source: {},
      valid: { from: '2025-01-01' },
      authority: 'A',
      scope: {},
      outcome: 'REFUSE',
      reason: 'r',
      ...more,
    });
    const { book } = loadBook([{ path: 'book.yaml', text }], { restriction: restrictionSchema });
    return book.entries.flatMap((entry) => {
      const compiled = compileRestriction(entry, readEntry(entry, restrictionSchema));
      return compiled.ok ? [] : compiled.refusals.map((one) => `${one.code} at ${one.place.file}:${one.place.line}`);
    });
  };

  it('refuses intervals that end before they begin, and a wind-down that ends before its contracts', () => {
    expect(refusalsOf({ planned: { from: '2025-02-01', to: '2025-02-01' } })).toEqual([
      'restriction.empty-interval at book.yaml:1',
    ]);
    expect(refusalsOf({ actual: { from: '2025-02-01', to: '2025-01-01' } })).toEqual([
      'restriction.empty-interval at book.yaml:1',
    ]);
    expect(refusalsOf({ windDown: { contractsBefore: '2025-02-01', until: '2025-01-01' } })).toEqual([
      'restriction.wind-down at book.yaml:1',
    ]);
  });
});
