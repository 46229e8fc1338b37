import { z } from 'zod';

const dependencies = z.record(z.string(), z.string()).optional();

/** The parts of a package.json, or of a package in the lockfile, that name other packages. */
const manifestSchema = z.object({
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
  peerDependencies: dependencies,
});

const lockSchema = z.object({
  packages: z.record(z.string(), manifestSchema.extend({ resolved: z.string().optional() })),
});

/** A manifest with its path from the root. */
export type Manifest = { readonly path: string; readonly text: string };

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

function named(manifest: z.infer<typeof manifestSchema>): readonly string[] {
  return KINDS.flatMap((kind) => Object.entries(manifest[kind] ?? {}).map(([name, version]) => `${name}@${version}`));
}

const isOurs = (dependency: string): boolean => dependency.startsWith('@kontor/');

/** Addresses in the lockfile; with them an installation would depend on one registry's host. */
export function addressesInLock(lock: string): readonly string[] {
  return Object.entries(lockSchema.parse(JSON.parse(lock)).packages)
    .filter(([, { resolved }]) => resolved !== undefined && /^[a-z+]+:/u.test(resolved))
    .map(([path, { resolved }]) => `package-lock.json: ${path} is fetched from ${resolved}`);
}

/** Dependencies on which a manifest and the lockfile do not agree: `npm ci` would refuse them. */
export function outOfLock(manifests: readonly Manifest[], lock: string): readonly string[] {
  const { packages } = lockSchema.parse(JSON.parse(lock));
  return manifests.flatMap(({ path, text }) => {
    const locked = packages[path.replace(/\/?package\.json$/u, '')];
    const known = new Set(locked === undefined ? [] : named(locked));
    const wanted = new Set(named(manifestSchema.parse(JSON.parse(text))));
    const gone = [...known].filter((dependency) => !wanted.has(dependency));
    const unknown = [...wanted].filter((dependency) => !known.has(dependency));
    return [
      ...unknown.map((dependency) => `${path}: ${dependency} is not in the lockfile`),
      ...gone.map((dependency) => `${path}: the lockfile still has ${dependency}`),
    ];
  });
}

/** Dependencies that are not pinned to one version. */
export function unpinned(manifests: readonly Manifest[]): readonly string[] {
  return manifests.flatMap(({ path, text }) =>
    named(manifestSchema.parse(JSON.parse(text)))
      .filter((dependency) => !/@\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(dependency))
      .map((dependency) => `${path}: ${dependency} is not one exact version`),
  );
}

/** One row of the table of dependencies in ARCHITECTURE.md. */
type Row = { readonly name: string; readonly why: string; readonly licence: string };

/** The rows of the table under "## Dependencies": name, why it is here, what it replaced, licence. */
function dependencyTable(architecture: string): readonly Row[] {
  const section = architecture.split(/^## /mu).find((part) => part.startsWith('Dependencies\n')) ?? '';
  return [...section.matchAll(/^\| `([^`]+)` \|([^|]*)\|([^|]*)\|([^|]*)\|$/gmu)].map(
    ([, name = '', why = '', , licence = '']) => ({
      name,
      why: why.trim(),
      licence: licence.trim(),
    }),
  );
}

/** Dependencies without a complete line in the table, and lines for what is no dependency any more. */
export function outOfTable(manifests: readonly Manifest[], architecture: string): readonly string[] {
  const rows = dependencyTable(architecture);
  const used = new Set(
    manifests
      .flatMap(({ text }) => named(manifestSchema.parse(JSON.parse(text))))
      .map((dependency) => dependency.replace(/(?<=.)@[^@]*$/u, ''))
      .filter((name) => !isOurs(name)),
  );
  const complete = new Set(rows.filter(({ why, licence }) => why !== '' && licence !== '').map(({ name }) => name));
  return [
    ...[...used].filter((name) => !complete.has(name)).map((name) => `${name} has no complete line in the table`),
    ...rows.filter(({ name }) => !used.has(name)).map(({ name }) => `${name} has a line but is no dependency`),
  ];
}

/** Lines whose licence is not the one the installed package states. `stated` gives that, undefined if not installed. */
export function wrongLicences(architecture: string, stated: (name: string) => string | undefined): readonly string[] {
  return dependencyTable(architecture)
    .filter(({ name, licence }) => (stated(name) ?? licence) !== licence)
    .map(({ name, licence }) => `${name}: the table says ${licence}, the package ${stated(name)}`);
}
