import type { z } from 'zod';
import { nearestName } from '../kernel/nearest.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import type { Locate } from './position.ts';

type Issue = z.core.$ZodIssue;

/** How far into an entry an alternative of a union got: the deepest is the one that was meant. */
function depthOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What one issue says beyond its place: code, numbers and names. */
function describe(issue: Issue, value: unknown): { code: string; params: Record<string, string | number> } {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? { code: 'book.missing', params: { expected: issue.expected } }
        : { code: 'book.wrong-type', params: { expected: issue.expected, actual: shown(value) } };
    case 'invalid_value':
      return { code: 'book.not-a-choice', params: { actual: shown(value), choices: issue.values.map(String).join(', '), nearest: nearestName(shown(value), issue.values.map(String)) ?? '' } };
    case 'too_small':
    case 'too_big':
      return { code: 'book.out-of-bounds', params: { actual: shown(value), bound: String(issue.code === 'too_small' ? issue.minimum : issue.maximum) } };
    case 'custom':
      return customIssue(issue, value);
    default:
      return { code: 'book.malformed', params: { actual: shown(value), expected: issue.message } };
  }
}

const CUSTOM_CODES = new Set(['decimal.malformed', 'date.malformed', 'currency.unknown', 'unit.unknown', 'identifier.malformed', 'goods-pattern.malformed', 'scope.unknown-field']);

function customIssue(issue: Extract<Issue, { code: 'custom' }>, value: unknown): { code: string; params: Record<string, string | number> } {
  const params: Record<string, string | number> = { actual: shown(value) };
  for (const [name, given] of Object.entries(issue.params ?? {})) params[name] = String(given);
  const code = CUSTOM_CODES.has(issue.message) ? `book.${issue.message.replace('.', '-')}` : 'book.malformed';
  if (code === 'book.malformed') params['expected'] = issue.message;
  return { code, params };
}

function unknownKeys(issue: Extract<Issue, { code: 'unrecognized_keys' }>, locate: Locate): Refusal[] {
  return issue.keys.map((key) => refusal('book.unknown-key', { key, nearest: '' }, locate([...issue.path, key], 'key')));
}

/** Turns the issues of a schema into refusals, each with the line and column it stands at. */
export function refusalsOf(issues: readonly Issue[], root: unknown, locate: Locate): Refusal[] {
  const found: Refusal[] = [];
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') found.push(...unknownKeys(issue, locate));
    else if (issue.code === 'invalid_union') {
      const best = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0];
      const deeper = (best ?? []).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
      if (deeper.length > 0 && depthOf(best ?? []) > 0) found.push(...refusalsOf(deeper, root, locate));
      else found.push(unionRefusal(issue, root, locate));
    } else {
      const { code, params } = describe(issue, valueAt(root, issue.path));
      found.push(refusal(code, { path: issue.path.map(String).join('.'), ...params }, locate(issue.path)));
    }
  }
  return found;
}

function unionRefusal(issue: Extract<Issue, { code: 'invalid_union' }>, root: unknown, locate: Locate): Refusal {
  const value = valueAt(root, issue.path);
  const path = issue.path.map(String).join('.');
  const inner = issue.errors.flat();
  const custom = inner.find((one) => one.code === 'custom');
  if (custom !== undefined) {
    const { code, params } = describe({ ...custom, path: [...issue.path, ...custom.path] }, value);
    return refusal(code, { path, ...params }, locate(issue.path));
  }
  if (value === undefined) return refusal('book.missing', { path, expected: 'discriminator' in issue ? String(issue.discriminator) : '' }, locate(issue.path));
  const choices = inner.flatMap((one) => (one.code === 'invalid_value' ? one.values.map(String) : one.code === 'invalid_type' ? [one.expected] : []));
  const nearest = nearestName(shown(value), choices) ?? '';
  return refusal('book.not-a-choice', { path, actual: shown(value), choices: [...new Set(choices)].join(', '), nearest }, locate(issue.path));
}
