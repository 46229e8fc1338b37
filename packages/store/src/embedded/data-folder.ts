import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { z } from 'zod';
import { type DataPaths, dataPaths } from './data-paths.ts';
import { fileRefusal, unlessAbsent } from './file-errors.ts';
import { UNFINISHED_PREFIX, writeOnce } from './write-once.ts';

/** The format this version writes. A folder of a later format is refused, never guessed at. */
const FORMAT = 1;

/** Names an empty folder may hold without being somebody else's: what file systems and desktops put there. */
const NOBODYS = new Set(['lost+found', '.DS_Store', 'desktop.ini']);

const markSchema = z.object({
  format: z.int().positive(),
  createdBy: z.string(),
  postgresMajor: z.int().positive(),
});

export type DataFolder = {
  readonly paths: DataPaths;
  /** The folder did not exist and was made now; its permissions are ours to choose. */
  readonly madeNow: boolean;
};

export type DataFolderRequest = {
  readonly dataDir: string;
  /** The major version of the PostgreSQL that is to run here. */
  readonly postgresMajor: number;
  /** Refuse a folder that is not yet Kontor's instead of making it one: who only reads must not leave a database behind. */
  readonly mustExist?: boolean;
};

const packageSchema = z.object({ version: z.string() });

/** The version of this package, at the same place from `src` and from `dist`. */
async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return packageSchema.parse(JSON.parse(text)).version;
}

/** True when the folder was made now, false when it was there. */
async function makeFolder(path: string): Promise<boolean> {
  const found = await unlessAbsent(stat(path));
  if (found?.isDirectory() === true) return false;
  await mkdir(dirname(path), { recursive: true });
  await mkdir(path, { mode: 0o700 });
  return true;
}

function isForeign(name: string): boolean {
  return !NOBODYS.has(name) && !name.startsWith(UNFINISHED_PREFIX);
}

async function readMark(paths: DataPaths): Promise<z.infer<typeof markSchema> | undefined> {
  try {
    const read = markSchema.safeParse(JSON.parse(await readFile(paths.mark, 'utf8')));
    return read.success ? read.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function checkMark(paths: DataPaths, postgresMajor: number): Promise<Result<null>> {
  const mark = await readMark(paths);
  const place = { file: paths.mark };
  if (mark === undefined) return refused(refusal('store.mark-damaged', { path: paths.mark }, place));
  if (mark.format > FORMAT) {
    return refused(
      refusal('store.format-newer', { path: paths.root, format: mark.format, createdBy: mark.createdBy }, place),
    );
  }
  if (mark.postgresMajor !== postgresMajor) {
    const params = { path: paths.root, found: mark.postgresMajor, expected: postgresMajor };
    return refused(refusal('store.postgres-major', params, place));
  }
  return ok(null);
}

async function prepare({ dataDir, postgresMajor, mustExist }: DataFolderRequest): Promise<Result<DataFolder>> {
  const paths = dataPaths(resolve(dataDir));
  if (mustExist === true && (await unlessAbsent(stat(paths.mark))) === undefined) {
    return refused(refusal('store.no-data', { path: paths.root }, { file: paths.root }));
  }
  const madeNow = await makeFolder(paths.root);
  const names = await readdir(paths.root);
  if (!names.includes('kontor.json')) {
    // Another process may mark the same empty folder now; whoever comes second finds a mark that says the same.
    const foreign = names.find(isForeign);
    if (foreign !== undefined && (await unlessAbsent(stat(paths.mark))) === undefined) {
      return refused(refusal('store.folder-not-ours', { path: paths.root, example: foreign }, { file: paths.root }));
    }
    const mark = { format: FORMAT, createdBy: `kontor ${await ownVersion()}`, postgresMajor };
    await writeOnce(paths.mark, `${JSON.stringify(mark, null, 2)}\n`);
  }
  const checked = await checkMark(paths, postgresMajor);
  return checked.ok ? ok({ paths, madeNow }) : checked;
}

/**
 * Makes a data folder ready: a new or an empty one is marked as Kontor's, an existing one is checked.
 * Refuses, in this order: store.no-data (where it must exist), store.not-a-folder, store.not-writable, store.disk-full, store.folder-not-ours,
 * store.mark-damaged, store.format-newer, store.postgres-major.
 */
export async function prepareDataFolder(request: DataFolderRequest): Promise<Result<DataFolder>> {
  try {
    return await prepare(request);
  } catch (error) {
    const reason = fileRefusal(error, resolve(request.dataDir));
    if (reason === undefined) throw error;
    return refused(reason);
  }
}
