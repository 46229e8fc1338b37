import { above, finding, isTest, lineAt, type Node, nameOf, node, ofType, parentOf, type Source } from './source.ts';

/** The greatest sizes allowed. */
const LIMITS = { file: 400, function: 60, nesting: 3 };

/** Known offenders and how big they are: `path` for a file, `path#function` and `path#function nesting` within it. */
export type Ratchet = Readonly<Record<string, number>>;

type Size = { readonly key: string; readonly size: number; readonly limit: number; readonly at: string };

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
const NESTING = [
  'IfStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'TryStatement',
];

/** The name of a function: its own, or that of the variable or property that holds it. */
function functionName(candidate: Node): string {
  const parent = parentOf(candidate);
  const holder = parent === undefined ? undefined : (node(parent, 'id') ?? node(parent, 'key'));
  return nameOf(node(candidate, 'id')) ?? nameOf(holder) ?? 'anonymous';
}

/** `describe(...)` and its variants only gather tests; the function passed to it has no length of its own. */
function gathersTests(candidate: Node): boolean {
  const call = parentOf(candidate);
  let callee = call?.type === 'CallExpression' ? node(call, 'callee') : undefined;
  while (callee !== undefined && nameOf(callee) === undefined)
    callee = node(callee, 'callee') ?? node(callee, 'object');
  return nameOf(callee) === 'describe';
}

const isElseIf = (statement: Node): boolean => {
  const parent = parentOf(statement);
  return parent?.type === 'IfStatement' && statement.type === 'IfStatement' && node(parent, 'alternate') === statement;
};

/** How deep statements nest in each function, the functions in it apart. `else if` goes on at the same depth. */
function depths(tree: Node): ReadonlyMap<Node, number> {
  const deepest = new Map<Node, number>();
  for (const statement of ofType(tree, ...NESTING)) {
    const outer = [...above(statement)];
    const end = outer.findIndex(({ type }) => FUNCTIONS.includes(type));
    const owner = outer[end];
    if (owner === undefined) continue;
    const depth = [statement, ...outer.slice(0, end)].filter(
      (step) => NESTING.includes(step.type) && !isElseIf(step),
    ).length;
    deepest.set(owner, Math.max(depth, deepest.get(owner) ?? 0));
  }
  return deepest;
}

function* sizesOf(file: Source): Generator<Size> {
  const { path, text } = file;
  yield { key: path, size: text.trimEnd().split('\n').length, limit: LIMITS.file, at: `${path}: lines` };
  const nesting = depths(file.tree);
  for (const candidate of ofType(file.tree, ...FUNCTIONS)) {
    const name = functionName(candidate);
    const at = finding(file, candidate.start, name);
    const lines = lineAt(text, candidate.end) - lineAt(text, candidate.start) + 1;
    if (!(isTest(file) && gathersTests(candidate))) {
      yield { key: `${path}#${name}`, size: lines, limit: LIMITS.function, at: `${at}: lines` };
    }
    yield {
      key: `${path}#${name} nesting`,
      size: nesting.get(candidate) ?? 0,
      limit: LIMITS.nesting,
      at: `${at}: nesting`,
    };
  }
}

/**
 * Files, functions and nestings over the limit. What the ratchet lists may stay as big as listed, never bigger; once it
 * shrinks the ratchet must follow, and an entry that is no longer needed must go.
 */
export function tooBig(sources: readonly Source[], ratchet: Ratchet): readonly string[] {
  const over = new Map<string, Size>();
  for (const size of sources.flatMap((file) => [...sizesOf(file)])) {
    if (size.size > Math.max(size.limit, over.get(size.key)?.size ?? 0)) over.set(size.key, size);
  }
  const grown = [...over.values()].filter(({ key, size, limit }) => size > (ratchet[key] ?? limit));
  const loose = Object.entries(ratchet).filter(([key, listed]) => (over.get(key)?.size ?? 0) < listed);
  return [
    ...grown.map(({ at, size, limit, key }) => `${at} ${size}, allowed ${ratchet[key] ?? limit}`),
    ...loose.map(
      ([key, listed]) => `${key}: the ratchet says ${listed}, now ${over.get(key)?.size ?? 'within the limit'}`,
    ),
  ];
}
