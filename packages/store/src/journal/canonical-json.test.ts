import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, contentHash, findUnstorable, type Json } from './canonical-json.ts';

const storable = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme-ascii', maxLength: 6 }), tie('json'), { maxKeys: 4 }),
  ),
})).json;

describe('canonical JSON', () => {
  it('is one text for one value, whatever the order of its keys', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
    expect(contentHash({ a: 1, b: 2 }).equals(contentHash({ b: 2, a: 1 }))).toBe(true);
  });

  it('orders keys by code point, not by UTF-16 unit', () => {
    expect(canonicalJson({ '😀': 1, Ａ: 2 })).toBe('{"Ａ":2,"😀":1}');
  });

  it('reads back as the value it was made from', () => {
    fc.assert(
      fc.property(storable, (json) => {
        const text = canonicalJson(json);
        const back: unknown = JSON.parse(text);
        expect(back).toEqual(json);
        expect(findUnstorable(json)).toBeUndefined();
      }),
    );
  });
});

describe('a value that cannot be kept', () => {
  it.each<[string, Json, 'number' | 'text']>([
    ['goods.0.mass', { goods: [{ mass: 0.1 }] }, 'number'],
    ['n', { n: 2 ** 53 }, 'number'],
    ['name', { name: 'a\0b' }, 'text'],
    ['name', { name: '\ud83d' }, 'text'],
    ['a\0', { 'a\0': 1 }, 'text'],
  ])('is found at %s', (path, json, why) => {
    expect(findUnstorable(json)).toEqual({ path, why });
  });
});
