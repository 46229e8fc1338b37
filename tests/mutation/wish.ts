/** What the command is asked to try, read off its arguments. */
import { parseArgs } from 'node:util';
import type { Source } from '../tidy/source.ts';
import { FOLDERS } from './settings.ts';

export type Wish = {
  readonly folders: readonly string[];
  /** Try also what was noticed before. */
  readonly fresh: boolean;
  /** Print the survivors. */
  readonly list: boolean;
  /** Every how-manieth mutant is tried. */
  readonly every: number;
  /** What the name of a file contains whose mutants are tried. */
  readonly file: string;
};

const OPTIONS = {
  fresh: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  every: { type: 'string', default: '1' },
  file: { type: 'string', default: '' },
} as const;

/** The wish, or what is wrong with it. */
export function readWish(args: readonly string[]): Wish | string {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const folders = positionals.length > 0 ? positionals : Object.keys(FOLDERS);
  const unknown = folders.filter((folder) => !Object.hasOwn(FOLDERS, folder));
  if (unknown.length > 0) return `no such folder: ${unknown.join(', ')}; there are ${Object.keys(FOLDERS).join(', ')}`;
  if (!/^[1-9]\d*$/u.test(values.every)) return `--every takes a whole number from 1, not ${values.every}`;
  return { ...values, folders, every: Number(values.every) };
}

/** A sample spread evenly: the first of those in the files meant, and each so many-th after it. */
export function wished<T extends { readonly source: Source }>(
  mutants: readonly T[],
  { file, every }: Wish,
): readonly T[] {
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  return mutants.filter(({ source }) => nameOf(source.path).includes(file)).filter((_, index) => index % every === 0);
}

/** What the score is of, when it is not of the whole folder. */
export function wishedName(folder: string, { file, every }: Wish): string {
  return `${folder}${file === '' ? '' : `, files ${file}`}${every === 1 ? '' : `, 1 in ${String(every)}`}`;
}
