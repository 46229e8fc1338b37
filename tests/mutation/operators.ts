/**
 * What is changed in a source to see whether a test notices: the operators of StrykerJS, read off the syntax tree. Each change
 * is a replacement of a piece of text, and names the node around which the switch between both is put.
 */
import {
  above,
  field,
  lineAt,
  literal,
  type Node,
  nameOf,
  node,
  nodes,
  ofType,
  parentOf,
  type Source,
} from '../tidy/source.ts';
import { brokenPatterns } from './patterns.ts';

export type Mutant = {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  readonly operator: string;
  /** The text replaced, by its place in the file, and what comes instead. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly place: Place;
};

/** What the switch is put around: an expression, the statements of a block, or those of a case. */
export type Place = { readonly kind: 'expression' | 'block' | 'case'; readonly start: number; readonly end: number };

type Change = {
  readonly operator: string;
  readonly replacement: string;
  readonly start?: number;
  readonly end?: number;
  readonly place?: Place;
};

const EQUALITY: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '===': ['!=='],
  '!==': ['==='],
};
const ARITHMETIC: Readonly<Record<string, string>> = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' };
const LOGICAL: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', '??': '&&' };
const ASSIGNMENT: Readonly<Record<string, string>> = {
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
  '%=': '*=',
  '<<=': '>>=',
  '>>=': '<<=',
  '&=': '|=',
  '|=': '&=',
  '&&=': '||=',
  '||=': '&&=',
  '??=': '&&=',
};
/** A method and the one that takes its place; undefined: the call is left out. */
const METHODS = new Map<string, string | undefined>([
  ['endsWith', 'startsWith'],
  ['startsWith', 'endsWith'],
  ['every', 'some'],
  ['some', 'every'],
  ['toLowerCase', 'toUpperCase'],
  ['toUpperCase', 'toLowerCase'],
  ['trimStart', 'trimEnd'],
  ['trimEnd', 'trimStart'],
  ['min', 'max'],
  ['max', 'min'],
  ...['charAt', 'filter', 'reverse', 'toReversed', 'slice', 'sort', 'toSorted', 'substring', 'trim'].map(
    (name): [string, undefined] => [name, undefined],
  ),
]);

const TRUTHS = new Set(['!=', '!==', '==', '===', '<', '<=', '>', '>=', '&&', '||']);
const LOOPS = new Set(['WhileStatement', 'DoWhileStatement', 'ForStatement']);

const textIn = (text: string, { start, end }: Node): string => text.slice(start, end);
const operatorOf = (candidate: Node): string => String(field(candidate, 'operator'));

/** The place of a binary operator between its sides. */
function between(text: string, candidate: Node, replacement: string): Pick<Change, 'start' | 'end' | 'replacement'> {
  const from = node(candidate, 'left')?.end ?? candidate.start;
  const start = text.indexOf(operatorOf(candidate), from);
  return { start, end: start + operatorOf(candidate).length, replacement };
}

const isText = (side: Node | undefined): boolean => side?.type === 'TemplateLiteral' || literal(side) !== undefined;

/** A condition that always or never holds; a loop that always goes on would not end. */
function conditions(candidate: Node): readonly Change[] {
  const parent = parentOf(candidate);
  const isTest = parent !== undefined && node(parent, 'test') === candidate && parent.type !== 'SwitchCase';
  if (!isTest && !TRUTHS.has(operatorOf(candidate))) return [];
  const values = isTest && LOOPS.has(parent.type) ? ['false'] : ['true', 'false'];
  return values.map((replacement) => ({ operator: 'condition', replacement }));
}

function binary(text: string, candidate: Node): readonly Change[] {
  const symbol = operatorOf(candidate);
  const equal = EQUALITY[symbol] ?? [];
  const changed = equal.map((other) => ({ operator: 'comparison', ...between(text, candidate, other) }));
  const other = ARITHMETIC[symbol];
  if (other === undefined || isText(node(candidate, 'left')) || isText(node(candidate, 'right'))) return changed;
  return [...changed, { operator: 'arithmetic', ...between(text, candidate, other) }];
}

