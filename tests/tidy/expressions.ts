import { field, literal, type Node, nameOf, node, nodes, ofType, templateStart } from './source.ts';

/** What an expression can be: texts written out, beginnings of texts that go on with something computed, or neither. */
export type Possible = {
  readonly exact: readonly string[];
  readonly starts: readonly string[];
  readonly other: readonly Node[];
};

const NOTHING: Possible = { exact: [], starts: [], other: [] };

const joined = (list: readonly Possible[]): Possible => ({
  exact: list.flatMap(({ exact }) => exact),
  starts: list.flatMap(({ starts }) => starts),
  other: list.flatMap(({ other }) => other),
});

/** Follows an expression through conditionals, `??` and `||` to what is written in it. */
export function possible(expression: Node | undefined): Possible {
  if (expression === undefined) return NOTHING;
  const written = literal(expression);
  if (written !== undefined) return { ...NOTHING, exact: [written] };
  if (expression.type === 'TemplateLiteral') return { ...NOTHING, starts: [templateStart(expression) ?? ''] };
  if (expression.type === 'ConditionalExpression') {
    return joined([possible(node(expression, 'consequent')), possible(node(expression, 'alternate'))]);
  }
  if (expression.type === 'LogicalExpression') {
    return joined([possible(node(expression, 'left')), possible(node(expression, 'right'))]);
  }
  return { ...NOTHING, other: [expression] };
}

/** The name that a call calls: `say` of `say(...)` and of `texts.say(...)`. */
function calledName(call: Node): string | undefined {
  const callee = node(call, 'callee');
  return callee === undefined ? undefined : (nameOf(callee) ?? nameOf(node(callee, 'property')));
}

/** All calls of a function of this name. */
export const callsOf = (tree: Node, name: string): readonly Node[] =>
  ofType(tree, 'CallExpression').filter((call) => calledName(call) === name);

/** The keys of an object written out, and what is spread into it; undefined when it is no such object. */
export type ObjectKeys = { readonly keys: readonly string[]; readonly spread: readonly Node[] };

/** Looks at an object written out. A key that is computed makes it unknown. */
export function objectKeys(expression: Node | undefined): ObjectKeys | undefined {
  if (expression === undefined) return { keys: [], spread: [] };
  if (expression.type !== 'ObjectExpression') return undefined;
  const keys: string[] = [];
  const spread: Node[] = [];
  for (const property of nodes(expression, 'properties')) {
    if (property.type === 'SpreadElement') spread.push(...nodes(property, 'argument'));
    else if (field(property, 'computed') === true) return undefined;
    else keys.push(nameOf(node(property, 'key')) ?? literal(node(property, 'key')) ?? '');
  }
  return { keys, spread };
}
