/** Reading values by a schema so that its issues say what an officer needs to know. */
import { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Marks the message of an issue about a mapping that carries the keys which would be known there. */
const KNOWN_KEYS = 'known keys: ';

/** The keys that are known where an issue says that a key is not, or that a mapping is wanted; none when the schema does not tell. */
export function knownKeys(issue: Issue): readonly string[] {
  return issue.message.startsWith(KNOWN_KEYS) ? issue.message.slice(KNOWN_KEYS.length).split(' ') : [];
}

function describe(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys' && issue.code !== 'invalid_type') return undefined;
  if (!(issue.inst instanceof z.ZodObject)) return undefined;
  return `${KNOWN_KEYS}${Object.keys(issue.inst.shape).join(' ')}`;
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value !== null && typeof value === 'object' ? Reflect.get(value, step) : undefined),
    root,
  );
}

/** Every place at which text was wanted, alternatives of a union included. */
function placesOfText(
  issues: readonly Issue[],
  above: readonly PropertyKey[] = [],
): readonly (readonly PropertyKey[])[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === 'invalid_union') return issue.errors.flatMap((inner) => placesOfText(inner, path));
    return issue.code === 'invalid_type' && issue.expected === 'string' ? [path] : [];
  });
}

/** Writes whole numbers as text where text was wanted; says whether there were any. */
function numbersToText(root: unknown, issues: readonly Issue[]): boolean {
  let changed = false;
  for (const path of placesOfText(issues)) {
    const value = valueAt(root, path);
    const holder = valueAt(root, path.slice(0, -1));
    const last = path.at(-1);
    if (typeof value !== 'number' || last === undefined || holder === null || typeof holder !== 'object') continue;
    changed = Reflect.set(holder, last, String(value)) || changed;
  }
  return changed;
}

export type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads `root` by the schema. Where the schema wants text, a whole number written without quotes is taken as the text it
 * was written as: `root` itself is changed so, and must be the caller's own.
 */
export function parseEntry(schema: z.ZodType, root: unknown): Parsed {
  let parsed = schema.safeParse(root, { error: describe });
  while (!parsed.success && numbersToText(root, parsed.error.issues))
    parsed = schema.safeParse(root, { error: describe });
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: parsed.error.issues };
}