/** `??` beside `&&` or `||` needs brackets around one of them. */
function mixes(candidate: Node, other: string): boolean {
  const parent = parentOf(candidate);
  return [parent, node(candidate, 'left'), node(candidate, 'right')].some(
    (one) => one?.type === 'LogicalExpression' && [operatorOf(one), other, operatorOf(candidate)].includes('??'),
  );
}

/** The whole expression with its sides in brackets. */
function bracketed(text: string, candidate: Node, { operator, replacement }: Change): Change {
  const [left, right] = [node(candidate, 'left'), node(candidate, 'right')];
  if (left === undefined || right === undefined) return { operator, replacement: 'undefined' };
  return { operator, replacement: `((${textIn(text, left)}) ${replacement} (${textIn(text, right)}))` };
}

const swapped =
  (operator: string, table: Readonly<Record<string, string>>) =>
  (text: string, candidate: Node): readonly Change[] => {
    const other = table[operatorOf(candidate)];
    if (other === undefined) return [];
    const change = { operator, ...between(text, candidate, other) };
    return mixes(candidate, other) ? [bracketed(text, candidate, change)] : [change];
  };

function unary(text: string, candidate: Node): readonly Change[] {
  const argument = node(candidate, 'argument');
  if (argument === undefined) return [];
  const inner = textIn(text, argument);
  const symbol = operatorOf(candidate);
  if (symbol === '!') return [{ operator: 'negation', replacement: inner }];
  if (symbol === '-' || symbol === '+')
    return [{ operator: 'sign', replacement: `${symbol === '-' ? '+' : '-'}${inner}` }];
  return [];
}

function update(text: string, candidate: Node): readonly Change[] {
  const whole = textIn(text, candidate);
  const replacement = operatorOf(candidate) === '++' ? whole.replace('++', '--') : whole.replace('--', '++');
  return [{ operator: 'update', replacement }];
}

/** `a?.b` without its question. */
function unasked(candidate: Node): readonly Change[] {
  const inner = node(candidate, 'object') ?? node(candidate, 'callee');
  if (field(candidate, 'optional') !== true || inner === undefined) return [];
  const named = candidate.type === 'MemberExpression' && field(candidate, 'computed') !== true;
  return [{ operator: 'optional chaining', start: inner.end, end: inner.end + 2, replacement: named ? '.' : '' }];
}

function call(text: string, candidate: Node): readonly Change[] {
  const callee = node(candidate, 'callee');
  const property = callee?.type === 'MemberExpression' ? node(callee, 'property') : undefined;
  const object = callee === undefined ? undefined : node(callee, 'object');
  const name = nameOf(property);
  const open = unasked(candidate);
  if (property === undefined || object === undefined || name === undefined || !METHODS.has(name)) return open;
  const other = METHODS.get(name);
  const change: Change =
    other === undefined
      ? { operator: 'method', replacement: textIn(text, object) }
      : { operator: 'method', start: property.start, end: property.end, replacement: other };
  return [...open, change];
}

function literals(_: string, candidate: Node): readonly Change[] {
  const parent = parentOf(candidate);
  const isKey = parent?.type === 'Property' && node(parent, 'key') === candidate && field(parent, 'computed') !== true;
  if (
    parent === undefined ||
    isKey ||
    parent.type === 'TaggedTemplateExpression' ||
    /^(?:Im|Ex)port/u.test(parent.type)
  )
    return [];
  const whole = literal(candidate);
  if (candidate.type === 'TemplateLiteral')
    return [{ operator: 'text', replacement: whole === '' ? '`something else`' : '``' }];
  const value = field(candidate, 'value');
  if (typeof value === 'boolean') return [{ operator: 'truth value', replacement: String(!value) }];
  if (whole !== undefined) return [{ operator: 'text', replacement: whole === '' ? "'something else'" : "''" }];
  return brokenPatterns(candidate).map((replacement) => ({ operator: 'pattern', replacement }));
}

function list(_: string, candidate: Node): readonly Change[] {
  const full = nodes(candidate, 'elements').length > 0;
  return [{ operator: 'list', replacement: full ? '[]' : "['something else']" }];
}

const properties = (_: string, candidate: Node): readonly Change[] =>
  nodes(candidate, 'properties').length > 0 ? [{ operator: 'object', replacement: '{}' }] : [];

