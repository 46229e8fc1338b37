import { describe, expect, it } from 'vitest';
import { consignmentSchema } from '../consignment/schema.ts';
import { compileScope } from './compile.ts';
import { fieldNamed } from './fields.ts';
import { scopeSchema } from './schema.ts';
import { isSteadyField, steadyFactsOf, steadyText, together } from './steady.ts';
import type { Subject } from './subject.ts';

const WORLD: Subject['world'] = { place: () => undefined, party: () => undefined, payerOf: () => undefined };

const subject = (change: Readonly<Record<string, unknown>>): Subject => ({
  consignment: consignmentSchema.parse({ note: 'n', accepted: '2025-03-01', legs: [], ...change }),
  world: WORLD,
});

function factsOf(text: unknown): { readonly fields: readonly string[]; readonly goods: boolean } | undefined {
  const facts = steadyFactsOf(compileScope(scopeSchema.parse(text), [], 'amounts'));
  return facts === undefined ? undefined : { fields: facts.fields.map(({ name }) => name), goods: facts.goods };
}

describe('steady facts', () => {
  it.each([
    ['leg.distanceKm', true],
    ['wagons.count', true],
    ['wagon.length_m', true],
    ['container.size_ft', true],
    ['consignee', true],
    ['extra.line', true],
    ['note', false],
    ['accepted', false],
    ['contract.number', false],
    ['mass_kg', false],
    ['wagon.tare_kg', false],
    ['pieces', false],
    ['packages', false],
    ['value.EUR', false],
    ['quantity.LTR', false],
    ['amount.gross.EUR', false],
  ])('%s is one of them: %s', (name, steady) => {
    const field = fieldNamed(name);
    expect(field === undefined ? 'no such fact' : isSteadyField(field)).toBe(steady);
  });

  it('of a scope are all it asks for, each once; none are told where it asks for others as well', () => {
    expect(factsOf({ consignee: 'a', not: { any: [{ consignee: 'b' }, { goods: { GNG: ['25'] } }] } })).toEqual({
      fields: ['consignee'],
      goods: true,
    });
    expect(factsOf({ consignee: 'a', mass_kg: { from: '1' } })).toBeUndefined();
    expect(factsOf({ direction: { of: 'BY', is: ['outbound'] } })).toBeUndefined();
    expect(factsOf({ crossings: { any: ['x'] } })).toBeUndefined();
    expect(together([])).toEqual({ fields: [], goods: false });
  });

  it('are told apart whatever texts they hold: values that run together, lists, what is missing, codes of goods', () => {
    const fields = ['marks', 'consignor', 'consignee', 'wagon.type'].flatMap((name) => fieldNamed(name) ?? []);
    const texts = [
      {},
      { marks: ['ab'] },
      { marks: ['a', 'b'] },
      { marks: ['a', 'b', 'a'] },
      { marks: ['1:a'] },
      { consignor: 'ab' },
      { consignor: 'a', consignee: 'b' },
      { consignee: 'ab' },
      { wagons: [{ type: 'a' }] },
      { wagons: [{ type: 'a' }, {}] },
      { wagons: [{}, { type: 'a' }, { type: 'b' }] },
      { items: [{ codes: { GNG: '25' } }] },
      { items: [{ codes: { HS: '25' } }] },
      { items: [{ codes: { GNG: '2' } }, { codes: { GNG: '5' } }] },
      { items: [{ codes: { GNG: '2', HS: '5' } }] },
    ].map((change) => steadyText({ fields, goods: true }, subject(change)));
    expect(new Set(texts).size).toBe(texts.length);
  });
});
