import { createHash } from 'node:crypto';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';

/**
 * What a body may hold. Exact values (money, mass, rates) are text; a number is a whole count that JavaScript holds
 * exactly. Text is well-formed Unicode without the character zero, which PostgreSQL does not store.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Where a value is that cannot be kept, as a path such as `goods.0.mass`, and why. */
export type Unstorable = { readonly path: string; readonly why: 'number' | 'text' };

/** Half a surrogate pair is changed on its way into the database, and the content would no longer match its hash. */
const UNSTORABLE_TEXT = /\0|\p{Surrogate}/u;

/** The first value in `json` that cannot be kept exactly; undefined when all can. */
export function findUnstorable(json: Json, path = ''): Unstorable | undefined {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? undefined : { path, why: 'number' };
  if (typeof json === 'string') return UNSTORABLE_TEXT.test(json) ? { path, why: 'text' } : undefined;
  if (json === null || typeof json === 'boolean') return undefined;
  for (const [key, value] of Object.entries(json)) {
    const inside = path === '' ? key : `${path}.${key}`;
    if (UNSTORABLE_TEXT.test(key)) return { path: inside, why: 'text' };
    const found = findUnstorable(value, inside);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/** A list of keys is short and mostly in order already, so comparing by code point costs little. */
function canonicalObject(object: { readonly [key: string]: Json }): string {
  const keys = Object.keys(object).toSorted(compareCodePoints);
  const members = keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** One text for one value: keys by code point, no spaces. Equal values have equal texts, whatever made them. */
export function canonicalJson(json: Json): string {
  if (json === null || typeof json !== 'object') return JSON.stringify(Object.is(json, -0) ? 0 : json);
  return isList(json) ? `[${json.map(canonicalJson).join(',')}]` : canonicalObject(json);
}

/** SHA-256 of the canonical text. */
export function contentHash(json: Json): Buffer {
  return createHash('sha256').update(canonicalJson(json)).digest();
}
