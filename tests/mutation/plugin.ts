/** Loads sources with their switches, and test files so that their bodies can be run again and again. */
import { fileURLToPath } from 'node:url';
import { nodes, ROOT, source, textOf } from '../tidy/source.ts';
import { instrument } from './instrument.ts';
import type { Mutant } from './operators.ts';
import { RUNS_OF_PROPERTIES } from './settings.ts';

const GATHER = fileURLToPath(new URL('gather.ts', import.meta.url));

/** The imports of a test file, and the rest as a function. */
export function asFunction(path: string, text: string): string {
  const imports = nodes(source(path, text).tree, 'body').filter(({ type }) => type === 'ImportDeclaration');
  const pieces = imports.map(({ start, end }) => text.slice(start, end));
  let rest = text;
  for (const { start, end } of imports.toReversed())
    rest = rest.slice(0, start) + text.slice(start, end).replace(/[^\n]/gu, '') + rest.slice(end);
  const head = pieces.join(' ').replaceAll(/from 'vitest'/gu, `from '${GATHER}'`);
  const body = rest
    .replaceAll(/numRuns: ([^,}\s]+)/gu, `numRuns: Math.min($1, ${String(RUNS_OF_PROPERTIES)})`)
    .replaceAll(/^export (?=const|function|type)/gmu, '');
  return `${head} export default async function () {${body}\n}`;
}

/** A plugin of Vite; `mutants` by the path of their file. */
export function mutationPlugin(mutants: ReadonlyMap<string, readonly Mutant[]>): {
  readonly name: string;
  readonly enforce: 'pre';
  readonly transform: (code: string, id: string) => string | undefined;
} {
  return {
    name: 'kontor-mutation',
    enforce: 'pre',
    transform: (code, id) => {
      if (!id.startsWith(`${ROOT}/`)) return undefined;
      const path = id.slice(ROOT.length + 1);
      if (path.endsWith('.test.ts')) return asFunction(path, code);
      const own = mutants.get(path);
      return own === undefined ? undefined : instrument(textOf(path), own);
    },
  };
}
