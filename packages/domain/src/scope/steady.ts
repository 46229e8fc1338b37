/**
 * Facts that are mostly the same from one consignment of a relation to the next: parties, places, goods, wagons, the way. What asks
 * for nothing else comes out the same of every consignment of which these facts are the same, and need be worked out only once.
 */
import { toText } from '../kernel/decimal.ts';
import type { ScopeForm } from './compile.ts';
import { type Field, type FieldValue, SEVERAL } from './field.ts';
import type { Subject } from './subject.ts';

/** Facts asked for together, each once; `goods`: the codes of the goods as well. */
export type SteadyFacts = { readonly fields: readonly Field[]; readonly goods: boolean };

/** Units of numbers that belong to the way and the vehicles: kilometres, metres, pieces. */
const STEADY_UNITS: ReadonlySet<string | undefined> = new Set(['KMT', 'MTR', 'C62', undefined]);

const CHANGING: ReadonlySet<string> = new Set(['note', 'contract.number', 'pieces', 'heads', 'packages']);

/** What differs from note to note would be remembered for nothing; what a charge amounts to is no fact at all. */
export function isSteadyField({ name, type, unit, amount }: Field): boolean {
  if (amount !== undefined || type === 'date' || CHANGING.has(name)) return false;
  return type !== 'number' || (STEADY_UNITS.has(unit) && !name.startsWith('extra.'));
}

/** The steady facts a scope asks for; undefined where it asks for others as well. */
export function steadyFactsOf(form: ScopeForm): SteadyFacts | undefined {
  switch (form.kind) {
    case 'all':
    case 'any':
      return together(form.of.map(steadyFactsOf));
    case 'not':
      return steadyFactsOf(form.of);
    case 'goods':
      return { fields: [], goods: true };
    case 'crossings':
    case 'direction':
      return undefined;
    default:
      return isSteadyField(form.field) ? { fields: [form.field], goods: false } : undefined;
  }
}

/** All of the facts; undefined where one of them is not steady. */
export function together(all: readonly (SteadyFacts | undefined)[]): SteadyFacts | undefined {
  const fields = new Map<string, Field>();
  let goods = false;
  for (const facts of all) {
    if (facts === undefined) return undefined;
    for (const field of facts.fields) fields.set(field.name, field);
    goods ||= facts.goods;
  }
  return { fields: [...fields.values()], goods };
}

/** A text with its length before it: nothing that a note can hold makes two lists of texts look like one. */
const sized = (text: string): string => `${String(text.length)}:${text}`;

const textOf = (value: FieldValue): string => sized(typeof value === 'object' ? toText(value) : String(value));

function valuesText({ read, only }: Field, subject: Subject): string {
  const value = only === undefined ? SEVERAL : only(subject);
  if (value !== SEVERAL) return value === undefined ? '?' : `${textOf(value)};`;
  const { values, complete } = read(subject);
  let text = '';
  for (const one of values) text += textOf(one);
  return text + (complete ? ';' : '?');
}

function goodsText({ item, consignment }: Subject): string {
  let text = '';
  for (const { codes } of item === undefined ? consignment.items : [item]) {
    for (const [system, code] of Object.entries(codes)) text += `${system} ${sized(code)}`;
    text += ';';
  }
  return text;
}

/** The facts as they are of a subject, as one text. */
export function steadyText({ fields, goods }: SteadyFacts, subject: Subject): string {
  let text = goods ? goodsText(subject) : '';
  for (const field of fields) text += valuesText(field, subject);
  return text;
}
