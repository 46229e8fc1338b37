/**
 * An entry that is not written as its schema wants, mended as far as reading on needs it: what is not known taken out,
 * header fields that say nothing of the content stood in for. What is named as wrong stays named; the mended entry only
 * lets the same pass find what else is wrong in it, and in the entries that name it.
 */
import type { z } from 'zod';
import { issuesMeant } from './issues.ts';
import { type Parsed, parseEntry, valueAt } from './parse.ts';

/** What stands in for a header field that is missing or wrong; `undefined` leaves the field out. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  title: '?',
  source: {},
  note: undefined,
  known: undefined,
};

/** Each pass can only uncover what lies below what it mended; entries are no deeper than this. */
const PASSES = 8;

function takeOut(root: object, path: readonly PropertyKey[], keys: readonly string[]): void {
  const holder = valueAt(root, path);
  if (holder === null || typeof holder !== 'object') return;
  for (const key of keys) Reflect.deleteProperty(holder, key);
}

/** Mends what one pass found; false when something is wrong that nothing can stand in for. */
function mendOnce(root: object, issues: readonly z.core.$ZodIssue[]): boolean {
  for (const issue of issuesMeant(issues)) {
    const [field] = issue.path;
    if (issue.code === 'unrecognized_keys') takeOut(root, issue.path, issue.keys);
    else if (issue.message === 'scope.unknown-field')
      takeOut(root, issue.path.slice(0, -1), [String(issue.path.at(-1))]);
    else if (typeof field === 'string' && Object.hasOwn(STAND_INS, field)) {
      if (STAND_INS[field] === undefined) Reflect.deleteProperty(root, field);
      else Reflect.set(root, field, STAND_INS[field]);
    } else return false;
  }
  return true;
}

/**
 * The entry without what its schema refused, and as that schema reads it; nothing when a field of its content is wrong or
 * missing. `root` is not changed.
 */
export function mendEntry(
  schema: z.ZodType,
  root: unknown,
  issues: readonly z.core.$ZodIssue[],
): { readonly raw: unknown; readonly value: unknown } | undefined {
  if (root === null || typeof root !== 'object') return undefined;
  const raw = structuredClone(root);
  let parsed: Parsed = { ok: false, issues };
  for (let pass = 0; pass < PASSES && !parsed.ok; pass += 1) {
    if (!mendOnce(raw, parsed.issues)) return undefined;
    parsed = parseEntry(schema, raw);
  }
  return parsed.ok ? { raw, value: parsed.value } : undefined;
}
