import { dirname, join } from 'node:path/posix';
import { finding, importsOf, isTest, type Source } from './source.ts';

/** Who may import whom. Imports run one way: cli → server → store, bulk → domain; the web app imports none of them. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  cli: ['server', 'store', 'bulk', 'domain'],
  server: ['store', 'bulk', 'domain'],
  store: ['domain'],
  bulk: ['domain'],
  domain: [],
  web: [],
};

/** `packages/<name>/src/...` taken apart; undefined for files elsewhere. */
function within(path: string): { readonly name: string; readonly inside: string } | undefined {
  const match = /^packages\/([^/]+)\/(.*)$/u.exec(path);
  return match === null ? undefined : { name: match[1] ?? '', inside: match[2] ?? '' };
}

/** The package of ours that a module name means, and the path in it. */
function ourPackage(module: string): { readonly name: string; readonly inside: string } | undefined {
  const match = /^(?:@kontor\/([^/]+)|(kontor))(?:\/(.*))?$/u.exec(module);
  return match === null ? undefined : { name: match[1] ?? 'cli', inside: match[3] ?? '' };
}

/** What is wrong with one import of a file in a package, if anything. */
function packageFault(path: string, module: string | undefined): string | undefined {
  const here = within(path);
  if (here === undefined) return undefined;
  if (module === undefined) return 'a computed import cannot be held to any direction';
  if (module.startsWith('.')) {
    const target = within(join(dirname(path), module));
    return target?.name === here.name ? undefined : `${module} leaves the package ${here.name}`;
  }
  const target = ourPackage(module);
  if (target === undefined) return undefined;
  const allowed = MAY_IMPORT[here.name];
  if (allowed === undefined) return `the package ${here.name} has no place in the order of packages`;
  return allowed.includes(target.name) ? undefined : `${here.name} may not import ${target.name}`;
}

/** Imports that run against the order of packages. */
export function againstPackages(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((file) =>
    importsOf(file).flatMap(({ module, at }) => {
      const fault = packageFault(file.path, module);
      return fault === undefined ? [] : [finding(file, at, fault)];
    }),
  );
}

/** The folders of the domain as ARCHITECTURE.md draws them, top to bottom: a block of code marked `domain-folders`. */
export function drawnFolders(architecture: string): readonly string[] {
  const block = /^```text domain-folders\n(.*?)^```$/msu.exec(architecture)?.[1];
  if (block === undefined) throw new Error('ARCHITECTURE.md has no block of code marked "text domain-folders"');
  return block
    .split('\n')
    .map((line) => /^([a-z-]+)\//u.exec(line)?.[1])
    .filter((name) => name !== undefined);
}

const DOMAIN = 'packages/domain/src/';

const domainFolder = (path: string): string | undefined =>
  path.startsWith(DOMAIN) ? path.slice(DOMAIN.length).split('/').slice(0, -1)[0] : undefined;

/** Where an import made in the domain leads, as a folder of the domain. */
function folderImported(path: string, module: string | undefined): string | undefined {
  if (module === undefined) return undefined;
  if (module.startsWith('.')) return domainFolder(join(dirname(path), module));
  const target = ourPackage(module);
  return target?.name === 'domain' ? target.inside.split('/')[0] : undefined;
}

/**
 * Imports within the domain that run upwards in the drawing, and folders that are not drawn, or drawn without code. A
 * test may import what stands above it: it comes in by the door people use, and nothing imports a test.
 */
export function againstFolders(sources: readonly Source[], drawn: readonly string[]): readonly string[] {
  const files = sources.filter(({ path }) => path.startsWith(DOMAIN));
  const present = new Set(files.map(({ path }) => domainFolder(path)));
  const empty = drawn.filter((folder) => !present.has(folder)).map((folder) => `${folder}/ is drawn but has no code`);
  const wrong = files.flatMap((file) => {
    const folder = domainFolder(file.path);
    if (folder === undefined || !drawn.includes(folder)) return [`${file.path}: its folder is not drawn`];
    return importsOf(file).flatMap(({ module, at }) => {
      const target = folderImported(file.path, module);
      const isAllowed = target === undefined || drawn.indexOf(target) >= drawn.indexOf(folder);
      if (isAllowed || isTest(file)) return [];
      return [finding(file, at, `${folder} may not import ${target}, which is drawn above it`)];
    });
  });
  return [...empty, ...wrong];
}
