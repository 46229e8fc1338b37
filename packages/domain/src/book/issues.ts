import type { z } from 'zod';
import { LONGEST_TEXT } from '../kernel/decimal.ts';
import { nearestName } from '../kernel/nearest.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import { knownKeys, valueAt } from './parse.ts';
import type { Locate } from './position.ts';

type Issue = z.core.$ZodIssue;

/**
 * How badly an alternative of a union fits: one of another type altogether fits worst, then the one with more unknown
 * keys; of the rest the one that was read deepest is the one that was meant.
 */
function misfitOf(issues: readonly Issue[]): readonly [number, number, number] {
  const otherType = issues.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys');
  const unknown = issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
  return [otherType ? 1 : 0, unknown, -Math.max(0, ...issues.map((issue) => issue.path.length))];
}

/** The alternative that was meant; undefined when the value is of none of their types. */
function meantOf(alternatives: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const [best] = alternatives
    .map((issues) => ({ issues, misfit: misfitOf(issues) }))
    .toSorted((a, b) => a.misfit[0] - b.misfit[0] || a.misfit[1] - b.misfit[1] || a.misfit[2] - b.misfit[2]);
  return best === undefined || best.misfit[0] === 1 ? undefined : best.issues;
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What was written and what could have been, with the choice that is nearest to it. */
function choice(value: unknown, choices: readonly string[]): Record<string, string> {
  const distinct = [...new Set(choices)];
  return { actual: shown(value), choices: distinct.join(', '), nearest: nearestName(shown(value), distinct) ?? 'none' };
}

/** The types that would have done, and the keys of the mapping where one is wanted and its schema tells them. */
function wanted(issues: readonly Issue[]): Record<string, string> {
  const types = issues.filter((issue) => issue.code === 'invalid_type');
  const keys = [...new Set(types.flatMap(knownKeys))];
  const expected = [...new Set(types.map((issue) => issue.expected))].join(', ');
  return keys.length > 0 && expected === 'object' ? { expected: 'mapping', keys: keys.join(', ') } : { expected };
}

/** What one issue says beyond its place: code, numbers and names. */
function describe(issue: Issue, value: unknown): { code: string; params: Record<string, string | number> } {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? { code: 'book.missing', params: {} }
        : { code: 'book.wrong-type', params: { ...wanted([issue]), actual: shown(value) } };
    case 'invalid_value':
      if (value === undefined) return { code: 'book.missing', params: {} };
      return { code: 'book.not-a-choice', params: choice(value, issue.values.map(String)) };
    case 'too_small':
    case 'too_big':
      return {
        code: 'book.out-of-bounds',
        params: { actual: shown(value), bound: String(issue.code === 'too_small' ? issue.minimum : issue.maximum) },
      };
    case 'custom':
      return customIssue(issue, value);
    case 'invalid_format':
      return { code: 'book.malformed', params: { actual: shown(value), expected: issue.pattern ?? issue.format } };
    default:
      return { code: 'book.malformed', params: { actual: shown(value), expected: issue.message } };
  }
}

const CUSTOM_CODES = new Set([
  'decimal.malformed',
  'decimal.not-positive',
  'date.malformed',
  'currency.unknown',
  'unit.unknown',
  'identifier.malformed',
  'goods-pattern.malformed',
  'scope.unknown-field',
]);

function customIssue(
  issue: Extract<Issue, { code: 'custom' }>,
  value: unknown,
): { code: string; params: Record<string, string | number> } {
  if (issue.message === 'decimal.malformed' && typeof value === 'string' && value.length > LONGEST_TEXT)
    return { code: 'book.decimal-too-long', params: { length: value.length, most: LONGEST_TEXT } };
  const params: Record<string, string | number> = { actual: shown(value) };
  for (const [name, given] of Object.entries(issue.params ?? {})) params[name] = String(given);
  const code = CUSTOM_CODES.has(issue.message) ? `book.${issue.message.replace('.', '-')}` : 'book.malformed';
  if (code === 'book.malformed') params['expected'] = issue.message;
  return { code, params };
}

function unknownKeys(issue: Extract<Issue, { code: 'unrecognized_keys' }>, locate: Locate): Refusal[] {
  return issue.keys.map((key) =>
    refusal(
      'book.unknown-key',
      { key, nearest: nearestName(key, knownKeys(issue)) ?? 'none' },
      locate([...issue.path, key], 'key'),
    ),
  );
}

/** The issues, of a union those of the alternative that was meant; a union of which none was meant stays as it is. */
export function issuesMeant(issues: readonly Issue[]): readonly Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const meant = meantOf(issue.errors)?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
    return meant === undefined ? [issue] : issuesMeant(meant);
  });
}

/** Turns the issues of a schema into refusals, each with the line and column it stands at. */
export function refusalsOf(issues: readonly Issue[], root: unknown, locate: Locate): Refusal[] {
  const found: Refusal[] = [];
  for (const issue of issuesMeant(issues)) {
    if (issue.code === 'unrecognized_keys') found.push(...unknownKeys(issue, locate));
    else if (issue.code === 'invalid_union') found.push(unionRefusal(issue, root, locate));
    else {
      const { code, params } = describe(issue, valueAt(root, issue.path));
      found.push(refusal(code, { path: issue.path.map(String).join('.'), ...params }, locate(issue.path)));
    }
  }
  return found;
}

/** A value of none of the types a union allows, or (for a missing one) nothing at all. */
function unionRefusal(issue: Extract<Issue, { code: 'invalid_union' }>, root: unknown, locate: Locate): Refusal {
  const value = valueAt(root, issue.path);
  const place = locate(issue.path);
  const path = issue.path.map(String).join('.');
  const inner = issue.errors.flat();
  const custom = inner.find((one) => one.code === 'custom');
  if (value === undefined) return refusal('book.missing', { path }, place);
  if (custom !== undefined) {
    const { code, params } = describe({ ...custom, path: [...issue.path, ...custom.path] }, value);
    return refusal(code, { path, ...params }, place);
  }
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  const choices = [...options, ...inner.flatMap((one) => (one.code === 'invalid_value' ? one.values.map(String) : []))];
  if (choices.length > 0) return refusal('book.not-a-choice', { path, ...choice(value, choices) }, place);
  return refusal('book.wrong-type', { path, actual: shown(value), ...wanted(inner) }, place);
}
