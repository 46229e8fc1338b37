import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consignmentSchema } from '../consignment/schema.ts';
import { compileScope, type ScopeForm } from './compile.ts';
import { evaluateScope } from './evaluate.ts';
import { scopeSchema } from './schema.ts';
import type { Subject, World } from './subject.ts';

const world: World = { place: () => undefined, party: () => undefined, payerOf: () => undefined };
const compile = (text: object): ScopeForm => compileScope(scopeSchema.parse(text), []);

/** Kleene's values in their order: false, unknown, true. */
const RANK = { fails: 0, missing: 1, applies: 2 } as const;
const rank = (form: ScopeForm, subject: Subject): number => RANK[evaluateScope(form, subject).kind];

const leafText = fc.oneof(
  fc.record({ traffic: fc.constantFrom('export', 'import') }),
  fc.record({ kind: fc.constantFrom('small', 'wagonload') }),
  fc.record({ 'extra.a': fc.constantFrom('x', 'y') }),
  fc.record({ mass_kg: fc.record({ from: fc.constantFrom('10', '20') }) }),
  fc.record({ 'wagon.axles': fc.record({ to: fc.constantFrom('4', '6') }) }),
  fc.record({ goods: fc.record({ GNG: fc.constantFrom(['25'], ['2701', '31']) }) }),
  fc.record({ crossings: fc.record({ entry: fc.constantFrom(['brest'], ['gudogai']) }) }),
);
const { scope: scopeText } = fc.letrec<{ scope: object }>((tie) => ({
  scope: fc.oneof(
    { maxDepth: 3 },
    leafText,
    fc.record({ not: tie('scope') }),
    fc.record({ any: fc.array(tie('scope'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ all: fc.array(tie('scope'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

const known = fc.record({
  traffic: fc.constantFrom('export', 'import'),
  kind: fc.constantFrom('small', 'wagonload'),
  mass_kg: fc.constantFrom(5, 10, 15, 20),
  extra: fc.record({ a: fc.constantFrom('x', 'y', 'z') }),
  items: fc.array(fc.record({ codes: fc.record({ GNG: fc.constantFrom('25232900', '27011100', '31021000') }) }), {
    minLength: 1,
    maxLength: 2,
  }),
  wagons: fc.array(fc.record({ axles: fc.constantFrom(4, 6, 8) }), { minLength: 1, maxLength: 2 }),
  crossings: fc.array(
    fc.record({ place: fc.constantFrom('brest', 'gudogai'), role: fc.constantFrom('entry', 'exit') }),
    { maxLength: 2 },
  ),
});
const FORGETTABLE = ['traffic', 'kind', 'mass_kg', 'extra', 'items', 'wagons', 'crossings'] as const;

const subjectOf = (facts: object): Subject => ({
  consignment: consignmentSchema.parse({ note: 'n', accepted: '2025-01-01', ...facts }),
  world,
});
const forget = (facts: object, names: readonly string[]): Subject =>
  subjectOf(Object.fromEntries(Object.entries(facts).filter(([name]) => !names.includes(name))));

describe('laws of three-valued logic', () => {
  it('all is the least, any the greatest, not the mirror of its parts', () => {
    fc.assert(
      fc.property(
        fc.array(scopeText, { minLength: 1, maxLength: 4 }),
        known,
        fc.subarray([...FORGETTABLE]),
        (texts, facts, names) => {
          const subject = forget(facts, names);
          const forms = texts.map(compile);
          const ranks = forms.map((form) => rank(form, subject));
          expect(rank({ kind: 'all', of: forms }, subject)).toBe(Math.min(...ranks));
          expect(rank({ kind: 'any', of: forms }, subject)).toBe(Math.max(...ranks));
          for (const [index, form] of forms.entries()) {
            expect(rank({ kind: 'not', of: form }, subject)).toBe(2 - (ranks[index] ?? 0));
          }
        },
      ),
    );
  });

  it('De Morgan: not all is any not', () => {
    fc.assert(
      fc.property(
        fc.array(scopeText, { minLength: 1, maxLength: 3 }),
        known,
        fc.subarray([...FORGETTABLE]),
        (texts, facts, names) => {
          const subject = forget(facts, names);
          const forms = texts.map(compile);
          const negated = forms.map((of): ScopeForm => ({ kind: 'not', of }));
          expect(rank({ kind: 'not', of: { kind: 'all', of: forms } }, subject)).toBe(
            rank({ kind: 'any', of: negated }, subject),
          );
        },
      ),
    );
  });

  it('learning a fact never overturns a verdict, it only settles one that was open', () => {
    fc.assert(
      fc.property(scopeText, known, fc.subarray([...FORGETTABLE]), (text, facts, names) => {
        const form = compile(text);
        const before = evaluateScope(form, forget(facts, names)).kind;
        const after = evaluateScope(form, subjectOf(facts)).kind;
        expect(after).not.toBe('missing');
        expect([after, 'missing']).toContain(before);
      }),
    );
  });
});
