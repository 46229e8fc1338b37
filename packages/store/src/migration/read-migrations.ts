import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One step of the schema, as it lies in `migrations/NNNN-name/`. */
export type Migration = {
  readonly version: number;
  readonly name: string;
  /** Carried out once. */
  readonly up: string;
  /** A query that must return no rows afterwards: each row is a violation, in the columns `violation` and `detail`. */
  readonly check: string;
  /** SHA-256 of `up`, whatever the line ends of the checkout. */
  readonly checksum: string;
};

/** Beside `src` and `dist`, so that both find it. */
export const MIGRATIONS_FOLDER: string = fileURLToPath(new URL('../../migrations', import.meta.url));

const FOLDER_NAME = /^(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)*)$/;

async function readSql(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
}

/** Reads all migrations in their order. A folder with another name, a gap or a missing file is a bug of the release. */
export async function readMigrations(folder: string = MIGRATIONS_FOLDER): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name, index) => {
      const match = FOLDER_NAME.exec(name);
      const version = Number(match?.[1]);
      if (version !== index + 1) throw new Error(`migrations are numbered from 0001 without gaps; found ${name}`);
      const up = await readSql(join(folder, name, 'up.sql'));
      const check = await readSql(join(folder, name, 'check.sql'));
      return { version, name, up, check, checksum: createHash('sha256').update(up).digest('hex') };
    }),
  );
}
