import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A node of a syntax tree (ESTree with TypeScript), looked at without its exact type. */
export type Node = { readonly type: string; readonly start: number; readonly end: number };

/** Something imported or re-exported: the module's name, undefined when it is computed, and where that stands. */
export type Import = { readonly module: string | undefined; readonly at: number };

/** One file of source with its syntax. */
export type Source = {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly tree: Node;
  readonly comments: readonly { readonly value: string; readonly start: number }[];
};

/** The repository's folder. */
export const ROOT = join(import.meta.dirname, '..', '..');

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;

/** A source from its text; throws when it cannot be parsed. */
export function source(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  const tree: unknown = program;
  if (!isNode(tree)) throw new TypeError(`${path}: the parser gave no tree`);
  return { path, text, tree, comments };
}

/** The value of a node's field. */
export function field(parent: Node, name: string): unknown {
  return Object.getOwnPropertyDescriptor(parent, name)?.value;
}

/** The nodes of a field that holds a node, a list of nodes, or nothing. */
export function nodes(parent: Node, name: string): readonly Node[] {
  const value = field(parent, name);
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

/** The node of a field, if there is one. */
export function node(parent: Node, name: string): Node | undefined {
  return nodes(parent, name)[0];
}

/** The name of an identifier, undefined for any other node. */
export function nameOf(candidate: Node | undefined): string | undefined {
  if (candidate?.type !== 'Identifier') return undefined;
  const name = field(candidate, 'name');
  return typeof name === 'string' ? name : undefined;
}

/** The value of a string literal, or of a template without holes; undefined for any other node. */
export function literal(candidate: Node | undefined): string | undefined {
  if (candidate?.type === 'Literal') {
    const value = field(candidate, 'value');
    return typeof value === 'string' ? value : undefined;
  }
  if (candidate?.type !== 'TemplateLiteral' || nodes(candidate, 'expressions').length > 0) return undefined;
  return templateStart(candidate);
}

/** What stands in a template before its first hole. */
export function templateStart(template: Node): string | undefined {
  const quasi = node(template, 'quasis');
  const value = quasi === undefined ? undefined : field(quasi, 'value');
  if (typeof value !== 'object' || value === null || !('cooked' in value)) return undefined;
  return typeof value.cooked === 'string' ? value.cooked : undefined;
}

const parents = new WeakMap<Node, Node>();
const flattened = new WeakMap<Node, readonly Node[]>();

function collect(tree: Node, into: Node[]): void {
  into.push(tree);
  for (const value of Object.values<unknown>(tree)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (!isNode(child)) continue;
      parents.set(child, tree);
      collect(child, into);
    }
  }
}

/** Every node of a file from its root down, in the order of the text. */
function allNodes(tree: Node): readonly Node[] {
  let all = flattened.get(tree);
  if (all === undefined) {
    const collected: Node[] = [];
    collect(tree, collected);
    all = collected;
    flattened.set(tree, all);
  }
  return all;
}

/** The node right above one found by {@link allNodes}. */
export const parentOf = (child: Node): Node | undefined => parents.get(child);

/** The nodes above one, the nearest first. */
export function* above(child: Node): Generator<Node> {
  for (let outer = parents.get(child); outer !== undefined; outer = parents.get(outer)) yield outer;
}

/** The nodes of some types in a file. */
export function ofType(tree: Node, ...types: readonly string[]): readonly Node[] {
  return allNodes(tree).filter(({ type }) => types.includes(type));
}

/** The line (from 1) on which an offset lies. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** A finding, as a person reads it: `path:line: what`. */
export function finding({ path, text }: Source, at: number, what: string): string {
  return `${path}:${lineAt(text, at)}: ${what}`;
}

const IMPORTING = [
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
];

/** Everything a file imports, types and dynamic imports included. */
export function importsOf({ tree }: Source): readonly Import[] {
  return ofType(tree, ...IMPORTING).flatMap((statement) => {
    const module = node(statement, 'source');
    return module === undefined ? [] : [{ module: literal(module), at: statement.start }];
  });
}

/** Whether the file is a test. */
export const isTest = ({ path }: { readonly path: string }): boolean => /\.test\.tsx?$/u.test(path);

const NOT_OURS = new Set(['node_modules', 'dist', '.git', 'coverage', '.kontor', '.stryker-tmp', 'reports']);

/** Every file of the repository below a folder, as paths from the root. */
export function pathsBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (NOT_OURS.has(entry.name)) return [];
    if (entry.isDirectory()) return pathsBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** The text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every source file of the repository, parsed. */
export function allSources(): readonly Source[] {
  return pathsBelow('.')
    .filter((path) => /\.(?:ts|tsx|mjs)$/u.test(path))
    .map((path) => source(path, textOf(path)));
}
