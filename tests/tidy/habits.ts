import { basename } from 'node:path/posix';
import { finding, isTest, literal, type Node, nameOf, node, nodes, ofType, type Source } from './source.ts';

const TESTING = new Set(['it', 'test', 'describe', 'suite', 'bench']);
const LEFT_OUT = new Set(['skip', 'skipIf', 'runIf', 'only', 'todo', 'fails']);
const LEFT_OUT_NAMES = new Set(['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe']);

/** `any`, and comments that switch the type-checker off. */
export function untyped(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((file) => [
    ...ofType(file.tree, 'TSAnyKeyword').map(({ start }) => finding(file, start, 'any')),
    ...file.comments
      .filter(({ value }) => /@ts-(?:ignore|expect-error|nocheck)/u.test(value))
      .map(({ start }) => finding(file, start, 'a comment that switches the type-checker off')),
  ]);
}

/** The name a chain of members and calls begins with, such as `test` in `test.each([]).skip`. */
function rootName(expression: Node): string | undefined {
  let current: Node | undefined = expression;
  while (current !== undefined && nameOf(current) === undefined)
    current = node(current, 'object') ?? node(current, 'callee');
  return nameOf(current);
}

/** Tests that are skipped, postponed, or crowd the others out. */
export function leftOutTests(sources: readonly Source[]): readonly string[] {
  return sources.filter(isTest).flatMap((file) => {
    const members = ofType(file.tree, 'MemberExpression').filter((expression) => {
      const member = nameOf(node(expression, 'property')) ?? '';
      return LEFT_OUT.has(member) && TESTING.has(rootName(expression) ?? '');
    });
    const names = ofType(file.tree, 'CallExpression').filter((call) =>
      LEFT_OUT_NAMES.has(nameOf(node(call, 'callee')) ?? ''),
    );
    return [...members, ...names].map(({ start }) =>
      finding(file, start, 'a test that does not run, or not with the others'),
    );
  });
}

/** Notes to do something later that name no issue, `(#12)`. */
export function unfiledNotes(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((file) =>
    file.comments
      .filter(({ value }) => /\b(?:TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))/u.test(value))
      .map(({ start }) => finding(file, start, 'a note without the number of its issue')),
  );
}

/** A file that does nothing but pass on, an index that passes on, and `export *`. */
export function barrels(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((file) => {
    const statements = nodes(file.tree, 'body');
    const passing = statements.filter(
      (statement) => statement.type.startsWith('Export') && literal(node(statement, 'source')) !== undefined,
    );
    const stars = passing.filter(({ type }) => type === 'ExportAllDeclaration');
    const isIndex = /^index\.tsx?$/u.test(basename(file.path));
    const isBarrel = passing.length > 0 && (isIndex || passing.length === statements.length || stars.length > 0);
    return isBarrel ? [finding(file, passing[0]?.start ?? 0, 'a barrel: import from the file that has the thing')] : [];
  });
}

const VAGUE = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'shared', 'lib']);
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/u;

/** Names that are given to us: settings of tools begin with a dot, documents every project has are in capitals. */
const GIVEN = /^(?:\.[^/]+(?:\/.*)?|[A-Z]+(?:\.md)?)$/u;

/** Names of files and folders that say nothing, and names that are not in kebab-case. */
export function badNames(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => !GIVEN.test(path))
    .flatMap((path) => {
      const parts = path.split('/');
      const vague = parts.filter((part) => VAGUE.has(part.replace(/\.[a-z.]+$/u, '')));
      const shapeless = parts.filter((part) => !KEBAB.test(part));
      return [
        ...vague.map((part) => `${path}: ${part} says nothing about what is in it`),
        ...shapeless.map((part) => `${path}: ${part} is not in kebab-case`),
      ];
    });
}

/** Disallowed in any text of ours: paths of one machine, and the hosts of package registries. */
export function machineTraces(files: readonly { readonly path: string; readonly text: string }[]): readonly string[] {
  const trace =
    /(?<![\w./-])(?:\/(?:work|home|Users|root)\/[\w.-]+|[A-Z]:\\\\?Users\\)|\bregistry\.[\w-]+\.(?:org|com)\b/gu;
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(trace)].map(
      ({ 0: found, index }) => `${path}:${text.slice(0, index).split('\n').length}: ${found}`,
    ),
  );
}