function arrow(text: string, candidate: Node): readonly Change[] {
  const body = node(candidate, 'body');
  const done = body === undefined || body.type === 'BlockStatement' || textIn(text, body) === 'undefined';
  return done ? [] : [{ operator: 'function', replacement: '() => undefined' }];
}

const emptied = (kind: Place['kind'], statements: readonly Node[]): readonly Change[] => {
  const [first, last] = [statements[0], statements.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { start } = first;
  const { end } = last;
  return [{ operator: kind, replacement: '', start, end, place: { kind, start, end } }];
};

const CHANGES: Readonly<Record<string, (text: string, candidate: Node) => readonly Change[]>> = {
  BinaryExpression: binary,
  LogicalExpression: swapped('connective', LOGICAL),
  AssignmentExpression: swapped('assignment', ASSIGNMENT),
  UnaryExpression: unary,
  UpdateExpression: update,
  MemberExpression: (_, candidate) => unasked(candidate),
  CallExpression: call,
  Literal: literals,
  TemplateLiteral: literals,
  ArrayExpression: list,
  ObjectExpression: properties,
  ArrowFunctionExpression: arrow,
  BlockStatement: (_, candidate) => emptied('block', nodes(candidate, 'body')),
  SwitchCase: (_, candidate) => emptied('case', nodes(candidate, 'consequent')),
};

/** Types of nodes in TypeScript that hold expressions; below all others there are only types. */
const WITH_EXPRESSIONS = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);
const isType = ({ type }: Node): boolean => type.startsWith('TS') && !WITH_EXPRESSIONS.has(type);

const CHAINED: Readonly<Record<string, string>> = {
  MemberExpression: 'object',
  CallExpression: 'callee',
  TSNonNullExpression: 'expression',
  ChainExpression: 'expression',
};

/** The expression around which a switch can stand: not within `a?.b.c`, which ends as a whole when `a` is missing. */
function placeOf(candidate: Node): Place {
  let reached = candidate;
  let place = candidate;
  for (const outer of above(candidate)) {
    const step = CHAINED[outer.type];
    if (step === undefined || node(outer, step) !== reached) break;
    reached = outer;
    if (outer.type === 'ChainExpression') place = outer;
  }
  return { kind: 'expression', start: place.start, end: place.end };
}

const EXPRESSION = /(?:Expression|Identifier)$/u;

function changesOf(source: Source, candidate: Node): readonly Change[] {
  const own = CHANGES[candidate.type]?.(source.text, candidate) ?? [];
  return EXPRESSION.test(candidate.type) ? [...conditions(candidate), ...own] : own;
}

/** A text that only describes a field to people: what it says is checked by readers, not by tests. */
function isDescription(candidate: Node): boolean {
  const parent = parentOf(candidate);
  const callee = parent?.type === 'CallExpression' ? node(parent, 'callee') : undefined;
  return (
    literal(candidate) !== undefined &&
    callee !== candidate &&
    nameOf(callee && node(callee, 'property')) === 'describe'
  );
}

/** All mutants of a source in the order of their places, numbered from `first`. */
export function mutantsOf(source: Source, first: number): readonly Mutant[] {
  const types = new Set(Object.keys(CHANGES));
  const candidates = ofType(source.tree, ...types, 'Identifier', 'ChainExpression', 'ParenthesizedExpression').filter(
    (candidate) => !isDescription(candidate) && ![...above(candidate)].some(isType),
  );
  const changes = candidates.flatMap((candidate) =>
    changesOf(source, candidate).map((change) => ({
      path: source.path,
      line: lineAt(source.text, change.start ?? candidate.start),
      operator: change.operator,
      start: change.start ?? candidate.start,
      end: change.end ?? candidate.end,
      replacement: change.replacement,
      place: change.place ?? placeOf(candidate),
    })),
  );
  const kinds = ['case', 'block', 'expression'];
  const ordered = changes.toSorted(
    ({ place: a }, { place: b }) => a.start - b.start || b.end - a.end || kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
  );
  return ordered.map((mutant, index) => ({ id: first + index, ...mutant }));
}
