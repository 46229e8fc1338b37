import { callsOf, objectKeys, possible } from './expressions.ts';
import { above, importsOf, isTest, type Node, nameOf, node, nodes, ofType, parentOf, type Source } from './source.ts';

/**
 * A function that makes refusals: its name, which of its arguments is the code and which holds the parameters
 * (undefined: none does), and the parameters it adds itself (undefined: they cannot be told from the text).
 */
export type Maker = {
  readonly caller: string;
  readonly code: number;
  readonly params: number | undefined;
  readonly adds: readonly string[] | undefined;
};

/** `refusal(code, params, ...)` of kernel/refusal.ts, through which all others go. */
const FIRST: Maker = { caller: 'refusal', code: 0, params: 1, adds: [] };

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/** Whether the file is code of the product, not a test. */
export const isProduct = (file: Source): boolean => /^packages\/[^/]+\/src\//u.test(file.path) && !isTest(file);

/** The names of a function's parameters; that of `params = {}` is `params`. */
const parameterNames = (outer: Node): readonly (string | undefined)[] =>
  nodes(outer, 'params').map((parameter) => nameOf(parameter) ?? nameOf(node(parameter, 'left')));

/** The nearest function around a place that has a parameter of this name: its own name and its parameters' names. */
function around(
  call: Node,
  name: string,
): { readonly caller: string; readonly names: readonly (string | undefined)[] } | undefined {
  const outer = [...above(call)].find(
    (candidate) => FUNCTIONS.includes(candidate.type) && parameterNames(candidate).includes(name),
  );
  if (outer === undefined) return undefined;
  const holder = parentOf(outer);
  const caller = nameOf(node(outer, 'id')) ?? nameOf(holder === undefined ? undefined : node(holder, 'id'));
  return caller === undefined ? undefined : { caller, names: parameterNames(outer) };
}

/** How a function that calls `maker` fills the parameters: from an argument of its own, by itself, or both. */
function filled(maker: Maker, call: Node, names: readonly (string | undefined)[]): Pick<Maker, 'params' | 'adds'> {
  const given = maker.params === undefined ? undefined : nodes(call, 'arguments')[maker.params];
  const indexOf = (expression: Node | undefined): number => names.indexOf(nameOf(expression) ?? '');
  if (indexOf(given) >= 0) return { params: indexOf(given), adds: maker.adds };
  const written = objectKeys(given);
  const [spread, ...more] = written?.spread ?? [];
  const isClear = more.length === 0 && (spread === undefined || indexOf(spread) >= 0);
  if (written === undefined || maker.adds === undefined || !isClear) return { params: undefined, adds: undefined };
  return { params: spread === undefined ? undefined : indexOf(spread), adds: [...maker.adds, ...written.keys] };
}

/** The functions of the file that hand a parameter of theirs on to `maker` as the code. */
function handingOn(file: Source, maker: Maker): readonly Maker[] {
  return callsOf(file.tree, maker.caller).flatMap((call) =>
    possible(nodes(call, 'arguments')[maker.code]).other.flatMap((passed) => {
      const name = nameOf(passed);
      const through = name === undefined ? undefined : around(call, name);
      if (through === undefined) return [];
      return [{ caller: through.caller, code: through.names.indexOf(name), ...filled(maker, call, through.names) }];
    }),
  );
}

/** The makers known in a file: those it is given, and those it builds on them. */
function makersIn(file: Source, known: readonly Maker[]): readonly Maker[] {
  const found = [...known];
  for (const maker of found) {
    const isNew = (other: Maker): boolean =>
      !found.some(({ caller, code }) => caller === other.caller && code === other.code);
    found.push(...handingOn(file, maker).filter(isNew));
  }
  return found;
}

/** The names that a file imports. */
const importedNames = (file: Source): ReadonlySet<string> =>
  new Set(ofType(file.tree, 'ImportSpecifier').map((specifier) => nameOf(node(specifier, 'imported')) ?? ''));

/** The makers of refusals that each file of the product can call, its own and those it imports. */
export function makersOf(sources: readonly Source[]): ReadonlyMap<Source, readonly Maker[]> {
  const product = sources.filter(
    (file) => isProduct(file) && (importsOf(file).length > 0 || callsOf(file.tree, FIRST.caller).length > 0),
  );
  const own = new Map(product.map((file) => [file, makersIn(file, [FIRST])] as const));
  const shared = [...own.values()].flat().filter((maker) => maker !== FIRST);
  return new Map(
    product.map((file) => {
      const names = importedNames(file);
      return [
        file,
        makersIn(file, [...(own.get(file) ?? []), ...shared.filter(({ caller }) => names.has(caller))]),
      ] as const;
    }),
  );
}
