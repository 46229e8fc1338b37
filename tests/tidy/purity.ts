import { builtinModules } from 'node:module';
import {
  field,
  finding,
  importsOf,
  isTest,
  type Node,
  nameOf,
  node,
  nodes,
  ofType,
  parentOf,
  type Source,
} from './source.ts';

const BUILT_IN = new Set(builtinModules);

/** What reaches outside the program, by its global name. */
const OUTSIDE = new Set([
  'process',
  'fetch',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'globalThis',
  'WebSocket',
  'XMLHttpRequest',
]);

/** Members that bring in the clock, chance, or the machine's locale. */
const UNSTEADY = new Set(['Date.now', 'Math.random', 'Intl.Collator']);
const UNSTEADY_METHODS = new Set(['localeCompare', 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']);

/** Floats where exact numbers belong, and rounding anywhere but in kernel/rounding.ts. */
const ROUNDING = new Set(['Math.round', 'Math.floor', 'Math.ceil', 'Math.trunc', 'Math.fround', 'Number.parseFloat']);
const ROUNDING_METHODS = new Set(['toFixed', 'toPrecision', 'toExponential']);

/** Plain integers are counted here, days and letters; no amount of anything passes through. */
const COUNTING = new Set(['packages/domain/src/kernel/local-date.ts', 'packages/domain/src/kernel/nearest.ts']);

const inDomain = (file: Source): boolean => file.path.startsWith('packages/domain/src/') && !isTest(file);

/** `Object.member` of a member expression, the object being a plain name. */
function memberOf(expression: Node): { readonly full: string; readonly member: string } | undefined {
  const member = nameOf(node(expression, 'property'));
  if (member === undefined || field(expression, 'computed') === true) return undefined;
  return { full: `${nameOf(node(expression, 'object')) ?? ''}.${member}`, member };
}

/** Every name that the file itself gives to something. */
function declaredNames(file: Source): ReadonlySet<string> {
  const names = new Set<string>();
  for (const candidate of ofType(file.tree, 'Identifier')) {
    const name = nameOf(candidate);
    const parent = parentOf(candidate);
    if (name === undefined || parent === undefined) continue;
    const isParameter = nodes(parent, 'params').includes(candidate);
    const isDeclared = nodes(parent, 'id').includes(candidate) || nodes(parent, 'local').includes(candidate);
    const isDestructured = parentOf(parent)?.type === 'ObjectPattern' && node(parent, 'value') === candidate;
    if (isParameter || isDeclared || isDestructured) names.add(name);
  }
  return names;
}

/** Whether an identifier stands for a value, not for the name of a member, a key or a type. */
function isReference(identifier: Node, parent: Node | undefined): boolean {
  if (parent === undefined || parent.type.startsWith('TS')) return false;
  const isMember = parent.type === 'MemberExpression' && node(parent, 'property') === identifier;
  const isKey = parent.type === 'Property' && node(parent, 'key') === identifier && field(parent, 'shorthand') !== true;
  return !isMember && !isKey;
}

function outsideNames(file: Source): readonly string[] {
  const declared = declaredNames(file);
  return ofType(file.tree, 'Identifier').flatMap((candidate) => {
    const name = nameOf(candidate);
    if (name === undefined || !OUTSIDE.has(name) || declared.has(name)) return [];
    return isReference(candidate, parentOf(candidate))
      ? [finding(file, candidate.start, `${name} reaches outside the domain`)]
      : [];
  });
}

function clockReadings(file: Source): readonly string[] {
  return ofType(file.tree, 'NewExpression', 'CallExpression')
    .filter((call) => nameOf(node(call, 'callee')) === 'Date')
    .filter((call) => call.type === 'CallExpression' || nodes(call, 'arguments').length === 0)
    .map((call) => finding(file, call.start, 'the clock is read; dates are passed in'));
}

function unsteadyMembers(file: Source): readonly string[] {
  return ofType(file.tree, 'MemberExpression').flatMap((expression) => {
    const { full = '', member = '' } = memberOf(expression) ?? {};
    const found = UNSTEADY.has(full) || UNSTEADY_METHODS.has(member);
    return found ? [finding(file, expression.start, `${member} depends on the clock, on chance or on a locale`)] : [];
  });
}

/** The domain's ways to the outside: modules of Node, the clock, chance, timers, the environment, locales. */
export function impurities(sources: readonly Source[]): readonly string[] {
  return sources.filter(inDomain).flatMap((file) => [
    ...importsOf(file)
      .filter(({ module }) => module !== undefined && (module.startsWith('node:') || BUILT_IN.has(module)))
      .map(({ module, at }) => finding(file, at, `${module} reaches outside the domain`)),
    ...outsideNames(file),
    ...clockReadings(file),
    ...unsteadyMembers(file),
  ]);
}

/** Floats and roundings in the domain outside the one file that rounds. */
export function floats(sources: readonly Source[]): readonly string[] {
  return sources.filter(inDomain).flatMap((file) =>
    ofType(file.tree, 'MemberExpression', 'CallExpression').flatMap((expression) => {
      const called = nameOf(node(expression, 'callee'));
      const { full = '', member = '' } = memberOf(expression) ?? {};
      if (full === 'Math.floor' && COUNTING.has(file.path)) return [];
      const found = called === 'parseFloat' || ROUNDING.has(full) || ROUNDING_METHODS.has(member);
      const what = called ?? (ROUNDING.has(full) ? full : member);
      return found
        ? [finding(file, expression.start, `${what}: numbers are exact, and only kernel/rounding.ts rounds`)]
        : [];
    }),
  );
}
