import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bookJsonSchema } from './json-schema.ts';
import { KIND_TEXTS } from './kind-texts.ts';
import { KINDS } from './kinds.ts';
import { undescribed } from './undescribed.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const schema = bookJsonSchema();
const definitions: ReadonlyMap<string, unknown> = new Map(Object.entries(schema.definitions ?? {}));
const reader = z.fromJSONSchema(schema);
const HEADER = { id: 'a', title: 'X', source: { note: 'x' }, valid: { from: '2025-01-01' } };
const accepts = (entry: object): boolean => reader.safeParse({ ...HEADER, ...entry }).success;
const meter = { kind: 'meter', measure: 'mass', window: { calendar: 'year' } };

describe('the published schema', () => {
  it('has every kind, with words for it', () => {
    for (const [kind, description] of Object.entries(KIND_TEXTS)) {
      expect(definitions.get(kind)).toMatchObject({ description });
    }
    expect(Object.keys(KIND_TEXTS)).toEqual(Object.keys(KINDS));
    expect(schema.oneOf).toHaveLength(Object.keys(KINDS).length);
  });

  it('says of every field what it means: add `.describe(…)` to the schema', () => {
    expect(undescribed(schema)).toEqual([]);
  });

  it.each<[string, JsonSchema, readonly string[]]>([
    ['a field', { properties: { a: { type: 'string' } } }, ['x.a']],
    ['a field of a list', { items: { properties: { a: {} } } }, ['x.a']],
    ['a field of an alternative', { anyOf: [{ properties: { a: {} } }, { type: 'string' }] }, ['x.a']],
    ['a field under names of one’s own', { additionalProperties: { properties: { a: {} } } }, ['x.a']],
    ['a field of a field', { properties: { a: { description: 'A.', properties: { b: {} } } } }, ['x.a.b']],
  ])('would be told of %s without a description', (_, json, expected) => {
    expect(undescribed({ definitions: { x: { description: 'X.', ...json } } })).toEqual(expected);
    expect(undescribed({ definitions: { x: {} } })).toEqual(['x']);
  });

  it('names the facts of a scope in the words given', () => {
    const named = bookJsonSchema((fact) => (fact === 'mass_kg' ? 'mass in kg' : undefined));
    expect(named).toHaveProperty(
      ['definitions', 'any-scope', 'properties', 'mass_kg', 'description'],
      'mass in kg (number in KGM)',
    );
  });

  it('refers to nothing it does not define', () => {
    const named = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/gu)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(100);
    expect([...new Set(named)].filter((name) => !definitions.has(name ?? ''))).toEqual([]);
  });

  it.each<[string, object]>([
    ['an entry with no more than it needs', { kind: 'party' }],
    ['several sources', { kind: 'party', source: [{ act: 'order 1' }, { synthetic: true }] }],
    [
      'decimals quoted or not',
      { kind: 'quota', meter: 'm', flagFrom: 0.85, ceiling: { value: '212000', unit: 'TNE' } },
    ],
    [
      'facts of a scope',
      {
        ...meter,
        scope: {
          traffic: 'export',
          not: { mass_kg: { from: '1' } },
          'extra.class': ['1'],
          'quantity.LBR': { above: '1' },
        },
      },
    ],
  ])('accepts %s', (_, entry) => {
    expect(accepts(entry)).toBe(true);
  });

  it.each<[string, object]>([
    ['an unknown kind', { kind: 'tarif' }],
    ['an unknown key', { kind: 'party', contry: 'BY' }],
    ['a key that is missing', { kind: 'quota' }],
    ['an unknown currency', { kind: 'budget', amount: { amount: '1', currency: 'XXY' }, window: 'year' }],
    ['an unknown unit', { kind: 'quota', meter: 'm', ceiling: { value: '1', unit: 'kg' } }],
    ['a decimal comma', { kind: 'quota', meter: 'm', flagFrom: '0,8' }],
    ['an identifier with capitals', { kind: 'party', id: 'BCC' }],
    ['an unknown fact', { ...meter, scope: { trafic: 'export' } }],
    ['a quantity in no unit', { ...meter, scope: { 'quantity.LBS': '1' } }],
    ['a text a fact cannot have', { ...meter, scope: { traffic: 'exprot' } }],
  ])('refuses %s', (_, entry) => {
    expect(accepts(entry)).toBe(false);
  });
});
